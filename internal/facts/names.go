package facts

import (
	"strings"
	"unicode"
)

// nameRun returns the end of the capitalised words that begin at i, or i.
func (s *sentence) nameRun(i, from, to int) int {
	if !s.startsName(i, from, to) {
		return i
	}
	j := i + 1
	given := givenNames[s.toks[i].low]
	for j < to {
		t := &s.toks[j]
		if !t.word || t.low == "'s" {
			break
		}
		if !t.cap {
			if particles[t.low] && j+1 < to && s.toks[j+1].cap && s.toks[j+1].word {
				j += 2
				continue
			}
			break
		}
		if unicode.IsDigit(rune(t.text[0])) && len(t.text) > 2 && !strings.Contains(t.text, "-") {
			break
		}
		if s.headline && j > i+1 && verbShape(t.low) && !initials(s.toks[j-1].text) {
			break
		}
		if !s.headline && functionWords[t.low] && t.low != "i" && t.low != "the" && (j+1 < to && s.toks[j+1].cap && s.toks[j+1].word || j > i+1 && functionWords[s.toks[j-1].low] || j+1 < to && !s.toks[j+1].word && j == i+1 && !given) {
			j++ // "The Closer You Get"
			continue
		}
		if s.headline && s.literal(j, given && j == i+1) || !s.headline && functionWords[t.low] && t.low != "the" && !softWords[t.low] {
			break
		}
		if !s.headline && t.low == "the" {
			if j > i+1 && functionWords[s.toks[j-1].low] && j+1 < to && s.toks[j+1].cap && s.toks[j+1].word {
				j++ // "Man About The House"
				continue
			}
			break
		}
		if l, n := s.listedName(j, to); n > 0 && (l.network || l.outlet) && !l.word {
			break
		}
		if _, n := seasonAt(s.toks[:to], j); n > 0 {
			break
		}
		j++
	}
	return j
}

// verbShape reports whether a headline's third word in a row looks like the
// verb that follows a name, and not like a surname.
func verbShape(w string) bool {
	if surnamesInS[w] || softWords[w] || strings.HasSuffix(w, "ss") {
		return false
	}
	return len(w) > 3 && strings.HasSuffix(w, "s") || len(w) > 4 && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed"))
}

var surnamesInS = set(`williams jones davis edwards evans roberts rogers harris lewis phillips stevens james adams thomas curtis peters davies hughes
	richards reynolds matthews collins simmons stephens brooks parsons jacobs jenkins sanders michaels myers nichols perkins hopkins hawkins watkins andrews
	daniels owens reeves woods waters rhodes holmes jonas lucas morris ellis dukakis simmons cummings fleming manning king browning irving keating collins weathers
	goggins banks burns hastings sykes gates boyle's mirren's weisz travis`)

var particles = set(`de van von la le del di da bin al der den du dos y`)

// literal reports whether a capitalised word of a headline is no name.
func (s *sentence) literal(i int, afterGiven bool) bool {
	w := s.toks[i].low
	if afterGiven && softWords[w] {
		return false
	}
	if s.surnames[w] != "" && !functionWords[w] {
		return false
	}
	return functionWords[w] || newsWords[w] || cardinal(w) > 0 && len(w) > 2 || dated(w)
}

func dated(w string) bool {
	_, day := weekdayOf(w)
	return day
}

var roleWords = set(`showrunner showrunners creator creators co-creator director writer producer executive exec co-creators co-showrunner co-showrunners directors writers producers star stars co-star co-stars actor actors actress host ceo president chief boss head coo vp executives`)

