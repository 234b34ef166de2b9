-- +goose Up

-- How much a feed brought that was new since then, for a day at most.
ALTER TABLE feeds ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN brought_since BIGINT;

-- +goose Down
ALTER TABLE feeds DROP COLUMN brought_since;
ALTER TABLE feeds DROP COLUMN brought;
