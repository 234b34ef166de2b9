package facts

import (
	"regexp"
	"slices"
	"strings"
)

// partRules read how an article names a part without a plain "plays" or "as".
func partRules() []rule {
	return []rule{
		newRule("cast.plays-aside", "play plays played playing portray portrays portrayed portraying voices as",
			`{p} (?:,|–|—) (?P<aside>[a-z0-9'-]+ (?:[a-z0-9'-]+ |[XGNSTDARZ]\d+ ){0,9}?)(?:,|–|—) {aux}(?:(?:play|plays|played|playing|portray|portrays|portrayed|voices|voiced) |(?:stars?|starred|returns?|appears?|appeared|is back|guest stars) as ){c}`+in, (*match).playsAside),
		newRule("cast.plays-role", "play plays played playing portray portrays portrayed as",
			`{p}(?: , [a-z][^,;]{2,60} ,)?(?: ,)? {aux}(?:(?:play|plays|played|playing|portrays?|portrayed) |(?:(?:star|stars|starring|appears?|recurs?|returns?|cast|back|is|was) )?(?P<praise>(?:[a-z-]+ ){0,3})as )(?:an?|the|his|her|their|its|[PXGSNR]\d+ (?:'s|'|’)) (?P<role>(?:[a-z'-]+ |[XGN]\d+ ){1,7}?), {C}(?P<end>(?: [,;]| \.| in| on| and| who| while|$))`, (*match).playsRole),
		newRule("cast.part-of", "'s ' ’",
			`{p} (?:'s|'|’) (?P<role>(?:[a-z][a-z-]* ){1,4}?)(?:, )?{C}`, (*match).ownPart),
		newRule("cast.reprises", "reprise reprises reprising reprised",
			`{p} {aux}(?:reprise|reprises|reprising|reprised) (?:his |her |their )?{C}(?P<end>(?: (?:in|on|for) {s}| ,| \.| in| on| for| as| again| this| last| next| one| when| before| after| to| but| alongside| opposite|$))`, (*match).takesPart),
		newRule("cast.shoes", "shoes boots heels",
			`{p} {aux}(?:steps?|stepping|stepped|slips?|slipping|slipped|fills?|filling) (?:into |in )?(?:the (?:[a-z-]+ )?(?:shoes|boots|heels) of {C}|{q} 's (?:shoes|boots|heels))`+in, (*match).takesPart),
		newRule("cast.as-shows", "as playing",
			`(?:as|playing|portraying) (?:N\d+ 's )?(?P<s>[ST]\d+) (?:'s|'|’) (?P<role>(?:[a-z][a-z-]* ){0,4}?){C}`, (*match).asShows),
		newRule("cast.name-shows", "'s ’ '",
			`{p} , (?:who was |(?:best |perhaps best )?known (?:to [a-z]+ )?as |formerly |aka |(?:H\d+|the (?:[a-z-]+ )?(?:actor|actress|star|comedian|man|woman)) (?:behind|who (?:played|plays|was)) )?{S} (?:'s|'|’) (?P<role>(?:[a-z][a-z-]* ){0,4}?){C}(?P<end>(?: ,| \.| and| has| dies| died| dead| –| —|$))`, (*match).nameShows),
		newRule("cast.pairs", "~ aka a.k.a.",
			`(?P<ps>[PX]\d+(?: , [PX]\d+)*(?: ,)? (?:and|&) [PX]\d+)(?: ,)? (?:aka|a.k.a.|who play|who played|playing|as) (?:[a-z-]+ ){0,3}?(?P<cs>[PXSGZ]\d+(?: , [PXSGZ]\d+)*(?: ,)? (?:and|&) [PXSGZ]\d+)`, (*match).pairs),
		newRule("cast.subject-part", "reprising returning back voicing",
			`, (?:reprising|voicing|returning as|back as|returning in the role of) (?:his |her |their )?(?:fan-favou?rite |original )?(?:role (?:as|of) |part of |the role of )?{c}(?P<end>(?: as| in| on| for| from| ,| \.| alongside| opposite|$))`, (*match).solePart),
		newRule("cast.picked", "plucked picked chosen found selected discovered handpicked hand-picked scouted spotted drafted",
			`{p} , (?:who was |who is |was )?(?:plucked|picked|chosen|found|selected|discovered|hand-?picked|scouted|spotted|drafted) (?:[a-z'-]+ |[XGN]\d+ ){0,8}?to play {c}`, (*match).plays),
		newRule("cast.met-as", "met know knew saw remember recognise recognize loved love",
			`(?:viewers|fans|audiences|viewer|you) (?:[a-z']+ ){0,4}?(?:met|know|knew|saw|remember|recognise|recognize|loved|love) {p} (?:best |first )?as {c}`+in, (*match).plays),
		newRule("cast.part-went-to", "went goes go gone", `(?:role|part) of {c} (?:went|goes|will go|has gone) to(?: actor| actress| newcomer)? {q}`, (*match).takenBy),
		newRule("cast.in-role-is", "role part", `in the (?:[a-z-]+ )?(?:role|part) of {c} (?:is|will be|was)(?: actor| actress| newcomer)? {q}`, (*match).takenBy),
		newRule("cast.in-role", "role part", `with {p} in the (?:[a-z-]+ ){0,4}?(?:role|part) of (?:{c}|(?P<named>Q\d+))`, (*match).inRole),
		newRule("cast.as-opens", "as", `\^ (?:(?:also )?(?:seen|pictured|shown|back) )?(?:here )?as (?:the )?(?P<fill>(?:[a-z-]+ ){0,4}?){C} , {q}(?: [a-z]+|$)`, (*match).asOpens),
		newRule("cast.was-on", "was", `{p}(?: , who| ,)? (?:for [a-z0-9 -]{3,30} )?was (?:[a-z]+ ){0,2}?{C} (?:on|in) {k}`, (*match).wasOn),
		newRule("cast.was-for", "was", `{p}(?: , who)? was (?:[a-z]+ ){0,2}?{C} (?:(?:, (?:the|an?) [^;]{3,70} , )?for(?: [a-z0-9-]+| A\d+){1,8}|through|from|until|since)`, (*match).wasFor),
		newRule("cast.who-as", "who", `{p} , who (?:[a-z'-]+ |X\d+ ){1,6}?as {c} (?:on|in) {k}`, (*match).whoAs),
		newRule("cast.in-which", "which", `\^ in (?P<s>X\d+) , (?:[^;]{3,80} , )?{p} (?:is|plays|stars as|portrays) {C}(?: ,| \.|$)`, (*match).inWhich),
		newRule("cast.voice-of", "voice vocals",
			`{p} {aux}(?:(?:lends?|lending|lent) (?:his|her|their) (?:voice|vocals|voice talents) to|(?:is |was |are |provides )(?:the )?voices? of) (?:(?:an?|the|his|her) (?:[a-z-]+ ){1,4}, )?{c}`+in, (*match).plays),
		newRule("cast.with-parts", "with",
			`with {p} (?:the|an?|his|her|their) (?P<role>(?:[a-z][a-z-]* ){1,4}?){C}`, (*match).withParts),
		newRule("cast.sole-as", "as",
			`, (?:is|will be|was) (?:[a-z'-]+ |[NX]\d+ ){1,8}?as {c} (?:in|on) {s}`, (*match).soleAs),
		newRule("cast.role-on", "as", `as (?:an?|the) (?P<role>(?:[a-z][a-z-]* ){1,6}?)(?:on|in) (?P<s>[ST]\d+)`, (*match).roleOn),
		newRule("cast.guide", "| plays - – — : by as",
			`\^ {p} (?:(?:\||-|–|—|:|as :) (?P<c>[PX]\d+)$|plays : (?P<q>[PX]\d+)(?: [,.(]|$))`, (*match).guide),
		newRule("cast.guide-part", ": | - – —",
			`\^ (?P<c>[PX]\d+) (?:\||-|–|—|:)(?: played by)? {p}$`, (*match).guidePart),
		newRule("cast.guide-played", "played portrayed",
			`\^ (?P<c>[PX]\d+) (?:\||-|–|—|:) (?:played|portrayed|voiced) by {p}`, (*match).guide),
	}
}

