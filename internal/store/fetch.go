package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"greenlit/internal/news"
)

// ItemHashes returns the hashes of those items of the feed that are stored.
func (s *Store) ItemHashes(ctx context.Context, feed int64, keys []string) (map[string]string, error) {
	type item struct{ key, hash string }
	scan := func(r row) (i item, err error) {
		err = r.Scan(&i.key, &i.hash)
		return i, err
	}
	hashes := make(map[string]string, len(keys))
	for part := range slices.Chunk(keys, 256) {
		asked := make(map[string]string, len(part)) // by what is stored for it
		stored := make([]string, len(part))
		for i, k := range part {
			stored[i] = key(k)
			asked[stored[i]] = k
		}
		placeholders, args := list(2, stored)
		items, err := all(ctx, s.read, scan, `
			SELECT item_key, hash FROM articles WHERE feed_id = $1 AND item_key IN (`+placeholders+`)`,
			append([]any{feed}, args...)...)
		if err != nil {
			return nil, fmt.Errorf("known items of feed %d: %w", feed, err)
		}
		for _, i := range items {
			hashes[asked[i.key]] = i.hash
		}
	}
	return hashes, nil
}

var articleOfItem = `
	SELECT ` + articleColumns + `, a.blocks FROM articles a` + withSpoilers + `
	WHERE a.feed_id = $1 AND a.item_key = $2`

// ItemArticle returns what is stored of a feed's item, with its blocks and of
// the reading with the spoiler alone. It is zero when nothing is.
func (s *Store) ItemArticle(ctx context.Context, feed int64, itemKey string) (news.Article, error) {
	a, err := scanText(s.read.QueryRowContext(ctx, articleOfItem, feed, key(itemKey)))
	if errors.Is(err, sql.ErrNoRows) {
		return news.Article{}, nil
	}
	if err != nil {
		return news.Article{}, fmt.Errorf("item of feed %d: %w", feed, err)
	}
	return a, nil
}

// A feed that nobody wants any more, or one that comes back without NextPoll,
// is not polled again. One of which a hub told since the claim is due, unless
// its server has to be left alone.
const saveFeedState = `
	UPDATE feeds SET
		title         = CASE WHEN $2 = '' THEN title ELSE $2 END,
		outlet        = CASE WHEN $3 = '' THEN outlet ELSE $3 END,
		etag          = $4,
		last_modified = $5,
		next_poll     = CASE WHEN claimable_at IS NULL THEN NULL
			WHEN pushed_at < $6 AND $9 = 0 THEN pushed_at ELSE CAST($6 AS BIGINT) END,
		claimable_at  = CASE WHEN claimable_at IS NULL THEN NULL
			WHEN pushed_at < $6 AND $9 = 0 THEN pushed_at ELSE CAST($6 AS BIGINT) END,
		last_poll     = $7,
		last_success  = $8,
		failures      = $9,
		error         = $10,
		broken_since  = $11,
		moved_to      = $12,
		moves         = $13
	WHERE id = $1`

