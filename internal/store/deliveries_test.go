package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

const lease = time.Minute

func claim(t testing.TB, s *store.Store, at time.Time, limit int) []news.Delivery {
	t.Helper()
	got, err := s.ClaimDeliveries(t.Context(), at, lease, limit)
	must(t, err)
	return got
}

// posts says which article goes where, in short.
func posts(deliveries []news.Delivery) []string {
	var posts []string
	for _, d := range deliveries {
		posts = append(posts, string(d.Channel)+" "+d.Article.Link)
	}
	slices.Sort(posts)
	return posts
}

func wantPosts(t testing.TB, got []news.Delivery, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, posts(got)); diff != "" {
		t.Errorf("claimed (-want +got):\n%s", diff)
	}
}

func TestNewArticleGoesToChannelsThatFollowItsShows(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g1", "x-only", "x")
		subscribe(t, s, "g1", "y-only", "y")
		subscribe(t, s, "g2", "both", news.Everything)
		subscribe(t, s, "g2", "both", "y")
		subscribe(t, s, "g2", "both", "x")
		subscribe(t, s, "g2", "all", news.Everything)
		a := about("x", "https://a.example/1", noon)
		a.Shows = append(a.Shows, news.Mention{Show: "y"})
		a.Learnt = []tv.Show{{Slug: "x", Title: "The X", Network: "HBO"}}
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: "Text."}}
		if saved := save(t, s, f, minutes(1), a); saved.Deliveries != 3 {
			t.Errorf("%d deliveries, want 3", saved.Deliveries)
		}
		n, oldest, err := s.WaitingDeliveries(ctx)
		if err != nil || n != 3 || !oldest.Equal(minutes(1)) {
			t.Errorf("waiting: %d since %v, %v; want 3 since %v", n, oldest, err, minutes(1))
		}
		got := claim(t, s, minutes(2), 10)
		wantPosts(t, got, "all https://a.example/1", "both https://a.example/1", "x-only https://a.example/1")
		learnt := tv.Show{Slug: "x", Title: "The X", Network: "HBO", Learnt: true}
		for _, d := range got {
			want := learnt
			if d.Channel == "all" {
				want = tv.Show{}
			}
			if diff := cmp.Diff(want, d.Show); diff != "" {
				t.Errorf("why %s gets it (-want +got):\n%s", d.Channel, diff)
			}
			if diff := cmp.Diff(a.Shows, d.Article.Shows); diff != "" {
				t.Errorf("mentions (-want +got):\n%s", diff)
			}
			if d.Attempts != 0 || !d.First.IsZero() || !d.Created.Equal(minutes(1)) || d.Story == 0 || len(d.Article.Blocks) > 0 {
				t.Errorf("delivery is %+v, want a first attempt without blocks", d)
			}
		}
	})
}

func TestSilentFetchMakesNoDeliveries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		saved, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Silent: true,
			Articles: []news.Article{about("x", "https://a.example/1", noon)}}, noon)
		must(t, err)
		if saved.New != 1 || saved.Deliveries != 0 {
			t.Errorf("saved %+v, want one new and no delivery", saved)
		}
		if got := claim(t, s, noon, 10); len(got) != 0 {
			t.Errorf("claimed %v, want nothing", posts(got))
		}
	})
}

func TestStoryGoesToAChannelOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		tvFeed, allFeed := addFeed(t, s, "", "https://a.example/tv"), addFeed(t, s, "", "https://a.example/all")
		subscribe(t, s, "g", "c", news.Everything)
		save(t, s, tvFeed, noon, about("x", "https://a.example/1?utm_source=tv", noon))
		if saved := save(t, s, allFeed, noon, about("x", "https://www.a.example/1", noon)); saved.New != 1 || saved.Deliveries != 0 {
			t.Errorf("second feed saved %+v, want a new article and no delivery", saved)
		}
		d := claim(t, s, noon, 10)[0]
		must(t, s.Delivered(t.Context(), d.ID, "m1", noon))

		// The feed changes its keys, and a channel began to follow since.
		subscribe(t, s, "g", "late", news.Everything)
		again := about("x", "https://a.example/1", noon)
		again.Key = "new key"
		if saved := save(t, s, tvFeed, minutes(5), again); saved.Deliveries != 0 {
			t.Errorf("an item under a new key made %d deliveries, want none", saved.Deliveries)
		}
		if got := claim(t, s, minutes(10), 10); len(got) != 0 {
			t.Errorf("claimed %v, want nothing", posts(got))
		}
	})
}

