package discordsim

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
	opSoundboard     = 31
	opChannelInfo    = 43
)

// Gateway close codes.
const (
	closeUnknownError   = 4000
	closeUnknownOp      = 4001
	closeDecode         = 4002
	closeNotIdentified  = 4003
	closeToken          = 4004
	closeAlready        = 4005
	closeSeq            = 4007
	closeRateLimited    = 4008
	closeTimedOut       = 4009
	closeShard          = 4010
	closeShardRequired  = 4011
	closeVersion        = 4012
	closeIntents        = 4013
	closeDisallowed     = 4014
	maxGatewayPayload   = 4096
	maxGatewayEvents    = 120
	gatewayEventsWindow = time.Minute
	compressFrom        = 512 // bytes; smaller payloads are sent plain though compression was asked for
	maxReplay           = 5000
)

// A conn is one gateway connection.
type conn struct {
	sim      *Sim
	ws       *websocket.Conn
	atFront  bool
	version  int
	compress bool
	z        *zlib.Writer
	stream   *zlibStream // compress=zlib-stream
	session  *session    // guarded by Sim.mu
	sent     []time.Time // events received, for the limit
	noAcks   bool        // a fault; guarded by Sim.mu
	frozen   atomic.Bool // another

	mu    sync.Mutex
	queue []frame
	wake  chan struct{}
}

// A frame is a payload to send, or with a code the end of the connection.
type frame struct {
	data []byte
	code int
	text string
	cut  bool // end without a closing handshake
}

type payload struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
	S  *int            `json:"s"`
	T  *string         `json:"t"`
}

func getGateway(r *request) (int, any, error) {
	return http.StatusOK, object{"url": "ws://" + r.sim.front.Addr().String()}, nil
}

func getGatewayBot(r *request) (int, any, error) {
	s := r.sim
	left, after := s.starts.left(s.clock.now(), s.limits.SessionStarts)
	return http.StatusOK, object{
		"url": "ws://" + s.front.Addr().String(), "shards": 1 + len(s.guilds)/1000,
		"session_start_limit": object{
			"total": s.limits.SessionStarts, "remaining": left, "reset_after": after.Milliseconds(), "max_concurrency": s.limits.MaxConcurrency,
		},
	}, nil
}

func (s *Sim) serveGateway(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &conn{sim: s, ws: ws, atFront: r.Host == s.front.Addr().String(), wake: make(chan struct{}, 1)}
	s.mu.Lock()
	select {
	case <-s.done:
		s.mu.Unlock()
		ws.Close()
		return
	default:
	}
	s.conns[c] = true
	s.work.Add(1)
	defer s.work.Done()
	s.mu.Unlock()
	stop, written := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(written)
		c.write(stop)
	}()
	q := r.URL.Query()
	c.version, _ = strconv.Atoi(q.Get("v"))
	if c.version != 9 && c.version != 10 {
		c.end(closeVersion, "Invalid API version")
	} else if e := q.Get("encoding"); e != "" && e != "json" {
		c.end(closeVersion, "The simulator speaks JSON alone.")
	} else if z := q.Get("compress"); z != "" && z != "zlib-stream" {
		c.end(closeVersion, "The simulator compresses with zlib alone.")
	} else {
		if z != "" {
			c.stream = &zlibStream{}
		}
		c.send(opHello, object{"heartbeat_interval": s.limits.Heartbeat.Milliseconds(), "_trace": []string{"simulator"}})
	}
	c.read()
	close(stop)
	<-written
	ws.Close()
}

// send queues a payload that is no event.
func (c *conn) send(op int, d any) {
	raw, err := json.Marshal(object{"op": op, "d": d, "s": nil, "t": nil})
	if err != nil {
		return // every payload is made of plain values
	}
	c.push(frame{data: raw})
}

func (c *conn) end(code int, text string) { c.push(frame{code: code, text: text}) }

func (c *conn) push(f frame) {
	if c.frozen.Load() && f.code == 0 && !f.cut {
		return
	}
	c.mu.Lock()
	c.queue = append(c.queue, f)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// write sends what is queued until the connection ends, and what is queued then.
func (c *conn) write(stop chan struct{}) {
	for last := false; ; {
		c.mu.Lock()
		queue := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, f := range queue {
			if f.cut {
				c.ws.Close()
				return
			}
			if f.code != 0 {
				c.sim.log.Debug("gateway closes", "code", f.code, "reason", f.text)
				deadline := time.Now().Add(time.Second)
				_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, f.text), deadline)
				_ = c.ws.SetReadDeadline(deadline)
				return
			}
			if err := c.writePayload(f.data); err != nil {
				c.ws.Close()
				return
			}
		}
		if last {
			return
		}
		select {
		case <-c.wake:
		case <-stop:
			last = true
		}
	}
}