// SaveFetch saves the outcome of a poll in one transaction and releases the
// claim of its feed: the feed's state, notices of it to the guilds that added
// it, the articles with what they say, shows that they announce, and unless
// the fetch is silent a delivery of each new article's story to every channel
// that follows one of the shows it is about and whose guild sees the feed. A
// story goes to a channel once only, however many articles and outlets tell
// it, and an item that comes again under a new key is no news. Where the story
// was posted before, the message becomes due for an edit that names the
// outlet. A feed without NextPoll is not polled until it is added again, and
// one with news.MovesForGood has its new address from then on.
func (s *Store) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	var saved news.Saved
	fetched := f.Articles
	err := s.update(ctx, func(tx *sql.Tx) error {
		saved, f.Articles = news.Saved{}, slices.Clone(fetched)
		if moving(f.Feed) {
			if err := lockTarget(ctx, tx, f.Feed); err != nil {
				return fmt.Errorf("its new address: %w", err)
			}
		}
		n, err := changes(ctx, tx, saveFeedState, f.Feed.ID, text(f.Feed.Title), text(f.Feed.Outlet),
			validator(f.Feed.ETag), validator(f.Feed.LastModified), millis(f.Feed.NextPoll),
			millis(f.Feed.LastPoll), millis(f.Feed.LastSuccess), f.Feed.Failures, text(f.Feed.Error), millis(f.Feed.BrokenSince),
			text(f.Feed.MovedTo), f.Feed.Moves)
		if err != nil {
			return fmt.Errorf("its state: %w", err)
		}
		if n == 0 {
			return news.ErrUnknownFeed
		}
		if err := tellOf(ctx, tx, f, at); err != nil {
			return fmt.Errorf("notices: %w", err)
		}
		if err := s.saveArticles(ctx, tx, f, at, &saved); err != nil || !moving(f.Feed) {
			return err
		}
		if err := move(ctx, tx, f.Feed, at); err != nil {
			return fmt.Errorf("move to its new address: %w", err)
		}
		return nil
	})
	if errors.Is(err, errFlood) {
		saved = news.Saved{Flood: true}
		err = s.update(ctx, func(tx *sql.Tx) error { return stopFlood(ctx, tx, f.Feed, at) })
	}
	if err != nil {
		return news.Saved{}, fmt.Errorf("save fetch of feed %d: %w", f.Feed.ID, err)
	}
	return saved, nil
}

// validator returns an ETag or date as received, or "" when it can't be kept
// so: half a validator is worse than none.
func validator(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	return text(s)
}

// SaveArticle saves an article that came from no feed. The same article
// again, by its Key or else by link or title, replaces the one stored. Every
// guild sees it, and it is posted nowhere.
func (s *Store) SaveArticle(ctx context.Context, a news.Article, at time.Time) (id int64, err error) {
	a.Seen = time.Time{} // which would make it another article each day
	if a.Key == "" {
		a.Key = news.StoryKey(a)
	}
	articles := []news.Article{a}
	err = s.update(ctx, func(tx *sql.Tx) error {
		return s.saveArticles(ctx, tx, news.Fetch{Articles: articles, Silent: true}, at, &news.Saved{})
	})
	if err != nil {
		return 0, fmt.Errorf("save article %q: %w", a.Title, err)
	}
	return articles[0].ID, nil
}

