package facts

import (
	"strings"

	"greenlit/internal/tv"
)

func networkRules() []rule {
	return []rule{
		newRule("network.its", "'s ' ’",
			`{ns} (?:'s|'|’) (?P<fill>(?:[a-z0-9-]+ |R\d+ |/ ){0,5}?)(?P<s>[STXPZ]\d+)`, (*match).networkOwns),
		newRule("network.genre", "series drama comedy pilot sitcom thriller show reboot revival miniseries dramedy anthology spinoff procedural soap docuseries limited mystery program original team-up hit co-production comedy-drama",
			`{ns} (?:[X]\d+ )?(?P<fill>(?:[a-z0-9'-]+ |/ ){0,4}?)(?P<genre>series|drama|comedy|pilot|sitcom|thriller|show|reboot|revival|miniseries|dramedy|anthology|spinoff|procedural|soap|docuseries|mystery|program|original|hit|comedy-drama|co-production)(?: ,)? (?P<s>[STXZ]\d+)`, (*match).networkGenre),
		newRule("network.airs", "on to hit at",
			`(?P<s>[STRZ]\d+)(?: {a})?(?: , (?:based|starring|created|written|directed|which|from|about|now|set) [^,;.:]{3,60} ,| ,)?(?: [a-z-]+){0,3}? (?:airs?|aired|airing|streams?|streaming|premieres?|premiering|premiered|debuts?|debuted|debuting|returns?|returning|stays|staying|remains|arrives?|lands?|launches|drops|runs|ran|ended|began|begins|starts|due|coming|comes|moves|moving|hits|bows|available|set|back|now|renewed|cancelled|canceled|ordered|season|hit|arrive|premiere|debut|stream|air)(?: (?:D\d+|A\d+|[a-z0-9/:.-]+|,)){0,7}? (?:on|to|at)(?: the)? {ns}`, (*match).networkAirs),
		newRule("network.aired-on", "hits air stream debut premiere aired airs premiered premiering premieres streams airing streaming debuts debuted hit debuting",
			`(?:\^|it|it's|which|that|episode|show|series|season|and|,)(?: (?:has|have|will|originally|first|also|is|slated|expected|to|set|currently|now|premiere|and))* ?(?:air|stream|premiere|debut|aired|airs|airing|premiered|premiering|premieres|streams|streaming|debuts|debuting|debuted|hit|hits|shown|available)(?: (?:on|to|in))?(?: the)?(?: (?:the )?(?:[a-z-]+ )?(?:network|channel|streamer|service|platform|broadcaster))? {ns}`, (*match).networkHere),
		newRule("network.new-on", "on", `(?:new|now|streaming|coming|out|watch|available|tonight) on {n} : (?P<s>[ST]\d+)`, (*match).networkRemake),
		newRule("network.on", "on", `(?P<s>[ST]\d+) , on {n} ,`, (*match).networkRemake),
		newRule("network.remake", "'s ' ’", `{n} (?:'s|'|’) (?:[a-z-]+ )*(?:remake|reboot|revival|adaptation|version|redo|reimagining|retelling) of (?P<s>[STXZ]\d+)`, (*match).networkRemake),
		newRule("network.headline", "for at on", `(?P<s>[ST]\d+)(?: {a})?(?: [a-z-]+){0,3}? (?:for|at|on) {n}`, (*match).networkHeadline),
		newRule("network.moves", "moves moved moving jumps jumped shifts shifted", `(?P<s>[STRZ]\d+)(?: , which)? {aux}(?:moves|moved|moving|jumps|jumped|shifts|shifted) (?:from (?P<n>N\d+) )?to (?P<n2>N\d+)`, (*match).networkMoves),
		newRule("network.series-on", "on for", `(?:R\d+|(?:the|this|reimagined|rebooted|revived|hit|eponymous|same|long-running|beloved) (?:series|show|drama|comedy|sitcom)) (?:on|for) {n}`, (*match).networkHere),
		newRule("network.made-for", "for", `(?:executive produces?|created|developed|develops|developing|produced|produces|wrote|makes|made|directed|adapted|adapting|writing) (?:(?:his|her|their|its|the) (?:own )?(?:[a-z-]+ ){1,2})?(?P<lead>`+lead+`)(?P<s>[STZ]\d+) for {n}`, (*match).networkRemake),
		newRule("network.does-for", "at on", `at {n} , (?P<s>[STZ]\d+)`, (*match).networkAt),
		newRule("network.first-look", "drops unveils reveals releases shares debuts sets set expects drop unveiled released has",
			`{n} {aux}(?:drops|dropped|unveils|unveiled|reveals|revealed|releases|released|shares|shared|debuts|debuted|expects|sets|set) (?P<fill>(?:[a-z0-9,'-]+ |X\d+ |P\d+ |D\d+ ){0,9}?)(?:(?:in|at|of|for|from) )?(?:the )?(?P<s>[STRZ]\d+)`, (*match).networkUnveils),
		newRule("network.adapted-for", "adapted adapting developed remade rebooted revived turned",
			`(?P<s>[STZ]\d+) (?:is |being |to be |getting |has been |was )*(?:adapted|developed|remade|rebooted|revived|turned into (?:an? )?(?:[a-z-]+ ){1,3})(?: by [PXH]\d+)? (?:for|at|by|on) (?:the )?{n}`, (*match).networkRemake),
		newRule("network.season-on", "its", `(?:for|of|in|with|spend|spends|spent) its {a} (?:on|at) (?:the )?{n}`, (*match).networkSeason),
		newRule("network.landed", "landed lands nabbed nabs bought buys acquired acquires won", `{n} {aux}(?:landed|lands|nabbed|nabs|bought|buys|acquired|acquires|won) (?P<s>[ST]\d+) ,`, (*match).networkRemake),
		newRule("network.moved-show", "relocated relocates moved moves", `{n} {aux}(?:relocated|relocates|moved|moves) (?P<s>[ST]\d+) (?:from|to)`, (*match).networkRemake),
		newRule("network.maker-series", "series drama comedy pilot thriller sitcom show adaptation", `(?P<s>[STZ]\d+) , [XP]\d+ (?:'s|'|’) (?:[a-z0-9-]+ ){0,3}{n} (?:[a-z-]+ ){0,2}`+aSeries, (*match).networkRemake),
		newRule("network.said-of", "said announced confirmed revealed says announces confirms", `{n} (?:has |have |today )*(?:said|says|announced|announces|confirmed|confirms|revealed)(?: (?:on )?D\d+| today)? (?:that )?(?P<s>[STR]\d+) (?:will|would|is|was|has|had) (?P<next>[a-z]+)`, (*match).networkSaidOf),
		newRule("network.is-series", "series sitcom miniseries show drama", `(?P<s>[STZ]\d+) (?:is|was) an? (?:[a-z0-9-]+ |X\d+ ){0,7}?(?:series|sitcom|miniseries|show|drama) (?:[a-z]+ |[PXRG]\d+ |, ){0,14}?(?:for|on) (?:the )?(?:(?:[a-z-]+ )?(?:service|network|channel|streamer|platform) )?{n}`, (*match).networkRemake),
		newRule("network.suspends", "suspends pauses halts shelves yanks suspended paused halted shelved yanked", `{n} {aux}(?:suspends|pauses|halts|shelves|yanks|suspended|paused|halted|shelved|yanked) (?:production on |filming on )?(?P<s>[ST]\d+)`, (*match).networkRemake),
		newRule("network.which-aired", "which", `(?P<s>[XT]\d+) , which (?:originally |first |will )?(?:aired|airs|air|ran|runs|premiered|premieres|premiere|debuted|streams|stream) (?:on|to) (?:the )?{n}`, (*match).networkRemake),
		newRule("network.sticks", "sticking sticks staying stays", `{n} (?:is |are )?(?:sticking|sticks|staying in business|stays in business) with (?P<s>[STX]\d+)`, (*match).networkRemake),
		newRule("network.airs-daily", "airs aired streams", `\^ (?P<s>X\d+) (?:airs|aired|streams) (?:D\d+ |every |at |[a-z0-9:./]+ ){1,6}?on {n}`, (*match).networkRemake),
		newRule("network.described", "at for on from", `(?P<s>[STZ]\d+) , (?:an?|the) (?:[a-z0-9-]+ |[PX]\d+ (?:'s )?){0,6}?`+aSeries+` (?:at|for|on|from) (?:the )?{n}`, (*match).networkRemake),
		newRule("network.premiere-record", "premiere debut launch", `(?P<s>[STZ]\d+) (?:[a-z-]+ |X\d+ )+{n} (?:premiere|debut|launch|series)`, (*match).networkAirs),
		newRule("network.had-actor", "let fired hired", `{n} (?:let|fired|hired) (?:the|[PH]\d+)`, (*match).networkHere),
	}
}

