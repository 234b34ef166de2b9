package feed

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// A decodedBody undoes a body's content encodings while it is read. Servers
// get them wrong, so what a body begins with counts for more than what its
// header says: text is left alone, and gzip that no header names is undone.
type decodedBody struct {
	raw       io.ReadCloser
	encodings []string
	r         io.Reader
	close     []func()
}

func (d *decodedBody) Read(p []byte) (int, error) {
	if d.r == nil {
		if err := d.open(); err != nil {
			return 0, err
		}
	}
	return d.r.Read(p)
}

func (d *decodedBody) Close() error {
	for _, c := range slices.Backward(d.close) {
		c()
	}
	return d.raw.Close()
}

func (d *decodedBody) open() error {
	r := bufio.NewReader(d.raw)
	layers := 0
	for _, encoding := range slices.Backward(d.encodings) {
		if layers == 3 {
			break
		}
		next, err := d.layer(r, strings.ToLower(strings.TrimSpace(encoding)))
		if err != nil {
			return err
		}
		if next != nil {
			r = bufio.NewReader(next)
			layers++
		}
	}
	for ; layers < 3; layers++ { // gzip that no header names, or gzip in gzip
		next, err := d.layer(r, "gzip")
		if err != nil {
			return err
		}
		if next == nil {
			break
		}
		r = bufio.NewReader(next)
	}
	d.r = r
	return nil
}

// layer undoes one encoding; it returns nil where the bytes are not encoded so.
func (d *decodedBody) layer(r *bufio.Reader, encoding string) (io.Reader, error) {
	head, _ := r.Peek(4)
	switch encoding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			return nil, nil
		}
		return gzip.NewReader(r)
	case "zstd":
		if !bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			return nil, nil
		}
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(8<<20), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		d.close = append(d.close, z.Close)
		return z, nil
	case "br":
		if plainText(head) { // no stream of brotli begins so
			return nil, nil
		}
		return brotli.NewReader(r), nil
	case "deflate":
		if plainText(head) || len(head) < 2 {
			return nil, nil
		}
		if head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 { // with zlib's header
			_, _ = r.Discard(2)
		}
		return flate.NewReader(r), nil
	}
	return nil, nil
}

// plainText reports whether a body begins like XML, HTML or JSON.
func plainText(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(head) == 0 || head[0] == '<' || head[0] == '{'
}
