package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

func TestWhatWaitsBehindADeliveryGoesTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		subscribe(t, s, "g", "d", "x")
		learnt := about("x", "https://a.example/0", noon)
		learnt.Learnt = []tv.Show{{Slug: "x", Title: "X"}}
		save(t, s, f, noon, learnt)
		for i := range 5 {
			save(t, s, f, minutes(i+1), about("x", fmt.Sprint("https://a.example/", i+1), minutes(i+1)))
		}
		now := minutes(60)
		var head news.Delivery
		for _, d := range claim(t, s, now, 10) {
			if d.Channel == "c" {
				head = d
			}
		}
		behind, err := s.Backlog(ctx, head.ID, minutes(4), 10)
		must(t, err)
		wantPosts(t, behind, "c https://a.example/1", "c https://a.example/2", "c https://a.example/3")
		if behind, err = s.Backlog(ctx, head.ID, now, 2); err != nil {
			t.Fatal(err)
		}
		wantPosts(t, behind, "c https://a.example/1", "c https://a.example/2")
		for _, d := range behind {
			if d.Attempts != 0 || !d.First.IsZero() || len(d.Article.Shows) != 1 || d.Guild != "g" {
				t.Errorf("waiting behind is %+v, want it as claimed for the first time", d)
			}
		}

		// Until they are marked the channel stays with its claim.
		wantPosts(t, claim(t, s, now, 10))
		must(t, s.DeliveredTogether(ctx, []int64{head.ID, behind[0].ID, behind[1].ID}, "m1", now))
		next := claim(t, s, now, 10)
		wantPosts(t, next, "c https://a.example/3")
		if behind, err := s.Backlog(ctx, next[0].ID, now, 10); err != nil || len(behind) != 2 {
			t.Errorf("%d wait behind the next, %v; want 2", len(behind), err)
		}

		// Another outlet's word does not turn the message into a post of one story.
		other := addFeed(t, s, "", "https://b.example/feed")
		again := about("x", "https://a.example/1", minutes(61))
		again.Outlet = "Other"
		save(t, s, other, minutes(61), again)
		if edits, err := s.ClaimEdits(ctx, minutes(1000), lease, 10); err != nil || len(edits) != 0 {
			t.Errorf("%d edits of a message for several stories, %v; want none", len(edits), err)
		}
	})
}

func TestDeliveredTogetherIsAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		subscribe(t, s, "g", "c", news.Everything)
		save(t, s, f, noon, about("x", "https://a.example/1", noon), about("x", "https://a.example/2", minutes(1)))
		d := claim(t, s, noon, 1)[0]
		for _, ids := range [][]int64{nil, {12345, d.ID}} {
			if err := s.DeliveredTogether(t.Context(), ids, "m", noon); err == nil {
				t.Errorf("marking %v went unnoticed", ids)
			}
		}
		n, _, err := s.WaitingDeliveries(t.Context())
		must(t, err)
		if diff := cmp.Diff(2, n); diff != "" {
			t.Errorf("waiting (-want +got):\n%s", diff)
		}
		wantPosts(t, claim(t, s, noon, 10))
	})
}
