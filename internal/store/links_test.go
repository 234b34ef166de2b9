package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

func TestItemKeys(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f, other := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		item := func(key, link string) news.Article {
			a := about("harbor-lights", link, minutes(1))
			a.Key, a.Title = key, "News at "+link
			return a
		}
		save(t, s, f, minutes(1),
			item("g:1", "https://a.example/news/1?utm_source=rss"),
			item("g:2", "https://a.example/live"), item("g:3", "https://a.example/live"),
			item("g:4", "https://a.example/"))
		save(t, s, other, minutes(2), item("g:5", "https://a.example/news/5"))

		got, err := s.ItemKeys(t.Context(), f.ID, []string{"http://www.a.example/news/1#top", "https://a.example/live",
			"https://a.example/news/5", "https://a.example/", "", "no link"})
		must(t, err)
		want := map[string]string{"http://www.a.example/news/1#top": "g:1"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("keys by link (-want +got): of one item only, and of this feed\n%s", d)
		}
		if got, err := s.ItemKeys(t.Context(), f.ID, nil); err != nil || len(got) != 0 {
			t.Errorf("keys of no links: %v, %v", got, err)
		}
	})
}

// Outlets share stories, and a feed may tell one twice.
func TestItemKeysWithinASharedStory(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f, other := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		first := about("harbor-lights", "https://a.example/1", minutes(1))
		first.Title, first.Outlet = "Harbor Lights Renewed for Season 3 at Netflix", "Variety"
		second := about("harbor-lights", "https://b.example/2", minutes(2))
		second.Title, second.Outlet = "Netflix Renews Harbor Lights for Season 3", "Deadline"
		save(t, s, f, minutes(1), first)
		save(t, s, other, minutes(2), second)
		got, err := s.ItemKeys(t.Context(), other.ID, []string{first.Link, second.Link})
		must(t, err)
		if d := cmp.Diff(map[string]string{second.Link: second.Key}, got); d != "" {
			t.Errorf("keys by link (-want +got):\n%s", d)
		}
	})
}
