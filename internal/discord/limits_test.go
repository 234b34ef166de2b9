package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

// window is a rate limit as Discord keeps them.
type window struct {
	limit int
	per   time.Duration

	mu    sync.Mutex
	until time.Time
	used  int
}

// take counts a request, answers it with 429 when there were too many, and
// sets the headers.
func (w *window) take(rw http.ResponseWriter, hash string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if !now.Before(w.until) {
		w.until, w.used = now.Add(w.per), 0
	}
	w.used++
	after := w.until.Sub(now).Seconds()
	h := rw.Header()
	h.Set("X-RateLimit-Bucket", hash)
	h.Set("X-RateLimit-Limit", fmt.Sprint(w.limit))
	h.Set("X-RateLimit-Remaining", fmt.Sprint(max(w.limit-w.used, 0)))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", after))
	if w.used <= w.limit {
		return true
	}
	h.Set("X-RateLimit-Scope", "user")
	h.Set("Retry-After", fmt.Sprint(int(after)+1))
	answerJSON(rw, 429, fmt.Sprintf(`{"message":"You are being rate limited.","retry_after":%.3f,"global":false}`, after))
	return false
}

func TestRequestsArePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var mu sync.Mutex
		var at []time.Time
		f.rest = func(w http.ResponseWriter, _ *http.Request) {
			mu.Lock()
			at = append(at, time.Now())
			mu.Unlock()
			message(w)
		}
		c := f.client(Options{})
		const n = 400
		took := together(n, func(i int) {
			if _, err := c.Send(t.Context(), fmt.Sprint(1000+i), "", hello); err != nil {
				t.Error(err)
			}
		})
		if most := n * time.Second / 45; took > most {
			t.Errorf("%d messages took %v, want less than %v", n, took, most)
		}
		for i := range at {
			if i+50 < len(at) && at[i+50].Sub(at[i]) <= time.Second {
				t.Fatalf("51 requests within %v", at[i+50].Sub(at[i]))
			}
		}
	})
}

func TestAnswersAreNotPacedAndRunSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(50 * time.Millisecond)
			if r.Method == http.MethodPost {
				w.WriteHeader(204)
				return
			}
			message(w)
		}
		c := f.client(Options{RequestsPerSecond: 1})
		took := together(200, func(i int) {
			in := &discordgo.Interaction{ID: fmt.Sprint(i), AppID: "4242", Token: fmt.Sprint("tok", i)}
			if err := c.InteractionRespond(in, &discordgo.InteractionResponse{Type: 5}); err != nil {
				t.Error(err)
			}
			if _, err := c.InteractionResponseEdit(in, &discordgo.WebhookEdit{}); err != nil {
				t.Error(err)
			}
		})
		if took > 110*time.Millisecond {
			t.Errorf("200 answers and edits took %v, want the time of one of each", took)
		}
	})
}

func TestBucketsAreLearnt(t *testing.T) {
	for _, test := range []struct {
		name     string
		parallel bool
	}{{"one after the other", false}, {"together", true}} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				limits := map[string]*window{
					"1001": {limit: 5, per: 5 * time.Second},
					"1002": {limit: 5, per: 5 * time.Second},
				}
				var refused atomic.Int32
				f.rest = func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(20 * time.Millisecond)
					if !limits[strings.Split(r.URL.Path, "/")[4]].take(w, "abc") {
						refused.Add(1)
						return
					}
					message(w)
				}
				c := f.client(Options{})
				send := func(channel string) {
					if _, err := c.Send(t.Context(), channel, "", hello); err != nil {
						t.Error(err)
					}
				}
				var took time.Duration
				const n = 23
				if test.parallel {
					took = together(n, func(int) { send("1001") })
				} else {
					begin := time.Now()
					for range n {
						send("1001")
					}
					took = time.Since(begin)
				}
				if refused.Load() != 0 {
					t.Errorf("%d requests were refused, want none", refused.Load())
				}
				if took < 20*time.Second || took > 22*time.Second {
					t.Errorf("%d messages at 5 in 5 s took %v", n, took)
				}
				begin := time.Now()
				if send("1002"); time.Since(begin) > time.Second {
					t.Errorf("a message to another channel took %v", time.Since(begin))
				}
			})
		})
	}
}

