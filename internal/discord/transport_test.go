package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
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

func message(w http.ResponseWriter) { answerJSON(w, 200, `{"id":"99"}`) }

var hello = &discordgo.MessageSend{Content: "hello"}

// together calls f for each number at once and returns how long it took.
func together(n int, f func(int)) time.Duration {
	begin := time.Now()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
	return time.Since(begin)
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

func TestRepeats(t *testing.T) {
	post := func(nonce string) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			_, err := c.Send(ctx, "1001", nonce, hello)
			return err
		}
	}
	get := func(ctx context.Context, c *Client) error {
		_, err := c.ApplicationCommands("4242", "", discordgo.WithContext(ctx))
		return err
	}
	respond := func(ctx context.Context, c *Client) error {
		return c.InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{Type: 5}, discordgo.WithContext(ctx))
	}
	for _, test := range []struct {
		name     string
		call     func(context.Context, *Client) error
		fails    int // times
		requests int
		ok       bool
	}{
		{"message with nonce", post("n"), 2, 3, true},
		{"message with nonce, in vain", post("n"), 99, 4, false},
		{"message without nonce", post(""), 1, 1, false},
		{"commands", get, 2, 3, true},
		{"answer that got through", respond, 1, 2, true},
	} {
		for _, how := range []string{"500", "502", "503", "504", "reset", "truncated"} {
			t.Run(test.name+", "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFake(t)
					fails := test.fails
					f.rest = func(w http.ResponseWriter, r *http.Request) {
						if fails--; fails >= 0 {
							switch how {
							case "reset":
								panic(http.ErrAbortHandler)
							case "truncated":
								w.Header().Set("Content-Length", "1000")
								io.WriteString(w, "{")
								panic(http.ErrAbortHandler)
							}
							var status int
							fmt.Sscan(how, &status)
							w.WriteHeader(status)
							io.WriteString(w, "<html>bad gateway</html>")
							return
						}
						switch {
						case strings.Contains(r.URL.Path, "/interactions/"):
							answerJSON(w, 400, `{"message":"Interaction has already been acknowledged.","code":40060}`)
						case r.Method == http.MethodGet:
							answerJSON(w, 200, `[]`)
						default:
							message(w)
						}
					}
					begin := time.Now()
					err := test.call(t.Context(), f.client(Options{}))
					if (err == nil) != test.ok {
						t.Errorf("got %v, want success: %v", err, test.ok)
					}
					if n := len(f.seen()); n != test.requests {
						t.Errorf("%d requests, want %d", n, test.requests)
					}
					if took := time.Since(begin); took > 3*time.Second || (test.requests > 2 && took == 0) {
						t.Errorf("took %v", took)
					}
				})
			})
		}
	}
}

func TestAnsweringTwiceIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, 400, `{"message":"Interaction has already been acknowledged.","code":40060}`)
		}
		err := f.client(Options{}).InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{Type: 5})
		var refused *discordgo.RESTError
		if !errors.As(err, &refused) || refused.Message.Code != 40060 {
			t.Errorf("got %v, want 40060", err)
		}
	})
}

func TestRefusedTokenStopsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			answerJSON(w, 401, `{"message":"401: Unauthorized","code":0}`)
		}
		c := f.client(Options{})
		ended := make(chan error, 1)
		go func() { ended <- c.Run(t.Context(), nil) }()
		time.Sleep(time.Minute)
		for range 3 {
			if _, err := c.Send(t.Context(), "1001", "n", hello); !errors.Is(err, ErrToken) {
				t.Errorf("Send: %v, want ErrToken", err)
			}
		}
		if n := len(f.seen()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		if err := <-ended; !errors.Is(err, ErrToken) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Run: %q, want ErrToken in one line", err)
		}
	})
}

func TestWrongTokenEndsRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.limit = "none"
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			answerJSON(w, 401, `{"message":"401: Unauthorized","code":0}`)
		}
		if err := f.client(Options{}).Run(t.Context(), nil); !errors.Is(err, ErrToken) {
			t.Errorf("Run: %v, want ErrToken", err)
		}
	})
}

func TestExpiredInteractionIsNotTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPatch {
				answerJSON(w, 401, `{"message":"Invalid Webhook Token","code":50027}`)
				return
			}
			message(w)
		}
		c := f.client(Options{})
		if _, err := c.InteractionResponseEdit(&discordgo.Interaction{AppID: "1", Token: "tok"}, &discordgo.WebhookEdit{}); err == nil || errors.Is(err, ErrToken) {
			t.Errorf("edit: %v, want the refusal", err)
		}
		if _, err := c.Send(t.Context(), "1001", "", hello); err != nil {
			t.Errorf("Send: %v", err)
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

// onTheSpot returns a client whose requests are answered on the spot.
func onTheSpot(t testing.TB, status int, body string) *Client {
	c, err := New(Options{Token: "t", APIURL: "http://discord.test/api"})
	if err != nil {
		t.Fatal(err)
	}
	c.transport.base = roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
	return c
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestInteractionsLeaveNothingBehind(t *testing.T) {
	c := onTheSpot(t, 200, `{"id":"1"}`)
	round := func(from, n int) {
		for i := from; i < from+n; i++ {
			in := &discordgo.Interaction{ID: fmt.Sprint(1e9 + float64(i)), AppID: "4242", Token: strings.Repeat("t", 180) + fmt.Sprint(i)}
			if err := c.InteractionRespond(in, &discordgo.InteractionResponse{Type: 5}); err != nil {
				t.Fatal(err)
			}
			if _, err := c.InteractionResponseEdit(in, &discordgo.WebhookEdit{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	round(0, 100)
	before := heap()
	const n = 10_000
	round(100, n)
	// discordgo's own calls keep 491 bytes for each.
	if kept := (heap() - before) / n; kept > 20 {
		t.Errorf("each interaction kept %d bytes, want none", kept)
	}
	if n := len(c.transport.limits.buckets) + len(c.transport.limits.hashes); n != 0 {
		t.Errorf("%d buckets and hashes for interactions, want none", n)
	}
	runtime.KeepAlive(c)
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

func TestErrorsAndLogsHoldNoToken(t *testing.T) {
	for _, test := range []struct {
		name string
		rest http.HandlerFunc
	}{
		{"reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
		{"429", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 429, `{"retry_after":3600}`) }},
		{"html", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403); io.WriteString(w, "<html>") }},
		{"404", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 404, `{"code":10062}`) }},
		{"400 without JSON", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(400) }},
		{"slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"no message", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, `[`) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.rest = test.rest
				var log bytes.Buffer
				c := f.client(Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
				in := &discordgo.Interaction{ID: "5", AppID: "4242", Token: "interactiontoken"}
				said := ""
				for i := range 2 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*20*time.Second)
					if test.name != "no message" {
						said += fmt.Sprintln(c.InteractionRespond(in, &discordgo.InteractionResponse{Type: 5}, discordgo.WithContext(ctx)))
					}
					_, err := c.InteractionResponseEdit(in, &discordgo.WebhookEdit{}, discordgo.WithContext(ctx))
					said += fmt.Sprintln(err)
					_, err = c.ApplicationCommands("4242", "", discordgo.WithContext(ctx))
					said += fmt.Sprintln(err)
					_, err = c.Send(ctx, "1001", "n", hello)
					said += fmt.Sprintln(err)
					cancel()
				}
				if strings.Contains(said, "<nil>") {
					t.Errorf("a call succeeded:\n%s", said)
				}
				for _, secret := range []string{"interactiontoken", "secret.bot.token", "http://", "/webhooks/"} {
					if strings.Contains(said, secret) || strings.Contains(log.String(), secret) {
						t.Errorf("%q is in an error or the log:\n%s%s", secret, said, log.String())
					}
				}
			})
		})
	}
}

func TestDiscordgoSeesNoLimits(t *testing.T) {
	c := onTheSpot(t, 200, `{}`)
	base := c.transport.base
	c.transport.base = roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.String() != "http://discord.test/api/v10/users/@me?x=1" {
			t.Errorf("requested %s", r.URL)
		}
		resp, err := base.RoundTrip(r)
		resp.Header.Set("X-RateLimit-Remaining", "0")
		resp.Header.Set("X-RateLimit-Reset-After", "100")
		resp.Header.Set("X-RateLimit-Global", "true")
		resp.Header.Set("Date", "x")
		return resp, err
	})
	req, _ := http.NewRequest("GET", "https://discord.com/api/v9/users/@me?x=1", nil)
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Header) != 1 {
		t.Errorf("headers: %v, want Date alone", resp.Header)
	}
	req, _ = http.NewRequest("GET", "https://cdn.discordapp.com/x.png", nil)
	if _, err := c.transport.RoundTrip(req); err == nil {
		t.Error("a request for another host was made")
	}
}

func TestSendAsksForOneMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var body map[string]any
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			json.NewDecoder(r.Body).Decode(&body)
			message(w)
		}
		id, err := f.client(Options{}).Send(t.Context(), "1001", "abc", hello)
		if id != "99" || err != nil {
			t.Errorf("Send = %q, %v, want 99", id, err)
		}
		if body["nonce"] != "abc" || body["enforce_nonce"] != true {
			t.Errorf("nonce %v, enforced %v", body["nonce"], body["enforce_nonce"])
		}
		if got := fmt.Sprint(body["allowed_mentions"]); got != "map[parse:[] replied_user:false]" {
			t.Errorf("allowed mentions: %s, want none", got)
		}
		if got, want := f.seen(), []string{"POST /channels/1001/messages"}; !slices.Equal(got, want) {
			t.Errorf("requests %q, want %q", got, want)
		}
	})
}

func TestEmptyAutocompleteKeepsItsChoices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var body string
		f.rest = func(w http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			body = string(raw)
			w.WriteHeader(204)
		}
		c := f.client(Options{})
		for _, data := range []*discordgo.InteractionResponseData{nil, {}, {Choices: []*discordgo.ApplicationCommandOptionChoice{}}} {
			err := c.InteractionRespond(&discordgo.Interaction{ID: "5", Token: "tok"}, &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: data,
			})
			if err != nil || body != `{"data":{"choices":[]},"type":8}` {
				t.Errorf("sent %s, %v", body, err)
			}
		}
	})
}

func TestFind(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	// 250 messages, newest first, a minute apart; each 10th the bot's.
	var all []string
	for i := range 250 {
		author := "7"
		if i%10 == 0 {
			author = "42"
		}
		all = append(all, fmt.Sprintf(`{"id":"%d","content":"m%d","author":{"id":"%s"},"timestamp":"%s"}`,
			1000-i, i, author, now.Add(-time.Duration(i)*time.Minute).Format(time.RFC3339)))
	}
	for _, test := range []struct {
		content string
		since   time.Duration
		want    string
		pages   int
	}{
		{"m0", time.Hour, "1000", 1},
		{"m240", 300 * time.Minute, "760", 3},
		{"m240", 100 * time.Minute, "", 2},
		{"m241", 300 * time.Minute, "", 3}, // not the bot's
		{"none", time.Hour, "", 1},
	} {
		t.Run(test.content, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.rest = func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/users/@me") {
						answerJSON(w, 200, `{"id":"42"}`)
						return
					}
					from := 0
					if before := r.URL.Query().Get("before"); before != "" {
						var id int
						fmt.Sscan(before, &id)
						from = 1000 - id + 1
					}
					answerJSON(w, 200, "["+strings.Join(all[from:min(from+100, len(all))], ",")+"]")
				}
				c := f.client(Options{})
				got, err := c.Find(t.Context(), "1001", now.Add(-test.since), func(m *discordgo.Message) bool { return m.Content == test.content })
				if err != nil || got != test.want {
					t.Errorf("Find = %q, %v, want %q", got, err, test.want)
				}
				if n := len(f.seen()) - 1; n != test.pages {
					t.Errorf("%d pages were read, want %d", n, test.pages)
				}
			})
		})
	}
}

func TestNewChecksItsOptions(t *testing.T) {
	for _, test := range []struct {
		options Options
		want    string
	}{
		{Options{}, "missing"},
		{Options{Token: "Bot "}, "missing"},
		{Options{Token: "a\nb"}, "characters"},
		{Options{Token: "a", APIURL: "discord.com"}, "address"},
		{Options{Token: "a", APIURL: "ftp://discord.com"}, "address"},
		{Options{Token: "a", APIURL: "::"}, "address"},
	} {
		_, err := New(test.options)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("New(%+v): %v, want %q", test.options, err, test.want)
		}
	}
	for _, token := range []string{"abc", "Bot abc", " Bot abc \n"} {
		c, err := New(Options{Token: token})
		if err != nil || c.token != "Bot abc" {
			t.Errorf("New with token %q: %v", token, err)
		}
	}
}