func TestDeliveriesRespectWhoSeesTheFeed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		shared := addFeed(t, s, "", "https://shared.example/feed")
		mine := addFeed(t, s, "g1", "https://mine.example/feed")
		subscribe(t, s, "g1", "c1", news.Everything)
		subscribe(t, s, "g2", "c2", "x")
		save(t, s, mine, noon, about("x", "https://a.example/1", noon))
		wantPosts(t, claim(t, s, noon, 10), "c1 https://a.example/1")
		// The same story in a feed that the other guild sees is news there.
		save(t, s, shared, noon, about("x", "https://a.example/1", noon))
		wantPosts(t, claim(t, s, noon, 10), "c2 https://a.example/1")
	})
}

func TestChannelGetsItsOldestFirstAndOneAtATime(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		// Feeds list the newest first.
		save(t, s, f, minutes(5), about("x", "https://a.example/3", minutes(3)), about("x", "https://a.example/2", minutes(2)),
			about("x", "https://a.example/1", minutes(1)))
		now := minutes(6)
		first := claim(t, s, now, 10)
		wantPosts(t, first, "c https://a.example/1")
		wantPosts(t, claim(t, s, now, 10))
		must(t, s.Delivered(ctx, first[0].ID, "m1", now))

		second := claim(t, s, now, 10)
		wantPosts(t, second, "c https://a.example/2")
		must(t, s.Postpone(ctx, second[0].ID, minutes(8), "Discord does not answer"))
		wantPosts(t, claim(t, s, minutes(7), 10))
		second = claim(t, s, minutes(8), 10)
		wantPosts(t, second, "c https://a.example/2")
		if d := second[0]; d.Attempts != 1 || !d.First.Equal(now) {
			t.Errorf("second attempt: %d before, first at %v; want 1, at %v", d.Attempts, d.First, now)
		}
		must(t, s.SetAside(ctx, second[0].ID, "refused"))

		third := claim(t, s, minutes(8), 10)
		wantPosts(t, third, "c https://a.example/3")
		must(t, s.Delivered(ctx, third[0].ID, "m3", minutes(8)))
		// A late word on what is done changes nothing.
		must(t, s.SetAside(ctx, third[0].ID, "too late"))
		must(t, s.Postpone(ctx, third[0].ID, minutes(9), "too late"))
		wantPosts(t, claim(t, s, minutes(100), 10))
		if n, oldest, err := s.WaitingDeliveries(ctx); err != nil || n != 0 || !oldest.IsZero() {
			t.Errorf("waiting: %d since %v, %v; want none", n, oldest, err)
		}
		save(t, s, f, minutes(110), about("x", "https://a.example/4", minutes(110)))
		wantPosts(t, claim(t, s, minutes(110), 10), "c https://a.example/4")
		if err := s.Delivered(ctx, 12345, "m", now); err == nil {
			t.Error("marking an unknown delivery went unnoticed")
		}
	})
}

func TestClaimOfDeliveryRunsOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		save(t, s, f, noon, about("x", "https://a.example/1", noon), about("x", "https://a.example/2", minutes(1)))
		before := claim(t, s, noon, 10)[0]
		save(t, s, f, noon, about("x", "https://a.example/3", minutes(1))) // does not free the channel
		wantPosts(t, claim(t, s, noon.Add(lease-1), 10))
		got := claim(t, s, noon.Add(lease), 10)
		wantPosts(t, got, "c https://a.example/1")
		if d := got[0]; d.ID != before.ID || d.Attempts != 1 || !d.First.Equal(noon) {
			t.Errorf("claimed again: delivery %d after %d attempts, first %v; want %d after 1, first %v",
				d.ID, d.Attempts, d.First, before.ID, noon)
		}
	})
}

func TestGuildsAndChannelsTakeTurns(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		for i := range 20 {
			subscribe(t, s, "big", news.ChannelID(fmt.Sprintf("big%02d", i)), news.Everything)
		}
		subscribe(t, s, "small", "small", news.Everything)
		var articles []news.Article
		for i := range 9 {
			articles = append(articles, about("x", fmt.Sprintf("https://a.example/%d", i), minutes(i)))
		}
		save(t, s, f, noon, articles...)
		for _, c := range []struct{ limit, wantSmall int }{{1, 4}, {4, 2}} {
			now := minutes(10 * c.limit)
			served := map[news.ChannelID]int{}
			for range 8 / c.limit {
				for _, d := range claim(t, s, now, c.limit) {
					served[d.Channel]++
					must(t, s.Delivered(t.Context(), d.ID, "m", now))
				}
				now = now.Add(time.Second)
			}
			if served["small"] != c.wantSmall {
				t.Errorf("%d at a time: the small guild had %d of 8, want %d", c.limit, served["small"], c.wantSmall)
			}
			for channel, n := range served {
				if n > 1 && channel != "small" {
					t.Errorf("%d at a time: %s had %d turns before others had one", c.limit, channel, n)
				}
			}
		}
	})
}

func TestStoppedChannelIsLeftAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", "x")
		subscribe(t, s, "g", "c", "y")
		subscribe(t, s, "g", "d", "x")
		save(t, s, f, noon, about("x", "https://a.example/1", noon))
		must(t, s.StopChannel(ctx, "c", "the channel is gone", noon))
		wantPosts(t, claim(t, s, noon, 10), "d https://a.example/1")
		if saved := save(t, s, f, noon, about("x", "https://a.example/2", noon)); saved.Deliveries != 1 {
			t.Errorf("%d deliveries, want one", saved.Deliveries)
		}
		subs, err := s.Subscriptions(ctx, "g")
		must(t, err)
		var stopped []string
		for _, sub := range subs {
			stopped = append(stopped, fmt.Sprintf("%s %s %q", sub.Channel, sub.Show, sub.Stopped))
		}
		want := []string{`c x "the channel is gone"`, `c y "the channel is gone"`, `d x ""`}
		if diff := cmp.Diff(want, stopped); diff != "" {
			t.Errorf("subscriptions (-want +got):\n%s", diff)
		}

		subscribe(t, s, "g", "c", "x") // starts the channel again, and says so
		save(t, s, f, minutes(1), about("y", "https://a.example/3", minutes(1)))
		for _, d := range claim(t, s, minutes(5), 10) {
			if d.Channel == "c" && d.Article.Link != "https://a.example/3" {
				t.Errorf("the channel got %s, want only what is new of the shows that it follows again", d.Article.Link)
			}
		}
	})
}

func TestSubscriptions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		want := news.Subscription{Guild: "g", Channel: "c", Show: "x", By: "u", Since: noon}
		for i, wantAdded := range []bool{true, false} {
			if added, err := s.Subscribe(ctx, want); err != nil || added != wantAdded {
				t.Errorf("subscribe %d: %v, %v; want %v", i, added, err, wantAdded)
			}
		}
		got, err := s.Subscriptions(ctx, "g")
		must(t, err)
		if len(got) == 1 {
			want.ID = got[0].ID
		}
		if diff := cmp.Diff([]news.Subscription{want}, got); diff != "" {
			t.Errorf("subscriptions (-want +got):\n%s", diff)
		}
		for _, c := range []struct {
			guild news.GuildID
			want  bool
		}{{"other", false}, {"g", true}, {"g", false}} {
			if removed, err := s.Unsubscribe(ctx, c.guild, "c", "x"); err != nil || removed != c.want {
				t.Errorf("unsubscribe by guild %s: %v, %v; want %v", c.guild, removed, err, c.want)
			}
		}
		if got, _ := s.Subscriptions(ctx, "g"); len(got) != 0 {
			t.Errorf("%d subscriptions are left", len(got))
		}
	})
}

