package render

import (
	"fmt"
	"strings"

	"greenlit/internal/news"
)

// maxHidden is how much of a summary a list holds behind a spoiler mark.
const maxHidden = 200

// hidden puts escaped text behind a spoiler mark, which shows it to those who
// click on it. Escaped text has no marks of its own to end it early.
func hidden(escaped string) string {
	if escaped == "" {
		return ""
	}
	if strings.HasSuffix(escaped, "|") {
		escaped += zeroWidth
	}
	return "||" + escaped + "||"
}

// summary is the article's summary, behind a spoiler mark where it may tell
// more than the headline.
func summary(a news.Article, limit int) string {
	s := Cut(inline(a.Summary), limit)
	if a.Spoiler.Hides() {
		return hidden(s)
	}
	return s
}

// title is the headline, or where the headline gives the plot away what it is
// about: "The Defenders: spoilers for season 2, episode 8".
func title(a news.Article, limit int) string {
	if a.Spoiler.Level != news.PlotSpoiler {
		return headline(a, limit)
	}
	return Cut(inline(warning(a.Spoiler)), limit)
}

func warning(s news.Spoiler) string {
	scope := ""
	switch {
	case s.Season > 0 && s.Episode > 0:
		scope = fmt.Sprintf(" for season %d, episode %d", s.Season, s.Episode)
	case s.Season > 0:
		scope = fmt.Sprintf(" for season %d", s.Season)
	case s.Episode > 0:
		scope = fmt.Sprintf(" for episode %d", s.Episode)
	}
	if s.Title == "" {
		return "Spoilers" + scope
	}
	return s.Title + ": spoilers" + scope
}

// titled is the title as a link. Discord shows no preview of an address in
// angle brackets, and an address tells as much as a headline.
func titled(a news.Article, limit int) string {
	if a.Spoiler.Level != news.PlotSpoiler {
		return linked(title(a, limit), a.Link)
	}
	return quietly(title(a, limit), a.Link)
}

func quietly(escaped, address string) string {
	if link := linked(escaped, address); link != escaped {
		return "[" + escaped + "](<" + strings.TrimSuffix(strings.TrimPrefix(link, "["+escaped+"]("), ")") + ">)"
	}
	return escaped
}
