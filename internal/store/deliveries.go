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
	"greenlit/internal/tv"
)

// Among the channels that are ready and were not served for longest, guilds
// take turns: first one channel of each guild, then a second, and so on, the
// guild first that was not served for longest. Looking at a few hundred only
// keeps a claim cheap when thousands are ready.
const claimChannels = `
	WITH ready AS (
		SELECT channel, guild, served_at FROM channels WHERE claimable_at IS NOT NULL AND (claimable_at <= $1 OR claimable_at > $4)
		ORDER BY served_at, channel LIMIT 200 + CAST($2 AS BIGINT)
	), turns AS (
		SELECT channel, served_at,
			ROW_NUMBER() OVER (PARTITION BY guild ORDER BY served_at, channel) AS turn,
			(SELECT MAX(c.served_at) FROM channels c WHERE c.guild = ready.guild) AS guild_served_at
		FROM ready
	), chosen AS (
		SELECT channel FROM turns ORDER BY turn, guild_served_at, served_at, channel LIMIT CAST($2 AS BIGINT)
	), free AS (
		SELECT channel FROM channels WHERE channel IN (SELECT channel FROM chosen) AND (claimable_at <= $1 OR claimable_at > $4) %s
	)
	UPDATE channels SET claimable_at = $3, served_at = $1 WHERE channel IN (SELECT channel FROM free)
	RETURNING channel`

// They are locked in one order, as where they are marked for edits.
const startDeliveries = `
	WITH oldest AS (
		SELECT id FROM deliveries
		WHERE id IN (SELECT (SELECT MIN(d.id) FROM deliveries d WHERE d.channel = c.channel AND d.state = 'waiting')
			FROM channels c WHERE c.channel IN (%s))
		ORDER BY id %s
	)
	UPDATE deliveries SET attempts = attempts + 1, first_at = COALESCE(first_at, CAST($1 AS BIGINT)),
		edit_at = CASE WHEN attempts = 0 THEN NULL ELSE edit_at END
	WHERE id IN (SELECT id FROM oldest)
	RETURNING id, guild, channel, story_id, article_id, show, attempts - 1, created_at, first_at`

