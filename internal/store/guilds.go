package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"greenlit/internal/news"
)

// present is true for a guild that the bot was not removed from.
const present = `NOT EXISTS (SELECT 1 FROM guilds l WHERE l.guild = %s AND l.left_at IS NOT NULL)`

// Guilds returns the guilds of which something is kept; left is set for those
// that the bot was removed from.
func (s *Store) Guilds(ctx context.Context) (left map[news.GuildID]bool, err error) {
	type guild struct {
		id   news.GuildID
		left bool
	}
	found, err := all(ctx, s.read, func(r row) (g guild, err error) {
		err = r.Scan(&g.id, &g.left)
		return g, err
	}, `SELECT k.guild, EXISTS (SELECT 1 FROM guilds l WHERE l.guild = k.guild AND l.left_at IS NOT NULL)
		FROM (SELECT guild FROM subscriptions UNION SELECT guild FROM feed_guilds UNION SELECT guild FROM guilds) k`)
	if err != nil {
		return nil, fmt.Errorf("guilds: %w", err)
	}
	left = make(map[news.GuildID]bool, len(found))
	for _, g := range found {
		left[g.id] = g.left
	}
	return left, nil
}

// LeaveGuild notes that the bot was removed from a guild: its own feeds are no
// longer polled, nothing is posted there or told its moderators, and what waits
// for it is set aside. ReturnGuild undoes that until Prune forgets the guild.
func (s *Store) LeaveGuild(ctx context.Context, guild news.GuildID, at time.Time) error {
	g := text(guild)
	err := s.update(ctx, func(tx *sql.Tx) error {
		if err := s.lockStops(ctx, tx, ""); err != nil {
			return err
		}
		n, err := changes(ctx, tx, `
			INSERT INTO guilds (guild, notices, left_at) VALUES ($1, '', $2)
			ON CONFLICT (guild) DO UPDATE SET left_at = excluded.left_at WHERE guilds.left_at IS NULL`, g, at.UnixMilli())
		if err != nil || n == 0 {
			return err
		}
		return inOrder(ctx, tx,
			step{fmt.Sprintf(lockChannels, s.lockRow()), []any{g}},
			step{`UPDATE deliveries SET state = 'aside', reason = 'the bot was removed from the server' WHERE guild = $1 AND state = 'waiting'`, []any{g}},
			step{`UPDATE channels SET claimable_at = NULL WHERE guild = $1`, []any{g}},
			step{`UPDATE notices SET due_at = NULL, error = 'the bot was removed from the server' WHERE guild = $1 AND due_at IS NOT NULL`, []any{g}},
			step{rest + ` AND id IN (SELECT feed_id FROM feed_guilds WHERE guild = $1)`, []any{g}})
	})
	if err != nil {
		return fmt.Errorf("leave guild %s: %w", guild, err)
	}
	return nil
}

// A guild's channels are locked in one order, as where they are woken, and
// before what waits for them.
const lockChannels = `
	WITH those AS (SELECT channel FROM channels WHERE guild = $1 ORDER BY channel %s)
	UPDATE channels SET served_at = served_at WHERE channel IN (SELECT channel FROM those)`

// ReturnGuild notes that the bot is in a guild again, with the settings that
// there were. Its feeds begin silently, as what they had meanwhile is no news,
// and channels that were stopped, as they are when the bot is removed, start
// again.
func (s *Store) ReturnGuild(ctx context.Context, guild news.GuildID, at time.Time) error {
	g := text(guild)
	err := s.update(ctx, func(tx *sql.Tx) error {
		n, err := changes(ctx, tx, `UPDATE guilds SET left_at = NULL WHERE guild = $1 AND left_at IS NOT NULL`, g)
		if err != nil || n == 0 {
			return err
		}
		return inOrder(ctx, tx,
			step{`UPDATE subscriptions SET stopped = '' WHERE guild = $1 AND stopped <> ''`, []any{g}},
			step{`UPDATE feeds SET last_success = NULL, next_poll = $2, claimable_at = $2
				WHERE claimable_at IS NULL AND moved_into IS NULL AND id IN (SELECT feed_id FROM feed_guilds WHERE guild = $1)`,
				[]any{g, at.UnixMilli()}})
	})
	if err != nil {
		return fmt.Errorf("return to guild %s: %w", guild, err)
	}
	return nil
}

const oldGuilds = `
	SELECT guild FROM guilds WHERE left_at < $1 LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneGuilds(ctx context.Context, now time.Time) (int64, error) {
	before := now.Add(-guildsKept).UnixMilli()
	return batches(ctx, s, oldGuilds, []any{before}, func(tx *sql.Tx, guilds []string) (n int64, err error) {
		for _, g := range guilds {
			// The bot may just have come back.
			still, err := changes(ctx, tx, `DELETE FROM guilds WHERE guild = $1 AND left_at < $2`, g, before)
			if err != nil {
				return 0, err
			}
			if still == 0 {
				continue
			}
			for _, table := range strings.Fields(`subscriptions feed_guilds notices`) {
				if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE guild = $1`, g); err != nil {
					return 0, err
				}
			}
			n++
		}
		return n, nil
	})
}
