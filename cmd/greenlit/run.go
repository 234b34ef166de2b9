package main

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"greenlit/internal/bot"
	"greenlit/internal/config"
	"greenlit/internal/discord"
)

type runCmd struct {
	config.Discord
	config.Store
	config.Feeds
	config.Web
	config.WebSub
	config.Metrics
	config.Log
}

// Run is the bot at work until ctx ends.
func (c *runCmd) Run(ctx context.Context, s streams) error {
	for _, err := range []error{c.Discord.Check(), c.WebSub.Check(), c.Metrics.Check()} {
		if err != nil {
			return usageError{err}
		}
	}
	feeds, err := c.Feeds.List()
	if err != nil {
		return usageError{err}
	}
	b, err := bot.Open(ctx, bot.Options{
		DatabaseURL:  c.DatabaseURL,
		UserAgent:    c.UserAgent(),
		AllowedHosts: c.Hosts(),
		PublicURL:    c.PublicURL,
		Listen:       c.Listen,
		Log:          c.Logger(s.err),
	})
	if err != nil {
		return err
	}
	defer b.Close()
	if err := b.ShareFeeds(ctx, feeds); err != nil {
		return err
	}
	metrics := newMetrics()
	g, ctx := errgroup.WithContext(ctx)
	if c.MetricsListen != "" {
		g.Go(func() error { return serveMetrics(ctx, c.MetricsListen, metrics) })
	}
	g.Go(func() error {
		return b.Run(ctx, bot.Discord{Token: c.Token, APIURL: c.API(), Guild: c.GuildID, RequestsPerSecond: c.Rate}, metrics)
	})
	err = g.Wait()
	switch {
	case errors.Is(err, discord.ErrToken):
		return fmt.Errorf("%w: set DISCORD_TOKEN to the one that https://discord.com/developers/applications shows under Bot", err)
	case errors.Is(err, discord.ErrAPI):
		return fmt.Errorf("DISCORD_API_URL: %w", err)
	}
	return err
}
