package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Subscriptions keeps what is posted in a guild's channels.
type Subscriptions interface {
	Subscribe(ctx context.Context, s news.Subscription) (added bool, err error)
	Unsubscribe(ctx context.Context, guild news.GuildID, channel news.ChannelID, show tv.Slug) (removed bool, err error)
	Subscriptions(ctx context.Context, guild news.GuildID) ([]news.Subscription, error)
}

// maxSubscriptions is how many subscriptions a guild may have.
const maxSubscriptions = 100

// everything is what people type for news.Everything.
const everything = "everything"

type subscribeCommand struct {
	shows         finder
	subscriptions Subscriptions
	feeds         Feeds
	now           func() time.Time
}

// command is /subscribe: a channel gets the stories about a show.
func (c subscribeCommand) command() Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:                     "subscribe",
			Description:              "Post the stories about a show in a channel",
			DefaultMemberPermissions: manageServer(),
			Contexts:                 inServers(),
			Options: []*discordgo.ApplicationCommandOption{
				showOption("The show, or everything for all news"),
				channelOption("Where to post; this channel unless you choose another"),
			},
		},
		Moderators: true,
		Complete:   c.complete,
		Handle:     c.handle,
	}
}

func channelOption(description string) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionChannel, Name: "channel", Description: description,
		ChannelTypes: []discordgo.ChannelType{
			discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews,
			discordgo.ChannelTypeGuildNewsThread, discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread,
		},
	}
}

func (c subscribeCommand) handle(ctx context.Context, req Request) (Reply, error) {
	slug, what := news.Everything, "All stories"
	if !isEverything(req.Options["show"]) {
		show, err := c.shows.find(ctx, req, "show")
		if err != nil {
			return Reply{}, err
		}
		slug, what = show.Slug, "Stories about "+bold(show.Label())
	}
	channel := channelOf(req)
	if lacks := missing(req, channel, toPost); lacks != "" {
		return Reply{}, tell("I may not post in %s: I lack the permission %s there. Give it to me in the channel's settings, then subscribe again.", render.Channel(channel), lacks)
	}
	existing, err := c.subscriptions.Subscriptions(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing subscriptions: %w", err)
	}
	known := slices.ContainsFunc(existing, func(s news.Subscription) bool { return s.Channel == channel && s.Show == slug })
	if !known && len(existing) >= maxSubscriptions {
		return Reply{}, tell("This server has %d subscriptions, which is as many as I keep for one. End one with /unsubscribe first.", len(existing))
	}
	added, err := c.subscriptions.Subscribe(ctx, news.Subscription{
		Guild: req.Guild, Channel: channel, Show: slug, By: req.User, Since: c.now(),
	})
	if err != nil {
		return Reply{}, fmt.Errorf("subscribing to %s: %w", slug, err)
	}
	if !added {
		return Reply{Content: fmt.Sprintf("%s are posted in %s already.", what, render.Channel(channel))}, nil
	}
	text := fmt.Sprintf("%s will be posted in %s, each once, from the next one on. /unsubscribe ends it.", what, render.Channel(channel))
	feeds, err := c.feeds.Feeds(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("listing feeds: %w", err)
	}
	if len(feeds) == 0 {
		text += "\nThere is no feed yet that they could come from. Add one with /feeds add."
	}
	return Reply{Content: text}, nil
}

// channelOf returns the channel that was chosen, or else the current one.
func channelOf(req Request) news.ChannelID {
	return cmp.Or(news.ChannelID(req.Options["channel"]), req.Channel)
}

func isEverything(asked string) bool {
	return asked == string(news.Everything) || tv.Fold(asked) == everything
}

// A permission is one of Discord's, by any of its bits.
type permission struct {
	any  int64
	name string
}

// What the bot needs in a channel to write there, and to post stories.
var (
	toWrite = []permission{
		{discordgo.PermissionViewChannel, "View Channel"},
		{discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads, "Send Messages"},
	}
	toPost = append(toWrite[:2:2],
		permission{discordgo.PermissionEmbedLinks, "Embed Links"},
		// To see, after a crash or an outage, whether a story is there already.
		permission{discordgo.PermissionReadMessageHistory, "Read Message History"})
)

// missing names the permissions that the bot lacks in the channel. Discord
// tells them for the channel alone that the command was used in.
func missing(req Request, channel news.ChannelID, needed []permission) string {
	may := req.BotPermissions
	if channel != req.Channel || may == 0 || may&discordgo.PermissionAdministrator != 0 {
		return ""
	}
	var lacks []string
	for _, p := range needed {
		if may&p.any == 0 {
			lacks = append(lacks, "**"+p.name+"**")
		}
	}
	return strings.Join(lacks, " and ")
}

func (c subscribeCommand) complete(ctx context.Context, req Request) ([]Choice, error) {
	list, err := c.shows.complete(ctx, req)
	if strings.HasPrefix(everything, tv.Fold(req.Options[req.Focused])) {
		list = append([]Choice{{Name: "Everything", Value: everything}}, list...)
	}
	return list, err
}

// label returns what a subscription's show is called.
func (f finder) label(slug tv.Slug) string {
	if slug == news.Everything {
		return "Everything"
	}
	if show, ok := f.names().Show(slug); ok {
		return show.Label()
	}
	return string(slug)
}
