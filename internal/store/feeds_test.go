package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

func urls(feeds []news.Feed) []string {
	var urls []string
	for _, f := range feeds {
		urls = append(urls, f.URL)
	}
	return urls
}

func TestFeedIsOneRowForAllGuilds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		mine := addFeed(t, s, "g1", "https://a.example/feed")
		f, added, err := s.AddFeed(ctx, "g2", news.Feed{URL: "https://a.example/feed"}, "u2", minutes(5))
		must(t, err)
		if f.ID != mine.ID || !added {
			t.Errorf("second guild: feed %d, added %v; want feed %d, added", f.ID, added, mine.ID)
		}
		if _, added, _ := s.AddFeed(ctx, "g2", news.Feed{URL: "https://a.example/feed"}, "u2", noon); added {
			t.Error("adding the same feed twice was news")
		}
		shared := addFeed(t, s, "", "https://b.example/feed")
		if !shared.Shared {
			t.Error("feed of no guild is not shared")
		}
		if _, added, _ := s.AddFeed(ctx, "g1", news.Feed{URL: "https://b.example/feed"}, "u1", noon); added {
			t.Error("adding a shared feed was news")
		}
		for guild, want := range map[news.GuildID][]string{
			"":   {"https://b.example/feed"},
			"g1": {"https://a.example/feed", "https://b.example/feed"},
			"g3": {"https://b.example/feed"},
		} {
			feeds, err := s.Feeds(ctx, guild)
			must(t, err)
			if diff := cmp.Diff(want, urls(feeds)); diff != "" {
				t.Errorf("feeds of guild %q (-want +got):\n%s", guild, diff)
			}
		}
	})
}

func TestFeedThatNobodyWantsIsNotPolled(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "g1", "https://a.example/feed")
		addFeed(t, s, "g2", "https://a.example/feed")
		save(t, s, f, noon, about("x", "https://a.example/1", noon))
		remove := func(guild news.GuildID, want bool) {
			t.Helper()
			if removed, err := s.RemoveFeed(ctx, guild, f.ID); err != nil || removed != want {
				t.Errorf("remove for %s: %v, %v; want %v", guild, removed, err, want)
			}
		}
		due := func(want int) {
			t.Helper()
			feeds, err := s.ClaimFeeds(ctx, minutes(600), time.Minute, 10)
			must(t, err)
			if len(feeds) != want {
				t.Errorf("%d feeds are due, want %d", len(feeds), want)
			}
			for _, f := range feeds {
				f.NextPoll = minutes(60)
				_, err := s.SaveFetch(ctx, news.Fetch{Feed: f}, noon)
				must(t, err)
			}
		}
		remove("g3", false)
		remove("g1", true)
		remove("g1", false)
		due(1)
		remove("g2", true)
		due(0)
		if next, err := s.NextDue(ctx); err != nil || !next.IsZero() {
			t.Errorf("next due is %v, %v; want never", next, err)
		}
		// A poll that was under way does not bring it back.
		save(t, s, f, minutes(1))
		due(0)
		addFeed(t, s, "g2", "https://a.example/feed")
		due(1)
		if got, _ := s.ArticlesAbout(ctx, "g2", "x", 5); len(got) != 1 {
			t.Errorf("%d articles are left, want 1", len(got))
		}
	})
}

func TestShareFeedsIsExact(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		addFeed(t, s, "g1", "https://b.example/feed")
		share := func(feeds ...news.Feed) {
			t.Helper()
			must(t, s.ShareFeeds(ctx, feeds, noon))
		}
		share(news.Feed{URL: "https://a.example/feed", Outlet: "A"}, news.Feed{URL: "https://b.example/feed"})
		share(news.Feed{URL: "https://b.example/feed"}, news.Feed{URL: "https://c.example/feed", Title: "Z"})
		feeds, err := s.Feeds(ctx, "")
		must(t, err)
		if diff := cmp.Diff([]string{"https://b.example/feed", "https://c.example/feed"}, urls(feeds)); diff != "" {
			t.Errorf("shared feeds (-want +got):\n%s", diff)
		}
		claimed, err := s.ClaimFeeds(ctx, noon, time.Minute, 10)
		must(t, err)
		if diff := cmp.Diff([]string{"https://b.example/feed", "https://c.example/feed"}, urls(claimed)); diff != "" {
			t.Errorf("polled feeds (-want +got):\n%s", diff)
		}
		share()
		if feeds, _ := s.Feeds(ctx, "g1"); len(feeds) != 1 {
			t.Errorf("guild keeps %d feeds of its own, want 1", len(feeds))
		}
	})
}

