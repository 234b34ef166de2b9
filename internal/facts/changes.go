package facts

import "regexp"

// changeRules read who leaves a show, and who replaces whom.
func changeRules() []rule {
	return []rule{
		newRule("cast.takes-over", "taking takes take",
			`{ps} {aux}(?:taking|takes|take) over (?:the|as|from) (?:[a-z]+ )?(?:roles?|parts?)`, (*match).inContext),
		newRule("cast.leaves", "leaves leaving exits exiting out quits departs left exit quit departing departed exited fired",
			`{ps} {aux}(?:leaves|leaving|left|exits|exiting|exit|exited|quits|quit|departs|departing|departed|fired from|(?:is |are )?out (?:as (?:[a-z-]+ )*)?(?:on|of|at|from)) {k}`, (*match).leaves),
		newRule("cast.left-as", "left exited quit departed walked",
			`{p} {aux}(?:left|exited|quit|departed|walked away from|bowed out of|said goodbye to) {s} (?:[a-z0-9'-]+ |[DA]\d+ ){0,8}?as {c}`, (*match).leftAs),
		newRule("cast.replaces", "replaces replacing replaced replace takes take taking succeeds",
			`{p} {aux}(?:replaces|replacing|replaced|replace|succeeds|takes over for|takes over from) {q}(?: as {c})?(?: (?:in|on) {s})?`, (*match).replaces),
	}
}

// successor matches who comes after somebody leaves: "and Jane Doe is taking over".
var successor = regexp.MustCompile(`^,? ?and ([PX]\d+) (?:is |will |will be )?(?:taking over|takes over|take over|stepping in|steps in|replaces him|replaces her|to replace)(?: |$)`)

func (m *match) leaves() {
	m.cast(m.about(), true, "", m.persons("p")...)
	if loc := successor.FindStringSubmatch(m.after()); loc != nil && !m.hired() {
		m.cast(m.about(), false, "", m.personOf(m.ref(loc[1])))
	}
}

func (m *match) replaces() {
	c, ok := m.character()
	if !ok {
		return
	}
	sh := m.about()
	if m.group["s"] == "" && m.group["c"] == "" {
		return
	}
	m.cast(sh, false, c, m.personOf(m.item("p")))
	m.cast(sh, true, c, m.personOf(m.item("q")))
}

// leftAs reads "left SHOW in 2021 after six seasons as Ada Voss".
func (m *match) leftAs() {
	c, ok := m.character()
	if k := m.item("c").kind; ok && k != kTitle && k != kPlace {
		m.cast(m.about(), true, c, m.personOf(m.item("p")))
	}
}
