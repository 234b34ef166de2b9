package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

func claimNotices(t testing.TB, s *store.Store, at time.Time) []news.Notice {
	t.Helper()
	got, err := s.ClaimNotices(t.Context(), at, lease, 10)
	must(t, err)
	return got
}

// wantNotices compares notices in short: guild, kind, what it is about, reason.
func wantNotices(t testing.TB, got []news.Notice, want ...string) {
	t.Helper()
	var short []string
	for _, n := range got {
		short = append(short, fmt.Sprintf("%s %s %s%s: %s", n.Guild, n.Kind, n.Channel, n.Feed.URL, n.Reason))
	}
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func TestStoppedChannelIsToldOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", "x")
		subscribe(t, s, "g", "c", "y")
		save(t, s, f, noon, about("x", "https://a.example/1", noon))
		must(t, s.StopChannel(ctx, "c", "the channel is gone", noon))
		must(t, s.StopChannel(ctx, "c", "the channel is gone", minutes(1))) // for a story that came meanwhile
		got := claimNotices(t, s, minutes(2))
		wantNotices(t, got, "g stopped c: the channel is gone")
		if n := got[0]; !n.Since.Equal(noon) || n.Attempts != 0 || !n.First.IsZero() || n.To != "" {
			t.Errorf("notice is %+v, want a first attempt", n)
		}
		if n, oldest, err := s.WaitingNotices(ctx); err != nil || n != 1 || !oldest.Equal(noon) {
			t.Errorf("waiting: %d since %v, %v; want 1 since noon", n, oldest, err)
		}
		must(t, s.NoticeTold(ctx, got[0].ID, "m"))
		if n, oldest, err := s.WaitingNotices(ctx); err != nil || n != 0 || !oldest.IsZero() {
			t.Errorf("waiting: %d since %v, %v; want none", n, oldest, err)
		}
		wantNotices(t, claimNotices(t, s, minutes(100)))

		subscribe(t, s, "g", "c", "y")
		must(t, s.StopChannel(ctx, "c", "again", minutes(200)))
		wantNotices(t, claimNotices(t, s, minutes(200)), "g stopped c: again")

		// Nobody is told of a channel that was to get nothing.
		must(t, s.StopChannel(ctx, "other", "unknown", minutes(200)))
		wantNotices(t, claimNotices(t, s, minutes(200)))
	})
}

func TestNoticesOfAGuildKeepTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i, c := range []news.ChannelID{"a", "b", "c"} {
			subscribe(t, s, news.GuildID(fmt.Sprint("g", i/2)), c, "x")
			must(t, s.StopChannel(ctx, c, "gone", minutes(i)))
		}
		first := claimNotices(t, s, minutes(10))
		wantNotices(t, first, "g0 stopped a: gone", "g1 stopped c: gone")
		wantNotices(t, claimNotices(t, s, minutes(10)))
		must(t, s.PostponeNotice(ctx, first[0].ID, minutes(15), "Discord does not answer"))
		must(t, s.DropNotice(ctx, first[1].ID, "nowhere to tell it"))
		wantNotices(t, claimNotices(t, s, minutes(14)))
		again := claimNotices(t, s, minutes(15))
		wantNotices(t, again, "g0 stopped a: gone")
		if n := again[0]; n.Attempts != 1 || !n.First.Equal(minutes(10)) {
			t.Errorf("second attempt: %d before, first at %v; want 1, at %v", n.Attempts, n.First, minutes(10))
		}
		// Its claim runs out.
		wantNotices(t, claimNotices(t, s, minutes(15).Add(lease)), "g0 stopped a: gone")
		must(t, s.NoticeTold(ctx, again[0].ID, "m"))
		// A late word on what is done changes nothing.
		must(t, s.PostponeNotice(ctx, again[0].ID, minutes(16), "too late"))
		wantNotices(t, claimNotices(t, s, minutes(20)), "g0 stopped b: gone")
	})
}

func TestFeedIsToldToGuildsThatAddedIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "g1", "https://a.example/feed")
		addFeed(t, s, "g2", "https://a.example/feed")
		addFeed(t, s, "g3", "https://b.example/feed")
		shared := addFeed(t, s, "g1", "https://shared.example/feed")
		must(t, s.ShareFeeds(ctx, []news.Feed{shared}, noon))
		broken := func(f news.Feed, at time.Time, tell news.NoticeKind) {
			t.Helper()
			f.BrokenSince, f.Error, f.NextPoll = noon, "The server did not answer.", at
			_, err := s.SaveFetch(ctx, news.Fetch{Feed: f, Silent: true, Tell: tell}, at)
			must(t, err)
		}
		broken(f, minutes(1), "")
		wantNotices(t, claimNotices(t, s, minutes(1)))
		broken(shared, minutes(2), news.FeedBroken)
		wantNotices(t, claimNotices(t, s, minutes(2)))
		broken(f, minutes(2), news.FeedBroken)
		broken(f, minutes(3), news.FeedBroken) // by a process that lost its claim
		got := claimNotices(t, s, minutes(4))
		wantNotices(t, got, "g1 broken https://a.example/feed: The server did not answer.",
			"g2 broken https://a.example/feed: The server did not answer.")
		for _, n := range got {
			if !n.Since.Equal(noon) || n.Feed.Title == "" {
				t.Errorf("notice is %+v, want since when, and the feed's name", n)
			}
			must(t, s.NoticeTold(ctx, n.ID, "m"))
		}
		feeds, err := s.Feeds(ctx, "g2")
		must(t, err)
		for _, got := range feeds {
			if got.ID == f.ID && !got.BrokenSince.Equal(noon) {
				t.Errorf("the feed is broken since %v, want %v", got.BrokenSince, noon)
			}
		}
		f.NextPoll = minutes(60)
		_, err = s.SaveFetch(ctx, news.Fetch{Feed: f, Silent: true, Tell: news.FeedBack}, minutes(5))
		must(t, err)
		got = claimNotices(t, s, minutes(5))
		wantNotices(t, got, "g1 back https://a.example/feed: ", "g2 back https://a.example/feed: ")
		if feed := got[0].Feed; !feed.BrokenSince.IsZero() {
			t.Errorf("the feed is broken since %v, want no more", feed.BrokenSince)
		}
	})
}

func TestNoticesGoWhereTheGuildWants(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		must(t, s.SetNotices(ctx, "g2", "elsewhere"))
		for _, want := range []news.ChannelID{"mods", "others", ""} {
			must(t, s.SetNotices(ctx, "g", want))
			if got, err := s.Notices(ctx, "g"); err != nil || got != want {
				t.Errorf("notices go to %q, %v; want %q", got, err, want)
			}
		}
		if got, err := s.Notices(ctx, "unknown"); err != nil || got != "" {
			t.Errorf("notices of an unknown guild go to %q, %v; want its system channel", got, err)
		}
		subscribe(t, s, "g2", "c", "x")
		must(t, s.StopChannel(ctx, "c", "gone", noon))
		if got := claimNotices(t, s, noon); len(got) != 1 || got[0].To != "elsewhere" {
			t.Errorf("claimed %+v, want one to the channel that was chosen", got)
		}
	})
}
