package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// placeGroup is a place with what it lies in: "Toronto, Canada".
const placeGroup = `(?P<g>[GX]\d+)(?P<more>(?: ,? ?(?:and|,)(?: the (?:surrounding|nearby|neighbouring|neighboring))? [GX]\d+)*)`

// rolling is what production does when it is under way.
const rolling = `(?:moves?|moved|moving|begins?|begin|began|begun|starts?|start|started|underway|under way|kicks off|kicked off|takes? place|took place|taking place|wrapped|wraps|concluded|continues|rolls?|roll|rolled|rolling|resumes|resumed|commenced|commences|is|are)`

func locationRules() []rule {
	return []rule{
		newRule("location.shot-in", "shot filmed films shoots film shooting filming shoot lensing lenses",
			`(?:(?P<s>[STRZ]\d+)(?P<others>(?: , [STZ]\d+)*(?: ,? ?and [STZ]\d+)?)(?: ,)? )?(?:(?:all|both|is|was|are|being|has|have|been|will|be|that|which|currently|now|to|also|set|also|mostly|largely|its|the) |A\d+ )*(?P<verb>shot|filmed|films|shoots|film|shoot|shooting|filming|lensing|lenses)(?: (?:its|the) A\d+| A\d+| (?:its|the) (?:[a-z-]+ ){0,2}(?:season|series|run|episodes|finale)| on-location| on location| entirely| almost entirely| mostly| largely| primarily| mainly| chiefly| partly| predominantly| extensively| exclusively| scenes?| it| this D\d+| D\d+)* (?:in and around|in|around|across|on location in|at) `+placeGroup+`(?: , (?:chiefly|mainly|mostly|largely|primarily|notably|including) (?:in|around|at) (?P<g2>[GX]\d+)(?P<more2>(?: ,? ?and [GX]\d+)?))?`, (*match).shotIn),
		newRule("location.on-location", "location on-location",
			`(?:on location|on-location) (?:in|around|across) `+placeGroup, (*match).shotHere),
		newRule("location.production-in", "production filming shooting cameras photography",
			`(?:production|filming|shooting|principal photography|photography|cameras?|shoot)(?: (?:on|for) (?:the |its )?(?:A\d+(?: of (?P<s3>[STRZ]\d+))?|(?P<lead>`+lead+`)(?P<s4>[STZ]\d+)(?: A\d+)?))? (?:has |have |is |are |will |now |currently |officially |been |set to |expected to )*`+rolling+`(?: up)?(?: (?:on|for) (?:[a-z]+ )?(?:A\d+ of )?(?P<s>[STRZ]\d+)(?: A\d+)?| A\d+| (?:in |on |this )?D\d+| (?:on|for) A\d+)* (?:in and around|in|to|around|across) `+placeGroup+`(?: (?:on|for) (?:(?:the |a )?(?:[a-z-]+ |and ){0,4}?(?:A\d+|season|series|run|outing) of )?(?P<lead2>`+lead+`)(?P<s2>[STRZ]\d+))?`, (*match).shotIn),
		newRule("location.show-production", "production filming shooting photography", `(?P<s>[STRZ]\d+)(?: A\d+)? {aux}(?:wraps?|wrapped|begins?|began|begun|starts?|started|resumes?|resumed|kicks off|kicked off|continues|finished|completed) (?:production|filming|shooting|principal photography)(?: (?:on|for) (?:its |the )?(?:A\d+|(?:[a-z-]+ ){0,3}season))?(?: (?:in |on |this )?D\d+)* (?:in and around|in|around|across) `+placeGroup, (*match).shotIn),
		newRule("location.season-wraps", "wraps wrapped shoots films", `(?:A\d+ of (?P<s>[STRZ]\d+)|(?P<s2>[STRZ]\d+) A\d+) {aux}(?:wraps|wrapped|shoots|films)(?: up)? (?:in and around|in|around|across) `+placeGroup, (*match).shotIn),
		newRule("location.back-before-cameras", "cameras", `(?:(?P<s>[STRZ]\d+)(?: A\d+)?|A\d+(?: of (?P<s2>[STRZ]\d+))?|it) {aux}back (?:before|in front of) (?:the )?cameras (?:D\d+ )?(?:in|around|across) `+placeGroup, (*match).shotIn),
		newRule("location.cameras-stopped", "cameras", `cameras? (?:have |has )?(?:stopped|stop|finished|finish|started|start|begun|began|begin) (?:rolling|turning) (?:D\d+ )?(?:in|around|across) `+placeGroup+` on (?:the |its )?(?:(?:[a-z-]+ ){0,3}?(?:A\d+|season|series|run) of )?(?P<lead>`+lead+`)(?P<s>[STRZ]\d+)`, (*match).shotIn),
		newRule("location.where-rolling", "filming production shooting photography cameras", `(?:in|to|around|across) (?P<g>[GX]\d+) , where (?:filming|production|shooting|principal photography|cameras) (?:is |are |has |have |will |been |be |now |currently |set to |due to |expected to |already |again |just )*`+rolling, (*match).shotHere),
		newRule("location.place-set", "set", `on the (?P<g>G\d+) set of (?P<lead>`+lead+`)(?P<s>[STRZ]\d+)`, (*match).shotIn),
		newRule("location.place-set-of", "set", `on (?P<lead>`+lead+`)(?P<s>[STRZ]\d+) (?:'s|'|’) (?P<g>G\d+) set`, (*match).shotIn),
		newRule("location.where", "where", `(?:in|around|across) `+placeGroup+` , where (?P<s>[STRZ]\d+|it) (?:is |was |will be |also )*(?:shot|filmed|films|shoots|filming|shooting|produced|made)`, (*match).shotIn),
		newRule("location.on-set", "set", `on set in `+placeGroup, (*match).shotHere),
		newRule("location.takes-place", "place",
			`(?:production|filming|shooting|the shoot) (?:(?:on|for) (?:the |its )?(?:A\d+(?: of (?P<s3>[STRZ]\d+))?|(?P<s4>[STRZ]\d+)) )?(?:is |will |has |have |been |be )*(?:takes?|took|taking|taken) place (?:mostly |largely |mainly |entirely )?(?:on|in|around|at|across) (?:the )?(?:(?:[a-z-]+ |X\d+ ){0,2}?(?:island|coast|isle|outskirts|town|city|village|county|region|hills) of )?`+placeGroup, (*match).shotIn),
		newRule("location.moved", "moved moves relocated relocates shifted shifts",
			`(?:(?:production|filming|the shoot)(?: (?:on|for) (?:the |its )?(?:A\d+|(?:[a-z-]+ ){1,3}?(?:episodes|season|series)))?|(?P<s>[STRZ]\d+)) (?:has |have |is )?(?:moved|moves|relocated|relocates|shifted|shifts)(?P<what>(?: its)?(?: production| filming))? from [GX]\d+ to `+placeGroup, (*match).movedTo),
		newRule("location.shot-on", "shot filmed films shoots filming shooting",
			`(?:(?P<s>[STRZ]\d+) )?(?:is |was |being |has |been |currently |mostly |largely |entirely )*(?P<verb>shot|filmed|films|shoots|filming|shooting)(?: (?:its|the) A\d+)?(?: entirely| mostly| largely| on location)? on (?:the )?(?:(?P<g>G\d+)|(?:[a-z-]+ |X\d+ ){0,2}?(?:island|isle|coast) of (?P<g2>[GX]\d+))`, (*match).shotOn),
		newRule("location.in-production", "production filming", `(?:in|into|begins?|starts?|begun|began) (?:production|filming) (?:(?:this|next|in|on|early|late) |D\d+ )*(?:in|around) `+placeGroup, (*match).shotHere),
	}
}