func (s *sentence) startsName(i, from, to int) bool {
	t := &s.toks[i]
	if !t.cap || !t.word {
		return false
	}
	if unicode.IsDigit(rune(t.text[0])) {
		return false
	}
	next := &token{}
	if i+1 < to {
		next = &s.toks[i+1]
	}
	named := givenNames[t.low] && next.cap && next.word && !functionWords[next.low] && (!newsWords[next.low] || softWords[next.low])
	named = named || honorifics[t.low] && next.cap && next.word && !functionWords[next.low] && !newsWords[next.low]
	if w, ok := strings.CutSuffix(t.low, "s"); ok && dated(w) && !named {
		return false // "airs Thursdays"
	}
	if k := strings.LastIndexByte(t.low, '-'); k > 0 && next.cap && honours[t.low[k+1:]] {
		return false // "Oscar-winner Jane Doe"
	}
	if yearSeasons[t.low] && i > from && (s.toks[i-1].low == "this" || s.toks[i-1].low == "next" || s.toks[i-1].low == "last") {
		return false // "this Fall"
	}
	if functionWords[t.low] && !(named && t.low == "will" && i > from && (s.toks[i-1].text == "," || s.toks[i-1].low == "and" || s.toks[i-1].low == "with")) {
		return t.low == "the" && !s.headline && i > from && next.cap && next.word && s.toks[i-1].word
	}
	if s.headline {
		return named || !s.literal(i, false)
	}
	first := i == s.from || !s.toks[i-1].word && s.toks[i-1].text != "," && s.toks[i-1].text != "(" && s.toks[i-1].text != "[" && s.toks[i-1].text != "&"
	if first && (newsWords[t.low] || genres[t.low]) && !named {
		return false
	}
	if roleWords[t.low] && next.cap && next.word {
		return false
	}
	if i == s.from && next.word && !next.cap && (commonNext[next.low] || strings.HasSuffix(t.low, "s") || strings.HasSuffix(t.low, "ing") || strings.HasSuffix(t.low, "ly")) && !givenNames[t.low] && s.surnames[t.low] == "" {
		return false // "According to", "Fans of"
	}
	return true
}

// honours end words that praise the name after them.
var honours = set(`winner winners winning nominee nominees nominated`)

var yearSeasons = set(`spring summer fall autumn winter`)

// commonNext are words that follow an everyday word at the start of a sentence
// sooner than a name.
var commonNext = set(`to of in on for with at from by as that and out are were up about`)

// listedName looks up networks, outlets and places, longest first.
func (s *sentence) listedName(i, to int) (l listed, n int) {
	var ends keyEnds
	whole, longest := s.keys(i, to, &ends)
	for j := longest; j > i; j-- {
		if !s.toks[j-1].word {
			continue
		}
		if l, ok := s.names[whole[:ends[j-i-1]]]; ok && s.allCapital(i, j) {
			return l, j - i
		}
	}
	return listed{}, 0
}

// allCapital reports whether the words of a possible name have capitals,
// small words inside aside.
func (s *sentence) allCapital(i, j int) bool {
	for k := i; k < j; k++ {
		t := &s.toks[k]
		if t.word && !t.cap && t.low != "'s" && !(k > i && smallWords[t.low]) {
			return false
		}
	}
	return true
}

// listedAt reads a known show, network, outlet, place or person.
func (s *sentence) listedAt(i, to int, before []item) (item, bool) {
	t := &s.toks[i]
	if !t.cap {
		return item{}, false
	}
	var ends keyEnds
	whole, longest := s.keys(i, to, &ends)
	for j := longest; j > i; j-- {
		if !s.toks[j-1].word && s.toks[j-1].text != "!" && s.toks[j-1].text != "?" || s.toks[j-1].low == "'s" {
			continue
		}
		k := whole[:ends[j-i-1]]
		keyed, capital := s.keyed.has(k), s.allCapital(i, j)
		if !keyed && !capital {
			continue
		}
		sh := s.findKeyed(k, keyed)
		if !capital && (sh == nil || s.cut(i, j) != sh.Title) { // "Spy x Family"
			continue
		}
		if sh != nil {
			if it, ok := s.showItem(sh, i, j, to, before); ok {
				return it, true
			}
		}
		if !keyed {
			continue
		}
		if l, ok := s.names[k]; ok {
			if it, ok := s.namedItem(l, i, j, to); ok {
				return it, true
			}
		}
		if p, ok := s.people[k]; ok && j-i > 1 {
			return item{kind: kPerson, from: i, to: j, text: s.cut(i, j), person: p}, true
		}
	}
	return item{}, false
}

// keyEnds are where the keys of the first token, the first two and so on end.
type keyEnds [2 * maxWords]int

