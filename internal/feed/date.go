package feed

import (
	"strings"
	"time"
)

// parseDate reads dates that gofeed does not; zero for what is none.
func parseDate(s string) time.Time {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 4 || len(s) > 64 {
		return time.Time{}
	}
	for _, layout := range []string{
		time.RFC3339, time.RFC1123Z, time.RFC1123, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15", "2006-01", "2006",
		"20060102T150405Z", "20060102T15:04:05Z", "20060102", "2006-002", "Mon Jan _2 15:04:05 MST 2006", "Mon Jan _2 15:04:05 2006",
		"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "2 Jan 2006",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
