package facts

import (
	"strings"

	"greenlit/internal/tv"
)

const made = `(?:co-)?(?:created|wrote|writes|directed|directs|produced|produces|executive produced|executive produces|penned|helmed|scored|edited)`

// makerRules read who makes a show, where no noun of the trade says it.
func makerRules() []rule {
	return []rule{
		newRule("crew.produces-with", "executive exec executive-produce executive-produces executive-produced", `{ps} {aux}(?P<role>executive|exec)(?: |-)(?:produces|produce|producing|produced)(?: for X\d+)? (?:with|alongside) (?P<qs>`+people+`)`, (*match).producesWith),
		newRule("crew.boss", "boss bosses", `(?:(?P<s>[STZ]\d+) (?:(?:'s|'|’) )?(?:ep |series |co-)?|(?:series|show) )boss(?:es)? {ps}`, (*match).runs),
		newRule("crew.reins", "reins", `{p} {aux}(?:inherits?|inherited|takes?|took|taking|assumes?|assumed|holds|grabs|handed|given) (?:over )?(?:the )?(?:showrunning |showrunner )?reins(?: (?:of|on) {s})?`, (*match).runs),
		newRule("crew.wrote-and-serves", "serve serves", `{ps} (?:wrote|writes|created|penned|directed|developed) (?:[a-z-]+ |[STRZ]\d+ ){1,5}?and (?:will |also |currently )*(?:serves?) as (?:an? |the |its )?`+roleNoun+`(?: (?:and|/|,) (?P<role2>executive producer|ep|co-showrunner))?(?: (?:along with|alongside|with) (?P<qs>`+people+`))?`, (*match).wroteAndServes),
		newRule("crew.takes-role", "role job post position mantle", `{p} {aux}(?:takes?|took|taking|assumes?|assumed) (?:on |over |up )?(?:the )?(?:role|job|post|position|mantle) of (?:co-)?showrunner(?: (?:of|on|for) {s})?`, (*match).runs),
		newRule("crew.duties", "duties", `showrunn(?:ing|er) duties (?:will |now )?(?:fall|fell|go|went|pass|passed) to {p}`, (*match).runs),
		newRule("crew.to-run", "run", `{ps} (?:to|will|is to|set to|is set to) (?:co-)?run (?:(?:the )?(?P<s>[STR]\d+)|the (?:show|series)|the (?:writers (?:'|’) |writers' |writer 's )?room)`, (*match).runs),
		newRule("crew.also-makes", "executive exec",
			`{ps}(?: ,)? {aux}(?:serves?|serving|served|wrote|writes|penned|created|creates|co-wrote|directed|directs|directing|helms|helmed|runs|stars|starring|developed) (?:[a-z'-]+ |A\d+ |[STRZ]\d+ |N\d+ |, ){0,12}?(?:and|who) (?:will |also |is |to )*(?:executive|exec) (?:produces|produce|producing|produced)(?: it| the series| the show| R\d+)?(?: (?:with|alongside) (?P<qs>`+people+`))?`, (*match).alsoProduces),
		newRule("crew.written-and-directed", "wrote writes", `{ps} {aux}(?:wrote|writes) and (?P<role>directed|directs) (?:all|every|each|both|the|most|half|two|three|four|five|six)(?: [a-z-]+){0,4}? (?:episodes?|installments?|instalments?|hours?|chapters?|it|R\d+)`, (*match).writesAndDirects),
		newRule("crew.works-with", "reunites reunited reuniting reunite reteams reteamed reteaming reteam teams teamed teaming",
			`(?:reunites?|reunited|reuniting|reteams?|reteamed|reteaming|teams|teamed|teaming)(?: up| again| once more| D\d+)* with (?:his |her |their |the |series |longtime |collaborator |former )*`+roleNoun+` {ps}(?: in D\d+)? (?:on|for) (?P<lead>`+lead+`)(?P<s>[STZ]\d+)`, (*match).roleOf),
		newRule("crew.which-made", "created co-created runs", `(?P<s>[STRZ]\d+) , which {ps} {aux}(?P<role>created|co-created|runs)(?: with (?P<with>`+people+`))?`, (*match).created),
		newRule("crew.co-created", "co-created", `{ps} {aux}(?P<role>co-created) (?P<lead>`+lead+`)(?P<s>[STRZ]\d+) with (?P<with>`+people+`)`, (*match).created),
		newRule("crew.known-for-creating", "creating co-creating", `known (?:[a-z]+ )?(?:for|as) (?:co-)?creating (?P<lead>`+lead+`)(?P<s>[STRZ]\d+) , (?P<p>[PX]\d+)`, (*match).creating),
		newRule("crew.creating", "creating co-creating", `(?P<p>[PX]\d+) , {aux}(?:[a-z]+ )?(?:best )?known (?:[a-z]+ )?for (?:co-)?creating (?P<lead>`+lead+`)(?P<s>[STRZ]\d+)`, (*match).creating),
		newRule("crew.created-and-runs", "oversees runs co-runs showruns", `{p} , who (?P<role>created|co-created|wrote) [STZ]\d+(?: ,)? and (?:now |currently |also |then )*(?:oversees|runs|co-runs|showruns) (?P<lead>`+lead+`)(?P<s>[STZ]\d+)`, (*match).runs),
		newRule("crew.succeeds", "succeeding replacing succeeds replaces succeeded replaced succeed replace", `(?P<p>[PX]\d+) (?:[a-z'-]+ |A\d+ |[STRZ]\d+ |'s |, ){0,14}?(?:succeeding|replacing|succeeds|replaces|succeed|replace) [PX]\d+ as (?:the |its )?(?:new )?(?:co-)?showrunner(?: (?:of|on|for) {s})?`, (*match).succeeds),
		newRule("crew.writers-room", "room", `{ps} (?:[a-z]+ ){0,4}?(?:run|runs|running|lead|leads|leading) the writers(?:'| '| ’)? room(?: as (?:co-)?showrunners?)?(?: (?:of|on|for) (?P<lead>`+lead+`)(?P<s>[STZ]\d+))?`, (*match).runs),
		newRule("crew.its", "showrunner showrunners creator creators co-creator co-creators director writer writers executive", `its (?:series |longtime |new |own )*`+roleNoun+`(?: ,)? {ps}`, (*match).its),
		newRule("crew.shared-credit", "written", `(?P<s>[STZ]\d+) (?:'s|’|') {ps} (?:has|have) (?P<role>written|co-written) (?:[a-z-]+ |A\d+ |X\d+ ){0,6}?(?:special|specials|episodes?|finale|series|season)`, (*match).roleOf),
		newRule("crew.oversees", "oversees oversee overseeing", `{ps} {aux}(?:oversees|oversee|overseeing) (?:the )?(?P<s>[STR]\d+)`, (*match).runs),
		newRule("crew.writes-and-stars", "starred stars star", `{p} {aux}(?P<verbs>`+made+`(?: , `+made+`)*)(?: ,)? and (?:also )?(?:starred|stars|star) in {k}`, (*match).writesAndStars),
		newRule("crew.with-care-by", "with", `(?P<role>created|co-created|directed|written|penned|helmed) with (?:an? )?(?:[a-z-]+ ){1,5}?by {ps}`, (*match).doneBy),
		newRule("crew.write-and-produce", "executive", `{ps} {aux}(?P<role>write|writes|writing|direct|directs|directing|create|creates) and executive (?:produce|produces|producing)(?: {s})?`, (*match).writesAndProduces),
		newRule("crew.as-show-role", "as", `{ps} {aux}(?:out|exits|in|on board|takes over|taking over|took over|steps down|stepping down|returns|returning|back|named|tapped|hired|replaced) as (?:the )?(?P<s>[STZQ]\d+) `+roleNoun, (*match).asShowRole),
		newRule("crew.which-directed", "which", `(?:episode|finale|premiere|pilot|opener) , which {ps} (?P<role>directed|wrote|co-wrote)`, (*match).roleOf),
		newRule("crew.steps-down", "as", `{ps} {aux}(?:stepping|steps|stepped) (?:down|back|away) as (?:the |its )?`+roleNoun+`(?: (?:of|for|on) {s})?`, (*match).roleOf),
	}
}

