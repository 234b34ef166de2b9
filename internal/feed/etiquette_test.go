package feed

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenlit/internal/news"
)

// A visit is a poller with one server, a clock that the test moves, and the
// requests that the server got.
type visit struct {
	*Poller
	t      *testing.T
	store  *fakeStore
	server *httptest.Server
	now    time.Time
	slept  []time.Duration
	conns  atomic.Int32

	mu     sync.Mutex
	asked  []*http.Request
	answer func(w http.ResponseWriter, r *http.Request) // of the next requests
}

func newVisit(t *testing.T, paths ...string) *visit {
	v := &visit{t: t, now: start}
	v.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.mu.Lock()
		v.asked = append(v.asked, r)
		answer := v.answer
		v.mu.Unlock()
		if answer == nil {
			answer = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rssOf("A|1|https://l.example/a")) }
		}
		answer(w, r)
	}))
	v.server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			v.conns.Add(1)
		}
	}
	v.server.Start()
	t.Cleanup(v.server.Close)
	if len(paths) == 0 {
		paths = []string{"/feed"}
	}
	var urls []string
	for _, p := range paths {
		urls = append(urls, v.server.URL+p)
	}
	v.store = storeOf(urls...)
	v.Poller = v.poller()
	return v
}

// poller returns a poller as the process has it after a restart.
func (v *visit) poller() *Poller {
	client := NewClient(ClientOptions{AllowHosts: []string{hostOf(v.server.URL)}})
	v.t.Cleanup(client.CloseIdleConnections)
	p := &Poller{
		Store: v.store, Fetcher: &Fetcher{Client: client, UserAgent: "Greenlit/1.0 (+https://greenlit.example/contact)"},
		Now: func() time.Time { v.mu.Lock(); defer v.mu.Unlock(); return v.now },
	}
	p.init()
	p.hosts.sleep = func(_ context.Context, d time.Duration) error {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.slept = append(v.slept, d)
		v.now = v.now.Add(d)
		return nil
	}
	return p
}

// poll polls what is due at the time, and returns how many requests it took.
func (v *visit) poll() int {
	before := v.count()
	if _, err := v.Poll(v.t.Context()); err != nil {
		v.t.Error(err)
	}
	return v.count() - before
}

func (v *visit) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.asked)
}

// wait returns how long the first feed rests, and moves the clock to its end.
func (v *visit) wait() time.Duration {
	due := v.store.feeds[1].NextPoll
	d := due.Sub(v.now)
	v.now = due
	return d
}

// answers makes the server answer with a status, headers and a feed.
func (v *visit) answers(status int, headers ...string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.answer = func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		if status == http.StatusOK {
			fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
		}
	}
}

func (v *visit) header(n int, name string) string { return v.asked[n].Header.Get(name) }

func within(d, least, most time.Duration) bool { return d >= least && d <= most }

