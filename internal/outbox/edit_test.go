package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// due is an edit in a fakeStore.
type due struct {
	news.Edit
	at    time.Time
	state string
}

func (s *fakeStore) ClaimEdits(_ context.Context, now time.Time, lease time.Duration, limit int) ([]news.Edit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var claimed []news.Edit
	for _, e := range s.edits {
		if e.state == "" && !e.at.After(now) && len(claimed) < limit {
			claimed = append(claimed, e.Edit)
			e.at = now.Add(lease)
			e.Attempts++
		}
	}
	return claimed, nil
}

func (s *fakeStore) markEdit(id int64, state string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failMarks > 0 {
		s.failMarks--
		return errors.New("disk full")
	}
	for _, e := range s.edits {
		if e.ID == id {
			e.state, e.at = state, at
		}
	}
	return nil
}

func (s *fakeStore) Edited(_ context.Context, e news.Edit) error {
	return s.markEdit(e.ID, "edited", time.Time{})
}
func (s *fakeStore) PostponeEdit(_ context.Context, e news.Edit, until time.Time) error {
	return s.markEdit(e.ID, "", until)
}
func (s *fakeStore) DropEdit(_ context.Context, e news.Edit) error {
	return s.markEdit(e.ID, "dropped", time.Time{})
}

func (d *fakeDiscord) Edit(_ context.Context, channel, message string, m *discordgo.MessageEdit) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.attempts[channel]++
	if d.fail != nil {
		if err := d.fail(channel, d.attempts[channel]); err != nil {
			return err
		}
	}
	for _, old := range d.channels[channel] {
		if old.ID == message {
			old.Embeds = *m.Embeds
			return nil
		}
	}
	return refusal(404, codeUnknownMessage)
}

// retold is a store with the edit of a post, and Discord with the post.
func retold(t *testing.T) (*fakeStore, *fakeDiscord) {
	s, d := &fakeStore{}, newDiscord(t)
	s.add(1, "a", "s1")
	(&Worker{Store: s, Sender: d, Render: render.Post}).Deliver(t.Context())
	e := news.Edit{Delivery: s.deliveries[0].Delivery, Message: d.channels["a"][0].ID}
	e.Attempts = 0
	e.Also = []news.Article{{Outlet: "Pilot Week", Link: "https://pilot.example/1"}}
	s.edits = append(s.edits, &due{Edit: e})
	clear(d.attempts)
	return s, d
}

func TestPostIsEditedToNameFurtherOutlets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := retold(t)
		d.channels["a"][0].Content = "Late: this is old."
		if n, err := (&Worker{Store: s, Sender: d, Render: render.Post}).Deliver(t.Context()); n != 0 || err != nil {
			t.Errorf("Deliver() = %d, %v, want no new post", n, err)
		}
		m := d.channels["a"][0]
		if !strings.Contains(m.Embeds[0].Description, "Also: [Pilot Week](https://pilot.example/1)") || m.Embeds[0].Title != "Story s1" {
			t.Errorf("post says %q, want the story and the further outlet", m.Embeds[0].Description)
		}
		if m.Content == "" {
			t.Error("the edit took away what the post said besides")
		}
		if s.edits[0].state != "edited" || len(d.channels["a"]) != 1 {
			t.Errorf("the edit is %q and the channel has %d messages", s.edits[0].state, len(d.channels["a"]))
		}
	})
}

func TestEditsThatFail(t *testing.T) {
	always := func(err error) func(int) error { return func(int) error { return err } }
	for _, test := range []struct {
		name     string
		fail     func(attempt int) error
		state    string
		attempts int
	}{
		{"500 once", func(attempt int) error {
			if attempt == 1 {
				return errors.New("Discord answered 500")
			}
			return nil
		}, "edited", 2},
		{"network for ever", always(io.ErrUnexpectedEOF), "dropped", mostAttempts},
		{"message gone", always(refusal(404, codeUnknownMessage)), "dropped", 1},
		{"channel gone", always(refusal(404, 10003)), "dropped", 1},
		{"not allowed", always(refusal(403, 50001)), "dropped", 1},
		{"refused", always(refusal(400, 50035)), "dropped", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, d := retold(t)
				d.fail = func(_ string, attempt int) error { return test.fail(attempt) }
				run(t, &Worker{Store: s, Sender: d, Render: render.Post}, 5*time.Hour)
				if got := s.edits[0].state; got != test.state || d.attempts["a"] != test.attempts {
					t.Errorf("edit is %q after %d attempts, want %q after %d", got, d.attempts["a"], test.state, test.attempts)
				}
				if state, _ := s.state(1); state != "delivered" || len(s.stopped) > 0 {
					t.Errorf("delivery is %s and %d channels are stopped, want an edit to leave both alone", state, len(s.stopped))
				}
			})
		})
	}
}

func TestEditIsRepeatedAfterACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := retold(t)
		s.failMarks = 1
		w := &Worker{Store: s, Sender: d, Render: render.Post}
		w.Deliver(t.Context())
		time.Sleep(2 * time.Minute)
		w.Deliver(t.Context())
		if s.edits[0].state != "edited" || strings.Count(d.channels["a"][0].Embeds[0].Description, "Also:") != 1 {
			t.Errorf("the edit is %q, the post says %q", s.edits[0].state, d.channels["a"][0].Embeds[0].Description)
		}
	})
}

func TestNewStoriesComeBeforeEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := retold(t)
		d.took = 100 * time.Millisecond
		for i := range 40 {
			s.add(int64(i+2), fmt.Sprint(i), "s")
		}
		edited := 0
		w := &Worker{Store: s, Sender: d, Parallel: 4, Render: func(d news.Delivery) *discordgo.MessageSend {
			if len(d.Also) > 0 {
				if n, _, _ := s.WaitingDeliveries(t.Context()); n > 0 {
					t.Errorf("%d stories wait while a post is edited", n)
				}
				edited++
			}
			return render.Post(d)
		}}
		run(t, w, 10*time.Second)
		if edited != 1 {
			t.Errorf("the post was edited %d times, want once", edited)
		}
	})
}
