package feed

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"golang.org/x/net/html"
)

// What an item may hold.
const (
	maxTitle      = 1000
	maxContent    = 256 << 10
	maxCategories = 64
)

func (s *source) item(g *gofeed.Item) Item {
	i := Item{
		Title:      cut(strings.TrimSpace(g.Title), maxTitle),
		Link:       s.link(g.Link),
		GUID:       cut(strings.TrimSpace(g.GUID), maxTitle),
		Summary:    cut(strings.TrimSpace(g.Description), maxContent),
		Content:    cut(strings.TrimSpace(g.Content), maxContent),
		Author:     authors(g.Authors),
		Published:  date(g.PublishedParsed, g.Published),
		Updated:    date(g.UpdatedParsed, g.Updated),
		Categories: []string{},
	}
	i.categorise(g.Categories...)
	if origin := g.Extensions["feedburner"]["origLink"]; len(origin) > 0 {
		if link := s.link(origin[0].Value); link != "" {
			i.Link = link
		}
	}
	i.Image = s.image(g, i)
	s.complete(&i, g.Extensions)
	return i
}

// categorise adds categories, each once.
func (i *Item) categorise(categories ...string) {
	for _, c := range categories {
		c = cut(strings.TrimSpace(c), 200)
		if c != "" && len(i.Categories) < maxCategories && !slices.Contains(i.Categories, c) {
			i.Categories = append(i.Categories, c)
		}
	}
}

// image picks the item's picture: of media:*, an enclosure, itunes, or the
// first one in its content.
func (s *source) image(g *gofeed.Item, i Item) string {
	if media := g.Extensions["media"]; media != nil {
		if u := s.link(mediaImage(media, 0)); u != "" {
			return u
		}
	}
	for _, e := range g.Enclosures {
		if strings.HasPrefix(e.Type, "image/") || (e.Type == "" && picture(e.URL)) {
			if u := s.link(e.URL); u != "" {
				return u
			}
		}
	}
	for _, e := range g.Extensions["itunes"]["image"] {
		if u := s.link(first(e.Attrs["href"], e.Attrs["url"], e.Value)); u != "" {
			return u
		}
	}
	if g.Image != nil {
		if u := s.link(g.Image.URL); u != "" {
			return u
		}
	}
	for _, text := range []string{i.Content, i.Summary} {
		if u := s.link(firstImage(text)); u != "" {
			return u
		}
	}
	return ""
}

// mediaImage returns the address of the picture among elements of Media RSS:
// the content that is one, else the thumbnail.
func mediaImage(media map[string][]ext.Extension, depth int) string {
	for _, c := range media["content"] {
		kind, medium := c.Attrs["type"], c.Attrs["medium"]
		if strings.HasPrefix(kind, "image") || medium == "image" || (kind == "" && medium == "" && picture(c.Attrs["url"])) {
			return c.Attrs["url"]
		}
	}
	for _, c := range media["content"] {
		if t := c.Children["thumbnail"]; len(t) > 0 {
			return t[0].Attrs["url"]
		}
	}
	if t := media["thumbnail"]; len(t) > 0 {
		return t[0].Attrs["url"]
	}
	for _, g := range media["group"] {
		if depth == 0 {
			return mediaImage(g.Children, 1)
		}
	}
	return ""
}

func picture(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	for _, ending := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		if strings.HasSuffix(strings.ToLower(u.Path), ending) {
			return true
		}
	}
	return false
}

// firstImage returns the address of the first picture in HTML that is one to
// look at, and not one that counts readers.
func firstImage(text string) string {
	if !strings.Contains(text, "<img") && !strings.Contains(text, "<IMG") {
		return ""
	}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data != "img" {
				continue
			}
			src, tiny := "", false
			for _, a := range t.Attr {
				switch a.Key {
				case "src", "data-src":
					if !strings.HasPrefix(a.Val, "data:") && src == "" {
						src = a.Val
					}
				case "width", "height":
					tiny = tiny || a.Val == "1" || a.Val == "0"
				}
			}
			if src != "" && !tiny {
				return src
			}
		}
	}
}

func extText(list []ext.Extension) string {
	if len(list) == 0 {
		return ""
	}
	return strings.TrimSpace(list[0].Value)
}

func date(parsed *time.Time, text string) time.Time {
	if parsed != nil && parsed.Year() > 1 {
		return parsed.UTC()
	}
	return parseDate(text)
}

// cut shortens text to a number of bytes, on a character's bounds.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && s[limit]&0xC0 == 0x80 {
		limit--
	}
	return s[:limit]
}
