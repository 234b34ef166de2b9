package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// tellTitles finds the titles without quotation marks that their surroundings
// tell: "in Tidewater, a half-hour comedy from …", "Tidewater: The Return".
func (s *sentence) tellTitles() {
	out := s.items[:0] // never ahead of what is read
	for i := 0; i < len(s.items); i++ {
		if k := s.items[i].kind; k != kShow && k != kMaybe && k != kName {
			out = keep(out, s.items, i)
			continue
		}
		it := s.items[i]
		if (it.kind == kShow || it.kind == kMaybe || it.kind == kName) && !it.quoted && it.bracket == nil && i > 0 && i+2 < len(s.items) && s.items[i+1].text == ":" {
			if n := &s.items[i+2]; n.kind == kName && !n.quoted && s.continuesTitle(&s.items[i-1], &it, n) {
				it = item{kind: kTitle, from: it.from, to: n.to, text: it.text + ": " + n.text, bracket: n.bracket}
				if sh := s.find(key(s.toks[it.from:it.to])); sh != nil {
					it.kind, it.show = kShow, sh
				}
				i += 2
			}
		}
		if it.bracket == nil && s.apposed(i) {
			switch {
			case it.kind == kMaybe:
				it.kind = kShow
			case it.kind == kName && !it.place && s.titleBefore(i, &it):
				it.kind = kTitle
			}
		}
		out = append(out, it)
	}
	s.items = out
}

// continuesTitle reports whether a colon between two names belongs to a title:
// "on Tidewater: The Return", and not "stars of Tidewater: Ada Crane".
func (s *sentence) continuesTitle(before, it, next *item) bool {
	if s.toks[it.to].spaced || next.from != it.to+1 || personShape(next.text) && s.knownPerson(next) {
		return false
	}
	switch {
	case it.kind == kName:
		return before.kind == kWord && genres[before.text]
	case before.kind == kWord && (before.text == "on" || before.text == "of" || before.text == "in" || before.text == "'s" || before.text == "for" || genres[before.text]):
		words := strings.Fields(next.text)
		return len(words) > 1 && !givenNames[lower(words[0])] || lower(words[0]) == "the"
	}
	return false
}

// afterGenre are words that can follow "…, a half-hour comedy".
var afterGenre = set(`from about that which starring with at on for by based set in created written following centered centred loosely , . ; and produced directed executive headlined`)

// apposed reports whether a series is described after the name at item i:
// ", a half-hour comedy from", ", HBO’s new thriller".
func (s *sentence) apposed(i int) bool {
	k := i + 1
	if k+2 >= len(s.items) || s.items[k].text != "," {
		return false
	}
	network, sure := false, false
	switch k++; {
	case s.items[k].kind == kNetwork && s.items[k+1].text == "'s":
		network = true
		k += 2
	case s.items[k].text == "a" || s.items[k].text == "an" || s.items[k].text == "the" || s.items[k].text == "its":
		k++
	default:
		return false
	}
	for from := k; k < len(s.items) && k < from+8; k++ {
		w := &s.items[k]
		switch {
		case w.kind == kNetwork:
			network = true
		case w.kind == kPerson && k == from && k+1 < len(s.items) && s.items[k+1].text != "'s":
		case w.kind != kWord || functionWords[w.text] && cardinal(w.text) == 0 && w.text != "new" || notSeries[w.text]:
			return false
		case serial[w.text] && k > from:
			sure = true
			fallthrough
		case genres[w.text]:
			if k+1 == len(s.items) || s.items[k+1].kind == kWord && afterGenre[s.items[k+1].text] {
				if k+2 < len(s.items) && s.items[k+2].kind == kNetwork {
					return true // "for HBO"
				}
				return network || sure || serial[w.text] && s.items[from-1].text != "the"
			}
		}
	}
	return false
}

// serial are words for what is made in episodes; a drama can be a film.
var serial = set(`series sitcom miniseries mini-series docuseries pilot dramedy procedural spinoff spin-off six-part eight-part four-part three-part half-hour hour-long
	six-episode eight-episode ten-episode 10-episode one-hour limited soap telenovela prequel`)

// notSeries are words that make a genre another work's.
var notSeries = set(`film films movie movies book novel podcast stage play game album web short feature series' trilogy special specials tour record`)

// titleBefore reports whether the name at item i can be a title, by itself and
// by what stands before it.
func (s *sentence) titleBefore(i int, it *item) bool {
	words := strings.Fields(it.text)
	if orgs[lower(words[len(words)-1])] || s.surnames[lower(it.text)] != "" || it.person != "" {
		return false
	}
	before := ""
	if i > 0 && s.items[i-1].kind == kWord {
		before = s.items[i-1].text
	}
	switch before {
	case "in", "of", "on", "for", "to", "order", "ordered", "orders", "pilot", "'s", "axed", "cancelled", "canceled", "renewed":
		return true
	case "by", "with", "from", "and", "alongside", "opposite", ",":
		return false
	}
	return len(words) > 1 && !givenNames[lower(words[0])] || i == 0 && !givenNames[lower(words[0])]
}

// announces are what a network does with the news of its shows.
var announces = set(`confirmed confirms announced announces said says revealed reveals`)

// networkSays adds the network that tells the fate of its show: "…, the BBC has
// confirmed".
func (s *sentence) networkSays(added []found, out *[]found) {
	var sh *show
	for _, f := range added {
		switch {
		case f.Type == tv.Network:
			return
		case f.Type == tv.Status && f.Certainty == tv.Confirmed && (sh == nil || sh.Slug == f.Show):
			sh = f.show
		case f.Type == tv.Status:
			return
		}
	}
	if sh == nil {
		return
	}
	for i := range s.items {
		if s.items[i].kind != kNetwork {
			continue
		}
		k := i + 1
		for k < len(s.items) && (s.items[k].text == "has" || s.items[k].text == "have" || s.items[k].text == "today") {
			k++
		}
		if k < len(s.items) && s.items[k].kind == kWord && announces[s.items[k].text] && (i == 0 || s.items[i-1].text == "," || s.items[i-1].text == "the" || s.items[i-1].text == "as") {
			m := &match{sentence: s, rule: "network.says", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 2, out: out}
			m.network(sh, &s.items[i], false)
			return
		}
	}
}
