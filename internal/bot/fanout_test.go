package bot

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
)

// usualRate is what the bot sends at most, in requests each second.
const usualRate = 45

// BenchmarkFanout posts one story to 2,000 channels, with Discord's limits:
// with the bot, and with a loop over discordgo. Run it with -benchtime 1x.
func BenchmarkFanout(b *testing.B) {
	b.Run("greenlit", func(b *testing.B) {
		for b.Loop() {
			f := newFanout(b)
			press := newPress(b, 1)
			bot := settings{
				Token: f.sim.Token(), API: f.sim.URL(), Database: filepath.Join(b.TempDir(), "greenlit.db"), Web: press.host(),
				PollEvery: 200 * time.Millisecond,
			}
			bot.prepare(b, press, f.subscriptions)
			bot.run(b, f.sim)
			press.publish(0, "")
			rate, stats := f.finish(b)
			if rate < 0.95*usualRate {
				b.Errorf("%.1f posts/s, want at least 95 %% of %d", rate, usualRate)
			}
			if stats.GlobalLimited > 0 {
				b.Errorf("refused %d times for the limit of all requests", stats.GlobalLimited)
			}
		}
	})
	b.Run("discordgo", func(b *testing.B) {
		for b.Loop() {
			f := newFanout(b)
			session, err := plainSession(f.sim.Token(), f.sim.URL())
			if err != nil {
				b.Fatal(err)
			}
			for _, s := range f.subscriptions {
				if _, err := session.ChannelMessageSendEmbed(string(s.Channel), &discordgo.MessageEmbed{Title: "A story"}); err != nil {
					b.Error(err)
				}
			}
			f.finish(b)
		}
	})
}

// A fanout is a Discord with many channels that await one story.
type fanout struct {
	sim           *discordsim.Sim
	events        <-chan discordsim.Event
	subscriptions []news.Subscription
}

func newFanout(b *testing.B) *fanout {
	f := &fanout{sim: startSim(b, discordsim.Config{})}
	f.events = f.sim.Watch(b.Context())
	for g := range 100 {
		guild := f.sim.AddGuild(fmt.Sprint("Sofa Club ", g))
		for range 20 {
			channel := guild.AddChannel("tv-news")
			f.subscriptions = append(f.subscriptions, news.Subscription{
				Guild: news.GuildID(guild.ID), Channel: news.ChannelID(channel.ID), Show: news.Everything,
			})
		}
	}
	return f
}

// finish waits until each channel has the story, and tells how fast that was.
func (f *fanout) finish(b *testing.B) (rate float64, stats discordsim.Stats) {
	var first, last time.Time
	had := map[string]bool{}
	late := time.After(5 * time.Minute)
	for len(had) < len(f.subscriptions) {
		select {
		case e := <-f.events:
			if had[e.Message.ChannelID] {
				b.Errorf("channel %s has the story twice", e.Message.ChannelID)
			}
			had[e.Message.ChannelID] = true
			if last = e.Message.Sent; first.IsZero() {
				first = last
			}
		case <-late:
			b.Fatalf("%d of %d channels have the story", len(had), len(f.subscriptions))
		}
	}
	rate = float64(len(had)-1) / last.Sub(first).Seconds()
	stats = f.sim.Stats()
	b.ReportMetric(rate, "posts/s")
	b.ReportMetric(100*rate/usualRate, "%-of-45/s")
	b.ReportMetric(float64(stats.GlobalLimited), "global-429s")
	b.ReportMetric(float64(stats.Limited-stats.GlobalLimited), "other-429s")
	return rate, stats
}
