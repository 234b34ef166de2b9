package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/commands"
	"greenlit/internal/discord"
)

// Time between attempts to register the commands, at first and at most.
const (
	firstRegisterWait = 500 * time.Millisecond
	mostRegisterWait  = time.Minute
)

// register makes Discord offer the bot's commands. It goes on for as long as
// Discord has trouble or wants to be left alone, since the bot posts without
// them; only what Discord refuses is an error.
func (b *Bot) register(ctx context.Context, s commands.Registrar, app, guild string) error {
	for wait := firstRegisterWait; ; wait = min(2*wait, mostRegisterWait) {
		changed, err := commands.Register(ctx, s, app, guild, b.cmds)
		switch {
		case err == nil:
			b.log.Info("commands registered", "changed", changed)
			return nil
		case ctx.Err() != nil:
			return nil //nolint:nilerr // the bot is being stopped
		case guild != "" && (status(err) == http.StatusForbidden || status(err) == http.StatusNotFound):
			return fmt.Errorf("DISCORD_GUILD_ID %s is no server that the bot is in", guild)
		case errors.Is(err, discord.ErrToken):
			return err
		}
		if refused := refusal(err); refused != "" {
			return fmt.Errorf("the bot's commands are refused by Discord: %s", refused)
		}
		var limit *discord.LimitError
		if errors.As(err, &limit) {
			wait = max(wait, limit.Wait)
		}
		b.log.Warn("commands not registered", "error", err, "wait", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// refusal returns what Discord says of a request that it won't have, however
// often it is made; "" for other errors.
func refusal(err error) string {
	code := status(err)
	if code < 400 || code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout {
		return ""
	}
	if e, ok := errors.AsType[*discordgo.RESTError](err); ok && e.Message != nil && e.Message.Message != "" {
		return fmt.Sprintf("status %d, %s (code %d)", code, e.Message.Message, e.Message.Code)
	}
	return fmt.Sprintf("status %d", code)
}

// status returns the HTTP status that an error tells of; 0 for other errors.
func status(err error) int {
	if e, ok := errors.AsType[*discordgo.RESTError](err); ok && e.Response != nil {
		return e.Response.StatusCode
	}
	return 0
}