// shotIn reads "is shooting its third season in Malta".
func (m *match) shotIn() {
	sh := m.showOf(m.item("s"))
	for _, g := range []string{"s2", "s3", "s4"} {
		if it := m.item(g); it != nil && sh == nil {
			sh = m.showOf(it)
		}
	}
	before := strings.Fields(m.before())
	if n := len(before); n > 0 && m.group["s"] == "" && strings.HasPrefix(m.group["verb"], "shooting") && (before[n-1] == "a" || crimes[before[n-1]]) {
		return // "a shooting in Oslo"
	}
	for _, w := range before[max(0, len(before)-3):] {
		if sh == nil && elsewhere[w] {
			return
		}
	}
	if sh == nil {
		if v := m.group["verb"]; (v == "film" || v == "shot" || v == "shoot") && !strings.Contains(m.words(), "will") && !strings.Contains(m.words(), "to ") && m.beforeSeries() == nil {
			// "Shot in Malta, the drama stars …"
			if rest := strings.Fields(m.after()); !strings.HasSuffix(m.before(), "it ") && !strings.HasSuffix(m.before(), "which ") && (len(rest) < 2 || rest[0] != "," || rest[1][0] != kSeries && rest[1][0] != kShow) {
				return
			}
		}
		if sh = m.beforeSeries(); sh == nil {
			sh = m.contextShow()
		}
	}
	m.locations(sh)
	for _, it := range m.list("others") {
		m.locations(m.showOf(it))
	}
}

