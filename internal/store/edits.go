package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"greenlit/internal/news"
)

// retoldAfter is how long an edit waits for more outlets to tell the story.
const retoldAfter = time.Minute

// mostOutlets of a story lead to edits; they are what a post has room for.
const mostOutlets = 8

// A post that is still to be sent will name the outlet by itself, unless it is
// just under way. An outlet that told the story before is named already. The
// deliveries are locked in one order, as where they are claimed.
var markEdits = `
	WITH told AS (
		SELECT id FROM deliveries WHERE story_id = $1 AND article_id <> $2 AND state <> 'aside' AND edit_article >= 0
			AND ` + fmt.Sprintf(visible, "$4", "deliveries.guild") + `
			AND NOT EXISTS (SELECT 1 FROM articles o WHERE o.story_id = $1 AND o.id <> $2 AND o.outlet = $5)
			AND (SELECT COUNT(*) FROM articles o WHERE o.story_id = $1) <= CAST($6 AS BIGINT)
		ORDER BY id %s
	)
	UPDATE deliveries SET edit_at = $3, edit_article = $2, edit_attempts = 0 WHERE id IN (SELECT id FROM told)`

// retell makes the messages due for an edit that tell the story of a new
// article.
func (s *Store) retell(ctx context.Context, tx *sql.Tx, a *told, at time.Time) error {
	outlet := text(a.Outlet)
	if outlet == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf(markEdits, s.lockRow()), a.story, a.ID, at.Add(retoldAfter).UnixMilli(), a.FeedID, outlet, mostOutlets)
	return err
}

const claimEdits = `
	WITH due AS (
		SELECT id FROM deliveries WHERE edit_at IS NOT NULL AND (edit_at <= $1 OR edit_at > $4) AND state = 'delivered' ORDER BY edit_at LIMIT CAST($3 AS BIGINT) %s
	)
	UPDATE deliveries SET edit_at = $2, edit_attempts = edit_attempts + 1 WHERE id IN (SELECT id FROM due)
	RETURNING id, guild, channel, story_id, article_id, show, edit_attempts - 1, created_at, first_at, message, edit_article`

func scanEdit(r row) (e news.Edit, err error) {
	err = r.Scan(&e.ID, &e.Guild, &e.Channel, &e.Story, &e.Article.ID, &e.Show.Slug, &e.Attempts,
		clock{&e.Created}, clock{&e.First}, &e.Message, &e.Newest)
	if e.Show.Slug == news.Everything {
		e.Show.Slug = ""
	}
	return e, err
}

// ClaimEdits returns messages to be edited now, at most limit, that is posts
// whose story was told by further outlets since. One that is claimed is passed
// over until it is marked or the lease is over.
func (s *Store) ClaimEdits(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]news.Edit, error) {
	var claimed []news.Edit
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		claimed, err = all(ctx, tx, scanEdit, fmt.Sprintf(claimEdits, s.skipLocked), now.UnixMilli(), now.Add(lease).UnixMilli(), limit,
			now.Add(astray).UnixMilli())
		if err != nil || len(claimed) == 0 {
			return err
		}
		deliveries := make([]news.Delivery, len(claimed))
		for i, e := range claimed {
			deliveries[i] = e.Delivery
		}
		if deliveries, err = fillDeliveries(ctx, tx, deliveries); err != nil {
			return err
		}
		edits := claimed
		claimed = nil
		for _, e := range edits {
			for _, d := range deliveries {
				if d.ID == e.ID {
					e.Delivery = d
					claimed = append(claimed, e)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim edits: %w", err)
	}
	return claimed, nil
}

// Edited marks an edit as made, unless the story was told again since it was
// claimed.
func (s *Store) Edited(ctx context.Context, e news.Edit) error {
	return s.markEdit(ctx, e, "edited", `UPDATE deliveries SET edit_at = NULL WHERE id = $1 AND edit_article = $2`, e.Newest)
}

// PostponeEdit lets an edit wait until then.
func (s *Store) PostponeEdit(ctx context.Context, e news.Edit, until time.Time) error {
	return s.markEdit(ctx, e, "postpone edit", `
		UPDATE deliveries SET edit_at = $3 WHERE id = $1 AND edit_article = $2 AND edit_at IS NOT NULL`, e.Newest, until.UnixMilli())
}

// DropEdit lets a message be as it is for ever.
func (s *Store) DropEdit(ctx context.Context, e news.Edit) error {
	return s.markEdit(ctx, e, "drop edit", `UPDATE deliveries SET edit_at = NULL, edit_article = -1 WHERE id = $1`)
}

func (s *Store) markEdit(ctx context.Context, e news.Edit, what, query string, args ...any) error {
	if _, err := s.write.ExecContext(ctx, query, append([]any{e.ID}, args...)...); err != nil {
		return fmt.Errorf("delivery %d: %s: %w", e.ID, what, err)
	}
	return nil
}

// The guild sees who else told the story, each outlet's first article.
var alsoTold = `
	SELECT d.id, a.outlet, a.title, a.link FROM deliveries d JOIN articles a ON a.story_id = d.story_id
	WHERE d.id IN (%s) AND a.id <> d.article_id AND a.outlet <> '' AND ` + fmt.Sprintf(visible, "a.feed_id", "d.guild") + `
	ORDER BY d.id, a.id`

// fillAlso sets the articles of further outlets that tell each story.
func fillAlso(ctx context.Context, q querier, deliveries []news.Delivery) error {
	by := map[int64]*news.Delivery{}
	var ids []int64
	for i := range deliveries {
		by[deliveries[i].ID] = &deliveries[i]
		ids = append(ids, deliveries[i].ID)
	}
	placeholders, args := list(1, ids)
	type further struct {
		delivery int64
		news.Article
	}
	found, err := all(ctx, q, func(r row) (f further, err error) {
		err = r.Scan(&f.delivery, &f.Outlet, &f.Title, &f.Link)
		return f, err
	}, fmt.Sprintf(alsoTold, placeholders), args...)
	if err != nil {
		return err
	}
	for _, f := range found {
		d := by[f.delivery]
		if len(d.Also) < mostOutlets && !d.Names(f.Outlet) {
			d.Also = append(d.Also, f.Article)
		}
	}
	return nil
}
