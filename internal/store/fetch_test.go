package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

func TestArticleComesBackAsSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		want := news.Article{
			FeedID: f.ID, Key: "guid 1", Hash: "h1", Title: "Title “quoted” 🎬", Link: "https://a.example/1", Author: "A. Writer",
			AuthorRole: "Editor", Outlet: "Outlet", Source: "Another", Summary: "Summary", Image: "https://a.example/1.jpg",
			Language: "en-GB", Published: minutes(-10), Updated: minutes(-5), Seen: noon, Categories: []string{"TV", `"News"`},
		}
		in := want
		in.Blocks = []news.Block{{Kind: news.Paragraph, Text: "One.", Emphasis: []news.Span{{Start: 0, End: 3}}}}
		in.Shows = []news.Mention{{Show: "the-show", About: true}}
		if saved := save(t, s, f, noon, in); saved.New != 1 || saved.Changed != 0 {
			t.Errorf("saved %+v, want one new", saved)
		}
		got, err := s.ArticlesAbout(t.Context(), "", "the-show", 5)
		must(t, err)
		if len(got) == 1 {
			want.ID = got[0].ID
		}
		if diff := cmp.Diff([]news.Article{want}, got); diff != "" {
			t.Errorf("articles (-want +got):\n%s", diff)
		}
	})
}

func TestItemHashes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		other := addFeed(t, s, "", "https://b.example/feed")
		long := strings.Repeat("k", 10_000)
		var articles []news.Article
		var keys []string
		want := map[string]string{}
		for i := range 300 {
			a := about("x", fmt.Sprintf("https://a.example/%d", i), noon)
			a.Hash = fmt.Sprint("hash", i)
			if i == 0 {
				a.Key = long
			}
			keys, want[a.Key] = append(keys, a.Key), a.Hash
			articles = append(articles, a)
		}
		save(t, s, f, noon, articles...)
		save(t, s, other, noon, about("x", "unknown", noon))
		got, err := s.ItemHashes(t.Context(), f.ID, append(keys, "unknown"))
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("hashes (-want +got):\n%s", diff)
		}
		if got, err := s.ItemHashes(t.Context(), f.ID, nil); err != nil || len(got) != 0 {
			t.Errorf("hashes of nothing: %v, %v", got, err)
		}
	})
}

func TestItemArticle(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		other := addFeed(t, s, "", "https://b.example/feed")
		a := about("x", "https://a.example/1", noon)
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: "Its text."}}
		a.Image = "https://a.example/1.jpg"
		save(t, s, f, noon, a)
		got, err := s.ItemArticle(t.Context(), f.ID, a.Key)
		if must(t, err); got.Title != a.Title || got.Image != a.Image || !cmp.Equal(got.Blocks, a.Blocks) {
			t.Errorf("item %+v, want %+v", got, a)
		}
		if got, err := s.ItemArticle(t.Context(), other.ID, a.Key); err != nil || got.Key != "" {
			t.Errorf("the other feed's item is %+v, %v; want none", got, err)
		}
	})
}

func TestChangedArticleIsReplaced(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		older := about("x", "https://a.example/older", minutes(-60))
		older.Facts = []tv.Fact{{Type: tv.Status, Show: "x", Status: tv.Renewed, Season: 2, Certainty: tv.Confirmed}}
		edited := about("x", "https://a.example/edited", minutes(-30))
		edited.Facts = []tv.Fact{{Type: tv.Status, Show: "x", Status: tv.Renewed, Season: 3, Certainty: tv.Confirmed}}
		save(t, s, f, noon, older, edited)

		edited.Title, edited.Hash, edited.Published, edited.Link = "Edited", "2", minutes(-90), "https://a.example/moved"
		edited.Seen = minutes(1)
		edited.Shows = append(edited.Shows, news.Mention{Show: "y", About: true})
		edited.Facts = []tv.Fact{{Type: tv.Status, Show: "x", Status: tv.Cancelled, Certainty: tv.Confirmed}}
		if saved := save(t, s, f, minutes(1), edited); saved.New != 0 || saved.Changed != 1 || saved.Deliveries != 0 {
			t.Errorf("saved %+v, want one changed and no delivery", saved)
		}
		got, err := s.ArticlesAbout(ctx, "", "x", 5)
		must(t, err)
		if len(got) != 2 || got[1].Title != "Edited" || got[1].Hash != "2" || !got[1].Seen.Equal(minutes(-30)) {
			t.Errorf("articles are %+v, want the edited one moved behind the older, first seen when it was", got)
		}
		if got, _ := s.ArticlesAbout(ctx, "", "y", 5); len(got) != 1 {
			t.Errorf("%d articles about the show that the edit added, want 1", len(got))
		}
		statements, err := s.Statements(ctx, "", "x", tv.Status)
		must(t, err)
		var said []tv.StatusKind
		for _, st := range statements {
			said = append(said, st.Status)
		}
		// The older article's fact is untouched and now the newest.
		if diff := cmp.Diff([]tv.StatusKind{tv.Renewed, tv.Cancelled}, said); diff != "" {
			t.Errorf("what is stated (-want +got):\n%s", diff)
		}
	})
}

