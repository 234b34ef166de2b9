package facts

import (
	"regexp"
	"strings"
)

// people is a list of names.
const people = `[PX]\d+(?: , [PX]\d+)*(?: ,? ?(?:and|&) [PX]\d+)?`

// ensembleRules read lists of names, epithets and awards.
func ensembleRules() []rule {
	return []rule{
		newRule("cast.credits", "cast starring stars", `\^ (?:the )?(?:cast|starring|stars|main cast) : {ps}`, (*match).inContext),
		newRule("cast.list", "cast rounding", `(?:rounding out the (?:[a-z]+ )?cast|the (?:[a-z]+ ){0,2}cast|joining the cast) (?:also )?(?:includes|include|are|is|features|boasts) {ps}`, (*match).inContext),
		newRule("cast.additions", "are is include includes", `(?:newcomers|additions|cast members|co-stars|returning|joining|co-starring|starring|guest-starring) (?:[a-z]+ ){0,3}?(?:include|includes|are|is) {ps}`, (*match).inContext),
		newRule("cast.returning-are", "returning back joining", `\^ (?:also )?(?:returning|back|joining) (?:(?:[a-z-]+|[ANRPX]\d+) ){0,7}?(?:in (?P<s>[STX]\d+) )?(?:are|is|will be) {ps}`, (*match).returningAre),
		newRule("cast.joining-list", ":", `\^ (?:also )?(?:joining|returning|starring|co-starring|guest-starring|recurring|rounding out|new to)(?: (?:[a-z-]+|A\d+|N\d+|R\d+|[ST]\d+)){0,7}? : {ps}`, (*match).ensemble),
		newRule("cast.joins-season", "joins joined join set", `{ps} {aux}(?:joins?|joined|set for) (?:the |its )?{a}(?: as {c})?`, (*match).joinsSeason),
		newRule("cast.set-for", "set", `{ps} (?:are |is )?(?:all )?set for {s}(?: as {c})?`, (*match).joins),
		newRule("cast.guests-include", "include includes are", `(?:guest stars|guests|cast members|co-stars|new faces|recurring players|newcomers|recurring cast) (?:(?:[a-z-]+|A\d+) ){0,5}?(?:include|includes|are) {ps}`, (*match).ensemble),
		newRule("cast.joined-by", "joined", `(?:is|are|will be|was|were|being|also) joined by {ps}`, (*match).ensemble),
		newRule("cast.enrolled", "enrolled checked suited boarded clocked signed reported",
			`{ps} (?:have|has) (?:all |both |also )*(?:enrolled|checked in(?:to)?|suited up|clocked (?:in|on)|signed (?:on|up)|reported for duty)(?: (?:for|to|as|at|in)| \.| ,|$)`, (*match).ensemble),
		newRule("cast.signed-on", "signed", `{ps} signed on(?: \.| ,| last| this| for| to| earlier|$)`, (*match).signedOn),
		newRule("cast.all-joined", "joined joining boarded", `{ps} (?:have|are|has) (?:all|both) (?:also )?(?:joined|joining|boarded) the (?P<group>[a-z-]+)`, (*match).allJoined),
		newRule("cast.list-led-by", "led headed headlined fronted rounded filled completed",
			`(?:guest list|guest cast|cast list|line-up|lineup|ensemble|cast|roster) (?:is |that is |which is )?(?:led|headed|headlined|fronted|rounded out|filled out|completed) by {ps}`, (*match).ensemble),
		newRule("cast.set-to-return", "set due confirmed slated ready back return",
			`{ps} (?:are|is) (?:all |both |also )*(?:set|due|confirmed|slated|ready) to (?:all |both )?(?:return|be back|come back|reprise)(?P<end>(?: for| in| as| alongside| opposite| too| \.| ,|$))`, (*match).ensemble),
		newRule("cast.with-set-to-return", "set due confirmed slated", `with {ps} (?:all |both |also )*(?:set|due|confirmed|slated) to (?:all |both )?(?:return|be back|come back|reprise)`, (*match).ensemble),
		newRule("cast.alongside", "alongside opposite",
			`{p}(?: , [^,]{3,60}? ,)? {aux}(?:stars?|starred|starring|co-stars?|co-starring|appears?|appearing|acts|cast|headlines|leads|plays|play) (?:alongside|opposite) (?P<qs>`+people+`)`+in, (*match).alongside),
		newRule("cast.casting", "casting", `(?:is|are|by|of|,) casting {ps}(?: as| in| \.|$)`, (*match).ensemble),
		newRule("cast.rounds-out", "cast", `(?P<s>[STRZ]\d+) {aux}(?:rounds? out|fills? out|completes?|sets|expands|beefs up) (?:its |the )?(?:[a-z-]+ )?cast with (?:[a-z0-9-]+ ){0,4}?(?:, )?(?:including)?`+credited+` {ps}`, (*match).joins),
		newRule("cast.promotes-regulars", "promotes ups bumps elevates", `\^ (?P<s>X\d+) (?:promotes|ups|bumps|elevates) (?P<what>(?:two|three|four|five|six|\d+|trio|pair|duo) (?:[a-z-]+ ){0,2}?to (?:series )?regulars?(?: [a-z-]+| A\d+){0,6}) : {ps}`, (*match).promotesRegulars),
		newRule("cast.promotes-two", "promotes ups adds casts taps sets books elevates lands enlists",
			`{k} {aux}(?:promotes|ups|adds|casts|taps|sets|books|elevates|lands|enlists) (?P<what>(?:two|three|four|five|six|seven|eight|\d+|trio|pair|duo)(?: [a-z-]+| A\d+){0,8}?) : {ps}`, (*match).promotesTwo),
		newRule("cast.epithet", "breakout standout hunk heartthrob favorite favourite legend stalwart mainstay newcomer scene-stealer castmate cast-mate",
			`(?P<s>[ST]\d+) (?:[a-z-]+ ){0,1}?(?:breakout|standout|hunk|heartthrob|favou?rite|legend|stalwart|mainstay|newcomer|scene-stealer|castmate|cast-mate) {ps}`, (*match).epithet),
		newRule("cast.led-by", "led headed headlined fronted anchored toplined hosted co-hosted presented",
			`\^ (?:led|headed|headlined|fronted|anchored|toplined|hosted|co-hosted|presented) by {ps} , (?:[^,]{2,50} , )?(?P<lead>`+lead+`)(?P<s>[STRZ]\d+)`, (*match).ledBy),
		newRule("cast.award", "actor actress performance performer",
			`(?:actor|actress|performance|performer)(?: [a-z,-]+| R\d+| X\d+){0,7} (?::|–|—|-) {p} , (?P<s>[STZ]\d+)`, (*match).award),
		newRule("cast.scene", "scene episode", `\^ (?:the late )?(?P<ps>[PX]\d+(?:(?: , (?:left|right|center|centre))? ,? ?(?:and|,|, with) [PX]\d+)*)(?: , (?:left|right|center|centre))?(?: ,)? in an? (?:scene|episode) (?:from|of) (?:the )?(?:A\d+ of )?(?P<s>[STZ]\d+)`, (*match).scene),
		newRule("cast.caption", "in", `\^ (?P<ps>[PX]\d+(?:(?: , (?:left|right|center|centre|above|below))? ,? ?(?:and|,) [PX]\d+)*)(?: , (?:left|right|center|centre|above|below))?(?: ,)? in (?P<s>[STZ]\d+)(?P<end>(?: \.)?)$`, (*match).scene),
	}
}

