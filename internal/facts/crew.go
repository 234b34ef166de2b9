package facts

import (
	"regexp"
	"strings"

	"greenlit/internal/tv"
)

const roleNoun = `(?P<role>(?:creator|writer|showrunner)[-/](?:showrunner|director|creator)|(?:co-)?(?:showrunner|creator|director|writer)s?|executive producers?|exec producers?|ep|eps|head writer|series creator|series director)`

const roleNounPlain = `(?:co-)?(?:showrunner|creator|director|writer)s?|executive producers?|exec producers?|ep|eps|head writer|producer`

// byWhom is "by" with what stands before the name: "by series creator", "by
// “Saltmarsh” and “Loam” writers", "by “Saltmarsh’s”".
const byWhom = ` by (?:: )?(?:(?:the |its |series |show |original |co-|(?:[STXZN]\d+ (?:'s )?(?:and |/ |, )?){1,3})*(?:creators?|co-creators?|showrunners?|executive producers?|writers?|directors?|scribes?|alums?|veterans?|winners?|nominees?|author|novelist|playwright|filmmaker|comedian|journalist) )?(?:[STZN]\d+ (?:'s|'|’) )?`

func crewRules() []rule {
	return []rule{
		newRule("crew.hires", "as",
			`(?P<s>[STRZ]\d+) {aux}(?:adds?|added|taps|tapped|sets|hires?|hired|names|named|enlists|lands|brings|promotes|brings (?:in|on|back)) {ps} (?:on )?as (?:an? |its |the |their |new |series )*`+roleNoun+`(?: (?:and|/|,|&) (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)|executive producer|ep|star))?`, (*match).joinsAs),
		newRule("crew.joins-as", "as",
			`{ps} {aux}(?:joins?|joined|boards?|boarded|takes over|taking over|returns? to|heads? to|hired (?:on|for|by)|signs on to|on board) {s}(?: {a})? as (?:an? |its |the |their |new |series )*`+roleNoun+`(?: (?:and|/|,|&) (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)|executive producer|ep|star))?`, (*match).joinsAs),
		newRule("crew.show-role", "creator-showrunner writer-director creator-director writer-creator showrunner showrunners creator creators co-creator co-creators director writer executive exec co-showrunner writers co-showrunners eps ep",
			`(?P<s>[STXRZ]\d+) (?:(?:'s|'|’) )?(?:(?:series|original|longtime|new|former|ep|writer|and|/) )*`+roleNoun+`(?: (?:and|/|,|&) (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)|executive producer|ep|star))?(?: ,)? {ps}`, (*match).showRole),
		newRule("crew.apposition", "writer director creator showrunner producer writers", `{ps} , (?:[a-z,'-]+ )*?{k} (?:co-)?(?P<role>writer|director|creator|showrunner|executive producer)(?: and (?P<role2>star|writer|director|executive producer))?`, (*match).roleOf),
		newRule("crew.include", "producers creators directors", `(?P<role>executive producers|directors|writers|creators)(?: on (?:the )?{s})? (?:also )?(?:include|are) {ps}(?: for (?:the )?[NX]\d+ ?,? and (?P<qs>`+people+`) for)?`, (*match).roleOf),
		newRule("crew.role", "~ creator-showrunner creator-director showrunner showrunners creator creators co-creator co-creators executive exec co-showrunner co-showrunners ep eps",
			`(?P<lead>(?:(?:[A-Z]\d+|'s|series|new|the|its|longtime|former|for|of|and|by) )*)`+roleNoun+`(?: (?:and|/|,|&) (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)|executive producer|ep|star))? {ps}`, (*match).bareRole),
		newRule("crew.role-of", "co-showrunners showrunner showrunners creator creators co-creator co-creators director writer executive co-showrunner writers ep",
			`{ps} , (?:who (?:is|was) )?(?:R\d+ (?:'s|'|’) )?(?P<fill>(?:[a-z-]+ ){0,4}?)`+roleNoun+`(?: and (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)|executive producer|star))?(?: (?:of|for|on|behind) (?:[a-z-]+ ){0,3}?{s}(?P<more>(?: , [STZ]\d+)*(?: ,? ?and [STZ]\d+)?))?`, (*match).roleOf),
		newRule("crew.is-role", "showrunner showrunners co-showrunner co-showrunners creator creators executive director directors writer writers producer producers ep",
			`{ps}(?: himself| herself| themselves)? {aux}(?:continues?|continuing|remain|stay|stays|return|signs|signed|comes|came|is|are|tapped|hired|appointed|installed|upped|brought in|serves?|serving|served|acts?|attached|returns?|back|on board|writes and serves|stays|remains|takes over|named|taking over|steps in|star and|exits|joins)(?: on| on board)?(?: as)? (?:the |an |its |new )*`+roleNoun+`(?: and (?P<role2>(?:co-)?(?:showrunner|creator|director|writer)s?|executive producers?|ep))?(?: (?:of|for|on) {s})?`, (*match).roleOf),
		newRule("crew.created-by", "created directed written co-written scripted executive exec developed co-created penned helmed",
			`(?P<role>created|co-created|directed|written|co-written|scripted|executive produced|exec produced|penned|helmed)(?: and (?P<role2>directed|written|co-written|executive produced|exec produced|created))?(?: [a-z]+ly)?`+byWhom+`{ps}(?: (?:with|alongside) (?P<with>`+people+`))?`, (*match).doneBy),
		newRule("crew.script-by", "script scripts teleplay", `(?:from|by|with) (?:an? |the )?(?:[a-z]+ )?(?:scripts?|teleplay) (?:(?P<role>written|penned) )?(?:by|from) {ps}`, (*match).scriptBy),
		newRule("crew.created", "created creates directed directs direct directing wrote writes writing penned helmed runs ran helms helm co-created",
			`{ps}(?: , who (?:[a-z]+ ){1,4}[STZ]\d+ ,| ,)? {aux}(?P<role>created|co-created|creates|directed|directs|direct|directing|helmed|helms|helm|wrote|writes|penned|runs|ran)(?P<what>(?: and (?:wrote|directed|created|executive produced|executive produces|will))?(?: (?:the|an?|first|last|opening|pilot|premiere|finale|several|multiple|two|three|four|five|six|all|episode|episodes|of|eight|ten|every|and|final|season|[a-z]+|A\d+)){0,9}?) (?P<lead>`+lead+`)(?P<s>[STXRZ]\d+)(?: and (?P<s2>[STZ]\d+))?(?: with (?P<with>`+people+`))?`, (*match).did),
		newRule("crew.directs-episodes", "directed directs direct directing wrote",
			`(?:(?P<s>[STZ]\d+) (?:(?:'s|'|’) )?(?:co-star|star|creator|showrunner|actor|actress) )?{ps} {aux}(?P<role>directed|directs|direct|wrote|is directing) (?:the |both |all )?(?:A\d+ (?:'s )?)?(?:[a-z]+ ){0,3}?(?:episodes?|pilot|premiere|finale|instal+ments?)`, (*match).didHere),
		newRule("crew.directs-actor", "direct directs directed directing", `{ps} {aux}(?P<role>direct|directs|directed|directing) [PX]\d+(?: and [PX]\d+)? in {s}`, (*match).roleOf),
		newRule("crew.the-creator", "creator showrunner", `the (?P<s>[STZ]\d+) (?P<role>creator|showrunner|co-creator) (?:[a-z]+)`, (*match).theCreator),
		newRule("crew.writes-for", "written wrote writes writing", `{ps} {aux}(?P<role>written|wrote|writes) (?:and [a-z]+ )?(?:for|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).writesFor),
		newRule("crew.also-produces", "producing produce produces produced executive-produce executive-produces executive-produced",
			`{ps} {aux}(?:[a-z]+ly )?(?:starring (?:in )?and |and |star (?:in )?and |stars (?:in )?and )?(?:to )?(?:executive |executive-|exec )(?:producing|produces|produce|produced)(?: (?P<lead>`+lead+`)(?P<s>[STZ]\d+))?`, (*match).produces),
		newRule("crew.from", "from", `(?P<s>[STRZ]\d+) ,? ?(?:comes )?from (?:the )?(?P<role>co-creators?|creators?|showrunners?|executive producers?) {ps}`, (*match).roleOf),
	}
}

func roleName(w string) string {
	w = strings.TrimSuffix(strings.TrimPrefix(w, "co-"), "s")
	switch w {
	case "showrunner", "run", "ran":
		return tv.Showrunner
	case "creator", "created", "create", "series creator":
		return tv.Creator
	case "director", "directed", "direct", "directing", "helmed", "helm", "series director", "is directing":
		return tv.Director
	case "writer", "written", "wrote", "write", "penned", "head writer", "scripted":
		return tv.Writer
	case "executive producer", "exec producer", "ep", "executive produced", "exec produced":
		return tv.ExecutiveProducer
	}
	return ""
}

func (m *match) crew(sh *show, people []string) {
	if sh == nil {
		return
	}
	if one, other, ok := strings.Cut(m.group["role"], "-"); ok && one != "co" {
		m.group["role"], m.group["role2"] = one, other // "creator-showrunner"
	}
	for _, g := range []string{"role", "role2"} {
		role := roleName(m.group[g])
		if role == tv.Director && otherDirector.MatchString(m.before()[strings.LastIndexByte(strings.TrimSpace(m.before()), ' ')+1:]+m.typed[m.start:m.end]) {
			continue
		}
		if m.group[g] == "star" {
			m.cast(sh, false, "", people...)
		}
		if role == "" {
			continue
		}
		for _, p := range people {
			if p != "" {
				m.add(found{Fact: tv.Fact{Type: tv.Crew, Person: p, Role: role, Former: leaving.MatchString(m.words())}, show: sh})
			}
		}
	}
}

// leaving matches what is said of somebody who makes the show no more.
var leaving = regexp.MustCompile(` (?:former|(?:out|replaced|exits) as|exits|(?:steps|stepped|stepping) (?:down|back|away)) `)

// otherDirector matches directors who direct no episodes.
var otherDirector = regexp.MustCompile(`(?:casting|art|music|artistic|managing|creative|executive|deputy|programme|programming|program) director`)

func (m *match) showRole() {
	it := m.item("s")
	if it.kind == kName && it.show == nil && (len(strings.Fields(it.text)) < 2 || it.place) {
		return
	}
	m.crew(m.showOf(it), m.makers())
}

// bareRole reads "showrunner Jane Doe": of the article's show.
func (m *match) bareRole() {
	before := strings.Fields(m.before())
	if n := len(before); n > 0 && (isRef(before[n-1]) && before[n-1][0] != kQuote || before[n-1] == "'s" || before[n-1] == "'") {
		return // "“The Office” creator …": somebody else's show
	}
	if strings.ContainsAny(m.group["lead"], "STXZ") {
		return
	}
	if strings.Contains(m.group["lead"], "former") {
		return
	}
	if sh := m.beforeSeries(); strings.HasPrefix(m.group["lead"], "its ") && sh != nil && sh != m.makersShow() {
		return // "“Loam” and its creator Jane Doe"
	}
	m.crew(m.makersShow(), m.makers())
}

// joinsAs reads "joins SHOW as showrunner", whatever follows.
func (m *match) joinsAs() { m.crew(m.showOf(m.item("s")), m.persons("p")) }

func isRef(w string) bool { return len(w) > 1 && w[0] >= 'A' && w[0] <= 'Z' }

// writesFor reads "has written for SHOW and SHOW".
func (m *match) writesFor() {
	m.crew(m.about(), m.persons("p"))
	if it := m.item("s2"); it != nil {
		m.crew(m.showOf(it), m.persons("p"))
	}
}

// theCreator reads "the “Saltmarsh” creator says", of the article's person.
func (m *match) theCreator() {
	if m.subject != "" {
		m.crew(m.about(), []string{m.subject})
	}
}

func (m *match) roleOf() {
	if m.rule == "crew.role-of" && (m.isPart() || strings.HasSuffix(m.before(), " as ")) {
		return // "will recur as Ada Finch, a writer"
	}
	for _, w := range strings.Fields(m.group["fill"]) {
		if functionWords[w] && w != "the" && w != "a" && w != "an" && w != "one" && w != "of" && w != "and" && w != "now" && w != "its" {
			return
		}
	}
	if m.group["s"] != "" {
		if strings.HasPrefix(m.group["role"], "director") && strings.Contains(m.words(), " director of ") && strings.Contains(m.group["lead"], "N") {
			return // "director of BBC Comedy"
		}
		for _, it := range append([]*item{m.item("s")}, m.list("more")...) {
			m.crew(m.showOf(it), m.makers())
		}
		return
	}
	// "Jane Doe of Tin Roof and Joe Roe serve as …": the first is a company.
	if list := m.list("p"); len(list) > 1 {
		if at := m.indexOf(list[0]); at > 1 && (m.items[at-1].text == "of" || m.items[at-1].text == "from") && m.personOf(&m.items[at-2]) != "" {
			m.crew(m.makersShow(), append([]string{m.personOf(&m.items[at-2])}, m.persons("p")[1:]...))
			return
		}
	}
	next := strings.Fields(m.after())
	if m.rule == "crew.include" && len(next) > 1 && next[0] == "for" && next[1][0] == kName {
		next = nil // "are Jane Doe and Joe Roe for Tin Roof": a company
	}
	if len(next) > 1 && next[0] == "for" && next[1][0] == kSeason {
		next = nil
	}
	if len(next) > 0 && (next[0] == "of" || next[0] == "for" || next[0] == "on" || next[0] == "behind" || isRef(next[0])) {
		return
	}
	m.crew(m.makersShow(), append(m.makers(), m.persons("qs")...))
}

// doneBy reads "created by Jane Doe". What was done is the show or an episode
// of it, unless the words before name something else.
func (m *match) doneBy() {
	if m.group["s"] == "" && strings.Contains(lower(m.text), "untitled project") {
		return
	}
	before := strings.Fields(m.before())
	for i := len(before) - 1; i >= 0 && i >= len(before)-3; i-- {
		switch before[i] {
		case "novel", "novels", "book", "books", "film", "movie", "play", "song", "memoir", "article", "comic", "comics", "podcast", "characters", "character", "screenplay", "music", "short":
			return
		}
	}
	ps := m.makers()
	if strings.HasSuffix(m.group["role"], "created") || strings.HasPrefix(m.group["role"], "exec") {
		ps = append(ps, m.persons("with")...)
	}
	sh := m.madeShow()
	if sh != nil && sh.Learnt && !m.has(sh) && !m.televised() {
		return // a song or a film, as likely
	}
	m.crew(sh, ps)
}

// scriptBy reads "from a script by Jane Doe".
func (m *match) scriptBy() {
	if filmWords.in(m.typed) {
		return
	}
	m.group["role"] = "written"
	m.doneBy()
}

func (m *match) did() {
	what := " " + m.group["what"] + " "
	for _, w := range []string{" film ", " movie ", " book ", " novel ", " script ", " for ", " to ", " in ", " with ", " into ", " from ", " that ", " about ", " by ", " he ", " she ", " at "} {
		if strings.Contains(what, w) {
			return
		}
	}
	it := m.item("s")
	role := m.group["role"]
	if (role == "runs" || role == "ran" || strings.HasPrefix(role, "w")) && it.kind == kName && it.show == nil {
		return
	}
	if it.kind == kName && it.show == nil && strings.HasPrefix(role, "pen") {
		return
	}
	if it.kind == kName && it.show == nil && role != "created" && role != "co-created" && !strings.Contains(m.group["lead"], "N") && !hasGenre(m.group["lead"]) && m.titleBehind(it) == nil {
		return // a film, as likely
	}
	ps := m.makers()
	if strings.HasSuffix(role, "created") {
		ps = append(ps, m.persons("with")...)
		if next := strings.Fields(m.after()); len(next) == 0 || next[0] == "," || next[0] == "." {
			m.crew(m.showOf(m.item("s2")), ps)
		}
	}
	m.crew(m.showOf(it), ps)
}

func (m *match) didHere() {
	next := strings.Fields(m.after())
	if len(next) > 1 && (next[0] == "of" || next[0] == "for") && isRef(next[1]) {
		return
	}
	sh := m.makersShow()
	if m.group["s"] != "" {
		sh = m.showOf(m.item("s"))
	}
	m.crew(sh, m.makers())
}

func (m *match) produces() {
	m.group["role"] = "ep"
	sh := m.makersShow()
	if m.group["s"] != "" {
		sh = m.showOf(m.item("s"))
	}
	m.crew(sh, m.makers())
}
