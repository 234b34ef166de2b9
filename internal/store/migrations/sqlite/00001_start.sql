-- +goose Up

-- Times are Unix milliseconds in UTC; NULL is a time that is not known.

CREATE TABLE feeds (
	id            INTEGER PRIMARY KEY,
	url           TEXT    NOT NULL UNIQUE,
	title         TEXT    NOT NULL,
	outlet        TEXT    NOT NULL,
	shared        BOOLEAN NOT NULL,
	etag          TEXT    NOT NULL,
	last_modified TEXT    NOT NULL,
	next_poll     BIGINT,
	last_poll     BIGINT,
	last_success  BIGINT,
	failures      INTEGER NOT NULL,
	error         TEXT    NOT NULL,
	claimable_at  BIGINT -- next_poll, or the end of a claim; NULL when nobody wants the feed
);
CREATE INDEX feeds_claimable ON feeds (claimable_at) WHERE claimable_at IS NOT NULL;
CREATE INDEX feeds_shared ON feeds (id) WHERE shared;

CREATE TABLE feed_guilds (
	guild    TEXT   NOT NULL,
	feed_id  BIGINT NOT NULL REFERENCES feeds (id),
	added_by TEXT   NOT NULL,
	added_at BIGINT NOT NULL,
	PRIMARY KEY (guild, feed_id)
) WITHOUT ROWID;
CREATE INDEX feed_guilds_feed ON feed_guilds (feed_id);

CREATE TABLE stories (
	id         INTEGER PRIMARY KEY,
	key        TEXT    NOT NULL UNIQUE,
	created_at BIGINT  NOT NULL
);

-- The long columns come last, so that reading the others does not page through them.
CREATE TABLE articles (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	feed_id      BIGINT NOT NULL, -- 0 for none
	item_key     TEXT   NOT NULL,
	hash         TEXT   NOT NULL,
	story_id     BIGINT NOT NULL REFERENCES stories (id),
	published_at BIGINT,
	updated_at   BIGINT,
	seen_at      BIGINT NOT NULL,
	title        TEXT   NOT NULL,
	link         TEXT   NOT NULL,
	author       TEXT   NOT NULL,
	author_role  TEXT   NOT NULL,
	outlet       TEXT   NOT NULL,
	source       TEXT   NOT NULL,
	image        TEXT   NOT NULL,
	language     TEXT   NOT NULL,
	categories   TEXT   NOT NULL, -- JSON, '' for none
	summary      TEXT   NOT NULL,
	blocks       TEXT   NOT NULL, -- JSON, '' for none
	UNIQUE (feed_id, item_key)
);
CREATE INDEX articles_story ON articles (story_id, feed_id);

-- feed_id and dated_at (when the article is dated) are copies from articles, so
-- that one index answers what is new of a show in a guild.
CREATE TABLE article_shows (
	article_id BIGINT  NOT NULL REFERENCES articles (id),
	show       TEXT    NOT NULL,
	rank       INTEGER NOT NULL, -- 0 is the most important
	about      BOOLEAN NOT NULL,
	feed_id    BIGINT  NOT NULL,
	dated_at   BIGINT  NOT NULL,
	PRIMARY KEY (article_id, show)
) WITHOUT ROWID;
CREATE INDEX article_shows_newest ON article_shows (show, dated_at DESC, article_id DESC, feed_id, about) WHERE about;

CREATE TABLE article_people (
	article_id BIGINT  NOT NULL REFERENCES articles (id),
	rank       INTEGER NOT NULL,
	person     TEXT    NOT NULL,
	PRIMARY KEY (article_id, rank)
) WITHOUT ROWID;
CREATE INDEX article_people_person ON article_people (person, article_id);