func (m *match) playsAside() {
	for w := range strings.FieldsSeq(m.group["aside"]) {
		if speech[w] || w == "play" || w == "plays" {
			return
		}
	}
	if w, _, _ := strings.Cut(m.group["aside"], " "); w == "and" || w == "when" || w == "while" || w == "but" {
		return
	}
	m.plays()
}

// noParts are nouns after a person's name that tell of their own life: "Jane
// Doe’s agent", "Jane Doe’s husband".
var noParts = set(`agent manager publicist lawyer attorney representative rep spokesperson spokesman spokeswoman team friend colleague predecessor successor replacement
	fiancé fiancée ex partner assistant stylist trainer biographer hairdresser neighbour neighbor stunt double idol hero fans fan late own real-life offscreen off-screen
	company label album song single tour book memoir novel film movie debut short studio restaurant wedding death funeral home`)

// tellsPart reports whether words before a name tell of a part and not of
// somebody in an actor's life.
func tellsPart(words []string) bool {
	for _, w := range words {
		if noParts[w] || relations[w] || roleWords[w] || actorWords[w] || genres[w] || speech[w] || functionWords[w] && w != "then" && w != "second" || strings.HasSuffix(w, "-in-law") {
			return false
		}
	}
	return true
}

// praised are participles after "is" that make no part of what follows "as".
var praised = set(`known credited named listed described identified billed regarded hailed cited seen best-known remembered viewed dressed disguised working serving thought respected such same happy busy proud pregnant sick good bad big white free clear long soon well just`)

