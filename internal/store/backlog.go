package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"greenlit/internal/news"
)

const backlog = `
	SELECT id, guild, channel, story_id, article_id, show, attempts, created_at, first_at FROM deliveries
	WHERE channel = (SELECT channel FROM deliveries WHERE id = $1) AND state = 'waiting' AND id > $1 AND created_at < $2 AND attempts = 0
	ORDER BY id LIMIT CAST($3 AS BIGINT)`

// Backlog returns the deliveries that wait behind this one in its channel and
// were made before then, oldest first. They are not claimed, and no attempt is
// counted. One that was attempted may be posted already, so it is not among
// them: on PostgreSQL an older delivery can appear after it.
func (s *Store) Backlog(ctx context.Context, delivery int64, before time.Time, limit int) ([]news.Delivery, error) {
	behind, err := all(ctx, s.read, scanDelivery, backlog, delivery, before.UnixMilli(), limit)
	if err == nil && len(behind) > 0 {
		behind, err = fillDeliveries(ctx, s.read, behind)
	}
	if err != nil {
		return nil, fmt.Errorf("backlog of delivery %d: %w", delivery, err)
	}
	return behind, nil
}

// They are locked in one order, as where they are claimed.
const deliverTogether = `
	WITH together AS (
		SELECT id FROM deliveries WHERE channel = $1 AND state <> 'delivered' AND id IN (%s) ORDER BY id %s
	)
	UPDATE deliveries SET state = 'delivered', message = $2, delivered_at = $3, reason = '', edit_at = NULL, edit_article = -1
	WHERE id IN (SELECT id FROM together)`

// DeliveredTogether marks deliveries of one channel as posted with this
// message, all or none, and frees the channel. Such a message is not edited
// when further outlets tell one of its stories.
func (s *Store) DeliveredTogether(ctx context.Context, ids []int64, message string, at time.Time) error {
	if len(ids) == 0 {
		return errors.New("delivered together: nothing")
	}
	err := s.update(ctx, func(tx *sql.Tx) error {
		channel, err := free(ctx, tx, ids[0], 0)
		if err != nil {
			return err
		}
		placeholders, args := list(4, ids)
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(deliverTogether, placeholders, s.lockRow()),
			append([]any{channel, text(message), at.UnixMilli()}, args...)...); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, rearm, channel)
		return err
	})
	if err != nil {
		return fmt.Errorf("deliveries %v: delivered together: %w", ids, err)
	}
	return nil
}
