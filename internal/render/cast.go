package render

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Cast lists who is in a show and who makes it, each with the article that
// says so.
func Cast(show tv.Show, credits []news.Credit) []*discordgo.MessageEmbed {
	var entries []string
	section := ""
	for _, c := range credits {
		entry := creditLine(c) + "\n" + sourceLine(c)
		if s := sectionOf(c); s != section {
			section = s
			entry = "__" + s + "__\n" + entry
		}
		entries = append(entries, entry)
	}
	return list(show.Label(), entries, maxSum)
}

func sectionOf(c news.Credit) string {
	switch {
	case c.Former && c.Type == tv.Crew:
		return "Former crew"
	case c.Former:
		return "Former cast"
	case c.Type == tv.Crew:
		return "Crew"
	}
	return "Cast"
}

func creditLine(c news.Credit) string {
	line := part(c.Person, c.Character, c.Role)
	switch {
	case c.Disputed:
		return line + " (articles disagree)"
	case c.Certainty == tv.Reported:
		return line + " (reported)"
	}
	return line
}

// sourceLine names the article behind a credit: "-# Heroic Hollywood:
// [headline](link) · <t:1489795200:D> · and 2 other outlets".
func sourceLine(c news.Credit) string {
	others := ""
	switch n := c.Outlets - 1; {
	case n == 1:
		others = "and another outlet"
	case n > 1:
		others = fmt.Sprintf("and %d other outlets", n)
	}
	source := linked(headline(c.Article, 100), c.Article.Link)
	if outlet := name(outlet(c.Article)); outlet != "" {
		source = outlet + ": " + source
	}
	return "-# " + joined([]string{source, day(c.Article.When()), others}, " · ")
}
