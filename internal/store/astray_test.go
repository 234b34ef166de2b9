package store_test

import (
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

// What was put off while the machine's clock was a year ahead does not wait
// for a year.
func TestWhatAClockThatWasAheadPutOffIsDue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, b := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		own := addFeed(t, s, "g", "https://own.example/feed")
		subscribe(t, s, "g", "edited", "x")
		must(t, s.SetHub(ctx, a.ID, "https://hub.example/", a.URL, days(365)))
		save(t, s, a, days(365), tells("a", renewed, noon))
		deliver(t, s, days(365))
		save(t, s, b, days(365), tells("b", again, noon)) // an edit
		subscribe(t, s, "g", "waits", "x")
		save(t, s, a, days(365), tells("a", joins, noon))
		for _, d := range claim(t, s, days(365), 10) {
			must(t, s.Postpone(ctx, d.ID, days(366), "busy"))
		}
		own.Error, own.BrokenSince, own.NextPoll = "broken", days(365), days(366)
		_, err := s.SaveFetch(ctx, news.Fetch{Feed: own, Silent: true, Tell: news.FeedBroken}, days(365))
		must(t, err)

		if got := due(t, s, 1); len(got) != 3 {
			t.Errorf("feeds due: %v, want all", got)
		}
		if got := claim(t, s, days(1), 10); len(got) != 2 {
			t.Errorf("deliveries due: %v, want those of two channels", posts(got))
		}
		wantEdits(t, "due", edits(t, s, days(1)), "in edited: b")
		wantNotices(t, claimNotices(t, s, days(1)), "g broken https://own.example/feed: broken")
		if hubs, err := s.ClaimHubs(ctx, days(1), lease, 10); err != nil || len(hubs) != 1 {
			t.Errorf("hubs due: %v, %v; want one", hubs, err)
		}
		// Each once.
		if feeds, posts, notices := due(t, s, 1), claim(t, s, days(1), 10), claimNotices(t, s, days(1)); len(feeds)+len(posts)+len(notices) > 0 {
			t.Errorf("claimed again: %v, %v, %v", feeds, posts, notices)
		}
	})
}
