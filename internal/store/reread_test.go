package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

func TestReplaceReadingReplacesNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://shared.example/feed")
		_, err := s.Subscribe(ctx, news.Subscription{Guild: "g", Channel: "c", Show: news.Everything, Since: noon})
		must(t, err)
		a := about("x", "https://shared.example/1", minutes(1))
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: "A text.", Emphasis: []news.Span{{Start: 0, End: 1}}}}
		a.People = []string{"Ada Vance"}
		a.Facts = []tv.Fact{{Type: tv.Cast, Show: "x", Person: "Ada Vance", Certainty: tv.Confirmed, Rule: "cast.old"}}
		save(t, s, f, noon, a, about("x", "https://shared.example/2", minutes(2)))

		before, err := s.ArticlesAfter(ctx, 0, 10)
		must(t, err)
		if len(before) != 2 || !cmp.Equal(before[0].Blocks, a.Blocks) {
			t.Fatalf("articles are %+v, want two with blocks", before)
		}
		waiting, _, err := s.WaitingDeliveries(ctx)
		must(t, err)

		reread := before[0]
		reread.Reading = news.Reading{
			Shows:   []news.Mention{{Show: "y", About: true}, {Show: "x"}},
			People:  []string{"Bea Orr"},
			Facts:   []tv.Fact{{Type: tv.Cast, Show: "y", Person: "Bea Orr", Character: "Mara", Certainty: tv.Reported, Rule: "cast.new"}},
			Learnt:  []tv.Show{{Slug: "y", Title: "Y", Ambiguity: tv.Common}},
			Spoiler: news.Spoiler{Level: news.PlotSpoiler, Show: "y", Title: "Y", Season: 2, Episode: 8, Told: true},
		}
		reread.Title, reread.Summary = "another", "another" // which is not what is replaced
		for i, want := range []bool{true, false} {
			changed, err := s.ReplaceReading(ctx, reread, minutes(9))
			must(t, err)
			if changed != want {
				t.Errorf("time %d: changed is %t, want %t", i+1, changed, want)
			}
		}

		after, err := s.ArticlesAfter(ctx, 0, 10)
		must(t, err)
		want := before
		want[0].Spoiler = reread.Spoiler
		if d := cmp.Diff(want, after); d != "" {
			t.Errorf("articles (-want +got):\n%s", d)
		}
		stated, err := s.Statements(ctx, "", "y")
		must(t, err)
		if len(stated) != 1 || stated[0].Fact != reread.Facts[0] || stated[0].Article.Spoiler != reread.Spoiler {
			t.Errorf("statements on y are %+v, want the new fact with its spoiler", stated)
		}
		if stated, _ = s.Statements(ctx, "", "x"); len(stated) != 0 {
			t.Errorf("statements on x are %+v, want none", stated)
		}
		if n, _, _ := s.WaitingDeliveries(ctx); n != waiting {
			t.Errorf("%d deliveries wait, want %d as before", n, waiting)
		}
		if shows, _ := s.LearntShows(ctx); len(shows) != 1 || shows[0].Slug != "y" {
			t.Errorf("learnt shows are %+v, want y", shows)
		}
	})
}

func TestReplaceReadingLeavesAnArticleThatWasEdited(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://shared.example/feed")
		a := about("x", "https://shared.example/1", minutes(1))
		a.Hash = "1"
		save(t, s, f, noon, a)
		loaded, err := s.ArticlesAfter(t.Context(), 0, 10)
		must(t, err)
		a.Hash = "2"
		a.Facts = []tv.Fact{{Type: tv.Network, Show: "x", Network: "HBO", Certainty: tv.Confirmed}}
		save(t, s, f, minutes(1), a)
		loaded[0].Reading = news.Reading{}
		changed, err := s.ReplaceReading(t.Context(), loaded[0], minutes(2))
		must(t, err)
		if stated, _ := s.Statements(t.Context(), "", "x"); changed || len(stated) != 1 {
			t.Errorf("changed is %t and statements are %+v, want those of the edited text", changed, stated)
		}
	})
}

