package discord

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
)

// start runs the client until the test's end, or until stop is called, which
// returns what Run did.
func start(t *testing.T, c *Client) (stop func() error, apps chan string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	apps = make(chan string, 10)
	result := make(chan error, 1)
	go func() {
		result <- c.Run(ctx, func(_ context.Context, app string) error {
			apps <- app
			return nil
		})
	}()
	stop = func() error {
		synctest.Wait() // discordgo sleeps with a lock held, which nobody may want meanwhile
		cancel()
		err, ok := <-result
		if ok {
			close(result)
		}
		return err
	}
	t.Cleanup(func() { stop() })
	return stop, apps
}

func TestRunEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var conn *fakeConn
		f.gateway = func(_ int, c *fakeConn) { conn = c; c.enter(); c.serve() }
		stop, apps := start(t, f.client(Options{}))
		if app := <-apps; app != "4242" {
			t.Errorf("ready got app %q, want 4242", app)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		begin := time.Now()
		if err := stop(); err != nil {
			t.Errorf("Run returned %v, want nil", err)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("Run took %v to end", took)
		}
		<-conn.ended
		if conn.code != 1000 {
			t.Errorf("the connection closed with %d, want 1000", conn.code)
		}
		if got, want := f.entries(), []string{"identify gateway.test"}; !slices.Equal(got, want) {
			t.Errorf("connections: %q, want %q", got, want)
		}
		// One at once and then one in each interval.
		if got, want := len(conn.beats), 1+int(time.Hour/heartbeats); got < want-1 || got > want {
			t.Errorf("%d heartbeats in an hour, want %d", got, want)
		}
	})
}

// However far the connection has come, Run ends soon after its context.
func TestRunEndsAtEachStage(t *testing.T) {
	for name, test := range map[string]struct {
		limit string
		play  func(*fakeConn)
	}{
		"waiting to identify": {limit: `{"total":1000,"remaining":1,"reset_after":3600000}`},
		"before HELLO":        {play: func(c *fakeConn) { c.serve() }},
		"before READY":        {play: func(c *fakeConn) { c.hello(); c.serve() }},
		"between attempts":    {play: func(c *fakeConn) { c.hello(); c.close(4000) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.limit = test.limit
				f.gateway = func(_ int, c *fakeConn) { test.play(c) }
				stop, _ := start(t, f.client(Options{}))
				time.Sleep(30 * time.Second)
				begin := time.Now()
				if err := stop(); err != nil || time.Since(begin) > 5*time.Second {
					t.Errorf("Run returned %v after %v", err, time.Since(begin))
				}
			})
		})
	}
}

func TestErrorOfReadyEndsRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := errors.New("no commands")
		begin := time.Now()
		err := newFake(t).client(Options{}).Run(t.Context(), func(context.Context, string) error {
			time.Sleep(time.Second) // discordgo sleeps with a lock held, which nobody may want meanwhile
			return want
		})
		if !errors.Is(err, want) || time.Since(begin) > 5*time.Second {
			t.Errorf("Run returned %v after %v, want %v", err, time.Since(begin), want)
		}
	})
}

func TestRunEndsWhenDiscordForbidsIt(t *testing.T) {
	for _, test := range []struct {
		code int
		want string
	}{
		{4004, ErrToken.Error()},
		{4010, "refuses the bot's shard (4010)"},
		{4011, "split into shards"},
		{4012, "version"},
		{4013, "does not know the intents"},
		{4014, "does not allow the bot the intents"},
	} {
		for _, after := range []string{"hello", "ready"} {
			t.Run(fmt.Sprint(test.code, " after ", after), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFake(t)
					f.gateway = func(_ int, c *fakeConn) {
						if c.hello(); after == "ready" {
							c.ready()
							time.Sleep(time.Minute)
						}
						c.close(test.code)
						c.serve()
					}
					err := f.client(Options{}).Run(t.Context(), nil)
					if err == nil || !strings.Contains(err.Error(), test.want) {
						t.Errorf("Run returned %v, want %q", err, test.want)
					}
					if test.code == 4004 && !errors.Is(err, ErrToken) {
						t.Errorf("Run returned %v, want ErrToken", err)
					}
					if n := len(f.entries()); n != 1 {
						t.Errorf("%d connections, want 1", n)
					}
				})
			})
		}
	}
}

