package bot

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
)

var longSoak = flag.Bool("soak", false, "let TestSoak last for 100,000 interactions and 10,000 posts")

// TestSoak uses the bot for long and finds its memory and its goroutines where
// they were.
func TestSoak(t *testing.T) {
	interactions, posts := 3_000, 300
	if *longSoak {
		interactions, posts = 100_000, 10_000
	}
	s := newSoak(t)
	begin := time.Now()
	s.use(300, 300)
	before := s.memory()
	s.use(interactions, posts)
	after := s.memory()
	t.Logf("%d interactions and %d posts in %v: before %+v, after %+v", interactions, posts, time.Since(begin).Round(time.Second), before, after)

	// Connections that are kept for the next request come and go.
	if most := before.Goroutines + 50; after.Goroutines > most {
		t.Errorf("%d goroutines, want at most %d", after.Goroutines, most)
	}
	if most := before.Heap + 512<<10 + uint64(50*interactions+200*posts); after.Heap > most {
		t.Errorf("%d bytes held, want at most %d", after.Heap, most)
	}
}

type soak struct {
	*testing.T
	ctx      context.Context
	bot      *process
	press    *press
	events   <-chan discordsim.Event
	general  *discordsim.Channel
	channels int
	people   []*discordsim.Member
}

func newSoak(t *testing.T) *soak {
	limits := discordsim.DefaultLimits()
	limits.Global, limits.Route, limits.Routes = discordsim.Limit{}, discordsim.Limit{}, nil
	limits.AnswerWithin = time.Minute   // what counts is that all are answered, on a slow machine too
	limits.TokenLife = 15 * time.Second // the simulator forgets interactions soon
	sim := startSim(t, discordsim.Config{Limits: &limits, KeepMessages: 10})
	s := &soak{T: t, press: newPress(t, 1), events: sim.Watch(t.Context()), channels: 50}
	var cancel context.CancelFunc
	s.ctx, cancel = context.WithTimeout(t.Context(), 20*time.Minute)
	t.Cleanup(cancel)
	guild := sim.AddGuild("Sofa Club")
	s.general = guild.AddChannel("general")
	for i := range 64 {
		s.people = append(s.people, guild.AddMember(fmt.Sprint("maya ", i)))
	}
	var subscriptions []news.Subscription
	for range s.channels {
		subscriptions = append(subscriptions, news.Subscription{
			Guild: news.GuildID(guild.ID), Channel: news.ChannelID(guild.AddChannel("tv-news").ID), Show: news.Everything,
		})
	}
	for range 20 {
		s.press.publish(0, quizShows[0].title)
	}
	bot := settings{
		Token: sim.Token(), API: sim.URL(), Database: filepath.Join(t.TempDir(), "greenlit.db"), Web: s.press.host(),
		PollEvery: 200 * time.Millisecond, PerSecond: 5_000,
	}
	bot.prepare(t, s.press, subscriptions)
	s.bot = bot.run(t, sim)
	return s
}

// asked are what people type, completions and mistakes among it.
var asked = []string{"/news brooklyn-nine-nine", "/news jessica-jones", "/news no-such-show", "/cast brooklyn-nine-nine", "/help"}

// use makes people ask while stories are posted.
func (s *soak) use(interactions, posts int) {
	s.Helper()
	var all sync.WaitGroup
	defer all.Wait()
	var next atomic.Int64
	for _, m := range s.people {
		all.Go(func() {
			for i := next.Add(1); i <= int64(interactions); i = next.Add(1) {
				var err error
				if i%10 == 0 {
					_, err = m.Complete(s.ctx, s.general, "/news show:broo")
				} else {
					_, err = m.Type(s.ctx, s.general, asked[i%int64(len(asked))])
				}
				if err != nil {
					s.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		told := 0
		for told < posts {
			// As many stories as a feed shows.
			for range min((posts-told)/s.channels, onShow) {
				s.press.publish(0, quizShows[0].title)
			}
			for want := told + min((posts-told)/s.channels, onShow)*s.channels; told < want; {
				select {
				case e := <-s.events:
					if e.Message.ChannelID != s.general.ID {
						told++
					}
				case <-s.ctx.Done():
					s.Errorf("%d of %d posts", told, posts)
					return
				}
			}
		}
	})
}

// memory is what the bot holds when it has nothing to do.
func (s *soak) memory() memory {
	s.Helper()
	m, err := s.bot.memory()
	if err != nil {
		s.Fatal(err)
	}
	return m
}
