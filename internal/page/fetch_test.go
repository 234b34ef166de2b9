package page

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"greenlit/internal/news"
)

func TestReadFetchesOnePage(t *testing.T) {
	var agent, accept string
	mux := http.NewServeMux()
	mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/2026/severance", http.StatusFound) })
	mux.HandleFunc("/2026/severance", func(w http.ResponseWriter, r *http.Request) {
		agent, accept = r.UserAgent(), r.Header.Get("Accept")
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<title>Caf\xe9</title><img src=x><p>The text of the article, which is long enough.</p>"))
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	f := &Fetcher{Client: server.Client(), UserAgent: "Greenlit/test"}
	d, err := f.Read(t.Context(), server.URL+"/old")
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Café" || d.Link != server.URL+"/2026/severance" {
		t.Errorf("title %q, link %q; want Café and the address after the redirect", d.Title, d.Link)
	}
	if agent != "Greenlit/test" || !strings.HasPrefix(accept, "text/html") {
		t.Errorf("asked as %q for %q", agent, accept)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/missing", http.NotFound)
	mux.HandleFunc("/broken", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.HandleFunc("/image", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "image/png") })
	mux.HandleFunc("/big", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for range 3 << 10 {
			_, _ = w.Write([]byte(strings.Repeat("x", 1024)))
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	closed := httptest.NewServer(mux)
	closed.Close()
	f := &Fetcher{Client: server.Client()}
	for link, want := range map[string]error{
		server.URL + "/gone": news.ErrGone, server.URL + "/missing": news.ErrMissing, server.URL + "/broken": news.ErrTrouble, server.URL + "/big": news.ErrTooBig,
		server.URL + "/image": ErrNoText, closed.URL + "/secret": news.ErrNoAnswer, "ftp://x.example": news.ErrNotURL, "nonsense": news.ErrNotURL,
	} {
		_, err := f.Read(t.Context(), link)
		if !errors.Is(err, want) {
			t.Errorf("Read(%s): %v, want %v", link, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error quotes the address: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Read(ctx, server.URL+"/gone"); !errors.Is(err, context.Canceled) {
		t.Errorf("Read with an ended context: %v, want context.Canceled", err)
	}
}
