package outbox

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// A Guilds sender knows where a guild reads its notices. With it, a guild is
// told why a channel gets no more posts.
type Guilds interface {
	// SystemChannel returns the guild's channel for notices; "" if it has none.
	SystemChannel(ctx context.Context, guild string) (string, error)
}

// notify tells the delivery's guild that its channel was stopped; the store
// keeps the reason for moderators who ask.
func (w *Worker) notify(ctx context.Context, d news.Delivery, reason string) {
	guilds, ok := w.Sender.(Guilds)
	if !ok || d.Guild == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, w.Lease/4)
	defer cancel()
	channel, err := guilds.SystemChannel(ctx, string(d.Guild))
	if err == nil && channel != "" && channel != string(d.Channel) {
		_, err = w.Sender.Send(ctx, channel, nonce(d.Channel, -d.ID), &discordgo.MessageSend{
			Content: fmt.Sprintf("I no longer post stories in %s: %s. Once that is mended, `/subscribe` starts them again.",
				render.Channel(d.Channel), reason),
			AllowedMentions: render.NoMentions(),
		})
	}
	if err != nil {
		w.Log.Info("guild can't be told that a channel was stopped", "guild", d.Guild, "channel", d.Channel, "reason", err)
	}
}
