package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
	"greenlit/internal/render"
)

// A printer shows on a terminal what people see in Discord.
type printer struct {
	w        io.Writer
	channels map[string]string // names by id
	menu     menu
}

// A menu is the choices of the last answer that had some.
type menu struct {
	reply  *discordsim.Reply
	values []string
}

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

func (p *printer) prompt(text string) { fmt.Fprint(p.w, "\n"+text) }

// message shows a message behind a bar, as Discord draws an embed.
func (p *printer) message(m discordsim.Message) {
	var shown struct {
		Embeds []*discordgo.MessageEmbed
	}
	if err := json.Unmarshal([]byte(p.named(string(m.Raw))), &shown); err != nil {
		p.line("The message cannot be shown: %v", err)
		return
	}
	for line := range strings.SplitSeq(render.Plain(p.named(m.Content), shown.Embeds), "\n") {
		p.line("%s", strings.TrimRight("  ┃ "+line, " "))
	}
}

// named puts the names of channels in place of their ids.
func (p *printer) named(text string) string {
	for id, name := range p.channels {
		text = strings.ReplaceAll(text, "#"+id, "#"+name)
	}
	return text
}

// reply shows an answer and numbers the choices that it offers.
func (p *printer) reply(r *discordsim.Reply) {
	p.message(r.Message)
	p.menu = menu{}
	for _, c := range r.All() {
		for _, option := range c.Options {
			p.menu.values = append(p.menu.values, option.Value)
			p.line("  ┃ %d  %s", len(p.menu.values), option.Label)
		}
	}
	if len(p.menu.values) > 0 {
		p.menu.reply = r
		p.line("  ┃ Type a number to choose.")
	}
	if r.Ephemeral {
		p.line("  (only you can see this)")
	}
}
