package feed

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
)

// Bounds of what servers may ask for.
const (
	maxRetryAfter  = 7 * 24 * time.Hour
	maxSyndication = time.Hour // WordPress asks for an hour by default, whatever it publishes
)

// syndication reads the interval of RSS's syndication module.
func syndication(sy map[string][]ext.Extension) time.Duration {
	period, ok := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
		"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[strings.ToLower(extText(sy["updatePeriod"]))]
	if !ok {
		return 0
	}
	if n, err := strconv.Atoi(extText(sy["updateFrequency"])); err == nil && n > 0 {
		period /= time.Duration(n)
	}
	return period
}

// freshFor returns for how long an answer may be taken as new, by RFC 9111:
// max-age, or else Expires, less the time that it spent in caches.
func freshFor(h http.Header, now time.Time) time.Duration {
	maxAge, stated := time.Duration(0), false
	for _, directive := range strings.Split(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			seconds, err := strconv.ParseInt(strings.Trim(value, `" `), 10, 64)
			if err == nil && seconds >= 0 {
				maxAge, stated = time.Duration(min(seconds, 1<<32))*time.Second, true
			}
		}
	}
	if !stated {
		expires, err := http.ParseTime(h.Get("Expires"))
		if err != nil {
			return 0
		}
		sent, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			sent = now
		}
		maxAge = expires.Sub(sent)
	}
	if age, err := strconv.ParseInt(strings.TrimSpace(h.Get("Age")), 10, 64); err == nil && age > 0 {
		maxAge -= time.Duration(min(age, 1<<32)) * time.Second
	}
	return max(maxAge, 0)
}

// retryAfter returns how long a server asks to be left alone.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return min(max(time.Duration(min(seconds, 1<<32))*time.Second, 0), maxRetryAfter)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

// pace returns how often a feed is worth asking for: half the usual time
// between its items, and less often the longer it has been silent. Zero means
// that its dates do not tell.
func pace(dates []time.Time, now time.Time) time.Duration {
	dates = slices.DeleteFunc(dates, func(at time.Time) bool { return at.After(now) })
	if len(dates) < 2 {
		return 0
	}
	slices.SortFunc(dates, func(a, b time.Time) int { return b.Compare(a) })
	dates = dates[:min(len(dates), 21)]
	gaps := make([]time.Duration, len(dates)-1)
	for i := range gaps {
		gaps[i] = dates[i].Sub(dates[i+1])
	}
	slices.Sort(gaps)
	return max(gaps[len(gaps)/2]/2, now.Sub(dates[0])/quiet)
}

// quiet is the part of a feed's silence after which it is asked for again.
const quiet = 24

// backoff returns the wait after a number of failures in a row.
func backoff(failures int, first, most time.Duration) time.Duration {
	wait := first
	for range failures - 1 {
		if wait *= 2; wait >= most {
			return most
		}
	}
	return min(wait, most)
}

// jitter adds up to a tenth, so that feeds do not fall due together. It never
// takes away: what a server asked for is a minimum.
func jitter(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return d + time.Duration(rand.Int64N(int64(d)/10+1))
}

// skip moves a time out of the hours and days in which the feed's document
// says that nothing is published.
func (h hints) skip(at time.Time) time.Time {
	for range 24 * 8 {
		utc := at.UTC()
		if !h.hours[utc.Hour()] && !h.days[utc.Weekday()] {
			return at
		}
		at = utc.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// hints are a document's wishes of when its feed is asked for.
type hints struct {
	ttl   time.Duration
	hours [24]bool
	days  [7]bool
}

func (d Document) wishes() hints {
	h := hints{ttl: d.TTL, hours: d.SkipHours, days: d.SkipDays}
	if !slices.Contains(h.hours[:], false) { // never is not an answer
		h.hours = [24]bool{}
	}
	if !slices.Contains(h.days[:], false) {
		h.days = [7]bool{}
	}
	return h
}
