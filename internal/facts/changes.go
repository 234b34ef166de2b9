package facts

// changeRules read who leaves a show, and who replaces whom.
func changeRules() []rule {
	return []rule{
		newRule("cast.takes-over", "taking takes take",
			`{ps} {aux}(?:taking|takes|take) over (?:the|as|from) (?:[a-z]+ )?(?:roles?|parts?)`, (*match).inContext),
		newRule("cast.leaves", "leaves leaving exits exiting out quits departs left exit quit departing departed exited fired",
			`{ps} {aux}(?:leaves|leaving|left|exits|exiting|exit|exited|quits|quit|departs|departing|departed|fired from|(?:is |are )?out (?:as (?:[a-z-]+ )*)?(?:on|of|at|from)) {k}`, (*match).leaves),
		newRule("cast.replaces", "replaces replacing replaced replace takes take taking succeeds",
			`{p} {aux}(?:replaces|replacing|replaced|replace|succeeds|takes over for|takes over from) {q}(?: as {c})?(?: (?:in|on) {s})?`, (*match).replaces),
	}
}

func (m *match) leaves() { m.cast(m.about(), true, "", m.persons("p")...) }

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
