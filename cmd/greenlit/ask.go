package main

import (
	"context"
	"fmt"
	"strings"

	"greenlit/internal/bot"
	"greenlit/internal/config"
)

type askCmd struct {
	Command []string `arg:"" name:"line" help:"A slash command, such as \"/cast jessica-jones\"."`
	config.Store
	config.Log
}

// Run answers the command from the store, as text.
func (c *askCmd) Run(ctx context.Context, s streams) error {
	b, err := bot.Open(ctx, bot.Options{DatabaseURL: c.DatabaseURL, Log: c.Logger(s.err)})
	if err != nil {
		return err
	}
	defer b.Close()
	reply, err := b.Ask(ctx, strings.Join(c.Command, " "))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, reply.Plain())
	return err
}
