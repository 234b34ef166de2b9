// Package bot puts Greenlit together, starts it and stops it.
package bot

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"greenlit/commands"
	"greenlit/internal/discord"
	"greenlit/internal/facts"
	"greenlit/internal/feed"
	"greenlit/internal/news"
	"greenlit/internal/outbox"
	"greenlit/internal/page"
	"greenlit/internal/render"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

// Options say what a Bot works with.
type Options struct {
	// DatabaseURL is a file for SQLite, or a postgres:// URL.
	DatabaseURL string
	// UserAgent is sent with each request for a feed or a page.
	UserAgent string
	// AllowedHosts may be fetched from although they are in a private network.
	AllowedHosts []string
	// PublicURL is where the web reaches Listen, an address such as ":8080".
	// With both, hubs tell of what feeds have new; without, polling has to do.
	PublicURL, Listen string
	// PollEvery polls each feed at this interval. By default the interval
	// adapts to how often the feed changes, from five minutes to a day.
	PollEvery time.Duration
	// Log gets what the bot does; default: nothing is logged.
	Log *slog.Logger
	// Now is the clock of feeds and deliveries; default time.Now.
	Now func() time.Time
}

// Bot is the whole of Greenlit around one store.
type Bot struct {
	log    *slog.Logger
	now    func() time.Time
	store  *store.Store
	outage *outage
	poller *feed.Poller
	websub *feed.WebSub // nil without a public URL
	router *commands.Router
	cmds   []commands.Command
	lists  atomic.Pointer[lists]

	learning sync.Mutex    // held while the lists are made
	learnt   time.Time     // when they last were because of a fetch
	stale    chan struct{} // tells keepLearning that they lack something
}

// lists are what is known of shows and people. They are replaced as a whole
// when a new show was learnt.
type lists struct {
	shows  []tv.Show
	names  *tv.Names
	people *tv.People
	reader *facts.Reader
}

// Open opens the store and puts everything around it. It talks to nobody but
// the database. Close releases it.
func Open(ctx context.Context, o Options) (*Bot, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s, err := store.Open(ctx, o.DatabaseURL)
	if err != nil {
		return nil, err
	}
	b := &Bot{log: o.Log, now: o.Now, store: s, outage: &outage{log: o.Log}, stale: make(chan struct{}, 1)}
	if err := b.learn(ctx); err != nil {
		s.Close()
		return nil, err
	}
	client := feed.NewClient(feed.ClientOptions{AllowHosts: o.AllowedHosts})
	b.poller = b.newPoller(client, o)
	if o.PublicURL != "" && o.Listen != "" {
		b.websub = feed.NewWebSub(feed.WebSub{
			Store: steady{s, b.outage}, Client: client, UserAgent: o.UserAgent, URL: o.PublicURL, Listen: o.Listen,
			Pushed: b.poller.Wake, Log: o.Log, Now: o.Now,
		})
		b.poller.Hubs = b.websub
	}
	b.cmds = commands.All(commands.Needs{
		Store:   s,
		Shows:   func() commands.Shows { return b.lists.Load().names },
		People:  func() commands.People { return b.lists.Load().people },
		Check:   b.poller,
		Explain: feed.Explain,
		Now:     o.Now,
	})
	b.router = commands.NewRouter(b.cmds, o.Log)
	return b, nil
}

func (b *Bot) newPoller(client *http.Client, o Options) *feed.Poller {
	p := &feed.Poller{
		Store:   learner{steady{b.store, b.outage}, b},
		Fetcher: &feed.Fetcher{Client: client, UserAgent: o.UserAgent},
		Pages:   &page.Fetcher{Client: client, UserAgent: o.UserAgent},
		Read:    b.Read,
		Log:     o.Log,
		Now:     o.Now,
	}
	if o.PollEvery > 0 {
		p.MinInterval, p.MaxInterval, p.HostGap = o.PollEvery, o.PollEvery, -1
	}
	return p
}

// Close releases the store.
func (b *Bot) Close() error { return b.store.Close() }

// ShareFeeds makes these feeds, and no others, the operator's.
func (b *Bot) ShareFeeds(ctx context.Context, feeds []news.Feed) error {
	return b.store.ShareFeeds(ctx, feeds, b.now())
}

// Ask answers one command line, such as "/news defenders", as the operator.
func (b *Bot) Ask(ctx context.Context, line string) (commands.Reply, error) {
	return b.router.Ask(ctx, line)
}

// Read tells what an article says, by what is known of shows and people.
func (b *Bot) Read(a news.Article) news.Reading { return b.lists.Load().reader.Read(a) }

// Shows are the shows that are known: those of the catalogue, and the learnt.
func (b *Bot) Shows() []tv.Show { return b.lists.Load().shows }

// Save puts an article of no feed into the store, in place of an earlier
// reading of it.
func (b *Bot) Save(ctx context.Context, a news.Article) error {
	_, err := b.store.SaveArticle(ctx, a, b.now())
	return err
}

// post is the message for a delivery. The store knows the slug of the show that
// the channel follows, and the lists the rest.
func (b *Bot) post(d news.Delivery) *discordgo.MessageSend {
	if show, ok := b.lists.Load().names.Show(d.Show.Slug); ok {
		d.Show = show
	}
	return render.Post(d)
}

// Discord says how the bot reaches Discord.
type Discord struct {
	Token  string
	APIURL string
	Guild  string // to register commands in; "" registers them everywhere
	// RequestsPerSecond paces all requests but answers to commands; default
	// 45. Discord allows 50, and more only where it was asked for that.
	RequestsPerSecond float64
}

// Run is the bot at work: it polls feeds, answers commands and posts stories
// until ctx ends, which takes it five seconds at most. It returns nil then, and
// an error in words for the operator when it cannot go on.
func (b *Bot) Run(ctx context.Context, d Discord, metrics prometheus.Registerer) error {
	guilds := &guildKeeper{store: b.store, now: b.now, log: b.log, told: make(chan struct{}, 1), heard: map[string]bool{}}
	var client *discord.Client
	client, err := discord.New(discord.Options{
		Token:  d.Token,
		APIURL: d.APIURL,
		Log:    b.log,

		RequestsPerSecond: d.RequestsPerSecond,
		OnGuilds:          guilds.hear,
		OnInteraction: func(ctx context.Context, i *discordgo.InteractionCreate) {
			b.router.Interaction(ctx, client, i)
		},
	})
	if err != nil {
		return err
	}
	guilds.inGuild = client.InGuild
	out := &outbox.Worker{
		Store:   steady{b.store, b.outage},
		Sender:  client,
		Render:  b.post,
		Log:     b.log,
		Now:     b.now,
		Metrics: metrics,
	}
	g, ctx := errgroup.WithContext(ctx)
	connected := make(chan struct{})
	g.Go(func() error {
		return client.Run(ctx, func(ctx context.Context, app string) error {
			close(connected)
			return b.register(ctx, client, app, d.Guild)
		})
	})
	g.Go(func() error { return b.poller.Run(ctx) })
	if b.websub != nil {
		g.Go(func() error { return b.websub.Run(ctx) })
	}
	g.Go(func() error { return guilds.Run(ctx) })
	g.Go(func() error { return b.keepLearning(ctx) })
	g.Go(func() error { return pruner{b.store, b.now, b.log}.Run(ctx) })
	g.Go(func() error {
		select {
		case <-connected:
			return out.Run(ctx)
		case <-ctx.Done():
			return nil
		}
	})
	return g.Wait()
}
