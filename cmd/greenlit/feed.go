package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenlit/internal/config"
	"greenlit/internal/feed"
)

type feedCmd struct {
	Input []string `arg:"" help:"Files or addresses of feeds."`
	JSON  bool     `name:"json" env:"FEED_JSON" help:"Print one JSON object an input, a line each."`
	config.Web
}

// Run prints what the bot sees in each feed. It fails when one of them is none.
func (c *feedCmd) Run(ctx context.Context, s streams) error {
	f := &feed.Fetcher{Client: feed.NewClient(feed.ClientOptions{AllowHosts: c.Hosts()}), UserAgent: c.UserAgent()}
	bad := 0
	for _, input := range c.Input {
		look := f.Look(ctx, input)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !look.OK {
			bad++
		}
		if err := c.print(s, look); err != nil {
			return err
		}
	}
	switch {
	case bad == 0:
		return nil
	case len(c.Input) == 1:
		return errors.New("the input is no feed that can be used")
	}
	return fmt.Errorf("%d of %d inputs are no feeds that can be used", bad, len(c.Input))
}

func (c *feedCmd) print(s streams, look feed.Look) error {
	if c.JSON {
		e := json.NewEncoder(s.out)
		e.SetEscapeHTML(false)
		return e.Encode(look)
	}
	if !look.OK {
		_, err := fmt.Fprintf(s.out, "%s\n  %s\n\n", look.Input, look.Error)
		return err
	}
	fmt.Fprintf(s.out, "%s\n%s, %d items\n", look.Input, or(look.Title, "(no title)"), len(look.Items))
	for _, i := range look.Items {
		day := "no date   "
		if !i.Published.IsZero() {
			day = i.Published.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(s.out, "  %s  %s\n", day, or(i.Title, "(no title)"))
		if i.Link != "" {
			fmt.Fprintf(s.out, "              %s\n", i.Link)
		}
	}
	_, err := fmt.Fprintln(s.out)
	return err
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
