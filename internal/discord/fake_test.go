package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// A fake is a Discord on pipes, so that its tests can run in synctest bubbles,
// where hours take no time.
type fake struct {
	t     *testing.T
	conns chan net.Conn
	done  chan struct{}

	// rest answers what the fake does not; default 404.
	rest http.HandlerFunc
	// gateway plays connection n, counted from 1; default: serve.
	gateway func(n int, c *fakeConn)
	// url is the gateway's address; default ws://gateway.test.
	url string
	// limit is the session_start_limit of GET /gateway/bot.
	limit string

	mu       sync.Mutex
	requests []string // method and path below /api/v10
	opened   int      // gateway connections
	when     []time.Time
	entered  []string // "identify" or "resume host" for each
	dialled  []string
}

func newFake(t *testing.T) *fake {
	f := &fake{t: t, url: "ws://gateway.test", conns: make(chan net.Conn), done: make(chan struct{})}
	f.gateway = func(_ int, c *fakeConn) { c.enter(); c.serve() }
	server := &http.Server{Handler: f}
	ended := make(chan struct{})
	go func() { defer close(ended); server.Serve(f) }()
	t.Cleanup(func() { close(f.done); server.Close(); <-ended })
	return f
}

// client returns a client of the fake.
func (f *fake) client(o Options) *Client {
	f.t.Helper()
	if o.Token == "" {
		o.Token = "secret.bot.token"
	}
	o.APIURL = "http://discord.test/api"
	o.dial = f.dial
	c, err := New(o)
	if err != nil {
		f.t.Fatalf("New: %v", err)
	}
	f.t.Cleanup(c.http.CloseIdleConnections)
	return c
}

func (f *fake) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	f.mu.Lock()
	f.dialled = append(f.dialled, addr)
	f.mu.Unlock()
	if strings.HasPrefix(addr, "nowhere") {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no such host")}
	}
	here, there := net.Pipe()
	select {
	case f.conns <- there:
		return here, nil
	case <-f.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (f *fake) Accept() (net.Conn, error) {
	select {
	case c := <-f.conns:
		return c, nil
	case <-f.done:
		return nil, net.ErrClosed
	}
}
func (f *fake) Close() error   { return nil }
func (f *fake) Addr() net.Addr { return &net.TCPAddr{} }

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		f.serveGateway(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body) // the server notices lost clients only after that
	r.Body = io.NopCloser(bytes.NewReader(body))
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	f.mu.Lock()
	f.requests = append(f.requests, r.Method+" "+path)
	limit := f.limit
	f.mu.Unlock()
	switch {
	case path == "/gateway/bot" && limit != "none":
		if limit == "" {
			limit = `{"total":1000,"remaining":1000,"reset_after":86400000,"max_concurrency":1}`
		}
		fmt.Fprintf(w, `{"url":%q,"shards":1,"session_start_limit":%s}`, f.url, limit)
	case f.rest != nil:
		f.rest(w, r)
	default:
		answerJSON(w, 404, `{"message":"404: Not Found","code":0}`)
	}
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// seen returns the requests so far, but those for the gateway.
func (f *fake) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var seen []string
	for _, r := range f.requests {
		if r != "GET /gateway/bot" {
			seen = append(seen, r)
		}
	}
	return seen
}

// entries returns how each gateway connection began.
func (f *fake) entries() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.entered...)
}

// A fakeConn is one gateway connection, seen from Discord.
type fakeConn struct {
	*websocket.Conn
	f     *fake
	host  string
	ended chan struct{} // closed when the client is gone
	code  int           // of the client's close frame; 1006 without
	gone  func()

	from    int  // what it resumed after
	reading bool // in the background, since the client entered

	mu    sync.Mutex // also orders writes
	seq   int
	acks  bool        // acknowledge heartbeats
	beats []time.Time // heartbeats
}

func (f *fake) serveGateway(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		f.t.Errorf("upgrade: %v", err)
		return
	}
	f.mu.Lock()
	f.opened++
	n := f.opened
	f.when = append(f.when, time.Now())
	f.mu.Unlock()
	c := &fakeConn{Conn: ws, f: f, host: r.Host, acks: true, ended: make(chan struct{})}
	c.gone = sync.OnceFunc(func() { close(c.ended) })
	f.gateway(n, c)
	c.NetConn().Close()
	if c.reading {
		<-c.ended
	}
}

// heartbeats divide no hour: discordgo holds a lock while it sleeps, for which
// a heartbeat at the same moment would wait, and a bubble's clock stands still.
const heartbeats = 41_250 * time.Millisecond

func (c *fakeConn) send(op int, kind string, d string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	frame := map[string]any{"op": op, "d": json.RawMessage(d)}
	if op == 0 {
		c.seq++
		frame["t"], frame["s"] = kind, c.seq
	}
	c.SetWriteDeadline(time.Now().Add(time.Second))
	c.WriteJSON(frame)
}

// hello greets, and notes how the client enters.
func (c *fakeConn) hello() (op int) {
	c.send(10, "", fmt.Sprintf(`{"heartbeat_interval":%d}`, heartbeats.Milliseconds()))
	var entry struct {
		Op int
		D  struct {
			Token   string
			Intents int
			Seq     int
		}
	}
	if err := c.ReadJSON(&entry); err != nil {
		return 0
	}
	defer func() { c.reading = true; go c.read() }()
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	switch entry.Op {
	case 2:
		c.f.entered = append(c.f.entered, "identify "+c.host)
		if entry.D.Intents != 1 {
			c.f.t.Errorf("intents %d, want GUILDS alone", entry.D.Intents)
		}
	case 6:
		c.seq, c.from = entry.D.Seq, entry.D.Seq
		c.f.entered = append(c.f.entered, "resume "+c.host)
	default:
		c.f.t.Errorf("client entered with op %d", entry.Op)
	}
	if entry.D.Token != "Bot secret.bot.token" && entry.D.Token != "secret.bot.token" {
		c.f.t.Errorf("client entered with token %q", entry.D.Token)
	}
	return entry.Op
}

// enter greets and lets the client in.
func (c *fakeConn) enter() {
	if c.hello() == 6 {
		c.send(0, "RESUMED", `{}`)
		return
	}
	c.ready()
}

func (c *fakeConn) ready() {
	c.send(0, "READY", `{"v":9,"session_id":"s1","resume_gateway_url":"ws://resume.test",
		"user":{"id":"42","username":"greenlit"},"application":{"id":"4242"},"guilds":[]}`)
}

// read answers heartbeats until the client is gone.
func (c *fakeConn) read() {
	defer c.gone()
	for {
		var m struct{ Op int }
		if err := c.ReadJSON(&m); err != nil {
			c.code = 1006
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				c.code = closed.Code
			}
			return
		}
		if m.Op == 1 {
			c.mu.Lock()
			c.beats = append(c.beats, time.Now())
			acks := c.acks
			c.mu.Unlock()
			if acks {
				c.send(11, "", "null")
			}
		}
	}
}

// serve plays on until the client is gone.
func (c *fakeConn) serve() {
	if !c.reading {
		c.reading = true
		c.read()
	}
	<-c.ended
}

// deaf stops acknowledging heartbeats.
func (c *fakeConn) deaf() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acks = false
}

// close ends the connection with a close frame.
func (c *fakeConn) close(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "because"), time.Now().Add(time.Second))
}