// playsRole reads "plays the town’s doctor, Ada Voss".
func (m *match) playsRole() {
	for w := range strings.FieldsSeq(m.group["role"]) {
		switch w {
		case "in", "on", "opposite", "alongside", "with", "from", "who", "that", "and", "for", "film", "movie", "as", "host", "director", "writer", "producer", "showrunner", "creator":
			return
		}
	}
	for w := range strings.FieldsSeq(m.group["praise"]) {
		if functionWords[w] || praised[w] {
			return
		}
	}
	c := m.item("c")
	if c.kind == kPlace || c.place || c.show != nil && m.has(c.show) || m.met[lower(c.text)] || m.headline {
		return
	}
	sh := m.contextShow()
	for i := range m.items {
		if k := m.items[i].kind; sh != nil && k == kShow && !m.namesShow(sh) {
			return // another show's
		}
	}
	m.cast(sh, false, characterName(c.text), m.personOf(m.item("p")))
}

// ownPart reads "Jane Doe’s weary smuggler, Ada Voss".
func (m *match) ownPart() {
	role := strings.Fields(m.group["role"])
	p, c := m.item("p"), m.item("c")
	sure := slices.Contains(role, "character") || slices.Contains(role, "alter") || slices.Contains(role, "on-screen")
	if m.personOf(p) == "" || c.kind != kPerson && c.kind != kName || c.show != nil || c.quoted || !sure && (len(role) < 2 || !tellsPart(role)) {
		return
	}
	if len(role) == 1 && role[0] != "character" {
		return
	}
	if w := role[0]; newsWords[w] && !softWords[w] && !sure && len(role) < 3 || m.met[lower(c.text)] || c.kind == kName && !personShape(characterName(c.text)) && !givenNames[lower(c.text)] {
		return
	}
	if next, _, _ := strings.Cut(m.after(), " "); speech[next] || next == "'s" || isRef(next) || m.headline {
		return
	}
	m.cast(m.contextShow(), false, characterName(c.text), m.personOf(p))
}

// takesPart reads "is reprising Ada Voss", "steps into the shoes of Ada Voss".
func (m *match) takesPart() {
	c := m.item("c")
	if c == nil {
		c = m.item("q")
	}
	if c.kind == kPlace || c.kind == kTitle || c.kind == kShow && m.has(c.show) || m.met[lower(c.text)] {
		return
	}
	name := characterName(c.text)
	if at := m.indexOf(c); at > 0 && m.items[at-1].text == "the" && !strings.Contains(name, " ") {
		name = "the " + name
	}
	if next, _, _ := strings.Cut(m.after(), " "); next == "'s" || isRef(next) && next[0] != kSeason {
		return
	}
	if m.together() {
		return
	}
	m.cast(m.about(), false, name, m.personOf(m.item("p")))
}