func TestFeedKeepsItsStateAsReceived(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		want := news.Feed{ID: f.ID, URL: f.URL, Shared: true, Title: "A", Outlet: "Outlet A",
			ETag: `W/"a' ""`, LastModified: "Mon, 14 Sep 2026 12:00:00 GMT",
			NextPoll: minutes(10), LastPoll: noon, LastSuccess: minutes(-60), Failures: 3, Error: "no answer"}
		_, err := s.SaveFetch(t.Context(), news.Fetch{Feed: want}, noon)
		must(t, err)
		got, err := s.Feeds(t.Context(), "")
		must(t, err)
		if diff := cmp.Diff([]news.Feed{want}, got); diff != "" {
			t.Errorf("feed (-want +got):\n%s", diff)
		}
		if next, _ := s.NextDue(t.Context()); !next.Equal(minutes(10)) {
			t.Errorf("next due is %v, want %v", next, minutes(10))
		}
	})
}

func TestUnknownFeedAndLongURL(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		_, err := s.SaveFetch(t.Context(), news.Fetch{Feed: news.Feed{ID: 99, NextPoll: noon}}, noon)
		if !errors.Is(err, news.ErrUnknownFeed) {
			t.Errorf("save fetch of an unknown feed: %v, want %v", err, news.ErrUnknownFeed)
		}
		_, _, err = s.AddFeed(t.Context(), "g", news.Feed{URL: "https://a.example/" + strings.Repeat("a", 5000)}, "u", noon)
		if !errors.Is(err, news.ErrTooBig) {
			t.Errorf("add feed with a long address: %v, want %v", err, news.ErrTooBig)
		}
	})
}

func TestClaimOfFeedRunsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		claim := func(at time.Time, want int) []news.Feed {
			t.Helper()
			feeds, err := s.ClaimFeeds(ctx, at, 2*time.Minute, 10)
			must(t, err)
			if len(feeds) != want {
				t.Fatalf("at %s %d feeds are claimed, want %d", at.Format("15:04"), len(feeds), want)
			}
			return feeds
		}
		claim(minutes(-1), 0)
		if got := claim(noon, 1)[0]; !got.NextPoll.Equal(noon) || got.ID != f.ID {
			t.Errorf("claimed feed %d, due %v; want feed %d, due %v", got.ID, got.NextPoll, f.ID, noon)
		}
		claim(minutes(1), 0)
		if next, _ := s.NextDue(ctx); !next.Equal(minutes(2)) {
			t.Errorf("next due while claimed is %v, want %v", next, minutes(2))
		}
		claim(minutes(2), 1)
		f.NextPoll = minutes(30)
		_, err := s.SaveFetch(ctx, news.Fetch{Feed: f}, minutes(3))
		must(t, err)
		claim(minutes(29), 0)
		claim(minutes(30), 1)
	})
}

func TestFeedsAreClaimedLongestDueFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var want []string
		for i := range 5 {
			url := fmt.Sprintf("https://%d.example/feed", i)
			_, _, err := s.AddFeed(t.Context(), "", news.Feed{URL: url, NextPoll: minutes(-i)}, "", noon)
			must(t, err)
			want = append([]string{url}, want...)
		}
		feeds, err := s.ClaimFeeds(t.Context(), noon, time.Minute, 3)
		must(t, err)
		if diff := cmp.Diff(want[:3], urls(feeds)); diff != "" {
			t.Errorf("first claim (-want +got):\n%s", diff)
		}
	})
}

func TestConcurrentClaimersNeverGetTheSameFeed(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			stores := []*store.Store{open(t, url), open(t, url)} // like two processes
			const feeds = 60
			for i := range feeds {
				addFeed(t, stores[0], "", fmt.Sprintf("https://%d.example/feed", i))
			}
			var mu sync.Mutex
			claims := map[int64]int{}
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					for range 100 {
						got, err := stores[i%2].ClaimFeeds(t.Context(), noon, time.Hour, 3)
						if err != nil {
							t.Errorf("claim: %v", err)
							return
						}
						mu.Lock()
						for _, f := range got {
							claims[f.ID]++
						}
						done := len(claims) == feeds
						mu.Unlock()
						if done {
							return
						}
					}
				})
			}
			wg.Wait()
			if len(claims) != feeds {
				t.Errorf("%d feeds were claimed, want %d", len(claims), feeds)
			}
			for id, n := range claims {
				if n != 1 {
					t.Errorf("feed %d was claimed %d times, want once", id, n)
				}
			}
		})
	}
}
