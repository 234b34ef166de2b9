// Package outbox posts what the store has for channels, once each, edits posts
// whose story was told by further outlets, and tells guilds' moderators what
// they should know.
//
// A delivery or a notice is claimed, sent with a nonce made from it, and
// marked. A crash between the last two leads to a second attempt: within the
// time in which Discord remembers nonces the message is sent again and Discord
// drops it; later the channel's messages are searched for it first.
package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"greenlit/internal/news"
)

// Store has the deliveries.
type Store interface {
	Notices
	// ClaimDeliveries returns at most one delivery for each channel, and none
	// for a channel that has one claimed.
	ClaimDeliveries(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Delivery, error)
	Delivered(ctx context.Context, id int64, message string, at time.Time) error
	Postpone(ctx context.Context, id int64, until time.Time, reason string) error
	SetAside(ctx context.Context, id int64, reason string) error
	// StopChannel ends what is posted in a channel, and lets its guild know.
	StopChannel(ctx context.Context, channel news.ChannelID, reason string, at time.Time) error
	WaitingDeliveries(ctx context.Context) (n int, oldest time.Time, err error)
	// Backlog returns the deliveries that wait behind a claimed one in its
	// channel and were made before then, oldest first.
	Backlog(ctx context.Context, delivery int64, before time.Time, limit int) ([]news.Delivery, error)
	// DeliveredTogether marks deliveries of one channel as posted with one
	// message, all or none.
	DeliveredTogether(ctx context.Context, ids []int64, message string, at time.Time) error
	// ClaimEdits returns posts whose story was told by further outlets since.
	ClaimEdits(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Edit, error)
	Edited(ctx context.Context, e news.Edit) error
	PostponeEdit(ctx context.Context, e news.Edit, until time.Time) error
	// DropEdit lets the message be as it is for ever.
	DropEdit(ctx context.Context, e news.Edit) error
}

// Sender posts to Discord.
type Sender interface {
	// Send posts a message unless one with this nonce was posted in the last
	// few minutes, and returns the id of the message that is there.
	Send(ctx context.Context, channel, nonce string, m *discordgo.MessageSend) (string, error)
	// Find returns the id of the bot's own message, not older than since, that
	// matches; "" if there is none. An error with a method Hidden says that it
	// can't be seen whether there is one.
	Find(ctx context.Context, channel string, since time.Time, match func(*discordgo.Message) bool) (string, error)
	// SystemChannel returns the guild's channel for Discord's own notices; ""
	// if it has none.
	SystemChannel(ctx context.Context, guild string) (string, error)
	// Edit changes the bot's own message; what the edit leaves out stays.
	Edit(ctx context.Context, channel, message string, m *discordgo.MessageEdit) error
}

// A Worker delivers. Store, Sender and Render are needed.
type Worker struct {
	Store   Store
	Sender  Sender
	Render  func(news.Delivery) *discordgo.MessageSend
	Log     *slog.Logger          // default: nothing is logged
	Now     func() time.Time      // default time.Now
	Metrics prometheus.Registerer // default: none

	// Parallel is how many messages are under way at once; default 32.
	Parallel int
	// Every is how often the store is asked when nothing waited; default 1 s.
	Every time.Duration
	// Lease is how long a claim lasts when its worker crashed; default 1 min.
	// A message is given less than that to be sent.
	Lease time.Duration
	// LateAfter is the time after which a post is late: it is marked so, and
	// goes together with those that wait behind it. Default 6 h.
	LateAfter time.Duration

	once     sync.Once
	count    counters
	refusals refusals
}

const (
	// nonceTime is how long a nonce surely holds; Discord says a few minutes.
	nonceTime = 2 * time.Minute
	// clockSkew is what the own clock may be ahead of Discord's.
	clockSkew = 2 * time.Minute
	// clockBack is how long ago a first attempt may have been that, by the
	// clock, is still to come.
	clockBack = 24 * time.Hour
	// sendTime bounds one attempt. Whoever has to wait longer for a limit makes
	// room for others.
	sendTime = 20 * time.Second
	// finishTime is what messages under way get at shutdown.
	finishTime = 3 * time.Second
	// markTime is what the store gets to note what became of a delivery.
	markTime = 5 * time.Second
	// lastMark is what it gets after finishTime.
	lastMark = 1500 * time.Millisecond
)

