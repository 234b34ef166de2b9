package commands

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Statements looks up what articles state about a show, newest article first.
type Statements interface {
	Statements(ctx context.Context, guild news.GuildID, show tv.Slug, types ...tv.FactType) ([]news.Statement, error)
}

// castCommand is /cast: who is in a show and who makes it, each with the
// article that says so.
func castCommand(shows finder, statements Statements) Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:        "cast",
			Description: "Who is in a show and who makes it, and which article says so",
			Options:     []*discordgo.ApplicationCommandOption{showOption("The show, such as jessica-jones or The Defenders")},
			Contexts:    anywhere(),
		},
		Complete: shows.complete,
		Handle: func(ctx context.Context, req Request) (Reply, error) {
			show, err := shows.find(ctx, req, "show")
			if err != nil {
				return Reply{}, err
			}
			stated, err := statements.Statements(ctx, req.Guild, show.Slug, tv.Cast, tv.Crew)
			if err != nil {
				return Reply{}, fmt.Errorf("cast of %s: %w", show.Slug, err)
			}
			credits := news.Credits(stated)
			if len(credits) == 0 {
				return Reply{Content: fmt.Sprintf("No article that I have read says yet who is in %s. /news may have more.", bold(show.Label()))}, nil
			}
			return Reply{Embeds: render.Cast(show, credits)}, nil
		},
	}
}