// networks adds the networks that "the FX series" and "HBO’s comedy" name.
func (s *sentence) seriesNetworks(out *[]found) {
	for i := range s.items {
		it := &s.items[i]
		if it.kind != kSeries || it.network == nil || it.show == nil {
			continue
		}
		m := &match{sentence: s, rule: "network.of-series", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i), out: out}
		m.add(found{Fact: tv.Fact{Type: tv.Network, Network: it.network.name}, show: it.show, network: s.written(it)})
		if it.partner != nil {
			m.add(found{Fact: tv.Fact{Type: tv.Network, Network: it.partner.name}, show: it.show, network: it.partner.name})
		}
	}
}

// written is how the text of an item names the network.
func (s *sentence) written(it *item) string {
	for i := it.from; i < it.to; i++ {
		for j := it.to; j > i; j-- {
			if got, ok := s.names[key(s.toks[i:j])]; ok && got.name == it.network.name {
				return s.cut(i, j)
			}
		}
	}
	return it.network.name
}

func (m *match) network(sh *show, n *item, former bool) {
	if sh != nil && n != nil && n.network != nil {
		m.add(found{Fact: tv.Fact{Type: tv.Network, Network: n.network.name, Former: former}, show: sh, network: n.text})
	}
}

// networkOwns reads "HBO’s Saltmarsh".
func (m *match) networkOwns() {
	it := m.item("s")
	fill := m.group["fill"]
	for _, w := range strings.Fields(fill) {
		if isRef(w) {
			continue
		}
		if functionWords[w] || speech[w] || roleWords[w] || actorWords[w] || w == "special" || w == "movie" || w == "film" || w == "executive" || w == "head" || w == "president" || w == "chief" {
			return
		}
	}
	if it.kind == kPerson || it.kind == kName && it.show == nil && (len(strings.Fields(it.text)) < 2 && !hasGenre(fill) && !m.endsClause(it)) {
		return
	}
	if m.followedByFollowUp(it) || it.kind == kName && it.show == nil && m.reports(it) {
		return
	}
	m.group["lead"] = "N "
	sh := m.showOf(it)
	for _, n := range m.list("n") {
		m.network(sh, n, false)
	}
}

