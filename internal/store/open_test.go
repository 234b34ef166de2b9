package store_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/store/storetest"
)

func TestOpenAgainKeepsWhatIsThere(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			s, err := store.Open(t.Context(), url)
			must(t, err)
			addFeed(t, s, "g", "https://a.example/feed")
			must(t, s.Close())
			if feeds, err := open(t, url).Feeds(t.Context(), "g"); err != nil || len(feeds) != 1 {
				t.Errorf("feeds after opening again: %v, %v; want one", feeds, err)
			}
			must(t, raw(t, e, url).QueryRow(`SELECT COUNT(*) FROM goose_db_version WHERE version_id = 1`).Scan(new(int)))
		})
	}
}

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			var wg sync.WaitGroup
			for range 5 {
				wg.Go(func() {
					s, err := store.Open(t.Context(), url)
					if err != nil {
						t.Errorf("open: %v", err)
						return
					}
					if err := s.Close(); err != nil {
						t.Errorf("close: %v", err)
					}
				})
			}
			wg.Wait()
			var n int
			must(t, raw(t, e, url).QueryRow(`SELECT COUNT(*) FROM goose_db_version WHERE version_id = 1`).Scan(&n))
			if n != 1 {
				t.Errorf("the first migration ran %d times, want once", n)
			}
		})
	}
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			must(t, open(t, url).Close())
			_, err := raw(t, e, url).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
			must(t, err)
			if _, err := store.Open(t.Context(), url); err == nil || !strings.Contains(err.Error(), "newer Greenlit") {
				t.Errorf("open: %v, want a word about a newer Greenlit", err)
			}
		})
	}
}

func TestWritersNeverFindTheDatabaseBusy(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			url := e.url(t)
			stores := []*store.Store{open(t, url), open(t, url)} // like two processes
			subscribe(t, stores[0], "g", "c", news.Everything)
			const writers, rounds = 12, 10
			var wg sync.WaitGroup
			for w := range writers {
				s := stores[w%2]
				f := addFeed(t, s, "", fmt.Sprintf("https://%d.example/feed", w))
				wg.Go(func() {
					for i := range rounds {
						// All feeds bring some of the same stories, in different order.
						var articles []news.Article
						for j := range 4 {
							articles = append(articles, about("x", fmt.Sprintf("https://a.example/%d", (i*4+j*w)%40), minutes((j*w)%7)))
						}
						f.NextPoll = minutes(i)
						if _, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: articles}, minutes(i)); err != nil {
							t.Errorf("save fetch: %v", err)
						}
						if _, err := s.ArticlesAbout(t.Context(), "g", "x", 5); err != nil {
							t.Errorf("articles: %v", err)
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

// plainLine fails unless err is one line without the secret that has the words.
func plainLine(t *testing.T, err error, secret string, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("it opened")
	}
	t.Log(err)
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
	if strings.ContainsAny(err.Error(), "\n\r") || secret != "" && strings.Contains(err.Error(), secret) {
		t.Errorf("error %q has several lines or tells the password", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	const secret = "s3cr3t"
	for _, c := range []struct {
		name, url string
		words     []string
	}{
		{"nothing", "", []string{"empty"}},
		{"in memory", ":memory:", []string{"plain path"}},
		{"SQLite's own form", "file:x.db?mode=ro", []string{"plain path"}},
		{"another database", "mysql://u:" + secret + "@h/db", []string{`"mysql://"`, "postgres://"}},
		{"missing directory", filepath.Join(dir, "no", "such", "x.db"), []string{filepath.Join(dir, "no", "such"), "does not exist"}},
		{"a file for a directory", filepath.Join(write("file", "x"), "x.db"), []string{"not a directory"}},
		{"a directory", dir, []string{dir, "is a directory"}},
		{"no database", write("text.db", strings.Repeat("This is a text.\n", 500)), []string{"text.db", "not an SQLite database"}},
		{"bad port", "postgres://u:" + secret + "@localhost:port/db", []string{"not valid"}},
		{"bad password characters", "postgres://u:" + secret + "/%zz@localhost/db", []string{"not valid"}},
		{"unknown host", "postgres://u:" + secret + "@no-such-host.invalid/db", []string{"no-such-host.invalid"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := names(t, dir)
			_, err := store.Open(t.Context(), c.url)
			plainLine(t, err, secret, c.words...)
			if after := names(t, dir); !slices.Equal(before, after) {
				t.Errorf("files before %v and after %v", before, after)
			}
		})
	}
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestOpenSaysThatAPathIsNotWritable(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	path := filepath.Join(dir, "x.db")
	if os.Geteuid() == 0 {
		path = "/proc/x.db" // root may write anywhere else
		if _, err := os.Stat("/proc/self"); err != nil {
			t.Skip("root can write everywhere, and there is no /proc")
		}
	}
	_, err := store.Open(t.Context(), path)
	plainLine(t, err, "", path)
}

func TestOpenSaysThatAFileIsReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	must(t, open(t, path).Close())
	must(t, os.Chmod(path, 0o400))
	if os.Geteuid() == 0 { // who may write to it all the same
		open(t, path)
		return
	}
	_, err := store.Open(t.Context(), path)
	plainLine(t, err, "", path, "must be writable")
}

func TestOpenSaysWhyPostgreSQLCannotBeUsed(t *testing.T) {
	const secret = "s3cr3t"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := l.Addr().String()
	must(t, l.Close())
	_, err = store.Open(t.Context(), "postgres://u:"+secret+"@"+address+"/db")
	plainLine(t, err, secret, address, "cannot connect", "refused")
	_, err = store.Open(t.Context(), "postgres://u:half@"+secret+"@"+address+"/db")
	plainLine(t, err, secret, "%40")

	silent, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer silent.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = store.Open(ctx, "postgres://u:"+secret+"@"+silent.Addr().String()+"/db?sslmode=disable")
	plainLine(t, err, secret, "no answer in time")

	u, err := url.Parse(storetest.Postgres(t))
	must(t, err)
	u.Path = "/no_such_database"
	_, err = store.Open(t.Context(), u.String())
	plainLine(t, err, "", "no_such_database", "there is no such database")
	u.User = url.UserPassword("no_such_user", secret)
	_, err = store.Open(t.Context(), u.String())
	plainLine(t, err, secret, "no_such_user")
}