// ensemble adds the people of the match to the article's show.
func (m *match) ensemble() {
	if m.hired() || offScreen.in(m.before()) {
		return
	}
	if m.headline && m.primary() == nil {
		return
	}
	if next := strings.Fields(m.after()); len(next) > 1 && (next[0] == "in" || next[0] == "to") && strings.Contains(strings.Join(next[:min(4, len(next))], " "), "film") {
		return
	}
	m.cast(m.about(), false, "", m.persons("p")...)
}

// offScreen tell that the sentence speaks of those who make a series.
var offScreen = newCues("creative producing writers crew producers", "behind the camera|creative side|executive producers|behind the scenes")

// notGroups are what actors join off the screen.
var notGroups = set(`strike picket call chorus protest board letter petition academy lawsuit boycott tributes debate fight choir campaign union guild list conversation
	effort movement project film movie team panel line ranks network service platform agency company`)

// allJoined reads "have all joined the congregation".
func (m *match) allJoined() {
	if !notGroups[m.group["group"]] && m.primary() != nil {
		m.ensemble()
	}
}

// returningAre reads "Joining Jane Doe in SHOW are Joe Roe and Ann Poe".
func (m *match) returningAre() {
	if offScreen.in(m.typed) || m.hired() {
		return
	}
	m.inContext()
	if m.group["s"] == "" {
		return
	}
	for _, w := range strings.Fields(m.words()) {
		if it := m.ref(w); isRef(w) && m.posOf(m.indexOf(it)) < m.start+len(m.words()) && it.kind != kName && strings.Contains(m.words(), "joining ") && !strings.Contains(m.group["p"], w) && m.personOf(it) != "" {
			m.cast(m.about(), false, "", m.personOf(it))
		}
	}
}

// alongside reads "stars opposite Jane Doe": both are in it.
func (m *match) alongside() {
	if next := strings.Fields(m.after()); m.group["s"] == "" && len(next) > 1 && (next[0] == "in" || next[0] == "on") {
		switch {
		case m.elsewhereShow(), next[1] == "a", next[1] == "an", strings.Contains(strings.Join(next[:min(5, len(next))], " "), "film"), strings.Contains(strings.Join(next[:min(5, len(next))], " "), "movie"):
			return
		}
	}
	if at := m.indexOf(m.item("p")); m.group["s"] == "" && (m.primary() == nil || at > 0 && m.items[at-1].text == "'s") {
		return
	}
	m.cast(m.about(), false, "", m.persons("p")...)
	m.cast(m.about(), false, "", m.persons("qs")...)
}

