package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Feeds keeps the feeds that a guild sees: the operator's shared ones and its
// own.
type Feeds interface {
	AddFeed(ctx context.Context, guild news.GuildID, f news.Feed, by news.UserID, at time.Time) (feed news.Feed, added bool, err error)
	RemoveFeed(ctx context.Context, guild news.GuildID, feed int64) (removed bool, err error)
	Feeds(ctx context.Context, guild news.GuildID) ([]news.Feed, error)
}

// Checker reads a feed once, to see whether it is one. Its errors wrap those
// of package news that say what is wrong with an address.
type Checker interface {
	Check(ctx context.Context, url string) (news.Feed, error)
}

// maxFeeds is how many feeds of its own a guild may have.
const maxFeeds = 50

type feedsCommand struct {
	feeds         Feeds
	check         Checker
	explain       func(error) string
	subscriptions Subscriptions
	shows         finder
	now           func() time.Time
}

// command is /feeds: what a server's news come from.
func (c feedsCommand) command() Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:                     "feeds",
			Description:              "The feeds that this server's news come from",
			DefaultMemberPermissions: manageServer(),
			Contexts:                 inServers(),
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type: discordgo.ApplicationCommandOptionSubCommand, Name: "add", Description: "Add a feed of news",
					Options: []*discordgo.ApplicationCommandOption{{
						Type: discordgo.ApplicationCommandOptionString, Name: "url", Required: true, MaxLength: 2000,
						Description: "The address of its RSS, Atom or JSON feed",
					}},
				},
				{
					Type: discordgo.ApplicationCommandOptionSubCommand, Name: "list",
					Description: "Show the feeds, how they do, and what is posted where",
				},
				{
					Type: discordgo.ApplicationCommandOptionSubCommand, Name: "remove", Description: "Remove a feed of this server",
					Options: []*discordgo.ApplicationCommandOption{{
						Type: discordgo.ApplicationCommandOptionString, Name: "feed", Required: true, Autocomplete: true,
						Description: "The feed", MaxLength: 2000,
					}},
				},
			},
		},
		Moderators: true,
		Slow:       func(req Request) bool { return req.Subcommand == "add" },
		Complete:   c.complete,
		Handle: func(ctx context.Context, req Request) (Reply, error) {
			switch req.Subcommand {
			case "add":
				return c.add(ctx, req)
			case "remove":
				return c.remove(ctx, req)
			}
			return c.list(ctx, req)
		},
	}
}

func (c feedsCommand) add(ctx context.Context, req Request) (Reply, error) {
	own, err := c.own(ctx, req.Guild)
	if err != nil {
		return Reply{}, err
	}
	if len(own) >= maxFeeds {
		return Reply{}, tell("This server has %d feeds, which is as many as I keep for one. Take one away with /feeds remove first.", len(own))
	}
	address := strings.Trim(req.Options["url"], "<> ")
	feed, err := c.check.Check(ctx, address)
	if err != nil {
		return Reply{}, c.feedError(address, err)
	}
	feed, added, err := c.feeds.AddFeed(ctx, req.Guild, feed, req.User, c.now())
	if err != nil {
		return Reply{}, fmt.Errorf("adding a feed: %w", err)
	}
	title := bold(render.FeedName(feed))
	switch {
	case !added && feed.Shared:
		return Reply{Content: title + " is one of the operator's feeds, which every server sees already."}, nil
	case !added:
		return Reply{Content: title + " is one of this server's feeds already."}, nil
	}
	return Reply{Content: title + " is added. I read it from now on: what is in it already answers /news soon, " +
		"and what comes new is posted where somebody asked for it with /subscribe."}, nil
}

// feedAdvice is what can be done about what is wrong with an address. What is
// told apart more finely comes first.
var feedAdvice = []struct {
	kind   error
	advice string
}{
	{news.ErrBusy, "Try again in a few minutes."},
	{news.ErrRedirect, "Open the address in your browser. If it shows a feed, give me the address that you end at."},
	{news.ErrNotURL, "Copy the feed's address from your browser; it begins with https://"},
	{news.ErrPrivate, "Use the feed's public address."},
	{news.ErrGone, "Look on the site for its new address."},
	{news.ErrTooBig, "Look on the site for a smaller feed, such as that of one topic."},
	{news.ErrNotFeed, "Look on the site for a link named RSS or Feed; often it is the site's address with /feed at its end."},
	{news.ErrMissing, "Check the address for typing errors, or look on the site for a link named RSS or Feed."},
	{news.ErrTrouble, "Try again later."},
	{news.ErrRefused, "Open it in your browser. If it shows a feed, the site does not let bots in: look for another feed of the same news."},
	{news.ErrNoAnswer, "Check the address for typing errors, or try again later."},
	{context.DeadlineExceeded, "Try again later."},
}

