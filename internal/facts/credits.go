package facts

import (
	"strings"
)

// creditRules read who somebody is: "SHOW star Jane Doe", "best known as".
func creditRules() []rule {
	return []rule{
		newRule("cast.star", "star", `(?:\^|series|show|lead|,|longtime|original) (?:lead |co-)?star {p}`, (*match).inContext),
		newRule("cast.star-of", "star stars actor actress alum alums co-star co-stars host hosts co-host co-hosts presenter presenters lead leading actors regular regulars",
			`(?P<s>[STXZ]\d+)(?P<more>(?: (?:and|,) [STXZ]\d+)*)(?: {a})?(?: (?P<noun>(?:[a-z-]+ ){0,2}?)(?:and )?(?P<role>star|stars|co-star|co-stars|actor|actress|actors|alum|alums|lead|leading lady|leading man|regular|regulars|host|hosts|co-host|co-hosts|presenter|presenters)(?: and(?: [a-z-]+){1,3})?) {ps}`, (*match).starOf),
		newRule("cast.star-of-after", "star actor actress co-star lead comedian alum regular",
			`{p} , (?:[a-z-]+ ){0,5}?(?:(?:star|co-star|actor|actress|lead|alum|regular)(?: of| on| in) {k}(?P<more>(?: ,? ?(?:and|&) [STZ]\d+)?)|(?P<s2>[STZ]\d+)(?P<more2>(?: (?:and|,|&) [STZ]\d+)*) (?:[a-z-]+ )?(?:star|co-star|actor|actress|lead|alum|regular))`, (*match).starsIn),
		newRule("cast.co-star-who", "co-star",
			`(?P<s>[STZ]\d+) co-star {p}`, (*match).starsIn),
		newRule("cast.name-on", "on of", `{p} , {C} (?:on|of|in) (?P<s>[ST]\d+)`, (*match).nameOn),
		newRule("cast.of", "of", `(?P<p>P\d+) of (?P<s>[STZ]\d+)(?: fame)?`, (*match).ofShow),
		newRule("cast.writer-and-actor", "actor star", `{p} , (?:[a-z-]+ )*(?:and )?{k} (?:writer|producer|director|creator) and (?:actor|star)`, (*match).starsIn),
		newRule("cast.own-show", "'s '", `(?P<p>P\d+) (?:'s|'|’) (?P<s>[STZ]\d+) (?:cameo|character|storyline|role|guest|exit|departure|return|arc|debut|casting|stint|audition)`, (*match).starsIn),
		newRule("cast.own-series", "own", `(?P<p>[PX]\d+) (?:'s|'|’) own (?:[a-z-]+ )*(?:series|show|drama|comedy|spinoff|spin-off) ,? ?(?P<s>[STZ]\d+)`, (*match).starsIn),
		newRule("cast.known-for", "role roles part parts turn performance work stint known starring playing",
			`(?:his|her|their) (?:[a-z-]+ ){0,3}?(?:role|roles|part|parts|turn|turns|performance|performances|work|stint)(?: as {c})? (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.known-starring", "known", `known for (?:starring|co-starring|appearing|acting|guest-starring|his work|her work|their work|being) (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.portrayal", "portrayal", `portrayal of {c}`+in, (*match).knownFor),
		newRule("cast.known-as", "known",
			`known (?:for|as) (?:(?:playing|portraying) )?{C} (?:in|on) {k}`, (*match).knownFor),
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
	if strings.HasSuffix(strings.TrimSpace(m.before()), "by") {
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