// joinsSeason reads "Jane Doe Joins Season 2", of the article's show unless
// another one follows.
func (m *match) joinsSeason() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "of" || next[0] == "at") || m.primary() == nil {
		return
	}
	m.joins()
}

func (m *match) promotesTwo() {
	for w := range strings.FieldsSeq(m.group["what"]) {
		if roleWords[w] && w != "stars" && w != "actors" && w != "co-stars" || w == "writers" || w == "eps" || w == "seasons" || w == "episodes" {
			return
		}
	}
	m.cast(m.about(), false, "", m.persons("p")...)
}

// promotesRegulars reads a headline's "SHOW Ups Two to Series Regular: …" of a
// title that no list knows.
func (m *match) promotesRegulars() {
	if it := m.item("s"); it.kind == kName && !it.place && it.person == "" {
		m.cast(m.unlisted(it.text), false, "", m.persons("p")...)
	}
}

func (m *match) epithet() { m.cast(m.showOf(m.item("s")), false, "", m.persons("p")...) }

func (m *match) ledBy() { m.cast(m.showOf(m.item("s")), false, "", m.persons("p")...) }

// award reads "Comedy Actress: Jane Doe, “Saltmarsh”".
func (m *match) award() {
	if filmWords.in(m.typed) || m.elsewhereBracket(m.item("s")) {
		return
	}
	m.cast(m.showOf(m.item("s")), false, "", m.persons("p")...)
	for rest := m.after(); ; {
		loc := furtherAward.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		if it := m.ref(rest[loc[4]:loc[5]]); !m.elsewhereBracket(it) {
			m.cast(m.showOf(it), false, "", m.personOf(m.ref(rest[loc[2]:loc[3]])))
		}
		rest = rest[loc[1]:]
	}
}

// furtherAward matches the next of "Jane Doe, Saltmarsh; Joe Roe, Night Ferry".
var furtherAward = regexp.MustCompile(`^; ([PX]\d+) , ([STZ]\d+)(?: |$)`)

// elsewhereBracket reports whether what stands in brackets behind a title is
// more than its network.
func (m *match) elsewhereBracket(it *item) bool {
	return len(it.bracket) > 1 || len(it.bracket) == 1 && it.bracket[0].kind != kNetwork
}

// scene reads a caption: "Jane Doe in a scene from Saltmarsh".
func (m *match) scene() {
	it := m.item("s")
	if filmWords.in(m.typed) || m.rule == "cast.caption" && (it.kind == kMaybe || it.kind == kTitle && !m.has(m.showOf(it))) {
		return
	}
	m.cast(m.showOf(it), false, "", m.persons("ps")...)
}

// leads are what follows the hyphen of "the Jane Doe-led fantasy".
var leads = set(`led fronted headlined starring starrer`)

// ledNames reads "the Jane Doe-led fantasy".
func (s *sentence) ledNames(out *[]found) {
	for i := range s.items {
		it := &s.items[i]
		if it.kind != kName && it.kind != kPerson {
			continue
		}
		hyphen := strings.LastIndexByte(it.text, '-')
		if hyphen < 0 || !leads[it.text[hyphen+1:]] {
			continue
		}
		name := it.text[:hyphen]
		p := ""
		if words := strings.Fields(name); len(words) == 1 {
			p = s.surnames[lower(name)]
		} else if personShape(name) {
			p = name
			if full := s.fullNames[lower(name)]; full != "" {
				p = full
			}
		}
		if p == "" || filmWords.in(s.typed) {
			continue
		}
		m := &match{sentence: s, rule: "cast.led", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 3, out: out}
		sh, serial := s.contextShow(), false
		for k := i + 1; k < len(s.items) && k < i+6; k++ {
			n := &s.items[k]
			if n.kind == kShow || n.kind == kTitle {
				sh, serial = m.showOf(n), true
				break
			}
			if n.kind == kSeries || n.kind == kWord && (genres[n.text] || n.text == "fantasy") {
				serial = true
			}
		}
		if !serial {
			continue
		}
		m.cast(sh, false, "", p)
	}
}

// winners reads "Jane Doe (“Saltmarsh”) wins Emmy".
func (s *sentence) winners(out *[]found) {
	if !awardWords.in(s.typed) || filmWords.in(s.typed) {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		if len(it.bracket) != 1 || it.bracket[0].kind != kShow && it.bracket[0].kind != kMaybe && !(it.bracket[0].kind == kTitle && it.bracket[0].quoted) {
			continue
		}
		if p := s.personOf(it); p != "" {
			m := &match{sentence: s, rule: "cast.winner", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 3, out: out}
			m.cast(m.showOf(&it.bracket[0]), false, "", p)
		}
	}
}

var awardWords = newCues("actor actress acting performance performers", "wins emmy|won an emmy|wins bafta|emmy winners|emmy nominees|winners included|winners include|nominees include|nominees included")

// signedOn reads "Jane Doe signed on last week".
func (m *match) signedOn() {
	if m.primary() != nil && !m.elsewhereIn() {
		m.ensemble()
	}
}
