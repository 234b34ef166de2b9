package feed

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"greenlit/internal/news"
)

// fakeStore keeps feeds and articles in memory, as a store would.
type fakeStore struct {
	mu       sync.Mutex
	feeds    map[int64]news.Feed
	claimed  map[int64]bool
	articles map[string]news.Article // by feed and key
	fetches  []news.Fetch
	fail     error // of SaveFetch
}

func storeOf(urls ...string) *fakeStore {
	s := &fakeStore{feeds: map[int64]news.Feed{}, claimed: map[int64]bool{}, articles: map[string]news.Article{}}
	for i, u := range urls {
		s.feeds[int64(i+1)] = news.Feed{ID: int64(i + 1), URL: u, NextPoll: start}
	}
	return s
}

var start = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)

func (s *fakeStore) ClaimFeeds(ctx context.Context, now time.Time, _ time.Duration, limit int) ([]news.Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []news.Feed
	for _, id := range slices.Sorted(maps.Keys(s.feeds)) {
		if f := s.feeds[id]; len(due) < limit && !s.claimed[id] && !f.NextPoll.IsZero() && !f.NextPoll.After(now) {
			s.claimed[id] = true
			due = append(due, f)
		}
	}
	return due, ctx.Err()
}

func (s *fakeStore) ItemHashes(_ context.Context, feed int64, keys []string) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	hashes := map[string]string{}
	for _, k := range keys {
		if a, ok := s.articles[fmt.Sprint(feed, k)]; ok {
			hashes[k] = a.Hash
		}
	}
	return hashes, nil
}

func (s *fakeStore) ItemArticle(_ context.Context, feed int64, key string) (news.Article, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.articles[fmt.Sprint(feed, key)], nil
}

func (s *fakeStore) ItemKeys(_ context.Context, feed int64, links []string) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := map[string]string{}
	for _, a := range s.articles {
		for _, link := range links {
			if a.FeedID == feed && news.CanonicalLink(a.Link) == news.CanonicalLink(link) {
				keys[link] = a.Key
			}
		}
	}
	return keys, nil
}

func (s *fakeStore) SaveFetch(ctx context.Context, f news.Fetch, _ time.Time) (saved news.Saved, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := cmpErr(s.fail, ctx.Err()); err != nil {
		return news.Saved{}, err
	}
	if f.Feed.Moves >= news.MovesForGood {
		f.Feed.URL, f.Feed.ETag, f.Feed.LastModified, f.Feed.MovedTo, f.Feed.Moves = f.Feed.MovedTo, "", "", "", 0
	}
	s.feeds[f.Feed.ID] = f.Feed
	s.claimed[f.Feed.ID] = false
	s.fetches = append(s.fetches, f)
	for _, a := range f.Articles {
		k := fmt.Sprint(f.Feed.ID, a.Key)
		if _, ok := s.articles[k]; ok {
			saved.Changed++
		} else {
			saved.New++
		}
		s.articles[k] = a
	}
	return saved, nil
}

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *fakeStore) last() news.Fetch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetches[len(s.fetches)-1]
}

func (s *fakeStore) due() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, f := range s.feeds {
		f.NextPoll = start
		s.feeds[id] = f
	}
}

// serve starts a server and returns a poller of its feeds and a clock that the
// test moves.
func serve(t *testing.T, handler http.Handler, paths ...string) (*Poller, *fakeStore, *time.Time) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var urls []string
	for _, p := range paths {
		urls = append(urls, server.URL+p)
	}
	store := storeOf(urls...)
	now := start
	client := NewClient(ClientOptions{AllowHosts: []string{hostOf(server.URL)}})
	t.Cleanup(client.CloseIdleConnections)
	return &Poller{
		Store: store, Fetcher: &Fetcher{Client: client, UserAgent: "Greenlit/test (+https://greenlit.example)"},
		HostGap: -1, Now: func() time.Time { return now }, jitter: func(d time.Duration) time.Duration { return d },
	}, store, &now
}

func poll(t *testing.T, p *Poller) {
	t.Helper()
	if n, err := p.Poll(t.Context()); err != nil || n == 0 {
		t.Fatalf("Poll: %d feeds, %v", n, err)
	}
}

// rssOf makes a feed of items given as "title|guid|link|date|description".
func rssOf(items ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern Weekly</title><link>https://lantern.example/</link>`)
	for _, item := range items {
		f := append(strings.Split(item, "|"), "", "", "", "", "")
		b.WriteString("<item>")
		for i, name := range []string{"title", "guid", "link", "pubDate", "description"} {
			if f[i] != "" {
				fmt.Fprintf(&b, "<%s>%s</%s>", name, f[i], name)
			}
		}
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func serving(body *string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, *body) })
}

func titles(f news.Fetch) (list []string) {
	for _, a := range f.Articles {
		list = append(list, a.Title)
	}
	return list
}
