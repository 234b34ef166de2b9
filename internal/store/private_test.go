package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/store"
	"greenlit/internal/tv"
)

func TestGuildsFeedTeachesTheOthersNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		own, shared := addFeed(t, s, "g", "https://own.example/feed"), addFeed(t, s, "", "https://a.example/feed")
		announces := func(title, link string) {
			t.Helper()
			f := own
			if link == "https://a.example/3" {
				f = shared
			}
			a := about("new", link, noon)
			a.People = []string{"Person of " + link}
			a.Learnt = []tv.Show{{Slug: "new", Title: title, Ambiguity: tv.Distinct}}
			save(t, s, f, noon, a)
		}
		learnt := func(when string, want tv.Show) {
			t.Helper()
			got, err := s.LearntShows(t.Context())
			must(t, err)
			want.Slug, want.Ambiguity, want.Learnt, want.Candidate = "new", tv.Distinct, true, true
			if diff := cmp.Diff([]tv.Show{want}, got); diff != "" {
				t.Errorf("learnt from %s (-want +got):\n%s", when, diff)
			}
		}
		announces("Nonsense", "https://own.example/1")
		announces("Nonsense", "https://own.example/2")
		learnt("a guild's feed", tv.Show{Title: "Nonsense", Private: true})
		if people, err := s.People(t.Context(), 10); err != nil || len(people) > 0 {
			t.Errorf("people %q, %v of a guild's feed; want none", people, err)
		}
		announces("New", "https://a.example/3")
		learnt("a feed for all", tv.Show{Title: "New"})
		announces("Nonsense", "https://own.example/4")
		learnt("a guild's feed again", tv.Show{Title: "New"})
		people, err := s.People(t.Context(), 10)
		must(t, err)
		if diff := cmp.Diff([]string{"Person of https://a.example/3"}, people); diff != "" {
			t.Errorf("people (-want +got):\n%s", diff)
		}
	})
}
