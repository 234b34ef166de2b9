package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// fakeStore keeps deliveries as the store does.
type fakeStore struct {
	mu         sync.Mutex
	deliveries []*row
	busy       map[news.ChannelID]time.Time
	stopped    map[news.ChannelID]string
	failMarks  int
	edits      []*due
	notices    []*waiting
}

type row struct {
	news.Delivery
	state, reason, message string
}

func (s *fakeStore) add(id int64, channel, link string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.deliveries = append(s.deliveries, &row{state: "waiting", Delivery: news.Delivery{
		ID: id, Guild: "g", Channel: news.ChannelID(channel), Story: id, Created: now,
		Article: news.Article{ID: id, Title: "Story " + link, Link: "https://example.com/" + link, Published: now, Seen: now},
	}})
}

func (s *fakeStore) ClaimDeliveries(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy == nil {
		s.busy, s.stopped = map[news.ChannelID]time.Time{}, map[news.ChannelID]string{}
	}
	var claimed []news.Delivery
	for _, d := range s.deliveries {
		if d.state != "waiting" || len(claimed) == limit || now.Before(s.busy[d.Channel]) {
			continue
		}
		s.busy[d.Channel] = now.Add(lease)
		claimed = append(claimed, d.Delivery)
		if d.Attempts++; d.Attempts == 1 {
			d.First = now
		}
	}
	return claimed, nil
}

func (s *fakeStore) mark(ctx context.Context, id int64, until time.Time, state, reason, message string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.failMarks > 0 {
		s.failMarks--
		return errors.New("disk full")
	}
	for _, d := range s.deliveries {
		if d.ID == id {
			d.state, d.reason, d.message = state, reason, message
			s.busy[d.Channel] = until
		}
	}
	return nil
}

func (s *fakeStore) Delivered(ctx context.Context, id int64, message string, at time.Time) error {
	return s.mark(ctx, id, time.Time{}, "delivered", "", message)
}
func (s *fakeStore) Postpone(ctx context.Context, id int64, until time.Time, reason string) error {
	return s.mark(ctx, id, until, "waiting", reason, "")
}
func (s *fakeStore) SetAside(ctx context.Context, id int64, reason string) error {
	return s.mark(ctx, id, time.Time{}, "aside", reason, "")
}
func (s *fakeStore) StopChannel(ctx context.Context, channel news.ChannelID, reason string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failMarks > 0 {
		s.failMarks--
		return errors.New("disk full")
	}
	if s.stopped[channel] == "" {
		s.tell(news.Notice{Kind: news.ChannelStopped, Channel: channel, Reason: reason, Since: at})
	}
	s.stopped[channel] = reason
	for _, d := range s.deliveries {
		if d.Channel == channel && d.state == "waiting" {
			d.state, d.reason = "aside", reason
		}
	}
	return nil
}
func (s *fakeStore) WaitingDeliveries(context.Context) (n int, oldest time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if d.state == "waiting" {
			if n++; oldest.IsZero() || d.Created.Before(oldest) {
				oldest = d.Created
			}
		}
	}
	return n, oldest, nil
}

func (s *fakeStore) state(id int64) (state, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if d.ID == id {
			return d.state, d.reason
		}
	}
	return "", ""
}

// fakeDiscord keeps channels and, for a while, nonces.
type fakeDiscord struct {
	mu       sync.Mutex
	channels map[string][]*discordgo.Message
	nonces   map[string]time.Time
	fail     func(channel string, attempt int) error // before the message is there
	lose     func(channel string, attempt int) error // after it
	took     time.Duration
	attempts map[string]int
	flying   map[string]int
	most     int // in flight at once
	finds    int
	system   string // channel
	t        *testing.T
}

func newDiscord(t *testing.T) *fakeDiscord {
	return &fakeDiscord{t: t, channels: map[string][]*discordgo.Message{}, nonces: map[string]time.Time{},
		attempts: map[string]int{}, flying: map[string]int{}}
}

