package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"greenlit/internal/news"
)

// Another hub, or another topic, is another subscription.
const saveHub = `
	INSERT INTO hubs (feed_id, url, topic, token, secret, due_at) VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (feed_id) DO UPDATE SET url = excluded.url, topic = excluded.topic, token = excluded.token,
		secret = excluded.secret, due_at = excluded.due_at, attempts = 0, asked_at = NULL, until = NULL
	WHERE hubs.url <> excluded.url OR hubs.topic <> excluded.topic`

// SetHub notes which hub tells of a feed, to be asked at once if it was not
// known before; an empty url is none.
func (s *Store) SetHub(ctx context.Context, feed int64, url, topic string, at time.Time) error {
	var err error
	if url == "" || len(url) > longestURL || len(topic) > longestURL {
		_, err = s.write.ExecContext(ctx, `DELETE FROM hubs WHERE feed_id = $1`, feed)
	} else {
		_, err = s.write.ExecContext(ctx, saveHub, feed, text(url), text(topic), rand.Text(), rand.Text(), at.UnixMilli())
	}
	if err != nil {
		return fmt.Errorf("hub of feed %d: %w", feed, err)
	}
	return nil
}

// astrayHub is astray for hubs, which agree to a month at most.
const astrayHub = 31 * 24 * time.Hour

// Hubs of feeds that nobody wants are not asked again.
const claimHubs = `
	WITH due AS (
		SELECT feed_id FROM hubs h WHERE (due_at <= $1 OR due_at > $5)
			AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = h.feed_id AND f.claimable_at IS NOT NULL)
		ORDER BY due_at LIMIT CAST($4 AS BIGINT) %s
	)
	UPDATE hubs SET asked_at = $1, attempts = attempts + 1,
		due_at = CASE WHEN attempts < 8 THEN CAST($2 AS BIGINT) ELSE CAST($3 AS BIGINT) END
	WHERE feed_id IN (SELECT feed_id FROM due)
	RETURNING feed_id, url, topic, token, secret`

// ClaimHubs returns hubs that are to be asked now, at most limit. They are due
// again after the time to retry, eight times, and then after a day, unless
// they agree.
func (s *Store) ClaimHubs(ctx context.Context, now time.Time, retry time.Duration, limit int) ([]news.Hub, error) {
	scan := func(r row) (h news.Hub, err error) {
		err = r.Scan(&h.Feed, &h.URL, &h.Topic, &h.Token, &h.Secret)
		return h, err
	}
	hubs, err := all(ctx, s.write, scan, fmt.Sprintf(claimHubs, s.skipLocked),
		now.UnixMilli(), now.Add(retry).UnixMilli(), now.Add(24*time.Hour).UnixMilli(), limit, now.Add(astrayHub).UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("claim hubs: %w", err)
	}
	return hubs, nil
}

// AgreeHub notes that the hub with the token tells of the topic until then,
// and is asked again at renew. It reports false when it was not asked for that
// since a time.
func (s *Store) AgreeHub(ctx context.Context, token, topic string, since, until, renew time.Time) (asked bool, err error) {
	n, err := changes(ctx, s.write, `
		UPDATE hubs SET until = $4, due_at = $5, attempts = 0
		WHERE token = $1 AND topic = $2 AND asked_at >= $3
			AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = hubs.feed_id AND f.claimable_at IS NOT NULL)`,
		text(token), text(topic), since.UnixMilli(), until.UnixMilli(), renew.UnixMilli())
	if err != nil {
		return false, fmt.Errorf("hub agrees: %w", err)
	}
	return n > 0, nil
}

// DenyHub notes that the hub with the token does not tell of the topic. It is
// asked again at a time.
func (s *Store) DenyHub(ctx context.Context, token, topic string, again time.Time) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE hubs SET until = NULL, due_at = $3 WHERE token = $1 AND topic = $2`,
		text(token), text(topic), again.UnixMilli()); err != nil {
		return fmt.Errorf("hub denies: %w", err)
	}
	return nil
}

// HubByToken returns the hub that was given the token, or
// news.ErrUnknownHub.
func (s *Store) HubByToken(ctx context.Context, token string) (h news.Hub, err error) {
	err = s.read.QueryRowContext(ctx, `
		SELECT h.feed_id, h.url, h.topic, h.token, h.secret FROM hubs h JOIN feeds f ON f.id = h.feed_id
		WHERE h.token = $1 AND f.claimable_at IS NOT NULL`, text(token)).Scan(&h.Feed, &h.URL, &h.Topic, &h.Token, &h.Secret)
	if errors.Is(err, sql.ErrNoRows) {
		return h, news.ErrUnknownHub
	}
	if err != nil {
		return h, fmt.Errorf("hub by token: %w", err)
	}
	return h, nil
}

// A feed that is claimed is due when it is saved. One that failed waits as
// long as its server wants.
const pollPushed = `
	UPDATE feeds SET
		pushed_at    = $2,
		next_poll    = CASE WHEN claimable_at = next_poll AND next_poll > $2 THEN CAST($2 AS BIGINT) ELSE next_poll END,
		claimable_at = CASE WHEN claimable_at = next_poll AND next_poll > $2 THEN CAST($2 AS BIGINT) ELSE claimable_at END
	WHERE id = $1 AND claimable_at IS NOT NULL AND failures = 0`

// Push makes a feed due by its hub's word: at once, or when the gap after the
// last time is over. One that failed last stays due when it was.
func (s *Store) Push(ctx context.Context, feed int64, at time.Time, gap time.Duration) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		var last, due time.Time
		err := tx.QueryRowContext(ctx, `
			UPDATE hubs SET asked_at = asked_at WHERE feed_id = $1 RETURNING pushed_at`, feed).Scan(clock{&last})
		if errors.Is(err, sql.ErrNoRows) || err == nil && last.After(at) {
			return nil // it is due then, and what is new now is new then
		}
		if err != nil {
			return err
		}
		if due = at; !last.IsZero() && last.Add(gap).After(at) {
			due = last.Add(gap)
		}
		return inOrder(ctx, tx,
			step{`UPDATE hubs SET pushed_at = $2 WHERE feed_id = $1`, []any{feed, due.UnixMilli()}},
			step{pollPushed, []any{feed, due.UnixMilli()}})
	})
	if err != nil {
		return fmt.Errorf("push of feed %d: %w", feed, err)
	}
	return nil
}
