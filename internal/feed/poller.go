package feed

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/page"
)

// Store keeps feeds, their schedule and their articles.
type Store interface {
	// ClaimFeeds returns feeds that are due. No one else gets them until they
	// are saved or the lease is over.
	ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Feed, error)
	// ItemHashes returns the hashes of the feed's stored items by their keys.
	ItemHashes(ctx context.Context, feed int64, keys []string) (map[string]string, error)
	// ItemArticle returns what is stored of an item, with its blocks; zero
	// when nothing is.
	ItemArticle(ctx context.Context, feed int64, key string) (news.Article, error)
	// ItemKeys returns the keys of the feed's stored items by their links.
	ItemKeys(ctx context.Context, feed int64, links []string) (map[string]string, error)
	// SaveFetch saves a poll in one transaction and releases the claim.
	SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error)
}

// Pages reads the pages of articles.
type Pages interface {
	Read(ctx context.Context, link string) (page.Document, error)
}

// Hubs are asked to tell what is new of feeds.
type Hubs interface {
	// Found notes the hub and the topic that a feed names, "" for none.
	Found(ctx context.Context, feed int64, hub, topic string) error
}

// A Poller asks for the feeds that are due and stores what is new in them. Its
// fields are set before its first use and not changed after it.
type Poller struct {
	Store   Store
	Fetcher *Fetcher
	// Pages reads the article where a feed gives a summary only; nil leaves it
	// at the summary.
	Pages Pages
	// Hubs learns which feeds have one; nil leaves it at polling.
	Hubs Hubs
	// Read understands an article; nil understands nothing.
	Read func(news.Article) news.Reading
	Log  *slog.Logger // nil logs nothing

	Workers     int              // polls at a time; 8 when zero
	MinInterval time.Duration    // between two polls of a feed; 5 min when zero
	MaxInterval time.Duration    // 24 h when zero; demos that use old articles need a small one
	HostGap     time.Duration    // between two requests to one host; 1 s when zero, none when negative
	Now         func() time.Time // time.Now when nil

	once   sync.Once
	hosts  *hosts
	seed   maphash.Seed
	places chan struct{} // of polls that go on, see work
	checks chan struct{} // of checks that go on: tarpits that strangers name must not stop polls
	pushed chan struct{} // see Wake
	mu     sync.Mutex
	memory map[int64]*memory

	jitter func(time.Duration) time.Duration
}

const (
	// lease is how long a claimed feed stays with this process, unless it is
	// claimed anew. It covers waitTime, requestTime and pagesTime.
	lease = 3 * time.Minute
	// waitTime is how long a claimed feed waits for others of its host.
	waitTime = time.Minute
	// saveTime is what a poll gets for saving after the process was asked to
	// stop.
	saveTime = 3 * time.Second
	// maxSilence is the longest wait for a host that does not answer at all.
	maxSilence = 2 * time.Hour
	// maxHold is how long one feed's Retry-After keeps others of its host back.
	maxHold = 24 * time.Hour
)

func (p *Poller) init() {
	p.once.Do(func() {
		if p.Log == nil {
			p.Log = slog.New(slog.DiscardHandler)
		}
		if p.Workers <= 0 {
			p.Workers = 8
		}
		if p.MinInterval <= 0 {
			p.MinInterval = 5 * time.Minute
		}
		if p.MaxInterval <= 0 {
			p.MaxInterval = 24 * time.Hour
		}
		p.MaxInterval = max(p.MaxInterval, p.MinInterval)
		if p.HostGap == 0 {
			p.HostGap = time.Second
		}
		if p.Now == nil {
			p.Now = time.Now
		}
		if p.jitter == nil {
			p.jitter = jitter
		}
		p.seed = maphash.MakeSeed()
		p.hosts = &hosts{gap: max(p.HostGap, 0), now: p.Now, sleep: sleep}
		p.places = make(chan struct{}, p.Workers)
		p.checks = make(chan struct{}, mostChecks)
		p.pushed = make(chan struct{}, 1)
		p.memory = map[int64]*memory{}
	})
}

