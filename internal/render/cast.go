package render

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Cast lists who is in a show and who makes it, each with the article that
// says so, and apart from them of whom there is talk: as of a day, if one was
// asked for. Who asks for the cast wants to be told it: only parts that an
// article tells along with the plot stand behind a spoiler mark.
func Cast(show tv.Show, credits []news.Credit, day tv.Date) []*discordgo.MessageEmbed {
	entries := notes(show, nil)
	section := ""
	for _, c := range credits {
		entries = append(entries, creditEntry(c, c.Person, &section))
	}
	return list(show.Label()+asOf(day), entries, maxSum)
}

// A Part is a credit of a person in a show.
type Part struct {
	Show tv.Show
	news.Credit
}

// Person lists the shows that a person is in or works on, in the form of Cast.
func Person(name string, parts []Part, day tv.Date) []*discordgo.MessageEmbed {
	var entries []string
	section := ""
	for _, p := range parts {
		show := p.Show.Label()
		if p.Show.Candidate {
			show += ", of which one article alone tells"
		}
		entries = append(entries, creditEntry(p.Credit, show, &section))
	}
	return list(Cut(Line(name), 80)+asOf(day), entries, maxSum)
}

// creditEntry is a credit under the name that matters, below the heading of
// its section where that begins.
func creditEntry(c news.Credit, name string, section *string) string {
	line := creditLine(c, name)
	if c.Type == tv.Cast && c.Article.Spoiler.Level == news.PlotSpoiler {
		line = hidden(line)
	}
	entry := line + "\n" + sourceLine(c)
	if s := sectionOf(c); s != *section {
		*section = s
		entry = "__" + s + "__\n" + entry
	}
	return entry
}

func sectionOf(c news.Credit) string {
	switch {
	case !c.Certainty.Answers():
		return "Talked about"
	case c.Former && c.Type == tv.Crew:
		return "Former crew"
	case c.Former:
		return "Former cast"
	case c.Type == tv.Crew:
		return "Crew"
	}
	return "Cast"
}

func creditLine(c news.Credit, name string) string {
	line := part(name, c.Character, c.Role)
	switch {
	case !c.Certainty.Answers():
		return line + ": " + strings.ReplaceAll(string(c.Certainty), "_", " ")
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
	return "-# " + joined([]string{source, dated(c.Article), others}, " · ")
}
