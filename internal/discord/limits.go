package discord

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// burst is what may go at once after a pause; with the default rate no
	// second holds more than Discord's 50, with some room for bunching on the way.
	burst = 3
	// margin is added to the waits that Discord asks for, as clocks and
	// networks are not exact.
	margin = 50 * time.Millisecond
	// banTime is how long nothing is sent after Discord's edge refused the
	// address without saying for how long.
	banTime = 10 * time.Minute
	// sweepEvery is how often buckets that are full again are forgotten.
	sweepEvery = time.Minute
)

// limits knows Discord's limits, all of which but the first are learnt from
// its answers: of all requests together, of each bucket, of resources that
// are shared with other bots, and of the edge before Discord's servers.
type limits struct {
	log     *slog.Logger
	global  *rate.Limiter
	slow    *rate.Limiter // once there were many invalid requests
	invalid invalid

	mu      sync.Mutex
	blocked time.Time          // until then only interactions are answered
	banned  time.Time          // until then nothing is sent
	hashes  map[string]string  // route → bucket hash; bounded by the routes there are
	buckets map[string]*bucket // hash + major parameter
	swept   time.Time
}

func newLimits(perSecond float64, log *slog.Logger) *limits {
	return &limits{
		log:     log,
		global:  rate.NewLimiter(rate.Limit(perSecond), burst),
		slow:    rate.NewLimiter(5, 1),
		hashes:  map[string]string{},
		buckets: map[string]*bucket{},
	}
}

// A ticket is a request that may go.
type ticket struct {
	l   *limits
	r   route
	key string // of its bucket; "" without one
	b   *bucket
}

// wait blocks until the request may go. It gives up at once when the wait
// would outlast the context or longestWait.
func (l *limits) wait(ctx context.Context, r route) (*ticket, error) {
	t := &ticket{l: l, r: r}
	if err := l.waitEdge(ctx, r.interaction); err != nil {
		return nil, err
	}
	if r.interaction {
		return t, nil
	}
	if err := l.waitBucket(ctx, t); err != nil {
		return nil, err
	}
	if err := l.waitGlobal(ctx); err != nil {
		t.giveBack()
		return nil, err
	}
	return t, nil
}

// waitEdge waits for what concerns every request.
func (l *limits) waitEdge(ctx context.Context, interaction bool) error {
	for {
		now := time.Now()
		l.mu.Lock()
		wait := l.banned.Sub(now)
		l.mu.Unlock()
		if wait > 0 {
			if err := pause(ctx, wait, "Discord's edge refuses this address"); err != nil {
				return err
			}
			continue
		}
		slow, stop := l.invalid.state(now)
		if stop > 0 {
			return &LimitError{What: "too many requests were refused; none is sent", Wait: stop}
		}
		if slow && !interaction {
			return reserve(ctx, l.slow, "many requests were refused; few are sent")
		}
		return nil
	}
}

func (l *limits) waitGlobal(ctx context.Context) error {
	for {
		l.mu.Lock()
		wait := time.Until(l.blocked)
		l.mu.Unlock()
		if wait <= 0 {
			break
		}
		if err := pause(ctx, wait, "Discord's limit of all requests"); err != nil {
			return err
		}
	}
	return reserve(ctx, l.global, "limit of all requests")
}

// waitBucket waits for a place in the request's bucket and takes it.
func (l *limits) waitBucket(ctx context.Context, t *ticket) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep()
	for {
		t.key = l.key(t.r)
		t.b = l.bucket(t.key)
		b := t.b
		wait, ok := b.take(time.Now())
		if ok {
			return nil
		}
		changed := b.changed
		b.waiting++
		l.mu.Unlock()
		err := waitChange(ctx, wait, changed)
		l.mu.Lock()
		b.waiting--
		if err != nil {
			return err
		}
	}
}

