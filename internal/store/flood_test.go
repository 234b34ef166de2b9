package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

// brings returns new articles with so much text each.
func brings(n, text int, at time.Time) (articles []news.Article) {
	for i := range n {
		a := about("x", fmt.Sprintf("https://flood.example/%d/%d", at.UnixMilli(), i), at)
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: strings.Repeat("x", text)}}
		articles = append(articles, a)
	}
	return articles
}

func TestFeedThatBringsTooMuchIsStopped(t *testing.T) {
	for name, test := range map[string]struct {
		items, text, polls, first int // a poll and in all; which poll is stopped
		every                     time.Duration
	}{
		"too many items":        {items: 700, polls: 4, first: 2, every: time.Hour},
		"too much text":         {items: 1, text: 16 << 20, polls: 3, first: 1, every: time.Hour},
		"much, but not a day's": {items: 900, polls: 6, first: 6, every: 13 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, engines[0].url(t))
			f := addFeed(t, s, "g", "https://flood.example/feed")
			for i := range test.polls {
				at := noon.Add(time.Duration(i) * test.every)
				saved := save(t, s, f, at, brings(test.items, test.text, at)...)
				if want := i >= test.first; saved.Flood != want || saved.New > 0 == want {
					t.Fatalf("poll %d: saved %+v, want flood %v", i, saved, want)
				}
				if saved.Flood {
					wantNotices(t, claimNotices(t, s, at), "g flood https://flood.example/feed: It brought more than 2000 new items in a day, which no feed of news does.")
					break
				}
			}
		})
	}
}

func TestFloodSavesNothingAndEndsWhenTheFeedIsAddedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "g", "https://flood.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		save(t, s, f, noon, brings(1, 30<<20, noon)...)
		save(t, s, f, minutes(1), brings(1, 10<<20, minutes(1))...)
		if got := claim(t, s, minutes(1), 10); len(got) != 1 {
			t.Errorf("claimed %v, want the first story alone", posts(got))
		}
		if got, err := s.ClaimFeeds(ctx, days(30), lease, 10); err != nil || len(got) != 0 {
			t.Errorf("claimed %v, %v; want the feed to rest", got, err)
		}
		f = addFeed(t, s, "g", f.URL)
		if got, err := s.ClaimFeeds(ctx, days(30), lease, 10); err != nil || len(got) != 1 || !f.LastSuccess.IsZero() {
			t.Errorf("claimed %v, %v; want the feed again, as new", got, err)
		}
		if saved := save(t, s, f, minutes(10), about("x", "https://flood.example/calm", noon)); saved.New != 1 || saved.Flood {
			t.Errorf("saved %+v afterwards, want one article", saved)
		}
	})
}

func TestFeedThatMovesOnAndOnKeepsItsNewestAddresses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		home := func(i int) string { return fmt.Sprintf("https://home%d.example/feed", i) }
		f := addFeed(t, s, "g", home(0))
		for i := 1; i <= 15; i++ {
			moved(t, s, f, home(i), minutes(i))
		}
		if again := addFeed(t, s, "g2", home(10)); again.ID != f.ID {
			t.Errorf("a former address is %+v, want the feed %d", again, f.ID)
		}
		if again := addFeed(t, s, "g2", home(1)); again.ID == f.ID {
			t.Error("an address of long ago still stands for the feed, want it forgotten")
		}
	})
}
