package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

const (
	oldHome = "https://old.example/feed"
	newHome = "https://new.example/feed"
)

// moved saves the poll with which the feed moves.
func moved(t testing.TB, s *store.Store, f news.Feed, to string, at time.Time, articles ...news.Article) news.Saved {
	t.Helper()
	f.MovedTo, f.Moves, f.ETag = to, news.MovesForGood, `"old"`
	return save(t, s, f, at, articles...)
}

// addresses are the guild's feeds.
func addresses(t testing.TB, s *store.Store, guild news.GuildID) (list []string) {
	t.Helper()
	feeds, err := s.Feeds(t.Context(), guild)
	must(t, err)
	for _, f := range feeds {
		list = append(list, f.URL)
	}
	return list
}

func sees(t testing.TB, s *store.Store, guild news.GuildID, want ...string) {
	t.Helper()
	articles, err := s.ArticlesAbout(t.Context(), guild, "harbor-lights", 100)
	must(t, err)
	var links []string
	for _, a := range articles {
		links = append(links, a.Link)
	}
	if d := cmp.Diff(want, links); d != "" {
		t.Errorf("guild %s sees (-want +got):\n%s", guild, d)
	}
}

func TestFeedMoves(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", oldHome)
		f.MovedTo, f.Moves = newHome, news.MovesForGood-1
		save(t, s, f, minutes(1), about("harbor-lights", "https://a.example/1", minutes(1)))
		claimed, err := s.ClaimFeeds(t.Context(), minutes(100), time.Minute, 5)
		must(t, err)
		if len(claimed) != 1 || claimed[0].URL != oldHome || claimed[0].Moves != news.MovesForGood-1 || claimed[0].MovedTo != newHome {
			t.Fatalf("claimed %+v, want the feed at its old address, and how often it was redirected", claimed)
		}
		moved(t, s, claimed[0], newHome, minutes(100))

		feeds, err := s.Feeds(t.Context(), "1")
		must(t, err)
		if len(feeds) != 1 || feeds[0].ID != f.ID || feeds[0].URL != newHome || feeds[0].Moves != 0 || feeds[0].ETag != "" {
			t.Fatalf("feeds %+v, want the same one at %s with nothing of the old server's", feeds, newHome)
		}
		// Lists that hold the old address still mean this feed.
		must(t, s.ShareFeeds(t.Context(), []news.Feed{{URL: oldHome}}, minutes(101)))
		if got, added, err := s.AddFeed(t.Context(), "1", news.Feed{URL: oldHome}, "7", minutes(101)); err != nil || added || got.ID != f.ID {
			t.Errorf("AddFeed: %+v, added %v, %v; want the shared feed %d", got, added, err, f.ID)
		}
		sees(t, s, "1", "https://a.example/1")
		claimed, err = s.ClaimFeeds(t.Context(), minutes(10_000), time.Minute, 5)
		must(t, err)
		if len(claimed) != 1 || claimed[0].URL != newHome {
			t.Fatalf("claimed %+v, want the feed alone", claimed)
		}

		moved(t, s, claimed[0], oldHome, minutes(10_000)) // and back
		if d := cmp.Diff([]string{oldHome}, addresses(t, s, "1")); d != "" {
			t.Errorf("feeds after it moved back (-want +got):\n%s", d)
		}
		if got, added, err := s.AddFeed(t.Context(), "1", news.Feed{URL: newHome}, "7", minutes(101)); err != nil || added || got.ID != f.ID {
			t.Errorf("AddFeed: %+v, added %v, %v; want the shared feed %d", got, added, err, f.ID)
		}
	})
}

func TestFeedMovesToAKnownOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b := addFeed(t, s, "1", oldHome), addFeed(t, s, "2", newHome)
		for _, guild := range []news.GuildID{"1", "2"} {
			subscribe(t, s, guild, news.ChannelID("c"+guild), "harbor-lights")
		}
		news1, news2, news3 := about("harbor-lights", "https://n.example/1", minutes(1)),
			about("harbor-lights", "https://n.example/2", minutes(2)), about("harbor-lights", "https://n.example/3", minutes(3))
		news1.Title, news2.Title, news3.Title = "Vera Lind joins", "Oskar Thiel joins", "Ines Roth joins"
		save(t, s, a, minutes(1), news1, news2)
		save(t, s, b, minutes(2), news2)
		moved(t, s, a, newHome, minutes(3), news3)
		if saved := save(t, s, b, minutes(4), news2, news3); saved.Deliveries != 1 {
			t.Errorf("%d deliveries of what guild 1 has already, want that to guild 2 alone", saved.Deliveries)
		}
		if n, _, err := s.WaitingDeliveries(t.Context()); err != nil || n != 5 {
			t.Errorf("%d deliveries in all, %v; want 3 for guild 1 and 2 for guild 2", n, err)
		}
		for _, guild := range []news.GuildID{"1", "2"} {
			if d := cmp.Diff([]string{newHome}, addresses(t, s, guild)); d != "" {
				t.Errorf("feeds of guild %s (-want +got):\n%s", guild, d)
			}
		}
		sees(t, s, "1", "https://n.example/3", "https://n.example/2", "https://n.example/1")
		sees(t, s, "2", "https://n.example/3", "https://n.example/2")
		due, err := s.ClaimFeeds(t.Context(), minutes(1000), time.Minute, 5)
		must(t, err)
		if len(due) != 1 || due[0].ID != b.ID {
			t.Errorf("polled are %+v, want the one at the new address", due)
		}

		if removed, err := s.RemoveFeed(t.Context(), "1", b.ID); err != nil || !removed {
			t.Errorf("RemoveFeed: %v, %v", removed, err)
		}
		sees(t, s, "1")
		sees(t, s, "2", "https://n.example/3", "https://n.example/2")
	})
}

// A guild's feed must not bring articles before other guilds by moving to the
// operator's.
func TestFeedMovesToASharedOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		shared, own := addFeed(t, s, "", newHome), addFeed(t, s, "1", oldHome)
		save(t, s, shared, minutes(1), about("harbor-lights", "https://n.example/1", minutes(1)))
		save(t, s, own, minutes(2), about("harbor-lights", "https://hoax.example/2", minutes(2)))
		moved(t, s, own, newHome, minutes(3))
		sees(t, s, "1", "https://hoax.example/2", "https://n.example/1")
		sees(t, s, "2", "https://n.example/1")
		must(t, s.ShareFeeds(t.Context(), []news.Feed{{URL: newHome}}, minutes(4)))
		sees(t, s, "2", "https://n.example/1")
		if d := cmp.Diff([]string{newHome}, addresses(t, s, "2")); d != "" {
			t.Errorf("feeds (-want +got):\n%s", d)
		}
	})
}

func TestSharedFeedMovesToAGuildsOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		shared, own := addFeed(t, s, "", oldHome), addFeed(t, s, "1", newHome)
		save(t, s, shared, minutes(1), about("harbor-lights", "https://n.example/1", minutes(1)))
		moved(t, s, shared, newHome, minutes(3))
		save(t, s, own, minutes(4), about("harbor-lights", "https://n.example/4", minutes(4)))
		if d := cmp.Diff([]string{newHome}, addresses(t, s, "2")); d != "" {
			t.Errorf("feeds of another guild (-want +got):\n%s", d)
		}
		sees(t, s, "2", "https://n.example/4", "https://n.example/1")
		must(t, s.ShareFeeds(t.Context(), []news.Feed{{URL: oldHome}}, minutes(5)))
		sees(t, s, "2", "https://n.example/4", "https://n.example/1")
		must(t, s.ShareFeeds(t.Context(), nil, minutes(6)))
		sees(t, s, "2")
		sees(t, s, "1", "https://n.example/4")
	})
}