// keys is the key of the longest name that can begin at token i; it ends
// before token end.
func (s *sentence) keys(i, to int, ends *keyEnds) (key string, end int) {
	first := firstOf(&s.toks[i])
	limit := max(s.longest[first], s.own[first])
	if i+1 < to && s.toks[i+1].low == "'s" { // "Grey’s Anatomy" begins with "greys"
		limit = max(limit, s.longest[first+"s"], s.own[first+"s"])
	}
	if limit == 0 {
		return "", i
	}
	var b strings.Builder
	b.Grow(32)
	words := uint8(0)
	for end = i; end < to && end-i < len(ends); end++ {
		t := &s.toks[end]
		if t.word && t.low != "'s" || t.text == "&" {
			if words++; words > limit {
				break
			}
		}
		appendKey(&b, t)
		ends[end-i] = b.Len()
	}
	return b.String(), end
}

// neighbours reports whether capitalised words that are no news words touch
// the tokens i–j: then they are part of a longer name.
func (s *sentence) neighbours(i, j, to int) (before, after bool) {
	if i > s.from {
		p := &s.toks[i-1]
		before = p.cap && p.word && !functionWords[p.low] && !(s.headline && newsWords[p.low]) && !genres[p.low] && !roleWords[p.low]
		if i-1 == s.from && !givenNames[p.low] {
			before = false
		}
		if l, n := s.listedName(i-1, i); n > 0 && l.network {
			before = false
		}
	}
	if j < to {
		n := &s.toks[j]
		after = n.cap && n.word && (!functionWords[n.low] || !s.headline && n.spaced && n.text != "I" && n.low != "the") && !(s.headline && newsWords[n.low]) && !genres[n.low] && !roleWords[n.low] && !dated(n.low)
		if _, n := seasonAt(s.toks[:to], j); n > 0 {
			after = false
		}
	}
	return before, after
}

func (s *sentence) namedItem(l listed, i, j, to int) (item, bool) {
	before, after := s.neighbours(i, j, to)
	if l.word {
		if before || after || i == s.from && !s.headline && j < to && !s.toks[j].cap && s.toks[j].low != "'s" && j-i == 1 && !verbLike(s.toks[j].low) {
			return item{}, false
		}
		if s.headline && functionWords[s.toks[i].low] {
			return item{}, false
		}
	}
	if j-i == 1 && (functionWords[s.toks[i].low] && !(upper(s.toks[i].text) && !s.shouting()) || s.toks[i].low == "dr." && after) {
		return item{}, false
	}
	it := item{from: i, to: j, text: s.cut(i, j), place: l.place}
	switch {
	case l.network:
		it.kind = kNetwork
		it.network = &l
		if l.outlet {
			it.outlet = l.name
		}
	case l.outlet:
		it.kind, it.outlet = kOutlet, l.name
	default:
		if before && !s.headline || after && !l.network && j-i == 1 {
			return item{}, false
		}
		it.kind = kPlace
	}
	return it, true
}

// verbLike reports whether a network at the start of a sentence acts.
func verbLike(w string) bool {
	return newsWords[w] || w == "has" || w == "is" || w == "will" || w == "and" || w == "," || strings.HasSuffix(w, "ed")
}

func upper(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 2
}

// name makes the item of the capitalised words i–j.
func (s *sentence) name(i, j int) item {
	it := item{kind: kName, from: i, to: j, text: s.cut(i, j)}
	if p := s.personNamed(s.toks[i:j], it.text); p != "" {
		it.kind, it.person = kPerson, p
	}
	return it
}

// personNamed returns the full name that the tokens stand for, or "".
func (f *frame) personNamed(toks []token, text string) string {
	if len(toks) == 1 {
		return f.surnames[toks[0].low]
	}
	if p := f.fullNames[lower(text)]; p != "" {
		return p
	}
	first := toks[0].low
	if len(toks) > 5 || !givenNames[first] && !initials(toks[0].text) {
		return ""
	}
	for _, t := range toks[1:] {
		if t.word && unicode.IsDigit(rune(t.text[0])) || (genres[t.low] || honours[t.low]) && !softWords[t.low] {
			return ""
		}
	}
	return text
}

