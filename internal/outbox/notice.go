package outbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// Notices has what guilds' moderators are to be told.
type Notices interface {
	// ClaimNotices returns at most one notice for each guild, and none for a
	// guild that has one claimed.
	ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Notice, error)
	NoticeTold(ctx context.Context, id int64, message string) error
	PostponeNotice(ctx context.Context, id int64, until time.Time, reason string) error
	DropNotice(ctx context.Context, id int64, reason string) error
	WaitingNotices(ctx context.Context) (n int, oldest time.Time, err error)
}

// mostNotices are under way at once.
const mostNotices = 8

// Tell tells guilds everything that they can be told now, and returns how many
// notices that were.
func (w *Worker) Tell(ctx context.Context) (int, error) {
	w.defaults()
	life, end := outliving(ctx)
	defer end()
	told := 0
	for ctx.Err() == nil {
		batch, err := w.Store.ClaimNotices(ctx, w.Now(), w.Lease, mostNotices)
		if err != nil || len(batch) == 0 {
			return told, err
		}
		var telling sync.WaitGroup
		done := make(chan bool, len(batch))
		for _, n := range batch {
			telling.Go(func() { done <- w.tell(life, n) })
		}
		telling.Wait()
		close(done)
		for ok := range done {
			if ok {
				told++
			}
		}
	}
	return told, nil
}

// tell tells one notice, marks what became of it, and reports whether it was
// told.
func (w *Worker) tell(ctx context.Context, n news.Notice) bool {
	log := w.Log.With("notice", n.ID, "kind", n.Kind, "guild", n.Guild)
	message, err := w.attemptNotice(ctx, n)
	o := judge(err, n.Attempts, w.refusals.count(-n.ID, err))

	ctx, cancel := marking(ctx)
	defer cancel()
	var marking error
	switch {
	case err == nil:
		w.count.told.Inc()
		log.Info("guild told", "message", message)
		marking = w.Store.NoticeTold(ctx, n.ID, message)
	case o.verdict == again && !errors.Is(err, errNowhere):
		log.Warn("notice postponed", "reason", o.reason, "attempts", n.Attempts+1, "wait", o.wait)
		marking = w.Store.PostponeNotice(ctx, n.ID, w.Now().Add(o.wait), o.reason)
	default:
		w.count.untold.Inc()
		log.Warn("guild can't be told", "reason", err, "about", n.Channel, "feed", n.Feed.ID, "notice says", n.Reason)
		marking = w.Store.DropNotice(ctx, n.ID, words(err))
	}
	if marking != nil {
		log.Error("notice can't be marked", "error", marking)
	}
	return err == nil
}

// errNowhere is for a guild that takes no notice.
var errNowhere = errors.New("no channel for notices was chosen, and the server has no system channel")

// attemptNotice posts a notice where the guild wants it, or in its system
// channel where that is not possible, unless it is there already.
func (w *Worker) attemptNotice(ctx context.Context, n news.Notice) (message string, err error) {
	ctx, cancel := context.WithTimeout(ctx, min(w.Lease*3/4, sendTime))
	defer cancel()
	if n.To != "" {
		message, err = w.postNotice(ctx, n.To, n)
		if v := judge(err, n.Attempts, n.Attempts).verdict; v != stop && v != bad {
			return message, err
		}
		w.Log.Info("a guild's channel for notices takes none", "guild", n.Guild, "channel", n.To, "reason", err)
	}
	system, err := w.Sender.SystemChannel(ctx, string(n.Guild))
	if err != nil {
		return "", err
	}
	if system == "" {
		return "", errNowhere
	}
	return w.postNotice(ctx, news.ChannelID(system), n)
}

func (w *Worker) postNotice(ctx context.Context, channel news.ChannelID, n news.Notice) (message string, err error) {
	m := &discordgo.MessageSend{Content: render.Notice(n), AllowedMentions: render.NoMentions()}
	if n.Attempts > 0 && w.forgotten(n.First) {
		message, err = w.Sender.Find(ctx, string(channel), w.since(n.First), func(old *discordgo.Message) bool { return same(old, m) })
		if err != nil || message != "" {
			return message, err
		}
	}
	// Deliveries have nonces of positive numbers.
	return w.Sender.Send(ctx, string(channel), nonce(channel, -n.ID), m)
}
