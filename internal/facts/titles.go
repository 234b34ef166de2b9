package facts

import (
	"strings"
	"unicode"

	"greenlit/internal/tv"
)

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
	owner := 0
	if last > q.from+1 && s.toks[last-1].low == "'s" {
		last, owner = last-1, last-1 // “Saltmarsh’s” second season
	}
	it := item{kind: kQuote, from: at, to: end, text: s.cut(q.from, q.to), quoted: true}
	out := []item{it}
	if last > q.from && s.titleLike(q, last) {
		it.text = s.cut(q.from, last)
		if end < s.to && storylines[s.toks[end].low] && q.from > s.from+1 && s.toks[q.from-2].low == "the" {
			it.kind = kEpisode // the ‘Homecoming’ storyline
			return []item{it}
		}
		if s.titlesEpisode(q.from-1, min(end, s.to-1)) {
			it.kind = kEpisode
			return []item{it}
		}
		if sh := s.find(key(s.toks[q.from:last])); sh != nil {
			it.kind, it.show = kShow, sh
		} else {
			it.kind = kTitle
		}
		out[0] = it
	}
	if owner > 0 && out[0].kind != kQuote {
		out = append(out, item{kind: kWord, from: owner, to: owner + 1, text: "'s"})
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

// storylines come after a title of what a series tells, and not of a series.
var storylines = set(`storyline storylines arc arcs plotline`)

var spokenWords = set(`i i'm i'll i've i'd my me we we're we'll we've our it's that's he's she's they're you're don't can't won't isn't
	wasn't didn't gonna`)

// spokenBefore are words whose 's is a verb.
var spokenBefore = set(`it he she that there what who here let where how`)

func (s *sentence) titleLike(q quoted, last int) bool {
	words, capitals, small := 0, 0, false
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
			small = true
		}
	}
	if words == 0 || words > 9 || small || capitals == 0 || !s.toks[q.from].cap {
		sh := s.find(key(s.toks[q.from:last])) // "grown-ish"
		return sh != nil && sh.Ambiguity == tv.Distinct && strings.Contains(sh.Title, "-")
	}
	if s.find(key(s.toks[q.from:last])) != nil {
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
		if before == ":" && q.from >= 3 && labels[s.toks[q.from-3].low] {
			before = ""
		}
		if before == ":" && q.to+1 < s.to && titleVerbs[s.toks[q.to+1].low] {
			before = ""
		}
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

// titleVerbs are what a headline says of a title in quotation marks.
var titleVerbs = set(`is are will renewed cancelled canceled returns gets season star stars creator showrunner boss finale trailer reboot revival spinoff to ends returning`)

// labels stand before a colon and a title, or a list of them.
var labels = set(`report reports exclusive breaking rumor rumour rumors official update confirmed renewed cancelled canceled axed ended ending ordered revived saved returning new pilots`)

// showItem decides whether the tokens i–j, which are a known title, mean the
// show here.
func (s *sentence) showItem(sh *show, i, j, to int, before []item) (item, bool) {
	it := item{kind: kShow, from: i, to: j, text: s.cut(i, j), show: sh}
	capBefore, capAfter := s.neighbours(i, j, to)
	one := j-i == 1
	if one && dated(s.toks[i].low) && !s.weekdayTitle(i, to, s.has(sh)) {
		return item{}, false
	}
	inFrame := s.has(sh)
	common := sh.Ambiguity == tv.Common || sh.weak && !inFrame
	if i > s.from && filmNoun[s.toks[i-1].low] && !inFrame {
		return item{}, false
	}
	if one && !inFrame && j+1 < to && s.toks[j].text == "&" && s.toks[j+1].cap {
		return item{}, false // "Friends & Family"
	}
	if j < to && capAfter && functionWords[s.toks[j].low] {
		return item{}, false // "The Closer You Get"
	}
	if !common && (sh.Ambiguity == tv.Distinct || inFrame) && !one && !(sh.weak && capBefore) {
		return it, true
	}
	if capBefore || capAfter && one {
		return item{}, false
	}
	if s.headline && one && !inFrame && sh.Ambiguity != tv.Distinct && s.marksTitles() {
		return item{}, false // "‘Tidewater’ to Be Split in Two"
	}
	if n := len(before) - 1; one && !inFrame && n >= 0 && before[n].kind == kNetwork && j < to && genres[s.toks[j].low] {
		return item{}, false // "Hulu Space Drama"
	}
	if one && !inFrame && s.headOfName(sh, j, to) {
		return item{}, false // "Legion of Doom"
	}
	if one && !inFrame && (s.surnames[s.toks[i].low] != "" || j < to && s.toks[j].text == ":" && upper(s.toks[i].text) && !upper(sh.Title) && len(s.toks[i].text) > 3) {
		return item{}, false // a person; "SPOILER ALERT:"
	}
	if s.headline && !inFrame && s.plainWords(i, j) && !s.fated(j, to) {
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

// headOfName reports whether the title before token j is the beginning of a
// longer name: "Legion of Doom", "Wild at Heart".
func (s *sentence) headOfName(sh *show, j, to int) bool {
	if j+1 >= to || !s.toks[j+1].cap || !s.toks[j+1].word || functionWords[s.toks[j+1].low] || unicode.IsDigit(rune(s.toks[j+1].text[0])) {
		return false
	}
	switch s.toks[j].low {
	case "of":
	case "at":
		if sh.Ambiguity == tv.Distinct || strings.Contains(s.toks[j+1].low, "-") {
			return false
		}
	default:
		return false
	}
	_, n := s.listedName(j+1, to)
	return n == 0
}

// filmNoun are what makes a title after it no show's.
var filmNoun = set(`film movie novel book album musical song single memoir`)

// fated reports whether token j begins what only happens to shows: "Renewed",
// "Season 3".
func (s *sentence) fated(j, to int) bool {
	if j >= to {
		return false
	}
	a, n := seasonAt(s.toks[:to], j)
	w := s.toks[j].low
	return w == "renewed" || w == "cancelled" || w == "canceled" || n > 0 && a.one() > 0 && !a.past
}

// marksTitles reports whether the sentence has a title in quotation marks: its
// other titles then have them too.
func (s *sentence) marksTitles() bool {
	for i := s.from; i < s.to; i++ {
		if q := s.toks[i].text; q == "‘" || q == "“" || (q == "'" || q == "\"") && opens(s.toks, i) {
			return true
		}
	}
	return false
}

// dayBefore are words after which a weekday is a day.
var dayBefore = set(`this next last every each by until till since from set for premieres premiere premiered airs air aired returns return debuts debut launches launch streams stream
	drops arrives begins starts starting beginning announced said confirmed told revealed reported late early`)

// dayAfter are words before which a weekday is a day.
var dayAfter = set(`night nights evening morning afternoon at`)

// weekdayTitle reports whether the weekday at token i is a title there:
// “Wednesday”, and not a day. own tells that the article is about the show.
func (s *sentence) weekdayTitle(i, to int, own bool) bool {
	if i > s.from && dayBefore[s.toks[i-1].low] {
		return false
	}
	next := i + 1
	if next < to && (s.toks[next].text == "," || s.toks[next].text == "(") {
		next++
	}
	if next < to {
		t := &s.toks[next]
		if dayAfter[t.low] || t.cap && monthOf(t.low) > 0 {
			return false
		}
		if _, n := seasonAt(s.toks[:to], next); next == i+1 && (n > 0 || showCue[t.low]) {
			return true
		}
	}
	if i == s.from {
		return own || next < to && s.toks[next].low == "returns"
	}
	switch p := s.toks[i-1].low; {
	case p == "'s", p == "in", p == "renewed", p == "renews", p == "cancelled", p == "canceled", p == "cancels", p == "of":
		return true
	case p == "on" || !s.toks[i-1].word:
		return false
	}
	return own
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
		if n := s.toks[j].low; j+1 < to && producing[n] && (s.toks[j+1].low == "production" || s.toks[j+1].low == "filming") {
			return true
		}
		if n := s.toks[j].low; (n == "aired" || n == "airs" || n == "originally" && j+1 < to && (s.toks[j+1].low == "aired" || s.toks[j+1].low == "premiered")) && !s.headline {
			return true
		}
		if s.headline && s.toks[j].low == "'s" && j+2 < to && givenNames[s.toks[j+1].low] && s.toks[j+2].cap && !places[s.toks[i].low] {
			return true // "Arrow’s Jane Doe"
		}
		if n := s.toks[j].low; s.block == tv.Headline && recaps[n] {
			return true
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
	case last.text == "'s" && n > 0 && before[n-1].kind == kPerson && strings.Contains(before[n-1].text, " ") && !s.headline && !givenNames[s.toks[i].low] && (j == to || !s.toks[j].cap):
		return true // "Jane Doe’s Girls"
	case last.text == "of" && n > 0 && before[n-1].kind == kSeason:
		return true
	case last.text == "of" && n > 0 && (before[n-1].text == "episode" || before[n-1].text == "episodes" || before[n-1].text == "version" || before[n-1].text == "cast" || before[n-1].text == "creator" || before[n-1].text == "showrunner"):
		return true
	}
	return false
}

// producing are verbs before "production" of which a show is the subject.
var producing = set(`wraps wrapped begins began starts started resumes resumed halts halted enters entered in`)

// recaps are what headlines call an article about an episode.
var recaps = set(`recap recaps postmortem post-mortem spoilers scoop`)

var showCue = set(`boss bosses star stars co-star creator creators showrunner showrunners follows centers centres alum veteran finale premiere trailer reboot revival spinoff spin-off cast
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