func (m *match) credit(sh *show, role string, people ...string) {
	for _, p := range people {
		if p != "" && sh != nil && role != "" {
			m.add(found{Fact: tv.Fact{Type: tv.Crew, Person: p, Role: role}, show: sh})
		}
	}
}

func (m *match) producesWith() {
	m.credit(m.makersShow(), tv.ExecutiveProducer, append(m.persons("p"), m.persons("qs")...)...)
}

// wroteAndServes reads "wrote the pilot and will serve as showrunner and
// executive producer with Joe Roe": he shares the last role alone.
func (m *match) wroteAndServes() {
	sh := m.makersShow()
	if it := m.named(); it != nil {
		sh = m.showOf(it)
	}
	m.crew(sh, m.persons("p"))
	last := m.group["role2"]
	if last == "" {
		last = m.group["role"]
	}
	m.credit(sh, roleName(last), m.persons("qs")...)
}

// asShowRole reads "takes over as ‘SHOW’ showrunner"; in a headline the title
// looks like speech there.
func (m *match) asShowRole() {
	if it := m.item("s"); it.kind == kQuote && m.headline && len(strings.Fields(it.text)) < 6 {
		m.crew(m.unlisted(it.text), m.persons("p"))
		return
	}
	m.joinsAs()
}

// runs reads what only a showrunner does.
func (m *match) runs() {
	if m.group["s"] == "" {
		if next := strings.Fields(m.after()); len(next) > 1 && (next[0] == "of" || next[0] == "at" || next[0] == "on") {
			return
		}
		if sh := m.makersShow(); sh != nil {
			m.credit(sh, tv.Showrunner, m.persons("p")...)
		}
		return
	}
	m.credit(m.showOf(m.item("s")), tv.Showrunner, m.persons("p")...)
}

