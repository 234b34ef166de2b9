package discord

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

const (
	// dialTime bounds the dial and the TLS handshake.
	dialTime = 20 * time.Second
	// readyTime is how long Discord may take from the connection to READY.
	readyTime = time.Minute
	// identifyEvery is Discord's limit for one bot: one IDENTIFY in 5 s.
	identifyEvery = 5 * time.Second
	// scarce is the part of a day's identifies below which the rest is spread
	// over what remains of the day. With none left, Discord resets the token.
	scarce = 10
	// stable is how long a connection lasts that is not part of a storm.
	stable = 3 * time.Minute
	// longestBackoff bounds the wait between attempts to connect.
	longestBackoff = 5 * time.Minute
)

// fatal are the close codes after which a client must not come back, besides
// 4004 for the token.
var fatal = map[int]string{
	4010: "Discord refuses the bot's shard",
	4011: "Discord wants the bot split into shards: it is in too many servers for one connection",
	4012: "Discord no longer speaks the version of its gateway that the bot uses",
	4013: "Discord does not know the intents that the bot asks for",
	4014: "Discord does not allow the bot the intents that it asks for",
}

// A gateway is one run of a client: the connection, and what it takes to have
// the next one.
type gateway struct {
	c    *Client
	app  chan string   // gets the app's id at the first READY
	down chan struct{} // gets a value when discordgo has closed the connection

	session  *discordgo.Session // nil: the next connection needs an IDENTIFY
	base     string             // where to identify
	address  string             // where the next connection goes
	identify time.Time          // last IDENTIFY
	opened   time.Time          // when the last connection was begun
	failures int                // connections in a row that did not last
	conn     *gatewayConn       // of the last dial; nil when it failed
	unwatch  func() bool        // conn from the context

	mu     sync.Mutex
	resume string // where session can be resumed; "" before its READY
}

// run keeps the client connected until ctx ends, or Discord forbids it.
func (g *gateway) run(ctx context.Context) error {
	for {
		cause := g.connect(ctx)
		if ended(ctx) {
			return nil
		}
		if g.conn != nil && time.Since(g.opened) > stable {
			g.failures = 0
		}
		g.failures++
		wait, err := g.judge(cause)
		if err != nil {
			return err
		}
		g.c.log.Warn("connection to Discord ended", "reason", plain(cause), "next", wait, "resume", g.session != nil)
		_ = sleep(ctx, wait)
		if ended(ctx) {
			return nil
		}
	}
}

func ended(ctx context.Context) bool { return ctx.Err() != nil }

// connect makes one connection, and returns why it ended.
func (g *gateway) connect(ctx context.Context) error {
	g.conn = nil
	if g.session == nil {
		if err := g.mayIdentify(ctx); err != nil {
			return err
		}
		if err := g.newSession(ctx); err != nil {
			return err
		}
		g.identify = time.Now()
	}
	g.c.transport.setGateway(g.address)
	select {
	case <-g.down: // of an earlier connection
	default:
	}
	g.opened = time.Now()
	err := g.session.Open()
	if errors.Is(err, errElsewhere) {
		err = g.session.Open()
	}
	if err == nil {
		<-g.down
	}
	if g.conn != nil {
		g.unwatch()
		if cause := g.conn.ended(); cause != nil && !errors.Is(cause, net.ErrClosed) {
			err = cause
		}
	}
	return err
}

// judge decides what follows the end of a connection: how long to wait and,
// by leaving or clearing the session, whether to resume. An error is the end.
func (g *gateway) judge(cause error) (time.Duration, error) {
	wait := min(time.Second<<min(g.failures-1, 20), longestBackoff)
	wait = wait/2 + rand.N(wait/2)

	g.mu.Lock()
	g.address = g.resume
	g.mu.Unlock()
	if g.address == "" {
		g.session = nil // it never was one
	}
	if g.conn == nil || !g.conn.greeted() {
		g.address = g.base // nobody is there
	}

	var closed closedError
	var invalid invalidSession
	switch {
	case errors.Is(cause, ErrToken):
		return 0, ErrToken
	case errors.Is(cause, ErrAPI):
		return 0, ErrAPI
	case errors.Is(cause, discordgo.ErrWSAlreadyOpen):
		g.session = nil
	case errors.As(cause, &closed):
		if closed.code == 4004 {
			return 0, ErrToken
		}
		if reason := fatal[closed.code]; reason != "" {
			return 0, fmt.Errorf("%s (%d)", reason, closed.code)
		}
		switch closed.code {
		case 4003, 4007, 4009: // not identified, bad sequence, timed out
			g.session = nil
		}
	case errors.As(cause, &invalid):
		if !invalid.resumable {
			g.session = nil
		}
		wait = max(wait, time.Second+rand.N(4*time.Second))
	}
	return wait, nil
}

