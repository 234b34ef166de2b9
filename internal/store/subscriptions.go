package store

import (
	"context"
	"database/sql"
	"fmt"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Subscribe makes a channel receive the stories of a show. Where the channel was
// stopped, everything that it received starts again. added is false when it
// received the show already.
func (s *Store) Subscribe(ctx context.Context, sub news.Subscription) (added bool, err error) {
	err = s.update(ctx, func(tx *sql.Tx) error {
		n, err := changes(ctx, tx, `
			INSERT INTO subscriptions (guild, channel, show, by_user, since, stopped) VALUES ($1, $2, $3, $4, $5, '')
			ON CONFLICT (channel, show) DO UPDATE SET by_user = excluded.by_user, since = excluded.since, stopped = ''
			WHERE subscriptions.stopped <> ''`,
			text(sub.Guild), text(sub.Channel), key(sub.Show), text(sub.By), sub.Since.UnixMilli())
		if added = n > 0; err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE subscriptions SET stopped = '' WHERE channel = $1 AND stopped <> ''`, text(sub.Channel))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("subscribe channel %s to %s: %w", sub.Channel, sub.Show, err)
	}
	return added, nil
}

// Unsubscribe ends a subscription, and reports whether there was one. What
// waits for the channel already is still delivered.
func (s *Store) Unsubscribe(ctx context.Context, guild news.GuildID, channel news.ChannelID, show tv.Slug) (removed bool, err error) {
	n, err := changes(ctx, s.write, `DELETE FROM subscriptions WHERE guild = $1 AND channel = $2 AND show = $3`,
		text(guild), text(channel), key(show))
	if err != nil {
		return false, fmt.Errorf("unsubscribe channel %s from %s: %w", channel, show, err)
	}
	return n > 0, nil
}

// Subscriptions returns the guild's subscriptions, oldest first, with those
// that are stopped.
func (s *Store) Subscriptions(ctx context.Context, guild news.GuildID) ([]news.Subscription, error) {
	scan := func(r row) (sub news.Subscription, err error) {
		err = r.Scan(&sub.ID, &sub.Guild, &sub.Channel, &sub.Show, &sub.By, clock{&sub.Since}, &sub.Stopped)
		return sub, err
	}
	subs, err := all(ctx, s.read, scan, `
		SELECT id, guild, channel, show, by_user, since, stopped FROM subscriptions WHERE guild = $1 ORDER BY id`, text(guild))
	if err != nil {
		return nil, fmt.Errorf("subscriptions of guild %q: %w", guild, err)
	}
	return subs, nil
}
