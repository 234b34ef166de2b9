package facts

import (
	"strings"
	"unicode"
)

// What stands before and in a bracket. A plain "X (Y)" is a part and its
// player less than one time in three, so each side has to show what it is.
type side int

const (
	unknown side = iota
	person
	character
	title
	neither
)

// brackets reads "Ada (Jane Doe)", "Jane Doe (who plays Ada)" and
// possessive lists such as "Jane Doe’s Ada, Joe Roe’s Bob".
func (s *sentence) brackets(out *[]found) {
	type pair struct {
		at          int
		actor, part string
		sure        bool
		free        bool // either name can be the actor's
	}
	var pairs, loose []pair
	for i := range s.items {
		x := &s.items[i]
		if len(x.bracket) == 0 {
			continue
		}
		m := &match{sentence: s, rule: "cast.bracket", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 3, out: out}
		_, in := typed(x.bracket)
		in = in[len(startMark):]
		y := &x.bracket[0]
		// "(played by Jane Doe)", "(voiced by Jane Doe)"
		if w := firstWord(x.bracket); w == "played" || w == "portrayed" || w == "voiced" || w == "voice" {
			if n := len(x.bracket); n >= 3 && n <= 8 && (x.bracket[n-2].text == "by" || x.bracket[1].text == "of" && n <= 4) {
				if p := s.personOf(&x.bracket[len(x.bracket)-1]); p != "" {
					m.cast(s.castShow(i), false, characterName(x.text), p)
				}
			}
			continue
		}
		// "(who plays Ada)", "(as Ada)"
		if w := firstWord(x.bracket); w == "who" || w == "as" || w == "playing" || w == "plays" {
			last := &x.bracket[len(x.bracket)-1]
			verb := w
			if w == "who" && len(x.bracket) > 1 {
				verb = x.bracket[1].text
			}
			if s.elsewhere(m, x) {
				continue
			}
			if p := s.personOf(x); w == "as" && p != "" && len(x.bracket) > 2 && (x.bracket[1].text == "a" || x.bracket[1].text == "an" || x.bracket[1].text == "the") && last.kind == kWord && len(x.bracket) < 8 && !s.headline {
				m.cast(s.ownShow(), false, "", p) // "(as a union rep)"
				continue
			}
			if p := s.personOf(x); p != "" && (verb == "plays" || verb == "played" || verb == "portrays" || verb == "playing" || verb == "voices" || w == "as") && len(x.bracket) <= 5 && last.kind != kWord && !strings.Contains(in, " of ") && !strings.Contains(in, " 's ") {
				m.cast(s.ownShow(), false, characterName(last.text), p)
			}
			continue
		}
		// "(Ada Quist in Saltmarsh)"
		if len(x.bracket) == 3 && (x.bracket[1].text == "in" || x.bracket[1].text == "on" || x.bracket[1].text == "from") && (x.bracket[2].kind == kShow || x.bracket[2].kind == kTitle) && x.bracket[0].kind != kWord {
			if p := s.personOf(x); p != "" {
				m.cast(m.showOf(&x.bracket[2]), false, characterName(y.text), p)
			}
			continue
		}
		// "(Saltmarsh’s Ada Quist)"
		if len(x.bracket) == 3 && x.bracket[1].text == "'s" {
			if y.kind == kShow && x.bracket[2].kind != kWord && s.personOf(x) != "" && (x.bracket[2].kind != kPerson || s.met[lower(x.text)]) {
				m.cast(y.show, false, characterName(x.bracket[2].text), s.personOf(x))
			}
			continue
		}
		// "(“Saltmarsh” star Jane Doe)"
		if len(x.bracket) >= 3 && (y.kind == kShow || y.kind == kTitle) && x.bracket[1].kind == kWord && actorWords[x.bracket[1].text] {
			if p := s.personOf(&x.bracket[2]); p != "" && len(x.bracket) == 3 {
				m.cast(s.castShow(i), false, characterName(x.text), p)
			}
			continue
		}
		// "(newcomer Jane Doe)"
		if len(x.bracket) == 2 && y.kind == kWord && y.text == "the" && x.bracket[1].kind == kName {
			if p := s.personOf(x); p != "" && len(strings.Fields(x.bracket[1].text)) == 1 {
				loose = append(loose, pair{at: i, actor: p, part: "the " + x.bracket[1].text, sure: true})
			}
			continue
		}
		if len(x.bracket) == 2 && y.kind == kWord && (actorWords[y.text] || y.text == "newcomer") {
			x.bracket = x.bracket[1:]
			y = &x.bracket[0]
		}
		if n := len(x.bracket); n > 2 && n < 9 && x.bracket[1].text == "," && s.personOf(y) != "" && onlyWords(x.bracket[2:]) {
			x.bracket = x.bracket[:1] // "(Jane Doe, now with a beard)"
		}
		if len(x.bracket) != 1 || s.listsTitles(i) {
			continue
		}
		if c := x.bracket[0]; c.kind == kWord || c.quoted && c.kind != kShow {
			continue
		}
		if y.kind == kShow && y.quoted || x.quoted {
			continue
		}
		xs, ys := s.side(x, i), s.bracketSide(y)
		if ys == title && xs == person && !y.quoted && s.settled(i) && len(strings.Fields(y.text)) == 1 {
			ys = character
		}
		switch {
		case xs == neither || ys == neither || ys == title && xs != character:
		case ys == character && s.tellsOf(i): // "follows Ada Voss (Roe)", whoever Roe is
		case xs == person && ys == character, xs == person && ys == unknown && s.settled(i), xs == unknown && ys == character:
			pairs = append(pairs, pair{at: i, actor: s.personOf(x), part: characterName(y.text), sure: xs == person})
		case xs == person && ys == unknown && personShape(y.text) && s.followsCharacters(i):
			pairs = append(pairs, pair{at: i, actor: y.text, part: characterName(x.text), sure: true})
		case ys == unknown && (xs == person || xs == unknown && personShape(x.text)):
			loose = append(loose, pair{at: i, actor: s.personOf(x), part: characterName(y.text), sure: true})
		case ys == person && xs != person:
			pairs = append(pairs, pair{at: i, actor: s.personIn(y), part: characterName(x.text), sure: true})
		case ys == person && xs == person:
			// Both look like people: whom the article knows is the actor.
			kx, ky := s.knownPerson(x), s.knownPerson(y)
			if kx != ky {
				p := pair{at: i, actor: s.personIn(y), part: characterName(x.text), sure: true}
				if kx {
					p = pair{at: i, actor: s.personOf(x), part: characterName(y.text), sure: true}
				}
				pairs = append(pairs, p)
			} else {
				pairs = append(pairs, pair{at: i, actor: s.personIn(y), part: characterName(x.text)})
			}
		case xs == character && ys == unknown && personShape(y.text):
			pairs = append(pairs, pair{at: i, actor: y.text, part: characterName(x.text), sure: true})
		}
	}
	open := 0 // pairs of which either name can be the actor's
	vote := 0 // above 0: actors stand first
	sure, forward := 0, 0
	for i := range pairs {
		p := &pairs[i]
		v, votable := s.pairVote(p.at)
		vote += v
		if p.free = votable; votable {
			open++
		} else if p.sure {
			sure++
			if p.actor == s.personOf(&s.items[p.at]) {
				forward++
				vote += 6
			} else {
				vote -= 6
			}
		}
	}
	if open > 0 {
		vote += s.listVote(len(pairs)+len(loose), pairs[0].at)
	}
	// In one list the brackets mean the same: those that could be a credit or
	// a part are parts where others are.
	if forward+open > 0 && forward == sure && 3*(forward+open) >= len(loose) && (open == 0 || vote > 1) || len(pairs) == 0 && len(loose) > 2 && s.namesParts() {
		pairs = append(pairs, loose...)
	}
	for _, p := range pairs {
		x, y := &s.items[p.at], &s.items[p.at].bracket[0]
		switch {
		case !p.free:
		case vote > 1:
			p.actor, p.part = s.personOf(x), characterName(y.text)
		case vote < -1:
			p.actor, p.part = s.personIn(y), characterName(x.text)
		default:
			continue
		}
		m := &match{sentence: s, rule: "cast.bracket", group: map[string]string{}, start: s.posOf(p.at), end: s.posOf(p.at) + 3, out: out}
		if p.actor != "" && p.part != "" {
			m.cast(s.castShow(p.at), false, p.part, p.actor)
		}
	}
	s.possessives(out)
}

