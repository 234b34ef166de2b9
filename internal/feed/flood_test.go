package feed_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// dated makes the items "number title" of a feed, each an hour older than the
// one before it.
func dated(guid string, newest time.Time, from, n int) string {
	body := `<rss version="2.0"><channel><title>Lantern Weekly</title>`
	for i := range n {
		body += fmt.Sprintf(`<item><title>Story %d</title><guid isPermaLink="false">%s-%d</guid><link>https://lantern.example/%s/%d</link><pubDate>%s</pubDate></item>`,
			from-i, guid, from-i, guid, from-i, newest.Add(time.Duration(-i)*time.Hour).Format(time.RFC1123Z))
	}
	return body + `</channel></rss>`
}

func TestNewsThatPiledUpIsPosted(t *testing.T) {
	for _, tt := range []struct {
		name  string
		posts int
		body  func(now time.Time) string
	}{
		{name: "all are newer than the last success", posts: 10, body: func(now time.Time) string { return dated("a", now, 20, 10) }},
		{name: "most are", posts: 6, body: func(now time.Time) string { return dated("a", now, 16, 10) }},
		{name: "an archive comes in", body: func(now time.Time) string { return dated("b", now.Add(-100*24*time.Hour), 10, 10) }},
		{name: "among an archive some are", posts: 4, body: func(now time.Time) string { return dated("b", now.Add(-22*time.Hour), 14, 14) }},
		{name: "dates to come", body: func(now time.Time) string { return dated("b", now.Add(100*time.Hour), 10, 10) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var body string
			onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }), func(t *testing.T, d *desk) {
				body = dated("a", d.now, 10, 10)
				d.add("1", "/feed")
				d.poll()
				d.restart() // the bot was down for a day
				body = tt.body(d.now.Add(25 * time.Hour))
				d.poll()
				if n, _, err := d.store.WaitingDeliveries(t.Context()); err != nil || n != tt.posts {
					t.Errorf("%d deliveries wait (%v), want %d", n, err, tt.posts)
				}
			})
		})
	}
}
