package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

func links(articles []news.Article) []string {
	var links []string
	for _, a := range articles {
		links = append(links, a.Link)
	}
	return links
}

func TestGuildSeesSharedOwnAndSavedArticles(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		shared := addFeed(t, s, "", "https://shared.example/feed")
		mine := addFeed(t, s, "g1", "https://mine.example/feed")
		save(t, s, shared, noon, about("x", "https://shared.example/1", minutes(1)))
		private := about("x", "https://mine.example/1", minutes(2))
		private.Facts = []tv.Fact{{Type: tv.Network, Show: "x", Network: "HBO", Certainty: tv.Confirmed}}
		save(t, s, mine, noon, private)
		_, err := s.SaveArticle(ctx, about("x", "https://saved.example/1", minutes(3)), minutes(4))
		must(t, err)

		for guild, want := range map[news.GuildID][]string{
			"g1": {"https://saved.example/1", "https://mine.example/1", "https://shared.example/1"},
			"g2": {"https://saved.example/1", "https://shared.example/1"},
			"":   {"https://saved.example/1", "https://shared.example/1"},
		} {
			got, err := s.ArticlesAbout(ctx, guild, "x", 5)
			must(t, err)
			if diff := cmp.Diff(want, links(got)); diff != "" {
				t.Errorf("articles for guild %q (-want +got):\n%s", guild, diff)
			}
			counts, err := s.ArticleCounts(ctx, guild, []tv.Slug{"x", "y"})
			must(t, err)
			if diff := cmp.Diff(map[tv.Slug]int{"x": len(want)}, counts); diff != "" {
				t.Errorf("counts for guild %q (-want +got):\n%s", guild, diff)
			}
			statements, err := s.Statements(ctx, guild, "x")
			must(t, err)
			if wantN := len(want) - 2; len(statements) != wantN {
				t.Errorf("%d statements for guild %q, want %d", len(statements), guild, wantN)
			}
		}
	})
}

func TestArticlesAboutShowsEachStoryOnceNewestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		// Two feeds of one outlet bring the same ten articles.
		tvFeed, allFeed := addFeed(t, s, "", "https://a.example/tv"), addFeed(t, s, "", "https://a.example/all")
		var articles []news.Article
		var want []string
		for i := range 10 {
			link := fmt.Sprintf("https://a.example/%d", i)
			articles = append(articles, about("x", link, minutes(i)))
			want = append([]string{link}, want...)
		}
		passing := about("x", "https://a.example/passing", minutes(20))
		passing.Shows[0].About = false
		save(t, s, tvFeed, minutes(30), append(articles, passing)...)
		save(t, s, allFeed, minutes(30), articles...)
		for _, limit := range []int{1, 7, 10, 20} {
			got, err := s.ArticlesAbout(ctx, "", "x", limit)
			must(t, err)
			if diff := cmp.Diff(want[:min(limit, 10)], links(got)); diff != "" {
				t.Errorf("newest %d (-want +got):\n%s", limit, diff)
			}
		}
		if got, err := s.ArticlesAbout(ctx, "", "unheard-of", 5); err != nil || len(got) != 0 {
			t.Errorf("articles about an unknown show: %v, %v", got, err)
		}
	})
}

func TestUndatedAndFutureArticlesSortByWhenTheyWereSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		dated := about("x", "https://a.example/dated", minutes(5))
		undated, future := about("x", "https://a.example/undated", noon), about("x", "https://a.example/future", noon)
		undated.Published, undated.Seen = time.Time{}, minutes(3)
		future.Published, future.Seen = minutes(9999), minutes(4)
		save(t, s, f, minutes(10), future, dated, undated)
		got, err := s.ArticlesAbout(t.Context(), "", "x", 5)
		must(t, err)
		want := []string{"https://a.example/dated", "https://a.example/future", "https://a.example/undated"}
		if diff := cmp.Diff(want, links(got)); diff != "" {
			t.Errorf("articles (-want +got):\n%s", diff)
		}
		if !got[2].Published.IsZero() || !got[1].Published.Equal(minutes(9999)) {
			t.Errorf("published %v and %v, want them as the feed said", got[2].Published, got[1].Published)
		}
	})
}

func TestStatements(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		fact := tv.Fact{Type: tv.Cast, Show: "x", Person: "P", Character: "C", Certainty: tv.Denied, Former: true,
			Date: "2026-09", Evidence: tv.Evidence{Block: tv.Headline, Start: 3, End: 9, Sentence: "It is."}, Rule: "cast.plays"}
		crew := tv.Fact{Type: tv.Crew, Show: "x", Person: "Q", Role: tv.Showrunner, Certainty: tv.Confirmed}
		older, newer := about("x", "https://a.example/older", minutes(-60)), about("x", "https://a.example/newer", noon)
		older.Facts = []tv.Fact{fact, crew, {Type: tv.Cast, Show: "y", Person: "P"}}
		newer.Facts = []tv.Fact{fact}
		save(t, s, f, noon, newer, older)
		again := addFeed(t, s, "", "https://b.example/feed")
		save(t, s, again, noon, newer) // the same story adds no second source

		got, err := s.Statements(ctx, "", "x", tv.Cast)
		must(t, err)
		if len(got) != 2 {
			t.Fatalf("%d statements, want 2", len(got))
		}
		if diff := cmp.Diff(fact, got[0].Fact); diff != "" {
			t.Errorf("fact (-want +got):\n%s", diff)
		}
		if got[0].Article.Link != newer.Link || got[1].Article.Link != older.Link {
			t.Errorf("articles %s, %s; want the newer first", got[0].Article.Link, got[1].Article.Link)
		}
		for _, c := range []struct {
			types []tv.FactType
			want  int
		}{{nil, 3}, {[]tv.FactType{tv.Crew}, 1}, {[]tv.FactType{tv.Crew, tv.Cast}, 3}, {[]tv.FactType{tv.Quote}, 0}} {
			if got, err := s.Statements(ctx, "", "x", c.types...); err != nil || len(got) != c.want {
				t.Errorf("%d statements of types %v, %v; want %d", len(got), c.types, err, c.want)
			}
		}
	})
}

func TestPeopleMostNamedFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		for i, people := range [][]string{{"Often", "Once"}, {"Twice", "Often"}, {"Twice", "Often"}} {
			a := about("x", fmt.Sprintf("https://a.example/%d", i), minutes(i))
			a.People = people
			save(t, s, f, noon, a)
		}
		for limit, want := range map[int][]string{2: {"Often", "Twice"}, 9: {"Often", "Twice", "Once"}} {
			got, err := s.People(t.Context(), limit)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%d people (-want +got):\n%s", limit, diff)
			}
		}
	})
}
