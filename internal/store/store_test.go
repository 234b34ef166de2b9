package store_test

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/store/storetest"
	"greenlit/internal/tv"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// An engine makes the URL of an empty database and opens it without a Store.
type engine struct {
	name, driver string
	url          func(t testing.TB) string
}

var engines = []engine{
	{"sqlite", "sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "test %20?#.db") }},
	{"postgres", "pgx", storetest.Postgres},
}

// onBoth runs a test on a fresh store of either engine.
func onBoth(t *testing.T, test func(t *testing.T, s *store.Store)) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) { test(t, open(t, e.url(t))) })
	}
}

func open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func raw(t testing.TB, e engine, address string) *sql.DB {
	t.Helper()
	if e.driver == "sqlite" {
		address = (&url.URL{Scheme: "file", Path: address}).String()
	}
	db, err := sql.Open(e.driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// noon is when most tests begin.
var noon = time.Date(2026, 9, 14, 12, 0, 0, 0, time.UTC)

func minutes(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// addFeed adds a feed for a guild, "" for a shared one.
func addFeed(t testing.TB, s *store.Store, guild news.GuildID, url string) news.Feed {
	t.Helper()
	f, _, err := s.AddFeed(t.Context(), guild, news.Feed{URL: url, Title: url}, "admin", noon)
	must(t, err)
	return f
}

// about is an article of a feed about a show.
func about(show tv.Slug, link string, published time.Time) news.Article {
	return news.Article{Key: link, Hash: "1", Title: "News of " + string(show), Link: link, Published: published, Seen: published,
		Reading: news.Reading{Shows: []news.Mention{{Show: show, About: true}}}}
}

// save saves articles of a feed as polled at that time.
func save(t testing.TB, s *store.Store, f news.Feed, at time.Time, articles ...news.Article) news.Saved {
	t.Helper()
	f.LastPoll, f.NextPoll = at, at.Add(time.Hour)
	saved, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: articles}, at)
	must(t, err)
	return saved
}

func subscribe(t testing.TB, s *store.Store, guild news.GuildID, channel news.ChannelID, show tv.Slug) {
	t.Helper()
	added, err := s.Subscribe(t.Context(), news.Subscription{Guild: guild, Channel: channel, Show: show, By: "admin", Since: noon})
	must(t, err)
	if !added {
		t.Fatalf("subscription of %s to %s was there before", channel, show)
	}
}
