package bot

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// startup runs a bot for which one delivery waits, against a simulator with a
// fault, until the test or the bot ends.
func startup(t *testing.T, fault discordsim.Fault) (sim *discordsim.Sim, channel *discordsim.Channel, done chan error) {
	t.Helper()
	sim, err := discordsim.Start(discordsim.Config{AppName: "Greenlit"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	guild := sim.AddGuild("Sofa Club")
	channel = guild.AddChannel("tv-news")
	sim.Break(fault)
	b, err := Open(t.Context(), Options{DatabaseURL: filepath.Join(t.TempDir(), "greenlit.db")})
	if err != nil {
		t.Fatal(err)
	}
	now, show := time.Now(), tv.Slug("severance-2022")
	f, _, err := b.store.AddFeed(t.Context(), "", news.Feed{URL: "https://lantern.invalid/feed", NextPoll: now.Add(time.Hour)}, "", now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Subscribe(t.Context(), news.Subscription{
		Guild: news.GuildID(guild.ID), Channel: news.ChannelID(channel.ID), Show: show, Since: now,
	}); err != nil {
		t.Fatal(err)
	}
	f.NextPoll = now.Add(time.Hour)
	saved, err := b.store.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: []news.Article{{
		Key: "1", Title: "Severance Renewed", Link: "https://lantern.invalid/1", Published: now,
		Reading: news.Reading{Shows: []news.Mention{{Show: show, About: true}}},
	}}}, now)
	if err != nil || saved.Deliveries != 1 {
		t.Fatalf("%+v, %v; want one delivery", saved, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done = make(chan error, 1)
	ended := make(chan struct{})
	go func() { // waited for below
		defer close(ended)
		done <- b.Run(ctx, Discord{Token: sim.Token(), APIURL: sim.URL()}, prometheus.NewRegistry())
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		_ = b.Close()
	})
	return sim, channel, done
}

func TestTroubleAtTheStartEndsNoBot(t *testing.T) {
	for name, fault := range map[string]discordsim.Fault{
		"5xx":           {Path: "/commands", Status: 503},
		"rate limited":  {Path: "/commands", Status: 429, Retry: 2 * time.Second},
		"no connection": {Path: "/commands", Reset: true},
	} {
		t.Run(name, func(t *testing.T) {
			sim, channel, done := startup(t, fault)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			ended := make(chan error, 1)
			go func() { // ends with ctx
				select {
				case err := <-done:
					ended <- err
					cancel()
				case <-ctx.Done():
				}
			}()
			if _, err := sim.WaitMessage(ctx, channel, func(discordsim.Message) bool { return true }); err != nil {
				t.Errorf("nothing is posted while commands can't be registered: %v", err)
			}
			sim.Heal()
			if err := sim.Registered(ctx, "news", "subscribe"); err != nil {
				t.Errorf("commands are not registered once Discord is well: %v", err)
			}
			select {
			case err := <-ended:
				t.Errorf("the bot ended: %v", err)
			default:
			}
		})
	}
}

func TestRefusedCommandsEndTheBot(t *testing.T) {
	_, _, done := startup(t, discordsim.Fault{Path: "/commands", Status: 403, Code: 50001})
	select {
	case err := <-done:
		if err == nil || !strings.Contains(err.Error(), "commands are refused by Discord: status 403") || strings.ContainsAny(err.Error(), "{}\n") {
			t.Errorf("the bot ended with %q, want one plain line that tells what Discord refused", err)
		}
	case <-time.After(patience):
		t.Fatal("the bot goes on without its commands")
	}
}
