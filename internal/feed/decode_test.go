package feed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"greenlit/internal/news"
)

func TestBodiesAreDecoded(t *testing.T) {
	body := []byte(rssOf("A|1|https://l.example/a"))
	for _, tc := range []struct {
		name, encoding string
		sent           []byte
	}{
		{"plain", "", body}, {"identity", "identity", body}, {"gzip", "gzip", zip(body)}, {"x-gzip", "X-GZip", zip(body)},
		{"br", "br", br(body)}, {"zstd", "zstd", zst(body)}, {"two layers", "gzip, br", br(zip(body))}, {"gzip twice", "gzip", zip(zip(body))},
		{"unnamed gzip", "", zip(body)}, {"text called gzip", "gzip", body}, {"text called br", "br", body}, {"text called zstd", "zstd", body},
		{"deflate", "deflate", raw(body)}, {"deflate with a header", "deflate", zlibbed(body)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tc.encoding != "" {
					w.Header().Set("Content-Encoding", tc.encoding)
				}
				_, _ = w.Write(tc.sent)
			}))
			defer server.Close()
			f := &Fetcher{Client: NewClient(ClientOptions{AllowHosts: []string{hostOf(server.URL)}})}
			a, err := f.Fetch(t.Context(), server.URL, "", "")
			if err != nil || !bytes.Equal(a.Body, body) {
				t.Errorf("body %q, %v; want the feed", a.Body, err)
			}
		})
	}
}

// A few kilobytes that unfold to megabytes are read up to the bound.
func TestBombsAreNotUnfolded(t *testing.T) {
	zeros := make([]byte, 16<<20)
	for name, sent := range map[string][]byte{"gzip": zip(zeros), "br": br(zeros), "zstd": zst(zeros), "gzip twice": zip(zip(zeros))} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if name != "gzip twice" {
				w.Header().Set("Content-Encoding", name)
			}
			_, _ = w.Write(sent)
		}))
		f := &Fetcher{Client: NewClient(ClientOptions{AllowHosts: []string{hostOf(server.URL)}})}
		if _, err := f.Fetch(t.Context(), server.URL, "", ""); !errors.Is(err, news.ErrTooBig) {
			t.Errorf("%s, %d KB: %v, want %v", name, len(sent)>>10, err, news.ErrTooBig)
		}
		server.Close()
	}
}

func raw(b []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		panic(fmt.Sprint(err))
	}
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func zlibbed(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func zip(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func br(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func zst(b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return w.EncodeAll(b, nil)
}