// elsewhere reads "(who voices Ada on Saltmarsh)" after the name of an actor
// and reports whether the bracket tells of a show: the article's is not meant
// then.
func (s *sentence) elsewhere(m *match, x *item) bool {
	b := x.bracket
	for k := 1; k+1 < len(b); k++ {
		if b[k].kind != kWord || b[k].text != "on" && b[k].text != "in" {
			continue
		}
		c, t := &b[k-1], &b[len(b)-1]
		if c.kind == kWord || c.kind == kPlace || s.personOf(x) == "" {
			return true
		}
		switch t.kind {
		case kShow, kTitle, kMaybe:
			m.cast(m.showOf(t), false, characterName(c.text), s.personOf(x))
		case kName:
			if b[k].text == "on" && strings.Contains(t.text, " ") {
				m.cast(s.unlisted(t.text), false, characterName(c.text), s.personOf(x))
			}
		}
		return true
	}
	return false
}

// pairVote tells whether the bracket after item i holds two full names either
// of which can be the actor's, and what the names themselves say: above 0 that
// the actor stands first.
func (s *sentence) pairVote(i int) (vote int, free bool) {
	x, y := &s.items[i], &s.items[i].bracket[0]
	if len(x.bracket) != 1 || s.personOf(x) == "" || s.personIn(y) == "" || !strings.Contains(x.text, " ") || !strings.Contains(y.text, " ") {
		return 0, false
	}
	if s.side(x, i) == character || s.bracketSide(y) == character || x.show != nil || y.show != nil {
		return 0, false
	}
	if s.knownPerson(x) {
		vote += 4
	}
	if s.knownPerson(y) {
		vote -= 4
	}
	switch gx, gy := givenNames[lower(strings.Fields(x.text)[0])], givenNames[lower(strings.Fields(y.text)[0])]; {
	case gx && !gy:
		vote++
	case gy && !gx:
		vote--
	}
	return vote, true
}

