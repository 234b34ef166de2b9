package feed

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"

	"greenlit/internal/page"
)

// A hub tells subscribers what is new of a topic. Both are addresses.
type hub struct{ url, topic string }

// hubOf returns the hub that an answer names, in its header or else in its
// document; it is zero without both a hub and a topic.
func hubOf(a Answer, d Document) hub {
	links := headerLinks(a.Header)
	base, err := url.Parse(a.URL)
	if err != nil {
		return hub{}
	}
	found := hub{page.Link(base, links["hub"]), page.Link(base, links["self"])}
	if found.url == "" || found.topic == "" {
		found = hub{d.Hub, d.Self}
	}
	if found.url == "" || found.topic == "" {
		return hub{}
	}
	return found
}

// headerLinks returns the targets of Link headers (RFC 8288), the first of
// each relation.
func headerLinks(h http.Header) map[string]string {
	links := map[string]string{}
	for _, line := range h.Values("Link") {
		for line != "" {
			var target, params string
			_, line, _ = strings.Cut(line, "<")
			target, line, _ = strings.Cut(line, ">")
			params, line = uptoComma(line)
			for _, p := range strings.Split(params, ";") {
				name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
				if !strings.EqualFold(strings.TrimSpace(name), "rel") {
					continue
				}
				for _, rel := range strings.Fields(strings.ToLower(strings.Trim(value, ` "'`))) {
					if links[rel] == "" {
						links[rel] = target
					}
				}
			}
		}
	}
	return links
}

// uptoComma cuts a header at its first comma outside quotes.
func uptoComma(s string) (before, after string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// hubsOfRSS reads links that RSS borrows from Atom, under any prefix.
func (s *source) hubsOfRSS(d *Document, f *rss.Feed) {
	for _, elements := range f.Extensions {
		for _, l := range elements["link"] {
			s.hubLink(d, l.Attrs["rel"], l.Attrs["href"])
		}
	}
}

func (s *source) hubsOfAtom(d *Document, f *atom.Feed) {
	for _, l := range f.Links {
		s.hubLink(d, l.Rel, l.Href)
	}
}

func (s *source) hubLink(d *Document, rels, target string) {
	for _, rel := range strings.Fields(strings.ToLower(rels)) {
		switch {
		case rel == "hub" && d.Hub == "":
			d.Hub = s.link(target)
		case rel == "self" && d.Self == "":
			d.Self = s.link(target)
		}
	}
}

func (s *source) hubsOfJSON(d *Document, text []byte) {
	var f struct {
		Self string `json:"feed_url"`
		Hubs []struct{ Type, URL string }
	}
	if json.Unmarshal(text, &f) != nil {
		return
	}
	d.Self = s.link(f.Self)
	for _, h := range f.Hubs {
		if d.Hub == "" && strings.EqualFold(h.Type, "WebSub") {
			d.Hub = s.link(h.URL)
		}
	}
}
