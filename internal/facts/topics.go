package facts

import (
	"strings"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// A heading is what a block that stands above others says of them.
type heading struct {
	sh    *show // whose title it is, or the only one that it names; nil for none
	exact bool  // it is nothing but the title
}

// isHeading reports whether a passage can be a heading: by its kind, or a
// short line without a stop that is nothing but a title.
func (p *passage) isHeading() bool {
	if p.block == tv.Headline || len(p.spans) != 1 {
		return false
	}
	return p.kind == news.Heading || len(p.toks) < 9 && p.toks[len(p.toks)-1].text != "."
}

// headings finds the blocks that set what those after them are about. A title
// of everyday words is one among other titles only.
func (f *frame) headings(passages []*passage) map[*passage]heading {
	found := map[*passage]heading{}
	sure, exact := 0, 0
	for _, p := range passages {
		if !p.isHeading() {
			continue
		}
		var h heading
		f.each(p, func(s *sentence) { h = s.heading() })
		if h.exact {
			if exact++; h.sh.Ambiguity != tv.Common || f.has(h.sh) {
				sure++
			}
		}
		if h.exact || p.kind == news.Heading {
			found[p] = h
		}
	}
	for _, p := range passages {
		h := found[p]
		if !h.exact {
			continue
		}
		if h.sh.Ambiguity == tv.Common && !f.has(h.sh) && (sure == 0 || exact < 2) {
			delete(found, p)
			continue
		}
		if own := *h.sh; !f.has(h.sh) {
			own.Ambiguity, own.weak = tv.Rare, false
			f.remember(key(lex(own.Title)), &own)
			found[p] = heading{sh: &own, exact: true}
		}
	}
	return found
}

// heading reads a sentence as a heading: "Saltmarsh", "3. Saltmarsh (HBO)",
// "Saltmarsh season 2".
func (s *sentence) heading() heading {
	var h heading
	several, other := false, false
	for i := range s.items {
		it := &s.items[i]
		switch it.kind {
		case kShow, kMaybe:
			if it.kind == kMaybe && len(s.items) > 3 || s.isCredit(i) {
				other = true
				continue
			}
			several = several || h.sh != nil && h.sh.Slug != it.show.Slug
			h.sh = it.show
		case kSeason, kNetwork:
		case kWord:
			w := it.text
			other = other || len(w) > 0 && (w[0] >= 'a' && w[0] <= 'z' || w == "?" || w == "!")
		default:
			other = true
		}
	}
	if several {
		h.sh = nil
	}
	h.exact = h.sh != nil && !other
	return h
}

// under sets what the passages after a heading are about. One that names no
// show changes nothing unless headings do so in this article.
func (f *frame) under(h heading, sections bool) {
	switch {
	case h.exact:
		f.topic, f.soft = h.sh, false
	case h.sh != nil && f.primary() != nil && h.sh.Slug == f.primary().Slug && !sections:
		f.topic = nil
	case h.sh != nil || sections:
		f.topic, f.soft = nil, true
	}
}

// roundup reports whether a headline announces the news of several shows.
func roundup(headline string) bool {
	text := lower(headline)
	for _, cue := range []string{"and more", "& more", ", more", "plus ", "roundup", "round-up", "round up", "casting news", "news:", "tv news", "quick cuts", "news roundup"} {
		if strings.Contains(text, cue) {
			return true
		}
	}
	return false
}
