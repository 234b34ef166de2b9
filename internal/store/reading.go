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

const insertArticle = `
	INSERT INTO articles (feed_id, item_key, story_id, seen_at, hash, published_at, updated_at, title, link, author,
		author_role, outlet, source, image, language, categories, summary, blocks)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
	ON CONFLICT (feed_id, item_key) DO NOTHING
	RETURNING id, story_id, seen_at`

// An edited article stays in its story, and was seen when it was first seen.
const updateArticle = `
	UPDATE articles SET hash = $3, published_at = $4, updated_at = $5, title = $6, link = $7, author = $8,
		author_role = $9, outlet = $10, source = $11, image = $12, language = $13, categories = $14, summary = $15,
		blocks = $16
	WHERE feed_id = $1 AND item_key = $2
	RETURNING id, story_id, seen_at`

// saveArticle inserts or updates an article, sets its ID, and replaces what it
// was read to say.
func saveArticle(ctx context.Context, tx *sql.Tx, a *told) (isNew bool, err error) {
	categories, err := encode(clean(a.Categories))
	if err != nil {
		return false, err
	}
	blocks, err := encode(a.Blocks)
	if err != nil {
		return false, err
	}
	columns := []any{text(a.Hash), millis(a.Published), millis(a.Updated), text(a.Title), text(a.Link), text(a.Author),
		text(a.AuthorRole), text(a.Outlet), text(a.Source), text(a.Image), text(a.Language), categories, text(a.Summary), blocks}
	save := func(query string, key ...any) error {
		return tx.QueryRowContext(ctx, query, append(key, columns...)...).Scan(&a.ID, &a.story, clock{&a.Seen})
	}
	itemKey := key(a.Key)
	err = save(insertArticle, a.FeedID, itemKey, a.story, a.Seen.UnixMilli())
	if isNew = err == nil; errors.Is(err, sql.ErrNoRows) {
		if err = save(updateArticle, a.FeedID, itemKey); err == nil {
			err = forget(ctx, tx, a.ID)
		}
	}
	if err != nil {
		return false, err
	}
	return isNew, saveReading(ctx, tx, a)
}

// forget deletes what articles were read to say.
func forget(ctx context.Context, tx *sql.Tx, articles ...int64) error {
	for _, query := range []string{
		`DELETE FROM article_shows WHERE article_id IN (%s)`,
		`DELETE FROM article_people WHERE article_id IN (%s)`,
		`DELETE FROM facts WHERE article_id IN (%s)`,
		`DELETE FROM article_spoilers WHERE article_id IN (%s)`,
		`DELETE FROM article_events WHERE article_id IN (%s)`,
	} {
		if _, err := changesListed(ctx, tx, query, articles); err != nil {
			return err
		}
	}
	return nil
}

func saveReading(ctx context.Context, tx *sql.Tx, a *told) error {
	dated := a.When().UnixMilli()
	for i, m := range a.Shows {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO article_shows (article_id, show, rank, about, feed_id, dated_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (article_id, show) DO NOTHING`,
			a.ID, key(m.Show), i, m.About, a.FeedID, dated); err != nil {
			return fmt.Errorf("show %s: %w", m.Show, err)
		}
	}
	for i, person := range a.People {
		if _, err := tx.ExecContext(ctx, `INSERT INTO article_people (article_id, rank, person) VALUES ($1, $2, $3)`,
			a.ID, i, key(person)); err != nil {
			return fmt.Errorf("person %s: %w", person, err)
		}
	}
	for i, f := range a.Facts {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO facts (article_id, rank, dated_at, `+factColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
			a.ID, i, dated, text(f.Type), key(f.Show), key(f.Person), text(f.Character), text(f.Role), text(f.Status),
			f.Season, text(f.Date), text(f.Network), text(f.Place), text(f.Text), text(f.Outlet), text(f.Certainty),
			f.Former, f.Evidence.Block, f.Evidence.Start, f.Evidence.End, text(f.Evidence.Sentence), text(f.Rule)); err != nil {
			return fmt.Errorf("fact %d: %w", i, err)
		}
	}
	if s := a.Spoiler; s.Level != news.NoSpoiler {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO article_spoilers (article_id, level, show, title, season, episode, told)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			a.ID, int(s.Level), key(s.Show), text(s.Title), s.Season, s.Episode, s.Told); err != nil {
			return fmt.Errorf("spoiler: %w", err)
		}
	}
	if err := saveEvent(ctx, tx, a); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	return nil
}

func clean(texts []string) []string {
	cleaned := make([]string, len(texts))
	for i, s := range texts {
		cleaned[i] = text(s)
	}
	return cleaned
}

// learn saves the shows that articles announce. What a feed for all guilds says
// of one comes in place of what a guild's own feed said.
func learn(ctx context.Context, tx *sql.Tx, articles []news.Article, shared bool, at time.Time, saved *news.Saved) error {
	var shows []tv.Show
	for _, a := range articles {
		shows = append(shows, a.Learnt...)
	}
	slices.SortStableFunc(shows, func(a, b tv.Show) int { return cmp.Compare(a.Slug, b.Slug) })
	for _, show := range shows {
		aliases, err := encode(show.Aliases)
		if err != nil {
			return err
		}
		n, err := changes(ctx, tx, `
			INSERT INTO shows (slug, title, year, network, country, aliases, ambiguity, learnt_at, shared)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (slug) DO UPDATE SET title = excluded.title, year = excluded.year, network = excluded.network,
				country = excluded.country, aliases = excluded.aliases, ambiguity = excluded.ambiguity, shared = TRUE
			WHERE excluded.shared AND NOT shows.shared`,
			key(show.Slug), text(show.Title), show.Year, text(show.Network), text(show.Country), aliases,
			int(show.Ambiguity), at.UnixMilli(), shared)
		if err != nil {
			return fmt.Errorf("show %q: %w", show.Title, err)
		}
		if n > 0 {
			show.Learnt, show.Private = true, !shared
			saved.Learnt = append(saved.Learnt, show)
		}
	}
	return nil
}