// Run polls feeds as they fall due until the context ends; then it ends within
// seconds. Polls that it breaks off are due again at once.
func (p *Poller) Run(ctx context.Context) error {
	p.init()
	var polls sync.WaitGroup
	defer polls.Wait()
	limit := 4 * p.Workers
	crowd := max(limit/4, 2)              // claimed feeds of one host, lest a slow one takes all the room
	pending := make(chan struct{}, limit) // one for each claimed feed
	freed := make(chan struct{}, 1)
	tick := time.NewTicker(max(min(time.Second, p.MinInterval/2), 50*time.Millisecond))
	defer tick.Stop()
	for {
		claimed := 0
		if room := limit - len(pending); room > 0 {
			feeds, err := p.Store.ClaimFeeds(ctx, p.Now(), lease, room)
			if err != nil && ctx.Err() == nil {
				p.Log.Error("feeds not claimed", "error", err)
			}
			claimed = len(feeds)
			for _, f := range feeds {
				leave, until := p.hosts.join(f.URL, crowd)
				if leave == nil {
					p.putOff(ctx, f, until)
					continue
				}
				pending <- struct{}{}
				polls.Go(func() {
					p.poll(ctx, f)
					leave()
					<-pending
					select {
					case freed <- struct{}{}:
					default:
					}
				})
			}
		}
		if ctx.Err() != nil {
			return nil
		}
		if claimed > 0 && len(pending) < limit {
			continue // there may be more
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-freed:
		case <-p.pushed:
		}
	}
}

// Wake lets Run look at once for feeds that are due.
func (p *Poller) Wake() {
	p.init()
	select {
	case p.pushed <- struct{}{}:
	default:
	}
}

// Poll polls every feed that is due now, once, and returns how many there
// were.
func (p *Poller) Poll(ctx context.Context) (int, error) {
	p.init()
	now, total := p.Now(), 0
	for {
		feeds, err := p.Store.ClaimFeeds(ctx, now, lease, 8*p.Workers)
		if err != nil {
			return total, fmt.Errorf("poll: %w", err)
		}
		if len(feeds) == 0 {
			return total, ctx.Err()
		}
		var polls sync.WaitGroup
		for _, f := range feeds {
			polls.Go(func() { p.poll(ctx, f) })
		}
		polls.Wait()
		if total += len(feeds); ctx.Err() != nil {
			return total, ctx.Err()
		}
	}
}

// poll polls one claimed feed and saves the outcome. Whatever goes wrong stays
// with this feed.
func (p *Poller) poll(ctx context.Context, f news.Feed) {
	start := time.Now()
	log := p.logOf(f)
	if until := p.hosts.held(f.URL); !until.IsZero() {
		p.putOff(ctx, f, until.Add(p.jitter(time.Minute)))
		return
	}
	work := p.work()
	defer work.rest()
	got, err := p.outcome(ctx, f, work)
	fetch := got.fetch
	if err != nil && (ctx.Err() != nil || errors.Is(err, errCrowd)) {
		p.putOff(ctx, f, f.NextPoll, fetch.Articles...) // as due as it was
		return
	}
	if errors.Is(err, errStopped) {
		return
	}
	if err != nil {
		fetch = news.Fetch{Feed: p.failed(f, err), Silent: true}
		log.Warn("feed not read", "error", err, "failures", fetch.Feed.Failures, "next", fetch.Feed.NextPoll)
	}
	fetch.Tell = tidings(f, fetch.Feed, err)
	// Once the process has to end, a poll that got this far is still saved.
	saving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(saveTime, cancel) })()
	saved, err := p.save(saving, fetch)
	if err != nil {
		log.Error("feed not saved", "error", err)
		if saving.Err() == nil {
			p.saveFailure(saving, log, f)
		}
		return
	}
	if got.remember != nil {
		got.remember()
	}
	logTidings(log, fetch.Tell, fetch.Feed)
	saved = sum(got.saved, saved)
	if saved.New > 0 || saved.Changed > 0 {
		p.logOf(fetch.Feed).Info("feed polled", "new", saved.New, "changed", saved.Changed, "deliveries", saved.Deliveries, "silent", fetch.Silent, "took", time.Since(start))
	}
}

// save saves a poll. A panic on the way is an error.
func (p *Poller) save(ctx context.Context, fetch news.Fetch) (saved news.Saved, err error) {
	defer p.recovered(fetch.Feed, &err)
	return p.Store.SaveFetch(ctx, fetch, p.Now())
}

