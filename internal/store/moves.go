package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"greenlit/internal/news"
)

// moving reports whether a poll moves its feed.
func moving(f news.Feed) bool {
	return f.Moves >= news.MovesForGood && f.MovedTo != "" && len(f.MovedTo) <= longestURL
}

// lockTarget locks the feed at the address to which another one is moving
// before that one and its stories are locked, as a poll of the former would.
func lockTarget(ctx context.Context, tx *sql.Tx, f news.Feed) error {
	_, err := tx.ExecContext(ctx, `UPDATE feeds SET shared = shared WHERE url = $1`, text(f.MovedTo))
	return err
}

// move gives a feed its new address. Where that is a feed already, the two
// become one: guilds and operator have that one from now on. The articles stay
// where they are, for otherwise a guild's feed could bring articles before
// everybody by moving to a shared one.
func move(ctx context.Context, tx *sql.Tx, f news.Feed, at time.Time) error {
	address := text(f.MovedTo)
	var former string
	if err := tx.QueryRowContext(ctx, `
		UPDATE feeds SET moved_to = '', moves = 0, etag = '', last_modified = '' WHERE id = $1 RETURNING url`, f.ID).Scan(&former); err != nil {
		return err
	}
	var there, feed int64
	err := tx.QueryRowContext(ctx, `SELECT id, COALESCE(moved_into, id) FROM feeds WHERE url = $1`, address).Scan(&there, &feed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return inOrder(ctx, tx,
			step{`UPDATE feeds SET url = $2 WHERE id = $1`, []any{f.ID, address}},
			step{`INSERT INTO feeds (url, title, outlet, shared, etag, last_modified, failures, error, moved_into)
				VALUES ($1, '', '', false, '', '', 0, '', $2)`, []any{former, f.ID}},
			step{forgetFormer, []any{f.ID}})
	case err != nil || there == f.ID:
		return err
	case feed == f.ID: // it moves back
		return inOrder(ctx, tx,
			step{`UPDATE feeds SET url = '' WHERE id = $1`, []any{there}},
			step{`UPDATE feeds SET url = $2 WHERE id = $1`, []any{f.ID, address}},
			step{`UPDATE feeds SET url = $2 WHERE id = $1`, []any{there, former}})
	}
	return inOrder(ctx, tx,
		step{`INSERT INTO feed_guilds (guild, feed_id, added_by, added_at)
			SELECT guild, CAST($2 AS BIGINT), added_by, added_at FROM feed_guilds WHERE feed_id = $1
			ON CONFLICT (guild, feed_id) DO NOTHING`, []any{f.ID, feed}},
		step{`UPDATE feeds SET shared = shared OR (SELECT o.shared FROM feeds o WHERE o.id = $1),
				last_success = CASE WHEN claimable_at IS NULL THEN NULL ELSE last_success END,
				next_poll    = COALESCE(next_poll, CAST($3 AS BIGINT)),
				claimable_at = COALESCE(claimable_at, CAST($3 AS BIGINT))
			WHERE id = $2`, []any{f.ID, feed, at.UnixMilli()}},
		step{`UPDATE feeds SET moved_into = $2, next_poll = NULL, claimable_at = NULL WHERE id = $1 OR moved_into = $1`, []any{f.ID, feed}},
		step{rest + ` AND id = $1`, []any{feed}})
}

// A feed that moves on and on leaves its newest former addresses only.
const forgetFormer = `
	DELETE FROM feeds WHERE moved_into = $1
		AND id NOT IN (SELECT o.id FROM feeds o WHERE o.moved_into = $1 ORDER BY o.id DESC LIMIT 10)
		AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.feed_id = feeds.id)
		AND NOT EXISTS (SELECT 1 FROM feed_guilds g WHERE g.feed_id = feeds.id)
		AND NOT EXISTS (SELECT 1 FROM hubs h WHERE h.feed_id = feeds.id)`

type step struct {
	query string
	args  []any
}

func inOrder(ctx context.Context, tx *sql.Tx, steps ...step) error {
	for _, s := range steps {
		if _, err := tx.ExecContext(ctx, s.query, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// currentURL returns where the feed is that was, or is, at an address.
func currentURL(ctx context.Context, tx *sql.Tx, url string) (string, error) {
	var current string
	err := tx.QueryRowContext(ctx, `
		SELECT f.url FROM feeds o JOIN feeds f ON f.id = o.moved_into WHERE o.url = $1`, url).Scan(&current)
	if errors.Is(err, sql.ErrNoRows) {
		return url, nil
	}
	if err != nil {
		return "", fmt.Errorf("where the feed is now: %w", err)
	}
	return current, nil
}
