package commands

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/render"
)

// Discord's limits on choices.
const (
	maxChoices = 25
	maxChoice  = 100 // characters of a name, a value, or a detail
)

// A Reply is what the person gets.
type Reply struct {
	Content string // Markdown
	Embeds  []*discordgo.MessageEmbed
	Private bool // for the person who asked alone

	// Choices make a menu. What is chosen becomes the value of Option, and
	// the command is asked again.
	Choices []Choice
	Option  string
}

// A Choice is one of several things that somebody may mean. It is plain text.
type Choice struct {
	Name   string
	Value  string
	Detail string // below the name, in a menu
}

// Plain returns the reply as a terminal shows it.
func (r Reply) Plain() string {
	var b strings.Builder
	b.WriteString(render.Plain(r.Content, r.Embeds))
	for _, c := range choices(r.Choices) {
		fmt.Fprintf(&b, "\n  %s: %s", c.Value, c.Name)
		if c.Detail != "" {
			b.WriteString(" · " + c.Detail)
		}
	}
	return strings.TrimSpace(b.String())
}

// A UserError is an error that the person who asked can do something about.
// It reaches nobody else and no log.
type UserError struct{ Reply Reply }

func (e *UserError) Error() string { return e.Reply.Plain() }

// tell returns a UserError. The text is Markdown; what people typed is quoted
// with quoted before it becomes part of it.
func tell(format string, args ...any) error {
	return &UserError{Reply{Content: fmt.Sprintf(format, args...), Private: true}}
}

// quoted returns what somebody typed for use in a text.
func quoted(s string) string {
	return "“" + render.Cut(render.Escape(render.Line(s)), maxChoice) + "”"
}

// bold sets a name off from the words around it.
func bold(s string) string {
	return "**" + render.Cut(render.Escape(render.Line(s)), 2*maxChoice) + "**"
}

// choices keeps the choices that Discord takes.
func choices(list []Choice) []Choice {
	kept := []Choice{}
	seen := map[string]bool{}
	for _, c := range list {
		if seen[c.Value] {
			continue
		}
		seen[c.Value] = true
		c.Name = render.Cut(render.Line(c.Name), maxChoice)
		c.Detail = render.Cut(render.Line(c.Detail), maxChoice)
		if c.Name != "" && c.Value != "" && render.Length(c.Value) <= maxChoice && len(kept) < maxChoices {
			kept = append(kept, c)
		}
	}
	return kept
}

// message is the reply to a request as Discord takes it.
func (r Reply) message(req Request) *discordgo.InteractionResponseData {
	data := &discordgo.InteractionResponseData{
		Content:         r.Content,
		Embeds:          render.Fit(r.Embeds),
		Components:      []discordgo.MessageComponent{},
		AllowedMentions: render.NoMentions(),
	}
	if data.Embeds == nil {
		data.Embeds = []*discordgo.MessageEmbed{}
	}
	if r.Private {
		data.Flags = discordgo.MessageFlagsEphemeral
	}
	if options := choices(r.Choices); len(options) > 0 {
		if id, ok := menuID(req, r.Option); ok {
			data.Components = menu(id, options)
		} else {
			data.Content += "\n" + names(options)
		}
	}
	data.Content = render.Cut(data.Content, render.MaxContent)
	return data
}

func menu(id string, list []Choice) []discordgo.MessageComponent {
	m := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: id, Placeholder: "Choose one", MaxValues: 1,
	}
	for _, c := range list {
		m.Options = append(m.Options, discordgo.SelectMenuOption{Label: c.Name, Value: c.Value, Description: c.Detail})
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{m}}}
}

// names lists choices in a sentence: "A, B or C".
func names(list []Choice) string {
	var b strings.Builder
	for i, c := range list {
		switch {
		case i == 0:
		case i == len(list)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(bold(c.Name))
	}
	return b.String()
}
