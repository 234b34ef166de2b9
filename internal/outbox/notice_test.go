package outbox

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// waiting is a notice in a fakeStore.
type waiting struct {
	news.Notice
	due  time.Time
	done string // "told", "dropped" or ""
}

// tell makes a notice. The store is locked.
func (s *fakeStore) tell(n news.Notice) {
	n.ID, n.Guild = int64(len(s.notices)+1), "g"
	s.notices = append(s.notices, &waiting{Notice: n})
}

func (s *fakeStore) ClaimNotices(_ context.Context, now time.Time, lease time.Duration, _ int) ([]news.Notice, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.notices {
		if n.done != "" {
			continue
		}
		if n.due.After(now) {
			break
		}
		claimed := n.Notice
		n.due = now.Add(lease)
		if n.Attempts++; n.Attempts == 1 {
			n.First = now
		}
		return []news.Notice{claimed}, nil
	}
	return nil, nil
}

func (s *fakeStore) markNotice(id int64, done string, due time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failMarks > 0 {
		s.failMarks--
		return io.ErrShortWrite
	}
	s.notices[id-1].done, s.notices[id-1].due = done, due
	return nil
}

func (s *fakeStore) NoticeTold(_ context.Context, id int64, _ string) error {
	return s.markNotice(id, "told", time.Time{})
}
func (s *fakeStore) PostponeNotice(_ context.Context, id int64, until time.Time, _ string) error {
	return s.markNotice(id, "", until)
}
func (s *fakeStore) DropNotice(_ context.Context, id int64, _ string) error {
	return s.markNotice(id, "dropped", time.Time{})
}

func (s *fakeStore) WaitingNotices(context.Context) (n int, oldest time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.notices {
		if w.done == "" {
			n++
			if oldest.IsZero() {
				oldest = w.Since
			}
		}
	}
	return n, oldest, nil
}

func (d *fakeDiscord) SystemChannel(context.Context, string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch d.system {
	case "removed":
		return "", refusal(404, 10004)
	case "broken":
		d.system = "general"
		return "", io.ErrUnexpectedEOF
	}
	return d.system, nil
}

func TestANoticeGoesWhereTheGuildReadsIt(t *testing.T) {
	for _, test := range []struct{ to, system, want string }{
		{"", "general", "general"},
		{"mods", "general", "mods"},
		{"closed", "general", "general"},
		{"closed", "", ""},
		{"closed", "closed", ""},
		{"", "", ""},
		{"", "removed", ""},
		{"", "broken", "general"},
		{"mods", "removed", "mods"},
	} {
		t.Run(test.to+" or "+test.system, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, d := &fakeStore{}, newDiscord(t)
				d.system = test.system
				d.fail = func(channel string, _ int) error {
					if channel == "closed" {
						return refusal(403, 50013)
					}
					return nil
				}
				s.tell(news.Notice{To: news.ChannelID(test.to), Kind: news.FeedBack, Feed: news.Feed{Title: "Harbor"}})
				run(t, &Worker{Store: s, Sender: d, Render: render.Post}, time.Hour)
				done := map[bool]string{true: "dropped", false: "told"}[test.want == ""]
				if got := s.notices[0].done; got != done {
					t.Errorf("the notice is %q, want %s", got, done)
				}
				for channel, messages := range d.channels {
					if channel != test.want || len(messages) != 1 || !strings.Contains(messages[0].Content, "Harbor") {
						t.Errorf("channel %s got %d messages, want one in %q", channel, len(messages), test.want)
					}
				}
				if test.want != "" && len(d.channels) == 0 {
					t.Errorf("nobody was told, want %q", test.want)
				}
			})
		})
	}
}

func TestAGuildIsToldOnceWhyAChannelStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		d.system = "general"
		for id := range int64(3) {
			s.add(id+1, "a", fmt.Sprint("s", id+1))
		}
		d.fail = func(channel string, _ int) error {
			if channel == "a" {
				return refusal(403, 50013)
			}
			return nil
		}
		run(t, &Worker{Store: s, Sender: d, Render: render.Post}, time.Hour)
		if n := len(d.channels["general"]); n != 1 {
			t.Fatalf("%d notices, want one", n)
		}
		if got := d.channels["general"][0].Content; !strings.Contains(got, "<#a>") || !strings.Contains(got, "Send Messages") {
			t.Errorf("notice %q, want the channel and the reason", got)
		}
	})
}

func TestANoticeArrivesOnce(t *testing.T) {
	for _, away := range []time.Duration{0, time.Minute, 10 * time.Minute, 24 * time.Hour} {
		for _, how := range []string{"mark fails", "answer is lost", "never sent"} {
			t.Run(fmt.Sprint(how, " and ", away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, d := &fakeStore{}, newDiscord(t)
					d.system = "general"
					s.tell(news.Notice{Kind: news.FeedBroken, Feed: news.Feed{Title: "Harbor"}})
					s.tell(news.Notice{Kind: news.FeedBack, Feed: news.Feed{Title: "Harbor"}})
					once := func(_ string, attempt int) error {
						if attempt == 1 {
							return io.ErrUnexpectedEOF
						}
						return nil
					}
					switch how {
					case "mark fails":
						s.failMarks = 1
					case "answer is lost":
						d.lose = once
					case "never sent":
						d.fail = once
					}
					if _, err := (&Worker{Store: s, Sender: d}).Tell(t.Context()); err != nil {
						t.Errorf("Tell: %v", err)
					}
					time.Sleep(away)
					run(t, &Worker{Store: s, Sender: d, Render: render.Post}, time.Hour)
					var got []string
					for _, m := range d.channels["general"] {
						got = append(got, m.Content)
					}
					want := []string{render.Notice(s.notices[0].Notice), render.Notice(s.notices[1].Notice)}
					if fmt.Sprint(got) != fmt.Sprint(want) {
						t.Errorf("notices %q, want %q", got, want)
					}
				})
			})
		}
	}
}
