package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// manyShows is a list of titles.
const manyShows = `(?P<many>[STXZ]\d+(?: , [STXZ]\d+)*(?: ,? ?(?:and|&) [STXZ]\d+)?)`

// fateRules read what becomes of a show in other words than "renewed" and
// "cancelled", and the lists of round-ups.
func fateRules() []rule {
	return []rule{
		newRule("status.go-ahead", "go-ahead nod light renewal", `{n} {says}{aux}(?:given|gave|gives|hands|handed) {s} (?:the|a) (?:go-ahead|green light|nod|renewal) for (?:an? |its )?{a}`, (*match).givenSeason),
		newRule("status.season-to", "to", `{n} {says}{aux}(?:[a-z]+ to )?(?:[a-z]+ly )?(?:give|gives|gave|giving|given|award|awards|awarded|hands|handed|grant|grants|granted) (?:an? )?{a} to {s}`, (*match).givenSeason),
		newRule("status.safe", "safe", `{s} (?:is |are )?safe (?:through|for|until) {a}`, kind(tv.Renewed)),
		newRule("status.second-verb", "renews renewed picks picked cancels cancelled canceled axes axed scraps scrapped closed pulled pulls",
			`(?:and|but|,|while) (?:also |has |have )*(?P<verb>renews|renewed|picks up|picked up|cancels|cancelled|canceled|axes|axed|scraps|scrapped|closed the book on|pulled the plug on|pulls the plug on) `+manyShows, (*match).secondVerb),
		newRule("status.each-get", "each both", manyShows+` (?:have |has |will )?(?:each|both) (?:get|gets|got|gotten|receive|received|landed|scored) (?:an? |their )?{a}`, (*match).eachGets),
		newRule("status.all-back", "both all have", `(?P<many>[STXZ]\d+(?: , [STXZ]\d+)* ,? ?(?:and|&) [STXZ]\d+) (?:have|are|were) (?:both |all |each )*(?:been )?(?P<verb>renewed|brought back|picked up|cancelled|canceled|axed)(?: (?:by|at) (?:the )?{n})?`, (*match).labelled),
		newRule("status.gets-axe", "axe ax chop boot",
			`{k}(?: , [^,]{3,90} ,)? {aux}(?:gets|get|got|given|faces|faced) (?:the )?(?:axe|ax|chop|boot)(?: (?:at|by|from|on) (?:the )?{n})?`, kind(tv.Cancelled)),
		newRule("status.opts-against", "against not won't isn't",
			`{n} {says}{aux}(?:(?:opts?|opted|decides?|decided|chooses|chose|chosen|elected) (?:against|not to (?:order|make|go ahead with|renew|pick up|bring back|proceed with|move forward with|commission|produce|recommission))|(?:won't|will not|isn't|is not|not) (?:be )?(?:go(?:ing)? ahead with|proceed(?:ing)? with|mov(?:e|ing) forward with|order(?:ing)?|mak(?:e|ing)|bring(?:ing)? back|renew(?:ing)?|pick(?:ing)? up|recommission(?:ing)?))(?: an?| the| its| another series of| more of| more episodes of)?(?: {a}(?: (?:of|for) {s})?| (?P<s2>[STXRZ]\d+))`, (*match).optsAgainst),
		newRule("status.wont-get", "won't not", `{s} (?:won't|will not|is not|isn't) (?:be )?(?:get|getting|given|receive|receiving) (?:an? |its )?{a}(?: (?:at|on|from) (?:the )?{n})?`, (*match).noReturn),
		newRule("status.recommissioned", "recommissioned re-commissioned given handed granted awarded brought go green",
			`{s} {aux}(?:recommissioned|re-commissioned|brought back|(?:given|got|gets|handed|granted|awarded) (?:the |a )?(?:green light|green-light|go-ahead|nod))(?: by (?:the )?{n})?(?: for)?(?: an?| its| the)? {a}(?: (?:by|at|on|for) (?:the )?(?P<n2>N\d+))?`, kind(tv.Renewed)),
		newRule("status.recommissions", "recommissions recommissioned re-commissions",
			`{n} {says}{aux}(?:recommissions?|recommissioned|re-commissions) {s}(?: for)?(?: an?| its| the)? ?{a}?`, kind(tv.Renewed)),
		newRule("status.given-by", "given handed granted",
			`{s} {aux}(?:given|handed|granted) (?:an? |its |another )?{a}(?: (?:renewal|pickup|order))?(?: (?:by|at|from) (?:the )?{n})?`, (*match).givenSeason),
		newRule("status.the-network", "network streamer broadcaster channel cabler service platform",
			`the (?:[a-z-]+ )?(?:network|streamer|broadcaster|channel|cabler|service|platform) {aux}(?:ordered|commissioned|picked up|greenlit|orders|renewed (?:it|the series|the show|the drama|the comedy|R\d+|{s}) for|given (?:it|R\d+)|gave (?:it|R\d+)|handed (?:it|R\d+))(?: an?| its| the)? (?:[a-z0-9-]+-episode )?{a}`, (*match).theNetwork),
		newRule("status.is-go", "go way", `{a} of {s} (?:is |are )?(?:officially |finally |now )*(?:a go|on the way|on its way)(?: (?:at|on|from) (?:the )?{n})?`, kind(tv.Renewed)),
		newRule("status.sets-renewals", "renewals pickups",
			`{n} {says}{aux}(?:sets|hands(?: out)?|handed(?: out)?|gives|announces|announced|issues|grants|granted|doles out|unveils|orders) (?:[a-z-]+ ){0,2}?(?:renewals|pickups) (?:for|to|of) `+manyShows, (*match).allRenewed),
		newRule("status.with-renewals", "renewals pickups",
			`{n} (?:[a-z]+ ){1,5}`+manyShows+` with (?:[a-z0-9-]+ ){0,2}?(?:renewals|pickups)`, (*match).allRenewed),
		newRule("status.label-list", "renewed cancelled canceled axed",
			`(?:\^|\.|;) (?P<verb>renewed|cancelled|canceled|axed) : `+manyShows, (*match).labelled),
		newRule("status.count-return", "return back renewed canceled cancelled axed returning",
			`(?:two|three|four|five|six|both|all|\d+) (?:of )?{n} (?:(?:'s|'|’) )?(?:[a-z0-9-]+ ){0,3}?(?:dramas|comedies|series|shows|sitcoms|hits|procedurals|thrillers) , `+manyShows+` , (?:will |have |has |are |were |been |be |all |both )*(?P<verb>return|returning|back|renewed|cancelled|canceled|axed)`, (*match).countReturn),
		newRule("status.other-not", "not won't isn't wasn't",
			`(?:(?:a|the) (?:second|third|fourth|fifth|sixth)|another|the other|the last) , {S} , (?:will not|won't|is not|isn't|was not|wasn't|has not|did not)`, (*match).otherNot),
		newRule("status.had-to-end", "last end", `{a} (?:of {s} )?(?:had|has) to be (?:(?:its|the|their) last|the (?:end|show 's last))`, (*match).lastSeason),
		newRule("status.network-pushes", "pushed pushes delayed delays postponed postpones bumped bumps",
			`{n} {says}{aux}(?:pushed|pushes|delayed|delays|postponed|postpones|bumped|bumps)(?: back)? {s}(?: (?:'s|'|’))?(?: {a})?`, (*match).pushes),
		newRule("status.cameras", "cameras camera",
			`cameras? {aux}(?:been |started |start |begin |began |begun )*(?:roll|rolls|rolling|turning)(?: again| once more)?(?: in [GX]\d+(?: , [GX]\d+)?)? on (?:the |its )?(?:new (?:series|episodes)|{a}(?: of {s})?|(?P<s2>[STRZ]\d+)(?: (?P<a2>A\d+))?)`, (*match).camerasRoll),
		newRule("status.before-cameras", "cameras",
			`(?:{a} of {s}|{s}(?: (?P<a2>A\d+))?|(?P<a2>A\d+)) {aux}(?:goes|went|go|gone|going|back) (?:before|in front of) (?:the )?cameras`, (*match).beforeCameras),
		newRule("status.season-wraps", "wraps wrapped",
			`{k} {a} (?:has )?(?:wraps|wrapped)(?: up)?(?: (?:filming|production|shooting|the shoot))? in (?P<g>[GX]\d+)`, (*match).wrapsIn),
		newRule("status.production-season", "production filming shooting photography",
			`(?:production|filming|shooting|principal photography) (?:has |have |is |was |now |officially |already )*(?P<verb>begins?|began|begun|starts?|started|underway|under way|kicks off|kicked off|wraps?|wrapped|concluded|completed|halted|delayed|paused|resumed|resumes)(?: up)? (?:on|for) (?:the |its )?{a}(?P<tail>(?: in [GX]\d+| \.| ,|$))`, (*match).productionOn),
		newRule("status.thats-a-wrap", "wrap", `a wrap on (?:the )?(?:{a} of {s}|{s}(?: (?P<a2>A\d+))?|(?P<a2>A\d+))`, (*match).thatsAWrap),
		newRule("location.before-cameras", "cameras",
			`(?:(?P<s>[STRZ]\d+)(?: A\d+)?|A\d+(?: of (?P<s>[STRZ]\d+))?) {aux}(?:goes|went|go|gone|going) (?:before|in front of) (?:the )?cameras (?:(?:D\d+|[a-z]+) ){0,3}?(?:in|on location in|around) `+placeGroup, (*match).shotIn),
		newRule("location.cameras-roll", "cameras",
			`cameras? {aux}(?:been |started )*(?:roll|rolls|rolled|rolling) on (?:the |its )?(?:new (?:series|episodes)|A\d+(?: of (?P<s>[STRZ]\d+))?|(?P<s>[STRZ]\d+)(?: A\d+)?) (?:(?:D\d+|[a-z]+) ){0,3}?(?:in|around) `+placeGroup, (*match).shotIn),
	}
}