// saveArticles saves the articles of a fetch, oldest first, and sets what the
// store knows of them. What other transactions may be writing too comes first
// and sorted, so that no two of them wait for each other.
func (s *Store) saveArticles(ctx context.Context, tx *sql.Tx, f news.Fetch, at time.Time, saved *news.Saved) error {
	if len(f.Articles) == 0 {
		return nil
	}
	shared, err := isShared(ctx, tx, f.Feed.ID)
	if err != nil {
		return fmt.Errorf("whose feed it is: %w", err)
	}
	if err := learn(ctx, tx, f.Articles, shared, at, saved); err != nil {
		return err
	}
	for i := range f.Articles {
		f.Articles[i].FeedID = f.Feed.ID
		if f.Articles[i].Seen.IsZero() {
			f.Articles[i].Seen = at
		}
	}
	order, unknown, err := s.toldOf(ctx, tx, f.Feed.ID, f.Articles, at)
	if err != nil {
		return err
	}
	if !f.Silent {
		if err := s.lockShows(ctx, tx, unknown); err != nil {
			return fmt.Errorf("lock shows: %w", err)
		}
		if err := s.lockStops(ctx, tx, "_shared"); err != nil {
			return fmt.Errorf("lock subscriptions: %w", err)
		}
	}
	slices.SortStableFunc(order, func(a, b *told) int { return a.When().Compare(b.When()) })

	var posted []int64    // stories with new deliveries
	var retold []*told    // articles of stories that were told before
	same := sameStories{} // of the fresh ones
	units := 0            // that are new
	for _, a := range order {
		if a.fresh {
			if err := same.find(ctx, tx, a, shared, at); err != nil {
				return fmt.Errorf("story of article %q: %w", a.Title, err)
			}
		}
		isNew, err := saveArticle(ctx, tx, a)
		if err != nil {
			return fmt.Errorf("article %q: %w", a.Title, err)
		}
		if !isNew {
			saved.Changed++
			continue
		}
		saved.New++
		units += unitsOf(a.Article)
		if f.Silent || a.Quiet {
			continue
		}
		n, err := changes(ctx, tx, insertDeliveries, a.story, a.ID, at.UnixMilli(), a.FeedID)
		if err != nil {
			return fmt.Errorf("deliveries of article %q: %w", a.Title, err)
		}
		if n > 0 {
			saved.Deliveries += int(n)
			posted = append(posted, a.story)
		}
		if !a.fresh {
			retold = append(retold, a)
		}
	}
	if !f.Silent && units > 0 {
		if err := bring(ctx, tx, f.Feed.ID, units, at); err != nil {
			return err
		}
	}
	if err := wake(ctx, tx, posted, at); err != nil {
		return err
	}
	// Deliveries come behind their channels, as where they are marked, and sorted.
	slices.SortStableFunc(retold, func(a, b *told) int { return cmp.Compare(a.story, b.story) })
	for _, a := range retold {
		if err := s.retell(ctx, tx, a, at); err != nil {
			return fmt.Errorf("edits for article %q: %w", a.Title, err)
		}
	}
	return nil
}

// wake makes the channels of new deliveries claimable.
func wake(ctx context.Context, tx *sql.Tx, stories []int64, at time.Time) error {
	if len(stories) == 0 {
		return nil
	}
	placeholders, args := list(2, stories)
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(wakeChannels, placeholders), append([]any{at.UnixMilli()}, args...)...); err != nil {
		return fmt.Errorf("wake channels: %w", err)
	}
	return nil
}

// What makes a feed's article visible in a guild: the feed is shared, or the
// guild added it.
const visible = `
	EXISTS (SELECT 1 FROM feeds v WHERE v.id = %[1]s AND (v.shared
		OR EXISTS (SELECT 1 FROM feed_guilds g WHERE g.feed_id = v.id AND g.guild = %[2]s)))`

// The NOT EXISTS keep a story from being posted that is closed, and an item that
// comes again under a new key from being posted where its story was not followed
// when it was new. The order decides which of several matching subscriptions
// names the reason.
var insertDeliveries = `
	INSERT INTO deliveries (story_id, article_id, guild, channel, show, created_at)
	SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), s.guild, s.channel, s.show, CAST($3 AS BIGINT)
	FROM (SELECT show, rank FROM article_shows WHERE article_id = $2 AND about
		UNION ALL SELECT '*', 1000000) m
	JOIN subscriptions s ON s.show = m.show
	WHERE s.stopped = ''
		AND ` + fmt.Sprintf(present, "s.guild") + `
		AND ` + fmt.Sprintf(visible, "$4", "s.guild") + `
		AND NOT EXISTS (SELECT 1 FROM stories t WHERE t.id = $1 AND t.closed)
		AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.story_id = $1 AND a.feed_id = $4 AND a.id <> $2)
	ORDER BY m.rank, s.id
	ON CONFLICT (story_id, channel) DO NOTHING`

// The channels of new deliveries become claimable, unless they are in flight
// or paused.
const wakeChannels = `
	INSERT INTO channels (channel, guild, served_at, claimable_at)
	SELECT channel, MIN(guild), 0, CAST($1 AS BIGINT) FROM deliveries
	WHERE state = 'waiting' AND story_id IN (%s)
	GROUP BY channel ORDER BY channel
	ON CONFLICT (channel) DO UPDATE SET claimable_at = COALESCE(channels.claimable_at, excluded.claimable_at)`
