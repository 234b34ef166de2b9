// Package commands holds the slash commands, one file each, and the router
// that answers interactions with them. A command is a function from Request
// to Reply, so that Discord, a terminal and a test ask in the same way.
package commands

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
)

// A Request is what somebody asks of a command.
type Request struct {
	Command    string
	Subcommand string
	Options    map[string]string // by name; channels by id
	Focused    string            // the option that is being typed, in Complete

	Guild   news.GuildID // "" in a direct message and on a terminal
	Channel news.ChannelID
	User    news.UserID

	// Permissions are Discord's bits for what the person may do in Channel,
	// BotPermissions for what the bot may do there; 0 when not known.
	Permissions    int64
	BotPermissions int64
}

// name is the command as people type it: "/feeds add".
func (r Request) name() string {
	return strings.TrimSpace("/" + r.Command + " " + r.Subcommand)
}

// mayModerate reports whether the person may manage the server.
func (r Request) mayModerate() bool {
	return r.Permissions&(discordgo.PermissionManageGuild|discordgo.PermissionAdministrator) != 0
}

// origin returns the request without its command: who asks, and where.
func origin(i *discordgo.InteractionCreate) Request {
	r := Request{
		Options:        map[string]string{},
		Guild:          news.GuildID(i.GuildID),
		Channel:        news.ChannelID(i.ChannelID),
		BotPermissions: i.AppPermissions,
	}
	user := i.User
	if i.Member != nil {
		user = i.Member.User
		r.Permissions = i.Member.Permissions
	}
	if user != nil {
		r.User = news.UserID(user.ID)
	}
	return r
}

// commandRequest reads a slash command, or one that is being typed.
func commandRequest(i *discordgo.InteractionCreate) (Request, bool) {
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok {
		return Request{}, false
	}
	r := origin(i)
	r.Command = data.Name
	options := data.Options
	if len(options) == 1 && options[0] != nil && options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
		r.Subcommand, options = options[0].Name, options[0].Options
	}
	for _, o := range options {
		if o == nil || o.Value == nil {
			continue
		}
		r.Options[o.Name] = strings.TrimSpace(fmt.Sprint(o.Value))
		if o.Focused {
			r.Focused = o.Name
		}
	}
	return r, true
}

// maxID is how long a component's custom_id may be.
const maxID = 100

// menuID is the custom_id of a menu that asks the same again, with the
// option filled in by what is chosen. All that the answer needs stands in it,
// so that a menu works after a restart too.
func menuID(r Request, option string) (id string, ok bool) {
	others := url.Values{}
	for name, value := range r.Options {
		if name != option {
			others.Set(name, value)
		}
	}
	id = "choose/" + r.Command + "/" + r.Subcommand + "/" + option + "?" + others.Encode()
	return id, len(id) <= maxID
}

// choiceRequest reads what was chosen in a menu.
func choiceRequest(i *discordgo.InteractionCreate) (Request, bool) {
	data, ok := i.Data.(discordgo.MessageComponentInteractionData)
	if !ok || len(data.Values) == 0 {
		return Request{}, false
	}
	path, query, _ := strings.Cut(data.CustomID, "?")
	parts := strings.Split(path, "/")
	others, err := url.ParseQuery(query)
	if len(parts) != 4 || parts[0] != "choose" || err != nil {
		return Request{}, false
	}
	r := origin(i)
	r.Command, r.Subcommand = parts[1], parts[2]
	for name := range others {
		r.Options[name] = others.Get(name)
	}
	r.Options[parts[3]] = data.Values[0]
	return r, true
}