// optsAgainst reads "has decided not to order a second season": its own
// negation is the fact.
func (m *match) optsAgainst() {
	sh := m.about()
	if it := m.item("s2"); it != nil && m.group["s"] == "" {
		if sh = m.showOf(it); it.kind == kName && (it.person != "" || !strings.HasPrefix(it.text, "The ")) {
			return
		}
	}
	around := m.clauseAround(m.start, m.end)
	if strings.HasPrefix(m.after(), "'s ") {
		return
	}
	if sh == nil || m.denied() || strings.Contains(m.typed, " yet") || strings.Contains(around, "film") || strings.Contains(around, "movie") {
		return
	}
	if a, named := m.seasonOf(); named && (a.past || a.next) {
		return
	}
	m.addPlain(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Cancelled, Certainty: tv.Confirmed}, show: sh})
	m.network(sh, m.item("n"), false)
}

// denied reports whether a match that is itself a negation stands under a
// question, a condition, a rumour or a wish.
func (m *match) denied() bool {
	before := m.ahead8(m.start, m.start)
	return strings.HasSuffix(m.typed, "?") || condition.in(m.clauseAround(m.start, m.end)) || rumour.in(m.typed) || wish.in(m.clauseAround(m.start, m.end)) || negation.in(before)
}

func (m *match) givenSeason() {
	if a, _ := m.seasonOf(); a.one() == 1 || a.past {
		return
	}
	m.status(m.about(), tv.Renewed)
}