// reports reports whether what follows a name is what a journalist or executive
// of a network does.
func (m *match) reports(it *item) bool {
	for k := m.indexOf(it) + 1; k > 0 && k < len(m.items); k++ {
		switch n := &m.items[k]; {
		case n.text == "will" || n.text == "has" || n.text == "also":
			continue
		default:
			if next := k + 1; (n.text == "added" || n.text == "adds") && next < len(m.items) && m.items[next].kind != kQuote && m.items[next].text != "," {
				return false // to its cast
			}
			return n.kind == kWord && (speech[n.text] || journalism[n.text])
		}
	}
	return false
}

var journalism = set(`report reports reported host hosts anchors anchor interviewed interviews asked asks moderated moderates reporting`)

// endsClause reports whether what follows an item cannot belong to a longer
// name: "in HBO’s Saltmarsh as Ada".
func (m *match) endsClause(it *item) bool {
	at := m.indexOf(it) + 1
	if at >= len(m.items) {
		return true
	}
	n := &m.items[at]
	return n.kind == kWord && (n.text == "as" || n.text == "." || n.text == "," || n.text == "in" || n.text == "for" || n.text == "will" || n.text == "has" || n.text == "is" || n.text == "stars" || n.text == "returns" || n.text == "premieres") || n.kind == kSeason
}

