package outbox

import (
	"context"
	"fmt"
	"strings"

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

// notify tells the delivery's guild, once, that its channel was stopped; the
// store keeps the reason for moderators who ask. An error is worth another
// attempt.
func (w *Worker) notify(ctx context.Context, d news.Delivery, reason string) error {
	guilds, ok := w.Sender.(Guilds)
	if !ok || d.Guild == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, w.Lease/4)
	defer cancel()
	err := w.notice(ctx, guilds, d, reason)
	if judge(err, d.Attempts).verdict == again && d.Attempts+1 < mostAttempts {
		return fmt.Errorf("tell the guild that its channel stopped: %w", err)
	}
	if err != nil {
		w.Log.Info("guild can't be told that a channel was stopped", "guild", d.Guild, "channel", d.Channel, "reason", err)
	}
	return nil
}

func (w *Worker) notice(ctx context.Context, guilds Guilds, d news.Delivery, reason string) error {
	channel, err := guilds.SystemChannel(ctx, string(d.Guild))
	if err != nil || channel == "" || channel == string(d.Channel) {
		return err
	}
	start := fmt.Sprintf("I no longer post stories in %s: ", render.Channel(d.Channel))
	// It may have been told in an earlier attempt, or at another delivery, when
	// this one was just being made while the channel was stopped.
	told, err := w.Sender.Find(ctx, channel, d.Created.Add(-clockSkew), func(old *discordgo.Message) bool {
		return strings.HasPrefix(old.Content, start)
	})
	if err != nil || told != "" {
		return err
	}
	_, err = w.Sender.Send(ctx, channel, nonce(d.Channel, -d.ID), &discordgo.MessageSend{
		Content:         start + reason + ". Once that is mended, `/subscribe` starts them again.",
		AllowedMentions: render.NoMentions(),
	})
	return err
}