// castWords announce actors; storyWords tell of what happens to characters.
var (
	castWords  = newCues("cast stars star starring starred co-stars co-star co-starring joining joins join joined featuring features ensemble actors newcomers additions recur guest guest-star guest-starring regulars casts adds added include includes", "round out|rounds out|rounding out|are back|all back|set to return|will return")
	storyWords = newCues("finds find discovers meets kills dies falls learns tries siblings marries runs run betrays kidnaps saves confronts when finale episode survives escapes threatens confesses investigate investigates follows follow centers centres revolves story tells between whose", "in love|married to|tries to|try to|must")
)

// listVote is what the words around a list of n brackets, the first after item
// at, say of their order.
func (s *sentence) listVote(n, at int) int {
	vote := 0
	if s.followsCharacters(at) || storyWords.in(s.typed) {
		vote -= 2 + n
	}
	if castWords.in(s.typed) || s.settled(at) && !storyWords.in(s.typed) {
		vote += 2 + n
		if n == 1 && at > 1 {
			vote -= 2 // one aside in a sentence says little
		}
	}
	return vote
}

// listsTitles reports whether item i stands in a list of titles: "seen in The
// Level (Ada), Night Ferry (Bea)".
func (s *sentence) listsTitles(i int) bool {
	for k := i - 1; k >= 0; k-- {
		switch it := &s.items[k]; {
		case it.text == "," || it.text == "and":
		case it.kind == kWord:
			return (it.text == "in" || it.text == "on" || it.text == "including") && s.items[i].kind != kPerson
		case it.kind == kPerson, len(it.bracket) == 0:
			return false
		}
	}
	return false
}

