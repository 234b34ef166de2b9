package bot

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"greenlit/internal/discord"
	"greenlit/internal/news"
)

// A guildKeeper notes in the store which guilds remove the bot and which have
// it back, also while it was away.
type guildKeeper struct {
	store interface {
		Guilds(ctx context.Context) (left map[news.GuildID]bool, err error)
		LeaveGuild(ctx context.Context, guild news.GuildID, at time.Time) error
		ReturnGuild(ctx context.Context, guild news.GuildID, at time.Time) error
	}
	// inGuild asks Discord.
	inGuild func(ctx context.Context, guild string) (bool, error)
	now     func() time.Time
	log     *slog.Logger

	told chan struct{} // gets a value when there is something in what follows

	mu    sync.Mutex
	heard map[string]bool  // the last word on guilds, whether the bot is in them
	all   []discord.Guilds // starts of sessions
}

const (
	// guildsGather is how long the keeper waits for more: at its start a
	// session names each guild.
	guildsGather = 200 * time.Millisecond
	// guildsAgain is how long it waits after what it heard could not be noted.
	guildsAgain = time.Minute
)

// hear takes in what Discord tells.
func (k *guildKeeper) hear(g discord.Guilds) {
	k.mu.Lock()
	for _, guild := range g.In {
		k.heard[guild] = true
	}
	if g.Left != "" {
		k.heard[g.Left] = false
	}
	if g.All {
		k.all = append(k.all, g)
	}
	k.mu.Unlock()
	k.wake()
}

func (k *guildKeeper) wake() {
	select {
	case k.told <- struct{}{}:
	default:
	}
}

// Run notes what it hears until ctx ends.
func (k *guildKeeper) Run(ctx context.Context) error {
	for wait := guildsGather; ; {
		select {
		case <-ctx.Done():
			return nil
		case <-k.told:
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = guildsGather
		k.mu.Lock()
		heard, all := k.heard, k.all
		k.heard, k.all = map[string]bool{}, nil
		k.mu.Unlock()
		if err := k.note(ctx, heard, all); err != nil && ctx.Err() == nil {
			k.log.Warn("guilds not noted", "error", err, "next", guildsAgain)
			k.back(heard, all)
			wait = guildsAgain
			k.wake()
		}
	}
}

// back takes what was not noted for heard, unless there is a newer word.
func (k *guildKeeper) back(heard map[string]bool, all []discord.Guilds) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for guild, in := range heard {
		if _, newer := k.heard[guild]; !newer {
			k.heard[guild] = in
		}
	}
	k.all = append(all, k.all...)
}

func (k *guildKeeper) note(ctx context.Context, heard map[string]bool, all []discord.Guilds) error {
	left, err := k.store.Guilds(ctx)
	if err != nil {
		return err
	}
	for guild, gone := range left {
		in, known := heard[string(guild)]
		if !known && !gone {
			if in, err = k.still(ctx, string(guild), all); err != nil {
				return err
			}
		}
		switch {
		case gone && known && in:
			k.log.Info("guild has the bot again", "guild", guild)
			err = k.store.ReturnGuild(ctx, guild, k.now())
		case !gone && !in:
			k.log.Info("guild has removed the bot", "guild", guild)
			err = k.store.LeaveGuild(ctx, guild, k.now())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// still reports whether the bot is in a guild of which nothing was heard. When a
// session begins and its list lacks the guild, Discord is asked once more: what
// has to do with an outage must not look as if the bot was removed.
func (k *guildKeeper) still(ctx context.Context, guild string, all []discord.Guilds) (bool, error) {
	for _, g := range all {
		if g.Covers(guild) {
			return k.inGuild(ctx, guild)
		}
	}
	return true, nil
}
