package discord

import (
	"bytes"
	"encoding/binary"
)

// frames follows a server's side of a WebSocket connection as it is read:
// the answer to the handshake, and then unmasked frames.
type frames struct {
	upgraded bool
	tail     []byte // last bytes of the handshake's answer

	header  []byte // of the frame being read
	left    uint64 // of its payload
	payload []byte // so far; only of short frames
	inside  bool   // the header is complete
}

// endOfHead ends the header of an HTTP answer.
var endOfHead = []byte("\r\n\r\n")

// feed takes the next bytes and calls see with each short frame that ends in
// them. When see returns an error, feed returns it with how many of the bytes
// come before that frame.
func (f *frames) feed(b []byte, see func(opcode byte, payload []byte) error) (int, error) {
	start, at := 0, 0
	for at < len(b) {
		switch {
		case !f.upgraded:
			f.tail = append(f.tail, b[at])
			at++
			if f.upgraded = bytes.HasSuffix(f.tail, endOfHead); f.upgraded {
				f.tail, start = nil, at
			} else if len(f.tail) == 2*len(endOfHead) {
				f.tail = append(f.tail[:0], f.tail[len(endOfHead):]...)
			}
			continue
		case !f.inside:
			f.header = append(f.header, b[at])
			at++
			f.readHeader()
		default:
			n := int(min(f.left, uint64(len(b)-at)))
			if f.payload != nil {
				f.payload = append(f.payload, b[at:at+n]...)
			}
			at += n
			f.left -= uint64(n)
		}
		if f.inside && f.left == 0 {
			final, opcode := f.header[0]&0x80 != 0, f.header[0]&0x0f
			if f.payload != nil && final {
				if err := see(opcode, f.payload); err != nil {
					return start, err
				}
			}
			f.header, f.payload, f.inside = f.header[:0], nil, false
			start = at
		}
	}
	return len(b), nil
}

// readHeader looks whether the header is complete.
func (f *frames) readHeader() {
	if len(f.header) < 2 {
		return
	}
	rest := f.header[2:]
	switch length := f.header[1] & 0x7f; {
	case length < 126:
		f.left = uint64(length)
	case length == 126 && len(rest) == 2:
		f.left = uint64(binary.BigEndian.Uint16(rest))
	case length == 127 && len(rest) == 8:
		f.left = binary.BigEndian.Uint64(rest)
	default:
		return
	}
	f.inside = true
	if f.left <= sniffed {
		f.payload = make([]byte, 0, f.left)
	}
}