// asShows reads "who pulled pints as Saltmarsh’s Ada Voss".
func (m *match) asShows() {
	c := m.item("c")
	at := m.indexOf(m.item("s"))
	for k := at - 1; k >= 0 && k > at-16; k-- {
		it := &m.items[k]
		if it.kind == kWord && (it.text == ";" || speech[it.text]) {
			return
		}
		if p := m.personOf(it); p != "" && it.kind != kActor || it.kind == kActor {
			if p != "" && tellsPart(strings.Fields(m.group["role"])) && c.kind != kPlace && characterName(c.text) != "" {
				m.cast(m.showOf(m.item("s")), false, characterName(c.text), p)
			}
			return
		}
	}
}

// nameShows reads "Jane Doe, Saltmarsh’s Ada Voss, dies".
func (m *match) nameShows() {
	c := m.item("c")
	s := m.item("s")
	if s.kind == kName || s.kind == kSeries || !tellsPart(strings.Fields(m.group["role"])) || c.kind == kPlace || c.kind == kTitle || c.kind == kShow {
		return
	}
	if at := m.indexOf(m.item("p")); at > 1 && m.items[at-2].show != nil && (m.items[at-1].text == "'s" || m.items[at-1].text == "'" || m.items[at-1].text == "’") {
		return // "Corrigan’s Jane Doe, Saltmarsh’s Joe Roe": people of each
	}
	m.cast(m.showOf(s), false, characterName(c.text), m.personOf(m.item("p")))
}

// pairs reads "Jane Doe and Joe Roe, aka siblings Ada and Bob": as many parts
// as people, in their order.
func (m *match) pairs() {
	ps, cs := m.persons("ps"), m.list("cs")
	if len(ps) != len(cs) || len(ps) < 2 || strings.Contains(m.typed, "respectively") {
		return
	}
	for i, c := range cs {
		if m.met[lower(c.text)] {
			return
		}
		m.cast(m.contextShow(), false, characterName(c.text), ps[i])
	}
}

// guide reads a line of a cast guide: "Jane Doe | Ada".
func (m *match) guide() {
	c := m.item("c")
	if c == nil {
		c = m.item("q")
	}
	if m.headline && m.block < 0 || m.item("q") == nil && !m.namesPart(c) || m.primary() == nil {
		return
	}
	m.cast(m.contextShow(), false, characterName(c.text), m.personOf(m.item("p")))
}

// guidePart reads "Ada: Jane Doe", where the first is no full name.
func (m *match) guidePart() {
	if c := m.item("c"); strings.Contains(c.text, " ") && !ranks[firstLower(c.text)] && !m.met[lower(m.item("p").text)] {
		return
	}
	m.guide()
}

// namesPart reports whether an item can be nothing but a name: a given name,
// alone or with others, and no word of the trade.
func (s *sentence) namesPart(c *item) bool {
	words := strings.Fields(lower(c.text))
	for _, w := range words {
		if newsWords[w] && !softWords[w] || roleWords[w] || genres[w] || notNames[w] {
			return false
		}
	}
	if c.place || s.met[lower(c.text)] {
		return false
	}
	return c.kind == kPerson || givenNames[words[0]] || len(words) > 1 && (honorifics[words[0]] || ranks[words[0]])
}

// furtherPart matches the second half of "played Ada on SHOW and Bea on SHOW".
var furtherPart = regexp.MustCompile(`^,? ?(?:and|,) (?:as )?((?:[a-z][a-z'-]* ){0,3}?)([PXSGZ]\d+) (?:on|in) ` + lead + `([STZ]\d+)(?: |$)`)

// furtherParts reads what follows a part in one show: another in the next.
func (m *match) furtherParts(person string) {
	if m.group["s"] == "" {
		return
	}
	for rest := m.after(); ; {
		loc := furtherPart.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		c, sh := m.ref(rest[loc[4]:loc[5]]), m.ref(rest[loc[6]:loc[7]])
		m.cast(m.showOf(sh), false, characterName(c.text), person)
		rest = rest[loc[1]:]
	}
}

