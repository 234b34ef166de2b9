package feed

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
)

// told polls a feed each time that it is due, for a while, and returns what
// was told of it, by how long after the start.
func told(t *testing.T, p *Poller, store *fakeStore, now *time.Time, d time.Duration) string {
	t.Helper()
	var tidings []string
	for end := now.Add(d); ; {
		poll(t, p)
		f := store.last()
		if f.Tell != "" {
			tidings = append(tidings, fmt.Sprint(f.Tell, " after ", now.Sub(start)))
		}
		if f.Feed.NextPoll.IsZero() || f.Feed.NextPoll.After(end) {
			*now = end
			return strings.Join(tidings, ", ")
		}
		*now = f.Feed.NextPoll
	}
}

func TestAFeedThatStaysBrokenIsToldOnce(t *testing.T) {
	status := http.StatusOK
	p, store, now := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
	}), "/feed")
	var log bytes.Buffer
	p.Log = slog.New(slog.NewTextHandler(&log, nil))
	if got := told(t, p, store, now, time.Minute); got != "" {
		t.Errorf("a feed that works: %s, want nothing", got)
	}
	// It has trouble for most of a day.
	store.due()
	status = http.StatusNotFound
	if got := told(t, p, store, now, 20*time.Hour); got != "" {
		t.Errorf("in 20 hours: %s, want nothing", got)
	}
	store.due()
	status = http.StatusOK
	if got := told(t, p, store, now, time.Minute); got != "" {
		t.Errorf("soon back: %s, want nothing", got)
	}
	// Then it has for days: polls come after 15 min, 30 min, 1 h and so on.
	store.due()
	status = http.StatusNotFound
	broke := *now
	if got, want := told(t, p, store, now, 5*24*time.Hour), fmt.Sprint("broken after ", broke.Sub(start)+(15+30+60+120+240+480+960)*time.Minute); got != want {
		t.Errorf("in five days: %s, want %s", got, want)
	}
	if f := store.last().Feed; !f.BrokenSince.Equal(broke) {
		t.Errorf("the feed is broken since %v, want %v", f.BrokenSince, broke)
	}
	store.due()
	status = http.StatusOK
	back := now.Sub(start)
	if got, want := told(t, p, store, now, 24*time.Hour), fmt.Sprint("back after ", back); got != want {
		t.Errorf("when it recovered: %s, want %s", got, want)
	}
	if f := store.last().Feed; !f.BrokenSince.IsZero() {
		t.Errorf("the feed is broken since %v, want no more", f.BrokenSince)
	}
	if got := log.String(); strings.Count(got, "feed stays broken") != 1 || strings.Count(got, "feed is back") != 1 {
		t.Errorf("the log, which should say each once:\n%s", got)
	}
}

func TestAFeedThatIsGoneIsToldAtOnce(t *testing.T) {
	p, store, now := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }), "/feed")
	if got := told(t, p, store, now, 24*time.Hour); got != "gone after 0s" {
		t.Errorf("told %s, want that it is gone at once", got)
	}
	if f := store.last().Feed; !f.BrokenSince.Equal(start) || !f.NextPoll.IsZero() {
		t.Errorf("the feed is %+v, want gone since the start and not due", f)
	}
}

// A process that was away for a day tells nothing at its first failure.
func TestADayWithoutPollsIsNotADayOfFailures(t *testing.T) {
	f := news.Feed{Failures: 4, BrokenSince: start, LastPoll: start.Add(time.Hour)}
	after := f
	after.Failures, after.LastPoll = 5, start.Add(30*time.Hour)
	if got := tidings(f, after, news.ErrNoAnswer); got != news.FeedBroken {
		t.Errorf("at the fifth failure: %q, want %q", got, news.FeedBroken)
	}
	f.Failures, after.Failures = 1, 2
	if got := tidings(f, after, news.ErrNoAnswer); got != "" {
		t.Errorf("at the second failure: %q, want nothing", got)
	}
}

func TestLogLinesNameTheFeedAndNoSecrets(t *testing.T) {
	status := http.StatusOK
	body := rssOf("A|1|https://l.example/a")
	p, store, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}), "/tv/feed?key=secret", "/tv/other?key=secret")
	f := store.feeds[2]
	f.URL = strings.Replace(f.URL, "http://", "http://user:secret@", 1)
	store.feeds[2] = f
	var log strings.Builder
	p.Log = slog.New(slog.NewTextHandler(&log, nil))
	poll(t, p)
	status = http.StatusBadGateway
	store.due()
	poll(t, p)
	for _, want := range []string{`msg="feed polled"`, `msg="feed not read"`, `name="Lantern Weekly"`, "/tv/feed ", "/tv/other "} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "secret") {
		t.Errorf("the log tells a secret:\n%s", &log)
	}
}