CREATE TABLE facts (
	id             INTEGER PRIMARY KEY,
	article_id     BIGINT  NOT NULL REFERENCES articles (id),
	rank           INTEGER NOT NULL, -- order within the article
	dated_at       BIGINT  NOT NULL, -- copy, as in article_shows
	type           TEXT    NOT NULL,
	show           TEXT    NOT NULL,
	person         TEXT    NOT NULL,
	character      TEXT    NOT NULL,
	role           TEXT    NOT NULL,
	status         TEXT    NOT NULL,
	season         INTEGER NOT NULL,
	date           TEXT    NOT NULL,
	network        TEXT    NOT NULL,
	place          TEXT    NOT NULL,
	text           TEXT    NOT NULL,
	outlet         TEXT    NOT NULL,
	certainty      TEXT    NOT NULL,
	former         BOOLEAN NOT NULL,
	evidence_block INTEGER NOT NULL,
	evidence_start INTEGER NOT NULL,
	evidence_end   INTEGER NOT NULL,
	sentence       TEXT    NOT NULL,
	rule           TEXT    NOT NULL
);
CREATE INDEX facts_article ON facts (article_id);
CREATE INDEX facts_newest ON facts (show, type, dated_at DESC, article_id DESC, rank);

-- Shows that articles announced and that no list knows.
CREATE TABLE shows (
	slug       TEXT    NOT NULL PRIMARY KEY,
	title      TEXT    NOT NULL,
	year       INTEGER NOT NULL,
	network    TEXT    NOT NULL,
	country    TEXT    NOT NULL,
	aliases    TEXT    NOT NULL, -- JSON, '' for none
	ambiguity  INTEGER NOT NULL,
	learnt_at  BIGINT  NOT NULL
);

CREATE TABLE subscriptions (
	id      INTEGER PRIMARY KEY,
	guild   TEXT   NOT NULL,
	channel TEXT   NOT NULL,
	show    TEXT   NOT NULL, -- '*' for every story
	by_user TEXT   NOT NULL,
	since   BIGINT NOT NULL,
	stopped TEXT   NOT NULL,
	UNIQUE (channel, show)
);
CREATE INDEX subscriptions_show ON subscriptions (show);
CREATE INDEX subscriptions_guild ON subscriptions (guild);

CREATE TABLE deliveries (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	story_id     BIGINT  NOT NULL REFERENCES stories (id),
	article_id   BIGINT  NOT NULL,
	guild        TEXT    NOT NULL,
	channel      TEXT    NOT NULL,
	show         TEXT    NOT NULL, -- why the channel gets it; '*' when it follows everything
	state        TEXT    NOT NULL DEFAULT 'waiting', -- then 'delivered' or 'aside'
	attempts     INTEGER NOT NULL DEFAULT 0,         -- started
	created_at   BIGINT  NOT NULL,
	first_at     BIGINT,
	delivered_at BIGINT,
	message      TEXT    NOT NULL DEFAULT '',
	reason       TEXT    NOT NULL DEFAULT '', -- of the last failure
	UNIQUE (story_id, channel)
);
CREATE INDEX deliveries_waiting ON deliveries (channel, id, created_at) WHERE state = 'waiting';

-- One row for each channel that ever had a delivery. Claiming the row claims
-- the channel's oldest waiting delivery, so one at most is in flight.
CREATE TABLE channels (
	channel      TEXT   NOT NULL PRIMARY KEY,
	guild        TEXT   NOT NULL,
	served_at    BIGINT NOT NULL, -- last claim
	claimable_at BIGINT -- also the end of a claim or of a pause; NULL when nothing waits
) WITHOUT ROWID;
CREATE INDEX channels_turn ON channels (served_at, channel, claimable_at, guild) WHERE claimable_at IS NOT NULL;
CREATE INDEX channels_guild ON channels (guild, served_at);

-- +goose Down
DROP TABLE channels;
DROP TABLE deliveries;
DROP TABLE subscriptions;
DROP TABLE shows;
DROP TABLE facts;
DROP TABLE article_people;
DROP TABLE article_shows;
DROP TABLE articles;
DROP TABLE stories;
DROP TABLE feed_guilds;
DROP TABLE feeds;
