package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"greenlit/internal/bot"
	"greenlit/internal/config"
)

type rereadCmd struct {
	config.Store
	config.Log
}

// Run reads every stored article again, and tells how many say something else
// now.
func (c *rereadCmd) Run(ctx context.Context, s streams) error {
	b, err := bot.Open(ctx, bot.Options{DatabaseURL: c.DatabaseURL, Log: c.Logger(s.err)})
	if err != nil {
		return err
	}
	defer b.Close()
	clear, progress := "", func(int, int) {}
	if terminal(s.err) {
		clear = "\r\x1b[K"
		progress = func(done, changed int) {
			fmt.Fprintf(s.err, "%sarticles read again: %d, changed: %d", clear, done, changed)
		}
	}
	done, changed, err := b.Reread(ctx, progress)
	fmt.Fprint(s.err, clear)
	switch {
	case ctx.Err() != nil:
		_, err = fmt.Fprintf(s.out, "Stopped. Articles read again: %d, changed: %d, which stays. Run it again to read all.\n", done, changed)
	case err == nil:
		_, err = fmt.Fprintf(s.out, "Articles read again: %d, changed: %d.\n", done, changed)
	}
	return err
}

// terminal reports whether somebody may be watching w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