// theNetwork reads "The streamer has ordered a third season", of the article's
// show unless another one follows.
func (m *match) theNetwork() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "of" || next[0] == "for") {
		return
	}
	m.givenSeason()
}

func (m *match) allRenewed() { m.eachStatus(tv.Renewed) }

// eachStatus says the same of every show of a list.
func (m *match) eachStatus(k tv.StatusKind) {
	for _, it := range m.list("many") {
		sh := m.showOf(it)
		if it.kind == kName && it.show == nil && m.personOf(it) != "" && givenNames[lower(strings.Fields(it.text)[0])] {
			continue
		}
		if sh == nil || m.unsaid(k) {
			continue
		}
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: k}, show: sh})
		if n := m.item("n"); n != nil {
			m.network(sh, n, false)
		}
	}
}

// eachGets reads "SHOW and SHOW each get a second season".
func (m *match) eachGets() {
	a, _ := m.seasonOf()
	for _, it := range m.list("many") {
		if sh := m.showOf(it); sh != nil && !a.past && !m.unsaid(tv.Renewed) {
			m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: a.one()}, show: sh})
		}
	}
}

// secondVerb reads "NBC renews SHOW and cancels SHOW": the network that begins
// the sentence does both.
func (m *match) secondVerb() {
	n := &m.items[0]
	if n.text == "the" && len(m.items) > 1 {
		n = &m.items[1]
	}
	if n.kind != kNetwork {
		return
	}
	k := tv.Cancelled
	if v := m.group["verb"]; strings.HasPrefix(v, "renew") || strings.HasPrefix(v, "pick") {
		k = tv.Renewed
	}
	for _, it := range m.list("many") {
		sh := m.showOf(it)
		if sh == nil || it.kind == kName || m.unsaid(k) {
			continue
		}
		if at := m.indexOf(it); at+1 < len(m.items) && m.items[at+1].text == "for" {
			continue // with a season: another rule's
		}
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: k}, show: sh})
		m.network(sh, n, false)
	}
}

