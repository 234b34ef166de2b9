package facts

import "strings"

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
		if i == 0 && newsWords[w] && !softWords[w] || fateVerbs[w] || roleWords[w] || genres[w] || speech[w] || w != "the" && w != "of" && w != "and" && (functionWords[w] || notNames[w]) || i == 0 && digit(w) {
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