func TestConcurrentClaimersNeverGetTheSameDelivery(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			stores := []*store.Store{open(t, url), open(t, url)} // like two processes
			f := addFeed(t, stores[0], "", "https://a.example/feed")
			const channels, stories = 12, 5
			for i := range channels {
				subscribe(t, stores[0], news.GuildID(fmt.Sprint("g", i%3)), news.ChannelID(fmt.Sprint("c", i)), news.Everything)
			}
			var mu sync.Mutex
			attempts, flying := map[int64]int{}, map[news.ChannelID]bool{}
			left := channels * stories
			// A claimer that finds nothing waits for another's word: stories
			// saved, a channel free, or all done.
			words := make(chan struct{}, channels*stories+stories+6)
			ctx, over := context.WithCancel(t.Context())
			defer over()
			var wg sync.WaitGroup
			wg.Go(func() {
				for i := range stories {
					save(t, stores[i%2], f, minutes(i), about("x", fmt.Sprintf("https://a.example/%d", i), minutes(i)))
					words <- struct{}{}
				}
			})
			claimer := func(s *store.Store) error {
				for {
					got, err := s.ClaimDeliveries(t.Context(), minutes(60), time.Hour, 3)
					if err != nil {
						return err
					}
					mu.Lock()
					for _, d := range got {
						attempts[d.ID]++
						if flying[d.Channel] {
							t.Errorf("channel %s has two deliveries in flight", d.Channel)
						}
						flying[d.Channel] = true
					}
					mu.Unlock()
					for _, d := range got {
						mu.Lock()
						flying[d.Channel] = false
						mu.Unlock()
						if err := s.Delivered(t.Context(), d.ID, "m", minutes(60)); err != nil {
							return err
						}
						mu.Lock()
						if left--; left == 0 {
							over()
						}
						mu.Unlock()
						words <- struct{}{}
					}
					if len(got) == 0 {
						select {
						case <-words:
						case <-ctx.Done():
							return nil
						}
					}
				}
			}
			for i := range 6 {
				wg.Go(func() {
					if err := claimer(stores[i%2]); err != nil {
						t.Error(err)
						over()
					}
				})
			}
			wg.Wait()
			for id, n := range attempts {
				if n != 1 {
					t.Errorf("delivery %d was claimed %d times, want once", id, n)
				}
			}
			if len(attempts) != channels*stories {
				t.Errorf("%d deliveries were made, want %d", len(attempts), channels*stories)
			}
		})
	}
}

func TestDeliveryWithoutItsArticleIsSetAside(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			s := open(t, url)
			f := addFeed(t, s, "", "https://a.example/feed")
			subscribe(t, s, "g", "c", "x")
			save(t, s, f, noon, about("x", "https://a.example/1", noon))
			save(t, s, f, noon, about("x", "https://a.example/2", minutes(1)))
			db := raw(t, e, url)
			for _, table := range []string{"article_shows", "article_events", "articles"} {
				column := "article_id"
				if table == "articles" {
					column = "id"
				}
				if _, err := db.Exec(`DELETE FROM ` + table + ` WHERE ` + column + ` = (SELECT MIN(article_id) FROM deliveries)`); err != nil {
					t.Fatal(err)
				}
			}
			wantPosts(t, claim(t, s, noon, 10))
			wantPosts(t, claim(t, s, noon, 10), "c https://a.example/2")
		})
	}
}
