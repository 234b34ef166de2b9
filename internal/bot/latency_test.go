package bot

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

// BenchmarkInteraction is a person who uses a command and sees its answer:
// from the event on the gateway's socket to the answer on that of REST. It
// asks the bot, and a discordgo handler that answers "Hello".
func BenchmarkInteraction(b *testing.B) {
	for _, plain := range []bool{false, true} {
		name := "greenlit"
		if plain {
			name = "discordgo"
		}
		for _, flying := range []int{1, 200} {
			b.Run(fmt.Sprintf("%s/flying=%d", name, flying), func(b *testing.B) {
				c := newCrowd(b, flying, plain)
				c.ask(b, 20*flying)
				before := c.memory(b)
				b.ResetTimer()
				took := c.ask(b, b.N)
				b.StopTimer()
				slices.Sort(took)
				for _, p := range []int{50, 99} {
					b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
				}
				b.ReportMetric((float64(c.memory(b).Heap)-float64(before.Heap))/float64(b.N), "B-kept/op")
			})
		}
	}
}

// A crowd are people who use commands at once.
type crowd struct {
	*process
	channel *discordsim.Channel
	members []*discordsim.Member
}

// newCrowd has a bot with some stories, or the plain one.
func newCrowd(b *testing.B, people int, plain bool) *crowd {
	limits := discordsim.DefaultLimits()
	limits.TokenLife = 5 * time.Second // the simulator forgets interactions soon
	sim := startSim(b, discordsim.Config{Limits: &limits, KeepMessages: 10})
	guild := sim.AddGuild("Sofa Club")
	c := &crowd{channel: guild.AddChannel("general")}
	for i := range people {
		c.members = append(c.members, guild.AddMember(fmt.Sprint("maya ", i)))
	}
	press := newPress(b, 1)
	for range 10 {
		press.publish(0, quizShows[0].title)
	}
	s := settings{
		Token: sim.Token(), API: sim.URL(), Database: filepath.Join(b.TempDir(), "greenlit.db"), Web: press.host(),
		PollEvery: time.Hour, Plain: plain,
	}
	if plain {
		session, err := plainSession(s.Token, s.API)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := session.ApplicationCommandCreate(sim.AppID(), "", &discordgo.ApplicationCommand{
			Name: "news", Description: "News", Options: []*discordgo.ApplicationCommandOption{
				{Name: "show", Description: "A show", Type: discordgo.ApplicationCommandOptionString, Required: true},
			},
		}); err != nil {
			b.Fatal(err)
		}
	} else {
		s.prepare(b, press, nil)
	}
	c.process = s.run(b, sim)
	return c
}

// ask has n questions answered, and tells how long each took.
func (c *crowd) ask(b *testing.B, n int) []time.Duration {
	took := make([]time.Duration, n)
	var next atomic.Int64
	var all sync.WaitGroup
	for _, m := range c.members {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				begin := time.Now()
				if _, err := m.Type(b.Context(), c.channel, "/news brooklyn-nine-nine"); err != nil {
					b.Error(err)
				}
				took[i] = time.Since(begin)
			}
		})
	}
	all.Wait()
	return took
}

func (c *crowd) memory(b *testing.B) memory {
	m, err := c.process.memory()
	if err != nil {
		b.Fatal(err)
	}
	return m
}
