package facts

import (
	"strconv"
	"strings"
	"unicode"

	"greenlit/internal/tv"
)

// An item is a part of a sentence as the rules see it: a plain word, or a
// name, title, date or season as a whole.
type item struct {
	kind     byte // see the kinds below
	from, to int  // tokens, with quotation marks
	text     string
	show     *show    // S, weak X, R
	person   string   // P, H: full name as far as known
	network  []listed // N; of R: the network named with it
	outlet   string   // O, and N that is one too
	place    bool     // X and N that may be a place
	season   season   // A
	date     tv.Date  // D
	quoted   bool
	bracket  []item // what stands in brackets behind it
}

// Kinds of items. In the typed form of a sentence, on which rules match, an
// item other than a word is its kind and index: "P0 joins S2 as X4 .".
const (
	kWord    = 'w'
	kShow    = 'S' // a known title
	kTitle   = 'T' // an unknown title in quotation marks
	kName    = 'X' // capitalised words
	kMaybe   = 'Z' // a known title that needs a cue, such as an everyday word
	kPerson  = 'P'
	kActor   = 'H' // "he", "the actor": the person the text is about
	kSeries  = 'R' // "the series", "the HBO comedy": the show the text is about
	kNetwork = 'N'
	kOutlet  = 'O'
	kPlace   = 'G'
	kDate    = 'D'
	kEpisode = 'E' // an episode's title
	kSeason  = 'A'
	kQuote   = 'Q'
)

// A sentence is the unit that rules read.
type sentence struct {
	*frame
	block    int
	text     string // of the block
	toks     []token
	from, to int
	items    []item
	typed    string
	pos      []int // where items begin in the typed form
	headline bool  // title case: capitals mean nothing
}

// titleCase reports whether nearly all longer words of the tokens have
// capitals, as in a headline.
func titleCase(toks []token) bool {
	long, capital := 0, 0
	for i := range toks {
		if t := &toks[i]; t.word && len(t.low) > 3 && !unicode.IsDigit(rune(t.low[0])) {
			long++
			if t.cap {
				capital++
			}
		}
	}
	return long >= 2 && capital*5 >= long*4
}

// analyse turns the tokens from–to of a block into items.
func (f *frame) analyse(p *passage, sp span, headline bool) *sentence {
	s := &sentence{frame: f, block: p.block, text: p.text, toks: p.toks, from: sp.from, to: sp.to, headline: headline}
	s.items = joinNames(s.chunk(p.quotes, sp.from, sp.to))
	return s
}

// settle makes the sentence ready for the rules, once the article's frame is
// complete.
func (s *sentence) settle() {
	s.refer()
	s.pos, s.typed = typed(s.items)
}

// unsure reports whether items of the sentence may read otherwise once the
// article's people are known.
func unsure(items []item) bool {
	for i := range items {
		if it := &items[i]; it.kind == kName || it.kind == kPerson && it.person == "" || len(it.bracket) > 0 && unsure(it.bracket) {
			return true
		}
	}
	return false
}

// chunk reads items from tokens. Brackets are taken out of the sentence and
// kept with the item before them.
func (s *sentence) chunk(quotes []quoted, from, to int) []item {
	out := make([]item, 0, to-from)
	word := func(i int) { out = append(out, item{kind: kWord, from: i, to: i + 1, text: s.toks[i].low}) }
	for i := from; i < to; {
		t := &s.toks[i]
		if q, ok := quoteAt(quotes, i); ok && q.to <= to {
			out = append(out, s.quotation(q, i)...)
			i = q.to
			if i < to && !q.open {
				i++
			}
			continue
		}
		if t.text == "(" || t.text == "[" {
			if end := closing(s.toks, i, to); end > 0 {
				in := joinNames(s.chunk(quotes, i+1, end))
				if n := len(out) - 1; n >= 0 && out[n].text == "'s" {
					n--
					if n >= 0 && out[n].kind != kWord {
						out[n].bracket = in
					}
				} else if n >= 0 && out[n].kind != kWord {
					out[n].bracket = in
				}
				i = end + 1
				continue
			}
		}
		if !t.word {
			word(i)
			i++
			continue
		}
		if it, ok := s.listedAt(i, to, out); ok {
			out = append(out, it)
			i = it.to
			continue
		}
		if d, n := dateAt(s.toks[:to], i, s.published); n > 0 {
			out = append(out, item{kind: kDate, from: i, to: i + n, date: d})
			i += n
			continue
		}
		if a, n := seasonAt(s.toks[:to], i); n > 0 {
			out = append(out, item{kind: kSeason, from: i, to: i + n, season: a})
			i += n
			continue
		}
		if end := s.nameRun(i, from, to); end > i {
			out = append(out, s.name(i, end))
			i = end
			continue
		}
		word(i)
		i++
	}
	return out
}

