package page

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"greenlit/internal/news"
)

func TestRobotsRules(t *testing.T) {
	const file = `
# comment
User-agent: other
Disallow: /

User-agent: *
Disallow: /private/
Allow: /private/news/
Disallow: /*.pdf$
Disallow: /search?*q=

User-agent: greenlit
User-agent: another
Disallow: /drafts
`
	all, own := parseRobots(strings.NewReader(file), "nobody"), parseRobots(strings.NewReader(file), "greenlit")
	for path, want := range map[string]bool{
		"/": true, "/private/a": false, "/private/news/a": true, "/a.pdf": false, "/a.pdf?x": true, "/search?a=1&q=x": false, "/drafts/1": true,
	} {
		if got := permits(all, path); got != want {
			t.Errorf("everybody: %s is permitted: %v, want %v", path, got, want)
		}
	}
	if permits(own, "/drafts/1") || !permits(own, "/private/a") {
		t.Error("a group of our own must stand for itself")
	}
	if !permits(parseRobots(strings.NewReader("User-agent: *\nDisallow:\n"), "x"), "/a") || !permits(nil, "/a") {
		t.Error("an empty rule permits everything")
	}
}

func TestPagesThatRobotsMayNotReadAreNotRead(t *testing.T) {
	status, asked := http.StatusOK, map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(status)
			fmt.Fprint(w, "User-agent: Greenlit\nDisallow: /secret")
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>A</title><p>Words.</p>")
	}))
	defer server.Close()
	f := &Fetcher{Client: server.Client(), UserAgent: "Greenlit/1.0 (+https://greenlit.example)"}
	for range 2 {
		if _, err := f.Read(t.Context(), server.URL+"/open"); err != nil {
			t.Error(err)
		}
		if _, err := f.Read(t.Context(), server.URL+"/secret/1"); !errors.Is(err, news.ErrRefused) {
			t.Errorf("a forbidden page: %v, want %v", err, news.ErrRefused)
		}
	}
	if asked["/robots.txt"] != 1 || asked["/open"] != 2 || asked["/secret/1"] != 0 {
		t.Errorf("asked for %v", asked)
	}
	status = http.StatusServiceUnavailable
	f = &Fetcher{Client: server.Client()}
	if _, err := f.Read(t.Context(), server.URL+"/open"); !errors.Is(err, news.ErrRefused) {
		t.Errorf("with a broken robots.txt: %v, want %v", err, news.ErrRefused)
	}
	status = http.StatusForbidden
	f = &Fetcher{Client: server.Client()}
	if _, err := f.Read(t.Context(), server.URL+"/secret/1"); err != nil {
		t.Errorf("without robots.txt: %v", err)
	}
}
