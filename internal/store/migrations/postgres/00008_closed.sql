-- +goose Up

-- A story of which posts were pruned, so that the rows no longer say which
-- channels had it, is posted nowhere any more.
ALTER TABLE stories ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE stories DROP COLUMN closed;