func TestRefusedRequestsWaitAsLongAsDiscordSays(t *testing.T) {
	for _, test := range []struct {
		name   string
		header map[string]string
		body   string
		wait   time.Duration
		others bool // wait too
	}{
		{
			name:   "user",
			header: map[string]string{"X-RateLimit-Scope": "user", "Retry-After": "3", "X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "2.5", "X-RateLimit-Bucket": "b"},
			body:   `{"message":"You are being rate limited.","retry_after":2.5,"global":false}`,
			wait:   3 * time.Second,
		},
		{
			name:   "shared",
			header: map[string]string{"X-RateLimit-Scope": "shared", "Retry-After": "30", "X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "9", "X-RateLimit-Reset-After": "2", "X-RateLimit-Bucket": "b"},
			body:   `{"message":"The resource is being rate limited.","retry_after":30,"global":false}`,
			wait:   30 * time.Second,
		},
		{
			name:   "global",
			header: map[string]string{"X-RateLimit-Scope": "global", "X-RateLimit-Global": "true", "Retry-After": "2"},
			body:   `{"message":"You are being rate limited.","retry_after":1.2,"global":true}`,
			wait:   2 * time.Second, others: true,
		},
		{
			name: "global in the body alone",
			body: `{"message":"You are being rate limited.","retry_after":4.5,"global":true}`,
			wait: 4500 * time.Millisecond, others: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				var first atomic.Bool
				f.rest = func(w http.ResponseWriter, r *http.Request) {
					if strings.Contains(r.URL.Path, "/channels/1001/") && first.CompareAndSwap(false, true) {
						for k, v := range test.header {
							w.Header().Set(k, v)
						}
						answerJSON(w, 429, test.body)
						return
					}
					if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/interactions/") {
						w.WriteHeader(204)
						return
					}
					message(w)
				}
				c := f.client(Options{})
				begin := time.Now()
				var all sync.WaitGroup
				all.Go(func() {
					if _, err := c.Send(t.Context(), "1001", "", hello); err != nil {
						t.Error(err)
					}
					if took := time.Since(begin); took < test.wait || took > test.wait+time.Second {
						t.Errorf("the refused message took %v, want %v", took, test.wait)
					}
				})
				time.Sleep(100 * time.Millisecond)
				all.Go(func() {
					if err := c.InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{Type: 5}); err != nil {
						t.Error(err)
					}
					if took := time.Since(begin); took > time.Second {
						t.Errorf("an answer took %v", took)
					}
				})
				if _, err := c.Send(t.Context(), "1002", "", hello); err != nil {
					t.Error(err)
				}
				if took := time.Since(begin); (took >= test.wait) != test.others {
					t.Errorf("a message to another channel took %v; must wait: %v", took, test.others)
				}
				all.Wait()
			})
		})
	}
}

// A caller that has less time than the wait is told so at once, and how long.
func TestWaitsHonourTheContext(t *testing.T) {
	for _, test := range []struct {
		retry int
		time  time.Duration // of the caller; 0: all the time in the world
	}{{10, 300 * time.Millisecond}, {1337, 0}} {
		t.Run(fmt.Sprint(test.retry), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.rest = func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Retry-After", fmt.Sprint(test.retry))
					answerJSON(w, 429, fmt.Sprintf(`{"message":"x","retry_after":%d,"global":false}`, test.retry))
				}
				c := f.client(Options{})
				for range 2 { // refused by Discord, and then by what is known
					ctx, cancel := context.WithCancel(t.Context())
					if test.time > 0 {
						ctx, cancel = context.WithTimeout(ctx, test.time)
					}
					begin := time.Now()
					_, err := c.Send(ctx, "1001", "n", hello)
					cancel()
					var limit *LimitError
					if !errors.As(err, &limit) || limit.RetryAfter() < time.Duration(test.retry)*time.Second {
						t.Errorf("Send: %v, want a LimitError of %d s", err, test.retry)
					}
					if took := time.Since(begin); took > 10*time.Millisecond {
						t.Errorf("Send took %v", took)
					}
				}
				if n := len(f.seen()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		})
	}
}

func TestCancelledWaitEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 429, `{"message":"x","retry_after":20,"global":true}`)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begin := time.Now()
		_, err := f.client(Options{}).Send(ctx, "1001", "n", hello)
		if !errors.Is(err, context.Canceled) || time.Since(begin) != time.Second {
			t.Errorf("Send: %v after %v, want cancelled after 1 s", err, time.Since(begin))
		}
	})
}

func TestEdgeRefusesTheAddress(t *testing.T) {
	for _, status := range []int{403, 429} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.rest = func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "text/html")
					w.WriteHeader(status)
					io.WriteString(w, "<!DOCTYPE html><title>Access denied</title>")
				}
				c := f.client(Options{})
				for i := range 5 {
					var err error
					if i%2 == 0 {
						_, err = c.Send(t.Context(), fmt.Sprint(1000+i), "n", hello)
					} else {
						err = c.InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{Type: 5})
					}
					var limit *LimitError
					if !errors.As(err, &limit) || limit.Wait < 9*time.Minute {
						t.Errorf("got %v, want a LimitError of 10 minutes", err)
					}
				}
				if n := len(f.seen()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
				f.rest = func(w http.ResponseWriter, _ *http.Request) { message(w) }
				time.Sleep(11 * time.Minute)
				if _, err := c.Send(t.Context(), "1001", "n", hello); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

func TestInvalidRequestsSlowDownAndStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 403, `{"message":"Missing Access","code":50001}`)
		}
		c := f.client(Options{RequestsPerSecond: 1e6})
		get := func() error { _, err := c.Send(t.Context(), "1001", "n", hello); return err }
		begin := time.Now()
		for range invalidSlow {
			get()
		}
		quick := time.Since(begin)
		for range 50 {
			get()
		}
		if slow := time.Since(begin) - quick; quick > time.Second || slow < 9*time.Second {
			t.Errorf("the first %d took %v and the next 50 %v, want the latter slow", invalidSlow, quick, slow)
		}
		for range invalidStop { // as if others from this process had made them
			c.transport.limits.invalid.add(time.Now(), slog.New(slog.DiscardHandler))
		}
		n := len(f.seen())
		var limit *LimitError
		if err := get(); !errors.As(err, &limit) || limit.Wait > invalidWindow+time.Minute {
			t.Errorf("got %v, want a LimitError", err)
		}
		if len(f.seen()) != n {
			t.Error("a request was sent past the stop")
		}
		time.Sleep(limit.Wait)
		if err := get(); errors.As(err, &limit) {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestBucketsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := onTheSpot(t, 200, `{"id":"1"}`)
		for i := range 100 {
			if _, err := c.Send(t.Context(), fmt.Sprint(1000+i), "", hello); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * sweepEvery)
		c.Send(t.Context(), "1", "", hello)
		if n := len(c.transport.limits.buckets); n != 1 {
			t.Errorf("%d buckets, want the last one", n)
		}
	})
}
