package render

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// colour is the bar beside Greenlit's embeds.
const colour = 0x2ECC71

// noHeadline stands for the headline that an article lacks.
const noHeadline = "(no headline)"

// News lists articles about a show, in their order, below what became of it:
// all as of a day, if one was asked for. Articles that give the plot away say
// so in place of their headlines.
func News(show tv.Show, statuses []news.Status, articles []news.Article, day tv.Date) []*discordgo.MessageEmbed {
	entries := notes(show, statuses)
	for _, a := range articles {
		entry := "**" + titled(a, maxTitle) + "**\n" + byline(a) + "\n"
		if a.Spoiler.Level == news.PlotSpoiler && a.Summary != "" {
			entry += summary(a, maxHidden) + "\n"
		}
		entries = append(entries, entry)
	}
	return list("News about "+show.Label()+asOf(day), entries, maxSum)
}

// list is the entries under a title, in as many embeds as they need and at
// most limit characters.
func list(title string, entries []string, limit int) []*discordgo.MessageEmbed {
	title = Cut(inline(title), maxTitle)
	const more = 40 // room for the footer
	descriptions, left := pages(entries, limit-Length(title)-more)
	embeds := make([]*discordgo.MessageEmbed, len(descriptions))
	for i, d := range descriptions {
		embeds[i] = &discordgo.MessageEmbed{Description: d, Color: colour}
	}
	if len(embeds) > 0 {
		embeds[0].Title = title
	}
	if left > 0 {
		embeds[len(embeds)-1].Footer = &discordgo.MessageEmbedFooter{Text: fmt.Sprintf("and %d more", left)}
	}
	return Fit(embeds)
}

// headline returns the article's headline, escaped.
func headline(a news.Article, limit int) string {
	if title := inline(a.Title); title != "" {
		return Cut(title, limit)
	}
	return noHeadline
}

// byline tells who published the article, who wrote it, where the news came
// from first, and the date: "Heroic Hollywood · by Michael Mistroff · via
// Entertainment Weekly · <t:1489795200:D>".
func byline(a news.Article) string {
	parts := []string{
		name(outlet(a)),
		prefixed("by ", name(a.Author)),
		prefixed("via ", name(a.Source)),
		dated(a),
	}
	return joined(parts, " · ")
}

// name returns a name of a person or an outlet, escaped, at a length that
// real ones do not reach.
func name(s string) string { return Cut(inline(s), 80) }

// outlet returns who published the article, or the host of its address.
func outlet(a news.Article) string {
	if a.Outlet != "" {
		return a.Outlet
	}
	u, err := url.Parse(Link(a.Link))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("<t:%d:D>", t.Unix())
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func joined(parts []string, by string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, by)
}

// dated is the day of an article: when it was published or, where it does not
// say, when it was read.
func dated(a news.Article) string {
	if a.Published.IsZero() {
		return prefixed("read ", day(a.When()))
	}
	return day(a.When())
}
