package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

type unsubscribeCommand struct {
	shows         finder
	subscriptions Subscriptions
}

// command is /unsubscribe: a channel no longer gets the stories about a show.
func (c unsubscribeCommand) command() Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:                     "unsubscribe",
			Description:              "Stop posting the stories about a show in a channel",
			DefaultMemberPermissions: manageServer(),
			Contexts:                 inServers(),
			Options: []*discordgo.ApplicationCommandOption{
				showOption("The show, or everything where all news is posted"),
				channelOption("Where it is posted; this channel unless you choose another"),
			},
		},
		Moderators: true,
		Complete:   c.complete,
		Handle:     c.handle,
	}
}

func (c unsubscribeCommand) handle(ctx context.Context, req Request) (Reply, error) {
	asked, channel := req.Options["show"], channelOf(req)
	posted, err := c.posted(ctx, req.Guild, channel)
	if err != nil {
		return Reply{}, err
	}
	var meant []tv.Slug
	if isEverything(asked) {
		meant = keep(posted, func(s tv.Slug) bool { return s == news.Everything })
	} else if meant = keep(posted, func(s tv.Slug) bool { return string(s) == asked }); len(meant) == 0 {
		// Of the shows that somebody may mean, only those posted here count.
		for _, m := range c.shows.names().Find(asked) {
			meant = append(meant, keep(posted, func(s tv.Slug) bool { return s == m.Show.Slug })...)
		}
	}
	switch len(meant) {
	case 0:
		return Reply{}, c.notPosted(asked, channel, posted)
	case 1:
	default:
		return Reply{}, unclear(asked, "show", c.choices(meant))
	}
	removed, err := c.subscriptions.Unsubscribe(ctx, req.Guild, channel, meant[0])
	if err != nil {
		return Reply{}, fmt.Errorf("unsubscribing from %s: %w", meant[0], err)
	}
	if !removed {
		return Reply{}, c.notPosted(asked, channel, nil)
	}
	what := "Stories about " + bold(c.shows.label(meant[0]))
	if meant[0] == news.Everything {
		what = "All stories"
	}
	return Reply{Content: fmt.Sprintf("%s will no longer be posted in %s.", what, render.Channel(channel))}, nil
}

// posted returns what is posted in the channel.
func (c unsubscribeCommand) posted(ctx context.Context, guild news.GuildID, channel news.ChannelID) ([]tv.Slug, error) {
	subs, err := c.subscriptions.Subscriptions(ctx, guild)
	if err != nil {
		return nil, fmt.Errorf("listing subscriptions: %w", err)
	}
	var slugs []tv.Slug
	for _, s := range subs {
		if s.Channel == channel {
			slugs = append(slugs, s.Show)
		}
	}
	return slugs, nil
}

func (c unsubscribeCommand) notPosted(asked string, channel news.ChannelID, posted []tv.Slug) error {
	e := &UserError{Reply{
		Content: fmt.Sprintf("Nothing about %s is posted in %s.", quoted(asked), render.Channel(channel)),
		Private: true, Choices: c.choices(posted), Option: "show",
	}}
	if len(posted) > 0 {
		e.Reply.Content += " This is: which one do you mean?"
	}
	return e
}

func (c unsubscribeCommand) choices(slugs []tv.Slug) []Choice {
	var list []Choice
	for _, s := range slugs {
		list = append(list, Choice{Name: c.shows.label(s), Value: string(s)})
	}
	return list
}

// complete suggests what is posted in the channel.
func (c unsubscribeCommand) complete(ctx context.Context, req Request) ([]Choice, error) {
	posted, err := c.posted(ctx, req.Guild, channelOf(req))
	if err != nil {
		return nil, err
	}
	typed := tv.Fold(req.Options[req.Focused])
	return c.choices(keep(posted, func(s tv.Slug) bool {
		return strings.Contains(tv.Fold(c.shows.label(s)), typed)
	})), nil
}

func keep(list []tv.Slug, wanted func(tv.Slug) bool) []tv.Slug {
	var kept []tv.Slug
	for _, s := range list {
		if wanted(s) {
			kept = append(kept, s)
		}
	}
	return kept
}