// isPart reports whether the person with whom the match begins is a part: "who
// plays Nora Vance, joined the cast".
func (m *match) isPart() bool {
	w := strings.Fields(m.before())
	return len(w) > 0 && (plays[w[len(w)-1]] || strings.HasPrefix(w[len(w)-1], "voic"))
}

// elsewhereShow reports whether a part without its show is said to be in one
// that the rule could not attach: the article's own is not meant then.
func (m *match) elsewhereShow() bool {
	if m.group["s"] == "" && anotherSeries.MatchString(m.after()) {
		return true
	}
	next := strings.Fields(m.after())
	if m.group["s"] != "" || len(next) < 2 || next[0] != "on" && next[0] != "in" || !isRef(next[1]) {
		return false
	}
	switch next[1][0] {
	case kNetwork, kShow, kTitle, kMaybe:
		return true
	case kName:
		return next[0] == "on"
	}
	return false
}

// anotherSeries matches where a series without its title is spoken of: "in a
// Netflix series".
var anotherSeries = regexp.MustCompile(`^ ?in (?:an?|another) (?:[a-z-]+ ){0,3}?N\d+ `)

// sole is the person whom the sentence names before the match when it names
// just one there, or speaks of "she".
func (m *match) sole() string {
	who := ""
	for i := range m.items {
		if m.posOf(i) >= m.start {
			break
		}
		it := &m.items[i]
		if p := m.personOf(it); p != "" && p != who {
			if who != "" {
				return ""
			}
			who = p
		}
	}
	return who
}

// solePart reads "Jane Doe is coming home to SHOW, reprising Ada Voss".
func (m *match) solePart() {
	c, ok := m.character()
	if p := m.sole(); ok && c != "" && p != "" && !m.elsewhereShow() && m.item("c").kind != kTitle && m.item("c").kind != kPlace {
		m.cast(m.contextShow(), false, c, p)
	}
}

// soleAs reads "Jane Doe, who …, is back in uniform as Ada Voss in SHOW".
func (m *match) soleAs() {
	c, ok := m.character()
	first, rest, _ := strings.Cut(lower(m.item("c").text), " ")
	if ok && c != "" && rest != "" && (givenNames[first] || honorifics[first] || ranks[first]) && m.item("c").show == nil && !m.met[lower(m.item("c").text)] {
		m.cast(m.about(), false, c, m.sole())
	}
}

// takenBy reads "the part of Ada went to Jane Doe".
func (m *match) takenBy() {
	c, ok := m.character()
	if !ok || c == "" || m.item("c").kind == kTitle {
		return
	}
	m.cast(m.contextShow(), false, c, m.personOf(m.item("q")))
}

// inRole reads "with Jane Doe in the role of “the Pilot”".
func (m *match) inRole() {
	if q := m.item("named"); q != nil {
		words := strings.Fields(strings.Trim(q.text, " .,;"))
		if n := len(words); n > 0 && n < 4 && isUpper([]rune(words[n-1])[0]) {
			m.cast(m.contextShow(), false, strings.Join(words, " "), m.personOf(m.item("p")))
		}
		return
	}
	m.plays()
}

// asOpens reads "As Captain Ada Voss, Jane Doe …".
func (m *match) asOpens() {
	c := m.item("c")
	words := strings.Fields(lower(c.text))
	for w := range strings.FieldsSeq(m.group["fill"]) {
		if functionWords[w] || roleWords[w] {
			return
		}
	}
	if m.primary() == nil || m.headline || c.kind != kPerson && c.kind != kName || c.show != nil || m.met[lower(c.text)] ||
		!givenNames[words[0]] && (len(words) < 2 || !honorifics[words[0]] && !ranks[words[0]]) || orgs[words[len(words)-1]] {
		return
	}
	m.cast(m.contextShow(), false, characterName(c.text), m.personOf(m.item("q")))
}

// wasOn reads "Jane Doe, who was Ada Voss on SHOW".
func (m *match) wasOn() {
	c := m.item("c")
	if c.place || c.show != nil || c.quoted || c.kind != kPerson && c.kind != kName || nationality(c.text) || strings.Contains(c.text, "-") || m.met[lower(c.text)] {
		return
	}
	m.cast(m.about(), false, characterName(c.text), m.personOf(m.item("p")))
}