// ClaimDeliveries returns deliveries to be attempted now, at most limit, and
// of each channel only the oldest that waits. While one is claimed its channel
// is passed over, until it is marked or the lease is over. Guilds take turns,
// and so do the channels of a guild.
func (s *Store) ClaimDeliveries(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Delivery, error) {
	var claimed []news.Delivery
	err := s.update(ctx, func(tx *sql.Tx) error {
		channels, err := all(ctx, tx, one[string], fmt.Sprintf(claimChannels, s.skipLocked),
			now.UnixMilli(), limit, now.Add(lease).UnixMilli(), now.Add(astray).UnixMilli())
		if err != nil || len(channels) == 0 {
			return err
		}
		placeholders, args := list(2, channels)
		claimed, err = all(ctx, tx, scanDelivery, fmt.Sprintf(startDeliveries, placeholders, s.lockRow()),
			append([]any{now.UnixMilli()}, args...)...)
		if err != nil || len(claimed) == 0 {
			return err
		}
		started := claimed
		if claimed, err = fillDeliveries(ctx, tx, slices.Clone(started)); err != nil || len(claimed) == len(started) {
			return err
		}
		for _, d := range started {
			if slices.ContainsFunc(claimed, func(c news.Delivery) bool { return c.ID == d.ID }) {
				continue
			}
			if err := endAttempt(ctx, tx, d.ID, 0, setAside, d.ID, "its article is gone"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim deliveries: %w", err)
	}
	slices.SortFunc(claimed, func(a, b news.Delivery) int { return cmp.Compare(a.ID, b.ID) })
	return claimed, nil
}

func scanDelivery(r row) (d news.Delivery, err error) {
	err = r.Scan(&d.ID, &d.Guild, &d.Channel, &d.Story, &d.Article.ID, &d.Show.Slug, &d.Attempts,
		clock{&d.Created}, clock{&d.First})
	if d.Attempts == 0 {
		d.First = time.Time{} // which is now
	}
	if d.Show.Slug == news.Everything {
		d.Show.Slug = ""
	}
	return d, err
}

// fillDeliveries sets the article and the show of each delivery, and drops
// from the slice those without an article.
func fillDeliveries(ctx context.Context, q querier, deliveries []news.Delivery) ([]news.Delivery, error) {
	var ids []int64
	var slugs []tv.Slug
	for _, d := range deliveries {
		ids = append(ids, d.Article.ID)
		slugs = append(slugs, d.Show.Slug)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	placeholders, args := list(1, ids)
	found, err := all(ctx, q, scanTold, `SELECT `+articleColumns+` FROM articles a`+withSpoilers+`WHERE a.id IN (`+placeholders+`)`, args...)
	if err != nil {
		return nil, err
	}
	articles := map[int64]*news.Article{}
	for _, a := range found {
		articles[a.ID] = a.Article
	}
	deliveries = slices.DeleteFunc(deliveries, func(d news.Delivery) bool { return articles[d.Article.ID] == nil })
	if len(deliveries) == 0 {
		return nil, nil
	}
	if err := fillMentions(ctx, q, articles, ids); err != nil {
		return nil, err
	}
	if err := fillAlso(ctx, q, deliveries); err != nil {
		return nil, err
	}
	placeholders, args = list(1, slugs)
	learnt, err := all(ctx, q, scanShow, `
		SELECT slug, title, year, network, country, aliases, ambiguity FROM shows WHERE slug IN (`+placeholders+`)`, args...)
	if err != nil {
		return nil, err
	}
	shows := map[tv.Slug]tv.Show{}
	for _, show := range learnt {
		shows[show.Slug] = show
	}
	for i := range deliveries {
		d := &deliveries[i]
		d.Article = *articles[d.Article.ID]
		if show, ok := shows[d.Show.Slug]; ok {
			d.Show = show
		}
	}
	return deliveries, nil
}

// fillMentions sets the shows that the articles with these ids mention.
func fillMentions(ctx context.Context, q querier, articles map[int64]*news.Article, ids []int64) error {
	placeholders, args := list(1, ids)
	type mention struct {
		article int64
		news.Mention
	}
	scan := func(r row) (m mention, err error) {
		err = r.Scan(&m.article, &m.Show, &m.About)
		return m, err
	}
	mentions, err := all(ctx, q, scan, `
		SELECT article_id, show, about FROM article_shows WHERE article_id IN (`+placeholders+`)
		ORDER BY article_id, rank`, args...)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		if a := articles[m.article]; a != nil {
			a.Shows = append(a.Shows, m.Mention)
		}
	}
	return nil
}

// Delivered marks a delivery as posted with this message, and frees its
// channel for the next one.
func (s *Store) Delivered(ctx context.Context, id int64, message string, at time.Time) error {
	return s.mark(ctx, id, 0, "delivered", `
		UPDATE deliveries SET state = 'delivered', message = $2, delivered_at = $3, reason = ''
		WHERE id = $1 AND state <> 'delivered'`, id, text(message), at.UnixMilli())
}

// Postpone lets a delivery, and with it its channel, wait until then. The
// reason is for the operator.
func (s *Store) Postpone(ctx context.Context, id int64, until time.Time, reason string) error {
	return s.mark(ctx, id, until.UnixMilli(), "postpone", `
		UPDATE deliveries SET reason = $2 WHERE id = $1 AND state = 'waiting'`, id, text(reason))
}

const setAside = `UPDATE deliveries SET state = 'aside', reason = $2 WHERE id = $1 AND state = 'waiting'`

// SetAside gives a delivery up for good, and frees its channel for the next
// one. The reason is for the operator.
func (s *Store) SetAside(ctx context.Context, id int64, reason string) error {
	return s.mark(ctx, id, 0, "set aside", setAside, id, text(reason))
}

// A channel for which nothing waits is not claimed. Its row is locked before
// this looks, so a delivery that is just being made wakes it afterwards.
const rearm = `
	UPDATE channels SET claimable_at = NULL
	WHERE channel = $1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.channel = $1 AND d.state = 'waiting')`

// mark ends an attempt: it changes the delivery and makes its channel
// claimable from then on.
func (s *Store) mark(ctx context.Context, id, from int64, what, query string, args ...any) error {
	err := s.update(ctx, func(tx *sql.Tx) error { return endAttempt(ctx, tx, id, from, query, args...) })
	if err != nil {
		return fmt.Errorf("delivery %d: %s: %w", id, what, err)
	}
	return nil
}

func endAttempt(ctx context.Context, tx *sql.Tx, id, from int64, query string, args ...any) error {
	channel, err := free(ctx, tx, id, from)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, rearm, channel)
	return err
}

// free makes the channel of a delivery claimable from then on, which locks it
// for this transaction, and returns it.
func free(ctx context.Context, tx *sql.Tx, delivery, from int64) (channel string, err error) {
	err = tx.QueryRowContext(ctx, `
		UPDATE channels SET claimable_at = $2 WHERE channel = (SELECT channel FROM deliveries WHERE id = $1)
		RETURNING channel`, delivery, from).Scan(&channel)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errors.New("no such delivery")
	}
	return channel, err
}

// lockStops lets a transaction that ends what channels get, and those that make
// deliveries ("_shared"), wait for each other: either the one finds the
// deliveries, or the others find the channel stopped. SQLite has one writer.
func (s *Store) lockStops(ctx context.Context, tx *sql.Tx, shared string) error {
	if s.lock == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock`+shared+`(2, 0)`)
	return err
}

// They are locked in one order, as where they are claimed.
const setChannelAside = `
	WITH behind AS (SELECT id FROM deliveries WHERE channel = $1 AND state = 'waiting' ORDER BY id %s)
	UPDATE deliveries SET state = 'aside', reason = $2 WHERE id IN (SELECT id FROM behind)`

// StopChannel stops the channel's subscriptions, sets aside what waits for it
// and makes the notice that tells the moderators why. Subscribe starts the
// channel again.
func (s *Store) StopChannel(ctx context.Context, channel news.ChannelID, reason string, at time.Time) error {
	c, why := text(channel), text(reason)
	err := s.update(ctx, func(tx *sql.Tx) error {
		if err := s.lockStops(ctx, tx, ""); err != nil {
			return err
		}
		return inOrder(ctx, tx,
			step{tellOfChannel, []any{c, string(news.ChannelStopped), at.UnixMilli(), why}},
			step{`UPDATE subscriptions SET stopped = $2 WHERE channel = $1 AND stopped = ''`, []any{c, why}},
			step{`UPDATE channels SET claimable_at = 0 WHERE channel = $1`, []any{c}},
			step{fmt.Sprintf(setChannelAside, s.lockRow()), []any{c, why}},
			step{rearm, []any{c}})
	})
	if err != nil {
		return fmt.Errorf("stop channel %s: %w", channel, err)
	}
	return nil
}

const waitingDeliveries = `SELECT COUNT(*), MIN(created_at) FROM deliveries WHERE state = 'waiting'`

// WaitingDeliveries returns how many deliveries wait, those in flight
// included, and when the oldest was made.
func (s *Store) WaitingDeliveries(ctx context.Context) (n int, oldest time.Time, err error) {
	err = s.read.QueryRowContext(ctx, waitingDeliveries).Scan(&n, clock{&oldest})
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("waiting deliveries: %w", err)
	}
	return n, oldest, nil
}
