package facts

import (
	"regexp"
	"strings"
)

// creditRules read who somebody is: "SHOW star Jane Doe", "best known as".
func creditRules() []rule {
	return []rule{
		newRule("cast.star", "star", `(?:\^|series|show|lead|,|longtime|original) (?:lead |co-)?star {p}`, (*match).inContext),
		newRule("cast.star-of", "star stars actor actress alum alums co-star co-stars host hosts co-host co-hosts presenter presenters lead leading actors regular regulars",
			`(?P<s>[STXZ]\d+)(?P<more>(?: (?:and|,) [STXZ]\d+)*)(?: {a})?(?: (?P<noun>(?:[a-z-]+ ){0,2}?)(?:and )?(?P<role>star|stars|co-star|co-stars|actor|actress|actors|alum|alums|lead|leading lady|leading man|regular|regulars|host|hosts|co-host|co-hosts|presenter|presenters)(?: and(?: [a-z-]+){1,3})?) {ps}`, (*match).starOf),
		newRule("cast.star-of-after", "star actor actress co-star lead comedian alum regular",
			`{p} , (?:[a-z-]+ ){0,5}?(?:(?:star|co-star|actor|actress|lead|alum|regular)(?: of| on| in) {k}(?P<more>(?: ,? ?(?:and|&) [STZ]\d+)?)|(?P<s2>[STZ]\d+)(?P<more2>(?: (?:and|,|&) [STZ]\d+)*) (?:[a-z-]+ )?(?:star|co-star|actor|actress|lead|alum|regular))`, (*match).starOfAfter),
		newRule("cast.co-star-who", "co-star",
			`(?P<s>[STZ]\d+) co-star {p}`, (*match).starsIn),
		newRule("cast.dash-parts", "~ — – - whose died dies dead", `{p} (?P<mark>—|–|-|,) (?P<role>(?:the )?(?:[a-z-]+ ){0,4}?){C} (?:on|in|from|of|through (?:[a-z]+ ){1,5}of|for (?:[a-z0-9-]+ ){1,4}(?:on|of|in)) {k}(?P<end>(?: [,;—–.]| has| who| whose| died| dead| was| is|$))`, (*match).dashParts),
		newRule("cast.somebody-on", "~ dead dies died dying", `{p} , (?P<role>(?:[a-z-]+ |X\d+ ){1,4})on (?P<s>[ST]\d+)`, (*match).somebodyOn),
		newRule("cast.such-as", "such including like", `(?:starred|appeared|acted|featured|guest-starred|roles) (?:in|on) (?:[a-z'’-]+ |'s ){1,7}?(?:programs?|programmes?|shows|series|dramas|comedies|sitcoms|soaps) ,? ?(?:such as|including|like) (?P<list>[ST]\d+(?: , [ST]\d+)*(?:(?: ,)? and [ST]\d+)*)`, (*match).suchAs),
		newRule("cast.run-as", "as", `{p} 's (?:[a-z-]+ ){0,2}?(?:run|time|tenure|stint|turn|stretch|reign|performance|role|return|comeback|casting) as {c}`+in, (*match).runAs),
		newRule("cast.time-as", "as", `(?:his|her) (?:[a-z-]+ ){0,2}?(?:time|years|tenure|stint|days|reign|run) as {c}(?P<end>(?: \.| ,| and| in| on| with|$))`, (*match).timeAs),
		newRule("cast.said-star", "said says told tells teased teases added adds explained explains joked revealed", `(?:said|says|told|tells|teased|teases|added|adds|explained|explains|joked|revealed) (?P<s>[STZ]\d+) (?:'s|'|’) {p}`, (*match).saidStar),
		newRule("cast.and-starred", "starred stars appeared", `and (?:also )?(?:starred|stars|appeared) as {c} (?:in|on) {k}`, (*match).andStarred),
		newRule("cast.name-on", "on of", `{p} , {C} (?:on|of|in) (?P<s>[ST]\d+)`, (*match).nameOn),
		newRule("cast.of", "of", `(?P<p>[PX]\d+) of (?P<s>[STZ]\d+)(?: fame)?`, (*match).ofShow),
		newRule("cast.writer-and-actor", "actor star", `{p} , (?:[a-z-]+ )*(?:and )?{k} (?:writer|producer|director|creator) and (?:actor|star)`, (*match).starsIn),
		newRule("cast.own-show", "'s '", `(?P<p>P\d+) (?:'s|'|’) (?P<s>[STZ]\d+) (?:cameo|character|storyline|role|guest|exit|departure|return|arc|debut|casting|stint|audition)`, (*match).starsIn),
		newRule("cast.own-series", "own", `(?P<p>[PX]\d+) (?:'s|'|’) own (?:[a-z-]+ )*(?:series|show|drama|comedy|spinoff|spin-off) ,? ?(?P<s>[STZ]\d+)`, (*match).starsIn),
		newRule("cast.known-for", "role roles part parts turn performance work stint known starring playing breakthrough breakout debut",
			`(?:his|her|their) (?:[a-z-]+ ){0,3}?(?:role|roles|part|parts|turn|turns|performance|performances|work|stint|breakthrough|breakout|debut)(?: as {c})? (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.known-starring", "known", `known for (?:starring|co-starring|appearing|acting|guest-starring|his work|her work|their work|being) (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.portrayal", "portrayal", `portrayal of {c}`+in, (*match).knownFor),
		newRule("cast.known-as", "known",
			`known (?:for|as) (?:(?:playing|portraying) (?:[a-z-]+ ){0,3}?)?{C} (?:in|on|(?:during|throughout|through|for) (?:[a-z0-9-]+ ){1,6}of) {k}`, (*match).knownFor),
		newRule("cast.starred-in", "starred stars appeared",
			`(?P<p>[PH]\d+) {aux}(?:starred|stars|appeared|appears) (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).starsIn),
	}
}

func (m *match) starOf() {
	for _, w := range strings.Fields(m.group["noun"]) {
		if functionWords[w] || w == "movie" || w == "film" {
			return
		}
	}
	ps := m.persons("p")
	former := strings.HasPrefix(m.group["role"], "alum")
	for _, it := range append(m.list("more"), m.item("s")) {
		if it.kind == kTitle || it.kind == kShow || it.kind == kMaybe && m.group["noun"] == "" {
			if it.kind == kTitle && strings.TrimSpace(m.after()) != "" && !m.headline && m.primary() != nil {
				continue // an earlier credit that no list knows, as likely a film
			}
			m.cast(m.showOf(it), former, "", ps...)
		}
	}
}

func (m *match) ofShow() {
	if madeBy.in(m.before()) || strings.HasSuffix(strings.TrimSpace(m.before()), "by") || m.item("p").kind == kName && m.item("s").kind == kMaybe {
		return
	}
	m.cast(m.about(), false, "", m.persons("p")...)
}

func (m *match) knownFor() {
	p := m.nearestPerson()
	c, ok := m.character()
	if !ok {
		c = ""
	}
	m.cast(m.about(), false, c, p)
	if it := m.item("s2"); it != nil {
		m.cast(m.showOf(it), false, "", p)
	}
}

// nameOn reads a headline's "Jane Doe, Ada On ‘Saltmarsh’".
func (m *match) nameOn() {
	c := m.item("c")
	if !m.headline || c.kind == kPlace || m.personOf(m.item("p")) == "" {
		return
	}
	m.cast(m.about(), false, characterName(c.text), m.personOf(m.item("p")))
}

// madeBy tell of people behind the camera.
var madeBy = newCues("creator creators director writer writers producer producers executive showrunner showrunners", "created by|written by|directed by|produced by|penned by|executive produced by")

// starOfAfter reads "Jane Doe, star of SHOW". A title before "star" and
// another name is that one's.
func (m *match) starOfAfter() {
	if next := strings.Fields(m.after()); m.group["s2"] != "" && len(next) > 0 && isRef(next[0]) && m.personOf(m.ref(next[0])) != "" {
		return
	}
	m.starsIn()
}

// dashParts reads "Jane Doe — Ada Voss on SHOW, Bea Orr on OTHER — was 54".
func (m *match) dashParts() {
	c, p := m.item("c"), m.item("p")
	for w := range strings.FieldsSeq(m.group["role"]) {
		if w != "the" && (functionWords[w] || roleWords[w] || actorWords[w] || relations[w] || speech[w]) {
			return
		}
	}
	single := !strings.Contains(characterName(c.text), " ")
	if c.place || c.show != nil || c.quoted || c.kind != kPerson && c.kind != kName || m.met[lower(c.text)] || single && m.group["role"] == "" || m.personOf(c) != "" && p.kind == kName || m.item("s").kind == kSeries {
		return
	}
	if at := m.indexOf(p); at > 0 && (m.items[at-1].text == "," || m.items[at-1].text == "and" || m.items[at-1].text == "with") || m.headline && m.group["mark"] != "," {
		return // one of a list
	}
	m.cast(m.about(), false, characterName(c.text), m.personOf(p))
	for rest := m.after(); ; {
		loc := dashPart.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		m.cast(m.showOf(m.ref(rest[loc[4]:loc[5]])), false, characterName(m.ref(rest[loc[2]:loc[3]]).text), m.personOf(p))
		rest = rest[loc[1]:]
	}
}

var dashPart = regexp.MustCompile(`^(?:,? ?and )?([PX]\d+) (?:on|in|from|of) ` + lead + `([STZ]\d+)(?: [,;—–.]|$)`)

// somebodyOn reads an obituary's "Jane Doe, Beloved Mom On ‘Saltmarsh,’ Dead At 77".
func (m *match) somebodyOn() {
	role := strings.Fields(m.group["role"])
	for _, w := range role {
		if roleWords[w] || noRoles[w] || functionWords[w] {
			return
		}
	}
	if w, _, _ := strings.Cut(m.after(), " "); m.headline || w == "," || w == "dead" || w == "dies" || w == "died" {
		m.cast(m.about(), false, "", m.personOf(m.item("p")))
	}
}

// suchAs reads "starred in many shows, such as “Saltmarsh” and “Night Ferry”".
func (m *match) suchAs() {
	p := m.nearestPerson()
	if strings.HasPrefix(m.typed, "he ") || strings.HasPrefix(m.typed, "she ") {
		p = m.person()
	}
	for _, it := range m.list("list") {
		if !filmWords.in(m.typed) {
			m.cast(m.showOf(it), false, "", p)
		}
	}
}

// runAs reads "Jane Doe’s run as Ada Voss".
func (m *match) runAs() {
	c, ok := m.character()
	if it := m.item("c"); ok && c != "" && it.kind != kTitle && !m.met[lower(it.text)] && !m.elsewhereShow() {
		m.cast(m.about(), false, c, m.personOf(m.item("p")))
	}
}

// timeAs reads "The actor remembers his time as Ada Voss".
func (m *match) timeAs() {
	c, ok := m.character()
	if it := m.item("c"); ok && c != "" && (strings.Contains(c, " ") || givenNames[lower(c)]) && it.kind != kTitle && it.show == nil && m.primary() != nil && !m.met[lower(it.text)] && !m.elsewhereShow() {
		m.cast(m.contextShow(), false, c, m.sole())
	}
}

// saidStar reads "“…,” teased Saltmarsh’s Jane Doe".
func (m *match) saidStar() {
	for i := range m.items {
		if m.items[i].kind == kQuote {
			m.cast(m.about(), false, "", m.personOf(m.item("p")))
			return
		}
	}
}

// andStarred reads the second half of "Jane Doe is known as … and starred as
// Ada in SHOW".
func (m *match) andStarred() {
	c, ok := m.character()
	if it := m.item("c"); ok && c != "" && it.kind != kTitle && it.kind != kPlace && !filmWords.in(m.typed) {
		m.cast(m.about(), false, c, m.personOf(&m.items[0]))
	}
}