func firstWord(items []item) string {
	if len(items) > 0 && items[0].kind == kWord {
		return items[0].text
	}
	return ""
}

// side tells what the name before a bracket is.
func (s *sentence) side(it *item, at int) side {
	if at > 0 && s.items[at-1].kind == kWord && (ranks[s.items[at-1].text] || relations[s.items[at-1].text] || s.items[at-1].text == "named" || s.items[at-1].text == "aka") {
		return character // "detective Ada Quist", "her brother Tom"
	}
	if at >= 0 && at+1 < len(s.items) && s.items[at+1].text == "'s" && len(it.bracket) == 1 && s.personIn(&it.bracket[0]) != "" && !s.knownPerson(it) {
		return character // "Ada Voss’s (Jane Doe) wedding"
	}
	switch it.kind {
	case kPerson:
		return person
	case kShow, kMaybe:
		return character // a title that is a character too: the bracket decides
	case kName:
		words := strings.Fields(it.text)
		low := lower(words[0])
		if it.show != nil {
			return character
		}
		if orgs[lower(words[len(words)-1])] || strings.ContainsFunc(it.text, unicode.IsDigit) {
			return neither
		}
		if len(words) == 1 || ranks[low] || honorifics[low] {
			return character
		}
		if personShape(it.text) {
			if at > 0 && s.items[at-1].kind == kWord && (actorWords[s.items[at-1].text] || roleWords[s.items[at-1].text]) || s.fullNames[lower(it.text)] != "" {
				return person
			}
			return unknown
		}
		return character
	}
	return neither
}

var honorifics = set(`lord lady prince princess queen king sir madam madame dr. mr. mrs. ms. miss uncle aunt father mother sister brother dr mr mrs professor grandma grandpa duke duchess`)

// bracketSide tells what the only thing in a bracket is.
func (s *sentence) bracketSide(it *item) side {
	switch it.kind {
	case kPerson:
		if len(strings.Fields(it.text)) == 1 && it.person == "" {
			return neither
		}
		return person
	case kShow, kMaybe:
		return title
	case kName:
		words := strings.Fields(it.text)
		low := lower(words[0])
		switch {
		case it.show != nil:
			return title
		case strings.Contains(it.text, " of "), low == "the" || low == "a" || upper(it.text) && len(it.text) <= 4, strings.ContainsFunc(it.text, unicode.IsDigit), strings.ContainsAny(it.text, ":/"),
			orgs[lower(words[len(words)-1])], notNames[lower(words[len(words)-1])]:
			return neither
		case honorifics[low] || ranks[low] || low == "pc", len(words) == 1 && givenNames[low]:
			return character
		case len(words) > 4 || strings.Contains(it.text, " of "):
			return neither
		}
		return unknown
	}
	return neither
}

func (s *sentence) personIn(it *item) string {
	if it.kind == kPerson {
		return it.person
	}
	return s.personOf(it)
}

// knownPerson reports whether the article or a list has met the person.
func (s *sentence) knownPerson(it *item) bool {
	if _, ok := s.people[key(lex(it.text))]; ok {
		return true
	}
	return s.met[lower(it.text)] || it.kind == kPerson && s.met[lower(it.person)]
}

// settled reports whether the sentence tells of people who already have their
// parts, so that a bracket after a person names the part and not a credit.
func (s *sentence) settled(at int) bool {
	if s.items[0].kind == kWord && s.items[0].text == "playing" {
		return true
	}
	for k := at - 1; k >= 0 && k >= at-8; k-- {
		switch it := &s.items[k]; it.text {
		case "promoted", "upped", "bumped", "elevated", "promotes", "ups":
			return it.kind == kWord
		case "but", ";", "while":
			return false
		}
	}
	for k := at + 1; k < len(s.items) && k < at+10; k++ {
		switch it := &s.items[k]; it.text {
		case "return", "returns", "returning", "reprise", "reprises", "reprising", "exits", "exiting", "leaving", "leaves", "departs", "promoted", "upped", "back":
			return it.kind == kWord
		case "regular", "regulars", "cross", "crosses", "crossing":
			return it.kind == kWord && (k+1 == len(s.items) || s.items[k+1].text != "role")
		case "but", ";", "while", ".":
			return false
		}
	}
	return false
}

