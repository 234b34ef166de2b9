package discord

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// frame makes a server's frame.
func frame(final bool, opcode byte, payload string) string {
	head := []byte{opcode, byte(min(len(payload), 126))}
	if final {
		head[0] |= 0x80
	}
	switch {
	case len(payload) > 0xffff:
		head[1] = 127
		head = append(head, 0, 0, 0, 0, byte(len(payload)>>24), byte(len(payload)>>16))
		fallthrough
	case len(payload) > 125:
		head = append(head, byte(len(payload)>>8), byte(len(payload)))
	}
	return string(head) + payload
}

func TestFramesAreSeenHoweverTheyArrive(t *testing.T) {
	before := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n" +
		frame(true, 1, "hello") +
		frame(true, 2, strings.Repeat("z", 200)) +
		frame(true, 1, strings.Repeat("long", 500)) +
		frame(true, 1, strings.Repeat("longer", 20_000)) +
		frame(false, 1, "part") + frame(true, 0, "rest") +
		frame(true, 9, "") +
		frame(true, 1, strings.Repeat("x", sniffed))
	stop := frame(true, 1, "stop")
	stream := before + stop + frame(true, 1, "after")
	want := []string{"1 5", "2 200", "0 4", "9 0", "1 1024", "1 4"}

	for _, size := range []int{1, 2, 3, 7, 100, 4096, len(stream)} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			var f frames
			var saw []string
			var passed bytes.Buffer
			end := errors.New("end")
			see := func(opcode byte, payload []byte) error {
				saw = append(saw, fmt.Sprint(opcode, " ", len(payload)))
				if string(payload) == "stop" {
					return end
				}
				return nil
			}
			var err error
			for rest := []byte(stream); err == nil && len(rest) > 0; {
				n := min(size, len(rest))
				var pass int
				pass, err = f.feed(rest[:n], see)
				passed.Write(rest[:pass])
				rest = rest[n:]
			}
			if !errors.Is(err, end) {
				t.Errorf("ended with %v", err)
			}
			if !slices.Equal(saw, want) {
				t.Errorf("saw %q, want %q", saw, want)
			}
			// All before that frame passes, and the frame itself never whole.
			if got := passed.String(); !strings.HasPrefix(got, before) || len(got) >= len(before+stop) {
				t.Errorf("%d bytes passed, want %d", len(got), len(before))
			}
		})
	}
}
