package discord

import (
	"net/http"
	"strconv"
	"time"
)

// A bucket is what Discord said of one limit.
type bucket struct {
	known     bool // there was an answer
	limit     int  // 0 once known: there is no limit
	remaining int
	reset     time.Time // end of the window; zero: the next answer tells
	window    float64   // the same by Discord's clock, in Unix seconds, of the last window known
	blocked   time.Time
	flying    int           // requests under way
	waiting   int           // requests that wait for a turn
	changed   chan struct{} // closed when one of the above changed
}

// take takes a place, or tells how long to wait for one; 0 when that depends
// on the answer to a request under way.
func (b *bucket) take(now time.Time) (time.Duration, bool) {
	if wait := b.blocked.Sub(now); wait > 0 {
		return wait, false
	}
	switch {
	case b.known && b.limit == 0:
	case !b.known:
		// The first request finds out; others wait for its answer.
		if b.flying > 0 {
			return 0, false
		}
	default:
		if !now.Before(b.reset) && (!b.reset.IsZero() || b.flying == 0) {
			b.remaining = max(b.limit-b.flying, 0)
			b.reset = time.Time{}
		}
		if b.remaining == 0 {
			return max(b.reset.Sub(now), 0), false
		}
		b.remaining--
	}
	b.flying++
	return 0, true
}

// learn takes over what an answer says of the bucket.
func (b *bucket) learn(header http.Header, now time.Time) {
	limit, err := strconv.Atoi(header.Get("X-RateLimit-Limit"))
	if err != nil || limit < 1 {
		if !b.known && header.Get("X-RateLimit-Scope") != "global" {
			b.known = true // without limit
		}
		return
	}
	remaining, err := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	after, err := strconv.ParseFloat(header.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || !(after >= 0 && after < 1e6) {
		return
	}
	// An answer that was long under way may tell of a window that is over.
	ends, err := strconv.ParseFloat(header.Get("X-RateLimit-Reset"), 64)
	if slack := margin.Seconds(); err == nil && b.known && (ends < b.window-slack || b.reset.IsZero() && ends < b.window+slack) {
		return
	}
	b.window = max(b.window, ends)
	reset := now.Add(seconds(after) + margin)
	switch {
	case !b.known || b.limit == 0 || b.reset.IsZero() || reset.After(b.reset.Add(margin)):
		// A new window. Those under way may not be counted in it yet.
		b.reset = reset
		b.remaining = max(remaining-b.flying, 0)
	default:
		b.remaining = min(b.remaining, remaining)
	}
	b.known = true
	b.limit = limit
}

func (b *bucket) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
}
