package discord

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

var (
	fanOut = flag.Int("channels", 2000, "channels that BenchmarkFanOut posts to")
	soak   = flag.Int("soak", 500, "interactions of TestSoak, and ten times its posts")
)

// plainSession is discordgo as it comes, sent to the simulator.
func plainSession(t testing.TB, sim *discordsim.Sim) *discordgo.Session {
	s, err := discordgo.New("Bot " + sim.Token())
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(sim.URL())
	if err != nil {
		t.Fatal(err)
	}
	s.Client = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = base.Scheme, base.Host
		return http.DefaultTransport.RoundTrip(r)
	})}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.LogLevel = -1
	return s
}

// BenchmarkFanOut posts one story to many channels, against the simulator with
// Discord's own limits.
func BenchmarkFanOut(b *testing.B) {
	send := map[string]func(*discordsim.Sim) func(channel, nonce string) error{
		"client": func(sim *discordsim.Sim) func(string, string) error {
			c, err := New(Options{Token: sim.Token(), APIURL: sim.URL()})
			if err != nil {
				b.Fatal(err)
			}
			return func(channel, nonce string) error {
				_, err := c.Send(context.Background(), channel, nonce, hello)
				return err
			}
		},
		"discordgo": func(sim *discordsim.Sim) func(string, string) error {
			s := plainSession(b, sim)
			return func(channel, _ string) error {
				_, err := s.ChannelMessageSendComplex(channel, hello)
				return err
			}
		},
	}
	for _, name := range []string{"client", "discordgo"} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				sim, err := discordsim.Start(discordsim.Config{})
				if err != nil {
					b.Fatal(err)
				}
				guild := sim.AddGuild("Sofa Club")
				channels := make(chan string, *fanOut)
				for i := range *fanOut {
					channels <- guild.AddChannel(fmt.Sprint("tv-news-", i)).ID
				}
				close(channels)
				post := send[name](sim)
				var failed atomic.Int64
				took := together(32, func(int) {
					for channel := range channels {
						if post(channel, "story "+channel[len(channel)-10:]) != nil {
							failed.Add(1)
						}
					}
				})
				stats := sim.Stats()
				b.ReportMetric(float64(*fanOut)/took.Seconds(), "posts/s")
				b.ReportMetric(float64(stats.GlobalLimited), "global-429")
				b.ReportMetric(float64(stats.Limited), "429")
				b.ReportMetric(float64(failed.Load()), "failed")
				sim.Close()
			}
		})
	}
}

// BenchmarkInteraction measures from the moment that a person sends a command
// to the moment that the answer is there, over sockets.
func BenchmarkInteraction(b *testing.B) {
	for _, flying := range []int{1, 200} {
		for _, name := range []string{"client", "discordgo"} {
			b.Run(fmt.Sprint(name, "/", flying), func(b *testing.B) {
				people, channel, close := crowd(b, name, flying)
				defer close()
				before := heap()
				b.ResetTimer()
				took := make([]time.Duration, b.N)
				var next atomic.Int64
				together(flying, func(n int) {
					for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
						begin := time.Now()
						if _, err := people[n].Type(context.Background(), channel, "/now"); err != nil {
							b.Error(err)
						}
						took[i] = time.Since(begin)
					}
				})
				b.StopTimer()
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
				b.ReportMetric(float64(heap()-before)/float64(b.N), "kept-B/op") // the simulator's too
			})
		}
	}
}

// crowd starts a simulator with people in it and a bot that answers /now.
func crowd(t testing.TB, name string, n int) (people []*discordsim.Member, channel *discordsim.Channel, done func()) {
	sim, err := discordsim.Start(discordsim.Config{KeepMessages: 10})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ended chan error
	if name == "client" {
		var c *Client
		c, err = New(Options{Token: sim.Token(), APIURL: sim.URL(), OnInteraction: func(ctx context.Context, i *discordgo.InteractionCreate) {
			if err := answerTest(ctx, c, i); err != nil {
				t.Error(err)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		ended = make(chan error, 1)
		go func() {
			ended <- c.Run(ctx, func(ctx context.Context, app string) error {
				_, err := c.ApplicationCommandBulkOverwrite(app, "", testCommands[:1], discordgo.WithContext(ctx))
				return err
			})
		}()
		done = func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			sim.Close()
		}
	} else {
		s := plainSession(t, sim)
		s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
			err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
				Type: discordgo.InteractionResponseChannelMessageWithSource,
				Data: &discordgo.InteractionResponseData{Content: "an answer to now"},
			})
			if err != nil {
				t.Error(err)
			}
		})
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), "", testCommands[:1]); err != nil {
			t.Fatal(err)
		}
		done = func() { cancel(); s.Close(); sim.Close() }
	}
	if err := sim.Registered(ctx, "now"); err != nil {
		t.Fatal(err)
	}
	guild := sim.AddGuild("Sofa Club")
	channel = guild.AddChannel("tv-news")
	for i := range n {
		people = append(people, guild.AddMember(fmt.Sprint("person-", i)))
	}
	return people, channel, done
}

// heap returns the bytes in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// After many interactions and posts over sockets, goroutines and the client's
// own tables are where they were.
func TestSoak(t *testing.T) {
	limits := discordsim.DefaultLimits()
	limits.Global.Count = 0
	limits.Routes = nil
	limits.Route.Count = 0
	sim, c, _ := simulated(t, &limits)
	guild := sim.AddGuild("Sofa Club")
	var people []*discordsim.Member
	var channels []*discordsim.Channel
	for i := range 20 {
		people = append(people, guild.AddMember(fmt.Sprint("person-", i)))
		channels = append(channels, guild.AddChannel(fmt.Sprint("tv-news-", i)))
	}
	c.transport.limits.global.SetLimit(1e6)
	round := func(from, n int) {
		var next atomic.Int64
		next.Store(int64(from))
		together(len(people), func(p int) {
			for i := next.Add(1); i <= int64(from+n); i = next.Add(1) {
				if _, err := people[p].Type(t.Context(), channels[p], "/later"); err != nil {
					t.Error(err)
				}
				if i%10 == 0 {
					if _, err := c.Send(t.Context(), channels[p].ID, fmt.Sprint(i), hello); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	round(0, 100)
	c.http.CloseIdleConnections()
	before := runtime.NumGoroutine()
	round(100, *soak)
	c.http.CloseIdleConnections()
	// Connections and handlers end a moment after the last answer.
	settled := func() bool {
		c.answers.mu.Lock()
		defer c.answers.mu.Unlock()
		return c.answers.under == 0 && runtime.NumGoroutine() <= before+5
	}
	for late := time.Now().Add(10 * time.Second); !settled() && time.Now().Before(late); {
		runtime.Gosched()
	}
	if after := runtime.NumGoroutine(); !settled() {
		t.Errorf("%d goroutines after %d interactions, %d before", after, *soak, before)
	}
	if n := len(c.answers.seen); n > seenInteractions {
		t.Errorf("%d interactions remembered, want at most %d", n, seenInteractions)
	}
	if n := len(c.transport.limits.buckets); n > len(channels)+5 {
		t.Errorf("%d buckets for %d channels", n, len(channels))
	}
}
