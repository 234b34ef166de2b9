package render

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Cast lists who is in a show and who makes it, each with the article that
// says so. Who asks for the cast wants to be told it: only parts that an
// article tells along with the plot stand behind a spoiler mark.
func Cast(show tv.Show, credits []news.Credit) []*discordgo.MessageEmbed {
	var entries []string
	section := ""
	for _, c := range credits {
		line := creditLine(c)
		if c.Type == tv.Cast && c.Article.Spoiler.Level == news.PlotSpoiler {
			line = hidden(line)
		}
		entry := line + "\n" + sourceLine(c)
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
	source := titled(c.Article, 100)
	if outlet := name(outlet(c.Article)); outlet != "" {
		source = outlet + ": " + source
	}
	return "-# " + joined([]string{source, day(c.Article.When()), others}, " · ")
}
