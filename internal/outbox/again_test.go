package outbox

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// A searched Discord has a message, or none, or does not show it.
type searched struct {
	Sender
	at   time.Time // of the message; zero for none
	err  error
	sent int
}

func (s *searched) Send(context.Context, string, string, *discordgo.MessageSend) (string, error) {
	s.sent++
	return "new", nil
}

func (s *searched) Find(_ context.Context, _ string, since time.Time, _ func(*discordgo.Message) bool) (string, error) {
	if s.err != nil || s.at.IsZero() || s.at.Before(since) {
		return "", s.err
	}
	return "old", nil
}

type hiddenError struct{}

func (hiddenError) Error() string { return "not to be seen" }
func (hiddenError) Hidden()       {}

func TestASecondAttemptDoublesNothing(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name  string
		first time.Time
		at    time.Time // when Discord got the first attempt
		err   error
		want  string // id of the message
		sends int
	}{
		{name: "within the nonce's time", first: now.Add(-time.Minute), want: "new", sends: 1},
		{name: "it got through", first: now.Add(-time.Hour), at: now.Add(-time.Hour), want: "old"},
		{name: "it did not", first: now.Add(-time.Hour), want: "new", sends: 1},
		{name: "the clock was set back", first: now.Add(time.Hour), at: now.Add(-30 * time.Minute), want: "old"},
		{name: "it can't be seen", first: now.Add(-time.Hour), err: fmt.Errorf("find: %w", hiddenError{})},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &searched{at: test.at, err: test.err}
			w := &Worker{Sender: d, Render: render.Post, Now: func() time.Time { return now }}
			w.defaults()
			p, err := w.attempt(t.Context(), news.Delivery{ID: 1, Channel: "c", Attempts: 1, First: test.first, Created: test.first})
			if p.message != test.want || d.sent != test.sends || !errors.Is(err, test.err) {
				t.Errorf("message %q after %d sends (%v), want %q after %d", p.message, d.sent, err, test.want, test.sends)
			}
			if test.err != nil && judge(err, 1, 0).verdict != bad {
				t.Errorf("the outcome is %+v, want the delivery set aside", judge(err, 1, 0))
			}
		})
	}
}

func TestOutagesBeforeARefusalDoNotCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		s.add(1, "a", "s1")
		d.fail = func(_ string, attempt int) error {
			switch {
			case attempt < 20:
				return errors.New("Discord answered 503")
			case attempt == 20:
				return refusal(409, 0)
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		if err := (&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
		if state, reason := s.state(1); state != "delivered" {
			t.Errorf("delivery is %s because %q, want delivered", state, reason)
		}
	})
}

// A stuckStore takes no mark until its time is over.
type stuckStore struct{ *fakeStore }

func (s stuckStore) Delivered(ctx context.Context, _ int64, _ string, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestAStuckStoreHoldsNoShutdownUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := stuckStore{&fakeStore{}}, newDiscord(t)
		s.add(1, "a", "s1")
		d.took = 10 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
		defer cancel()
		start := time.Now()
		if err := (&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(start) - 8*time.Second; took > 5*time.Second {
			t.Errorf("shutdown took %s, want 5 s at most", took)
		}
	})
}
