package bot

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store"
)

// Time between two questions to a database that does not answer.
const (
	firstOutageWait = time.Second
	mostOutageWait  = time.Minute
)

// An outage of the database is one for all that look for work in it: the first
// that gets no answer says so, the others are silent, and all of them ask less
// and less often until there is one.
type outage struct {
	log *slog.Logger

	mu     sync.Mutex
	failed map[string]bool // who got no answer last time
	since  time.Time
	next   time.Time // when one of them may ask again
	wait   time.Duration
}

// claim asks for work, unless the database would not answer. There is no work
// then, and no error.
func claim[T any](ctx context.Context, o *outage, who string, ask func() ([]T, error)) ([]T, error) {
	if !o.may(who) {
		return nil, nil
	}
	found, err := ask()
	if ctx.Err() != nil {
		return found, err // the bot is being stopped
	}
	o.note(who, err)
	return found, nil //nolint:nilerr // it is logged
}

func (o *outage) may(who string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.failed[who] || !time.Now().Before(o.next)
}

func (o *outage) note(who string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	switch {
	case err == nil && !o.failed[who]:
	case err == nil:
		delete(o.failed, who)
		o.next, o.wait = now, firstOutageWait // the others may ask
		if len(o.failed) == 0 {
			o.log.Info("database answers again", "after", now.Sub(o.since))
		}
	case len(o.failed) == 0:
		o.log.Error("database does not answer", "asked for", who, "error", err)
		o.failed = map[string]bool{who: true}
		o.since, o.wait = now, firstOutageWait
		o.next = now.Add(jittered(o.wait))
	default:
		o.failed[who] = true
		if !now.Before(o.next) {
			o.wait = min(2*o.wait, mostOutageWait)
			o.next = now.Add(jittered(o.wait))
		}
	}
}

// jittered returns d, or up to a quarter less.
func jittered(d time.Duration) time.Duration { return d - rand.N(d/4) }

// A steady store is the store as those see it who look for work in it.
type steady struct {
	*store.Store
	outage *outage
}

func (s steady) ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Feed, error) {
	return claim(ctx, s.outage, "feeds", func() ([]news.Feed, error) { return s.Store.ClaimFeeds(ctx, now, lease, limit) })
}

func (s steady) ClaimHubs(ctx context.Context, now time.Time, retry time.Duration, limit int) ([]news.Hub, error) {
	return claim(ctx, s.outage, "hubs", func() ([]news.Hub, error) { return s.Store.ClaimHubs(ctx, now, retry, limit) })
}

func (s steady) ClaimDeliveries(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Delivery, error) {
	return claim(ctx, s.outage, "deliveries", func() ([]news.Delivery, error) { return s.Store.ClaimDeliveries(ctx, now, lease, limit) })
}

func (s steady) ClaimEdits(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Edit, error) {
	return claim(ctx, s.outage, "edits", func() ([]news.Edit, error) { return s.Store.ClaimEdits(ctx, now, lease, limit) })
}

func (s steady) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Notice, error) {
	return claim(ctx, s.outage, "notices", func() ([]news.Notice, error) { return s.Store.ClaimNotices(ctx, now, lease, limit) })
}
