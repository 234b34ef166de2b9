package render

import (
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
)

// Setup lists the feeds whose articles a guild sees, and what is posted where.
func Setup(feeds []news.Feed, followed []Followed) []*discordgo.MessageEmbed {
	var sources, posted []string
	for _, f := range feeds {
		sources = append(sources, feedLine(f))
	}
	for _, f := range followed {
		posted = append(posted, followedLine(f))
	}
	second := list("Posted", posted, maxSum/2)
	return append(list("Feeds", sources, maxSum-sum(second)), second...)
}

// feedLine describes a feed. The address of a shared feed is the operator's
// business and may hold a key, so that only its host is shown.
func feedLine(f news.Feed) string {
	title := Cut(inline(FeedName(f)), maxTitle)
	if f.Shared {
		title = "**" + title + "** · from the operator"
	} else {
		title = "**" + linked(title, f.URL) + "**"
	}
	state := "not read yet"
	switch {
	case f.Error != "":
		since, end := prefixed("failing since ", day(f.BrokenSince)), ""
		if f.NextPoll.IsZero() { // it is gone for good, as the error says
			since, end = "", " I no longer ask for it."
		}
		state = "⚠ " + joined([]string{since, Cut(inline(f.Error), 200)}, ": ") + end
	case !f.LastSuccess.IsZero():
		state = "last read " + day(f.LastSuccess)
	}
	return title + "\n-# " + joined([]string{inline(host(f.URL)), state}, " · ")
}

// FeedName returns what a feed is called: its outlet, its title, or its host.
// It is plain text.
func FeedName(f news.Feed) string {
	for _, s := range []string{f.Outlet, f.Title, host(f.URL)} {
		if s = Line(s); s != "" {
			return s
		}
	}
	return "a feed without a name"
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// Followed is what is posted in a channel, and why not if it stopped.
type Followed struct {
	Channel news.ChannelID
	Name    string // of the show, or of everything; plain text
	Stopped string
}

func followedLine(f Followed) string {
	line := "**" + name(f.Name) + "** in " + Channel(f.Channel)
	if f.Stopped != "" {
		line += "\n-# ⚠ stopped: " + Cut(inline(f.Stopped), 200)
	}
	return line
}

// Channel mentions a channel.
func Channel(id news.ChannelID) string { return "<#" + string(id) + ">" }

// A Use is a command as /help tells of it.
type Use struct {
	Command string // "/news show:"
	About   string
}

// Help lists commands, those for moderators apart.
func Help(everyone, moderators []Use) []*discordgo.MessageEmbed {
	e := &discordgo.MessageEmbed{
		Title:       "Greenlit",
		Description: "TV news, each answer with the article that it comes from.",
		Color:       colour,
		Fields:      []*discordgo.MessageEmbedField{{Name: "Commands", Value: uses(everyone)}},
		Footer:      &discordgo.MessageEmbedFooter{Text: "What stands in brackets may be left out."},
	}
	if len(moderators) > 0 {
		e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: "For moderators", Value: uses(moderators)})
	}
	return Fit([]*discordgo.MessageEmbed{e})
}

func uses(list []Use) string {
	var lines []string
	for _, u := range list {
		lines = append(lines, "**"+inline(u.Command)+"** "+inline(u.About))
	}
	return strings.Join(lines, "\n")
}