// waitChange waits until the bucket changed, or for its next window.
func waitChange(ctx context.Context, wait time.Duration, changed <-chan struct{}) error {
	if wait > longestWait {
		return &LimitError{What: "Discord's limit of this request", Wait: wait}
	}
	var window <-chan time.Time
	if wait > 0 {
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return &LimitError{What: "Discord's limit of this request", Wait: wait}
		}
		timer := time.NewTimer(wait)
		defer timer.Stop()
		window = timer.C
	}
	select {
	case <-window:
		return nil
	case <-changed:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// done returns a place, with the header of the answer if there was one. For
// as long as block nobody else gets it.
func (t *ticket) done(header http.Header, block time.Duration) {
	if t.b == nil {
		return
	}
	l := t.l
	l.mu.Lock()
	defer l.mu.Unlock()
	t.b.flying--
	if header != nil {
		if hash := header.Get("X-RateLimit-Bucket"); hash != "" && l.hashes[t.r.name] != hash {
			// The bucket has a name now, which other routes may share.
			l.hashes[t.r.name] = hash
			t.b.wake()
			t.b = l.bucket(l.key(t.r))
		}
		t.b.learn(header, time.Now())
	}
	if block > 0 {
		t.b.blocked = later(t.b.blocked, time.Now().Add(block))
	}
	t.b.wake()
}

// giveBack returns the place of a request that was not sent.
func (t *ticket) giveBack() {
	t.l.mu.Lock()
	defer t.l.mu.Unlock()
	t.b.flying--
	if t.b.limit > 0 {
		t.b.remaining++
	}
	t.b.wake()
}

// key returns the name of the request's bucket.
func (l *limits) key(r route) string {
	if hash, ok := l.hashes[r.name]; ok {
		return hash + " " + r.major
	}
	return r.name + " " + r.major
}

func (l *limits) bucket(key string) *bucket {
	b, ok := l.buckets[key]
	if !ok {
		b = &bucket{changed: make(chan struct{})}
		l.buckets[key] = b
	}
	return b
}

// sweep forgets the buckets that nobody uses and whose windows are over.
func (l *limits) sweep() {
	now := time.Now()
	if now.Sub(l.swept) < sweepEvery {
		return
	}
	l.swept = now
	for key, b := range l.buckets {
		if b.flying == 0 && b.waiting == 0 && now.After(b.reset) && now.After(b.blocked) {
			delete(l.buckets, key)
		}
	}
}

// A verdict is what an answer says of the limits.
type verdict struct {
	limited bool
	what    string
	wait    time.Duration
	failure error         // nothing of the request itself
	bucket  time.Duration // the part of wait that concerns the request's bucket alone
}

// judge reads an answer for refusals, and makes later requests wait as it says.
func (l *limits) judge(r route, resp *http.Response, raw []byte) verdict {
	now := time.Now()
	status := resp.StatusCode
	var said struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool
	}
	isJSON := json.Unmarshal(raw, &said) == nil
	scope := resp.Header.Get("X-RateLimit-Scope")
	if status == http.StatusUnauthorized || status == http.StatusForbidden ||
		(status == http.StatusTooManyRequests && scope != "shared") {
		l.invalid.add(now, l.log)
	}
	after, _ := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	wait := seconds(max(after, said.RetryAfter)) + margin
	refused := status == http.StatusTooManyRequests
	switch {
	case !isJSON && (refused || status == http.StatusForbidden):
		if after <= 0 {
			wait = banTime
		}
		l.mu.Lock()
		l.banned = later(l.banned, now.Add(wait))
		l.mu.Unlock()
		l.log.Error("Discord's edge refuses this address", "status", status, "wait", wait)
		return verdict{limited: true, what: "Discord's edge refuses this address", wait: wait}
	case !refused:
		return verdict{}
	case said.Global || resp.Header.Get("X-RateLimit-Global") != "" || scope == "global":
		l.mu.Lock()
		l.blocked = later(l.blocked, now.Add(wait))
		l.mu.Unlock()
		l.log.Warn("limit of all requests reached", "route", r.name, "wait", wait)
		return verdict{limited: true, what: "Discord's limit of all requests", wait: wait}
	}
	l.log.Warn("limit reached", "route", r.name, "scope", scope, "wait", wait)
	return verdict{limited: true, what: "Discord's limit of this request", wait: wait, bucket: wait}
}

// pause sleeps for a limit.
func pause(ctx context.Context, wait time.Duration, what string) error {
	if wait > longestWait {
		return &LimitError{What: what, Wait: wait}
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return &LimitError{What: what, Wait: wait}
	}
	return sleep(ctx, wait)
}

// reserve waits for the limiter's next place.
func reserve(ctx context.Context, l *rate.Limiter, what string) error {
	place := l.Reserve()
	if err := pause(ctx, place.Delay(), what); err != nil {
		place.Cancel()
		return err
	}
	return nil
}

func seconds(s float64) time.Duration {
	if !(s > 0) {
		return 0
	}
	return time.Duration(min(s, 1e6) * float64(time.Second))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
