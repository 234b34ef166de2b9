package page

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what the page's own elements say of it.
type meta struct {
	values  map[string][]string // of meta elements, by lower-case name or property
	links   map[string]string   // first link of each rel
	title   string
	heading string // the only h1
	lang    string
	time    string // of the first time element
	baseRef string
	scripts []string // JSON-LD
}

func readMeta(root *html.Node) meta {
	m := meta{values: map[string][]string{}, links: map[string]string{}}
	headings := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			m.lang = attr(n, "lang")
		case atom.Title:
			if m.title == "" && n.Namespace == "" {
				m.title = innerText(n)
			}
		case atom.Base:
			if m.baseRef == "" {
				m.baseRef = attr(n, "href")
			}
		case atom.Meta:
			key := attr(n, "property")
			if key == "" {
				key = attr(n, "name")
			}
			if key = strings.ToLower(strings.TrimSpace(key)); key != "" {
				m.values[key] = append(m.values[key], attr(n, "content"))
			}
		case atom.Link:
			for _, rel := range strings.Fields(strings.ToLower(attr(n, "rel"))) {
				if _, ok := m.links[rel]; !ok {
					m.links[rel] = attr(n, "href")
				}
			}
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(n, "type"))), "application/ld+json") {
				m.scripts = append(m.scripts, innerText(n))
			}
		case atom.H1:
			if headings++; headings == 1 {
				m.heading = innerText(n)
			} else {
				m.heading = ""
			}
		case atom.Time:
			if m.time == "" {
				m.time = attr(n, "datetime")
			}
		}
	}
	return m
}

// get returns the first value of the first of the names that has one.
func (m meta) get(names ...string) string {
	for _, name := range names {
		for _, v := range m.values[name] {
			if v = Clean(v); v != "" {
				return v
			}
		}
	}
	return ""
}

func (m meta) all(names ...string) (values []string) {
	for _, name := range names {
		values = append(values, m.values[name]...)
	}
	return values
}

// base returns what the page's links are relative to.
func (m meta) base(page *url.URL) *url.URL {
	if link := Link(page, m.baseRef); link != "" {
		if u, err := url.Parse(link); err == nil {
			return u
		}
	}
	return page
}

// canonical returns the address that the page calls its own. A page may speak
// for its own site only, and not send everything to the site's front page.
func (m meta) canonical(page, base *url.URL) string {
	for _, ref := range []string{m.links["canonical"], m.get("og:url")} {
		link := Link(base, ref)
		u, err := url.Parse(link)
		if link == "" || err != nil {
			continue
		}
		if page == nil || page.Host == "" {
			return link
		}
		own := site(u) == site(page) || strings.HasSuffix(page.Hostname(), ".ampproject.org")
		front := strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && strings.Trim(page.Path, "/") != ""
		if own && !front {
			return link
		}
	}
	return Link(nil, baseString(page))
}

func baseString(base *url.URL) string {
	if base == nil {
		return ""
	}
	return base.String()
}

// site is the host without the part that names a version of the same site.
func site(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
		if cut, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(cut, ".") {
			return cut
		}
	}
	return host
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// firstTime returns the first of the dates that can be read.
func firstTime(dates ...string) time.Time {
	for _, d := range dates {
		if t := parseTime(d); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// parseTime reads the forms of dates that pages use in their metadata.
func parseTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
		"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly, time.RFC1123Z, time.RFC1123,
		"January 2, 2006", "2 January 2006", "Jan 2, 2006",
	} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// categories splits lists of tags, drops doubles and bounds their number.
func categories(values []string) (list []string) {
	seen := map[string]bool{}
	for _, v := range values {
		for _, c := range strings.Split(v, ",") {
			c = Clean(html.UnescapeString(c))
			key := strings.ToLower(c)
			if c == "" || len(c) > 100 || seen[key] || len(list) == 64 {
				continue
			}
			seen[key] = true
			list = append(list, c)
		}
	}
	return list
}
