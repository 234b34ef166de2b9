package feed

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"
)

// hosts lets one request at a time go to a host, with a gap between them.
type hosts struct {
	gap   time.Duration
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu sync.Mutex
	m  map[string]*host
}

type host struct {
	turn    chan struct{}
	users   int           // of this entry
	feeds   int           // that joined
	booked  time.Time     // when the last of those comes that were sent away
	takes   time.Duration // what a request takes, by the last ones
	free    time.Time     // when the next request may go
	holdOff time.Time     // until when the host asked for no requests
}

// turn waits until a request may go to the host of the address. The caller
// calls done after it.
func (h *hosts) turn(ctx context.Context, address string) (done func(), err error) {
	host := h.use(hostOf(address))
	select {
	case host.turn <- struct{}{}:
	case <-ctx.Done():
		h.leave(host)
		return nil, ctx.Err()
	}
	h.mu.Lock()
	wait := host.free.Sub(h.now())
	h.mu.Unlock()
	if wait > 0 {
		// A clock that jumps must not hold a host up.
		if err := h.sleep(ctx, min(wait, h.gap)); err != nil {
			<-host.turn
			h.leave(host)
			return nil, err
		}
	}
	start := h.now()
	return func() {
		h.mu.Lock()
		end := h.now()
		host.takes = (3*host.takes + max(end.Sub(start), 0)) / 4
		host.free = end.Add(h.gap)
		h.mu.Unlock()
		<-host.turn
		h.leave(host)
	}, nil
}

func (h *hosts) use(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.m == nil {
		h.m = map[string]*host{}
	}
	if h.m[name] == nil {
		h.m[name] = &host{turn: make(chan struct{}, 1)}
	}
	h.m[name].users++
	return h.m[name]
}

func (h *hosts) leave(host *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	host.users--
	if len(h.m) < 4096 {
		return
	}
	now := h.now()
	for name, host := range h.m {
		if host.users == 0 && !host.free.After(now) && !host.holdOff.After(now) && !host.booked.After(now) {
			delete(h.m, name)
		}
	}
}

// join counts a feed of the host in until it leaves. Where as many as most are
// in, it is sent away until a time of its own, behind those that were sent
// away before it.
func (h *hosts) join(address string, most int) (leave func(), until time.Time) {
	host := h.use(hostOf(address))
	h.mu.Lock()
	full := host.feeds >= most
	if full {
		each := max(h.gap+host.takes, minSlot)
		until = h.now().Add(time.Duration(most) * each)
		if next := host.booked.Add(each); next.After(until) {
			until = next
		}
		host.booked = until
	} else {
		host.feeds++
	}
	h.mu.Unlock()
	if full {
		h.leave(host)
		return nil, until
	}
	return func() {
		h.mu.Lock()
		host.feeds--
		h.mu.Unlock()
		h.leave(host)
	}, time.Time{}
}

// minSlot is the least time that is counted for each feed of a crowded host.
const minSlot = 50 * time.Millisecond

// hold keeps requests from the host until a time.
func (h *hosts) hold(address string, until time.Time) {
	host := h.use(hostOf(address))
	h.mu.Lock()
	if until.After(host.holdOff) {
		host.holdOff = until
	}
	h.mu.Unlock()
	h.leave(host)
}

// held returns until when the host wants no requests; zero when it takes them.
func (h *hosts) held(address string) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	if host := h.m[hostOf(address)]; host != nil && host.holdOff.After(h.now()) {
		return host.holdOff
	}
	return time.Time{}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(u.Host)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
