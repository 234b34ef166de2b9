package facts

import (
	"strings"

	"greenlit/internal/tv"
)

const made = `(?:co-)?(?:created|wrote|writes|directed|directs|produced|produces|executive produced|executive produces|penned|helmed|scored|edited)`

// makerRules read who makes a show, where no noun of the trade says it.
func makerRules() []rule {
	return []rule{
		newRule("crew.produces-with", "executive exec", `{p} {aux}(?P<role>executive|exec) (?:produces|produce|producing|produced)(?: for X\d+)? (?:with|alongside) (?P<qs>`+people+`)`, (*match).producesWith),
		newRule("crew.boss", "boss bosses", `(?P<s>[ST]\d+) (?:ep |series |co-)?boss(?:es)? {ps}`, (*match).runs),
		newRule("crew.reins", "reins", `{p} {aux}(?:inherits?|inherited|takes?|took|taking|assumes?|assumed|holds|grabs|handed|given) (?:over )?(?:the )?(?:showrunning |showrunner )?reins(?: (?:of|on) {s})?`, (*match).runs),
		newRule("crew.duties", "duties", `showrunn(?:ing|er) duties (?:will |now )?(?:fall|fell|go|went|pass|passed) to {p}`, (*match).runs),
		newRule("crew.to-run", "run", `{ps} (?:to|will|is to|set to|is set to) (?:co-)?run (?:(?:the )?(?P<s>[STR]\d+)|the (?:show|series)|the (?:writers (?:'|’) |writers' |writer 's )?room)`, (*match).runs),
		newRule("crew.oversees", "oversees oversee overseeing", `{ps} {aux}(?:oversees|oversee|overseeing) (?:the )?(?P<s>[STR]\d+)`, (*match).runs),
		newRule("crew.writes-and-stars", "starred stars star", `{p} {aux}(?P<verbs>`+made+`(?: , `+made+`)*)(?: ,)? and (?:also )?(?:starred|stars|star) in {k}`, (*match).writesAndStars),
		newRule("crew.with-care-by", "with", `(?P<role>created|co-created|directed|written|penned|helmed) with (?:an? )?(?:[a-z-]+ ){1,5}?by {ps}`, (*match).doneBy),
		newRule("crew.write-and-produce", "executive", `{ps} {aux}(?P<role>write|writes|writing|direct|directs|directing|create|creates) and executive (?:produce|produces|producing)(?: {s})?`, (*match).writesAndProduces),
		newRule("crew.as-show-role", "as", `{ps} {aux}(?:out|exits|in|on board|steps down|stepping down|returns|returning|back|named|tapped|hired|replaced) as (?:the )?(?P<s>[STZ]\d+) `+roleNoun, (*match).joinsAs),
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
	m.credit(m.contextShow(), tv.ExecutiveProducer, append(m.persons("p"), m.persons("qs")...)...)
}

// runs reads what only a showrunner does.
func (m *match) runs() {
	if m.group["s"] == "" {
		if next := strings.Fields(m.after()); len(next) > 1 && (next[0] == "of" || next[0] == "at" || next[0] == "on") {
			return
		}
		if sh := m.contextShow(); sh != nil {
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