func (d *fakeDiscord) Send(ctx context.Context, channel, nonce string, m *discordgo.MessageSend) (string, error) {
	d.mu.Lock()
	d.attempts[channel]++
	attempt := d.attempts[channel]
	if d.flying[channel]++; d.flying[channel] > 1 {
		d.t.Errorf("two messages under way to %s", channel)
	}
	all := 0
	for _, n := range d.flying {
		all += n
	}
	d.most = max(d.most, all)
	d.mu.Unlock()
	var err error
	if d.took > 0 {
		select {
		case <-time.After(d.took):
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.flying[channel]--
	if err != nil {
		return "", err
	}
	if d.fail != nil {
		if err := d.fail(channel, attempt); err != nil {
			return "", err
		}
	}
	if len(nonce) == 0 || len(nonce) > 25 {
		d.t.Errorf("nonce %q", nonce)
	}
	if at, ok := d.nonces[nonce]; !ok || time.Since(at) > 3*time.Minute {
		d.nonces[nonce] = time.Now()
		d.channels[channel] = append(d.channels[channel], &discordgo.Message{
			ID: fmt.Sprint(len(d.nonces)), Content: m.Content, Embeds: m.Embeds, Timestamp: time.Now(),
		})
	}
	if d.lose != nil {
		if err := d.lose(channel, attempt); err != nil {
			return "", err
		}
	}
	return "id", nil
}

func (d *fakeDiscord) Find(ctx context.Context, channel string, since time.Time, match func(*discordgo.Message) bool) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.finds++
	for _, m := range slices.Backward(d.channels[channel]) {
		if m.Timestamp.Before(since) {
			break
		}
		if match(m) {
			return m.ID, nil
		}
	}
	return "", nil
}

// posts returns the last part of the links in a channel, in order.
func (d *fakeDiscord) posts(channel string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var links []string
	for _, m := range d.channels[channel] {
		links = append(links, strings.TrimPrefix(m.Embeds[0].URL, "https://example.com/"))
	}
	return strings.Join(links, " ")
}

func refusal(status, code int) error {
	body := fmt.Sprintf(`{"message":"no","code":%d}`, code)
	return fmt.Errorf("post: %w", &discordgo.RESTError{
		Response:     &http.Response{StatusCode: status, Status: fmt.Sprint(status)},
		ResponseBody: []byte(body),
		Message:      &discordgo.APIErrorMessage{Code: code, Message: "no"},
	})
}

func TestEachChannelGetsItsStoriesInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		d.took = 100 * time.Millisecond
		for i, channel := range []string{"a", "b", "a", "c", "b", "a"} {
			s.add(int64(i+1), channel, fmt.Sprint("s", i+1))
		}
		w := &Worker{Store: s, Sender: d, Render: render.Post}
		n, err := w.Deliver(t.Context())
		if n != 6 || err != nil {
			t.Errorf("Deliver() = %d, %v, want 6", n, err)
		}
		for channel, want := range map[string]string{"a": "s1 s3 s6", "b": "s2 s5", "c": "s4"} {
			if got := d.posts(channel); got != want {
				t.Errorf("channel %s: %q, want %q", channel, got, want)
			}
		}
		if d.most != 3 {
			t.Errorf("%d messages were under way at once, want 3", d.most)
		}
	})
}

func TestWorkInParallelIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		d.took = 100 * time.Millisecond
		for i := range 50 {
			s.add(int64(i+1), fmt.Sprint(i), "s")
		}
		w := &Worker{Store: s, Sender: d, Render: render.Post, Parallel: 7}
		if n, _ := w.Deliver(t.Context()); n != 50 {
			t.Errorf("Deliver() = %d, want 50", n)
		}
		if d.most != 7 {
			t.Errorf("%d messages were under way at once, want 7", d.most)
		}
	})
}