// crimes are words before a shooting that no camera does.
var crimes = set(`fatal mass deadly police school after`)

// movedTo reads "moved production from Leeds to Cork": the new place.
func (m *match) movedTo() {
	if m.group["s"] != "" && m.group["what"] == "" {
		return
	}
	m.shotIn()
}

// shotOn reads "filmed on the Isle of Wight".
func (m *match) shotOn() {
	if m.group["g"] == "" {
		m.group["g"] = m.group["g2"]
	}
	m.shotIn()
}

// beforeSeries is the show that stands last before the match.
func (m *match) beforeSeries() *show {
	var sh *show
	for i := range m.items {
		it := &m.items[i]
		if m.posOf(i) > m.start+1 {
			break
		}
		if (it.kind == kShow || it.kind == kTitle || it.kind == kSeries) && !m.isCredit(i) {
			sh = m.showOf(it)
		}
	}
	return sh
}

// elsewhere are things that are shot and are no series.
var elsewhere = set(`special film movie video documentary concert commercial ad scene footage clip album interview photo photos`)

func (m *match) shotHere() {
	sh := m.beforeSeries()
	if sh == nil {
		sh = m.contextShow()
	}
	m.locations(sh)
}

func (m *match) locations(sh *show) {
	if sh == nil {
		return
	}
	if _, ok := m.claim(m.rule, tv.Location, m.start, m.end); !ok {
		return
	}
	clause := m.words()
	for _, w := range []string{"could ", "might ", "may ", " not ", "police", "arrest"} {
		if strings.Contains(clause, w) {
			return
		}
	}
	for _, it := range append(m.places("g", "more"), m.places("g2", "more2")...) {
		if it == nil || it.kind == kName && (it.show != nil || m.personOf(it) != "" && givenNames[lower(strings.Fields(it.text)[0])]) {
			continue
		}
		m.add(found{Fact: tv.Fact{Type: tv.Location, Place: it.text}, show: sh})
	}
}

// places are those of two groups, without what they lie in: of "Toronto,
// Canada" and of "Bergen, Norway, and Riga, Latvia" the towns.
func (m *match) places(first, more string) []*item {
	all := append([]*item{m.item(first)}, m.list(more)...)
	rest := m.group[more]
	if !strings.Contains(rest, "and") {
		return all[:1]
	}
	if i := strings.LastIndex(rest, " and "); len(all)%2 == 0 && strings.Contains(rest[i:], ",") {
		var towns []*item
		for k := 0; k < len(all); k += 2 {
			towns = append(towns, all[k])
		}
		return towns
	}
	return all
}
