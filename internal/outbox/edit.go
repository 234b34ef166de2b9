package outbox

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
)

const (
	// mostEdits are under way at once, and they are begun only while no post
	// comes back from Discord: new stories come first.
	mostEdits = 8
	// mostAttempts are made of an edit.
	mostAttempts = 10
)

// edit renders a post again, which now names further outlets, edits its
// message, and marks what became of that. A crash in between repeats the edit,
// which changes nothing.
func (w *Worker) edit(ctx context.Context, e news.Edit) {
	log := w.Log.With("delivery", e.ID, "channel", e.Channel, "message", e.Message)
	err := w.attemptEdit(ctx, e)
	o := judge(err, e.Attempts, 0)

	ctx, cancel := marking(ctx)
	defer cancel()
	switch {
	case err == nil:
		w.count.edited.Inc()
		log.Debug("post edited", "outlets", len(e.Also)+1)
		err = w.Store.Edited(ctx, e)
	case o.verdict == again && e.Attempts+1 < mostAttempts:
		log.Info("edit postponed", "reason", o.reason, "attempts", e.Attempts+1, "wait", o.wait)
		err = w.Store.PostponeEdit(ctx, e, w.Now().Add(o.wait))
	default:
		// The message or the channel is gone, or Discord won't have it. The
		// story is told, and nobody misses the edit.
		log.Debug("edit dropped", "reason", err)
		err = w.Store.DropEdit(ctx, e)
	}
	if err != nil {
		log.Error("edit can't be marked", "error", err)
	}
}

func (w *Worker) attemptEdit(ctx context.Context, e news.Edit) error {
	ctx, cancel := context.WithTimeout(ctx, min(sendTime, w.Lease*3/4))
	defer cancel()
	m, err := w.render(e.Delivery)
	if err != nil {
		return err
	}
	// What the post says besides, such as that it came late, stays.
	return w.Sender.Edit(ctx, string(e.Channel), e.Message, &discordgo.MessageEdit{
		Embeds:          &m.Embeds,
		AllowedMentions: m.AllowedMentions,
	})
}
