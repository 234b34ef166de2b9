package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
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
	all, own := parseRobots(file, "nobody"), parseRobots(file, "greenlit")
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
	if !permits(parseRobots("User-agent: *\nDisallow:\n", "x"), "/a") || !permits(nil, "/a") {
		t.Error("an empty rule permits everything")
	}
	for name, file := range map[string]string{
		"a long line":           "# " + strings.Repeat("x", 100<<10) + "\nUser-agent: *\nDisallow: /a",
		"a long rule":           "User-agent: *\nDisallow: /" + strings.Repeat("x", 100<<10) + "\nDisallow: /a",
		"ends of another style": "User-agent: *\rDisallow: /a\rAllow: /b",
		"a byte-order mark":     "\ufeffUser-agent: *\r\nDisallow: /a",
	} {
		if rules := parseRobots(file, "x"); permits(rules, "/a") || !permits(rules, "/b") {
			t.Errorf("%s: the rules are not read", name)
		}
	}
}

func TestRobotsOfWhereAPageRedirectsTo(t *testing.T) {
	var read bool
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /closed")
			return
		}
		read = read || r.URL.Path == "/closed"
		fmt.Fprint(w, "<title>A</title><p>Words.</p>")
	}))
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusFound)
	}))
	defer server.Close()
	f := &Fetcher{Client: &http.Client{}}
	if d, err := f.Read(t.Context(), server.URL+"/open"); err != nil || d.Title != "A" {
		t.Errorf("a page that the other site allows: %+v, %v", d, err)
	}
	if _, err := f.Read(t.Context(), server.URL+"/closed"); !errors.Is(err, news.ErrRefused) || read {
		t.Errorf("a page that the other site forbids: %v, read %v; want %v", err, read, news.ErrRefused)
	}
}

func TestASiteWithoutAnAnswerIsNotAskedForEachPage(t *testing.T) {
	for _, broken := range []func(http.ResponseWriter, *http.Request){
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
	} {
		var asked atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			broken(w, r)
		}))
		f := &Fetcher{Client: &http.Client{}}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, _ = f.Read(ctx, server.URL+"/0") // which says nothing of the site
		if _, err := f.Read(t.Context(), server.URL+"/1"); err == nil {
			t.Error("a page of a broken site was read")
		}
		first := asked.Load()
		if _, err := f.Read(t.Context(), server.URL+"/2"); !errors.Is(err, news.ErrRefused) {
			t.Errorf("the next page: %v, want %v", err, news.ErrRefused)
		}
		if n := asked.Load() - first; first == 0 || n != 0 {
			t.Errorf("the site got %d requests for the first page and %d for the next, want some and none", first, n)
		}
		server.Close()
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
