package commands

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Shows knows shows by what people call them. *tv.Names satisfies it.
type Shows interface {
	Find(asked string) []tv.Match
	Near(asked string, limit int) []tv.Show
	Complete(typed string, limit int) []tv.Show
	Show(slug tv.Slug) (tv.Show, bool)
}

// ArticleCounts counts the articles about shows that a guild sees.
type ArticleCounts interface {
	ArticleCounts(ctx context.Context, guild news.GuildID, shows []tv.Slug) (map[tv.Slug]int, error)
}

// finder finds the show that a person means.
type finder struct {
	names func() Shows
	count ArticleCounts
}

// nearNames is how many shows are offered for a name that none goes by.
const nearNames = 5

// find returns the show that the option names. When it may be several, or
// none goes by that name, the UserError offers those that are near.
func (f finder) find(ctx context.Context, req Request, option string) (tv.Show, error) {
	asked := req.Options[option]
	shows := f.names()
	matches := shows.Find(asked)
	if len(matches) == 0 {
		return tv.Show{}, unknown(asked, option, shows.Near(asked, nearNames))
	}
	slugs := make([]tv.Slug, len(matches))
	for i, m := range matches {
		slugs[i] = m.Show.Slug
	}
	counts, err := f.count.ArticleCounts(ctx, req.Guild, slugs)
	if err != nil {
		return tv.Show{}, fmt.Errorf("counting articles about %d shows: %w", len(slugs), err)
	}
	if show, ok := tv.Choose(matches, counts); ok {
		return show, nil
	}
	if len(matches) == 1 {
		return tv.Show{}, unknown(asked, option, []tv.Show{matches[0].Show})
	}
	candidates := make([]Choice, len(matches))
	for i, m := range matches {
		candidates[i] = showChoice(m.Show)
		candidates[i].Detail = articlesIn(counts[m.Show.Slug])
	}
	return tv.Show{}, unclear(asked, option, candidates)
}

func unknown(asked, option string, near []tv.Show) error {
	if len(near) == 0 {
		return tell("I don't know a show called %s. Check the spelling, or type a word of the title and pick from the list.", quoted(asked))
	}
	e := &UserError{Reply{Private: true, Option: option}}
	for _, s := range near {
		e.Reply.Choices = append(e.Reply.Choices, showChoice(s))
	}
	e.Reply.Content = fmt.Sprintf("I don't know a show called %s. Did you mean %s?", quoted(asked), names(e.Reply.Choices))
	return e
}

func unclear(asked, option string, candidates []Choice) error {
	return &UserError{Reply{
		Content: fmt.Sprintf("Several shows go by %s. Which one do you mean?", quoted(asked)),
		Choices: candidates,
		Option:  option,
	}}
}

func showChoice(s tv.Show) Choice { return Choice{Name: s.Label(), Value: string(s.Slug)} }

func articlesIn(n int) string {
	switch n {
	case 0:
		return "no article yet"
	case 1:
		return "1 article"
	}
	return fmt.Sprintf("%d articles", n)
}

// complete suggests shows for the option that is being typed.
func (f finder) complete(_ context.Context, req Request) ([]Choice, error) {
	var list []Choice
	for _, s := range f.names().Complete(req.Options[req.Focused], maxChoices) {
		list = append(list, showChoice(s))
	}
	return list, nil
}

// showOption is the option that names a show.
func showOption(description string) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: "show", Description: description,
		Required: true, Autocomplete: true, MaxLength: maxChoice,
	}
}

// anywhere is where fans' commands work: in servers and in direct messages.
func anywhere() *[]discordgo.InteractionContextType {
	return &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
}

// inServers is where moderators' commands work.
func inServers() *[]discordgo.InteractionContextType {
	return &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild}
}

// manageServer is whom Discord shows moderators' commands to.
func manageServer() *int64 {
	p := int64(discordgo.PermissionManageGuild)
	return &p
}
