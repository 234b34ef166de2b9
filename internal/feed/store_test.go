package feed_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/feed"
	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/store/storetest"
	"greenlit/internal/tv"
)

var start = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)

// A desk is a poller with a real store and a server of its feeds. Every
// article is about the one show that it follows in channel 5 of guild 1.
type desk struct {
	t      *testing.T
	store  *store.Store
	poller *feed.Poller
	server *httptest.Server
	now    time.Time
}

// onBoth runs a test with a desk on either engine.
func onBoth(t *testing.T, handler http.Handler, test func(t *testing.T, d *desk)) {
	for name, database := range map[string]func(t testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "test.db") },
		"postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), database(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			server := httptest.NewServer(handler)
			t.Cleanup(server.Close)
			d := &desk{t: t, store: s, server: server, now: start}
			d.restart()
			if _, err := s.Subscribe(t.Context(), news.Subscription{Guild: "1", Channel: "5", Show: show, Since: start}); err != nil {
				t.Fatal(err)
			}
			test(t, d)
		})
	}
}

const show = tv.Slug("harbor-lights")

// restart forgets all that is not in the store.
func (d *desk) restart() {
	host := strings.TrimPrefix(d.server.URL, "http://")
	client := feed.NewClient(feed.ClientOptions{AllowHosts: []string{host}})
	d.t.Cleanup(client.CloseIdleConnections)
	d.poller = &feed.Poller{
		Store: d.store, Fetcher: &feed.Fetcher{Client: client, UserAgent: "Greenlit/test"}, HostGap: -1,
		Now: func() time.Time { return d.now },
		Read: func(news.Article) news.Reading {
			return news.Reading{Shows: []news.Mention{{Show: show, About: true}}}
		},
	}
}

func (d *desk) add(guild news.GuildID, path string) news.Feed {
	d.t.Helper()
	f, _, err := d.store.AddFeed(d.t.Context(), guild, news.Feed{URL: d.server.URL + path}, "7", d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

// poll polls all feeds a day later.
func (d *desk) poll() {
	d.t.Helper()
	d.now = d.now.Add(25 * time.Hour)
	if n, err := d.poller.Poll(d.t.Context()); err != nil || n == 0 {
		d.t.Fatalf("Poll: %d feeds, %v", n, err)
	}
}

// titles are those of the articles that the guild sees, newest first.
func (d *desk) titles(guild news.GuildID) (list []string) {
	d.t.Helper()
	articles, err := d.store.ArticlesAbout(d.t.Context(), guild, show, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, a := range articles {
		list = append(list, a.Title)
	}
	return list
}

func (d *desk) want(guild news.GuildID, posts int, titles ...string) {
	d.t.Helper()
	if diff := cmp.Diff(titles, d.titles(guild)); diff != "" {
		d.t.Errorf("articles (-want +got):\n%s", diff)
	}
	counts, err := d.store.ArticleCounts(d.t.Context(), guild, []tv.Slug{show})
	if err != nil || counts[show] != len(titles) {
		d.t.Errorf("%d articles are stored (%v), want %d", counts[show], err, len(titles))
	}
	if n, _, err := d.store.WaitingDeliveries(d.t.Context()); err != nil || n != posts {
		d.t.Errorf("%d deliveries wait (%v), want %d", n, err, posts)
	}
}

// rss makes a feed of items given as "number title", whose GUIDs begin so.
func rss(guid string, items ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Lantern Weekly</title>`)
	for _, item := range items {
		n, title, _ := strings.Cut(item, " ")
		fmt.Fprintf(&b, `<item><title>%s</title><guid isPermaLink="false">%s-%s</guid><link>https://lantern.example/news/%s</link><pubDate>%s</pubDate></item>`,
			title, guid, n, n, start.Add(-time.Hour*time.Duration(10-len(n))).Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

func TestNewGUIDsWithKnownLinksAreEdits(t *testing.T) {
	var body string
	onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }), func(t *testing.T, d *desk) {
		d.add("", "/feed")
		body = rss("a", "1 One", "22 Two")
		d.poll()
		body = rss("a", "1 One", "22 Two", "333 Three")
		d.poll()
		d.want("1", 1, "Three", "Two", "One")

		body = rss("b", "1 One", "22 Two, in other words", "333 Three")
		d.poll()
		d.want("1", 1, "Three", "Two, in other words", "One")
		d.restart()
		body = rss("c", "1 One", "22 Two, in new words", "333 Three", "4444 Four")
		d.poll()
		d.want("1", 2, "Four", "Three", "Two, in new words", "One")
	})
}

func TestMovedFeedIsAskedForAtItsNewAddressForGood(t *testing.T) {
	body := rss("a", "1 One")
	var mu sync.Mutex
	var asked []string
	onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.Path)
		mu.Unlock()
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/between", http.StatusMovedPermanently)
		case "/between":
			http.Redirect(w, r, "/new", http.StatusPermanentRedirect)
		case "/now":
			http.Redirect(w, r, "/new", http.StatusFound)
		default:
			fmt.Fprint(w, body)
		}
	}), func(t *testing.T, d *desk) {
		d.add("1", "/old")
		d.add("2", "/now")
		for range 3 {
			d.restart()
			d.poll()
		}
		d.restart()
		asked = nil
		body = rss("a", "1 One", "22 Two")
		d.poll()
		slices.Sort(asked)
		if diff := cmp.Diff([]string{"/new", "/new", "/now"}, asked); diff != "" {
			t.Errorf("asked for (-want +got):\n%s", diff)
		}
		d.want("1", 1, "Two", "One")
		body = rss("a", "1 One")
	})
}
