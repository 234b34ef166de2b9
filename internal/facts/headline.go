package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// colonTitle is what a headline's "Saltmarsh: HBO Cancels Drama" begins with,
// when its clause speaks of a series and names no other one; else "".
func (s *sentence) colonTitle() string {
	colon := 1
	for colon < len(s.items) && colon < 5 && s.items[colon].text != ":" {
		if it := &s.items[colon]; it.kind != kName && it.kind != kWord || it.kind == kWord && !s.toks[it.from].cap && it.text != "of" && it.text != "the" && it.text != "and" {
			return ""
		}
		colon++
	}
	if colon+2 >= len(s.items) || s.items[colon].text != ":" {
		return ""
	}
	it := &s.items[0]
	if it.kind != kName && it.kind != kMaybe || it.place || len(it.bracket) > 0 || it.quoted {
		return ""
	}
	title := s.cut(it.from, s.items[colon].from)
	for i, w := range strings.Fields(lower(title)) {
		if strings.Contains(w, "season") || i == 0 && newsWords[w] && !softWords[w] || fateVerbs[w] || roleWords[w] || genres[w] || speech[w] || w != "the" && w != "of" && w != "and" && (functionWords[w] || notNames[w]) || i == 0 && digit(w) {
			return ""
		}
	}
	about, acts := false, false
	for i := range s.items[colon+1:] {
		switch n := &s.items[colon+1+i]; n.kind {
		case kShow, kTitle, kQuote:
			return ""
		case kSeason, kSeries:
			about = true
		case kWord:
			about = about || genres[n.text] || n.text == "cast"
			acts = acts || fateVerbs[n.text]
		}
	}
	if !about || !acts {
		return ""
	}
	return title
}

// fateVerbs are what headlines say of a series after its title and a colon.
var fateVerbs = set(`cancels cancelled canceled renews renewed axes axed orders ordered greenlights greenlit returns return joins join adds casts cast lead leads star stars
	play plays saves revives ends ending premieres delays delayed scores gets lands nabs earns wraps drops recommissions commissions recommissioned wraps confirmed back`)

// kinds are words before a genre that headlines use too: "crime drama".
var kinds = set(`crime hit fantasy period family teen legal medical cop spy supernatural political limited horror animated historical romantic musical holiday
	summer sports dark police hospital vampire superhero workplace action adult new`)

// ofSeries are words after "series" that make it no subject: "series regular".
var ofSeries = set(`regular regulars order finale premiere lead leads debut role pickup pilot`)

// genreAt reads "BBC Crime Drama" at item i of a headline that begins with the
// show's title and a colon.
func (s *sentence) genreAt(in []item, i int) (item, int) {
	colon := 1
	for colon < i && in[colon].text != ":" {
		colon++
	}
	if colon >= i || in[colon-1].kind != kShow {
		return item{}, 0
	}
	it := item{kind: kSeries, from: in[i].from, show: in[colon-1].show}
	j := i
	if in[j].kind == kNetwork {
		it.network = in[j].network
		if j++; j < len(in) && in[j].text == "'s" {
			j++
		}
	}
	for ; j < len(in) && j < i+5; j++ {
		w := &in[j]
		if w.kind == kWord && genres[w.text] {
			for j+1 < len(in) && in[j+1].kind == kWord && genres[in[j+1].text] {
				j++
			}
			if j+1 < len(in) {
				if n := &in[j+1]; n.kind == kShow || n.kind == kTitle || n.kind == kName || n.kind == kPerson || ofSeries[n.text] || roleWords[n.text] && n.text != "stars" || actorWords[n.text] {
					return item{}, 0
				}
			}
			it.to = in[j].to
			it.text = s.cut(in[i].from, it.to)
			return it, j + 1 - i
		}
		if w.kind == kName && !strings.Contains(w.text, " ") || w.kind == kWord && (kinds[w.text] || adjective(w.text) && !newsWords[w.text] && w.text[0] >= 'a') {
			continue
		}
		return item{}, 0
	}
	return item{}, 0
}

// objectTitle is the title, known to no list, of the series that a headline is
// about: "… to star in ABC pilot Saltmarsh", "ITV axes Saltmarsh after …".
func (s *sentence) objectTitle() string {
	for i := range s.items {
		it := &s.items[i]
		if i < 2 || it.kind != kName && it.kind != kTitle && it.kind != kMaybe || it.place || len(it.bracket) > 0 {
			continue
		}
		if words := strings.Fields(it.text); len(words) == 2 && givenNames[lower(words[0])] || orgs[lower(words[len(words)-1])] || s.surnames[lower(it.text)] != "" {
			continue
		}
		if i+1 < len(s.items) {
			if n := &s.items[i+1]; n.kind != kDate && (n.kind != kWord || !afterTitle[n.text]) {
				continue
			}
		}
		if axes[s.items[i-1].text] && s.items[i-2].kind == kNetwork {
			return it.text
		}
		noun := false
		for k := i - 1; k >= 0 && k > i-6; k-- {
			switch w := &s.items[k]; {
			case w.kind == kNetwork:
			case w.kind == kWord && (genres[w.text] || w.text == "'s" && s.items[max(k-1, 0)].kind == kNetwork):
				noun = true
			case w.kind == kWord && (w.text == "in" || w.text == "of" || w.text == "on" || w.text == "for" || w.text == "to" || w.text == "joins" || w.text == "boards") && noun:
				return it.text
			case w.kind == kWord && noun && (kinds[w.text] || w.text == "upcoming"):
			default:
				k = 0
			}
		}
	}
	return ""
}

// afterTitle are words that can follow the title of a headline's series, and
// axes what a network does to it.
var (
	afterTitle = set(`after for with at as from alongside opposite , ; : – — - following amid ahead ? ! . before over and to`)
	axes       = set(`cancels cancelled canceled axes axed renews renewed orders ordered greenlights saves revives recommissions commissions scraps`)
)

// priorCredit reports whether the title at item i of a headline is what
// somebody did before: "Saltmarsh alum Jane Doe", "Saltmarsh star joins …".
func (s *sentence) priorCredit(i int) bool {
	if s.block != tv.Headline || !s.isCredit(i) {
		return false
	}
	switch s.items[i+1].text {
	case "alum", "alums", "veteran", "vet", "grad":
		return true
	}
	for k := i + 2; k < len(s.items); k++ {
		switch w := &s.items[k]; {
		case w.kind != kWord:
		case w.text == "joins", w.text == "boards", w.text == "lands", w.text == "cast" && k+1 < len(s.items) && (s.items[k+1].text == "in" || s.items[k+1].text == "as"),
			w.text == "star" && s.items[k-1].text == "to", w.text == "sets", w.text == "topline", w.text == "toplines":
			return true
		}
	}
	return false
}

// otherNews reports whether a headline speaks of films or music, and not of
// series.
func (s *sentence) otherNews() bool {
	other := false
	for i := range s.items {
		if k := s.items[i].kind; k == kSeason || k == kNetwork {
			return false
		}
	}
	for i := s.from; i < s.to; i++ {
		w := s.toks[i].low
		if televised[w] {
			return false
		}
		other = other || otherArts[w] || w == "box" && i+1 < s.to && s.toks[i+1].low == "office"
	}
	return other
}

var (
	otherArts = set(`movie movies film films trilogy sequel theaters cinemas album albums song songs tour tracklist ep broadway`)
	televised = set(`series episode episodes premiere drama comedy renewed tv show shows cast revival finale season pilot sitcom streaming miniseries spinoff showrunner`)
)
