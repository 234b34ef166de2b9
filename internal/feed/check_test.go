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
