package bot

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
	"greenlit/internal/store/storetest"
	"greenlit/internal/tv"
)

var (
	kills = flag.Int("kills", 30, "how often TestCrash kills the bot")
	seed  = flag.Uint64("seed", 0, "seed of TestCrash; 0 makes one up")
)

// TestCrash kills the bot's process while it polls and posts, with Discord and
// the outlets failing in every way, and starts it again. In the end each story
// is in each channel that follows it exactly once.
func TestCrash(t *testing.T) {
	for _, engine := range []struct {
		name     string
		kills    int
		database func(t *testing.T) string
	}{
		{"sqlite", *kills, func(t *testing.T) string { return filepath.Join(t.TempDir(), "greenlit.db") }},
		{"postgres", (*kills + 2) / 3, func(t *testing.T) string { return storetest.Postgres(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			s := *seed
			if s == 0 {
				s = rand.Uint64()
			}
			t.Logf("repeat with -seed %d", s)
			c := newCrash(t, engine.database(t), rand.New(rand.NewPCG(s, 0)))
			c.first()
			for n := range engine.kills {
				c.harm = float64(n) / float64(engine.kills)
				c.life()
			}
			c.recover()
			c.check()
			t.Logf("%d kills, %d faults: %d stories told %d times in %d messages to %d channels",
				engine.kills, c.faults, c.press.stories, c.tellings, c.messages, len(c.channels))
		})
	}
}

// A crash is one run of the test. Only the test's own goroutine uses it.
type crash struct {
	*testing.T
	rand   *rand.Rand
	sim    *discordsim.Sim
	events <-chan discordsim.Event

	answered *atomic.Int64 // requests
	answer   chan struct{} // gets a value after some of them

	press *press
	bot   settings
	log   *os.File

	guild    *discordsim.Guild
	member   *discordsim.Member
	notices  *discordsim.Channel
	channels []*discordsim.Channel
	follows  map[string]string  // channel → show; "" for everything
	broken   map[string]string  // channel → what happened to it
	want     map[string][]story // channel → stories, oldest first
	got      map[string][]int   // channel → numbers of stories, as they came
	posts    map[string][]discordsim.Message

	told               map[string]int // broken channel → notices of it
	unread             []int          // stories of each feed that were not posted yet
	pace               time.Duration  // from the start to the first post
	harm               float64        // how far the test is
	faults             int
	messages, tellings int // of the bot
}

// The shows that stories are about; a few are about none.
var quizShows = []struct {
	title string
	slug  tv.Slug
}{{"Brooklyn Nine-Nine", "brooklyn-nine-nine"}, {"Jessica Jones", "jessica-jones"}}

func newCrash(t *testing.T, database string, r *rand.Rand) *crash {
	limits := discordsim.DefaultLimits()
	// A life is short, and so is the time that it has to reach a limit or to
	// miss an ACK.
	limits.Global = discordsim.Limit{Count: 200, Window: time.Second}
	limits.Routes["POST channels/{channel}/messages"] = discordsim.Limit{Count: 5, Window: 250 * time.Millisecond}
	limits.Heartbeat = 600 * time.Millisecond
	limits.IdentifyEvery, limits.SessionStarts = time.Millisecond, 1_000_000
	answered, answer := new(atomic.Int64), make(chan struct{}, 1)
	sim := startSim(t, discordsim.Config{Limits: &limits, Observe: func(discordsim.Exchange) {
		answered.Add(1)
		select {
		case answer <- struct{}{}:
		default:
		}
	}})
	press := newPress(t, 6)
	c := &crash{
		T: t, rand: r, sim: sim, answered: answered, answer: answer, events: sim.Watch(t.Context()),
		press: press,
		log:   logFile(t), guild: sim.AddGuild("Sofa Club"),
		bot: settings{
			Token: sim.Token(), API: sim.URL(), Database: database, Web: press.host(), PollEvery: 200 * time.Millisecond, PerSecond: 180,
		},
		follows: map[string]string{}, broken: map[string]string{}, want: map[string][]story{}, got: map[string][]int{},
		told: map[string]int{}, posts: map[string][]discordsim.Message{}, unread: make([]int, len(press.feeds)),
	}
	c.member = c.guild.AddMember("maya")
	c.notices = c.guild.AddChannel("general")

	subscriptions := make([]news.Subscription, 15)
	for i := range subscriptions {
		channel := c.guild.AddChannel(fmt.Sprint("tv-news-", i))
		c.channels = append(c.channels, channel)
		slug := news.Everything
		if i%3 > 0 {
			c.follows[channel.ID], slug = quizShows[i%3-1].title, quizShows[i%3-1].slug
		}
		subscriptions[i] = news.Subscription{Guild: news.GuildID(c.guild.ID), Channel: news.ChannelID(channel.ID), Show: slug}
	}
	c.bot.prepare(t, press, subscriptions)
	return c
}

// away lets time pass for the bot, for Discord and for the outlets alike. Before, Discord
// answers what a killed bot asked for: no request takes so long.
func (c *crash) away(d time.Duration) {
	c.Helper()
	for late := time.After(patience); int(c.answered.Load()) < c.sim.Stats().Requests; {
		select {
		case <-c.answer:
		case <-late:
			c.Fatal("the simulator does not answer")
		}
	}
	c.bot.Ahead += d
	c.sim.Advance(d)
	c.press.later(d)
}

// first is an undisturbed life, which tells how fast this machine is now.
func (c *crash) first() {
	c.Helper()
	begin := time.Now()
	c.publish()
	bot, err := c.bot.begin(c.log)
	if err != nil {
		c.Fatal(err)
	}
	for late := time.After(patience); c.messages == 0; {
		select {
		case e := <-c.events:
			c.note(e)
		case <-bot.ended:
			c.Fatal("the bot ended by itself")
		case <-late:
			c.Fatal("the bot posts nothing")
		}
	}
	c.pace = time.Since(begin)
	if err := bot.kill(); err != nil {
		c.Fatal(err)
	}
}

// within returns a random time up to d.
func (c *crash) within(d time.Duration) time.Duration { return time.Duration(c.rand.Int64N(int64(d))) }

// life starts the bot and kills it.
func (c *crash) life() {
	c.Helper()
	switch n := c.rand.IntN(100); { // claims last, nonces are forgotten, stories grow old
	case n < 40:
	case n < 60:
		c.away(time.Minute + c.within(time.Minute))
	case n < 97:
		c.away(c.within(15 * time.Minute))
	default:
		c.away(7 * time.Hour)
	}
	if c.rand.IntN(2) == 0 {
		c.sim.Heal()
	}
	bot, err := c.bot.begin(c.log)
	if err != nil {
		c.Fatal(err)
	}
	// It dies some time after it started, or when it has just posted, or when
	// it is just reading a feed.
	die := time.After(c.within(3 * c.pace / 2))
	posts, hits := -1, -1
	switch c.rand.IntN(3) {
	case 0:
		posts = 1 + c.rand.IntN(10)
		die = time.After(2 * c.pace)
	case 1:
		hits = 1 + c.rand.IntN(12)
		die = time.After(2 * c.pace)
	}
	soon := func() <-chan time.Time { return time.After(c.within(4 * time.Millisecond)) }
	pulse := time.NewTicker(60 * time.Millisecond)
	defer pulse.Stop()
	for alive := true; alive; {
		select {
		case <-die:
			alive = false
		case <-bot.ended:
			c.Fatal("the bot ended by itself")
		case <-pulse.C:
			c.happen()
		case <-c.press.hits:
			if hits--; hits == 0 {
				die = soon()
			}
		case e := <-c.events:
			c.note(e)
			if posts--; posts == 0 {
				die = soon()
			}
		}
	}
	if err := bot.kill(); err != nil {
		c.Fatal(err)
	}
}

// happen is what goes on in the world: stories and accidents.
func (c *crash) happen() {
	if c.rand.IntN(6) == 0 {
		c.publish()
	}
	if c.rand.IntN(6) == 0 {
		c.faults++
		c.accident()
	}
	// Four channels break for good, each at its time.
	if n := len(c.broken); n < 4 && c.harm > 0.2+0.15*float64(n) {
		channel := c.channels[3*n+n%3]
		c.broken[channel.ID] = []string{"gone", "no permission to send", "no permission to embed", "not to be seen"}[n]
		switch n {
		case 0:
			channel.Delete()
		case 1:
			channel.Overwrite(c.sim.AppID(), 0, discordsim.SendMessages)
		case 2:
			channel.Overwrite(c.guild.ID, 0, discordsim.EmbedLinks)
		case 3:
			channel.Overwrite(c.guild.ID, 0, discordsim.ViewChannel)
		}
	}
}

// publish has a story appear, unless its feed shows nothing else than what nobody
// read: the oldest would not be shown any more.
func (c *crash) publish() {
	feed := c.rand.IntN(len(c.press.feeds))
	if c.unread[feed] == onShow {
		return
	}
	c.unread[feed]++
	show := ""
	if n := c.rand.IntN(len(quizShows) + 1); n < len(quizShows) {
		show = quizShows[n].title
	}
	s := c.press.publish(feed, show)
	for _, channel := range c.channels {
		if follows := c.follows[channel.ID]; follows == "" || follows == show {
			c.want[channel.ID] = append(c.want[channel.ID], s)
		}
	}
}

// accident makes something fail soon.
func (c *crash) accident() {
	r, sim := c.rand, c.sim
	fault := discordsim.Fault{Times: 1 + r.IntN(3), Path: "/messages"}
	if r.IntN(8) == 0 {
		fault.Path = ""
	}
	milliseconds := func(most int) time.Duration { return time.Duration(r.IntN(most)) * time.Millisecond }
	accidents := []func(){
		func() {
			fault.Status, fault.After, fault.HTML = []int{500, 502, 503, 504}[r.IntN(4)], r.IntN(2) == 0, r.IntN(2) == 0
			sim.Break(fault)
		},
		func() { fault.Reset, fault.After = true, r.IntN(2) == 0; sim.Break(fault) },
		func() { fault.Cut = true; sim.Break(fault) },
		func() { fault.Delay = milliseconds(500); sim.Break(fault) },
		func() {
			fault.Status, fault.Retry, fault.Scope = 429, milliseconds(400), []string{"user", "shared", "global"}[r.IntN(3)]
			sim.Break(fault)
		},
		func() { // the edge's page, rarely: it ends all posts of this life
			if r.IntN(10) == 0 {
				fault.Status, fault.Scope, fault.Times = 429, "html", 1
				sim.Break(fault)
			}
		},
		sim.DropAcks, sim.Freeze, sim.Reconnect, sim.AskHeartbeat,
		func() { sim.Invalidate(r.IntN(2) == 0) },
		func() { sim.Disconnect([]int{0, 4000, 4001, 4007, 4008, 4009}[r.IntN(6)]) },
		func() {
			sim.BreakStart([]discordsim.StartFault{
				{Op: 7}, {Op: 9}, {Op: 9, Resumable: true}, {Close: 4009}, {Delay: milliseconds(500)},
			}[r.IntN(5)])
		},
		func() { sim.Repeat(1 + r.IntN(4)) },
		func() { c.press.fail(1 + r.IntN(4)) },
	}
	accidents[r.IntN(len(accidents))]()
}

// note counts what a message tells.
func (c *crash) note(e discordsim.Event) {
	if e.What != discordsim.Created || !e.Message.Author.Bot {
		return
	}
	c.messages++
	if e.Message.ChannelID == c.notices.ID {
		for id := range c.broken {
			if strings.Contains(e.Message.Content, "<#"+id+">") {
				c.told[id]++
			}
		}
		return
	}
	c.posts[e.Message.ChannelID] = append(c.posts[e.Message.ChannelID], e.Message)
	for _, n := range told(e.Message) {
		c.tellings++
		if e.Message.ChannelID == c.channels[12].ID { // follows everything, and never breaks
			c.unread[c.press.feed(n)]--
		}
		c.got[e.Message.ChannelID] = append(c.got[e.Message.ChannelID], n)
	}
}

// recover lets the bot run undisturbed until it has told everything.
func (c *crash) recover() {
	c.Helper()
	c.sim.Heal()
	c.press.fail(0)
	c.away(time.Hour) // the longest that anything is put off is less
	bot, err := c.bot.begin(c.log)
	if err != nil {
		c.Fatal(err)
	}
	defer func() {
		if err := bot.kill(); err != nil {
			c.Error(err)
		}
	}()
	ctx, cancel := context.WithTimeout(c.Context(), 2*time.Minute)
	defer cancel()
	for !c.complete() {
		select {
		case e := <-c.events:
			c.note(e)
		case <-bot.ended:
			c.Fatal("the bot ended by itself")
		case <-ctx.Done():
			c.check()
			c.Fatal("stories are missing")
		}
	}
	if err := c.sim.Ready(ctx); err != nil {
		c.Fatal(err)
	}
	if _, err := c.member.Type(ctx, c.notices, "/news jessica-jones"); err != nil {
		c.Error(err)
	}

	// All is told. Every feed is read to its end again, and nothing more comes.
	for after := c.press.rounds() + 3; c.press.rounds() < after; {
		select {
		case <-c.press.hits:
		case e := <-c.events:
			c.note(e)
		case <-ctx.Done():
			c.Fatal("feeds are not read")
		}
	}
	b, err := Open(ctx, Options{DatabaseURL: c.bot.Database})
	if err != nil {
		c.Fatal(err)
	}
	defer b.Close()
	if err := nothingWaits(ctx, b); err != nil {
		c.Fatal(err)
	}
	subscriptions, err := b.store.Subscriptions(ctx, news.GuildID(c.guild.ID))
	if err != nil {
		c.Fatal(err)
	}
	for _, s := range subscriptions {
		if what, broken := c.broken[string(s.Channel)]; broken != (s.Stopped != "") {
			c.Errorf("the subscription of channel %s, which is %q, is stopped: %q", s.Channel, what, s.Stopped)
		}
	}
}

// complete reports whether all channels that can be posted to have as many
// stories as they should, and the server knows of the others.
func (c *crash) complete() bool {
	for _, channel := range c.channels {
		if c.broken[channel.ID] == "" && len(c.got[channel.ID]) < len(c.want[channel.ID]) {
			return false
		}
	}
	return len(c.told) == len(c.broken)
}

// check compares what channels got with what they want.
func (c *crash) check() {
	c.Helper()
	last, err := c.member.Say(c.notices, "That is all")
	if err != nil {
		c.Fatal(err)
	}
	for e := range c.events {
		if e.Message.ID == last.ID {
			break
		}
		c.note(e)
	}
	for _, channel := range c.channels {
		count := map[int]int{}
		for _, n := range c.got[channel.ID] {
			count[n]++
		}
		broken := c.broken[channel.ID]
		last := map[int]int{} // of each feed, the place of its last story
		for _, s := range c.want[channel.ID] {
			n := count[s.number]
			delete(count, s.number)
			if n > 1 || n == 0 && broken == "" {
				c.Errorf("%s (%s) tells story %d %d times", channel, broken, s.number, n)
				for i, m := range c.posts[channel.ID] {
					if slices.Contains(told(m), s.number) {
						c.Logf("message %d, %s: nonce %s, stories %v", i, m.Sent.Format(time.StampMilli), m.Nonce, told(m))
					}
				}
			}
			if n > 0 {
				place := slices.Index(c.got[channel.ID], s.number)
				if before, ok := last[s.feed]; ok && place < before {
					c.Errorf("%s tells story %d of feed %d before an older one", channel, s.number, s.feed)
				}
				last[s.feed] = place
			}
		}
		for n := range count {
			c.Errorf("%s tells story %d, which it does not follow or which was there before", channel, n)
		}
	}
	for id, what := range c.broken {
		if n := c.told[id]; n != 1 {
			c.Errorf("the server was told %d times of channel %s, which is %s", n, id, what)
		}
	}
}

// nothingWaits waits until the store has no waiting delivery.
func nothingWaits(ctx context.Context, b *Bot) error {
	for {
		n, _, err := b.store.WaitingDeliveries(ctx)
		if err != nil || n == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d deliveries still wait", n)
		case <-time.After(20 * time.Millisecond): // the store tells nobody
		}
	}
}