func fateOf(verb string) tv.StatusKind {
	switch verb {
	case "cancelled", "canceled", "axed":
		return tv.Cancelled
	}
	return tv.Renewed
}

// labelled reads "RENEWED: Saltmarsh (CBS), Night Ferry (NBC)".
func (m *match) labelled() {
	m.group["lead"] = "N series"
	k := fateOf(m.group["verb"])
	m.eachStatus(k)
	for _, it := range m.list("many") {
		if it.kind == kName && len(it.bracket) == 1 {
			m.network(m.showOf(it), &it.bracket[0], false)
		}
	}
}

// countReturn reads "Two CBS dramas, SHOW and SHOW, will return".
func (m *match) countReturn() {
	m.group["lead"] = "N series"
	m.eachStatus(fateOf(m.group["verb"]))
}

// otherNot reads "a third, SHOW, will not", after shows that will return.
func (m *match) otherNot() {
	before := m.before()
	if m.denied() || !strings.Contains(before, "return") && !strings.Contains(before, "renewed") && !strings.Contains(before, " back") {
		return
	}
	m.group["lead"] = "N series"
	if sh := m.showOf(m.item("s")); sh != nil {
		m.addPlain(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Cancelled, Certainty: tv.Confirmed}, show: sh})
	}
}

func (m *match) pushes() {
	if it := m.item("s"); it.kind == kName && it.show == nil && m.group["a"] == "" {
		return
	}
	next, _, _ := strings.Cut(m.after(), " ")
	if m.group["a"] == "" && !strings.Contains(m.words(), " back ") && next != "to" && next != "back" && next != "into" && next != "until" || next == "for" {
		return
	}
	m.status(m.about(), tv.Delayed)
}

func (m *match) camerasRoll() {
	sh := m.contextShow()
	for _, g := range []string{"s", "s2"} {
		if it := m.item(g); it != nil {
			sh = m.showOf(it)
		}
	}
	m.group["s"] = ""
	m.status(sh, tv.InProduction)
}

// beforeCameras reads "goes before the cameras", which next month is none yet.
func (m *match) beforeCameras() {
	after := strings.Fields(m.after())
	for _, w := range after[:min(4, len(after))] {
		if w == "next" || w == "later" || w == "soon" || w[0] == kDate && isRef(w) {
			return
		}
	}
	if w := m.words(); strings.Contains(w, " will ") || strings.Contains(w, " to go") || strings.Contains(w, " set ") {
		return
	}
	m.inProduction()
}

func (m *match) wrapsIn() {
	g := m.item("g")
	if g.kind == kName && (g.show != nil || m.personOf(g) != "" && givenNames[lower(strings.Fields(g.text)[0])]) {
		return
	}
	m.status(m.about(), tv.Wrapped)
	m.add(found{Fact: tv.Fact{Type: tv.Location, Place: g.text}, show: m.about()})
}

func (m *match) thatsAWrap() {
	m.status(m.about(), tv.Wrapped)
}

// titleNetworks reads "“Saltmarsh” (Netflix)".
func (s *sentence) titleNetworks(out *[]found) {
	listed := 0
	for i := range s.items {
		if b := s.items[i].bracket; len(b) > 0 && b[0].kind == kNetwork {
			listed++
		}
	}
	for i := range s.items {
		it := &s.items[i]
		switch {
		case len(it.bracket) == 0 || s.isCredit(i):
			continue
		case it.kind == kShow || it.kind == kTitle || it.kind == kMaybe:
		case it.kind == kName && (listed > 1 || i == 0 && len(s.items) < 3) && len(it.bracket) == 1 && strings.Contains(it.text, " ") && it.person == "" && !givenNames[lower(strings.Fields(it.text)[0])]:
		default:
			continue
		}
		if it.kind == kTitle && filmWords.in(s.typed) {
			continue
		}
		m := &match{sentence: s, rule: "network.bracket", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 2, out: out}
		for k := range it.bracket {
			if n := &it.bracket[k]; n.kind == kNetwork && (k == 0 || it.bracket[k-1].text == "," || it.bracket[k-1].text == "/" || it.bracket[k-1].text == "and") {
				m.network(m.showOf(it), n, false)
			} else if k == 0 {
				break
			}
		}
	}
}