func TestSaveFetchIsAllOrNothing(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			s := open(t, url)
			f := addFeed(t, s, "", "https://a.example/feed")
			subscribe(t, s, "g", "c", news.Everything)
			// The last thing that a fetch with a delivery writes fails.
			_, err := raw(t, e, url).Exec(`ALTER TABLE channels RENAME COLUMN served_at TO was_served_at`)
			must(t, err)
			a := about("x", "https://a.example/1", noon)
			a.Learnt = []tv.Show{{Slug: "x", Title: "X"}}
			f.ETag, f.NextPoll = "new", minutes(60)
			if _, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: []news.Article{a}}, noon); err == nil {
				t.Fatal("saving did not fail")
			}
			feeds, err := s.Feeds(t.Context(), "")
			must(t, err)
			articles, err := s.ArticlesAbout(t.Context(), "", "x", 5)
			must(t, err)
			learnt, err := s.LearntShows(t.Context())
			must(t, err)
			waiting, _, err := s.WaitingDeliveries(t.Context())
			must(t, err)
			if feeds[0].ETag != "" || len(articles) > 0 || len(learnt) > 0 || waiting > 0 {
				t.Errorf("left over: ETag %q, %d articles, %d shows, %d deliveries; want nothing",
					feeds[0].ETag, len(articles), len(learnt), waiting)
			}
		})
	}
}

func TestLearntShowIsNewOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		show := tv.Show{Slug: "new-show", Title: "New Show", Year: 2027, Network: "HBO", Country: "US",
			Aliases: []string{"The New Show"}, Ambiguity: tv.Rare, Learnt: true}
		first, second := about("new-show", "https://a.example/1", noon), about("new-show", "https://a.example/2", noon)
		first.Learnt, second.Learnt = []tv.Show{show}, []tv.Show{{Slug: "new-show", Title: "Other"}}
		if diff := cmp.Diff([]tv.Show{show}, save(t, s, f, noon, first, second).Learnt); diff != "" {
			t.Errorf("learnt at first (-want +got):\n%s", diff)
		}
		if got := save(t, s, f, noon, second).Learnt; len(got) != 0 {
			t.Errorf("learnt again: %v", got)
		}
		got, err := s.LearntShows(t.Context())
		must(t, err)
		if diff := cmp.Diff([]tv.Show{show}, got); diff != "" {
			t.Errorf("learnt shows (-want +got):\n%s", diff)
		}
	})
}

func TestSavedArticleReplacesItself(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		subscribe(t, s, "g", "c", news.Everything)
		a := about("x", "https://a.example/1?utm_source=x", noon)
		a.Key = ""
		first, err := s.SaveArticle(t.Context(), a, noon)
		must(t, err)
		a.Link, a.Title = "https://www.a.example/1", "Read again"
		second, err := s.SaveArticle(t.Context(), a, minutes(60*24))
		must(t, err)
		if first != second {
			t.Errorf("the same page became articles %d and %d", first, second)
		}
		text := news.Article{Title: "A text without an address", Reading: a.Reading}
		third, err := s.SaveArticle(t.Context(), text, minutes(1))
		must(t, err)
		fourth, err := s.SaveArticle(t.Context(), text, minutes(60*24))
		must(t, err)
		if third != fourth || third == first {
			t.Errorf("the same text became articles %d and %d, beside %d", third, fourth, first)
		}
		got, err := s.ArticlesAbout(t.Context(), "any guild", "x", 5)
		must(t, err)
		if len(got) != 2 || got[1].Title != "Read again" && got[0].Title != "Read again" {
			t.Errorf("articles are %+v, want both, the first with its new title", got)
		}
		if n, _, _ := s.WaitingDeliveries(t.Context()); n != 0 {
			t.Errorf("%d deliveries of saved articles, want none", n)
		}
	})
}

func TestHostileTextIsSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		long := strings.Repeat("long ", 20_000)
		bad := "a\x00b\xffc"
		f.Title, f.Error, f.ETag = bad, bad, bad
		var articles []news.Article
		for _, text := range []string{bad, long} {
			articles = append(articles, news.Article{Key: text, Hash: text, Title: text, Link: "https://a.example/" + text,
				Author: text, Categories: []string{text}, Blocks: []news.Block{{Text: text}},
				Reading: news.Reading{
					Shows:  []news.Mention{{Show: tv.Slug(text), About: true}, {Show: tv.Slug(text), About: true}, {Show: "x", About: true}},
					People: []string{text, text},
					Facts:  []tv.Fact{{Type: tv.Quote, Show: "x", Person: text, Text: text}},
					Learnt: []tv.Show{{Slug: tv.Slug(text), Title: text, Aliases: []string{text}}},
				}})
		}
		if saved := save(t, s, f, noon, articles...); saved.New != 2 {
			t.Errorf("saved %+v, want two new", saved)
		}
		got, err := s.Statements(t.Context(), "", "x")
		must(t, err)
		if len(got) != 2 {
			t.Errorf("%d statements, want 2", len(got))
		}
	})
}
