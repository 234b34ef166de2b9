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

func days(n int) time.Time { return noon.AddDate(0, 0, n) }

// prune wants the counts of what is pruned.
func prune(t testing.TB, s *store.Store, at time.Time, want store.Pruned) {
	t.Helper()
	got, err := s.Prune(t.Context(), at)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pruned (-want +got):\n%s", diff)
	}
}

func TestStoryIsPostedOnceThoughItsPostWasPruned(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b, c := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed"), addFeed(t, s, "", "https://c.example/feed")
		subscribe(t, s, "g", "ch", news.Everything)
		first := tells("a", renewed, noon)
		save(t, s, a, noon, first)
		deliver(t, s, noon)
		prune(t, s, days(89), store.Pruned{Events: 1})
		prune(t, s, days(91), store.Pruned{}) // which closes the story
		prune(t, s, days(92), store.Pruned{Posts: 1})

		subscribe(t, s, "g", "new", news.Everything)
		// An outlet that tells it by the same link, and one that does in other
		// words, late or in a feed that was away.
		sameLink := first
		sameLink.Outlet = "c"
		for _, late := range []struct {
			f news.Feed
			a news.Article
		}{{c, sameLink}, {b, tells("b", again, minutes(30))}} {
			if saved := save(t, s, late.f, days(92), late.a); saved.New != 1 || saved.Deliveries != 0 {
				t.Errorf("%s saved %+v, want a new article and no delivery", late.a.Outlet, saved)
			}
		}
		// What the feed shows again after months, under its key or a new one.
		again := first
		again.Key = "new key"
		save(t, s, a, days(93), first, again)
		wantPosts(t, claim(t, s, days(94), 10))

		prune(t, s, days(123), store.Pruned{Events: 4}) // of the late ones, and of the first again

		other := tells("b", joins, days(124))
		save(t, s, b, days(124), other)
		wantPosts(t, claim(t, s, days(124), 10), "ch "+other.Link, "new "+other.Link)
	})
}

func TestPruningKeepsWhatWaits(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "waits", "x")
		subscribe(t, s, "g", "stopped", "x")
		save(t, s, f, noon, about("x", "https://a.example/1", noon))
		must(t, s.StopChannel(ctx, "stopped", "gone", noon))
		prune(t, s, days(99), store.Pruned{Events: 1})
		prune(t, s, days(100), store.Pruned{Posts: 1})
		wantPosts(t, claim(t, s, days(100), 10), "waits https://a.example/1")
		wantNotices(t, claimNotices(t, s, days(100)), "g stopped stopped: gone")
		if got, err := s.ArticlesAbout(ctx, "g", "x", 5); err != nil || len(got) != 1 {
			t.Errorf("articles %v, %v after pruning, want one", got, err)
		}
	})
}

func TestPruningForgetsToldNoticesAndUnusedChannels(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "stays", "x")
		subscribe(t, s, "g", "left", "x")
		save(t, s, f, noon, about("x", "https://a.example/1", noon))
		deliver(t, s, noon)
		must(t, s.StopChannel(ctx, "stays", "gone", noon))
		must(t, s.NoticeTold(ctx, claimNotices(t, s, noon)[0].ID, "m"))
		_, err := s.Unsubscribe(ctx, "g", "left", "x")
		must(t, err)
		prune(t, s, days(100), store.Pruned{Events: 1, Notices: 1, Channels: 1})
		prune(t, s, days(101), store.Pruned{Posts: 2})
		subscribe(t, s, "g", "left", "x")
		save(t, s, f, days(101), about("x", "https://a.example/2", days(101)))
		wantPosts(t, deliver(t, s, days(101)), "left https://a.example/2")
	})
}

func TestFeedThatNobodyWantsIsForgottenWithItsArticles(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		own, kept := addFeed(t, s, "g", "https://own.example/feed"), addFeed(t, s, "g", "https://kept.example/feed")
		var all []news.Article
		for i := range 600 {
			a := about("new", fmt.Sprintf("https://own.example/%d", i), noon)
			a.People = []string{"Ada Vance"}
			a.Facts = []tv.Fact{{Type: tv.Cast, Show: "new", Person: "Ada Vance", Certainty: tv.Confirmed}}
			a.Spoiler = news.Spoiler{Level: news.PlotSpoiler, Show: "new"}
			a.Learnt = []tv.Show{{Slug: "new", Title: "New"}}
			all = append(all, a)
		}
		save(t, s, own, noon, all...)
		save(t, s, kept, noon, about("x", "https://kept.example/1", noon))
		must(t, s.SetHub(ctx, own.ID, "https://hub.example/", own.URL, noon))
		_, err := s.RemoveFeed(ctx, "g", own.ID)
		must(t, err)
		prune(t, s, days(29), store.Pruned{})
		prune(t, s, days(91), store.Pruned{Events: 601, Articles: 600, Feeds: 1, Shows: 1})
		if got, err := s.ArticlesAbout(ctx, "g", "x", 5); err != nil || len(got) != 1 {
			t.Errorf("articles of the other feed %v, %v; want one", got, err)
		}

		// Added again it is a new feed.
		f := addFeed(t, s, "g", own.URL)
		if f.ID == own.ID && f.LastSuccess.IsZero() == false {
			t.Errorf("feed is %+v, want a new one", f)
		}
		save(t, s, f, days(92), about("x", "https://own.example/1", days(92)))
	})
}

func TestFeedThatRestedBeginsSilently(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "g", "https://own.example/feed")
		f.LastSuccess = noon
		save(t, s, f, noon)
		if f = addFeed(t, s, "g", f.URL); !f.LastSuccess.Equal(noon) {
			t.Errorf("last success %v of a feed that is polled, want %v", f.LastSuccess, noon)
		}
		_, err := s.RemoveFeed(t.Context(), "g", f.ID)
		must(t, err)
		if f = addFeed(t, s, "g", f.URL); !f.LastSuccess.IsZero() {
			t.Errorf("last success %v of a feed that rested, want none, as before the first fetch", f.LastSuccess)
		}
	})
}
