package commands

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Articles looks up stored articles, newest first.
type Articles interface {
	ArticlesAbout(ctx context.Context, guild news.GuildID, show tv.Slug, limit int) ([]news.Article, error)
}

// newsShown is how many articles /news lists.
const newsShown = 10

// newsCommand is /news: the newest articles about a show.
func newsCommand(shows finder, articles Articles) Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:        "news",
			Description: "The newest articles about a show",
			Options:     []*discordgo.ApplicationCommandOption{showOption("The show, such as jessica-jones or The Defenders")},
			Contexts:    anywhere(),
		},
		Complete: shows.complete,
		Handle: func(ctx context.Context, req Request) (Reply, error) {
			show, err := shows.find(ctx, req, "show")
			if err != nil {
				return Reply{}, err
			}
			list, err := articles.ArticlesAbout(ctx, req.Guild, show.Slug, newsShown)
			if err != nil {
				return Reply{}, fmt.Errorf("articles about %s: %w", show.Slug, err)
			}
			if len(list) == 0 {
				return Reply{Content: fmt.Sprintf("No news about %s yet: none of the feeds has told of it.", bold(show.Label()))}, nil
			}
			return Reply{Embeds: render.News(show, list)}, nil
		},
	}
}
