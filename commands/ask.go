package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/bwmarrin/discordgo"
)

// Ask answers a command that the operator typed on a terminal, such as
// "/news defenders". What a person would be told in Discord is the reply; an
// error is what would go to the log there.
func (r *Router) Ask(ctx context.Context, line string) (Reply, error) {
	req, err := r.Parse(line)
	if err == nil {
		req.Permissions = discordgo.PermissionAdministrator
		var reply Reply
		if reply, err = r.Answer(ctx, req); err == nil {
			return reply, nil
		}
	}
	var refused *UserError
	if errors.As(err, &refused) {
		return refused.Reply, nil
	}
	return Reply{}, err
}

// Parse reads a command as people type it: "/news show:defenders", or
// "news defenders" for the first option. A value goes on to the next option
// by name, and may be quoted.
func (r *Router) Parse(line string) (Request, error) {
	words := fields(strings.TrimPrefix(strings.TrimSpace(line), "/"))
	if len(words) == 0 {
		return Request{}, tell("Type a command, such as /news defenders. /help tells what there is.")
	}
	req := Request{Command: strings.ToLower(words[0].text), Options: map[string]string{}}
	words = words[1:]
	i := slices.IndexFunc(r.commands, func(c Command) bool { return c.Definition.Name == req.Command })
	if i < 0 {
		return Request{}, r.unknown(req.Command)
	}
	d := r.commands[i].Definition
	if len(subcommands(d)) > 0 && len(words) > 0 {
		req.Subcommand = strings.ToLower(words[0].text)
		words = words[1:]
	}
	options, ok := optionsOf(d, req.Subcommand)
	if !ok {
		return Request{}, tell("%s", usage(d))
	}
	option := ""
	if len(options) > 0 {
		option = options[0].Name
	}
	for _, w := range words {
		if name, value, ok := strings.Cut(w.text, ":"); ok && !w.quoted && hasOption(options, name) {
			option = name
			req.Options[option] = value
			continue
		}
		if option == "" {
			return Request{}, tell("/%s takes nothing more.", req.Command)
		}
		req.Options[option] = strings.TrimSpace(req.Options[option] + " " + w.text)
	}
	return req, nil
}

func hasOption(options []*discordgo.ApplicationCommandOption, name string) bool {
	return slices.ContainsFunc(options, func(o *discordgo.ApplicationCommandOption) bool { return o.Name == name })
}

// unknown says that there is no such command, and which are near.
func (r *Router) unknown(name string) error {
	var near []string
	for _, c := range r.commands {
		other := c.Definition.Name
		if levenshtein.ComputeDistance(name, other) <= 2 || strings.HasPrefix(other, name) {
			near = append(near, "/"+other)
		}
	}
	if len(near) > 0 {
		return tell("I don't know %s. Did you mean %s?", quoted("/"+name), strings.Join(near, " or "))
	}
	return tell("I don't know %s. /help tells what I can do.", quoted("/"+name))
}

type word struct {
	text   string
	quoted bool // from its first letter on
}

// fields splits a line at spaces outside quotation marks, which it drops.
func fields(line string) []word {
	var words []word
	var b strings.Builder
	in, begun, quoted := rune(0), false, false
	end := func() {
		if begun {
			words = append(words, word{b.String(), quoted})
		}
		b.Reset()
		begun, quoted = false, false
	}
	for _, r := range line {
		switch {
		case in == 0 && unicode.IsSpace(r):
			end()
		case in == 0 && r == '"', in == 0 && r == '“':
			quoted = quoted || !begun
			in, begun = '"', true
			if r == '“' {
				in = '”'
			}
		case r == in:
			in = 0
		default:
			b.WriteRune(r)
			begun = true
		}
	}
	end()
	return words
}
