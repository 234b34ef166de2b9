package render

import "greenlit/internal/news"

// maxHeadline is how much of a title a line shows, so that many fit into one
// message.
const maxHeadline = 150

// Headline is an article in a line: its title, as a link, and who published
// it. It does not give the plot away.
func Headline(a news.Article) string {
	return joined([]string{titled(a, maxHeadline), name(outlet(a))}, " · ")
}