// TestEtiquette goes through what a polite reader of feeds does, and prints
// how many of 100 points it gets.
func TestEtiquette(t *testing.T) {
	const etag, modified = `W/"x y`, "Sometime in May"
	httpTime := func(t time.Time) string { return t.UTC().Format(http.TimeFormat) }
	rules := []struct {
		points int
		rule   string
		kept   func(v *visit) bool
	}{
		{6, "asks on condition after the first answer", func(v *visit) bool {
			v.answers(200, "ETag", etag)
			v.poll()
			v.wait()
			v.answers(304)
			for range 3 {
				v.poll()
				v.wait()
			}
			return len(v.asked) == 4 && v.header(0, "If-None-Match") == "" && v.header(1, "If-None-Match") != "" && v.header(3, "If-None-Match") != ""
		}},
		{4, "returns the ETag byte for byte", func(v *visit) bool {
			v.answers(200, "ETag", etag)
			v.poll()
			v.wait()
			v.poll()
			return v.header(1, "If-None-Match") == etag
		}},
		{4, "returns Last-Modified byte for byte", func(v *visit) bool {
			v.answers(200, "Last-Modified", modified)
			v.poll()
			v.wait()
			v.poll()
			return v.header(1, "If-Modified-Since") == modified
		}},
		{3, "sends both validators when it has both", func(v *visit) bool {
			v.answers(200, "ETag", etag, "Last-Modified", modified)
			v.poll()
			v.wait()
			v.poll()
			return v.header(1, "If-None-Match") == etag && v.header(1, "If-Modified-Since") == modified
		}},
		{3, "takes new validators and lifetimes from a 304", func(v *visit) bool {
			v.answers(200, "ETag", `"1"`, "Last-Modified", modified)
			v.poll()
			v.wait()
			v.answers(304, "ETag", `"2"`, "Last-Modified", "later", "Cache-Control", "max-age=7200")
			v.poll()
			rest := v.wait()
			v.poll()
			return v.header(2, "If-None-Match") == `"2"` && v.header(2, "If-Modified-Since") == "later" && rest >= 2*time.Hour
		}},
		{3, "keeps validators over a restart", func(v *visit) bool {
			v.answers(200, "ETag", etag)
			v.poll()
			v.wait()
			v.Poller = v.poller()
			v.poll()
			return v.header(1, "If-None-Match") == etag
		}},
		{3, "forgets validators of what it could not read", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("ETag", etag)
				fmt.Fprint(w, "<html>no feed")
			}
			v.poll()
			v.wait()
			v.poll()
			return v.header(1, "If-None-Match") == ""
		}},
		{2, "forgets validators when the address changes", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/feed" {
					http.Redirect(w, r, "/new", http.StatusMovedPermanently)
					return
				}
				w.Header().Set("ETag", etag)
				fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
			}
			for range 4 {
				v.poll()
				v.wait()
			}
			last := v.asked[len(v.asked)-1]
			return last.URL.Path == "/new" && last.Header.Get("If-None-Match") == ""
		}},
		{5, "waits out max-age less Age, and Expires", func(v *visit) bool {
			v.answers(200, "Cache-Control", "public, max-age=10800", "Age", "3600")
			v.poll()
			first := v.wait()
			v.answers(200, "Expires", httpTime(v.now.Add(3*time.Hour)), "Date", httpTime(v.now))
			v.poll()
			second := v.wait()
			return within(first, 2*time.Hour, 2*time.Hour+15*time.Minute) && within(second, 3*time.Hour, 3*time.Hour+20*time.Minute)
		}},
		{4, "waits out max-age after a 304, and the last ttl", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("ETag", etag)
				fmt.Fprint(w, `<rss version="2.0"><channel><title>T</title><ttl>180</ttl><item><title>A</title></item></channel></rss>`)
			}
			v.poll()
			first := v.wait()
			v.answers(304)
			v.poll()
			second := v.wait()
			v.answers(304, "Cache-Control", "max-age=21600")
			v.poll()
			return first >= 3*time.Hour && second >= 3*time.Hour && v.wait() >= 6*time.Hour
		}},
		{5, "obeys Retry-After in seconds on 429, up to a week", func(v *visit) bool {
			v.answers(429, "Retry-After", "172800")
			v.poll()
			first := v.wait()
			v.now = v.now.Add(time.Second)
			v.answers(429, "Retry-After", "99999999")
			v.poll()
			return within(first, 48*time.Hour, 54*time.Hour) && within(v.wait(), 7*24*time.Hour, 8*24*time.Hour)
		}},
		{3, "reads Retry-After in all three forms of dates", func(v *visit) bool {
			for _, form := range []string{http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
				v.answers(429, "Retry-After", v.now.Add(30*time.Hour).UTC().Format(form))
				v.poll()
				if !within(v.wait(), 30*time.Hour-time.Second, 34*time.Hour) {
					return false
				}
				v.now = v.now.Add(time.Second)
			}
			return true
		}},
		{3, "obeys Retry-After on 503", func(v *visit) bool {
			v.answers(503, "Retry-After", "36000")
			v.poll()
			return v.wait() >= 10*time.Hour
		}},
		{3, "backs off further and further without Retry-After", func(v *visit) bool {
			v.answers(429)
			v.poll()
			first := v.wait()
			v.answers(503)
			v.poll()
			second := v.wait()
			v.poll()
			return within(first, 15*time.Minute, 17*time.Minute) && within(second, 30*time.Minute, 33*time.Minute) && v.wait() >= time.Hour
		}},
		{3, "spares the host's other feeds as well", func(v *visit) bool {
			v.store.feeds[2] = news.Feed{ID: 2, URL: v.server.URL + "/other", NextPoll: start.Add(time.Minute)}
			v.answers(429, "Retry-After", "7200")
			v.poll()
			v.now = start.Add(time.Minute)
			asked := v.poll()
			other := v.store.feeds[2]
			return asked == 0 && other.NextPoll.Sub(start) >= 2*time.Hour && other.Failures == 0
		}},
		{3, "never asks more often than every five minutes, with jitter", func(v *visit) bool {
			var items []string
			for i := range 20 {
				items = append(items, fmt.Sprintf("T%d|%d|https://l.example/%d|%s", i, i, i, start.Add(-time.Duration(i)*time.Minute).Format(time.RFC1123Z)))
			}
			v.answer = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rssOf(items...)) }
			waits := map[time.Duration]bool{}
			for range 5 {
				v.poll()
				d := v.wait()
				if !within(d, 5*time.Minute, 6*time.Minute) {
					return false
				}
				waits[d] = true
			}
			return len(waits) > 1
		}},
		{3, "asks no earlier after a restart", func(v *visit) bool {
			v.poll()
			v.Poller = v.poller()
			return v.poll() == 0
		}},
		{4, "asks a host for one thing at a time, a second apart", func(v *visit) bool {
			for i := range int64(4) {
				v.store.feeds[i+2] = news.Feed{ID: i + 2, URL: fmt.Sprintf("%s/%d", v.server.URL, i), NextPoll: start}
			}
			var now, most atomic.Int32
			v.answer = func(w http.ResponseWriter, _ *http.Request) {
				most.Store(max(most.Load(), now.Add(1)))
				defer now.Add(-1)
				fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
			}
			v.poll()
			for _, d := range v.slept {
				if d < time.Second {
					return false
				}
			}
			return len(v.asked) == 5 && most.Load() == 1 && len(v.slept) == 4
		}},
		{2, "keeps its connection to a host", func(v *visit) bool {
			v.store.feeds[2] = news.Feed{ID: 2, URL: v.server.URL + "/other", NextPoll: start}
			v.poll()
			v.wait()
			v.poll()
			return len(v.asked) >= 3 && v.conns.Load() == 1
		}},
		{3, "takes gzip, br and zstd, and encodings that servers get wrong", func(v *visit) bool {
			body := []byte(rssOf("A|1|https://l.example/a"))
			for name, encode := range map[string]func() ([]byte, string){
				"gzip":              func() ([]byte, string) { return zip(body), "gzip" },
				"br":                func() ([]byte, string) { return br(body), "br" },
				"zstd":              func() ([]byte, string) { return zst(body), "zstd" },
				"gzip twice":        func() ([]byte, string) { return zip(zip(body)), "gzip" },
				"gzip unnamed":      func() ([]byte, string) { return zip(body), "" },
				"none, called gzip": func() ([]byte, string) { return body, "gzip" },
				"none, called br":   func() ([]byte, string) { return body, "br" },
			} {
				v.answer = func(w http.ResponseWriter, _ *http.Request) {
					b, encoding := encode()
					if encoding != "" {
						w.Header().Set("Content-Encoding", encoding)
					}
					_, _ = w.Write(b)
				}
				v.poll()
				if f := v.store.feeds[1]; f.Failures != 0 {
					v.t.Logf("%s: %s", name, f.Error)
					return false
				}
				v.wait()
			}
			return v.header(0, "Accept-Encoding") == "gzip, br, zstd"
		}},
		{3, "says who it is and how to reach its operator", func(v *visit) bool {
			v.poll()
			agent := v.asked[0].UserAgent()
			return strings.HasPrefix(agent, "Greenlit/") && strings.Contains(agent, "+https://")
		}},
		{3, "sends no cookies, no Referer and no query of its own", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, r *http.Request) {
				http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
				if r.URL.Path == "/feed" {
					http.Redirect(w, r, "/there", http.StatusFound)
					return
				}
				fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
			}
			v.poll()
			v.wait()
			v.poll()
			for _, r := range v.asked {
				if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" || r.URL.RawQuery != "" {
					return false
				}
			}
			return len(v.asked) == 4
		}},
		{4, "follows a feed that moved for good, and no other redirect", func(v *visit) bool {
			status := http.StatusFound
			v.answer = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/feed" {
					http.Redirect(w, r, "/new", status)
					return
				}
				fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
			}
			for range 4 {
				v.poll()
				v.wait()
			}
			if v.asked[6].URL.Path != "/feed" {
				return false
			}
			status = http.StatusPermanentRedirect
			for range 3 {
				v.poll()
				v.wait()
			}
			return v.poll() == 1 && v.asked[len(v.asked)-1].URL.Path == "/new"
		}},
		{2, "ends after five redirects, in circles and from https to http", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }
			many := v.poll()
			v.wait()
			v.answer = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }
			circle := v.poll()
			from, _ := http.NewRequest(http.MethodGet, "https://l.example/", nil)
			to, _ := http.NewRequest(http.MethodGet, "http://l.example/", nil)
			return many == 6 && circle == 1 && checkRedirect(to, []*http.Request{from}) != nil
		}},
		{3, "stops on 410 and says so, slows down on 404", func(v *visit) bool {
			v.answers(404)
			v.poll()
			first := v.wait()
			v.poll()
			second := v.wait()
			v.answers(410)
			v.poll()
			f := v.store.feeds[1]
			return second > first && f.NextPoll.IsZero() && strings.Contains(f.Error, "gone")
		}},
		{3, "never gives up after passing errors", func(v *visit) bool {
			for range 20 {
				v.answers(429)
				v.poll()
				if d := v.wait(); d <= 0 || d > 27*time.Hour {
					return false
				}
			}
			return v.poll() == 1
		}},
		{3, "keeps out of skipHours and skipDays, and takes ttl and sy as hints", func(v *visit) bool {
			v.answer = func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(w, `<rss version="2.0"><channel><title>T</title><skipHours><hour>12</hour><hour>13</hour></skipHours><skipDays><day>Wednesday</day></skipDays></channel></rss>`)
			}
			v.poll() // Tuesday 12:00
			v.wait()
			late := v.now
			v.now = time.Date(2026, 11, 3, 23, 55, 0, 0, time.UTC)
			v.store.due()
			v.poll()
			v.wait()
			sy := Document{TTL: maxSyndication}
			return late.Hour() == 14 && v.now.Weekday() == time.Thursday && sy.wishes().ttl == time.Hour
		}},
		{3, "reads a page once, and none on the first import", func(v *visit) bool {
			pages := &fakePages{}
			v.Pages = pages
			items := []string{"A|1|https://l.example/a||Short."}
			v.answer = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rssOf(items...)) }
			v.poll()
			v.wait()
			if len(pages.asked) != 0 {
				return false
			}
			items = append(items, "B|2|https://l.example/b||Short.")
			for range 3 {
				v.poll()
				v.wait()
			}
			return len(pages.asked) == 1
		}},
		{4, "asks once for a feed that several want", func(v *visit) bool {
			other := v.poller()
			var polls sync.WaitGroup
			polls.Go(func() { _, _ = v.Poll(v.t.Context()) })
			polls.Go(func() { _, _ = other.Poll(v.t.Context()) })
			polls.Wait()
			return v.count() == 1
		}},
		{3, "backs off from what is too big, too slow or damaged", func(v *visit) bool {
			for i, answer := range []func(w http.ResponseWriter, r *http.Request){
				func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, maxBody+1)) },
				func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Encoding", "gzip")
					_, _ = w.Write([]byte("\x1f\x8bdamaged"))
				},
				func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Length", "1000")
					fmt.Fprint(w, "<rss>")
				},
			} {
				v.answer = answer
				v.poll()
				if f := v.store.feeds[1]; f.Failures != i+1 || f.Error == "" || v.wait() < 15*time.Minute {
					return false
				}
			}
			return true
		}},
	}
	score, total := 0, 0
	for _, r := range rules {
		total += r.points
		if r.kept(newVisit(t)) {
			score += r.points
		} else {
			t.Logf("not kept (%d points): %s", r.points, r.rule)
		}
	}
	t.Logf("etiquette: %d of %d points", score, total)
	if total != 100 || score < 95 {
		t.Errorf("etiquette: %d of %d points, want at least 95 of 100", score, total)
	}
}