// mayIdentify asks Discord where to connect and how often that is still
// allowed, and waits until it is time.
func (g *gateway) mayIdentify(ctx context.Context) error {
	raw, err := g.c.do(http.MethodGet, discordgo.EndpointGatewayBot, nil, nil, call{}, discordgo.WithContext(ctx))
	if g.base == "" && elsewhere(err) {
		return ErrAPI
	}
	if err != nil {
		return err
	}
	var said struct {
		URL   string
		Limit struct {
			Total      int   `json:"total"`
			Remaining  int   `json:"remaining"`
			ResetAfter int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err = json.Unmarshal(raw, &said)
	if err == nil {
		_, err = hostPort(said.URL)
	}
	switch {
	case err != nil && g.base == "":
		return ErrAPI
	case err != nil: // what was right before will be right again
		return errors.New("Discord's answer names no gateway")
	}
	g.base, g.address = said.URL, said.URL

	wait := time.Until(g.identify.Add(identifyEvery))
	limit := said.Limit
	if reset := time.Duration(limit.ResetAfter) * time.Millisecond; limit.Total > 0 && limit.Remaining*scarce < limit.Total {
		spread := reset / time.Duration(max(limit.Remaining, 1))
		g.c.log.Error("few connections are left for today", "remaining", limit.Remaining, "of", limit.Total, "next", spread)
		wait = max(wait, spread)
	}
	return sleep(ctx, wait)
}

// elsewhere reports whether a request was answered that there is nothing, or
// that it is elsewhere.
func elsewhere(err error) bool {
	e, ok := errors.AsType[*discordgo.RESTError](err)
	return ok && e.Response != nil && (e.Response.StatusCode == http.StatusNotFound || e.Response.StatusCode/100 == 3)
}

// newSession makes the session for the next IDENTIFY.
func (g *gateway) newSession(ctx context.Context) error {
	s, err := g.c.newSession()
	if err != nil {
		return err
	}
	s.Dialer = &websocket.Dialer{
		HandshakeTimeout: dialTime,
		NetDialContext: func(_ context.Context, network, addr string) (net.Conn, error) {
			return g.dial(ctx, network, addr, false)
		},
		NetDialTLSContext: func(_ context.Context, network, addr string) (net.Conn, error) {
			return g.dial(ctx, network, addr, true)
		},
	}
	g.mu.Lock()
	g.resume = ""
	g.mu.Unlock()
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { g.event(e) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case g.down <- struct{}{}:
		default:
		}
	})
	g.session = s
	return nil
}

// errElsewhere fails a dial to where the next connection does not go. It is
// how discordgo is made to forget the address that it has.
var errElsewhere = errors.New("the gateway is elsewhere")

func (g *gateway) dial(ctx context.Context, network, addr string, secure bool) (net.Conn, error) {
	want, err := hostPort(g.address)
	if err != nil {
		return nil, err
	}
	if addr != want {
		return nil, errElsewhere
	}
	dialCtx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := g.c.options.dial(dialCtx, network, addr)
	if err != nil {
		return nil, err
	}
	if secure {
		config := g.c.options.tls.Clone()
		config.ServerName, _, _ = net.SplitHostPort(addr)
		t := tls.Client(conn, config)
		if err := t.HandshakeContext(dialCtx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = t
	}
	watched := newGatewayConn(conn, readyTime)
	g.conn = watched
	g.unwatch = context.AfterFunc(ctx, func() { watched.leave(context.Canceled) })
	return watched, nil
}

// event gets every event, while discordgo waits.
func (g *gateway) event(e *discordgo.Event) {
	switch e.Type {
	case "READY":
		var ready struct {
			Resume      string `json:"resume_gateway_url"`
			User        struct{ ID string }
			Application struct{ ID string }
			Guilds      []struct{ ID string }
			Shard       [2]int
		}
		if err := json.Unmarshal(e.RawData, &ready); err != nil {
			g.c.log.Error("READY can't be read", "error", err)
		}
		g.mu.Lock()
		g.resume = g.base
		if _, err := hostPort(ready.Resume); err == nil {
			g.resume = ready.Resume
		}
		g.mu.Unlock()
		g.c.mu.Lock()
		g.c.user = ready.User.ID
		g.c.mu.Unlock()
		g.conn.becameReady()
		g.c.log.Info("connected to Discord", "app", ready.Application.ID)
		all := Guilds{All: true, Shard: ready.Shard}
		for _, guild := range ready.Guilds {
			all.In = append(all.In, guild.ID)
		}
		g.c.tellGuilds(all)
		select {
		case g.app <- ready.Application.ID:
		default:
		}
	case "RESUMED":
		g.conn.becameReady()
		g.c.log.Info("connection to Discord resumed")
	case "GUILD_CREATE":
		if created, ok := e.Struct.(*discordgo.GuildCreate); ok {
			g.c.tellGuilds(Guilds{In: []string{created.ID}})
		}
	case "GUILD_DELETE": // an outage too
		if deleted, ok := e.Struct.(*discordgo.GuildDelete); ok && !deleted.Unavailable {
			g.c.tellGuilds(Guilds{Left: deleted.ID})
		}
	case "INTERACTION_CREATE":
		if i, ok := e.Struct.(*discordgo.InteractionCreate); ok {
			g.c.answers.accept(i)
		}
	}
}

// hostPort returns where a gateway address is dialled.
func hostPort(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "", errors.New("Discord's answer names no gateway")
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "ws":
		port = "80"
	default:
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}