func TestRunResumes(t *testing.T) {
	for name, end := range map[string]func(*fakeConn){
		"op 7":                func(c *fakeConn) { c.send(7, "", "null"); c.serve() },
		"close 4000":          func(c *fakeConn) { c.close(4000); c.serve() },
		"close 1001":          func(c *fakeConn) { c.close(1001); c.serve() },
		"reset":               func(c *fakeConn) { c.NetConn().Close() },
		"op 9 resumable":      func(c *fakeConn) { c.send(9, "", "true"); c.serve() },
		"no acknowledgements": func(c *fakeConn) { c.deaf(); c.serve() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				var first, second *fakeConn
				var ended time.Time
				f.gateway = func(n int, c *fakeConn) {
					c.enter()
					if n > 1 {
						second = c
						c.serve()
						return
					}
					first = c
					time.Sleep(time.Hour + time.Second)
					ended = time.Now()
					end(c)
				}
				_, apps := start(t, f.client(Options{}))
				<-apps
				time.Sleep(2 * time.Hour)
				synctest.Wait()
				if got, want := f.entries(), []string{"identify gateway.test", "resume resume.test"}; !slices.Equal(got, want) {
					t.Fatalf("connections: %q, want %q", got, want)
				}
				took := f.when[1].Sub(ended)
				most := 10 * time.Second
				if name == "no acknowledgements" {
					most = 2 * heartbeats // the next heartbeat and the missing answer to it
				}
				if took > most {
					t.Errorf("connected again after %v, want at most %v", took, most)
				}
				if first.code == 1000 || first.code == 1001 {
					t.Errorf("the client ended the session with %d", first.code)
				}
				if second.from != 1 {
					t.Errorf("resumed after event %d, want 1", second.from)
				}
				if len(apps) != 0 {
					t.Error("ready was called again")
				}
			})
		})
	}
}

func TestRunIdentifiesAgain(t *testing.T) {
	for name, end := range map[string]func(*fakeConn){
		"op 9":       func(c *fakeConn) { c.send(9, "", "false"); c.serve() },
		"close 4007": func(c *fakeConn) { c.close(4007); c.serve() },
		"close 4009": func(c *fakeConn) { c.close(4009); c.serve() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.gateway = func(n int, c *fakeConn) {
					c.enter()
					if n == 1 {
						time.Sleep(time.Hour)
						end(c)
						return
					}
					c.serve()
				}
				_, apps := start(t, f.client(Options{}))
				<-apps
				time.Sleep(2 * time.Hour)
				synctest.Wait()
				if got, want := f.entries(), []string{"identify gateway.test", "identify gateway.test"}; !slices.Equal(got, want) {
					t.Errorf("connections: %q, want %q", got, want)
				}
			})
		})
	}
}

func TestRunSurvivesAnOpenThatWouldHang(t *testing.T) {
	for name, play := range map[string]func(*fakeConn){
		"no HELLO":              func(c *fakeConn) { c.serve() },
		"no READY":              func(c *fakeConn) { c.hello(); c.serve() },
		"op 7 instead of READY": func(c *fakeConn) { c.hello(); c.send(7, "", "null"); c.serve() },
		"op 9 instead of READY": func(c *fakeConn) { c.hello(); c.send(9, "", "false"); c.serve() },
		"no event":              func(c *fakeConn) { c.hello(); c.WriteMessage(1, []byte("null")); c.serve() },
		"interval 0":            func(c *fakeConn) { c.send(10, "", `{"heartbeat_interval":0}`); c.serve() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.gateway = func(n int, c *fakeConn) {
					if n == 1 {
						play(c)
						return
					}
					c.enter()
					c.serve()
				}
				begin := time.Now()
				_, apps := start(t, f.client(Options{}))
				<-apps
				if took := time.Since(begin); took > 90*time.Second {
					t.Errorf("connected after %v", took)
				}
			})
		})
	}
}

func TestStormSparesTheIdentifyBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.gateway = func(_ int, c *fakeConn) {
			if c.hello() == 2 {
				c.ready()
				time.Sleep(time.Second)
			}
			c.send(9, "", "false")
			c.serve()
		}
		start(t, f.client(Options{}))
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if n := len(f.entries()); n < 100 || n > 700 {
			t.Errorf("%d connections in a day of refusals, want some hundred and never near 1000", n)
		}
		for i := 1; i < len(f.when); i++ {
			if gap := f.when[i].Sub(f.when[i-1]); gap < identifyEvery {
				t.Fatalf("two connections within %v", gap)
			}
		}
	})
}

func TestAnOutageIsMetWithPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.gateway = func(n int, c *fakeConn) {
			c.enter()
			if n == 1 {
				time.Sleep(time.Hour)
				f.mu.Lock()
				f.limit = "none" // and so 404
				f.mu.Unlock()
				c.send(9, "", "false")
			}
			c.serve()
		}
		start(t, f.client(Options{}))
		time.Sleep(25 * time.Hour)
		synctest.Wait()
		// Every few minutes.
		if n := len(f.requests); n < 24*12 || n > 24*30 {
			t.Errorf("%d requests in a day without a gateway", n)
		}
		f.mu.Lock()
		f.limit = ""
		f.mu.Unlock()
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := len(f.entries()); n != 2 {
			t.Errorf("%d connections, want the second one after the outage", n)
		}
	})
}

func TestScarceIdentifiesAreSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.limit = `{"total":1000,"remaining":10,"reset_after":3600000,"max_concurrency":1}`
		begin := time.Now()
		_, apps := start(t, f.client(Options{}))
		<-apps
		if waited := time.Since(begin); waited < 6*time.Minute || waited > 7*time.Minute {
			t.Errorf("connected after %v, want the tenth part of an hour", waited)
		}
	})
}

func TestResumeFallsBackToTheGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.gateway = func(n int, c *fakeConn) {
			if n > 1 {
				c.enter()
				c.serve()
				return
			}
			c.hello()
			c.send(0, "READY", `{"session_id":"s1","resume_gateway_url":"ws://nowhere.test","application":{"id":"1"},"user":{"id":"2"}}`)
			time.Sleep(time.Minute)
			c.NetConn().Close()
		}
		start(t, f.client(Options{}))
		time.Sleep(time.Hour)
		synctest.Wait()
		if got, want := f.entries(), []string{"identify gateway.test", "resume gateway.test"}; !slices.Equal(got, want) {
			t.Errorf("connections: %q, want %q", got, want)
		}
		if !slices.Contains(f.dialled, "nowhere.test:80") {
			t.Errorf("dialled %q, want nowhere.test too", f.dialled)
		}
	})
}

// The real Discord is reached by TLS, on real sockets.
func TestRunOverTLS(t *testing.T) {
	f := &fake{t: t}
	f.gateway = func(_ int, c *fakeConn) { c.enter(); c.serve() }
	server := httptest.NewUnstartedServer(f)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	f.url = "wss" + strings.TrimPrefix(server.URL, "https")
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	for _, trusted := range []bool{true, false} {
		o, time := Options{Token: "secret.bot.token", APIURL: server.URL + "/api"}, 300*time.Millisecond
		if trusted {
			time *= 100
			o.tls = &tls.Config{RootCAs: roots}
		}
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time)
		connected := false
		if err := c.Run(ctx, func(context.Context, string) error { connected = true; cancel(); return nil }); err != nil {
			t.Errorf("Run: %v", err)
		}
		cancel()
		if connected != trusted {
			t.Errorf("connected: %v, certificate trusted: %v", connected, trusted)
		}
	}
}

func interaction(id int) string {
	return fmt.Sprintf(`{"id":"%d","application_id":"4242","type":2,"token":"tok","data":{"id":"7","name":"news","type":1}}`, id)
}

func TestInteractionsAreBoundedAndSurvivePanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		const events, bound = 100, 3
		f.gateway = func(_ int, c *fakeConn) {
			c.enter()
			for i := range events {
				c.send(0, "INTERACTION_CREATE", interaction(1000+i))
				c.send(0, "INTERACTION_CREATE", interaction(1000+i)) // delivered twice
			}
			c.serve()
		}
		var now, most, answered atomic.Int64
		c := f.client(Options{
			Concurrency: bound,
			OnInteraction: func(_ context.Context, i *discordgo.InteractionCreate) {
				if n := now.Add(1); n > most.Load() {
					most.Store(n)
				}
				defer now.Add(-1)
				time.Sleep(100 * time.Millisecond)
				answered.Add(1)
				panic("handler")
			},
		})
		start(t, c)
		time.Sleep(time.Minute)
		synctest.Wait()
		if most.Load() != bound {
			t.Errorf("%d were answered at once, want %d", most.Load(), bound)
		}
		// Of 100, 3 and 24 are taken at once, 27 in all, within the 2 s in
		// which each has its turn.
		if n := answered.Load(); n != bound*(1+waitingFor) {
			t.Errorf("%d were answered, want %d", n, bound*(1+waitingFor))
		}
	})
}

func TestShutdownLetsAnswersFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.gateway = func(_ int, c *fakeConn) {
			c.enter()
			c.send(0, "INTERACTION_CREATE", interaction(1))
			c.send(0, "INTERACTION_CREATE", interaction(2))
			c.serve()
		}
		ended := make(chan error, 2)
		c := f.client(Options{OnInteraction: func(ctx context.Context, i *discordgo.InteractionCreate) {
			if i.ID == "2" {
				<-ctx.Done() // never by itself
				ended <- ctx.Err()
				return
			}
			time.Sleep(2 * time.Second)
			ended <- ctx.Err()
		}})
		stop, apps := start(t, c)
		<-apps
		time.Sleep(time.Second)
		begin := time.Now()
		if err := stop(); err != nil {
			t.Errorf("Run returned %v", err)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("Run took %v to end", took)
		}
		if err := <-ended; err != nil {
			t.Errorf("the first answer's context ended early: %v", err)
		}
		if err := <-ended; err == nil {
			t.Error("the second answer's context did not end")
		}
	})
}
