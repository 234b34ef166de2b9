package commands

import (
	"context"
	"fmt"
	"slices"
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
	subs, err := c.subscriptions.Subscriptions(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing subscriptions: %w", err)
	}
	meant := c.meant(asked, postedIn(subs, channel))
	switch len(meant) {
	case 0:
		return Reply{}, c.notPosted(asked, channel, subs)
	case 1:
	default:
		return Reply{}, unclear(asked, "show", c.choices(meant))
	}
	removed, err := c.subscriptions.Unsubscribe(ctx, req.Guild, channel, meant[0])
	if err != nil {
		return Reply{}, fmt.Errorf("unsubscribing from %s: %w", meant[0], err)
	}
	if !removed {
		return Reply{}, c.notPosted(asked, channel, nil) // somebody was faster
	}
	if meant[0] == news.Everything {
		return Reply{Content: fmt.Sprintf("%s no longer gets all stories.", render.Channel(channel))}, nil
	}
	return Reply{Content: fmt.Sprintf("Stories about %s will no longer be posted in %s.", bold(c.shows.label(meant[0])), render.Channel(channel))}, nil
}

// meant returns which of the shows that are posted somebody asks for.
func (c unsubscribeCommand) meant(asked string, posted []tv.Slug) []tv.Slug {
	if isEverything(asked) {
		return keep(posted, func(s tv.Slug) bool { return s == news.Everything })
	}
	meant := keep(posted, func(s tv.Slug) bool { return string(s) == asked })
	if len(meant) > 0 {
		return meant
	}
	// Of the shows that somebody may mean, only those posted here count.
	for _, m := range c.shows.names().Find(asked) {
		meant = append(meant, keep(posted, func(s tv.Slug) bool { return s == m.Show.Slug })...)
	}
	return meant
}

// postedIn returns what is posted in the channel, or in any for "".
func postedIn(subs []news.Subscription, channel news.ChannelID) []tv.Slug {
	var slugs []tv.Slug
	for _, s := range subs {
		if (s.Channel == channel || channel == "") && !slices.Contains(slugs, s.Show) {
			slugs = append(slugs, s.Show)
		}
	}
	return slugs
}

// notPosted says that the channel does not get what was asked for, and which
// channel does or what it gets instead.
func (c unsubscribeCommand) notPosted(asked string, channel news.ChannelID, subs []news.Subscription) error {
	e := &UserError{Reply{
		Content: fmt.Sprintf("Nothing about %s is posted in %s.", quoted(asked), render.Channel(channel)),
		Private: true, Option: "show",
	}}
	var elsewhere []string
	for _, s := range subs {
		if s.Channel != channel && len(c.meant(asked, []tv.Slug{s.Show})) > 0 && len(elsewhere) < maxChoices {
			elsewhere = append(elsewhere, render.Channel(s.Channel))
		}
	}
	posted := postedIn(subs, channel)
	switch {
	case len(elsewhere) > 0:
		e.Reply.Content += " It is posted in " + strings.Join(elsewhere, ", ") + ": name the channel too."
	case len(posted) > 0:
		e.Reply.Choices = c.choices(posted)
		e.Reply.Content += " Which one do you mean?"
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

// complete suggests what is posted in the channel, or anywhere while none is
// chosen.
func (c unsubscribeCommand) complete(ctx context.Context, req Request) ([]Choice, error) {
	subs, err := c.subscriptions.Subscriptions(ctx, req.Guild)
	if err != nil {
		return nil, fmt.Errorf("listing subscriptions: %w", err)
	}
	typed := tv.Fold(req.Options[req.Focused])
	return c.choices(keep(postedIn(subs, news.ChannelID(req.Options["channel"])), func(s tv.Slug) bool {
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