// feedError says in words what is wrong with an address, and what to do.
func (c feedsCommand) feedError(address string, err error) error {
	for _, e := range feedAdvice {
		if errors.Is(err, e.kind) {
			return tell("%s was not added. %s %s", quoted(address), render.Escape(c.explain(err)), e.advice)
		}
	}
	return fmt.Errorf("checking a feed: %w", err)
}

func (c feedsCommand) list(ctx context.Context, req Request) (Reply, error) {
	feeds, err := c.feeds.Feeds(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing feeds: %w", err)
	}
	subs, err := c.subscriptions.Subscriptions(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing subscriptions: %w", err)
	}
	var reply Reply
	if len(feeds) == 0 {
		reply.Content = "There are no feeds yet. Add one with /feeds add."
	}
	if len(subs) == 0 {
		reply.Content = strings.TrimSpace(reply.Content + "\nNothing is posted in a channel yet. Choose what with /subscribe.")
	}
	var followed []render.Followed
	for _, s := range subs {
		followed = append(followed, render.Followed{Channel: s.Channel, Name: c.shows.label(s.Show), Stopped: s.Stopped})
	}
	reply.Embeds = render.Setup(feeds, followed)
	return reply, nil
}

func (c feedsCommand) remove(ctx context.Context, req Request) (Reply, error) {
	asked := req.Options["feed"]
	feeds, err := c.feeds.Feeds(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing feeds: %w", err)
	}
	var found []news.Feed
	for _, f := range feeds {
		if strconv.FormatInt(f.ID, 10) == asked || strings.EqualFold(f.URL, asked) ||
			tv.Fold(render.FeedName(f)) == tv.Fold(asked) {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 0:
		return Reply{}, tell("This server has no feed %s. Pick one from the list that opens while you type.", quoted(asked))
	case len(found) > 1:
		return Reply{}, &UserError{Reply{
			Content: fmt.Sprintf("Several feeds go by %s. Which one do you mean?", quoted(asked)),
			Choices: feedChoices(found), Option: "feed",
		}}
	case found[0].Shared:
		return Reply{}, tell("%s is one of the operator's feeds, which every server sees. Only the operator can take it away.", bold(render.FeedName(found[0])))
	}
	removed, err := c.feeds.RemoveFeed(ctx, req.Guild, found[0].ID)
	if err != nil {
		return Reply{}, fmt.Errorf("removing feed %d: %w", found[0].ID, err)
	}
	if !removed {
		return Reply{}, tell("%s was taken away already.", bold(render.FeedName(found[0])))
	}
	return Reply{Content: bold(render.FeedName(found[0])) + " is removed. Nothing new comes from it."}, nil
}

// complete suggests the feeds that may be removed.
func (c feedsCommand) complete(ctx context.Context, req Request) ([]Choice, error) {
	own, err := c.own(ctx, req.Guild)
	if err != nil {
		return nil, err
	}
	var list []news.Feed
	for _, f := range own {
		if strings.Contains(tv.Fold(render.FeedName(f)+" "+f.URL), tv.Fold(req.Options[req.Focused])) {
			list = append(list, f)
		}
	}
	return feedChoices(list), nil
}

func feedChoices(feeds []news.Feed) []Choice {
	var list []Choice
	for _, f := range feeds {
		name := render.FeedName(f)
		if address := strings.TrimPrefix(f.URL, "https://"); address != name && !f.Shared {
			name += " · " + address
		}
		list = append(list, Choice{Name: name, Value: strconv.FormatInt(f.ID, 10)})
	}
	return list
}

// own returns the feeds that the guild added itself.
func (c feedsCommand) own(ctx context.Context, guild news.GuildID) ([]news.Feed, error) {
	feeds, err := c.feeds.Feeds(ctx, guild)
	if err != nil {
		return nil, fmt.Errorf("listing feeds: %w", err)
	}
	var own []news.Feed
	for _, f := range feeds {
		if !f.Shared {
			own = append(own, f)
		}
	}
	return own, nil
}
