package feed

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"greenlit/internal/news"
)

func TestTarpitsThatStrangersNameStopNoPolls(t *testing.T) {
	stuck := make(chan struct{})
	asked := make(chan struct{}, mostChecks)
	body := rssOf("A|1|https://l.example/a")
	p, store, _ := serve(t, serving(&body), "/feed")
	p.Workers = 1
	var tarpits []string
	for range mostChecks {
		tarpit := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asked <- struct{}{}
			select {
			case <-stuck:
			case <-r.Context().Done():
			}
		}))
		t.Cleanup(tarpit.Close)
		tarpits = append(tarpits, tarpit.URL)
	}
	client := NewClient(ClientOptions{AllowHosts: []string{"127.0.0.1"}})
	t.Cleanup(client.CloseIdleConnections)
	p.Fetcher.Client = client
	ctx, cancel := context.WithCancel(t.Context())
	var checks sync.WaitGroup
	defer checks.Wait()
	defer cancel()
	defer close(stuck)
	for _, tarpit := range tarpits {
		checks.Go(func() { _, _ = p.Check(ctx, tarpit) })
	}
	for range tarpits {
		<-asked
	}
	poll(t, p)
	if f := store.last(); len(f.Articles) != 1 {
		t.Errorf("the poll brought %v, want A", titles(f))
	}
	late, end := context.WithTimeout(ctx, 50*time.Millisecond)
	defer end()
	_, err := p.Check(late, store.feeds[1].URL)
	if !errors.Is(err, news.ErrBusy) || Explain(err) != "Greenlit has too much else to do just now." {
		t.Errorf("a check beside %d others: %v, %q; want that Greenlit is busy", mostChecks, err, Explain(err))
	}
}

func TestLookFindsTheFeedOfAPage(t *testing.T) {
	mux := http.NewServeMux()
	body := rssOf("A|1|/a")
	mux.Handle("/news/feed", serving(&body))
	pages := map[string]string{
		"/site":  `<html><head><link rel="alternate" type="application/rss+xml" href="/news/feed"></head><body>Hello</body></html>`,
		"/stale": `<html><head><link rel="alternate" type="application/rss+xml" href="/gone"></head><body>Hello</body></html>`,
		"/page":  `<html><body>Hello</body></html>`,
	}
	for path, page := range pages {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(page)) })
	}
	p, store, _ := serve(t, mux, "")
	at := store.feeds[1].URL
	if l := p.Fetcher.Look(t.Context(), at+"/site"); !l.OK || l.Title != "Lantern Weekly" || len(l.Items) != 1 || l.Items[0].Link != at+"/a" {
		t.Errorf("a page that names its feed is %+v, want that feed's item with a link to %s/a", l, at)
	}
	for path, want := range map[string]string{
		"/stale": "This is a web page, and the feed that it names can't be read: There is nothing at this address (status 404).",
		"/page":  "This is a web page and not a feed.",
	} {
		if l := p.Fetcher.Look(t.Context(), at+path); l.OK || l.Error != want {
			t.Errorf("%s: %q, want %q", path, l.Error, want)
		}
	}
}