func (c *conn) writePayload(data []byte) error {
	_ = c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if c.stream != nil {
		return c.ws.WriteMessage(websocket.BinaryMessage, c.stream.next(data))
	}
	c.sim.mu.Lock()
	compress := c.compress
	c.sim.mu.Unlock()
	if !compress || len(data) < compressFrom {
		return c.ws.WriteMessage(websocket.TextMessage, data)
	}
	var b bytes.Buffer
	if c.z == nil {
		c.z = zlib.NewWriter(&b)
	} else {
		c.z.Reset(&b)
	}
	_, _ = c.z.Write(data) // to memory
	_ = c.z.Close()
	return c.ws.WriteMessage(websocket.BinaryMessage, b.Bytes())
}

// A zlibStream compresses all payloads of a connection as one stream, flushed after each.
type zlibStream struct {
	b bytes.Buffer
	z *zlib.Writer
}

func (t *zlibStream) next(data []byte) []byte {
	if t.z == nil {
		t.z = zlib.NewWriter(&t.b)
	}
	_, _ = t.z.Write(data) // to memory
	_ = t.z.Flush()
	out := bytes.Clone(t.b.Bytes())
	t.b.Reset()
	return out
}

// read takes the client's payloads until the connection ends, and then lets the session go or keeps it to be resumed.
func (c *conn) read() {
	keep := c.sim.limits.Heartbeat + c.sim.limits.Heartbeat/2
	c.ws.SetCloseHandler(func(code int, _ string) error {
		c.release(code) // before the answer, so that a client that has it finds the session gone
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		return nil
	})
	defer c.release(0)
	for {
		_ = c.ws.SetReadDeadline(time.Now().Add(keep))
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			if e, ok := err.(interface{ Timeout() bool }); ok && e.Timeout() {
				c.end(closeTimedOut, "Session timed out.")
			}
			return
		}
		if end, text := c.take(raw); end != 0 {
			c.end(end, text)
			c.drain()
			return
		}
	}
}

// release lets a connection's session go, or keeps it to be resumed unless the client closed with 1000 or 1001.
func (c *conn) release(code int) {
	s := c.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	if ses := c.session; ses != nil && ses.conn == c {
		ses.conn = nil
		ses.lost = s.clock.now()
		if code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway {
			delete(s.sessions, ses.id)
		}
	}
	c.session = nil
	s.changed.fire()
}

// drain reads on until the client has answered the closing, so that it sees the code.
func (c *conn) drain() {
	_ = c.ws.SetReadDeadline(time.Now().Add(time.Second))
	for {
		if _, _, err := c.ws.ReadMessage(); err != nil {
			return
		}
	}
}

// take handles one payload of the client; a code ends the connection.
func (c *conn) take(raw []byte) (int, string) {
	if c.frozen.Load() {
		return 0, ""
	}
	if len(raw) > maxGatewayPayload {
		return closeDecode, "Error while decoding payload."
	}
	now := time.Now()
	c.sent = slices.DeleteFunc(c.sent, func(t time.Time) bool { return now.Sub(t) >= gatewayEventsWindow })
	if c.sent = append(c.sent, now); len(c.sent) > maxGatewayEvents {
		return closeRateLimited, "Rate limited."
	}
	var p payload
	if json.Unmarshal(raw, &p) != nil {
		return closeDecode, "Error while decoding payload."
	}
	s := c.sim
	s.log.Debug("gateway", "op", p.Op, "bytes", len(raw))
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case p.Op == opHeartbeat:
		if !c.noAcks {
			c.send(opAck, nil)
		}
		return 0, ""
	case p.Op == opIdentify:
		return s.identify(c, p.D)
	case p.Op == opResume:
		return s.resume(c, p.D)
	case p.Op != opPresence && p.Op != opVoice && p.Op != opRequestMembers && p.Op != opSoundboard && p.Op != opChannelInfo:
		return closeUnknownOp, "Unknown opcode."
	case c.session == nil:
		return closeNotIdentified, "Not authenticated."
	case p.Op == opRequestMembers:
		s.sendMembers(c.session, p.D)
	}
	return 0, ""
}

func bare(token string) string { return strings.TrimPrefix(token, "Bot ") }

func (s *Sim) sendMembers(to *session, d json.RawMessage) {
	var ask struct {
		Guild string `json:"guild_id"`
		Query string `json:"query"`
		Limit int    `json:"limit"`
		Nonce string `json:"nonce"`
	}
	g := (*guild)(nil)
	if json.Unmarshal(d, &ask) == nil {
		g = s.guild(ask.Guild)
	}
	if g == nil || to.intents&intentMembers == 0 && ask.Query == "" {
		return
	}
	members := []object{}
	for _, id := range sortedIDs(g.members) {
		m := g.members[id]
		if strings.HasPrefix(strings.ToLower(m.user.name), strings.ToLower(ask.Query)) && (ask.Limit == 0 || len(members) < ask.Limit) {
			members = append(members, m.json())
		}
	}
	s.dispatchTo(to, "GUILD_MEMBERS_CHUNK", object{
		"guild_id": g.id, "members": members, "chunk_index": 0, "chunk_count": 1, "not_found": []any{}, "nonce": ask.Nonce,
	})
}
