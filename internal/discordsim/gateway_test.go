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