// furtherWith matches the second half of "with Jane Doe the surgeon Ada and
// Joe Roe her son Bob".
var furtherWith = regexp.MustCompile(`^,? ?(?:and|,) ([PX]\d+) (?:the|an?|his|her|their) ((?:[a-z][a-z-]* ){1,4}?)([PXSGZ]\d+)(?: |$)`)

// withParts reads "with Jane Doe the disgraced surgeon Ada Voss".
func (m *match) withParts() {
	role, p, c := m.group["role"], m.item("p"), m.item("c")
	for rest := m.after(); m.primary() != nil && m.withPart(role, p, c); {
		loc := furtherWith.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		p, role, c = m.ref(rest[loc[2]:loc[3]]), rest[loc[4]:loc[5]], m.ref(rest[loc[6]:loc[7]])
		rest = rest[loc[1]:]
	}
}

func (m *match) withPart(role string, p, c *item) bool {
	for w := range strings.FieldsSeq(role) {
		if functionWords[w] || noParts[w] || roleWords[w] || actorWords[w] || speech[w] || genres[w] {
			return false
		}
	}
	if m.personOf(p) == "" || c.place || c.kind == kTitle || c.quoted || c.kind == kShow && m.has(c.show) || m.met[lower(c.text)] {
		return false
	}
	m.cast(m.contextShow(), false, characterName(c.text), m.personOf(p))
	return true
}

// noRoles are what somebody can be on a show without a part in it.
var noRoles = set(`contestant guest correspondent competitor contender judge editor assistant intern consultant member regular page trainee`)

// roleOn reads "who won fame as a deadpan captain on SHOW".
func (m *match) roleOn() {
	for w := range strings.FieldsSeq(m.group["role"]) {
		if noRoles[w] || roleWords[w] && w != "boss" && w != "chief" && w != "president" || functionWords[w] || speech[w] {
			return
		}
	}
	if !actedWords.in(m.before()) || filmWords.in(m.typed) {
		return
	}
	m.cast(m.about(), false, "", m.sole())
}

// actedWords tell that somebody acts.
var actedWords = newCues("won role roles played plays starred career fame known famous remembered appeared nominated emmy emmys actor actress", "")

// wasFor reads "Jane Doe, who was Ada Voss for ten years", of the article's
// show, or that of "Saltmarsh legend Jane Doe".
func (m *match) wasFor() {
	c, p := m.item("c"), m.item("p")
	if c.place || c.show != nil || c.quoted || c.kind != kPerson && c.kind != kName || !strings.Contains(characterName(c.text), " ") || m.met[lower(c.text)] || p.kind == kName {
		return
	}
	sh := m.primary()
	for k := m.indexOf(p) - 1; k >= 0 && k > m.indexOf(p)-4; k-- {
		if it := &m.items[k]; it.kind == kShow || it.kind == kTitle {
			sh = m.showOf(it)
			break
		} else if it.kind != kWord || it.text == "," {
			break
		}
	}
	m.cast(sh, false, characterName(c.text), m.personOf(p))
}

// whoAs reads "Jane Doe, who stole scenes as Ada Voss on SHOW".
func (m *match) whoAs() {
	for w := range strings.FieldsSeq(m.words()) {
		if noParting[w] || praised[w] {
			return
		}
	}
	if c := m.item("c"); c.kind != kPlace && c.kind != kTitle && !m.met[lower(c.text)] {
		m.plays()
	}
}

// inWhich reads "In Saltmarsh, a new drama, Jane Doe is Ada Voss" of a title
// that no list knows.
func (m *match) inWhich() {
	c, it := m.item("c"), m.item("s")
	if it.place || it.person != "" || c.show != nil || c.kind == kPlace || c.kind == kTitle || m.met[lower(c.text)] || !strings.Contains(c.text, " ") || filmWords.in(m.typed) {
		return
	}
	m.cast(m.unlisted(it.text), false, characterName(c.text), m.personOf(m.item("p")))
}