// writesAndStars reads "wrote, directed and starred in SHOW".
func (m *match) writesAndStars() {
	sh, ps := m.about(), m.persons("p")
	for verb := range strings.SplitSeq(m.group["verbs"], " , ") {
		verb = strings.TrimPrefix(verb, "co-")
		role := roleName(verb)
		switch verb {
		case "writes", "wrote", "penned":
			role = tv.Writer
		case "directs", "helmed":
			role = tv.Director
		}
		m.credit(sh, role, ps...)
	}
	m.cast(sh, false, "", ps...)
}

// alsoProduces reads "wrote SHOW and will executive produce it with".
func (m *match) alsoProduces() {
	if b := m.before(); strings.HasSuffix(b, "which ") || strings.HasSuffix(b, "that ") {
		return // another show, “which Jane Doe directed and executive produced”
	}
	sh := m.makersShow()
	if k := m.named(); k != nil {
		sh = m.showOf(k)
	}
	m.credit(sh, tv.ExecutiveProducer, append(m.persons("p"), m.persons("qs")...)...)
}

// named is the only show that the match itself names, or nil.
func (m *match) named() (only *item) {
	for i := range m.items {
		it := &m.items[i]
		if at := m.posOf(i); at < m.start || at >= m.end || it.kind != kShow && it.kind != kTitle && it.kind != kMaybe || m.isCredit(i) {
			continue
		}
		if only != nil {
			return nil
		}
		only = it
	}
	return only
}

func (m *match) writesAndDirects() {
	m.credit(m.makersShow(), tv.Writer, m.persons("p")...)
	m.credit(m.makersShow(), tv.Director, m.persons("p")...)
}

// created reads "SHOW, which Jane Doe created with Joe Roe".
func (m *match) created() {
	if m.group["role"] == "runs" {
		m.runs()
		return
	}
	if filmWords.in(m.typed) {
		return
	}
	m.credit(m.about(), tv.Creator, append(m.persons("p"), m.persons("with")...)...)
}

func (m *match) creating() { m.credit(m.about(), tv.Creator, m.persons("p")...) }

// succeeds reads "will run the third season, succeeding Joe Roe as showrunner".
func (m *match) succeeds() {
	sh := m.makersShow()
	if it := m.item("s"); it != nil {
		sh = m.showOf(it)
	} else if it := m.named(); it != nil {
		sh = m.showOf(it)
	}
	m.credit(sh, tv.Showrunner, m.persons("p")...)
}

// its reads "SHOW is back, and its showrunner, Jane Doe, promises".
func (m *match) its() {
	sh := m.beforeSeries()
	if sh == nil {
		sh = m.contextShow()
	}
	m.crew(sh, m.makers())
}

func (m *match) writesAndProduces() {
	role := tv.Writer
	switch {
	case strings.HasPrefix(m.group["role"], "direct"):
		role = tv.Director
	case strings.HasPrefix(m.group["role"], "create"):
		role = tv.Creator
	}
	m.credit(m.about(), role, m.persons("p")...)
	m.credit(m.about(), tv.ExecutiveProducer, m.persons("p")...)
}

// crewNotCast drops the casts of people who joined a show when the next
// sentence says what they do for it behind the camera.
func crewNotCast(out []found) []found {
	kept := out[:0]
	for i, f := range out {
		drop := false
		if f.Type == tv.Cast && f.Rule == "cast.joins" && f.Character == "" {
			for _, g := range out[i+1:] {
				drop = drop || g.Type == tv.Crew && g.Show == f.Show && g.Person == f.Person && g.Evidence.Block == f.Evidence.Block && g.Evidence.Start > f.Evidence.Start
				if g.Type == tv.Cast && g.Show == f.Show && g.Person == f.Person && g.Rule != "cast.joins" {
					drop = false
					break
				}
			}
		}
		if !drop {
			kept = append(kept, f)
		}
	}
	return kept
}