// followedByFollowUp reports whether a show is only what another one follows.
func (m *match) followedByFollowUp(it *item) bool {
	at := m.indexOf(it) + 1
	if at >= len(m.items) {
		return false
	}
	switch m.items[at].text {
	case "follow-up", "spinoff", "spin-off", "prequel", "sequel", "reboot", "revival", "-inspired", "offshoot", "movie", "film", "special", "documentary", "creator", "creators", "star", "veteran", "alum", "showrunner", "reunion":
		return true
	}
	return false
}

func (m *match) networkGenre() {
	for _, w := range strings.Fields(m.group["fill"]) {
		if functionWords[w] || speech[w] || roleWords[w] || w == "special" || w == "movie" {
			return
		}
	}
	it := m.item("s")
	if m.followedByFollowUp(it) || it.kind == kPerson {
		return
	}
	if it.kind == kName && it.show == nil && m.personOf(it) != "" && m.group["genre"] == "show" {
		return
	}
	m.group["lead"] = "N " + m.group["genre"]
	sh := m.showOf(it)
	for _, n := range m.list("n") {
		m.network(sh, n, false)
	}
}

func (m *match) networkAirs() {
	sh := m.showOf(m.item("s"))
	if m.isCredit(m.indexOf(m.item("s"))) {
		return
	}
	for _, w := range []string{" from ", " special", " podcast", " rights ", " interview"} {
		if strings.Contains(m.words(), w) {
			return
		}
	}
	for _, n := range m.list("n") {
		m.network(sh, n, false)
	}
	m.moreNetworks(sh)
}

// moreNetworks reads "… in Britain and on AMC in America".
func (m *match) moreNetworks(sh *show) {
	rest := strings.Fields(m.after())
	streams := false
	for i, w := range rest {
		if i > 0 && rest[i-1] == "and" && (w == "streams" || w == "streaming" || w == "airs") {
			streams = true
		}
		if i > 12 || w == "." || w == ";" || w == "but" {
			return
		}
		if isRef(w) && w[0] == kNetwork && i > 0 && rest[i-1] == "on" && i > 1 && (rest[i-2] == "and" || rest[i-2] == "," || streams && !isRef(rest[i-2])) {
			m.network(sh, m.ref(w), false)
		}
	}
}

func (m *match) networkRemake() { m.network(m.showOf(m.item("s")), m.item("n"), false) }

func (m *match) networkHeadline() {
	if m.headline && !m.isCredit(m.indexOf(m.item("s"))) && !strings.Contains(m.typed, " special") {
		m.network(m.showOf(m.item("s")), m.item("n"), false)
	}
}

// networkSaidOf reads "HBO said that the comedy will return": networks tell of
// their own shows, or of those that leave them.
func (m *match) networkSaidOf() {
	if next := m.group["next"]; next != "leave" && next != "leaving" && next != "move" && next != "moving" && next != "exit" {
		m.network(m.showOf(m.item("s")), m.item("n"), false)
	}
}

// networkSeason reads "for its second season on Showtime".
func (m *match) networkSeason() {
	sh := m.beforeSeries()
	if sh == nil {
		sh = m.contextShow()
	}
	m.network(sh, m.item("n"), false)
}

func (m *match) networkMoves() {
	sh := m.about()
	m.network(sh, m.item("n2"), false)
	m.network(sh, m.item("n"), true)
}

func (m *match) networkHere() {
	sh := m.contextShow()
	for i := range m.items {
		if it := &m.items[i]; it.kind == kSeries && it.show != nil {
			sh = it.show
		}
	}
	if m.rule == "network.had-actor" && m.primary() == nil {
		return
	}
	for _, n := range m.list("n") {
		m.network(sh, n, false)
	}
	m.moreNetworks(sh)
}

func (m *match) networkAt() { m.network(m.showOf(m.item("s")), m.item("n"), false) }

func (m *match) networkUnveils() {
	it := m.item("s")
	if m.isCredit(m.indexOf(it)) || m.followedByFollowUp(it) {
		return
	}
	for _, w := range strings.Fields(m.group["fill"]) {
		if w == "film" || w == "movie" || w == "documentary" || w == "special" || w == "from" || w == "after" {
			return
		}
	}
	m.network(m.showOf(it), m.item("n"), false)
}