func quoteAt(quotes []quoted, i int) (quoted, bool) {
	for _, q := range quotes {
		if q.from == i+1 {
			return q, true
		}
	}
	return quoted{}, false
}

func closing(toks []token, i, to int) int {
	end := ")"
	if toks[i].text == "[" {
		end = "]"
	}
	depth := 0
	for j := i; j < to; j++ {
		switch toks[j].text {
		case toks[i].text:
			depth++
		case end:
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return 0
}

// cut is the text of tokens, with single spaces.
func (s *sentence) cut(from, to int) string {
	if from >= to {
		return ""
	}
	return spaces(s.text[s.toks[from].start:s.toks[to-1].end])
}

// spaces makes every run of white space one space.
func spaces(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != ' ' }) && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// quotation decides what a span in quotation marks is: a title or speech.
func (s *sentence) quotation(q quoted, at int) []item {
	end := q.to + 1
	if q.open {
		end = q.to
	}
	last := q.to
	tail := ""
	for last > q.from && (s.toks[last-1].text == "," || s.toks[last-1].text == "." || s.toks[last-1].text == ";") {
		last--
		tail = s.toks[last].text
	}
	it := item{kind: kQuote, from: at, to: end, text: s.cut(q.from, q.to), quoted: true}
	out := []item{it}
	if last > q.from && s.titleLike(q, last) {
		it.text = s.cut(q.from, last)
		if s.titlesEpisode(q.from-1, min(end, s.to-1)) {
			it.kind = kEpisode
			return []item{it}
		}
		if sh := s.find(key(s.toks[q.from:last]), true); sh != nil {
			it.kind, it.show = kShow, sh
		} else {
			it.kind = kTitle
		}
		out[0] = it
	}
	if tail == "," || tail == ";" {
		out = append(out, item{kind: kWord, from: q.to - 1, to: q.to, text: tail})
	}
	return out
}

// titlesEpisode reports whether the title whose opening mark is token i is
// an episode's: "the episode, titled “…”".
func (s *sentence) titlesEpisode(i, after int) bool {
	for k := after; k < min(after+8, s.to); k++ {
		switch w := s.toks[k].low; {
		case w == "episode" && k > after+1:
			return s.toks[after].low == "is" || s.toks[after].low == "was"
		case !s.toks[k].word:
			k = s.to
		}
	}
	for k := i - 1; k >= s.from && k >= i-4; k-- {
		switch s.toks[k].low {
		case "episode", "finale", "premiere", "installment":
			return k >= i-3 || s.toks[i-1].low == "titled" || s.toks[i-1].low == "called"
		case "of", "from", "on", "in":
			return false
		}
	}
	return false
}

var spokenWords = set(`i i'm i'll i've i'd my me we we're we'll we've our it's that's he's she's they're you're don't can't won't isn't
	wasn't didn't gonna`)

// spokenBefore are words whose 's is a verb.
var spokenBefore = set(`it he she that there what who here let where how`)

func (s *sentence) titleLike(q quoted, last int) bool {
	words, capitals := 0, 0
	for i := q.from; i < last; i++ {
		t := &s.toks[i]
		if !t.word {
			if t.text == "." || t.text == "“" || t.text == "”" {
				return false
			}
			continue
		}
		words++
		if t.cap {
			capitals++
		} else if !smallWords[t.low] && t.low != "'s" && t.low != "vs." {
			return false
		}
	}
	if words == 0 || words > 9 || capitals == 0 || !s.toks[q.from].cap {
		return false
	}
	if s.find(key(s.toks[q.from:last]), true) != nil {
		return true
	}
	before := ""
	if q.from >= 2 {
		before = s.toks[q.from-2].low
	}
	if q.from-1 <= s.from {
		before = ""
	}
	for i := q.from; i < last; i++ {
		if w := s.toks[i].low; spokenWords[w] || w == "'s" && i > q.from && spokenBefore[s.toks[i-1].low] {
			return false
		}
	}
	if s.headline {
		switch before {
		case ":", "is", "was", "are", "were", "so", "not", "very", "feels", "says", "said", "be", "been", "calls", "called", "as":
			return false
		}
		if words == 1 && q.single && (strings.HasSuffix(s.toks[q.from].low, "ly") || newsWords[s.toks[q.from].low]) {
			return false
		}
		if q.to < len(s.toks)-1 {
			switch next := s.toks[q.to+1]; {
			case next.low == "reason", next.low == "says" && q.from-1 == s.from, next.low == "moment":
				return false
			}
		}
	}
	return true
}

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
		if s.headline && s.literal(j, given && j == i+1) || !s.headline && functionWords[t.low] && t.low != "the" && !softWords[t.low] {
			break
		}
		if !s.headline && t.low == "the" {
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
	// "Showrunner Jane Doe", "Executive Producer Jane Doe"
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
	if functionWords[t.low] {
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

// commonNext are words that follow an everyday word at the start of a sentence
// sooner than a name.
var commonNext = set(`to of in on for with at from by as that and out are were up about`)

// listedName looks up networks, outlets and places, longest first.
func (s *sentence) listedName(i, to int) (l listed, n int) {
	limit := int(s.longest[firstOf(&s.toks[i])])
	for j := min(i+limit, to); j > i; j-- {
		if !s.toks[j-1].word {
			continue
		}
		if l, ok := s.names[key(s.toks[i:j])]; ok && s.allCapital(i, j) {
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
	first := firstOf(t)
	limit := int(max(s.longest[first], s.own[first]))
	for j := min(i+limit, to); j > i; j-- {
		if !s.toks[j-1].word && s.toks[j-1].text != "!" && s.toks[j-1].text != "?" || s.toks[j-1].low == "'s" || !s.allCapital(i, j) {
			continue
		}
		k := key(s.toks[i:j])
		if sh := s.find(k, false); sh != nil {
			if it, ok := s.showItem(sh, i, j, to, before); ok {
				return it, true
			}
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
		after = n.cap && n.word && !functionWords[n.low] && !(s.headline && newsWords[n.low]) && !genres[n.low] && !roleWords[n.low] && !dated(n.low)
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
	if j-i == 1 && functionWords[s.toks[i].low] {
		return item{}, false
	}
	it := item{from: i, to: j, text: s.cut(i, j), place: l.place}
	switch {
	case l.network:
		it.kind = kNetwork
		it.network = []listed{l}
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

// showItem decides whether the tokens i–j, which are a known title, mean the
// show here.
func (s *sentence) showItem(sh *show, i, j, to int, before []item) (item, bool) {
	it := item{kind: kShow, from: i, to: j, text: s.cut(i, j), show: sh}
	capBefore, capAfter := s.neighbours(i, j, to)
	one := j-i == 1
	inFrame := s.has(sh)
	common := sh.Ambiguity == tv.Common || sh.weak && !inFrame
	if !common && (sh.Ambiguity == tv.Distinct || inFrame) && !one && !(sh.weak && capBefore) {
		return it, true
	}
	if capBefore || capAfter && one {
		return item{}, false
	}
	if s.headline && !inFrame && s.plainWords(i, j) {
		return item{}, false // "Here’s The First Teaser"
	}
	if one && genres[s.toks[i].low] && !inFrame {
		return item{}, false // "Soap", "Western", "Saga"
	}
	if l, ok := s.names[key(s.toks[i:j])]; ok && l.outlet && !inFrame {
		return item{}, false // the newspaper, more often
	}
	cued := s.cued(sh, i, j, to, before)
	start := i == s.from || !s.toks[i-1].word && s.toks[i-1].text != ","
	w := s.toks[i].low
	switch {
	case cued:
		return it, true
	case one && functionWords[w]:
		return item{}, false
	case inFrame && (!start || !newsWords[w]) && !(s.headline && (newsWords[w] || functionWords[w])):
		return it, true
	case s.headline && (newsWords[w] || softWords[w]) && one:
		return item{}, false
	case common && one && upper(sh.Title) && len(sh.Title) <= 4 && !(i > s.from && (s.toks[i-1].low == "on" || s.toks[i-1].low == "of")):
		return item{}, false // an agency as well
	case common:
		if one && (givenNames[w] || places[w] || start && newsWords[w]) {
			return item{}, false
		}
		it.kind = kMaybe
		return it, true
	case sh.Ambiguity == tv.Rare && start && givenNames[w]:
		return item{}, false
	}
	return it, true
}

// plainWords reports whether none of the tokens i–j can be part of a name.
func (s *sentence) plainWords(i, j int) bool {
	for k := i; k < j; k++ {
		if w := s.toks[k].low; s.toks[k].word && !functionWords[w] && !newsWords[w] {
			return false
		}
	}
	return true
}

// cued reports whether the words around the tokens i–j say that they are a
// show's title.
func (s *sentence) cued(sh *show, i, j, to int, before []item) bool {
	if w := s.text[s.toks[i].start:s.toks[j-1].end]; upper(w) && w != sh.Title && !s.shouting() {
		return true
	}
	if j < to {
		k := j
		if s.toks[k].low == "'s" {
			k++
		}
		if a, n := seasonAt(s.toks[:to], min(k, to-1)); n > 0 && k < to && !a.past {
			return true
		}
		if n := s.toks[j].low; (n == "is" || n == "was") && j+1 < to && (s.toks[j+1].low == "a" || s.toks[j+1].low == "an") {
			for k := j + 2; k < min(j+9, to); k++ {
				if genres[s.toks[k].low] {
					return true
				}
			}
		}
		if n := s.toks[j].low; showCue[n] && !(s.headline && i == s.from && functionWords[s.toks[i].low]) {
			return true
		}
	}
	n := len(before) - 1
	if n < 0 {
		return false
	}
	last := &before[n]
	switch {
	case last.kind == kNetwork, last.kind == kWord && (genres[last.text] || last.text == "pilot"):
		return true
	case last.text == "'s" && n > 0 && before[n-1].kind == kNetwork:
		return true
	case last.text == "of" && n > 0 && before[n-1].kind == kSeason:
		return true
	case last.text == "of" && n > 0 && (before[n-1].text == "episode" || before[n-1].text == "episodes" || before[n-1].text == "version" || before[n-1].text == "cast" || before[n-1].text == "creator" || before[n-1].text == "showrunner"):
		return true
	}
	return false
}

var showCue = set(`star stars co-star creator creators showrunner showrunners follows centers centres alum veteran finale premiere trailer reboot revival spinoff spin-off cast
	renewed cancelled canceled actress actor`)

// shouting reports whether the sentence is all in capitals.
func (s *sentence) shouting() bool {
	up, n := 0, 0
	for i := s.from; i < s.to; i++ {
		if t := &s.toks[i]; t.word && len(t.text) > 3 {
			n++
			if upper(t.text) {
				up++
			}
		}
	}
	return n > 0 && up*2 > n
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
		if t.word && unicode.IsDigit(rune(t.text[0])) || genres[t.low] && !softWords[t.low] {
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
		it := items[i]
		for it.kind == kName && i+2 < len(items) && items[i+1].kind == kWord && (items[i+1].text == "of" || items[i+1].text == "&") && it.bracket == nil {
			k := i + 2
			if items[k].text == "the" && items[k].kind == kWord && k+1 < len(items) {
				k++
			}
			next := items[k]
			if next.kind != kName && next.kind != kPlace || next.show != nil || it.show != nil {
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
		// "the crime drama Target: The Corruptors"
		if n := len(out) - 1; it.kind == kName && i+2 < len(items) && items[i+1].text == ":" && items[i+2].kind == kName && it.bracket == nil && n >= 0 && out[n].kind == kWord && (genres[out[n].text] || out[n].text == "'s" || out[n].text == "pilot") {
			it.text += ": " + items[i+2].text
			it.to, it.bracket = items[i+2].to, items[i+2].bracket
			i += 2
		}
		out = append(out, it)
	}
	return out
}

// typed writes items in the form that the rules match, and tells where each
// begins in it.
func typed(items []item) (pos []int, form string) {
	var b strings.Builder
	b.Grow(8 * len(items))
	pos = make([]int, len(items))
	for i := range items {
		if i > 0 {
			b.WriteByte(' ')
		}
		pos[i] = b.Len()
		if it := &items[i]; it.kind == kWord {
			b.WriteString(it.text)
		} else {
			b.WriteByte(it.kind)
			b.WriteString(strconv.Itoa(i))
		}
	}
	return pos, b.String()
}