func TestFailures(t *testing.T) {
	for _, test := range []struct {
		name   string
		err    error
		state  string // after a minute
		reason string
		stops  bool
		posts  string
	}{
		{name: "500", err: errors.New("Discord answered 500"), state: "delivered", posts: "s1 s2"},
		{name: "network", err: io.ErrUnexpectedEOF, state: "delivered", posts: "s1 s2"},
		{name: "limit", err: limited(20 * time.Second), state: "delivered", posts: "s1 s2"},
		{name: "401", err: refusal(401, 0), state: "delivered", posts: "s1 s2"},
		{name: "10003", err: refusal(404, 10003), state: "aside", reason: "no longer exists", stops: true},
		{name: "50001", err: refusal(403, 50001), state: "aside", reason: "View Channel", stops: true},
		{name: "50013", err: refusal(403, 50013), state: "aside", reason: "Send Messages", stops: true},
		{name: "40058", err: refusal(400, 40058), state: "aside", reason: "forum", stops: true},
		{name: "30007", err: refusal(400, 30007), state: "aside", reason: "webhooks", stops: true},
		{name: "160005", err: refusal(400, 160005), state: "aside", reason: "locked", stops: true},
		{name: "50083", err: refusal(400, 50083), state: "aside", reason: "archived", stops: true},
		{name: "50035", err: refusal(400, 50035), state: "aside", reason: "50035", posts: "s2"},
		{name: "413", err: refusal(413, 40005), state: "aside", reason: "40005", posts: "s2"},
		{name: "deleted", err: refusal(404, 10008), state: "delivered", posts: "s2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, d := &fakeStore{}, newDiscord(t)
				s.add(1, "a", "s1")
				s.add(2, "a", "s2")
				s.add(3, "b", "s3")
				d.fail = func(channel string, attempt int) error {
					if channel == "a" && attempt == 1 {
						return test.err
					}
					return nil
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if err := (&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx); err != nil {
					t.Errorf("Run: %v", err)
				}
				state, reason := s.state(1)
				if state != test.state || !strings.Contains(reason, test.reason) {
					t.Errorf("delivery is %s because %q, want %s because %q", state, reason, test.state, test.reason)
				}
				if _, stopped := s.stopped["a"]; stopped != test.stops {
					t.Errorf("channel stopped: %v, want %v", stopped, test.stops)
				}
				if got := d.posts("a"); got != test.posts {
					t.Errorf("channel a: %q, want %q", got, test.posts)
				}
				if got := d.posts("b"); got != "s3" {
					t.Errorf("channel b: %q, want its story", got)
				}
			})
		})
	}
}

type limited time.Duration

func (l limited) Error() string             { return "limited" }
func (l limited) RetryAfter() time.Duration { return time.Duration(l) }

func TestLimitIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		s.add(1, "a", "s1")
		begin := time.Now()
		var second time.Duration
		d.fail = func(_ string, attempt int) error {
			if attempt == 1 {
				return limited(20 * time.Minute)
			}
			second = time.Since(begin)
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		(&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx)
		if second < 20*time.Minute || second > 21*time.Minute {
			t.Errorf("second attempt after %v, want 20 minutes", second)
		}
	})
}

func TestRefusalOfUnknownKindIsSetAsideInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		s.add(1, "a", "s1")
		d.fail = func(string, int) error { return refusal(403, 20016) }
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		(&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx)
		if state, _ := s.state(1); state != "aside" || d.attempts["a"] != mostAttempts {
			t.Errorf("delivery is %s after %d attempts, want set aside after %d", state, d.attempts["a"], mostAttempts)
		}
	})
}

// Whatever happens between a message's arrival and the mark in the store, and
// however long the worker is away, the message is there once.
func TestOnceAfterACrash(t *testing.T) {
	for _, away := range []time.Duration{0, time.Minute, 5 * time.Minute, 10 * time.Hour} {
		for name, crash := range map[string]func(*fakeStore, *fakeDiscord){
			"mark fails": func(s *fakeStore, _ *fakeDiscord) { s.failMarks = 1 },
			"answer is lost": func(_ *fakeStore, d *fakeDiscord) {
				d.lose = func(_ string, attempt int) error {
					if attempt == 1 {
						return io.ErrUnexpectedEOF
					}
					return nil
				}
			},
			"never sent": func(_ *fakeStore, d *fakeDiscord) {
				d.fail = func(_ string, attempt int) error {
					if attempt == 1 {
						return io.ErrUnexpectedEOF
					}
					return nil
				}
			},
		} {
			t.Run(fmt.Sprint(name, " and ", away), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, d := &fakeStore{}, newDiscord(t)
					s.add(1, "a", "s1")
					s.add(2, "a", "s2")
					crash(s, d)
					(&Worker{Store: s, Sender: d, Render: render.Post}).Deliver(t.Context())
					time.Sleep(away)
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
					defer cancel()
					(&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx)
					if got := d.posts("a"); got != "s1 s2" {
						t.Errorf("channel a: %q, want each story once", got)
					}
					for id := range int64(2) {
						if state, _ := s.state(id + 1); state != "delivered" {
							t.Errorf("delivery %d is %s", id+1, state)
						}
					}
				})
			})
		}
	}
}