// saveFailure notes that what a feed has can't be saved, so that this is seen
// and the feed waits longer each time. Where the store takes nothing at all the
// claim runs out, and the feed is polled again.
func (p *Poller) saveFailure(ctx context.Context, log *slog.Logger, f news.Feed) {
	err := notSaved(nil)
	fetch := news.Fetch{Feed: p.failed(f, err), Silent: true}
	fetch.Tell = tidings(f, fetch.Feed, err)
	if _, err := p.save(ctx, fetch); err != nil {
		log.Error("failure of feed not saved", "error", err)
		return
	}
	logTidings(log, fetch.Tell, fetch.Feed)
}

func notSaved(cause error) error {
	return &problem{kind: errors.New("not saved"), say: "Greenlit could not store what this feed has. It will try again.", cause: cause}
}

func sum(a, b news.Saved) news.Saved {
	return news.Saved{New: a.New + b.New, Changed: a.Changed + b.Changed, Deliveries: a.Deliveries + b.Deliveries}
}

// recovered is deferred, and makes an error of a panic while a feed is polled.
func (p *Poller) recovered(f news.Feed, err *error) {
	if r := recover(); r != nil {
		p.logOf(f).Error("panic while polling", "panic", r, "stack", string(debug.Stack()))
		*err = &problem{kind: errors.New("panic"), say: "Greenlit stumbled over this feed. It will try again."}
	}
}

// putOff releases a claim without a whole poll, with the articles that it
// brought so far.
func (p *Poller) putOff(ctx context.Context, f news.Feed, until time.Time, articles ...news.Article) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTime)
	defer cancel()
	f.NextPoll = until
	if _, err := p.save(ctx, news.Fetch{Feed: f, Articles: articles, Silent: f.LastSuccess.IsZero()}); err != nil {
		p.logOf(f).Warn("feed not released", "error", err)
	}
}

// An outcome is what a poll brought. Saved is what was saved of it before its
// end, and remember is called once the rest is; it may be nil.
type outcome struct {
	fetch    news.Fetch
	saved    news.Saved
	remember func()
}

// outcome asks for the feed and reads what it got. A panic on the way is an
// error of this feed's. With an error come the articles that are ready.
func (p *Poller) outcome(ctx context.Context, f news.Feed, work *work) (got outcome, err error) {
	defer p.recovered(f, &err)
	mem := p.remembered(f.ID)
	answer, err := p.ask(ctx, f, work)
	if err != nil {
		return outcome{}, err
	}
	now := p.Now()
	first := f.LastSuccess.IsZero()
	next := f
	next.LastPoll, next.LastSuccess, next.Failures, next.Error, next.BrokenSince = now, now, 0, "", time.Time{}
	if answer.Moved != f.MovedTo {
		next.Moves = 0
	}
	if next.MovedTo = answer.Moved; next.MovedTo != "" {
		next.Moves++
	}

	if answer.NotModified {
		// What a 304 does not say stays as the last 200 said it.
		if etag := answer.Header.Get("ETag"); etag != "" {
			next.ETag = etag
		}
		if modified := answer.Header.Get("Last-Modified"); modified != "" {
			next.LastModified = modified
		}
		mem.every = p.longer(f, mem)
		next.NextPoll = p.next(mem, answer.Header, now)
		return outcome{fetch: news.Fetch{Feed: next, Silent: true}, remember: func() { p.remember(f.ID, mem) }}, nil
	}

	src, err := open(answer.Body, answer.Header.Get("Content-Type"), answer.URL)
	if err != nil {
		return outcome{}, err
	}
	r := reading{poller: p, work: work, feed: f, src: src, first: first, now: now, known: mem.items}
	r.language, _, _ = strings.Cut(answer.Header.Get("Content-Language"), ",")
	if err := r.run(ctx); err != nil {
		return outcome{fetch: news.Fetch{Articles: r.articles}}, err
	}
	next.ETag, next.LastModified = answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")
	if !r.unchanged {
		mem.hints = r.doc.wishes()
		if next.Title == "" {
			next.Title = cut(page.Text(r.doc.Title), 300)
		}
		p.found(ctx, f, &mem, hubOf(answer, r.doc))
	}
	every := pace(r.dates, now)
	if every == 0 {
		every = p.longer(f, mem)
	}
	mem.every, mem.items = every, r.seen
	next.NextPoll = p.next(mem, answer.Header, now)
	return outcome{
		fetch:    news.Fetch{Feed: next, Articles: r.articles, Silent: first},
		saved:    r.saved,
		remember: func() { p.remember(f.ID, mem) },
	}, nil
}

