package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

var articlesAfter = `
	SELECT ` + articleColumns + `, a.blocks FROM articles a` + withSpoilers + `
	WHERE a.id > $1 ORDER BY a.id LIMIT CAST($2 AS BIGINT)`

// ArticlesAfter returns stored articles with their blocks, at most limit, in
// the order of their IDs from behind the given one on.
func (s *Store) ArticlesAfter(ctx context.Context, id int64, limit int) ([]news.Article, error) {
	articles, err := all(ctx, s.read, scanText, articlesAfter, id, limit)
	if err != nil {
		return nil, fmt.Errorf("articles after %d: %w", id, err)
	}
	return articles, nil
}

func scanText(r row) (a news.Article, err error) {
	t := told{Article: &a}
	err = r.Scan(append(t.columns(), decoder[news.Block]{&a.Blocks})...)
	return a, err
}

// errSame ends a transaction that has nothing to change.
var errSame = errors.New("nothing changed")

// ReplaceReading puts a stored article's reading in place of the one before
// and saves the shows that it announces. The article itself stays as it is
// and nothing is posted. It reports whether the two differ. An article that
// was edited since it was loaded keeps the reading of its new text.
func (s *Store) ReplaceReading(ctx context.Context, a news.Article, at time.Time) (changed bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		t := told{Article: &a}
		shared, err := isShared(ctx, tx, a.FeedID)
		if err != nil {
			return err
		}
		// As in a fetch the shows come before the articles, or the two could
		// wait for each other. Those of a reading that stays are taken back.
		if err := learn(ctx, tx, []news.Article{a}, shared, at, &news.Saved{}); err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT story_id FROM articles WHERE id = $1 AND hash = $2 `+s.lockRow(),
			a.ID, text(a.Hash)).Scan(&t.story)
		if errors.Is(err, sql.ErrNoRows) {
			return errSame
		}
		if err != nil {
			return err
		}
		before, err := reading(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if sameReading(before, a.Reading) {
			return errSame
		}
		if err := forget(ctx, tx, a.ID); err != nil {
			return err
		}
		return saveReading(ctx, tx, &t)
	})
	if errors.Is(err, errSame) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading of article %d: %w", a.ID, err)
	}
	return true, nil
}

// lockRow goes behind the SELECT of a row that the transaction relies on. What
// refers to the row may still be inserted, or two transactions that save
// articles of one story would wait for each other. SQLite has one writer.
func (s *Store) lockRow() string {
	if s.skipLocked == "" {
		return ""
	}
	return "FOR NO KEY UPDATE"
}

// reading returns what an article was read to say, without the shows that it
// announced.
func reading(ctx context.Context, tx *sql.Tx, article int64) (r news.Reading, err error) {
	r.Shows, err = all(ctx, tx, func(r row) (m news.Mention, err error) {
		err = r.Scan(&m.Show, &m.About)
		return m, err
	}, `SELECT show, about FROM article_shows WHERE article_id = $1 ORDER BY rank`, article)
	if err != nil {
		return r, err
	}
	r.People, err = all(ctx, tx, one[string], `SELECT person FROM article_people WHERE article_id = $1 ORDER BY rank`, article)
	if err != nil {
		return r, err
	}
	r.Facts, err = all(ctx, tx, func(r row) (f tv.Fact, err error) {
		err = r.Scan(factFields(&f)...)
		return f, err
	}, `SELECT `+factColumns+` FROM facts WHERE article_id = $1 ORDER BY rank`, article)
	if err != nil {
		return r, err
	}
	s := &r.Spoiler
	err = tx.QueryRowContext(ctx, `
		SELECT level, show, title, season, episode, told FROM article_spoilers WHERE article_id = $1`, article).
		Scan(&s.Level, &s.Show, &s.Title, &s.Season, &s.Episode, &s.Told)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

// sameReading compares what is kept of two readings.
func sameReading(a, b news.Reading) bool {
	return slices.Equal(a.Shows, b.Shows) && slices.Equal(a.People, b.People) && slices.Equal(a.Facts, b.Facts) &&
		a.Spoiler == b.Spoiler
}
