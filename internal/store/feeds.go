package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"greenlit/internal/news"
)

const feedColumns = `id, url, title, outlet, shared, etag, last_modified, next_poll, last_poll, last_success, failures, error, broken_since,
	moved_to, moves`

func scanFeed(r row) (f news.Feed, err error) {
	err = r.Scan(&f.ID, &f.URL, &f.Title, &f.Outlet, &f.Shared, &f.ETag, &f.LastModified,
		clock{&f.NextPoll}, clock{&f.LastPoll}, clock{&f.LastSuccess}, &f.Failures, &f.Error, clock{&f.BrokenSince},
		&f.MovedTo, &f.Moves)
	return f, err
}

// longestURL is the longest address of a feed that is kept.
const longestURL = 2000

// A feed that is known stays as it is, but is polled again if it was not. Its
// next fetch is then the first again: what it had meanwhile is no news.
const addFeed = `
	INSERT INTO feeds (url, title, outlet, shared, etag, last_modified, next_poll, last_poll, last_success,
		failures, error, claimable_at)
	VALUES ($1, $2, $3, false, $4, $5, $6, $7, $8, $9, $10, $6)
	ON CONFLICT (url) DO UPDATE SET
		last_success = CASE WHEN feeds.claimable_at IS NULL THEN NULL ELSE feeds.last_success END,
		next_poll    = COALESCE(feeds.next_poll, excluded.next_poll),
		claimable_at = COALESCE(feeds.claimable_at, excluded.claimable_at)
	RETURNING ` + feedColumns

// AddFeed makes the guild see the feed's articles; guild "" makes the feed
// shared. A URL that is known already keeps its validators and schedule, and
// one that a feed moved away from stands for that feed. A feed without
// NextPoll is due at once. added is false when the guild had the
// feed before or the feed is shared.
func (s *Store) AddFeed(ctx context.Context, guild news.GuildID, f news.Feed, by news.UserID, at time.Time) (feed news.Feed, added bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		added = false
		if feed, err = saveFeed(ctx, tx, f, at); err != nil || feed.Shared {
			return err
		}
		var n int64
		if guild == "" {
			n, err = changes(ctx, tx, `UPDATE feeds SET shared = true WHERE id = $1`, feed.ID)
			feed.Shared = true
		} else {
			n, err = changes(ctx, tx, `
				INSERT INTO feed_guilds (guild, feed_id, added_by, added_at) VALUES ($1, $2, $3, $4)
				ON CONFLICT (guild, feed_id) DO NOTHING`, text(guild), feed.ID, text(by), at.UnixMilli())
		}
		added = n > 0
		return err
	})
	if err != nil {
		return news.Feed{}, false, fmt.Errorf("add feed: %w", err)
	}
	return feed, added, nil
}

func saveFeed(ctx context.Context, tx *sql.Tx, f news.Feed, at time.Time) (news.Feed, error) {
	if len(f.URL) > longestURL {
		return news.Feed{}, fmt.Errorf("address of %d bytes: %w", len(f.URL), news.ErrTooBig)
	}
	if f.NextPoll.IsZero() {
		f.NextPoll = at
	}
	url, err := currentURL(ctx, tx, text(f.URL))
	if err != nil {
		return news.Feed{}, err
	}
	return scanFeed(tx.QueryRowContext(ctx, addFeed, url, text(f.Title), text(f.Outlet), validator(f.ETag), validator(f.LastModified),
		millis(f.NextPoll), millis(f.LastPoll), millis(f.LastSuccess), f.Failures, text(f.Error)))
}

// A feed that nobody wants is not polled.
var rest = `
	UPDATE feeds SET next_poll = NULL, claimable_at = NULL
	WHERE NOT shared AND claimable_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM feed_guilds g WHERE g.feed_id = feeds.id AND ` + fmt.Sprintf(present, "g.guild") + `)`

