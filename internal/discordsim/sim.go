package discordsim

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config says how a simulator starts. Its zero value is Discord with its own limits, on a free loopback port.
type Config struct {
	// Addr is where REST, the gateway and the control endpoint listen; "" means 127.0.0.1:0.
	Addr string
	// Token is the bot's token; "" means one made up.
	Token string
	// AppName names the application and its bot user; "" means "bot".
	AppName string
	// Privileged are the privileged intents switched on for the application.
	Privileged Intents
	// Limits are the limits to enforce; nil means DefaultLimits.
	Limits *Limits
	// KeepMessages bounds how many messages a channel remembers; 0 means all.
	KeepMessages int
	// Observe, when set, is called with every REST exchange once it is answered, several at a time.
	Observe func(Exchange)
	// Log gets one line for each request and gateway event; nil means none.
	Log *slog.Logger
}

// A Sim is one running simulator with one application. All its methods may be called at once from several goroutines.
type Sim struct {
	cfg    Config
	log    *slog.Logger
	limits Limits
	front  net.Listener // REST, gateway, control
	back   net.Listener // what resume_gateway_url names
	server *http.Server
	done   chan struct{}
	work   sync.WaitGroup

	faults  faults
	buckets buckets

	mu           sync.Mutex // guards everything below
	clock        clock
	lastID       uint64
	token        string
	bot          *user
	users        map[string]*user
	guilds       []*guild
	channels     map[string]*channel
	messages     map[string]*message
	commands     []*command
	created      map[string][]time.Time  // guild or "" → when commands were created
	interactions map[string]*interaction // by token
	webhooks     map[string]*webhook
	nonces       map[string]nonce // author and nonce → message
	sessions     map[string]*session
	conns        map[*conn]bool
	starts       starts
	startFaults  []StartFault
	forgot       time.Time
	lose, repeat int // events
	watchers     map[*watcher]bool
	changed      signal // connections, commands
	stats        Stats
}

// Start starts a simulator. The caller closes it.
func Start(cfg Config) (*Sim, error) {
	if cfg.Addr == "" {
		cfg.Addr = "127.0.0.1:0"
	}
	if cfg.AppName == "" {
		cfg.AppName = "bot"
	}
	s := &Sim{
		cfg: cfg, log: cfg.Log, limits: DefaultLimits(), done: make(chan struct{}),
		users: map[string]*user{}, channels: map[string]*channel{}, messages: map[string]*message{},
		created: map[string][]time.Time{}, interactions: map[string]*interaction{}, webhooks: map[string]*webhook{},
		nonces: map[string]nonce{}, sessions: map[string]*session{}, conns: map[*conn]bool{}, watchers: map[*watcher]bool{},
	}
	if cfg.Limits != nil {
		s.limits = *cfg.Limits
	}
	if s.limits.Heartbeat <= 0 {
		s.limits.Heartbeat = DefaultLimits().Heartbeat
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.bot = &user{id: s.newID(), name: cfg.AppName, bot: true}
	s.users[s.bot.id] = s.bot
	if s.token = cfg.Token; s.token == "" {
		s.token = s.newToken()
	}
	var err error
	var lc net.ListenConfig
	if s.front, err = lc.Listen(context.Background(), "tcp", cfg.Addr); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	host, _, err := net.SplitHostPort(s.front.Addr().String())
	if err == nil {
		s.back, err = lc.Listen(context.Background(), "tcp", net.JoinHostPort(host, "0"))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("simulator: %w", err), s.front.Close())
	}
	s.server = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	for _, l := range []net.Listener{s.front, s.back} {
		s.work.Go(func() { _ = s.server.Serve(l) })
	}
	return s, nil
}

// Close drops every connection and waits until nothing of the simulator runs any more.
func (s *Sim) Close() {
	s.mu.Lock()
	select {
	case <-s.done:
		s.mu.Unlock()
		return
	default:
	}
	close(s.done)
	for c := range s.conns {
		c.ws.Close()
	}
	s.mu.Unlock()
	_ = s.server.Close()
	s.work.Wait()
}

// URL is the REST base, what https://discord.com/api is at Discord.
func (s *Sim) URL() string { return "http://" + s.front.Addr().String() + "/api" }