func TestArticlesComeInBatches(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://shared.example/feed")
		save(t, s, f, noon, about("x", "https://a.example/1", minutes(1)), about("x", "https://a.example/2", minutes(2)), about("x", "https://a.example/3", minutes(3)))
		var got []string
		for id, rounds := int64(0), 0; rounds < 5; rounds++ {
			batch, err := s.ArticlesAfter(t.Context(), id, 2)
			must(t, err)
			if len(batch) == 0 {
				break
			}
			got = append(got, links(batch)...)
			id = batch[len(batch)-1].ID
		}
		if d := cmp.Diff([]string{"https://a.example/1", "https://a.example/2", "https://a.example/3"}, got); d != "" {
			t.Errorf("articles (-want +got):\n%s", d)
		}
	})
}

func TestASecondArticleConfirmsALearntShow(t *testing.T) {
	other := func(link, outlet string) news.Article {
		a := about("new", link, minutes(5))
		a.Outlet = outlet
		return a
	}
	for _, test := range []struct {
		name   string
		second news.Article
		want   bool // is a candidate still
	}{
		{"nothing more", news.Article{Title: "x", Key: "x"}, true},
		{"the same link again", other("http://www.a.example/1/?utm_source=rss", "A"), true},
		{"the same link elsewhere", other("https://a.example/1", "B"), true},
		{"another link", other("https://a.example/2", "A"), false},
		{"another outlet", other("https://b.example/1", "B"), false},
		{"named in passing", func() news.Article {
			a := other("https://b.example/1", "B")
			a.Shows[0].About = false
			return a
		}(), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, s *store.Store) {
				one, two := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
				a := other("https://a.example/1", "A")
				a.Learnt = []tv.Show{{Slug: "new", Title: "New", Ambiguity: tv.Distinct}}
				save(t, s, one, noon, a)
				save(t, s, two, noon, test.second)
				shows, err := s.LearntShows(t.Context())
				must(t, err)
				if len(shows) != 1 || shows[0].Candidate != test.want {
					t.Errorf("learnt shows are %+v, want one with Candidate %t", shows, test.want)
				}
			})
		})
	}
}

func TestUntilADay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		var articles []news.Article
		for i := range 3 {
			a := about("x", "https://a.example/"+string(rune('1'+i)), noon.AddDate(0, 0, i-5))
			a.Facts = []tv.Fact{{Type: tv.Cast, Show: "x", Person: "Ada Vance", Character: string(rune('A' + i)), Certainty: tv.Confirmed}}
			articles = append(articles, a)
		}
		save(t, s, f, noon, articles...)
		until := func(day int) time.Time { return news.EndOfDay(noon.AddDate(0, 0, day-5)) }
		for day, want := range map[int]int{-1: 0, 0: 1, 1: 2, 2: 3, 9: 3} {
			got, err := s.ArticlesUntil(ctx, "", "x", until(day), 10)
			must(t, err)
			stated, err := s.StatementsUntil(ctx, "", "x", until(day), tv.Cast)
			must(t, err)
			parts, err := s.StatementsOfPerson(ctx, "", "Ada Vance", until(day))
			must(t, err)
			if len(got) != want || len(stated) != want || len(parts) != want {
				t.Errorf("day %d: %d articles, %d statements, %d of the person, want %d of each", day, len(got), len(stated), len(parts), want)
			}
		}
		if parts, err := s.StatementsOfPerson(ctx, "", "Bea Orr", time.Time{}); err != nil || len(parts) != 0 {
			t.Errorf("statements on somebody unknown are %+v, %v, want none", parts, err)
		}
	})
}

func TestStatementsOfPersonKeepToWhatAGuildSees(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		mine := addFeed(t, s, "g1", "https://mine.example/feed")
		a := about("x", "https://mine.example/1", minutes(1))
		a.Facts = []tv.Fact{
			{Type: tv.Cast, Show: "x", Person: "Ada Vance", Certainty: tv.Confirmed},
			{Type: tv.Crew, Show: "y", Person: "Ada Vance", Role: tv.Director, Certainty: tv.Confirmed},
			{Type: tv.Quote, Show: "x", Person: "Ada Vance", Text: "Hm.", Certainty: tv.Confirmed},
		}
		save(t, s, mine, noon, a)
		for guild, want := range map[news.GuildID]int{"g1": 2, "g2": 0, "": 0} {
			got, err := s.StatementsOfPerson(t.Context(), guild, "Ada Vance", time.Time{})
			must(t, err)
			if len(got) != want {
				t.Errorf("%d statements for guild %q, want %d", len(got), guild, want)
			}
		}
	})
}
