package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Registrar is what Register needs of a Discord session.
type Registrar interface {
	ApplicationCommands(app, guild string, options ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error)
	ApplicationCommandBulkOverwrite(app, guild string, cmds []*discordgo.ApplicationCommand, options ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error)
}

// Register makes Discord offer the commands: in one guild, or everywhere for
// guild "". It writes only when Discord has others, in one request that keeps
// the commands of the same names, since deleting one would lose the
// permissions that servers gave it.
func Register(ctx context.Context, s Registrar, app, guild string, cmds []Command) (changed bool, err error) {
	has, err := s.ApplicationCommands(app, guild, discordgo.WithContext(ctx))
	if err != nil {
		return false, fmt.Errorf("asking Discord for its commands: %w", err)
	}
	want := make([]*discordgo.ApplicationCommand, len(cmds))
	for i, c := range cmds {
		d := *c.Definition
		if guild != "" {
			// Discord knows these for global commands only.
			d.Contexts, d.IntegrationTypes = nil, nil
		}
		want[i] = &d
	}
	if same(want, has) {
		return false, nil
	}
	if _, err := s.ApplicationCommandBulkOverwrite(app, guild, want, discordgo.WithContext(ctx)); err != nil {
		return false, fmt.Errorf("registering %d commands: %w", len(want), err)
	}
	return true, nil
}

// same reports whether Discord has just the commands that are wanted.
func same(want, has []*discordgo.ApplicationCommand) bool {
	if len(want) != len(has) {
		return false
	}
	for _, w := range want {
		i := slices.IndexFunc(has, func(h *discordgo.ApplicationCommand) bool { return h.Name == w.Name })
		if i < 0 || canonical(w, w) != canonical(has[i], w) {
			return false
		}
	}
	return true
}

// canonical writes a command out without what Discord adds: ids, versions,
// defaults, and contexts where none were asked for.
func canonical(c, wanted *discordgo.ApplicationCommand) string {
	d := discordgo.ApplicationCommand{
		Type: max(c.Type, discordgo.ChatApplicationCommand), Name: c.Name, Description: c.Description,
		DefaultMemberPermissions: c.DefaultMemberPermissions,
		Options:                  options(c.Options),
	}
	if c.NSFW != nil && *c.NSFW {
		d.NSFW = c.NSFW
	}
	if wanted.Contexts != nil && c.Contexts != nil {
		contexts := slices.Clone(*c.Contexts)
		slices.Sort(contexts)
		d.Contexts = &contexts
	}
	text, err := json.Marshal(d)
	if err != nil { // a choice's value of a kind that JSON lacks
		return err.Error()
	}
	return string(text)
}

func options(list []*discordgo.ApplicationCommandOption) []*discordgo.ApplicationCommandOption {
	var plain []*discordgo.ApplicationCommandOption
	for _, o := range list {
		p := *o
		p.NameLocalizations, p.DescriptionLocalizations = nil, nil
		p.Options = options(o.Options)
		if len(p.Choices) == 0 {
			p.Choices = nil
		}
		p.ChannelTypes = slices.Clone(o.ChannelTypes)
		slices.Sort(p.ChannelTypes)
		if len(p.ChannelTypes) == 0 {
			p.ChannelTypes = nil
		}
		plain = append(plain, &p)
	}
	return plain
}
