package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenlit/internal/news"
)

// The guilds that follow something in a channel are told that it was stopped,
// unless that was done before.
var tellOfChannel = `
	INSERT INTO notices (guild, kind, channel, feed_id, since, reason, created_at, due_at)
	SELECT guild, CAST($2 AS TEXT), channel, 0, CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($3 AS BIGINT), CAST($3 AS BIGINT)
	FROM subscriptions s WHERE channel = $1 AND stopped = '' AND ` + fmt.Sprintf(present, "s.guild") + ` GROUP BY guild, channel
	ON CONFLICT (guild, kind, channel, feed_id, since) DO NOTHING`

// Shared feeds are the operator's business.
var tellOfFeed = `
	INSERT INTO notices (guild, kind, channel, feed_id, since, reason, created_at, due_at)
	SELECT g.guild, CAST($2 AS TEXT), '', g.feed_id, CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($5 AS BIGINT)
	FROM feed_guilds g JOIN feeds f ON f.id = g.feed_id
	WHERE g.feed_id = $1 AND NOT f.shared AND ` + fmt.Sprintf(present, "g.guild") + `
	ON CONFLICT (guild, kind, channel, feed_id, since) DO NOTHING`

// tellOf makes the notices of a fetch.
func tellOf(ctx context.Context, tx *sql.Tx, f news.Fetch, at time.Time) error {
	if f.Tell == "" {
		return nil
	}
	since := f.Feed.BrokenSince
	if since.IsZero() {
		since = at
	}
	_, err := tx.ExecContext(ctx, tellOfFeed, f.Feed.ID, string(f.Tell), since.UnixMilli(), text(f.Feed.Error), at.UnixMilli())
	return err
}

// A guild reads its notices in order: one that waits holds the others up.
const claimNotices = `
	WITH due AS (
		SELECT w.id FROM notices w WHERE (w.due_at <= $1 OR w.due_at > $4)
			AND NOT EXISTS (SELECT 1 FROM notices e WHERE e.guild = w.guild AND e.id < w.id AND e.due_at IS NOT NULL)
		ORDER BY w.due_at LIMIT CAST($3 AS BIGINT) %s
	)
	UPDATE notices SET due_at = $2, attempts = attempts + 1, first_at = COALESCE(first_at, CAST($1 AS BIGINT))
	WHERE id IN (SELECT id FROM due)
	RETURNING id, guild, kind, channel, feed_id, since, reason, attempts - 1, first_at,
		COALESCE((SELECT g.notices FROM guilds g WHERE g.guild = notices.guild), '')`

func scanNotice(r row) (n news.Notice, err error) {
	err = r.Scan(&n.ID, &n.Guild, &n.Kind, &n.Channel, &n.Feed.ID, clock{&n.Since}, &n.Reason, &n.Attempts, clock{&n.First}, &n.To)
	if n.Attempts == 0 {
		n.First = time.Time{} // which is now
	}
	return n, err
}

// ClaimNotices returns notices to be told now, at most limit, and of each
// guild only the oldest that waits. One that is claimed is passed over until it
// is marked or the lease is over.
func (s *Store) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Notice, error) {
	var claimed []news.Notice
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		claimed, err = all(ctx, tx, scanNotice, fmt.Sprintf(claimNotices, s.skipLocked), now.UnixMilli(), now.Add(lease).UnixMilli(), limit,
			now.Add(astray).UnixMilli())
		if err != nil {
			return err
		}
		return fillFeeds(ctx, tx, claimed)
	})
	if err != nil {
		return nil, fmt.Errorf("claim notices: %w", err)
	}
	slices.SortFunc(claimed, func(a, b news.Notice) int { return cmp.Compare(a.ID, b.ID) })
	return claimed, nil
}

// fillFeeds sets the feeds that notices are about.
func fillFeeds(ctx context.Context, tx *sql.Tx, notices []news.Notice) error {
	var ids []int64
	for _, n := range notices {
		if n.Feed.ID != 0 {
			ids = append(ids, n.Feed.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	placeholders, args := list(1, ids)
	feeds, err := all(ctx, tx, scanFeed, `SELECT `+feedColumns+` FROM feeds WHERE id IN (`+placeholders+`)`, args...)
	if err != nil {
		return err
	}
	for i := range notices {
		for _, f := range feeds {
			if f.ID == notices[i].Feed.ID {
				notices[i].Feed = f
			}
		}
	}
	return nil
}

// NoticeTold marks a notice as told with this message.
func (s *Store) NoticeTold(ctx context.Context, id int64, message string) error {
	return s.markNotice(ctx, id, "told", `UPDATE notices SET due_at = NULL, message = $2, error = '' WHERE id = $1`, text(message))
}

// PostponeNotice lets a notice wait until then. The reason is for the operator.
func (s *Store) PostponeNotice(ctx context.Context, id int64, until time.Time, reason string) error {
	return s.markNotice(ctx, id, "postpone", `
		UPDATE notices SET due_at = $2, error = $3 WHERE id = $1 AND due_at IS NOT NULL`, until.UnixMilli(), text(reason))
}

// DropNotice gives a notice up for good. The reason is for the operator.
func (s *Store) DropNotice(ctx context.Context, id int64, reason string) error {
	return s.markNotice(ctx, id, "drop", `UPDATE notices SET due_at = NULL, error = $2 WHERE id = $1 AND due_at IS NOT NULL`, text(reason))
}

func (s *Store) markNotice(ctx context.Context, id int64, what, query string, args ...any) error {
	if _, err := s.write.ExecContext(ctx, query, append([]any{id}, args...)...); err != nil {
		return fmt.Errorf("notice %d: %s: %w", id, what, err)
	}
	return nil
}

const waitingNotices = `SELECT COUNT(*), MIN(created_at) FROM notices WHERE due_at IS NOT NULL`

// WaitingNotices returns how many notices wait, those in flight included, and
// when the oldest was made.
func (s *Store) WaitingNotices(ctx context.Context) (n int, oldest time.Time, err error) {
	err = s.read.QueryRowContext(ctx, waitingNotices).Scan(&n, clock{&oldest})
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("waiting notices: %w", err)
	}
	return n, oldest, nil
}

// SetNotices chooses the channel in which the guild's moderators read
// notices; "" is the guild's system channel.
func (s *Store) SetNotices(ctx context.Context, guild news.GuildID, channel news.ChannelID) error {
	_, err := s.write.ExecContext(ctx, `
		INSERT INTO guilds (guild, notices) VALUES ($1, $2)
		ON CONFLICT (guild) DO UPDATE SET notices = excluded.notices`, text(guild), text(channel))
	if err != nil {
		return fmt.Errorf("set notices of guild %q: %w", guild, err)
	}
	return nil
}

// Notices returns the channel in which the guild's moderators read notices;
// "" for the guild's system channel.
func (s *Store) Notices(ctx context.Context, guild news.GuildID) (channel news.ChannelID, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT notices FROM guilds WHERE guild = $1`, text(guild)).Scan(&channel)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("notices of guild %q: %w", guild, err)
	}
	return channel, nil
}