// initials reports whether a word is "J." or "A.J.".
func initials(s string) bool {
	return strings.HasSuffix(s, ".") && len(s) <= 6 && upper(s+"A") && strings.Count(s, ".")*2 == len(s)
}

// joinNames makes one title of "The X of the Y" and the like.
func joinNames(items []item) []item {
	out := items[:0] // never ahead of what is read
	for i := 0; i < len(items); i++ {
		if k := items[i].kind; k != kName && k != kPerson {
			out = keep(out, items, i)
			continue
		}
		it := items[i]
		for it.kind == kName && i+2 < len(items) && items[i+1].kind == kWord && (items[i+1].text == "of" || items[i+1].text == "&" && (!strings.Contains(it.text, " ") || !strings.Contains(items[i+2].text, " ")) || items[i+1].text == "at" && i > 0 && items[i-1].text == "of") && it.bracket == nil {
			k := i + 2
			if items[k].text == "the" && items[k].kind == kWord && k+1 < len(items) {
				k++
			}
			next := items[k]
			if next.kind != kName && next.kind != kPlace && !(next.kind == kPerson && strings.HasPrefix(it.text, "The ") && strings.Count(it.text, " ") > 1) || next.show != nil || it.show != nil {
				break
			}
			sep := " "
			for _, w := range items[i+1 : k] {
				sep += w.text + " "
			}
			it.text += sep + next.text
			it.to, it.bracket = next.to, next.bracket
			i = k
		}
		if n := nickname(items[i:]); n != "" {
			it.text, it.to, it.bracket = n, items[i+2].to, items[i+2].bracket
			if it.kind == kPerson || it.kind == kName && givenNames[lower(strings.Fields(n)[0])] {
				it.kind, it.person = kPerson, n
			}
			i += 2
		}
		// "the crime drama Saltmarsh: The Return"
		if n := len(out) - 1; it.kind == kName && i+2 < len(items) && items[i+1].text == ":" && items[i+2].kind == kName && it.bracket == nil && n >= 0 && out[n].kind == kWord && (genres[out[n].text] || out[n].text == "'s" || out[n].text == "pilot") {
			it.text += ": " + items[i+2].text
			it.to, it.bracket = items[i+2].to, items[i+2].bracket
			i += 2
		}
		out = append(out, it)
	}
	return out
}

// nickname returns the name with which items begin when its nickname stands in
// quotation marks inside: Michael “Dusty” Orton; else "".
func nickname(items []item) string {
	if len(items) < 3 || items[0].kind != kName && items[0].kind != kPerson || items[0].quoted || len(items[0].bracket) > 0 {
		return ""
	}
	words, nick, last := strings.Fields(items[0].text), &items[1], &items[2]
	if !nick.quoted || len(nick.bracket) > 0 || len(strings.Fields(nick.text)) > 2 || last.kind != kName && last.kind != kPerson || last.quoted || strings.Contains(last.text, " ") {
		return ""
	}
	if len(words) > 2 || !givenNames[lower(words[len(words)-1])] || newsWords[lower(last.text)] && !softWords[lower(last.text)] || newsWords[lower(nick.text)] {
		return ""
	}
	return items[0].text + " “" + nick.text + "” " + last.text
}

// subtitles makes one title of a known one and what follows it after a colon
// in running text: "NCIS: Origins" is another series than NCIS.
func (s *sentence) subtitles() {
	out := s.items[:0] // never ahead of what is read
	for i := 0; i < len(s.items); i++ {
		it := s.items[i]
		if i > 0 && i+2 < len(s.items) && (it.kind == kShow || it.kind == kMaybe) && !it.quoted && len(it.bracket) == 0 && s.items[i+1].text == ":" && !s.toks[s.items[i+1].from].spaced {
			k := i + 2
			if s.items[k].text == "the" && k+1 < len(s.items) {
				k++
			}
			if sub := &s.items[k]; sub.kind == kName && len(sub.bracket) == 0 && s.toks[s.items[i+2].from].cap && !personShape(sub.text) && s.surnames[lower(sub.text)] == "" {
				it = item{kind: kTitle, from: it.from, to: sub.to, text: s.cut(it.from, sub.to), bracket: sub.bracket}
				i = k
			}
		}
		out = append(out, it)
	}
	s.items = out
}
