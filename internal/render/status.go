package render

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// StatusLine tells in one line what became of a show, who says so and who
// says otherwise: "Renewed for season 3 · Pilot Week, 21 March 2025".
func StatusLine(s news.Status) string {
	words := status(tv.Fact{Status: s.Kind, Season: s.Season, Date: s.Date})
	if s.Final {
		words += ", the last"
	}
	words = "**" + words + prefixed(" at ", name(s.Network)) + "**"
	if s.Certainty == tv.Reported {
		words += " (reported)"
	}
	link := linked("article", s.Article.Link)
	if s.Article.Spoiler.Level == news.PlotSpoiler {
		link = quietly("article", s.Article.Link)
	}
	if link == "article" {
		link = ""
	}
	parts := []string{words, saidBy(s.Article), link}
	for _, a := range s.Against {
		parts = append(parts, lowerFirst(status(a.Fact))+" per "+saidBy(a.Article))
	}
	return joined(parts, " · ")
}

// saidBy names an article's outlet and day.
func saidBy(a news.Article) string {
	return joined([]string{cmp.Or(name(outlet(a)), "an article"), dated(a)}, ", ")
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// notes are the lines above a list: the show's statuses, the first one large,
// and how little is known of it.
func notes(show tv.Show, statuses []news.Status) []string {
	var lines []string
	for i, s := range statuses {
		line := StatusLine(s)
		if i > 0 {
			line = "-# " + line
		}
		lines = append(lines, line)
	}
	if show.Candidate {
		lines = append(lines, "-# So far one article alone tells of this show.")
	}
	if len(lines) == 0 {
		return nil
	}
	return []string{strings.Join(lines, "\n") + "\n"}
}

// asOf is what a title says of the day that was asked for.
func asOf(d tv.Date) string { return prefixed(", as of ", d.Human()) }
