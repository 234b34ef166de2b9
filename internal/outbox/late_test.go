package outbox

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

func (s *fakeStore) Backlog(_ context.Context, delivery int64, before time.Time, limit int) ([]news.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var head *row
	var behind []news.Delivery
	for _, d := range s.deliveries {
		switch {
		case d.ID == delivery:
			head = d
		case head != nil && d.state == "waiting" && d.Channel == head.Channel && d.Created.Before(before) && len(behind) < limit:
			behind = append(behind, d.Delivery)
		}
	}
	return behind, nil
}

func (s *fakeStore) DeliveredTogether(_ context.Context, ids []int64, message string, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failMarks > 0 {
		s.failMarks--
		return io.ErrShortWrite
	}
	for _, d := range s.deliveries {
		if slices.Contains(ids, d.ID) {
			d.state, d.message = "delivered", message
			s.busy[d.Channel] = time.Time{}
		}
	}
	return nil
}

// run runs a worker for a while.
func run(t *testing.T, w *Worker, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := w.Run(ctx); err != nil {
		t.Errorf("Run: %v", err)
	}
}

// told returns how often each of the stories s1 to sn is told in the channel.
func (d *fakeDiscord) told(channel string, n int) []int {
	counts := make([]int, n)
	for _, m := range d.channels[channel] {
		for _, e := range m.Embeds {
			for i := range counts {
				link := fmt.Sprint("https://example.com/s", i+1)
				if e.URL == link {
					counts[i]++
				}
				counts[i] += strings.Count(e.Description, "("+link+")")
			}
		}
	}
	return counts
}

func TestLateStoriesGoTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		const late = 40
		for id := range int64(late) {
			s.add(id+1, "a", fmt.Sprint("s", id+1))
		}
		s.add(1000, "b", "x")
		time.Sleep(7 * time.Hour)
		s.add(late+1, "a", fmt.Sprint("s", late+1))
		s.add(1001, "c", "y")
		w := &Worker{Store: s, Sender: d, Render: render.Post}
		if n, err := w.Deliver(t.Context()); n != late+3 || err != nil {
			t.Errorf("Deliver() = %d, %v, want %d stories", n, err, late+3)
		}
		if n := len(d.channels["a"]); n != 3 {
			t.Errorf("channel a got %d messages, want two for the late stories and one", n)
		}
		if told := d.told("a", late+1); slices.Max(told) != 1 || slices.Min(told) != 1 {
			t.Errorf("stories in channel a: %v, want each once", told)
		}
		for _, m := range d.channels["a"] {
			if marked := strings.HasPrefix(m.Content, "Late:"); marked != (m != d.channels["a"][2]) {
				t.Errorf("message %q is marked late: %v", m.Embeds[0].Title, marked)
			}
			if n := render.Length(m.Embeds[0].Description); n > 4096 {
				t.Errorf("a summary of %d characters", n)
			}
		}
		if m := d.channels["b"][0]; !strings.HasPrefix(m.Content, "Late:") || m.Embeds[0].URL == "" {
			t.Errorf("a late story alone: %+v, want its post, marked", m)
		}
		if m := d.channels["c"][0]; m.Content != "" {
			t.Errorf("a story in time is marked: %q", m.Content)
		}
	})
}

func TestSummaryArrivesOnce(t *testing.T) {
	for _, away := range []time.Duration{0, time.Minute, 10 * time.Minute, 24 * time.Hour} {
		for _, how := range []string{"mark fails", "answer is lost", "never sent", "refused"} {
			t.Run(fmt.Sprint(how, " and ", away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, d := &fakeStore{}, newDiscord(t)
					const late = 5
					for id := range int64(late) {
						s.add(id+1, "a", fmt.Sprint("s", id+1))
					}
					time.Sleep(7 * time.Hour)
					first := func(_ string, attempt int) error {
						if attempt > 1 {
							return nil
						}
						if how == "refused" {
							return refusal(400, 50035)
						}
						return io.ErrUnexpectedEOF
					}
					switch how {
					case "mark fails":
						s.failMarks = 1
					case "answer is lost":
						d.lose = first
					default:
						d.fail = first
					}
					(&Worker{Store: s, Sender: d, Render: render.Post}).Deliver(t.Context())
					time.Sleep(away)
					s.add(late+1, "a", fmt.Sprint("s", late+1)) // waits behind what was attempted
					run(t, &Worker{Store: s, Sender: d, Render: render.Post}, time.Hour)
					if told := d.told("a", late+1); slices.Max(told) != 1 || slices.Min(told) != 1 {
						t.Errorf("stories: %v, want each once", told)
					}
					if n, _, _ := s.WaitingDeliveries(t.Context()); n != 0 {
						t.Errorf("%d wait", n)
					}
				})
			})
		}
	}
}

// Stories are saved while others are posted, and one that is saved slowly is
// seen long after the time at which it was made.
func TestSummaryAndStoriesThatCameMeanwhile(t *testing.T) {
	for _, away := range []time.Duration{0, 10 * time.Minute} {
		for _, how := range []string{"mark fails", "answer is lost"} {
			t.Run(fmt.Sprint(how, " and ", away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, d := &fakeStore{}, newDiscord(t)
					s.add(1, "a", "s1")
					s.add(2, "a", "s2")
					time.Sleep(7 * time.Hour)
					before := time.Now().Add(-time.Second)
					if how == "mark fails" {
						s.failMarks = 1
					} else {
						d.lose = func(_ string, attempt int) error {
							if attempt == 1 {
								return io.ErrUnexpectedEOF
							}
							return nil
						}
					}
					(&Worker{Store: s, Sender: d, Render: func(d news.Delivery) *discordgo.MessageSend {
						time.Sleep(time.Millisecond)
						if d.ID == 1 {
							s.add(3, "a", "s3")
						}
						time.Sleep(time.Millisecond)
						return render.Post(d)
					}}).Deliver(t.Context())
					s.add(4, "a", "s4")
					s.deliveries[3].Created = before
					time.Sleep(away)
					run(t, &Worker{Store: s, Sender: d, Render: render.Post}, time.Hour)
					if told := d.told("a", 4); slices.Max(told) != 1 || slices.Min(told) != 1 {
						t.Errorf("stories: %v, want each once", told)
					}
				})
			})
		}
	}
}