// found passes on which hub a feed names, where that is new. Of what a former
// process noted nothing is known.
func (p *Poller) found(ctx context.Context, f news.Feed, mem *memory, h hub) {
	if p.Hubs == nil || mem.hub != nil && h == *mem.hub {
		return
	}
	if err := p.Hubs.Found(ctx, f.ID, h.url, h.topic); err != nil {
		p.logOf(f).Error("hub not noted", "error", err)
		return
	}
	mem.hub = &h
}

// errCrowd means that a feed's turn did not come in time.
var errCrowd = errors.New("too many others wait")

// ask sends the request for the feed when its host's turn has come. The work
// that then begins goes on until the caller lets it rest.
func (p *Poller) ask(ctx context.Context, f news.Feed, work *work) (Answer, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, waitTime, errCrowd)
	defer cancel()
	done, err := p.hosts.turn(waiting, f.URL)
	if err != nil {
		return Answer{}, context.Cause(waiting)
	}
	defer done()
	if work.begin(waiting) != nil {
		return Answer{}, context.Cause(waiting)
	}
	return p.Fetcher.Fetch(ctx, f.URL, f.ETag, f.LastModified)
}

// work is a poll's place among those that go on at a time. A poll that waits
// for a host's turn must let its work rest.
type work struct {
	places chan struct{}
	going  bool
}

func (p *Poller) work() *work { return &work{places: p.places} }

func (w *work) begin(ctx context.Context) error {
	select {
	case w.places <- struct{}{}:
		w.going = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *work) rest() {
	if w.going {
		<-w.places
		w.going = false
	}
}

// failed returns the feed after a poll that brought an error.
func (p *Poller) failed(f news.Feed, err error) news.Feed {
	now := p.Now()
	f.LastPoll = now
	if f.Failures++; f.BrokenSince.IsZero() {
		f.BrokenSince = now
	}
	f.Error = Explain(err)
	if errors.Is(err, news.ErrGone) {
		f.NextPoll = time.Time{} // not polled until somebody adds it again
		return f
	}
	most := p.MaxInterval
	if errors.Is(err, news.ErrNoAnswer) { // it may be our own connection that is down
		most = min(most, maxSilence)
	}
	wait := backoff(f.Failures, min(3*p.MinInterval, most), most)
	var refused *problem
	if errors.As(err, &refused) && refused.header != nil {
		if asked := retryAfter(refused.header, now); asked > 0 {
			wait = max(wait, asked)
			p.hosts.hold(f.URL, now.Add(min(asked, maxHold)))
		}
	}
	f.NextPoll = now.Add(p.jitter(wait))
	return f
}

// longer returns a little more than the interval at which the feed was polled
// last: it had nothing new.
func (p *Poller) longer(f news.Feed, mem memory) time.Duration {
	last := mem.every
	if last == 0 && !f.LastPoll.IsZero() && f.Failures == 0 { // the process is new
		last = f.NextPoll.Sub(f.LastPoll)
	}
	if last <= 0 {
		return 3 * p.MinInterval
	}
	return min(last+last/quiet, p.MaxInterval)
}

// next returns when the feed is due again: at the interval at which it is
// worth asking for, within our bounds, and not before its server and its
// document want it.
func (p *Poller) next(mem memory, header http.Header, now time.Time) time.Time {
	every := max(mem.every, mem.hints.ttl, freshFor(header, now))
	every = min(max(every, p.MinInterval), p.MaxInterval)
	return mem.hints.skip(now.Add(p.jitter(every)))
}

// memory is what the process remembers of a feed between polls. Without it
// the feed is read in full once.
type memory struct {
	items []seenItem
	hints hints
	hub   *hub          // nil before it was noted
	every time.Duration // interval at which the feed is worth asking for
}

func (p *Poller) remembered(feed int64) memory {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := p.memory[feed]; m != nil {
		return *m
	}
	return memory{}
}

func (p *Poller) remember(feed int64, m memory) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.memory[feed] = &m
}
