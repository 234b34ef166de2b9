package discord

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Why a gateway connection ended, as far as the supervisor treats it apart.
type (
	// closedError is Discord's close frame.
	closedError struct {
		code   int
		reason string
	}
	// invalidSession is op 9.
	invalidSession struct{ resumable bool }
)

func (e closedError) Error() string {
	return fmt.Sprintf("Discord closed the connection: %d %s", e.code, e.reason)
}

func (e invalidSession) Error() string { return "Discord calls the session invalid" }

var (
	errReconnect = errors.New("Discord asked to reconnect")
	errZombie    = errors.New("Discord did not acknowledge a heartbeat")
	errNotReady  = errors.New("Discord did not become ready")
)

const (
	// sniffed is the most that is read of a frame: all but dispatches are
	// shorter.
	sniffed = 1024
	// writeTime bounds a write, during which discordgo holds a lock.
	writeTime = 10 * time.Second
)

// A gatewayConn is the network connection below discordgo's WebSocket. It
// reads along, because discordgo
//   - drops the code of a close frame (issues 759, 1544);
//   - answers op 9 with IDENTIFY on the same connection, at once and without
//     limit (issue 544);
//   - never returns from Open when the first answer is op 7 (issue 513), or
//     when none comes;
//   - misses heartbeats only after five, and closes with 1000, which ends the
//     session that it wants to resume.
//
// So op 7, op 9 and a missed heartbeat cut the connection here, and no close
// frame leaves but the one at shutdown. discordgo then sees a read error.
//
// What remains of discordgo's ways, and can't be changed from here: its first
// heartbeat is not delayed at random, none is sent before READY, the gateway's
// version is 9, and an answer to IDENTIFY that is neither READY nor an error
// counts as success. The connection goes through no proxy.
type gatewayConn struct {
	net.Conn
	frames frames

	mu       sync.Mutex
	cause    error // why it ended; nil while open
	ready    *time.Timer
	interval time.Duration // of heartbeats; 0 before HELLO
	entered  bool          // IDENTIFY or RESUME was sent
	ack      *time.Timer   // runs while a heartbeat is unacknowledged
}

// newGatewayConn watches over conn, on which READY or RESUMED must come in
// readyTime.
func newGatewayConn(conn net.Conn, readyTime time.Duration) *gatewayConn {
	g := &gatewayConn{Conn: conn}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready = time.AfterFunc(readyTime, func() { g.cut(errNotReady) })
	return g
}

// greeted reports whether HELLO came.
func (g *gatewayConn) greeted() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.interval > 0
}

// becameReady is told when READY or RESUMED came.
func (g *gatewayConn) becameReady() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ready.Stop()
}

// cut ends the connection without a close frame, so that Discord keeps the
// session.
func (g *gatewayConn) cut(cause error) {
	g.mu.Lock()
	first := g.cause == nil
	if first {
		g.cause = cause
		g.ready.Stop()
		if g.ack != nil {
			g.ack.Stop()
		}
	}
	g.mu.Unlock()
	if first {
		g.Conn.Close()
	}
}

// leave ends the connection with a close frame that ends the session too.
func (g *gatewayConn) leave(cause error) {
	// A masked frame; a mask of zeros leaves the payload as it is.
	payload := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	frame := append([]byte{0x80 | websocket.CloseMessage, 0x80 | byte(len(payload)), 0, 0, 0, 0}, payload...)
	g.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = g.Conn.Write(frame) // a courtesy
	g.cut(cause)
}

// ended returns why the connection ended; nil while it is open.
func (g *gatewayConn) ended() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause
}

// Read implements net.Conn.
func (g *gatewayConn) Read(b []byte) (int, error) {
	if err := g.ended(); err != nil {
		return 0, err
	}
	n, err := g.Conn.Read(b)
	pass, cause := g.frames.feed(b[:n], g.see)
	if cause == nil && err != nil {
		cause = err
	}
	if cause != nil {
		g.cut(cause)
		if pass == 0 {
			return 0, g.ended()
		}
	}
	return pass, nil
}

// Write implements net.Conn. discordgo writes whole frames.
func (g *gatewayConn) Write(b []byte) (int, error) {
	if len(b) > 0 && b[0] == 0x80|websocket.CloseMessage {
		return len(b), nil // Close follows
	}
	g.mu.Lock()
	switch {
	case g.interval == 0 || g.cause != nil:
	case !g.entered:
		g.entered = true
	case g.ack == nil: // only heartbeats come after it
		g.ack = time.AfterFunc(g.interval*7/8, func() { g.cut(errZombie) })
	}
	g.mu.Unlock()
	g.SetWriteDeadline(time.Now().Add(writeTime))
	if _, err := g.Conn.Write(b); err != nil {
		g.cut(err) // which the reader tells discordgo
	}
	return len(b), nil
}

// Close implements net.Conn.
func (g *gatewayConn) Close() error {
	g.cut(net.ErrClosed)
	return nil
}

// see looks at a frame from Discord, before discordgo does. An error keeps it
// from discordgo and ends the connection.
func (g *gatewayConn) see(opcode byte, payload []byte) error {
	switch opcode {
	case websocket.CloseMessage:
		if len(payload) < 2 {
			return closedError{code: websocket.CloseNoStatusReceived}
		}
		return closedError{int(binary.BigEndian.Uint16(payload)), string(payload[2:])}
	case websocket.BinaryMessage:
		z, err := zlib.NewReader(bytes.NewReader(payload))
		if err != nil {
			return err
		}
		if payload, err = io.ReadAll(io.LimitReader(z, 1<<20)); err != nil {
			return err
		}
	case websocket.TextMessage:
	default:
		return nil
	}
	var e struct {
		Op int             `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(payload, &e); err != nil || !bytes.HasPrefix(bytes.TrimSpace(payload), []byte("{")) {
		return errors.New("Discord sent no event") // null would make discordgo panic
	}
	switch e.Op {
	case 7:
		return errReconnect
	case 9:
		return invalidSession{resumable: string(e.D) == "true"}
	case 10:
		var hello struct {
			Interval float64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(e.D, &hello) != nil || !(hello.Interval >= 1) {
			return errors.New("Discord named no heartbeat interval") // a ticker would panic
		}
		g.mu.Lock()
		g.interval = seconds(hello.Interval / 1000)
		g.mu.Unlock()
	case 11:
		g.mu.Lock()
		if g.ack != nil {
			g.ack.Stop()
			g.ack = nil
		}
		g.mu.Unlock()
	}
	return nil
}
