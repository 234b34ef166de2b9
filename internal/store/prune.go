package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	// postsKept is how long posts, and what moderators were told, are kept.
	postsKept = 90 * 24 * time.Hour
	// eventsKept is how long it is kept what an article tells. It can be made
	// again from the article, which is dear where it is needed often.
	eventsKept = 30 * 24 * time.Hour
	// feedsKept is how long a feed that nobody wants keeps its articles, which
	// nobody sees.
	feedsKept = 90 * 24 * time.Hour
	// guildsKept is how long a guild that removed the bot keeps its settings.
	guildsKept = 30 * 24 * time.Hour
)

// pruneBatch is how many rows are deleted at once. Whoever else wants to write
// waits no longer than that takes.
const pruneBatch = 500

// Pruned says how much Prune deleted.
type Pruned struct {
	Guilds, Posts, Notices, Events, Channels, Articles, Feeds, Shows int64
}

// Prune deletes, in small steps, what is no longer needed: posts that are no
// longer edited, told notices, what is kept of old articles to compare others
// with, channels without subscriptions, guilds that removed the bot weeks ago,
// and feeds that nobody wanted for months. Articles that somebody sees stay, and
// what they say, and so does all that keeps an item from being news again and a
// story from being posted again: one Prune closes a story for ever before
// another deletes its posts, so that there should be hours between two. What it
// deleted when ctx ends stays deleted.
func (s *Store) Prune(ctx context.Context, now time.Time) (p Pruned, err error) {
	for _, part := range []struct {
		of    *int64
		what  string
		prune func(context.Context, time.Time) (int64, error)
	}{
		{&p.Guilds, "guilds", s.pruneGuilds},
		{&p.Posts, "posts", s.prunePosts},
		{&p.Notices, "notices", s.pruneNotices},
		{&p.Events, "events", s.pruneEvents},
		{&p.Channels, "channels", s.pruneChannels},
		{&p.Articles, "articles that nobody sees", s.pruneArticles},
		{&p.Feeds, "feeds that nobody wants", s.pruneFeeds},
		{&p.Shows, "shows of no article", s.pruneShows},
	} {
		if *part.of, err = part.prune(ctx, now); err != nil {
			return p, fmt.Errorf("prune %s: %w", part.what, err)
		}
	}
	return p, nil
}

