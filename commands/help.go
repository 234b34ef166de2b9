package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/render"
)

// helpCommand is /help: what the commands do. Moderators' commands are told
// to those who may use them.
func helpCommand(others []Command) Command {
	help := Command{Definition: &discordgo.ApplicationCommand{
		Name:        "help",
		Description: "What I can do",
		Contexts:    anywhere(),
	}}
	var everyone, moderators []render.Use
	for _, c := range append(others[:len(others):len(others)], help) {
		if c.Moderators {
			moderators = append(moderators, uses(c.Definition)...)
		} else {
			everyone = append(everyone, uses(c.Definition)...)
		}
	}
	help.Handle = func(_ context.Context, req Request) (Reply, error) {
		if !req.mayModerate() {
			return Reply{Embeds: render.Help(everyone, nil), Private: true}, nil
		}
		return Reply{Embeds: render.Help(everyone, moderators), Private: true}, nil
	}
	return help
}

// uses tells how a command is typed, a line for each subcommand.
func uses(d *discordgo.ApplicationCommand) []render.Use {
	var list []render.Use
	for _, sub := range subcommands(d) {
		list = append(list, render.Use{Command: typed("/"+d.Name+" "+sub.Name, sub.Options), About: sub.Description})
	}
	if list == nil {
		list = []render.Use{{Command: typed("/"+d.Name, d.Options), About: d.Description}}
	}
	return list
}

// typed is a command with its options, in brackets those that it can do
// without.
func typed(command string, options []*discordgo.ApplicationCommandOption) string {
	for _, o := range options {
		if o.Required {
			command += " " + o.Name + ":"
		} else {
			command += " [" + o.Name + ":]"
		}
	}
	return command
}
