package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	_, missing := os.Stat(c.DatabaseURL)
	b, err := bot.Open(ctx, bot.Options{DatabaseURL: c.DatabaseURL, Log: c.Logger(s.err)})
	if err != nil {
		return err
	}
	defer b.Close()
	if errors.Is(missing, fs.ErrNotExist) && !strings.Contains(c.DatabaseURL, "://") {
		fmt.Fprintf(s.err, "greenlit: there was no %s: this store is new, and nothing was read into it yet\n", c.DatabaseURL)
	}
	reply, err := b.Ask(ctx, strings.Join(c.Command, " "))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, reply.Plain())
	return err
}