func TestShutdownFinishesOrReleases(t *testing.T) {
	for took, want := range map[time.Duration]string{time.Second: "delivered", time.Hour: "waiting"} {
		t.Run(took.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, d := &fakeStore{}, newDiscord(t)
				d.took = took
				s.add(1, "a", "s1")
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(100*time.Millisecond, cancel)
				begin := time.Now()
				if err := (&Worker{Store: s, Sender: d, Render: render.Post}).Run(ctx); err != nil {
					t.Errorf("Run: %v", err)
				}
				if took := time.Since(begin); took > 5*time.Second {
					t.Errorf("Run took %v to end", took)
				}
				if state, _ := s.state(1); state != want {
					t.Errorf("delivery is %s, want %s", state, want)
				}
				if until := s.busy["a"]; until.After(time.Now()) {
					t.Error("the channel is still claimed")
				}
			})
		})
	}
}

func TestARenderThatFailsConcernsOneStory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		for id := range int64(3) {
			s.add(id+1, "a", fmt.Sprint("s", id+1))
		}
		w := &Worker{Store: s, Sender: d, Render: func(d news.Delivery) *discordgo.MessageSend {
			switch d.ID {
			case 1:
				panic("odd text")
			case 2:
				return nil
			}
			return render.Post(d)
		}}
		w.Deliver(t.Context())
		if got := d.posts("a"); got != "s3" {
			t.Errorf("channel a: %q, want s3", got)
		}
	})
}

func TestNoncesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, channel := range []news.ChannelID{"1", "12", "2"} {
		for id := range int64(300) {
			n := nonce(channel, id)
			if len(n) != 25 || seen[n] {
				t.Fatalf("nonce(%s, %d) = %q", channel, id, n)
			}
			seen[n] = true
		}
	}
}

func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, d := &fakeStore{}, newDiscord(t)
		s.add(1, "a", "s1")
		s.add(2, "b", "s2")
		s.add(3, "c", "s3")
		s.add(4, "d", "s4")
		for _, to := range []news.ChannelID{"a", "c", "d"} {
			s.tell(news.Notice{To: to, Kind: news.FeedBack, Since: time.Now()})
		}
		d.fail = func(channel string, _ int) error {
			return map[string]error{"b": refusal(400, 50035), "c": refusal(403, 50013), "d": limited(time.Hour)}[channel]
		}
		registry := prometheus.NewRegistry()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		w := &Worker{Store: s, Sender: d, Render: render.Post, Metrics: registry}
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(90 * time.Second)
		families, err := registry.Gather()
		if err != nil {
			t.Error(err)
		}
		got := map[string]float64{}
		for _, f := range families {
			m := f.GetMetric()[0]
			got[strings.TrimPrefix(f.GetName(), "greenlit_outbox_")] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + m.GetHistogram().GetSampleSum()
		}
		want := map[string]float64{
			"delivered_total": 1, "retried_total": 1, "set_aside_total": 1, "stopped_total": 1,
			"waiting": 1, "oldest_waiting_seconds": 90, "publication_to_post_seconds": 0, "edited_total": 0,
			// The one that waits holds up that c was stopped.
			"notices_told_total": 1, "notices_set_aside_total": 1, "notices_waiting": 2, "notices_oldest_waiting_seconds": 90,
		}
		if !maps.Equal(got, want) {
			t.Errorf("metrics: %v, want %v", got, want)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}
