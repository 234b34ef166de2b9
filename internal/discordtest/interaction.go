package discordtest

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// Where interactions come from and who sends them, unless said otherwise.
const (
	Guild   = "1001"
	Channel = "2001"
	User    = "3001"
)

// An Opt changes a ready-made interaction.
type Opt func(*discordgo.InteractionCreate)

// Command is somebody using a slash command in Channel of Guild, as a member
// without permissions. A subcommand follows the name: "feeds add".
func Command(name string, opts ...Opt) *discordgo.InteractionCreate {
	return command(discordgo.InteractionApplicationCommand, name, opts)
}

// Autocomplete is somebody typing the last option given.
func Autocomplete(name string, opts ...Opt) *discordgo.InteractionCreate {
	i := command(discordgo.InteractionApplicationCommandAutocomplete, name, opts)
	data := i.Data.(discordgo.ApplicationCommandInteractionData)
	options := *deepest(&data)
	if len(options) > 0 {
		options[len(options)-1].Focused = true
	}
	return i
}

func command(kind discordgo.InteractionType, name string, opts []Opt) *discordgo.InteractionCreate {
	name, sub, _ := strings.Cut(name, " ")
	data := discordgo.ApplicationCommandInteractionData{
		ID: "4001", Name: name, CommandType: discordgo.ChatApplicationCommand,
		Resolved: &discordgo.ApplicationCommandInteractionDataResolved{Channels: map[string]*discordgo.Channel{}},
	}
	if sub != "" {
		data.Options = []*discordgo.ApplicationCommandInteractionDataOption{
			{Name: sub, Type: discordgo.ApplicationCommandOptionSubCommand},
		}
	}
	return interaction(kind, data, opts)
}

// Component is somebody choosing values in the menu of a message that User
// asked for.
func Component(customID string, values []string, opts ...Opt) *discordgo.InteractionCreate {
	i := interaction(discordgo.InteractionMessageComponent, discordgo.MessageComponentInteractionData{
		CustomID: customID, ComponentType: discordgo.SelectMenuComponent, Values: values,
	}, opts)
	i.Message = &discordgo.Message{ID: "6001", Interaction: &discordgo.MessageInteraction{User: &discordgo.User{ID: User}}}
	return i
}

func interaction(kind discordgo.InteractionType, data discordgo.InteractionData, opts []Opt) *discordgo.InteractionCreate {
	i := &discordgo.InteractionCreate{Interaction: &discordgo.Interaction{
		ID: "5001", AppID: "5002", Token: "interaction-token", Type: kind, Data: data,
		GuildID: Guild, ChannelID: Channel,
		Member: &discordgo.Member{User: &discordgo.User{ID: User}},
	}}
	for _, o := range opts {
		o(i)
	}
	return i
}

// String gives a text option a value.
func String(name, value string) Opt {
	return option(name, value, discordgo.ApplicationCommandOptionString)
}

// ChannelOption gives an option the channel of that id.
func ChannelOption(name, id string) Opt {
	return func(i *discordgo.InteractionCreate) {
		option(name, id, discordgo.ApplicationCommandOptionChannel)(i)
		i.Data.(discordgo.ApplicationCommandInteractionData).Resolved.Channels[id] = &discordgo.Channel{
			ID: id, Name: "channel-" + id, Type: discordgo.ChannelTypeGuildText,
		}
	}
}

func option(name, value string, kind discordgo.ApplicationCommandOptionType) Opt {
	return func(i *discordgo.InteractionCreate) {
		data := i.Data.(discordgo.ApplicationCommandInteractionData)
		options := deepest(&data)
		*options = append(*options, &discordgo.ApplicationCommandInteractionDataOption{Name: name, Type: kind, Value: value})
		i.Data = data
	}
}

// deepest returns the options of the subcommand, or else of the command.
func deepest(data *discordgo.ApplicationCommandInteractionData) *[]*discordgo.ApplicationCommandInteractionDataOption {
	if len(data.Options) == 1 && data.Options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		return &data.Options[0].Options
	}
	return &data.Options
}

// Permissions are what the member may do in the channel.
func Permissions(p int64) Opt {
	return func(i *discordgo.InteractionCreate) {
		if i.Member != nil {
			i.Member.Permissions = p
		}
	}
}

// Moderator is a member who may manage the server.
func Moderator() Opt { return Permissions(discordgo.PermissionManageGuild) }

// BotPermissions are what the bot may do in the channel.
func BotPermissions(p int64) Opt {
	return func(i *discordgo.InteractionCreate) { i.AppPermissions = p }
}

// By is another user.
func By(user string) Opt {
	return func(i *discordgo.InteractionCreate) { i.Member.User.ID = user }
}

// DM moves the interaction into a direct message with the bot.
func DM() Opt {
	return func(i *discordgo.InteractionCreate) {
		i.GuildID, i.User, i.Member = "", i.Member.User, nil
		i.Context = discordgo.InteractionContextBotDM
	}
}
