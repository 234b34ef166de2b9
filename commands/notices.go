package commands

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// Notices keeps where a guild's moderators read notices.
type Notices interface {
	// Notices returns the channel that was chosen; "" when none was, and they
	// go to the guild's system channel.
	Notices(ctx context.Context, guild news.GuildID) (news.ChannelID, error)
	SetNotices(ctx context.Context, guild news.GuildID, channel news.ChannelID) error
}

type noticesCommand struct{ notices Notices }

// command is /notices: where moderators are told what they should know.
func (c noticesCommand) command() Command {
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:                     "notices",
			Description:              "Where I tell moderators what they should know, such as that a feed is broken",
			DefaultMemberPermissions: manageServer(),
			Contexts:                 inServers(),
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type: discordgo.ApplicationCommandOptionChannel, Name: "channel",
					Description:  "The channel for my notices",
					ChannelTypes: []discordgo.ChannelType{discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews},
				},
				{
					Type: discordgo.ApplicationCommandOptionBoolean, Name: "system",
					Description: "Back to the server's channel for system messages",
				},
			},
		},
		Moderators: true,
		Handle:     c.handle,
	}
}

// system is where notices go unless moderators chose a channel.
const system = "the channel for system messages that is chosen in this server's settings"

func (c noticesCommand) handle(ctx context.Context, req Request) (Reply, error) {
	channel, toSystem := news.ChannelID(req.Options["channel"]), req.Options["system"] == "true"
	switch {
	case channel != "" && toSystem:
		return Reply{}, tell("Choose a channel, or the one for system messages, but not both.")
	case channel == "" && !toSystem:
		return c.tell(ctx, req)
	}
	if channel != "" {
		if lacks := missing(req, channel, toWrite); lacks != "" {
			return Reply{}, tell("I may not write in %s: I lack the permission %s there. Give it to me in the channel's settings, then ask again.", render.Channel(channel), lacks)
		}
	}
	if err := c.notices.SetNotices(ctx, req.Guild, channel); err != nil {
		return Reply{}, fmt.Errorf("choosing a channel for notices: %w", err)
	}
	if toSystem {
		return Reply{Content: "My notices go to " + system + " from now on."}, nil
	}
	return Reply{Content: fmt.Sprintf("My notices go to %s from now on.", render.Channel(channel))}, nil
}

// tell tells where notices go now.
func (c noticesCommand) tell(ctx context.Context, req Request) (Reply, error) {
	channel, err := c.notices.Notices(ctx, req.Guild)
	if err != nil {
		return Reply{}, fmt.Errorf("reading the channel for notices: %w", err)
	}
	if channel == "" {
		return Reply{Content: "My notices go to " + system + ". If there is none, nobody reads them. Choose another channel with /notices channel:"}, nil
	}
	return Reply{Content: fmt.Sprintf("My notices go to %s, and to the channel for system messages when I can't write there.", render.Channel(channel))}, nil
}
