-- +goose Up

ALTER TABLE feeds ADD COLUMN moved_to TEXT NOT NULL DEFAULT ''; -- where permanent redirects led last
ALTER TABLE feeds ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;  -- how often in a row

-- A feed's former address stays as a row that names the feed, so that who
-- still asks for it gets the feed, and is not polled. Where the new address
-- was a feed already, the row also keeps its articles, and who may see them.
ALTER TABLE feeds ADD COLUMN moved_into BIGINT;
CREATE INDEX feeds_moved ON feeds (moved_into) WHERE moved_into IS NOT NULL;

-- +goose Down
DROP INDEX feeds_moved;
ALTER TABLE feeds DROP COLUMN moved_into;
ALTER TABLE feeds DROP COLUMN moves;
ALTER TABLE feeds DROP COLUMN moved_to;
