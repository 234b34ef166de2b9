package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"

	"greenlit/internal/config"
	"greenlit/internal/demo"
)

type demoCmd struct {
	Level config.Level `name:"log-level" env:"DEMO_LOG_LEVEL" default:"error" help:"How much of the bot's log to show: debug, info, warn or error."`
}

// Run shows the bot at work. What is typed is answered as it comes when a
// person types it, else line by line until the input ends.
func (c *demoCmd) Run(ctx context.Context, s streams) error {
	signal.Ignore(syscall.SIGPIPE) // writing to a pipe that is closed ends the demo in good order
	in, isFile := s.in.(*os.File)
	return demo.Run(ctx, demo.Options{
		In: s.in, Out: s.out,
		Interactive: isFile && isatty.IsTerminal(in.Fd()),
		Log:         config.Log{Level: c.Level}.Logger(s.err),
	})
}
