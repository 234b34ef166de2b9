package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"greenlit/internal/news"
)

const (
	// mostADay is how many new articles one feed may bring in a day. Feeds of
	// news bring less than 300; a document has at most 1,000, which come at once
	// where a feed was away.
	mostADay = 2000
	// longArticle is the text beyond which an article counts for more than one.
	longArticle = 16 << 10
)

// errFlood ends the saving of a fetch with more than a feed may bring.
var errFlood = errors.New("more than any feed of news brings")

// unitsOf returns for how many articles one counts.
func unitsOf(a *news.Article) int {
	length := 0
	for _, b := range a.Blocks {
		length += len(b.Text)
	}
	return 1 + length/longArticle
}

// bring counts what a feed brought that is new. What its first fetch brings is
// not counted; it is bounded by what a document may have.
func bring(ctx context.Context, tx *sql.Tx, feed int64, units int, at time.Time) error {
	var brought int
	if err := tx.QueryRowContext(ctx, `
		UPDATE feeds SET
			brought       = CASE WHEN brought_since > $2 AND brought_since <= $3 THEN brought ELSE 0 END + CAST($4 AS INTEGER),
			brought_since = CASE WHEN brought_since > $2 AND brought_since <= $3 THEN brought_since ELSE CAST($3 AS BIGINT) END
		WHERE id = $1 RETURNING brought`,
		feed, at.Add(-24*time.Hour).UnixMilli(), at.UnixMilli(), units).Scan(&brought); err != nil {
		return fmt.Errorf("count what it brought: %w", err)
	}
	if brought > mostADay {
		return errFlood
	}
	return nil
}

// stopFlood lets a feed be polled no more, until somebody adds it again.
func stopFlood(ctx context.Context, tx *sql.Tx, f news.Feed, at time.Time) error {
	f.Error = fmt.Sprintf("It brought more than %d new items in a day, which no feed of news does.", mostADay)
	f.BrokenSince, f.NextPoll = at, time.Time{}
	if _, err := tx.ExecContext(ctx, `
		UPDATE feeds SET next_poll = NULL, claimable_at = NULL, last_poll = $2, failures = failures + 1, error = $3, broken_since = $2,
			etag = '', last_modified = '', brought = 0, brought_since = NULL
		WHERE id = $1`, f.ID, at.UnixMilli(), f.Error); err != nil {
		return err
	}
	return tellOf(ctx, tx, news.Fetch{Feed: f, Tell: news.FeedFlood}, at)
}
