package feed

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"greenlit/internal/page"
)

// complete adds what modules say of an item that says it not itself.
func (s *source) complete(i *Item, modules ext.Extensions) {
	dc, terms, itunes := modules["dc"], modules["dcterms"], modules["itunes"]
	media := []map[string][]ext.Extension{modules["media"]}
	for _, group := range modules["media"]["group"] {
		media = append(media, group.Children)
	}
	i.Published = firstDate(i.Published, extText(dc["date"]), extText(terms["issued"]), extText(terms["created"]))
	i.Updated = firstDate(i.Updated, extText(terms["modified"]))
	fill(&i.Title, cut(first(extText(dc["title"]), extText(itunes["title"])), maxTitle))
	fill(&i.GUID, cut(extText(dc["identifier"]), maxTitle))
	fill(&i.Author, personName(extText(dc["creator"])))
	for _, e := range dc["subject"] {
		i.categorise(e.Value)
	}
	for _, e := range itunes["category"] {
		i.categorise(e.Attrs["text"])
	}
	lacksText := i.Summary == "" && i.Content == ""
	for _, m := range media {
		fill(&i.Title, cut(extText(m["title"]), maxTitle))
		for _, e := range m["category"] {
			i.categorise(e.Value)
		}
		i.categorise(strings.Split(extText(m["keywords"]), ",")...)
		for _, e := range m["credit"] {
			if e.Attrs["role"] == "author" {
				fill(&i.Author, personName(e.Value))
			}
		}
		if lacksText {
			fill(&i.Summary, cut(extText(m["description"]), maxContent))
		}
	}
	if lacksText {
		fill(&i.Summary, cut(first(extText(dc["description"]), extText(itunes["subtitle"])), maxContent))
	}
	for _, e := range itunes["link"] {
		if e.Attrs["rel"] == "image" {
			fill(&i.Image, s.link(e.Attrs["href"]))
		}
	}
}

// completeRSS adds what gofeed's common form leaves out, and elements that are
// none of RSS.
func (s *source) completeRSS(i *Item, r *rss.Item) {
	if i.Link == "" && r.GUID != nil && !strings.EqualFold(strings.TrimSpace(r.GUID.IsPermalink), "false") {
		i.Link = page.Link(nil, r.GUID.Value)
	}
	if s.root == "rdf" {
		fill(&i.Link, page.Link(nil, i.GUID))
	}
	if len(r.Custom) == 0 {
		return
	}
	more := make(map[string]string, len(r.Custom))
	for name, text := range r.Custom {
		more[strings.ToLower(name)] = strings.TrimSpace(text)
	}
	fill(&i.Link, s.link(first(more["url"], more["uri"])))
	fill(&i.Content, cut(first(more["fullitem"], more["encoded"], more["content"], more["body"]), maxContent))
	fill(&i.Summary, cut(more["abstract"], maxContent))
	if summary := more["summary"]; summary != "" {
		fill(&i.Content, i.Summary)
		i.Summary = cut(summary, maxContent)
	}
	i.Published = firstDate(i.Published, more["published"], more["issued"], more["date"], more["created"])
	i.Updated = firstDate(i.Updated, more["updated"], more["modified"])
	fill(&i.Image, s.link(pictureIn(first(more["image"], more["thumbnail"]))))
	if tags := more["tags"]; tags != "" {
		categories := i.Categories
		i.Categories = []string{}
		i.categorise(strings.Split(tags, ",")...)
		i.categorise(categories...)
	}
}

// pictureIn returns the address that an element for a picture holds: as its
// text, in an element of its own, or in HTML.
func pictureIn(inner string) string {
	if _, rest, ok := strings.Cut(inner, "<url>"); ok {
		inner, _, _ = strings.Cut(rest, "</url>")
	}
	return first(firstImage(inner), inner)
}

// completeAtom puts the terms of categories before their labels, of which
// gofeed gives one or the other. An entry that was taken over from another feed
// is by that feed's author.
func (s *source) completeAtom(i *Item, e *atom.Entry) {
	modules := i.Categories
	for _, c := range e.Categories {
		modules = slices.DeleteFunc(modules, func(m string) bool { return m == c.Term || m == c.Label })
	}
	i.Categories = []string{}
	for _, c := range e.Categories {
		i.categorise(c.Term)
	}
	for _, c := range e.Categories {
		i.categorise(c.Label)
	}
	i.categorise(modules...)
	if i.Author == "" && e.Source != nil {
		var people []*gofeed.Person
		for _, p := range e.Source.Authors {
			people = append(people, &gofeed.Person{Name: p.Name, Email: p.Email})
		}
		i.Author = authors(people)
	}
	if link := alternate(e.Links); link != "" && len(e.Extensions["feedburner"]) == 0 {
		i.Link = first(s.link(link), i.Link)
	}
	fill(&i.Link, page.Link(nil, e.ID))
}

// alternate returns the link to the entry's page.
func alternate(links []*atom.Link) (href string) {
	for _, l := range links {
		if strings.TrimPrefix(l.Rel, "http://www.iana.org/assignments/relation/") != "alternate" {
			continue
		}
		if strings.Contains(l.Type, "html") {
			return l.Href
		}
		fill(&href, l.Href)
	}
	return href
}

func (s *source) completeJSON(i *Item, j *json.Item) {
	fill(&i.Link, s.link(j.ExternalURL))
	fill(&i.Link, page.Link(nil, j.ID))
}

func authors(people []*gofeed.Person) string {
	var names []string
	for _, p := range people {
		if p == nil {
			continue
		}
		if name := first(personName(p.Name), personName(p.Email)); name != "" && len(names) < 5 {
			names = append(names, cut(name, 200))
		}
	}
	return strings.Join(names, ", ")
}

var nameAndMail = regexp.MustCompile(`^\s*([^<>]*[^<>\s])\s*<[^<>\s]+@[^<>\s]+>\s*$`)

// personName returns the name in "Name <mail>", and in the name element that
// some put into RSS's author.
func personName(s string) string {
	if _, rest, ok := strings.Cut(s, "<name>"); ok {
		s, _, _ = strings.Cut(rest, "</name>")
	}
	if m := nameAndMail.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return cut(strings.TrimSpace(s), 200)
}

// firstDate returns the date that is known, or else the first in the texts.
func firstDate(known time.Time, texts ...string) time.Time {
	for _, text := range texts {
		if known.IsZero() {
			known = parseDate(text)
		}
	}
	return known
}