func (w *Worker) defaults() {
	w.once.Do(func() {
		if w.Log == nil {
			w.Log = slog.New(slog.DiscardHandler)
		}
		if w.Now == nil {
			w.Now = time.Now
		}
		if w.Parallel <= 0 {
			w.Parallel = 32
		}
		if w.Every <= 0 {
			w.Every = time.Second
		}
		if w.Lease <= 0 {
			w.Lease = time.Minute
		}
		if w.LateAfter <= 0 {
			w.LateAfter = 6 * time.Hour
		}
		w.count = newCounters()
	})
}

// Run delivers, and tells guilds their notices, until ctx ends, which it
// returns nil for. Messages under way then get a few seconds.
func (w *Worker) Run(ctx context.Context) error {
	w.defaults()
	if w.Metrics != nil {
		if err := w.Metrics.Register(metrics{w}); err != nil {
			return err
		}
		defer w.Metrics.Unregister(metrics{w})
	}
	var telling sync.WaitGroup
	telling.Go(func() { w.repeat(ctx, "notices", w.Tell) })
	w.repeat(ctx, "deliveries", w.Deliver)
	telling.Wait()
	return nil
}

// repeat does a round again and again until ctx ends.
func (w *Worker) repeat(ctx context.Context, what string, round func(context.Context) (int, error)) {
	for {
		if _, err := round(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("work can't be claimed", "work", what, "error", err)
		}
		t := time.NewTimer(w.Every)
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
		}
	}
}

// outliving returns a context for messages under way, which outlive ctx by a
// little.
func outliving(ctx context.Context) (life context.Context, end func()) {
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(finishTime, cancel) })
	return life, func() { stop(); cancel() }
}

// marking returns the context in which the store notes what became of a
// message, whose own context may be over.
func marking(life context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(life), markTime)
	stop := context.AfterFunc(life, func() { time.AfterFunc(lastMark, cancel) })
	return ctx, func() { stop(); cancel() }
}

// landed is what a delivery or an edit comes back with.
type landed struct{ posted, edits int }

// Deliver attempts everything that can go now, and returns how many stories
// were posted.
func (w *Worker) Deliver(ctx context.Context) (int, error) {
	w.defaults()
	life, end := outliving(ctx)
	defer end()

	done := make(chan landed)
	flying, editing, posted := 0, 0, 0
	var failed error
	start := func(do func() landed) {
		flying++
		go func() { done <- do() }() // received below
	}
	for idle := true; ; {
		if free := w.Parallel - flying; free > 0 && failed == nil && ctx.Err() == nil {
			var batch []news.Delivery
			now := w.Now()
			batch, failed = w.Store.ClaimDeliveries(ctx, now, w.Lease, free)
			for _, d := range batch {
				if d.Attempts == 0 {
					d.First = now.Truncate(time.Millisecond) // as the store keeps it
				}
				start(func() landed { return landed{posted: w.deliver(life, d)} })
			}
		}
		if free := min(w.Parallel-flying, mostEdits-editing); idle && free > 0 && failed == nil && ctx.Err() == nil {
			var batch []news.Edit
			batch, failed = w.Store.ClaimEdits(ctx, w.Now(), w.Lease, free)
			for _, e := range batch {
				editing++
				start(func() landed { w.edit(life, e); return landed{edits: 1} })
			}
		}
		if flying == 0 {
			return posted, failed
		}
		t := time.NewTimer(w.Every)
		select {
		case l := <-done:
			flying--
			editing -= l.edits
			posted += l.posted
			idle = false
		case <-t.C: // look for new ones, however long those under way take
			idle = true
		}
		t.Stop()
	}
}
