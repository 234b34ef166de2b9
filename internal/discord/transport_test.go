package discord

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

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

func TestWrongAddressEndsRun(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"nothing":        http.NotFound,
		"a page":         func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><title>Welcome</title>") },
		"something else": func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, 200, `{"status":"ok"}`) },
		"somewhere else": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://discord.test"+r.URL.Path, http.StatusMovedPermanently)
		},
		"trouble at first": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.limit = "none"
				start := time.Now()
				f.rest = func(w http.ResponseWriter, r *http.Request) {
					if name == "trouble at first" && time.Since(start) > time.Hour {
						http.NotFound(w, r)
						return
					}
					answer(w, r)
				}
				if err := f.client(Options{}).Run(t.Context(), nil); !errors.Is(err, ErrAPI) {
					t.Errorf("Run: %v, want ErrAPI", err)
				}
				if took := time.Since(start); took > time.Minute && name != "trouble at first" {
					t.Errorf("Run took %v to say so", took)
				}
			})
		})
	}
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

// heap returns the bytes in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

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
