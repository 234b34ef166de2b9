package render

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

const (
	maxSummary = 300 // of a post
	maxFacts   = 5   // of a post
	maxOutlets = 6   // that a post names besides its own
	// maxAlsoLink is the longest address of a further outlet, so that all of
	// them fit.
	maxAlsoLink = 300
)

// NoMentions lets a message ping nobody, whatever its text says.
func NoMentions() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// Post is the message that tells a channel a story. What gives the plot away
// stands behind a spoiler mark, and nowhere where Discord knows no such mark.
func Post(d news.Delivery) *discordgo.MessageSend {
	a := d.Article
	e := &discordgo.MessageEmbed{
		Title: title(a, maxTitle),
		URL:   a.Link,
		Color: colour,
		Description: joined([]string{
			readAt(a),
			summary(a, maxSummary),
			joined([]string{prefixed("by ", name(a.Author)), prefixed("via ", name(a.Source))}, " · "),
			prefixed("Also: ", also(d)),
		}, "\n\n"),
		Author: &discordgo.MessageEmbedAuthor{Name: Line(outlet(a))},
	}
	if link := Link(a.Image); link != "" && a.Spoiler.Level != news.PlotSpoiler {
		e.Image = &discordgo.MessageEmbedImage{URL: link}
	}
	if t := a.When(); !t.IsZero() {
		e.Timestamp = t.UTC().Format(time.RFC3339)
	}
	about := d.Show.Slug
	if about == "" {
		about = onlyShow(a)
	} else {
		label := d.Show.Label()
		if d.Show.Title == "" {
			label = string(d.Show.Slug)
		}
		e.Footer = &discordgo.MessageEmbedFooter{Text: Line(label)}
	}
	if facts := factLines(a, about); facts != "" {
		e.Fields = []*discordgo.MessageEmbedField{{Name: "In short", Value: facts}}
	}
	return &discordgo.MessageSend{
		Embeds:          Fit([]*discordgo.MessageEmbed{e}),
		AllowedMentions: NoMentions(),
	}
}

// also names the further outlets that tell the story, with their articles.
func also(d news.Delivery) string {
	var outlets []string
	for i, a := range d.Also {
		if i == maxOutlets {
			outlets = append(outlets, fmt.Sprintf("%d more", len(d.Also)-i))
			break
		}
		named := name(a.Outlet)
		if Length(Link(a.Link)) > maxAlsoLink {
			a.Link = ""
		}
		if d.Article.Spoiler.Level == news.PlotSpoiler {
			outlets = append(outlets, quietly(named, a.Link))
		} else {
			outlets = append(outlets, linked(named, a.Link))
		}
	}
	return joined(outlets, " · ")
}

// onlyShow returns the show that the article is about, if it is just one.
func onlyShow(a news.Article) tv.Slug {
	var only tv.Slug
	for _, m := range a.Shows {
		if !m.About {
			continue
		}
		if only != "" {
			return ""
		}
		only = m.Show
	}
	return only
}

// readAt is the link to an article that gives the plot away, whose title is
// no headline that one would click on.
func readAt(a news.Article) string {
	if a.Spoiler.Level != news.PlotSpoiler {
		return ""
	}
	if link := quietly("Read it at "+name(cmp.Or(outlet(a), "its outlet")), a.Link); strings.HasPrefix(link, "[") {
		return link
	}
	return ""
}

// factLines lists what facts of the article say about the show, the first few
// of them. Who plays whom is left out where the article hides it.
func factLines(a news.Article, show tv.Slug) string {
	if show == "" {
		return ""
	}
	var lines []string
	for _, f := range a.Facts {
		line := Fact(f)
		if a.Spoiler.Hides() && f.Type == tv.Cast {
			continue
		}
		if f.Show == show && f.Certainty.Answers() && !f.Former && line != "" && len(lines) < maxFacts {
			lines = append(lines, Cut(line, maxFieldValue/maxFacts-1))
		}
	}
	return joined(lines, "\n")
}

// Fact says in a few words, escaped, what a fact states about its show:
// "Renewed for season 2". It is "" for facts that need more telling.
func Fact(f tv.Fact) string {
	switch f.Type {
	case tv.Cast:
		return part(f.Person, f.Character, "")
	case tv.Crew:
		return part(f.Person, "", f.Role)
	case tv.Network:
		return prefixed("On ", name(f.Network))
	case tv.Location:
		return prefixed("Shot in ", name(f.Place))
	case tv.Status:
		return status(f)
	}
	return ""
}

// part tells who somebody is in a show: "Krysten Ritter as Jessica Jones",
// "Marco Ramirez, showrunner".
func part(person, character, role string) string {
	return "**" + name(person) + "**" + prefixed(" as ", name(character)) + prefixed(", ", name(role))
}

func status(f tv.Fact) string {
	season := ""
	if f.Season > 0 {
		season = fmt.Sprintf("season %d", f.Season)
	}
	date := f.Date.Human()
	if f.Date.Valid() != nil {
		date = ""
	}
	switch f.Status {
	case tv.Ordered:
		return "Ordered" + prefixed(": ", season)
	case tv.Renewed:
		return "Renewed" + prefixed(" for ", season)
	case tv.Cancelled:
		return "Cancelled" + prefixed(" after ", season)
	case tv.Ended:
		if season != "" {
			return "Ends with " + season
		}
		return "Ended"
	case tv.InProduction:
		return "In production" + prefixed(": ", season)
	case tv.Wrapped:
		return "Filming wrapped" + prefixed(": ", season)
	case tv.PremiereDated:
		if date == "" {
			return ""
		}
		if season != "" {
			return "Season" + strings.TrimPrefix(season, "season") + " premieres " + date
		}
		return "Premieres " + date
	case tv.Delayed:
		return "Delayed" + prefixed(": ", season) + prefixed(" to ", date)
	}
	return ""
}
