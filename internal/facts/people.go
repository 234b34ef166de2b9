package facts

import (
	"strings"
	"unicode"
)

// persons are the full names of a group's items; nil where one is no person.
func (m *match) persons(group string) []string {
	var out []string
	list := m.list(group)
	for i, it := range list {
		if at := m.indexOf(it); i == 0 && len(list) > 1 && at > 0 && m.items[at-1].text == "as" {
			continue // "will return as Ada Crane and Jane Doe …"
		}
		p := m.personOf(it)
		if role, name, ok := strings.Cut(p, " "); ok && roleWords[lower(role[strings.LastIndexByte(role, '-')+1:])] && strings.Contains(role, "-") {
			p = name // "Writer-director Jane Doe"
		}
		if p == "" && i+2 == len(list) {
			p = sharedSurname(it, m.personOf(list[i+1]))
		}
		if p == "" {
			return nil
		}
		out = append(out, p)
	}
	return out
}

// sharedSurname is "Anna Holm" in "Anna and Mette Holm"; next is the name behind
// "and".
func sharedSurname(it *item, next string) string {
	words := strings.Fields(next)
	if it.kind != kName || !givenNames[lower(it.text)] || len(words) != 2 || it.quoted || it.place {
		return ""
	}
	return it.text + " " + words[1]
}

// notNames are words that no person's name has.
var notNames = set(`the a television studios studio entertainment productions pictures media police network channel games university college awards award festival
	department association guild magazine news series show season club company group inc house city street county academy emmy emmys oscar globes comic-con tv
	original originals world team agency foundation force squad day night week and of at in on prize winner content partners ventures international national global film films pictures plus live sports radio`)

// personOf is the full name that an item stands for, or "".
func (s *sentence) personOf(it *item) string {
	if it == nil {
		return ""
	}
	switch it.kind {
	case kPerson, kActor:
		if w, _, ok := strings.Cut(it.person, " "); ok && formal[lower(w)] {
			return ""
		}
		return it.person
	case kName:
		if at := s.indexOf(it); at > 0 && s.items[at-1].kind == kWord && (s.items[at-1].text == "pilot" || vehicles[s.items[at-1].text]) {
			return "" // "the FX pilot Tender Mercies"
		}
		if it.show == nil && personShape(it.text) {
			return it.text
		}
	}
	return ""
}

// formal are what a character is called by, and an actor is not.
var formal = set(`miss mr. mr mrs. mrs ms. ms detective agent officer`)

// personShape reports whether a name can be a person's in full.
func personShape(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	for _, w := range words {
		low := lower(w)
		if notNames[low] || genres[low] && !softWords[low] || strings.ContainsFunc(w, unicode.IsDigit) || ranks[low] && !softWords[low] && low != "coach" {
			return false
		}
		if upper(w) && len(w) > 3 && !strings.Contains(w, ".") {
			return false
		}
	}
	return true
}

// notCharacters are what may follow "as" and is no part.
var notCharacters = set(`british american english irish scottish french german italian spanish russian belgian series_regular series_regulars regular guest_star showrunner executive_producer host himself herself themselves season director writer
	tv emmy oscar it he she they i we january february march april june july august september october november december`)

// character returns the character's name in the group "c"; ok is false where
// the words before it say that it is someone else, or no name.
func (m *match) character() (name string, ok bool) {
	it := m.item("c")
	if it == nil {
		return "", true
	}
	for _, w := range strings.Fields(m.group["fill"]) {
		if functionWords[w] && w != "first" && w != "new" && w != "old" || stopFill[w] {
			return "", false
		}
	}
	at := m.indexOf(it)
	// "CIA lawyer Owen Hendricks": the name comes after the capitals.
	if it.kind != kPerson && at+2 < len(m.items) && (upper(it.text) && len(it.text) <= 5 || nationality(it.text)) {
		for k := at + 1; k < at+4 && k < len(m.items); k++ {
			if m.items[k].kind != kWord || functionWords[m.items[k].text] {
				if k > at+1 && (m.items[k].kind == kPerson || m.items[k].kind == kName) {
					it, at = &m.items[k], k
				}
				break
			}
		}
	}
	if at+1 < len(m.items) && (m.items[at+1].text == "'s" || m.items[at+1].text == "'" || m.items[at+1].text == "’") {
		return "", false
	}
	if it.place && it.kind == kPlace && len(it.text) > 12 {
		return "", false
	}
	name = characterName(it.text)
	// "the Warden" is called by its article.
	if name != "" && it.kind == kName && at > 0 && m.items[at-1].text == "the" && !strings.Contains(name, " ") {
		name = "the " + name
	}
	return name, name != ""
}

var stopFill = set(`starring featuring opposite alongside against mother father son daughter wife husband sister brother version role part boss friend girlfriend boyfriend opposite member series`)

func nationality(s string) bool {
	return strings.HasSuffix(s, "ish") || strings.HasSuffix(s, "ican") || strings.HasSuffix(s, "ian") || s == "French" || s == "Navy" || s == "Army"
}

// characterName strips what is no part of a character's name; "" where
// nothing is left that can be one.
func characterName(s string) string {
	if notCharacters[lower(s)] {
		return ""
	}
	words := strings.Fields(s)
	for i := len(words) - 3; i > 0; i-- { // "Central City Police Detective Eddie Thawne"
		if low := lower(words[i]); policeRanks[low] {
			words = words[i:]
			break
		}
	}
	if low := lower(words[0]); (low == "pc" || low == "wpc") && len(words) > 2 {
		words = words[1:]
	}
	if len(words) == 2 && captains[lower(words[1])] {
		return strings.Join(words, " ")
	}
	for len(words) > 1 && (ranks[lower(words[0])] || ages[lower(words[0])]) {
		words = words[1:]
	}
	if len(words) == 0 || len(words) > 6 {
		return ""
	}
	if len(words) == 1 && (ranks[lower(words[0])] && len(s) < 4 || unicode.IsDigit(rune(words[0][0]))) {
		return ""
	}
	return strings.Join(words, " ")
}

// captains are called so, and have no other name.
var captains = set(`america marvel cold hook britain boomerang underpants liberty kangaroo atom planet`)

// policeRanks may stand behind the name of their force.
var policeRanks = set(`detective officer sergeant inspector chief captain lieutenant`)

// ages tell which of a character's actors plays them.
var ages = set(`adult grown-up older teenage`)

func (s *sentence) indexOf(it *item) int {
	for i := range s.items {
		if &s.items[i] == it {
			return i
		}
	}
	return -1
}

// nearestPerson is the person named before the match in the sentence, else
// the article's.
func (m *match) nearestPerson() string {
	for i := len(m.items) - 1; i >= 0; i-- {
		if it := &m.items[i]; (it.kind == kPerson || it.kind == kActor) && m.posOf(i) < m.start && it.person != "" {
			return it.person
		}
	}
	return m.subject
}
