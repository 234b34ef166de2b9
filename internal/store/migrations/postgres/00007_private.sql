-- +goose Up

-- Whether a feed for all guilds, or none, announced the show.
ALTER TABLE shows ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE shows SET shared = TRUE WHERE EXISTS (SELECT 1 FROM article_shows s WHERE s.show = shows.slug AND s.about
	AND (s.feed_id = 0 OR EXISTS (SELECT 1 FROM feeds v WHERE v.id = s.feed_id AND v.shared)));

-- +goose Down
ALTER TABLE shows DROP COLUMN shared;
