-- +goose Up

-- Outlets tell one story at several addresses: a story that turned out to be
-- another one names it here, and has no articles of its own.
ALTER TABLE stories ADD COLUMN same_as BIGINT;

-- What an article tells, to be compared with others of the same days.
CREATE TABLE article_events (
	article_id INTEGER PRIMARY KEY REFERENCES articles (id),
	story_id   BIGINT NOT NULL,
	event      TEXT   NOT NULL -- JSON
);

-- A message is edited when further outlets tell its story.
ALTER TABLE deliveries ADD COLUMN edit_at BIGINT; -- when that is due, or the end of a claim; NULL when it is not
ALTER TABLE deliveries ADD COLUMN edit_attempts INTEGER NOT NULL DEFAULT 0; -- started
ALTER TABLE deliveries ADD COLUMN edit_article BIGINT NOT NULL DEFAULT 0; -- newest that it is due for; -1: never again
CREATE INDEX deliveries_edits ON deliveries (edit_at) WHERE edit_at IS NOT NULL AND state = 'delivered';

-- +goose Down
DROP TABLE article_events;
DROP INDEX deliveries_edits;
ALTER TABLE deliveries DROP COLUMN edit_article;
ALTER TABLE deliveries DROP COLUMN edit_attempts;
ALTER TABLE deliveries DROP COLUMN edit_at;
ALTER TABLE stories DROP COLUMN same_as;
