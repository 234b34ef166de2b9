-- +goose Up

-- When the bot was removed from the guild; NULL while it is there.
ALTER TABLE guilds ADD COLUMN left_at BIGINT;

-- +goose Down
ALTER TABLE guilds DROP COLUMN left_at;