// ControlURL is the base of the control endpoint, which is not Discord's; see the package comment.
func (s *Sim) ControlURL() string { return "http://" + s.front.Addr().String() + "/control" }

// Token is the bot's token as of now; a reset changes it.
func (s *Sim) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// AppID is the application's id, which is its bot user's too.
func (s *Sim) AppID() string { return s.bot.id }

// Advance sets the simulator's clock forward: interactions expire, rate limits reset and nonces are forgotten sooner.
// Heartbeats keep to real time.
func (s *Sim) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.offset += d
	for _, i := range s.interactions {
		i.changed.fire()
	}
}

// spawn runs something that ends with s.done and that Close waits for, unless the simulator is closed. It is called
// under the lock, so that nothing starts while Close waits.
func (s *Sim) spawn(run func()) bool {
	select {
	case <-s.done:
		return false
	default:
		s.work.Go(run)
		return true
	}
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		s.serveAPI(w, r)
	case strings.HasPrefix(r.URL.Path, "/control/"):
		s.serveControl(w, r)
	case r.URL.Path == "/" && r.Header.Get("Upgrade") != "":
		s.serveGateway(w, r)
	default:
		http.NotFound(w, r)
	}
}

// A clock is real time and what Advance added.
type clock struct{ offset time.Duration }

func (c *clock) now() time.Time { return time.Now().Add(c.offset) }

// epoch is the first second of 2015, from which Discord counts in its ids.
const epoch = 1420070400000

// newID makes the next snowflake; ids grow, as Discord's do.
func (s *Sim) newID() string {
	id := uint64(s.clock.now().UnixMilli()-epoch) << 22
	s.lastID = max(id, s.lastID+1)
	return fmt.Sprint(s.lastID)
}

// newToken makes a token of the form that Discord's have.
func (s *Sim) newToken() string {
	return base64.RawURLEncoding.EncodeToString([]byte(s.bot.id)) + "." + secret(4) + "." + secret(28)
}

// secret makes the random part of a token out of n bytes.
func secret(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// A signal wakes all who wait for a change. Its owner's lock guards it.
type signal struct{ ch chan struct{} }

func (g *signal) wait() <-chan struct{} {
	if g.ch == nil {
		g.ch = make(chan struct{})
	}
	return g.ch
}

func (g *signal) fire() {
	if g.ch != nil {
		close(g.ch)
		g.ch = nil
	}
}

// await waits until ready is true, looking again whenever the signal fires. Both are used under the simulator's lock.
func (s *Sim) await(ctx context.Context, what string, changed *signal, ready func() bool) error {
	for {
		s.mu.Lock()
		if ready() {
			s.mu.Unlock()
			return nil
		}
		wake := changed.wait()
		s.mu.Unlock()
		select {
		case <-wake:
		case <-s.done:
			return fmt.Errorf("waiting for %s: the simulator is closed", what)
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		}
	}
}

// Ready waits until a bot is connected and has been sent READY and its guilds.
func (s *Sim) Ready(ctx context.Context) error {
	return s.await(ctx, "a bot to connect", &s.changed, func() bool {
		for c := range s.conns {
			if c.session != nil && c.session.started {
				return true
			}
		}
		return false
	})
}

// Registered waits until slash commands of all these names exist, or any command when no name is given.
func (s *Sim) Registered(ctx context.Context, names ...string) error {
	return s.await(ctx, "commands", &s.changed, func() bool {
		for _, n := range names {
			if !s.hasCommand(n) {
				return false
			}
		}
		return len(names) > 0 || len(s.commands) > 0
	})
}

// Stats counts what a bot did, for tests and benchmarks.
type Stats struct {
	Requests       int // REST requests
	Limited        int // answered with 429
	GlobalLimited  int // of these, for the global limit
	Invalid        int // 401, 403 and 429 that count towards the ban
	Identifies     int
	Resumes        int
	ResumesAtFront int // resumes that ignored resume_gateway_url
}

// WaitStats waits until the counts match. The function must not call the simulator.
func (s *Sim) WaitStats(ctx context.Context, match func(Stats) bool) (got Stats, err error) {
	err = s.await(ctx, "counts", &s.changed, func() bool {
		got = s.stats
		return match(got)
	})
	return got, err
}

// Stats tells what has happened so far.
func (s *Sim) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}
