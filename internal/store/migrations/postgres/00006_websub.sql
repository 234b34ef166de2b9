-- +goose Up

-- What hubs are asked to tell of feeds.
CREATE TABLE hubs (
	feed_id   BIGINT  NOT NULL PRIMARY KEY REFERENCES feeds (id),
	url       TEXT    NOT NULL,
	topic     TEXT    NOT NULL,
	token     TEXT    NOT NULL UNIQUE, -- of the address that the hub tells
	secret    TEXT    NOT NULL,
	due_at    BIGINT  NOT NULL, -- when the hub is asked again
	attempts  INTEGER NOT NULL DEFAULT 0, -- started since the hub last agreed
	asked_at  BIGINT,
	until     BIGINT, -- when the hub stops telling; NULL before it agreed
	pushed_at BIGINT  -- for when its last word made the feed due
);
CREATE INDEX hubs_due ON hubs (due_at);

ALTER TABLE feeds ADD COLUMN pushed_at BIGINT; -- due by a hub's word since the last claim

-- +goose Down
ALTER TABLE feeds DROP COLUMN pushed_at;
DROP TABLE hubs;
