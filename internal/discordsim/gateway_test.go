package discordsim_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"greenlit/internal/discordsim"
)

// A wire is a plain WebSocket client of the gateway.
type wire struct {
	t    *testing.T
	ws   *websocket.Conn
	read func(kind int, raw []byte) []byte
}

func gatewayURL(t *testing.T, sim *discordsim.Sim) string {
	t.Helper()
	return call(t, sim, "GET", "/gateway", nil).at("url").(string)
}

func dial(t *testing.T, base, query string) *wire {
	t.Helper()
	ws, res, err := websocket.DefaultDialer.Dial(base+"/?"+query, http.Header{})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	t.Cleanup(func() { ws.Close() })
	w := &wire{t: t, ws: ws, read: func(kind int, raw []byte) []byte {
		if kind == websocket.BinaryMessage {
			z, err := zlib.NewReader(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			if raw, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		return raw
	}}
	return w
}

func (w *wire) send(op int, d any) {
	w.t.Helper()
	if err := w.ws.WriteJSON(m{"op": op, "d": d}); err != nil {
		w.t.Fatal(err)
	}
}

type packet struct {
	Op int    `json:"op"`
	T  string `json:"t"`
	S  int    `json:"s"`
	D  any    `json:"d"`
}

func (p packet) d(key string) any {
	o, _ := p.D.(map[string]any)
	return o[key]
}

func (w *wire) next() packet {
	w.t.Helper()
	p, err := w.try()
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *wire) try() (packet, error) {
	_ = w.ws.SetReadDeadline(time.Now().Add(10 * time.Second))
	kind, raw, err := w.ws.ReadMessage()
	var p packet
	if err == nil {
		err = json.Unmarshal(w.read(kind, raw), &p)
	}
	return p, err
}

// closed reads until the connection ends and returns the code.
func (w *wire) closed() int {
	w.t.Helper()
	for {
		_, err := w.try()
		var c *websocket.CloseError
		if errors.As(err, &c) {
			return c.Code
		}
		if err != nil {
			w.t.Fatalf("ended without a close code: %v", err)
		}
	}
}

func identify(sim *discordsim.Sim, more m) m {
	d := m{"token": sim.Token(), "intents": 1, "properties": m{"os": "linux", "browser": "test", "device": "test"}}
	for k, v := range more {
		d[k] = v
	}
	return d
}

func TestIdentify(t *testing.T) {
	for _, query := range []string{"v=10&encoding=json", "v=9&encoding=json", "v=10&encoding=json&compress=zlib-stream"} {
		t.Run(query, func(t *testing.T) {
			sim := start(t, conform(t, discordsim.Config{}))
			g := sim.AddGuild("Sofa Club")
			w := dial(t, gatewayURL(t, sim), query)
			if strings.Contains(query, "stream") {
				w.read = inflate(t)
			}
			if hello := w.next(); hello.Op != 10 || hello.d("heartbeat_interval") != 41250.0 {
				t.Fatalf("got %+v, want HELLO", hello)
			}
			w.send(1, nil)
			if ack := w.next(); ack.Op != 11 {
				t.Errorf("got %+v, want a heartbeat ACK", ack)
			}
			w.send(2, identify(sim, m{"compress": !strings.Contains(query, "stream")}))
			ready := w.next()
			if ready.T != "READY" || ready.S != 1 || ready.d("session_id") == "" {
				t.Fatalf("got %+v, want READY", ready)
			}
			if url := ready.d("resume_gateway_url"); url == gatewayURL(t, sim) {
				t.Errorf("resume_gateway_url is the ordinary one, %v", url)
			}
			if guild := w.next(); guild.T != "GUILD_CREATE" || guild.d("id") != g.ID {
				t.Errorf("got %+v, want GUILD_CREATE", guild)
			}
		})
	}
}

// inflate reads payloads of one zlib stream.
func inflate(t *testing.T) func(int, []byte) []byte {
	in := &bytes.Buffer{}
	var z io.Reader
	return func(_ int, raw []byte) []byte {
		in.Write(raw)
		if z == nil {
			var err error
			if z, err = zlib.NewReader(in); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		buf := make([]byte, 1<<16)
		for {
			n, err := z.Read(buf)
			out.Write(buf[:n])
			if json.Valid(out.Bytes()) {
				return out.Bytes()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestCloseCodes(t *testing.T) {
	tests := []struct {
		name  string
		query string
		send  []m
		want  int
	}{
		{name: "unknown opcode", send: []m{{"op": 99}}, want: 4001},
		{name: "no session yet", send: []m{{"op": 3, "d": m{}}}, want: 4003},
		{name: "too large", send: []m{{"op": 1, "d": text(4096)}}, want: 4002},
		{name: "wrong token", send: []m{{"op": 2, "d": m{"token": "wrong", "intents": 1, "properties": m{}}}}, want: 4004},
		{name: "identified twice", send: []m{{"op": 2}, {"op": 2}}, want: 4005},
		{name: "shard", send: []m{{"op": 2, "d": m{"shard": []int{2, 2}}}}, want: 4010},
		{name: "version", query: "v=5", want: 4012},
		{name: "intents", send: []m{{"op": 2, "d": m{"intents": 1 << 30}}}, want: 4013},
		{name: "privileged intents", send: []m{{"op": 2, "d": m{"intents": 1 << 15}}}, want: 4014},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sim := start(t, conform(t, discordsim.Config{}))
			if tt.query == "" {
				tt.query = "v=10&encoding=json"
			}
			w := dial(t, gatewayURL(t, sim), tt.query)
			for _, p := range tt.send {
				d := p["d"]
				if more, ok := d.(m); p["op"] == 2 && (ok || d == nil) {
					d = identify(sim, more)
				}
				w.send(p["op"].(int), d)
			}
			if got := w.closed(); got != tt.want {
				t.Errorf("closed with %d, want %d", got, tt.want)
			}
		})
	}
}

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	ctx := deadline(t)
	sim := start(t, conform(t, discordsim.Config{}))
	g := sim.AddGuild("Sofa Club")
	w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	w.next()
	w.send(2, identify(sim, nil))
	ready := w.next()
	last := w.next()
	sim.Disconnect(0)
	if _, err := w.try(); err == nil {
		t.Fatal("still connected")
	}
	g.AddChannel("missed")
	w = dial(t, ready.d("resume_gateway_url").(string), "v=10&encoding=json")
	w.next()
	w.send(6, m{"token": sim.Token(), "session_id": ready.d("session_id"), "seq": last.S})
	if p := w.next(); p.T != "CHANNEL_CREATE" || p.d("name") != "missed" {
		t.Errorf("got %+v, want the missed event", p)
	}
	if p := w.next(); p.T != "RESUMED" {
		t.Errorf("got %+v, want RESUMED", p)
	}
	if err := sim.Ready(ctx); err != nil {
		t.Error(err)
	}
	if s := sim.Stats(); s.Resumes != 1 || s.ResumesAtFront != 0 {
		t.Errorf("got %+v, want one resume at the resume address", s)
	}
	_ = w.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	w.closed()
	w = dial(t, ready.d("resume_gateway_url").(string), "v=10&encoding=json")
	w.next()
	w.send(6, m{"token": sim.Token(), "session_id": ready.d("session_id"), "seq": last.S})
	if p := w.next(); p.Op != 9 || p.D != false {
		t.Errorf("after closing with 1000: got %+v, want op 9 false", p)
	}
}

func limits(change func(*discordsim.Limits)) *discordsim.Limits {
	l := discordsim.DefaultLimits()
	change(&l)
	return &l
}

func TestIdentifyPaceAndBudget(t *testing.T) {
	sim := start(t, conform(t, discordsim.Config{Limits: limits(func(l *discordsim.Limits) { l.SessionStarts = 3 })}))
	begin := func() *wire {
		w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
		w.next()
		w.send(2, identify(sim, nil))
		return w
	}
	left := func() any {
		return call(t, sim, "GET", "/gateway/bot", nil).at("session_start_limit", "remaining")
	}
	first := begin()
	if p := first.next(); p.T != "READY" {
		t.Fatalf("got %+v, want READY", p)
	}
	if p := begin().next(); p.Op != 9 || p.D != false {
		t.Errorf("a second start at once: got %+v, want op 9 false", p)
	}
	sim.Advance(5 * time.Second)
	if p := begin().next(); p.T != "READY" {
		t.Errorf("after five seconds: got %+v, want READY", p)
	}
	if got := left(); got != 0.0 {
		t.Errorf("%v starts are left, want none", got)
	}
	old := sim.Token()
	if got := begin().closed(); got != 4004 {
		t.Errorf("one start too many is closed with %d, want 4004", got)
	}
	if got := first.closed(); got != 4004 || sim.Token() == old {
		t.Errorf("the first session is closed with %d, want 4004 and another token", got)
	}
	sim.Advance(24 * time.Hour)
	if p := begin().next(); p.T != "READY" {
		t.Errorf("the next day: got %+v, want READY", p)
	}
}

func TestTooManyPayloads(t *testing.T) {
	sim := start(t, discordsim.Config{})
	w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	for range 121 {
		w.send(1, nil)
	}
	if got := w.closed(); got != 4008 {
		t.Errorf("closed with %d, want 4008", got)
	}
}

func TestNoHeartbeat(t *testing.T) {
	sim := start(t, discordsim.Config{Limits: limits(func(l *discordsim.Limits) { l.Heartbeat = 50 * time.Millisecond })})
	w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	if got := w.closed(); got != 4009 {
		t.Errorf("closed with %d, want 4009", got)
	}
}

// What an operator's bad day brings, in the order in which a client meets it.
func TestGatewayFaults(t *testing.T) {
	ctx := deadline(t)
	b := connect(t, unlimited(t))
	sim := b.sim
	b.g.AddChannel("one")
	if p := b.next(); p.d("name") != "one" {
		t.Fatalf("got %+v, want the first channel", p)
	}
	sim.Lose(1)
	b.g.AddChannel("lost")
	sim.Repeat(1)
	b.g.AddChannel("twice")
	for range 2 {
		if p := b.next(); p.d("name") != "twice" {
			t.Errorf("got %+v, want the repeated event", p)
		}
	}
	sim.DropAcks()
	b.send(1, nil)
	b.send(8, m{"guild_id": b.g.ID, "query": "the", "limit": 1})
	if p := b.next(); p.T != "GUILD_MEMBERS_CHUNK" {
		t.Errorf("got %+v, want members and no ACK", p)
	}
	sim.AskHeartbeat()
	if p := b.next(); p.Op != 1 {
		t.Errorf("got %+v, want op 1", p)
	}
	sim.Heal()
	b.send(1, nil)
	if p := b.next(); p.Op != 11 {
		t.Errorf("got %+v, want an ACK", p)
	}
	sim.Reconnect()
	if p := b.next(); p.Op != 7 {
		t.Errorf("got %+v, want op 7", p)
	}
	sim.Invalidate(true)
	if p := b.next(); p.Op != 9 || p.D != true {
		t.Errorf("got %+v, want op 9 true", p)
	}
	sim.Disconnect(4000)
	if got := b.closed(); got != 4000 {
		t.Errorf("closed with %d, want 4000", got)
	}
	sim.BreakStart(discordsim.StartFault{Op: 7}, discordsim.StartFault{Close: 4000}, discordsim.StartFault{Delay: 50 * time.Millisecond})
	sim.Advance(5 * time.Second)
	w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	w.next()
	w.send(2, identify(sim, nil))
	if p := w.next(); p.Op != 7 {
		t.Errorf("got %+v, want op 7 instead of READY", p)
	}
	sim.Advance(5 * time.Second)
	w.send(2, identify(sim, nil))
	if got := w.closed(); got != 4000 {
		t.Errorf("closed with %d, want 4000", got)
	}
	sim.Advance(5 * time.Second)
	w = dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	w.next()
	w.send(2, identify(sim, nil))
	w.send(1, nil)
	if p := w.next(); p.Op != 11 {
		t.Errorf("got %+v, want the ACK before the late READY", p)
	}
	if p := w.next(); p.T != "READY" {
		t.Errorf("got %+v, want READY", p)
	}
	if err := sim.Ready(ctx); err != nil {
		t.Error(err)
	}
}

func TestIntents(t *testing.T) {
	sim := start(t, discordsim.Config{Privileged: discordsim.MessageContent})
	g := sim.AddGuild("Sofa Club")
	ch, fan := g.AddChannel("tv-news"), g.AddMember("theo")
	for _, tt := range []struct {
		intents int
		want    string // what comes when a fan writes
	}{{0, ""}, {1 | 1<<9, "MESSAGE_CREATE "}, {1 | 1<<9 | 1<<15, "MESSAGE_CREATE hello"}} {
		w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
		w.next()
		w.send(2, identify(sim, m{"intents": tt.intents}))
		for p := w.next(); p.T != "READY" && p.T != "GUILD_CREATE"; p = w.next() {
			t.Errorf("got %+v at the start", p)
		}
		if tt.intents&1 != 0 {
			w.next()
		}
		if _, err := fan.Say(ch, "hello"); err != nil {
			t.Fatal(err)
		}
		sim.AskHeartbeat()
		got := ""
		for p := w.next(); p.Op != 1; p = w.next() {
			content, _ := p.d("content").(string)
			got += p.T + " " + content
		}
		if got != tt.want {
			t.Errorf("intents %b: got %q, want %q", tt.intents, got, tt.want)
		}
		w.ws.Close()
		sim.Advance(5 * time.Second)
	}
}

func TestShards(t *testing.T) {
	sim := start(t, discordsim.Config{})
	var guilds []*discordsim.Guild
	for range 4 {
		guilds = append(guilds, sim.AddGuild("Sofa Club"))
	}
	seen := 0
	for shard := range 2 {
		w := dial(t, gatewayURL(t, sim), "v=10&encoding=json")
		w.next()
		w.send(2, identify(sim, m{"shard": []int{shard, 2}}))
		ready := w.next()
		list, _ := ready.d("guilds").([]any)
		seen += len(list)
		sim.Advance(5 * time.Second)
	}
	if seen != len(guilds) {
		t.Errorf("two shards have %d guilds in all, want %d", seen, len(guilds))
	}
}

// A frozen connection looks open to both sides. The bot finds out, resumes, and has missed nothing.
func TestFrozenConnection(t *testing.T) {
	b := connect(t, unlimited(t))
	ready := b.session
	b.sim.Freeze()
	b.g.AddChannel("missed")
	b.send(1, nil)
	w := dial(t, ready.d("resume_gateway_url").(string), "v=10&encoding=json")
	w.next()
	w.send(6, m{"token": b.sim.Token(), "session_id": ready.d("session_id"), "seq": 2})
	if p := w.next(); p.T != "CHANNEL_CREATE" || p.d("name") != "missed" {
		t.Errorf("got %+v, want the missed event", p)
	}
	if p := w.next(); p.T != "RESUMED" {
		t.Errorf("got %+v, want RESUMED", p)
	}
	if got := b.closed(); got != 4000 {
		t.Errorf("the frozen connection is closed with %d, want 4000", got)
	}
}

func TestWatchAndClose(t *testing.T) {
	sim := start(t, discordsim.Config{})
	g := sim.AddGuild("Sofa Club")
	ch, fan := g.AddChannel("tv-news"), g.AddMember("theo")
	events := sim.Watch(t.Context())
	for _, text := range []string{"one", "two"} {
		if _, err := fan.Say(ch, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"one", "two"} {
		if e := <-events; e.What != discordsim.Created || e.Message.Content != want || e.Message.Author.Name != "theo" {
			t.Errorf("got %+v, want %q by theo", e, want)
		}
	}
	sim.Close()
	if e, ok := <-events; ok {
		t.Errorf("got %+v of a closed simulator", e)
	}
	if _, ok := <-sim.Watch(t.Context()); ok {
		t.Error("a closed simulator tells of something")
	}
}