// batches has do delete the rows that find finds, a batch at a time, until it
// finds none, and returns how many were deleted. They are found by a reader, so
// that only the deletion keeps other writers waiting.
func batches[T any](ctx context.Context, s *Store, find string, args []any, do func(tx *sql.Tx, rows []T) (int64, error)) (total int64, err error) {
	for {
		rows, err := all(ctx, s.read, one[T], find, append(args, pruneBatch)...)
		if err != nil || len(rows) == 0 {
			return total, err
		}
		var n int64
		if err := s.update(ctx, func(tx *sql.Tx) (err error) {
			n, err = do(tx, rows)
			return err
		}); err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

const oldPosts = `
	SELECT d.id FROM deliveries d
	WHERE d.created_at < $1 AND d.state <> 'waiting' AND (SELECT s.closed FROM stories s WHERE s.id = d.story_id)
	ORDER BY d.id LIMIT CAST($2 AS BIGINT)`

const openPosts = `
	SELECT d.id FROM deliveries d
	WHERE d.id > $3 AND d.created_at < $1 AND d.state <> 'waiting' AND NOT (SELECT s.closed FROM stories s WHERE s.id = d.story_id)
	ORDER BY d.id LIMIT CAST($2 AS BIGINT)`

const closeStories = `
	WITH told AS (
		SELECT id FROM stories WHERE id IN (SELECT story_id FROM deliveries WHERE id IN (%s)) AND NOT closed ORDER BY id %s
	)
	UPDATE stories SET closed = TRUE WHERE id IN (SELECT id FROM told)`

// prunePosts deletes the posts of stories that were closed the last time, and
// closes others. Who is just about to post such a story saw it open, and must
// find its posts.
func (s *Store) prunePosts(ctx context.Context, now time.Time) (int64, error) {
	before := now.Add(-postsKept).UnixMilli()
	deleted, err := batches(ctx, s, oldPosts, []any{before}, func(tx *sql.Tx, ids []int64) (int64, error) {
		return changesListed(ctx, tx, `DELETE FROM deliveries WHERE id IN (%s) AND state <> 'waiting'`, ids)
	})
	if err != nil {
		return deleted, err
	}
	for last := int64(0); ; {
		ids, err := all(ctx, s.read, one[int64], openPosts, before, pruneBatch, last)
		if err != nil || len(ids) == 0 {
			return deleted, err
		}
		last = ids[len(ids)-1]
		if err := s.update(ctx, func(tx *sql.Tx) error {
			placeholders, args := list(1, ids)
			_, err := tx.ExecContext(ctx, fmt.Sprintf(closeStories, placeholders, s.lockRow()), args...)
			return err
		}); err != nil {
			return deleted, err
		}
	}
}

const oldNotices = `
	SELECT id FROM notices WHERE created_at < $1 AND due_at IS NULL ORDER BY id LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneNotices(ctx context.Context, now time.Time) (int64, error) {
	return batches(ctx, s, oldNotices, []any{now.Add(-postsKept).UnixMilli()}, func(tx *sql.Tx, ids []int64) (int64, error) {
		return changesListed(ctx, tx, `DELETE FROM notices WHERE id IN (%s)`, ids)
	})
}

const oldEvents = `
	SELECT e.article_id FROM article_events e JOIN articles a ON a.id = e.article_id
	WHERE a.seen_at < $1 ORDER BY e.article_id LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneEvents(ctx context.Context, now time.Time) (int64, error) {
	return batches(ctx, s, oldEvents, []any{now.Add(-eventsKept).UnixMilli()}, func(tx *sql.Tx, ids []int64) (int64, error) {
		return changesListed(ctx, tx, `DELETE FROM article_events WHERE article_id IN (%s)`, ids)
	})
}

// A channel for which something waits, or is under way, is claimable.
const oldChannels = `
	SELECT channel FROM channels WHERE claimable_at IS NULL AND served_at < $1
		AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.channel = channels.channel)
	LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneChannels(ctx context.Context, now time.Time) (int64, error) {
	return batches(ctx, s, oldChannels, []any{now.Add(-postsKept).UnixMilli()}, func(tx *sql.Tx, channels []string) (int64, error) {
		return changesListed(ctx, tx, `DELETE FROM channels WHERE channel IN (%s) AND claimable_at IS NULL`, channels)
	})
}

// unwanted is true for a feed that nobody wants since then, as $1: it is polled
// daily at least while somebody does. Its former addresses are wanted for as
// long as it is.
const unwanted = `(NOT feeds.shared AND feeds.claimable_at IS NULL AND feeds.moved_into IS NULL AND COALESCE(feeds.last_poll, 0) < $1
	AND NOT EXISTS (SELECT 1 FROM feed_guilds g WHERE g.feed_id = feeds.id)
	AND NOT EXISTS (SELECT 1 FROM feeds o WHERE o.moved_into = feeds.id
		AND (o.shared OR EXISTS (SELECT 1 FROM feed_guilds g WHERE g.feed_id = o.id))))`

const unseenArticles = `
	SELECT a.id FROM articles a WHERE a.feed_id IN (
		SELECT id FROM feeds WHERE ` + unwanted + `
		UNION SELECT o.id FROM feeds o JOIN feeds ON feeds.id = o.moved_into WHERE ` + unwanted + `)
	LIMIT CAST($2 AS BIGINT)`

// Somebody may add such a feed while its articles are deleted. It begins anew
// then, and its first fetch posts nothing.
func (s *Store) pruneArticles(ctx context.Context, now time.Time) (int64, error) {
	return batches(ctx, s, unseenArticles, []any{now.Add(-feedsKept).UnixMilli()}, func(tx *sql.Tx, ids []int64) (int64, error) {
		if err := forget(ctx, tx, ids...); err != nil {
			return 0, err
		}
		return changesListed(ctx, tx, `DELETE FROM articles WHERE id IN (%s)`, ids)
	})
}

const unwantedFeeds = `
	SELECT id FROM feeds WHERE ` + unwanted + `
		AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.feed_id = feeds.id)
		AND NOT EXISTS (SELECT 1 FROM articles a JOIN feeds o ON o.id = a.feed_id WHERE o.moved_into = feeds.id)
	LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneFeeds(ctx context.Context, now time.Time) (int64, error) {
	before := now.Add(-feedsKept).UnixMilli()
	return batches(ctx, s, unwantedFeeds, []any{before}, func(tx *sql.Tx, ids []int64) (n int64, err error) {
		for _, id := range ids {
			// This locks the feed, so that nobody adds it any more.
			still, err := changes(ctx, tx, `UPDATE feeds SET shared = shared WHERE id = $2 AND `+unwanted, before, id)
			if err != nil {
				return 0, err
			}
			if still == 0 {
				continue
			}
			if err := inOrder(ctx, tx,
				step{`DELETE FROM hubs WHERE feed_id IN (SELECT id FROM feeds WHERE id = $1 OR moved_into = $1)`, []any{id}},
				step{`DELETE FROM feeds WHERE moved_into = $1`, []any{id}},
				step{`DELETE FROM feeds WHERE id = $1`, []any{id}}); err != nil {
				return 0, err
			}
			n++
		}
		return n, nil
	})
}

// A show that a guild's feed alone announced is gone with its articles, unless
// a channel follows it.
const untoldShows = `
	SELECT slug FROM shows WHERE NOT shared
		AND NOT EXISTS (SELECT 1 FROM article_shows a WHERE a.show = shows.slug AND a.about)
		AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.show = shows.slug)
		AND learnt_at < $1
	LIMIT CAST($2 AS BIGINT)`

func (s *Store) pruneShows(ctx context.Context, now time.Time) (int64, error) {
	return batches(ctx, s, untoldShows, []any{now.Add(-feedsKept).UnixMilli()}, func(tx *sql.Tx, slugs []string) (int64, error) {
		return changesListed(ctx, tx, `DELETE FROM shows WHERE slug IN (%s) AND NOT shared`, slugs)
	})
}
