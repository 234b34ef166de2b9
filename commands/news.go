package commands

import (
	"context"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Articles looks up stored articles dated before a time, newest first. The
// zero time is the end of all.
type Articles interface {
	ArticlesUntil(ctx context.Context, guild news.GuildID, show tv.Slug, until time.Time, limit int) ([]news.Article, error)
}

// newsShown is how many articles /news lists.
const newsShown = 10

// newsCommand is /news: what became of a show, and the newest articles about
// it.
type newsCommand struct {
	shows      finder
	articles   Articles
	statements Statements
	now        func() time.Time
}

func (c newsCommand) command() Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:        "news",
			Description: "What became of a show, and the newest articles about it",
			Options: []*discordgo.ApplicationCommandOption{
				showOption("The show, such as jessica-jones or The Defenders"), asOfOption(),
			},
			Contexts: anywhere(),
		},
		Complete: c.shows.complete,
		Handle:   c.answer,
	}
}

func (c newsCommand) answer(ctx context.Context, req Request) (Reply, error) {
	day, until, err := asOf(req, c.now())
	if err != nil {
		return Reply{}, err
	}
	show, err := c.shows.find(ctx, req, "show")
	if err != nil {
		return Reply{}, err
	}
	list, err := c.articles.ArticlesUntil(ctx, req.Guild, show.Slug, until, newsShown)
	if err != nil {
		return Reply{}, fmt.Errorf("articles about %s: %w", show.Slug, err)
	}
	if len(list) == 0 && day != "" {
		return Reply{Content: fmt.Sprintf("No news about %s as of %s: none of the feeds had told of it.", bold(show.Label()), day.Human())}, nil
	}
	if len(list) == 0 {
		return Reply{Content: fmt.Sprintf("No news about %s yet: none of the feeds has told of it.", bold(show.Label()))}, nil
	}
	stated, err := c.statements.StatementsUntil(ctx, req.Guild, show.Slug, until, tv.Status, tv.Network)
	if err != nil {
		return Reply{}, fmt.Errorf("status of %s: %w", show.Slug, err)
	}
	return Reply{Embeds: render.News(show, news.Statuses(stated), list, day)}, nil
}
