-- +goose Up

-- What a guild's moderators are told, each once.
CREATE TABLE notices (
	id         INTEGER PRIMARY KEY,
	guild      TEXT    NOT NULL,
	kind       TEXT    NOT NULL,
	channel    TEXT    NOT NULL, -- that it is about; '' for none
	feed_id    BIGINT  NOT NULL, -- that it is about; 0 for none
	since      BIGINT  NOT NULL, -- when that happened
	reason     TEXT    NOT NULL,
	created_at BIGINT  NOT NULL,
	due_at     BIGINT, -- or the end of a claim; NULL when it was told or given up
	attempts   INTEGER NOT NULL DEFAULT 0, -- started
	first_at   BIGINT,
	message    TEXT    NOT NULL DEFAULT '',
	error      TEXT    NOT NULL DEFAULT '', -- of the last attempt
	UNIQUE (guild, kind, channel, feed_id, since)
);
CREATE INDEX notices_due ON notices (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX notices_order ON notices (guild, id) WHERE due_at IS NOT NULL;

-- What moderators chose for their guild.
CREATE TABLE guilds (
	guild   TEXT NOT NULL PRIMARY KEY,
	notices TEXT NOT NULL -- channel for them; '' for the guild's system channel
) WITHOUT ROWID;

ALTER TABLE feeds ADD COLUMN broken_since BIGINT; -- NULL while it can be read

-- +goose Down
ALTER TABLE feeds DROP COLUMN broken_since;
DROP TABLE guilds;
DROP TABLE notices;