// RemoveFeed takes back what AddFeed did for the guild, and reports whether
// there was something to take back. A feed that no one wants any more is not
// polled; its articles stay.
func (s *Store) RemoveFeed(ctx context.Context, guild news.GuildID, feed int64) (removed bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		removed = false
		var n int64
		if guild == "" {
			n, err = changes(ctx, tx, `UPDATE feeds SET shared = false WHERE (id = $1 OR moved_into = $1) AND shared`, feed)
		} else {
			// This locks the feed, so that what follows sees every guild that
			// is adding it.
			if _, err := tx.ExecContext(ctx, `UPDATE feeds SET shared = shared WHERE id = $1`, feed); err != nil {
				return err
			}
			n, err = changes(ctx, tx, `
				DELETE FROM feed_guilds WHERE guild = $1 AND feed_id IN (SELECT id FROM feeds WHERE id = $2 OR moved_into = $2)`,
				text(guild), feed)
		}
		if err != nil || n == 0 {
			return err
		}
		removed = true
		_, err = tx.ExecContext(ctx, rest+` AND id = $1`, feed)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("remove feed %d: %w", feed, err)
	}
	return removed, nil
}

const feedsOfGuild = `
	SELECT ` + feedColumns + ` FROM feeds
	WHERE id IN (SELECT id FROM feeds WHERE shared UNION SELECT feed_id FROM feed_guilds WHERE guild = $1)
		AND moved_into IS NULL`

// Feeds returns the shared feeds and the guild's own, by title. One without a
// NextPoll is not polled.
func (s *Store) Feeds(ctx context.Context, guild news.GuildID) ([]news.Feed, error) {
	feeds, err := all(ctx, s.read, scanFeed, feedsOfGuild, text(guild))
	if err != nil {
		return nil, fmt.Errorf("feeds of guild %q: %w", guild, err)
	}
	// Databases do not agree on how texts sort.
	slices.SortFunc(feeds, func(a, b news.Feed) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(a.URL, b.URL))
	})
	return feeds, nil
}

// ShareFeeds makes exactly these feeds shared. The operator's names for them,
// Title and Outlet, replace those stored, unless empty.
func (s *Store) ShareFeeds(ctx context.Context, feeds []news.Feed, at time.Time) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		had, err := all(ctx, tx, scanFeed, `SELECT `+feedColumns+` FROM feeds WHERE shared AND moved_into IS NULL ORDER BY id`)
		if err != nil {
			return err
		}
		still := map[int64]bool{}
		for i, f := range feeds {
			known, err := saveFeed(ctx, tx, f, at)
			if err != nil {
				return fmt.Errorf("feed %d of %d: %w", i+1, len(feeds), err)
			}
			still[known.ID] = true
			if _, err := tx.ExecContext(ctx, `
				UPDATE feeds SET shared = true,
					title  = CASE WHEN $2 = '' THEN title ELSE $2 END,
					outlet = CASE WHEN $3 = '' THEN outlet ELSE $3 END
				WHERE id = $1`, known.ID, text(f.Title), text(f.Outlet)); err != nil {
				return err
			}
		}
		for _, f := range had {
			if still[f.ID] {
				continue
			}
			if _, err := tx.ExecContext(ctx, `UPDATE feeds SET shared = false WHERE id = $1 OR moved_into = $1`, f.ID); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, rest)
		return err
	})
	if err != nil {
		return fmt.Errorf("share %d feeds: %w", len(feeds), err)
	}
	return nil
}

const claimFeeds = `
	WITH due AS (
		SELECT id FROM feeds WHERE (claimable_at <= $1 OR claimable_at > $4) ORDER BY claimable_at, id LIMIT CAST($2 AS BIGINT) %s
	)
	UPDATE feeds SET claimable_at = $3, pushed_at = NULL WHERE id IN (SELECT id FROM due)
	RETURNING ` + feedColumns

// ClaimFeeds returns up to limit feeds that are due, longest due first. No one
// else gets them until they are saved, or the lease is over.
func (s *Store) ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Feed, error) {
	feeds, err := all(ctx, s.write, scanFeed, fmt.Sprintf(claimFeeds, s.skipLocked),
		now.UnixMilli(), limit, now.Add(lease).UnixMilli(), now.Add(astray).UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("claim feeds: %w", err)
	}
	slices.SortFunc(feeds, func(a, b news.Feed) int {
		return cmp.Or(a.NextPoll.Compare(b.NextPoll), cmp.Compare(a.ID, b.ID))
	})
	return feeds, nil
}

// NextDue returns when the next feed can be claimed, because it is due or
// because its claim runs out. It is zero when no feed is wanted.
func (s *Store) NextDue(ctx context.Context) (due time.Time, err error) {
	if err := s.read.QueryRowContext(ctx, `SELECT MIN(claimable_at) FROM feeds`).Scan(clock{&due}); err != nil {
		return due, fmt.Errorf("next due feed: %w", err)
	}
	return due, nil
}
