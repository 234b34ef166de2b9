package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

func due(t testing.TB, s *store.Store, at int) (urls []string) {
	t.Helper()
	feeds, err := s.ClaimFeeds(t.Context(), days(at), lease, 10)
	must(t, err)
	for _, f := range feeds {
		urls = append(urls, f.URL)
	}
	return urls
}

func TestGuildThatRemovedTheBot(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		own := addFeed(t, s, "g", "https://own.example/feed")
		both := addFeed(t, s, "g", "https://both.example/feed")
		addFeed(t, s, "h", both.URL)
		shared := addFeed(t, s, "", "https://shared.example/feed")
		subscribe(t, s, "g", "gone", news.Everything)
		subscribe(t, s, "g", "stopped", news.Everything)
		subscribe(t, s, "h", "stays", news.Everything)
		must(t, s.SetNotices(ctx, "g", "moderators"))
		must(t, s.StopChannel(ctx, "stopped", "it can't be seen", noon))
		save(t, s, shared, noon, about("x", "https://shared.example/1", noon))

		must(t, s.LeaveGuild(ctx, "g", noon))
		must(t, s.LeaveGuild(ctx, "g", days(20)))
		wantPosts(t, deliver(t, s, noon), "stays https://shared.example/1")
		if saved := save(t, s, shared, noon, about("x", "https://shared.example/2", noon)); saved.Deliveries != 1 {
			t.Errorf("%d deliveries, want one for the guild that stays", saved.Deliveries)
		}
		deliver(t, s, noon)
		f := both
		f.Error = "broken"
		_, err := s.SaveFetch(ctx, news.Fetch{Feed: f, Silent: true, Tell: news.FeedGone}, noon)
		must(t, err)
		wantNotices(t, claimNotices(t, s, minutes(1)), "h gone https://both.example/feed: broken")
		_, err = s.RemoveFeed(ctx, "h", both.ID)
		must(t, err)
		if diff := cmp.Diff([]string{shared.URL}, due(t, s, 1)); diff != "" {
			t.Errorf("due without the guild (-want +got):\n%s", diff)
		}
		left, err := s.Guilds(ctx)
		if diff := cmp.Diff(map[news.GuildID]bool{"g": true, "h": false}, left); err != nil || diff != "" {
			t.Errorf("guilds: %v (-want +got):\n%s", err, diff)
		}

		// Back in time it finds its settings, and gets what is new from then on.
		_, err = s.Prune(ctx, days(29))
		must(t, err)
		must(t, s.ReturnGuild(ctx, "g", days(29)))
		if diff := cmp.Diff([]string{shared.URL, own.URL, both.URL}, due(t, s, 29)); diff != "" {
			t.Errorf("due when the guild is back (-want +got):\n%s", diff)
		}
		save(t, s, shared, days(29), about("x", "https://shared.example/3", days(29)))
		wantPosts(t, deliver(t, s, days(29)), "gone https://shared.example/3", "stays https://shared.example/3", "stopped https://shared.example/3")
		if to, err := s.Notices(ctx, "g"); err != nil || to != "moderators" {
			t.Errorf("notices go to %q, %v; want where they went before", to, err)
		}

		// Back too late it begins anew.
		must(t, s.LeaveGuild(ctx, "g", days(30)))
		prune(t, s, days(61), store.Pruned{Guilds: 1, Events: 3, Feeds: 2})
		must(t, s.ReturnGuild(ctx, "g", days(62)))
		if subs, err := s.Subscriptions(ctx, "g"); err != nil || len(subs) != 0 {
			t.Errorf("subscriptions %v, %v; want none", subs, err)
		}
		if feeds, err := s.Feeds(ctx, "g"); err != nil || len(feeds) != 1 {
			t.Errorf("feeds %v, %v; want the shared one", feeds, err)
		}
	})
}