// followsCharacters reports whether the sentence tells a story at item i, so
// that the name before a bracket is a character's.
func (s *sentence) followsCharacters(at int) bool {
	if s.tellsOf(at) {
		return true
	}
	// A verb of story after it.
	return at+1 < len(s.items) && s.items[at+1].kind == kWord && strings.HasSuffix(s.items[at+1].text, "s") && !speech[s.items[at+1].text] && !newsWords[s.items[at+1].text] && !functionWords[s.items[at+1].text] && len(s.items[at+1].text) > 3
}

// tellsOf reports whether words before item i tell a story.
func (s *sentence) tellsOf(at int) bool {
	for i := 0; i < at; i++ {
		switch it := &s.items[i]; it.text {
		case "follow", "follows", "centers", "centres", "revolves", "tells", "when", "finds", "about", "between", "named":
			return it.kind == kWord
		}
	}
	return false
}

// ownShow is the show of the article, or the only one in the sentence.
func (s *sentence) ownShow() *show {
	return s.contextShow()
}

// castShow is the show to which a part at item i belongs: one that the
// sentence is about, "… on HBO’s Girls", or the article's.
func (s *sentence) castShow(i int) *show {
	if i > 1 && s.items[i-1].text == "'s" && (s.items[i-2].kind == kShow || s.items[i-2].kind == kTitle) {
		m := &match{sentence: s, group: map[string]string{}}
		return m.showOf(&s.items[i-2]) // "Saltmarsh’s Jane Doe (Ada)"
	}
	if len(s.items) > 0 && (s.items[0].kind == kShow || s.items[0].kind == kTitle || s.items[0].kind == kMaybe) && i > 0 && len(s.items[0].bracket) == 0 && len(s.items) > 1 && s.items[1].kind == kWord && s.items[1].text != "," {
		m := &match{sentence: s, group: map[string]string{}}
		if w := s.items[1].text; !s.isCredit(0) || (w == "stars" || w == "star") && len(s.items) > 2 && s.personOf(&s.items[2]) != "" {
			return m.showOf(&s.items[0])
		}
	}
	if p := s.primary(); p != nil && !s.soft || s.current != nil || s.described() != nil {
		return s.contextShow()
	}
	return s.onlyShow(i)
}

var relations = set(`son daughter wife husband father mother brother sister friend boss partner girlfriend boyfriend ex cousin uncle aunt nephew niece lover rival
	child assistant protégé mentor nemesis enemy fiancé fiancée ex-wife ex-husband stepson stepdaughter twin love-interest interest`)

// onlyWords reports whether items are a remark: they begin with a word, and
// none is a job.
func onlyWords(items []item) bool {
	if items[0].kind != kWord {
		return false
	}
	for i := range items {
		if it := &items[i]; it.kind != kWord && it.kind != kName && it.kind != kPerson || roleWords[it.text] {
			return false
		}
	}
	return true
}

// namesParts reports whether a list of actors gives so many names in brackets,
// none of which a list knows for a title, that they are those of parts.
func (s *sentence) namesParts() bool {
	if !castWords.in(s.typed) || awardWords.in(s.typed) || filmWords.in(s.typed) {
		return false
	}
	two := 0
	for i := range s.items {
		x := &s.items[i]
		if len(x.bracket) == 0 {
			continue
		}
		y := &x.bracket[0]
		if y.kind == kDate {
			continue // "(Mon Mothma)"
		}
		if len(x.bracket) > 1 || y.kind != kName || y.quoted || y.show != nil || s.personOf(x) == "" {
			return false
		}
		words := strings.Fields(lower(y.text))
		if len(words) == 2 {
			two++
		}
		for _, w := range words {
			if newsWords[w] || functionWords[w] || genres[w] || places[w] || softWords[w] || notNames[w] {
				return false
			}
		}
	}
	return two > 2
}
