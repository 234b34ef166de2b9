-- +goose Up

-- What an article gives away; most give nothing away and have no row.
CREATE TABLE article_spoilers (
	article_id BIGINT  NOT NULL PRIMARY KEY REFERENCES articles (id),
	level      INTEGER NOT NULL, -- 1 casting, 2 plot
	show       TEXT    NOT NULL,
	title      TEXT    NOT NULL,
	season     INTEGER NOT NULL,
	episode    INTEGER NOT NULL,
	told       BOOLEAN NOT NULL
);

CREATE INDEX facts_person ON facts (person, type, dated_at DESC, article_id DESC, rank) WHERE person <> '';

-- +goose Down
DROP INDEX facts_person;
DROP TABLE article_spoilers;
