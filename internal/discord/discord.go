// Package discord is what discordgo leaves open: rate limits, retries,
// messages that arrive once, and a gateway connection that is watched over.
//
// A Client owns its discordgo sessions: one that never connects and makes all
// REST calls, and one at a time that holds the gateway connection and is
// replaced when it can't be used again. All requests go through one
// http.RoundTripper, and each gateway connection through one net.Conn, which
// see to what Discord asks of a client.
package discord

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ErrToken ends Run when Discord does not accept the bot's token, at the start
// or later.
var ErrToken = errors.New("Discord does not accept the bot's token")

// ErrAPI ends Run when what answers at Options.APIURL at the start is not
// Discord's API.
var ErrAPI = errors.New("there is no Discord API at this address, which is one such as https://discord.com/api")

// Options say how to reach Discord.
type Options struct {
	// Token is the bot's, with or without "Bot " before it.
	Token string

	// APIURL is where Discord's API is, without version; default
	// https://discord.com/api.
	APIURL string

	// UserAgent is sent with each request, in the form Discord asks for:
	// "DiscordBot (url, version)". Default is discordgo's.
	UserAgent string

	// RequestsPerSecond paces all requests but those that answer
	// interactions, which Discord does not count. Default 45; Discord allows 50.
	RequestsPerSecond float64

	// OnInteraction answers one interaction. It runs in a goroutine of its own
	// and may panic. Its context outlives that of Run by a few seconds, so that
	// answers under way at shutdown arrive.
	OnInteraction func(context.Context, *discordgo.InteractionCreate)

	// OnGuilds is told in which guilds the bot is, and must return at once.
	OnGuilds func(Guilds)

	// Concurrency bounds how many interactions are answered at once; default
	// 256. Others wait for their turn while Discord would still take an answer.
	Concurrency int

	// Log gets what heals itself as Warn; default: nothing is logged.
	Log *slog.Logger

	dial func(ctx context.Context, network, addr string) (net.Conn, error) // default TCP
	tls  *tls.Config                                                       // default: the system's authorities
}

// A Client talks to Discord as one bot. Its methods may be called from
// several goroutines, before, during and after Run. None of their errors holds
// a token or a URL.
type Client struct {
	log       *slog.Logger
	options   Options
	token     string // with "Bot "
	http      *http.Client
	transport *transport
	rest      *discordgo.Session // never connects
	answers   *answers

	mu   sync.Mutex
	user string // the bot's own id, once known
}

// New makes a client and talks to nobody yet.
func New(o Options) (*Client, error) {
	token := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(o.Token)+" ", "Bot "))
	switch {
	case token == "":
		return nil, errors.New("the bot's token is missing")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("the bot's token holds characters that no token has")
	}
	if o.APIURL == "" {
		o.APIURL = "https://discord.com/api"
	}
	api, err := url.Parse(o.APIURL)
	if err != nil || api.Host == "" || (api.Scheme != "http" && api.Scheme != "https") {
		return nil, fmt.Errorf("%q is no address of Discord's API: want one such as https://discord.com/api", o.APIURL)
	}
	if o.RequestsPerSecond <= 0 {
		o.RequestsPerSecond = 45
	}
	if o.Concurrency <= 0 {
		o.Concurrency = 256
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.tls == nil {
		o.tls = &tls.Config{}
	}
	if o.dial == nil {
		o.dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	c := &Client{log: o.Log, options: o, token: "Bot " + token}
	c.transport = newTransport(api, o)
	c.http = &http.Client{Transport: c.transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the API is at one address
	}}
	c.answers = newAnswers(o)
	if c.rest, err = c.newSession(); err != nil {
		return nil, err
	}
	return c, nil
}

// newSession returns a discordgo session with all that it does by itself and
// should not switched off.
func (c *Client) newSession() (*discordgo.Session, error) {
	s, err := discordgo.New(c.token)
	if err != nil {
		return nil, err
	}
	s.Client = c.http
	s.Identify.Intents = discordgo.IntentsGuilds
	s.StateEnabled = false           // it would keep 44 KB for each guild
	s.ShouldReconnectOnError = false // the supervisor does it
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false // the transport does it
	s.MaxRestRetries = 0             // the transport does it
	s.SyncEvents = true              // no goroutine for each event
	s.LogLevel = -1                  // discordgo logs through a global, and URLs with tokens
	if c.options.UserAgent != "" {
		s.UserAgent = c.options.UserAgent
	}
	return s, nil
}
