package bot

import (
	"context"
	"log/slog"
	"time"

	"greenlit/internal/store"
)

const (
	// firstPrune is how long after its start the bot first prunes: what waits
	// to be done at the start comes before.
	firstPrune = 10 * time.Minute
	pruneEvery = 24 * time.Hour
)

// A pruner keeps the store from growing for ever.
type pruner struct {
	store interface {
		Prune(ctx context.Context, now time.Time) (store.Pruned, error)
	}
	now func() time.Time
	log *slog.Logger
}

// Run prunes daily until ctx ends.
func (p pruner) Run(ctx context.Context) error {
	for wait := firstPrune; ; wait = pruneEvery {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		start := time.Now()
		pruned, err := p.store.Prune(ctx, p.now())
		switch {
		case err != nil && ctx.Err() == nil:
			p.log.Warn("store not pruned", "error", err)
		case pruned != store.Pruned{}:
			p.log.Info("store pruned", "guilds", pruned.Guilds, "posts", pruned.Posts, "notices", pruned.Notices, "events", pruned.Events,
				"channels", pruned.Channels, "articles", pruned.Articles, "feeds", pruned.Feeds, "shows", pruned.Shows,
				"took", time.Since(start))
		}
	}
}
