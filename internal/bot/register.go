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
			return nil
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
	var e *discordgo.RESTError
	if !errors.As(err, &e) || e.Response == nil {
		return ""
	}
	status := e.Response.StatusCode
	if status < 400 || status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout {
		return ""
	}
	if e.Message != nil && e.Message.Message != "" {
		return fmt.Sprintf("status %d, %s (code %d)", status, e.Message.Message, e.Message.Code)
	}
	return fmt.Sprintf("status %d", status)
}
