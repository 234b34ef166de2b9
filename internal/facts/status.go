package facts

import (
	"regexp"
	"slices"
	"strings"

	"greenlit/internal/tv"
)

const by = `(?: (?:by|at|on|for|from) (?:the )?{n})?`

func statusRules() []rule {
	renewed := kind(tv.Renewed)
	cancelled := kind(tv.Cancelled)
	return []rule{
		newRule("status.renewed", "~ renewed renewal greenlit revived saved extended picked greenlighted",
			`{s}(?: (?:revival|reboot|sitcom|spinoff|series))?(?:(?: (?:at|on) N\d+)? , (?:which|who)| ,| :| , [^,]{3,60} ,)? {aux}(?:renewed|greenlit|greenlighted|picked up|extended|handed|given|granted|has been renewed)(?: early| again)?`+by+`(?: for)?(?: an?| its| the| at least)? {a}(?: (?:by|at|on) (?:the )?(?P<n2>N\d+))?`, renewed),
		newRule("status.renewed-plain", "renewed revived uncancelled rescued saved",
			`{s} {aux}(?:renewed|uncancelled|un-canceled|revived|rescued|saved) (?:(?:by|at|on) {n}|for (?:an? )?(?:[a-z0-9-]+ ){0,3}?(?:more|episodes)|again|$|,|\.|ahead of|after)`, renewed),
		newRule("status.network-renews", "renews renewed renew orders ordered extends given gives gave hands handed greenlights greenlit picks picked grants brings re-ups",
			`{n} {says}{aux}(?:renews?|renewed|renewing|extends|extended|greenlights|greenlit|picks? up|picked up|re-ups|hands|handed|gives?|given|gave|grants|granted|has given|orders more) {s}(?: an?| its)?(?: early)?(?: for| through)?(?: an?| its| the)? ?{a}(?: (?:renewal|pickup|order|nod))?`, renewed),
		newRule("status.network-renews-plain", "renews renewed brought brings bringing",
			`{n} {says}{aux}(?:renews|renewed|brought back|brings back|bringing back) (?P<lead>`+lead+`)(?P<many>[STXZ]\d+(?: , [STXZ]\d+)*(?: ,? ?(?:and|&) [STXZ]\d+)?)`, (*match).renewsMany),
		newRule("status.orders-season", "orders ordered greenlights greenlit commissions commissioned announces announced confirms confirmed sets",
			`{n} {says}{aux}(?:orders?|ordered|greenlights|greenlit|commissions|commissioned|announced|announces|confirmed|confirms|picked up|picks up|given the green light to) (?:an? |the )?{a}(?: run)?(?: of| to| for) {s}`, (*match).ordersSeason),
		newRule("status.orders-season-after", "orders ordered", `{n} {says}{aux}(?:orders?|ordered) {a}`, (*match).ordersSeasonHere),
		newRule("status.gets-season", "get gets scores lands nabs earns receives secures snags renewal pickup got getting scored landed earned coming",
			`{k}(?: , which)? {aux}(?:gets?|getting|scores?|scored|lands?|landed|nabs?|nabbed|earns?|earned|receives?|received|secures?|snags?|bags) (?:an? |its )?(?:early |surprise )?(?:(?P<order>[a-z-]+ )?(?:renewal|pickup|pick-up) (?:for )?)?(?:an? )?{a}(?: (?:renewal|pickup|pick-up|order|nod))?(?: (?:at|from|by|on) (?:the )?{n})?`, renewed),
		newRule("status.gets-renewal", "renewal pickup", `{k}(?: {a})? {aux}(?:gets?|scores?|scored|lands?|landed|nabs?|earns?|received|receives?) (?:an? )?(?:[a-z-]+ )?(?:renewal|pickup)(?: (?:at|from|by|on) (?:the )?{n})?`, renewed),
		newRule("status.season-renewal", "renewal pickup", `{s} {a} (?:renewal|pickup)`, renewed),
		newRule("status.back-for", "back return returning", `{s} (?:is|are|will be) (?:coming )?back for {a}`, renewed),
		newRule("status.will-return", "return returns returning back", `(?P<many>[STRZ]\d+(?: , [STZ]\d+)*(?: ,? ?(?:and|&) [STZ]\d+)?) (?:returns|(?:will|is|are|has been|have been) (?:all |both |set to |officially |finally |confirmed to |to )*(?:indeed |definitely )?(?:be )?(?:return|returning|come back|coming back|back)) (?:on N\d+ )?(?:for|with) (?:an? )?(?:full )?{a}`, (*match).willReturn),
		newRule("status.new-home", "home life", `{s} {aux}(?:finds?|found|lands?|gets) (?:a )?(?:new )?(?:[a-z]+ )?(?:home|second life|new life)(?: (?:at|on) {n})?`, kind(tv.Renewed)),
		newRule("status.not-cancelled", "canceled cancelled uncanceled", `{s} (?:is )?(?:not|no longer|un-?)(?: being)? ?(?:canceled|cancelled) after all`, func(m *match) {
			if sh := m.about(); sh != nil {
				m.addPlain(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Renewed, Certainty: tv.Confirmed}, show: sh})
			}
		}),
		newRule("status.uncancels", "uncancels un-cancels saves saved rescues revives",
			`{n} {says}{aux}(?:un-?cancels|saves|saved|rescues|rescued|revives|revived) {k}(?: (?:for|with) (?:an? )?{a})?`, (*match).uncancels),
		newRule("status.saved-by", "saved rescued revived uncancelled un-canceled un-cancelled",
			`\^ {k} (?:is )?(?:saved|rescued|revived|uncancelled|un-canceled|un-cancelled) (?::|!|;|,|-|—|–) {n} (?:picks up|picked up|saves|rescues|revives|renews|orders|takes on) (?:[^ :;,]+ ){0,7}?{a}`, renewed),
		newRule("status.season-ordered", "commissioned ordered confirmed greenlit announced", `{a} (?:of|for) {s} {aux}(?:commissioned|ordered|confirmed|greenlit|announced|picked up)(?: (?:by|at) (?:the )?{n})?`, (*match).ordersSeason),
		newRule("status.happening", "happening confirmed coming works", `{s} {a} (?:is |are )?(?:officially |finally |now )*(?:happening|confirmed|in the works|coming)(?: (?:at|to|on) (?:the )?{n})?`, renewed),
		newRule("status.ends-run", "end conclude ending ends", `{s} {aux}(?:ends?|conclude|concludes|ending|finish|wrap up) (?:its|their) (?:[a-z-]+ )?run`, kind(tv.Ended)),
		newRule("status.this-last", "last", `this season (?:will|is set to|is going to) be (?:its|the show 's|(?P<s>[STRZ]\d+) (?:'s|'|’)) last`, kind(tv.Ended)),
		newRule("status.coming-back", "coming", `{s} (?:is|are) (?:officially |finally |definitely )?coming back(?: (?:on|to|at) (?:the )?{n})?(?: (?:for|with) (?:an? )?{a})?`, (*match).comingBack),
		newRule("status.label", "renewed cancelled canceled", `\^ (?:status : )?(?:renewed for {a}|renewed)`, renewed),
		newRule("status.cancelled", "canceled cancelled axed dropped dumped scrapped canned un-renewed unrenewed",
			`{s}(?: (?:revival|reboot|sitcom|spinoff|series))?(?:(?: (?:at|on) N\d+)? , which| ,| :| , [^,]{3,60} ,)? {aux}(?:official )?(?:canceled|cancelled|axed|scrapped|canned|dumped|dropped|un-renewed|unrenewed)(?: (?:by|at) (?:the )?{n})?`, cancelled),
		newRule("status.axed-show", "axed cancelled canceled scrapped",
			`(?:axed|cancelled|canceled|scrapped|short-lived) {k}(?: {a})?`, (*match).adjectiveCancelled),
		newRule("status.network-cancels", "~ cancels canceled cancelled axes axed drops dropped scraps scrapped cancel pulls pulled nixes plug let lets parted parts",
			`{n} {says}{aux}(?:cancels?|canceled|cancelled|cancelling|axes|axed|drops|dropped|scraps|scrapped|nixes|nixed|(?:pulls|pulled|pulling) the plug on|(?:is |are )?(?:not|no longer) moving forward with|(?:has )?pulled the plug on|let go of|lets go of|(?:parted|parts) ways with|(?:passes|passed) on) (?:(?:the|its|R\d+) (?P<fill>(?:[a-z-]+ ){1,5}?))?(?P<lead>`+lead+`)(?P<many>[STXRZ]\d+(?: , [STXZ]\d+)*(?: ,? ?(?:and|&) [STXZ]\d+)?)`, (*match).cancelsMany),
		newRule("status.done-the-same", "same likewise", `{n} (?:has |have )?(?:done|did|does) (?:the same|likewise) (?:with|to|for) {S}`, (*match).doneTheSame),
		newRule("status.no-return", "return returning back", `{s} (?:(?:(?:will|would|is) )?not|won't|isn't)(?: be)? (?:return|returning|back|coming back|come back)(?: for {a})?(?: (?:at|on|to) (?:the )?{n})?`, (*match).noReturn),
		newRule("status.end", "end ending ends conclude wrap concludes bow bows final",
			`{s} {aux}(?:end|ends|ending|conclude|concludes|concluding|wrap up|wrapping up|come to an end|coming to an end|bow out|bows out|finish|finishes|close out)(?: its run)?(?: with| after| following)?(?: its| the| an?)? ?{a}(?: on {n})?`, (*match).ends),
		newRule("status.network-ends", "end ends ending conclude concluding", `{n} {says}{aux}(?:opted to |chosen to |decided to |plans to )?(?:end|ends|ending|conclude|concluding|wrap up) {s} (?:with|after) (?:its |the |an? )?{a}`, (*match).ends),
		newRule("status.final-season", "renewed return returns returning back orders ordered",
			`{s} {aux}(?:renewed|returning|back|return|returns)(?: for| with)? (?:an? |its |the )?{a}`, (*match).finalSeason),
		newRule("status.last", "last final", `{a} (?:of {s} )?(?:, (?:R\d+|[STZ]\d+) (?:'s|'|’) (?P<ord>[a-z]+) , )?(?:will|is set to|is going to|to) be (?:its|the|their|the show 's|R\d+ 's) (?:last|final)(?: one| season)?(?: (?:for|of) (?P<s2>[STRZ]\d+))?`, (*match).lastSeason),
		newRule("status.ending", "ending end", `{s}(?: (?:revival|reboot|sitcom|spinoff|series))? (?:is|will be|to) (?:ending|end)(?: after| at| on|$| \.| ,)`, (*match).ends),
		newRule("status.ordered", "order ordered orders greenlit greenlights picked series pickup series-order",
			`{s}(?: , [^,]{3,90} ,)? {aux}(?:ordered|picked up|greenlit|goes|gets|got|gotten|getting|lands|landed|scores|scored|receives|received|given|nabs|handed|earns)(?: an?)?(?: [a-z-]+){0,3}? ?(?:to series|to-series|straight-to-series(?: order)?|series order|(?:[a-z0-9-]+-)?episode order|series pickup|series greenlight|pilot order)`+by, kind(tv.Ordered)),
		newRule("status.network-orders", "orders ordered greenlights greenlit picks picked commissions commissioned order commitment given gives lands",
			`{n} {says}{aux}(?:orders?|ordered|greenlights?|greenlit|picks up|picked up|commissions|commissioned|gives? (?:a )?(?:straight-to-series|series) order to|(?:placed|places|put in|given|gave) (?:a |an )?(?:[a-z0-9-]+ ){0,2}?(?:order|commitment) (?:for|to)|(?:given|handed|gave|hands) (?:a |an )?(?:[a-z-]+ )?(?:series|straight-to-series|[a-z0-9]+-episode|green) (?:order|light) to) (?P<lead>`+lead+`)(?P<s>[STXZ]\d+)(?P<tail>(?: (?:to series|from|straight to series|,|as|with|for A\d+|series|starring|reboot|revival))?)`, (*match).orders),
		newRule("status.pilot-to-series", "series", `{n} {says}{aux}(?:ordered|greenlit|picked up|picks up|orders|greenlights) (?:the |its )?(?:R\d+|pilot|project|drama pilot|comedy pilot) to series`, kind(tv.Ordered)),
		newRule("status.in-production", "production filming shooting cameras",
			`{s} (?:{a} )?{aux}(?:[a-z-]+ )?(?:about )?(?:midway |halfway |deep |now |currently |well |back )?(?:through|in|into|on|begun|began|begins|starts?|started|kicked off|underway|resumed?|resumes|entered) (?:principal )?(?:production|filming|photography|shooting)(?: (?:on|of|for) (?:its|the) (?P<a2>A\d+))?(?: in [GX]\d+)?`, (*match).inProduction),
		newRule("status.production-on", "production filming shooting cameras photography",
			`(?:production|filming|shooting|cameras|principal photography|work) (?:has |have |is |are |officially |already |now )*(?P<verb>begins?|began|begun|starts?|started|underway|under way|kicks off|kicked off|rolling|resumes?|resumed|moves|wraps?|wrapped|ends|ended|concluded|completed|commenced|halted|delayed|paused|suspended|shuts down)(?: up)?(?: in [GX]\d+(?:(?: ,)? (?:and )?(?:the (?:[a-z]+ )?)?[GX]\d+){0,2}(?: ,)?)? (?:on|for|of) (?:the )?(?:{a} of )?{s}(?: (?P<a2>A\d+))?(?P<tail>(?: in [GX]\d+)?)`, (*match).productionOn),
		newRule("status.production-of", "production filming shooting photography",
			`(?:production|filming|shooting|principal photography) (?:on|of|for) (?:the )?(?:{a} of )?{s}(?: (?:'s|'|’))?(?: (?P<a2>A\d+))? (?:has |have |is |was |will |now |currently |already |officially )*(?P<verb>begins?|began|begun|starts?|started|underway|under way|wraps?|wrapped|ends|ended|concluded|completed|commenced|halted|delayed|paused|suspended|shut down|shuts down|put on hold|resumed|resumes)(?P<tail>)`, (*match).productionOn),
		newRule("status.production-of-season", "production filming shooting photography",
			`(?:production|filming|shooting|principal photography|work) (?:on|of|for) (?:the |its )?{a} (?:of {s} )?(?:has |have |is |was |now |currently |already |officially )*(?P<verb>begins?|began|begun|starts?|started|underway|under way|kicks off|kicked off|wraps?|wrapped|ends|ended|concluded|completed|halted|delayed|paused|suspended|shut down|shuts down|put on hold|resumed|resumes)(?P<tail>)`, (*match).productionOn),
		newRule("status.season-in-production", "production filming shooting", `{a} (?:of {s} )?(?:is |has |have |are )?(?:now |currently |already |officially )?(?:in production|(?:begun|began|started|begins|starts) (?:production|filming|shooting)|filming|shooting|being (?:shot|filmed))`, (*match).seasonInProduction),
		newRule("status.shoots", "shooting filming films shoots", `{s} (?:is |has been |are )(?:now |currently )?(?:shooting|filming)(?: (?:its |the )?{a})?`, (*match).inProduction),
		newRule("status.wrapped", "wrapped wraps wrap completed finished finishes concludes",
			`{s} (?:{a} )?{aux}(?:wraps?|wrapped|completed|completes|finished|finishes|concludes|concluded)(?: up)? (?:production|filming|shooting|principal photography)(?: (?:on |for )?(?:its |the )?(?P<a2>A\d+))?`, kind(tv.Wrapped)),
		newRule("status.delayed", "delayed delays pushed postponed halted halts postpones postpone set pushes shut delay paused suspended moved put",
			`(?:{s}(?: 's)?(?: {a})?|(?P<a2>A\d+) of (?P<s2>[STXRZ]\d+)) {aux}(?:delayed|pushed back|pushed|postponed|halted|bumped|moved back|shut down|put on hold|suspended|paused)(?: (?:production|filming|shooting) (?:on|for|of) (?:its |the )?(?P<a3>A\d+))?`, (*match).delayed),
		newRule("status.delays", "~ halted halts delays delayed postpones postponed pushes pushed paused suspended shut shuts",
			`(?:halted|halts|delays|delayed|postpones|postponed|pushes back|pushed back|pushes|paused|suspended|suspends|shuts down|shut down)(?: production on| filming on| the)? {s}(?: 's)?(?: {a})?(?: (?:[a-z0-9]+ ){1,3}into (?:filming|production|shooting)(?: on| of)? (?:its|the) (?P<a3>A\d+))?`, (*match).delayed),
	}
}

// kind makes a reader that adds a status of that kind.
func kind(k tv.StatusKind) func(*match) {
	return func(m *match) { m.status(m.about(), k) }
}

// seasonOf returns the season that the group names; ok is false where it names
// none by number.
func (m *match) seasonOf() (s season, named bool) {
	for _, g := range []string{"a", "a2"} {
		if it := m.item(g); it != nil {
			return it.season, true
		}
	}
	return season{}, false
}

func (m *match) status(sh *show, k tv.StatusKind) {
	if sh == nil || m.unsaid(k) {
		return
	}
	it := m.item("s")
	if it != nil && it.kind == kName && it.show == nil && !m.headline && m.group["n"] == "" && m.group["a"] == "" {
		return
	}
	if next, _, _ := strings.Cut(m.after(), " "); m.rule == "status.gets-season" && ofSeason[next] {
		return
	}
	a, named := m.seasonOf()
	if named && a.past && k == tv.Renewed {
		return
	}
	numbers := a.numbers
	if len(numbers) == 0 || k == tv.Cancelled {
		numbers = []int{0}
	}
	for _, n := range numbers {
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: k, Season: n}, show: sh})
	}
	if a.final && k == tv.Renewed {
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Ended, Season: a.one()}, show: sh})
	}
	nets := []*item{m.item("n"), m.item("n2")}
	if at := m.item0Network(); at != nil {
		nets = append(nets, at)
	}
	for _, n := range nets {
		m.network(sh, n, false)
	}
	if k == tv.Renewed && named {
		m.gapped(k, nets)
	}
}

// ofSeason are things of a season that a show gets long after its renewal.
var ofSeason = set(`trailer teaser premiere date release poster finale cast casting update first-look first official photos images clip promo tease key synopsis episode titles`)

// item0Network is the network of "At CBS, …" at the start of the sentence.
func (m *match) item0Network() *item {
	if len(m.items) > 2 && (m.items[0].text == "at" || m.items[0].text == "over" || m.items[0].text == "on") {
		for k := 1; k < 3; k++ {
			if m.items[k].kind == kNetwork && k+1 < len(m.items) && m.items[k+1].text == "," {
				return &m.items[k]
			}
		}
	}
	return nil
}

var gap = regexp.MustCompile(`^(?: ?(?:,|and|, and|;))+ ([STXZ]\d+) (?:(?:for|through) (?:an? |its |the )?(A\d+|[a-z]+)|(?:an? )?(A\d+))(?: |$)`)

// uncancels reads "revives ‘Saltmarsh’", which for a single film or special is
// no renewal.
func (m *match) uncancels() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "for" || next[0] == "with" || next[0] == "as") {
		m.network(m.about(), m.item("n"), false)
		return
	}
	m.status(m.about(), tv.Renewed)
}

// comingBack reads "is coming back", which without a date is news of a renewal.
func (m *match) comingBack() {
	if !strings.Contains(m.typed, " D") && m.item("s").kind != kSeries {
		m.status(m.about(), tv.Renewed)
	}
}

// gapped reads what follows a renewal without its verb: "…, Night Ferry for
// Season 3 and Saltmarsh for Season 4".
func (m *match) gapped(k tv.StatusKind, nets []*item) {
	rest := m.after()
	for {
		loc := gap.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		if loc[4] < 0 {
			loc[4], loc[5] = loc[6], loc[7]
		}
		it, a := m.ref(rest[loc[2]:loc[3]]), season{numbers: []int{ordinal(rest[loc[4]:loc[5]])}} // "for a fourth"
		if n := m.ref(rest[loc[4]:loc[5]]); n != nil && isRef(rest[loc[4]:loc[5]]) {
			a = n.season
		} else if a.one() == 0 {
			return
		}
		rest = rest[loc[1]:]
		g := &match{sentence: m.sentence, rule: m.rule, group: map[string]string{"a": "A0"}, start: m.start, end: m.end, out: m.out}
		sh := g.showOf(it)
		if sh == nil {
			return
		}
		for _, n := range a.numbers {
			g.add(found{Fact: tv.Fact{Type: tv.Status, Status: k, Season: n}, show: sh})
		}
		for _, n := range nets {
			g.network(sh, n, false)
		}
	}
}

// unsaid reports whether the sentence tells of the event as long known, or
// asks why it came about.
func (m *match) unsaid(k tv.StatusKind) bool {
	t := m.typed
	if slices.ContainsFunc(retrospectives, func(p string) bool { return strings.HasPrefix(t, p) }) || strings.HasPrefix(t, "here are ") || strings.HasPrefix(t, "every ") {
		return true
	}
	clause := m.clauseAround(m.start, m.end)
	after := strings.Fields(m.after())
	near := m.words() + " " + strings.Join(after[:min(3, len(after))], " ") + " "
	for _, w := range []string{" special ", " tour ", " concert ", " concerts ", " hostilities ", " subscription ", " album ", " vows ", " role ", " podcast "} {
		if strings.Contains(near, w) {
			return true
		}
	}
	if k == tv.Cancelled || k == tv.Ended {
		for _, w := range []string{"after being ", "since being ", "since its ", "after it was ", "before it was ", "before being ", "was abruptly ", "years after ", "year after ", "when it was ", "until it was "} {
			if strings.Contains(clause, w) {
				return true
			}
		}
	}
	return false
}

// willReturn reads "will return for a second season", which without a date is
// news of a renewal.
func (m *match) willReturn() {
	a, _ := m.seasonOf()
	if strings.Contains(m.typed, " D") || a.past || a.final && a.one() == 0 {
		return
	}
	for _, it := range m.list("many") {
		if it.kind == kSeries && it.show == nil {
			continue
		}
		if sh := m.showOf(it); sh != nil && !m.unsaid(tv.Renewed) {
			m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: a.one()}, show: sh})
			m.network(sh, m.item0Network(), false)
		}
	}
	m.gapped(tv.Renewed, []*item{m.item0Network()})
}

func (m *match) renewsMany() {
	together := len(m.list("many")) > 1 && forSeason.MatchString(m.after())
	var a season
	if together {
		a = m.ref(forSeason.FindStringSubmatch(m.after())[1]).season
	}
	for _, it := range m.list("many") {
		sh := m.showOf(it)
		if it.kind == kName && it.show == nil && (len(strings.Fields(it.text)) < 2 || !m.headline && (it.person != "" || strings.Contains(m.words(), " back "))) {
			continue
		}
		if sh == nil || m.unsaid(tv.Renewed) {
			continue
		}
		at := m.indexOf(it)
		if !together && at+1 < len(m.items) && (m.items[at+1].text == "for" || m.items[at+1].text == "through" || m.items[at+1].text == "'s" || m.items[at+1].kind == kSeason) && strings.Contains(m.after()+m.words(), "A") {
			continue // with the season: another rule's
		}
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: a.one()}, show: sh})
		m.network(sh, m.item("n"), false)
	}
}

// forSeason matches what a list of renewed shows is renewed for.
var forSeason = regexp.MustCompile(`^for (?:an? |their )?(?:respective )?(A\d+)(?: |$)`)

func (m *match) ordersSeason() {
	a, _ := m.seasonOf()
	switch {
	case a.one() == 1:
	case a.past && strings.Contains(m.words(), " order"): // "ordered two seasons of"
		m.status(m.about(), tv.Ordered)
	default:
		m.status(m.about(), tv.Renewed)
	}
}

// ordersSeasonHere reads "Netflix Orders Final Season" where the show is named
// before it.
func (m *match) ordersSeasonHere() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "of" || next[0] == "for" || next[0] == "to") {
		return
	}
	a, _ := m.seasonOf()
	if a.one() == 1 || a.past {
		return
	}
	var sh *show
	for i := range m.items {
		if it := &m.items[i]; (it.kind == kShow || it.kind == kTitle) && m.posOf(i) < m.start {
			sh = m.showOf(it)
		}
	}
	if sh == nil {
		return
	}
	m.status(sh, tv.Renewed)
}

func (m *match) adjectiveCancelled() {
	if strings.HasSuffix(strings.TrimSpace(m.before()), "has") || strings.Contains(m.before(), "by N") {
		return
	}
	if p := strings.Fields(m.before()); len(p) > 0 && (isRef(p[len(p)-1]) && p[len(p)-1][0] == kNetwork || p[len(p)-1] == "be" || p[len(p)-1] == "not") {
		return
	}
	if w := strings.Fields(m.words()); w[1] == "," || strings.HasSuffix(strings.TrimSpace(m.before()), ":") && strings.HasPrefix(strings.TrimSpace(m.after()), ":") {
		return // "Saltmarsh Axed, Loam Renewed", "Saltmarsh: Cancelled Loam: Renewed"
	}
	m.status(m.about(), tv.Cancelled)
}

func (m *match) cancelsMany() {
	for _, w := range strings.Fields(m.group["fill"]) {
		if functionWords[w] || roleWords[w] || actorWords[w] {
			return // "the star of"
		}
	}
	if it := m.list("many")[0]; m.group["fill"] != "" && !it.quoted {
		return
	}
	for _, it := range m.list("many") {
		if it.kind == kName && !strings.Contains(m.words(), "cancel") && !strings.Contains(m.words(), "plug") && !strings.Contains(m.words(), "axe") && !(strings.Contains(m.words(), "scrap") && strings.HasPrefix(m.after(), "reboot")) {
			continue
		}
		if strings.Contains(m.words(), "drop") && m.releases(it) {
			continue
		}
		sh := m.showOf(it)
		if past := afterSeasons.MatchString(m.after()); sh == nil && (past || !strings.Contains(m.words(), "axe")) && m.titledAlone(it) { // hosts are axed too
			sh = m.unlisted(it.text)
		}
		if sh == nil || m.unsaid(tv.Cancelled) {
			continue
		}
		if strings.Contains(m.words(), " not moving ") || strings.Contains(m.words(), " no longer moving ") {
			m.addPlain(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Cancelled, Certainty: tv.Confirmed}, show: sh})
		} else {
			m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Cancelled}, show: sh})
		}
		m.network(sh, m.item("n"), false)
	}
}

// afterSeasons matches what only a series is cancelled after.
var afterSeasons = regexp.MustCompile(`^after (?:A\d+|[a-z0-9]+ (?:season|seasons|series|episodes))(?: |$)`)

// titledAlone reports whether one capitalised word after a network's "has
// cancelled" is a title: neither a day or feast nor a person, and no noun
// comes after it.
func (m *match) titledAlone(it *item) bool {
	w := lower(it.text)
	if it.kind != kName || m.headline || strings.Contains(w, " ") || len(w) < 4 || it.place || upper(it.text) || feasts[w] || dated(w) || monthOf(w) > 0 ||
		newsWords[w] || roleWords[w] || genres[w] || orgs[w] || honorifics[w] || givenNames[w] || nationality(it.text) || m.surnames[w] != "" {
		return false
	}
	return !m.releases(it)
}

var feasts = set(`christmas easter halloween thanksgiving hanukkah ramadan diwali olympics upfronts emmys oscars grammys congress parliament covid twitter facebook youtube`)

// releases reports whether what follows a title is something that a network
// drops on its viewers: "drops ‘Saltmarsh’ trailer".
func (m *match) releases(it *item) bool {
	at := m.indexOf(it) + 1
	if at >= len(m.items) || m.items[at].kind != kWord {
		return at < len(m.items)
	}
	switch m.items[at].text {
	case ".", ",", "after", "and", "from", "following", "amid", "in", "because", "as", ";":
		return false
	}
	return true
}

// addPlain keeps a fact whose wording is itself a negation.
func (m *match) addPlain(f found) {
	f.Show, f.Rule, f.Evidence = f.show.Slug, m.rule, m.evidence()
	*m.out = append(*m.out, f)
}

func (m *match) doneTheSame() {
	k := tv.StatusKind("")
	for _, f := range *m.out {
		if f.Type == tv.Status && f.Evidence.Start == m.evidence().Start {
			k = f.Status
		}
	}
	if k != "" {
		m.status(m.showOf(m.item("s")), k)
	}
}

func (m *match) noReturn() {
	sh := m.about()
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "until" || next[0] == "till" || next[0] == "before" || next[0] == "in" || isRef(next[0]) && next[0][0] == kDate) {
		return
	}
	if sh == nil || m.denied() || strings.Contains(m.typed, " if ") || m.item("s").kind == kName {
		return
	}
	m.addPlain(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Cancelled, Certainty: tv.Confirmed}, show: sh})
	m.network(sh, m.item("n"), false)
}

func (m *match) ends() {
	it := m.item("s")
	if it.kind == kName && it.show == nil && m.group["a"] == "" {
		return
	}
	a, named := m.seasonOf()
	if named && (a.another || a.next) {
		return
	}
	sh := m.about()
	if sh == nil || m.unsaid(tv.Ended) {
		return
	}
	m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Ended, Season: a.one()}, show: sh})
	if n := m.item("n"); n != nil {
		m.network(sh, n, false)
	}
}

func (m *match) finalSeason() {
	a, _ := m.seasonOf()
	if a.final {
		sh := m.about()
		if sh != nil && !m.unsaid(tv.Ended) {
			m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Ended, Season: a.one()}, show: sh})
		}
	}
}

func (m *match) lastSeason() {
	a, _ := m.seasonOf()
	sh := m.about()
	if it := m.item("s2"); it != nil {
		sh = m.showOf(it)
	}
	if sh == nil {
		return
	}
	n := a.one()
	if n == 0 && a.next {
		n = max(m.season, ordinal(m.group["ord"]))
	}
	m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Ended, Season: n}, show: sh})
}

func (m *match) orders() {
	it := m.item("s")
	if next := m.offshoot(it); next != nil {
		it = next
	}
	if strings.Contains(m.words(), " order for ") {
		m.group["lead"] += "N series"
	}
	sh := m.showOf(it)
	if sh == nil || m.unsaid(tv.Ordered) {
		return
	}
	words := m.words()
	if it.kind == kName && !strings.Contains(words, "series") && !strings.Contains(words, " order for ") && !strings.Contains(words, "commission") && !hasGenre(m.group["lead"]) && !m.headline {
		return
	}
	if strings.Contains(m.group["lead"], "A") {
		return // a season of it
	}
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "for" || isRef(next[0]) && next[0][0] == kSeason || next[0] == "'s") {
		return
	}
	if strings.Contains(words, "for A") || strings.Contains(words, "pilot") && !strings.Contains(words, "series") {
		return
	}
	m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Ordered}, show: sh})
	m.network(sh, m.item("n"), false)
}

// offshoot is the title after "‘Saltmarsh’ spinoff", or nil.
func (m *match) offshoot(it *item) *item {
	at := m.indexOf(it)
	for k := at + 1; at >= 0 && k < min(at+4, len(m.items)); k++ {
		switch n := &m.items[k]; {
		case k > at+1 && (n.kind == kShow || n.kind == kTitle):
			return n
		case n.kind != kWord || !offshoots[n.text] && n.text != "series":
			return nil
		}
	}
	return nil
}

var offshoots = set(`spinoff spin-off prequel sequel offshoot follow-up`)

func (m *match) inProduction() {
	a, named := m.seasonOf()
	if named && (a.past || a.another) {
		return
	}
	m.status(m.about(), tv.InProduction)
}

func (m *match) productionOn() {
	k := tv.InProduction
	switch v := m.group["verb"]; {
	case strings.HasPrefix(v, "wrap") || strings.HasPrefix(v, "end") || v == "concluded" || v == "completed":
		k = tv.Wrapped
	case v == "halted" || v == "delayed" || v == "paused" || v == "suspended" || v == "put on hold" || strings.HasPrefix(v, "shut"):
		k = tv.Delayed
	}
	m.status(m.about(), k)
}

func (m *match) seasonInProduction() {
	a, _ := m.seasonOf()
	if a.past || a.another {
		return
	}
	sh := m.about()
	if sh == nil {
		return
	}
	n := a.one()
	if n == 0 && a.next {
		n = m.season
	}
	m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.InProduction, Season: n}, show: sh})
}

func (m *match) delayed() {
	it := m.item("s")
	if it == nil {
		it = m.item("s2")
	}
	if it == nil || it.kind == kName && it.show == nil && m.group["a"] == "" && m.group["a2"] == "" {
		return
	}
	a, named := m.seasonOf()
	if n := m.item("a3"); n != nil {
		a = n.season
	} else if l := strings.Fields(m.group["lead"]); !named && len(l) > 1 && l[len(l)-1] == "of" {
		if n := m.ref(l[len(l)-2]); n != nil && n.kind == kSeason {
			a = n.season // "the second season of SHOW has been pushed"
		}
	}
	if sh := m.showOf(it); sh != nil && !a.past && !m.unsaid(tv.Delayed) {
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.Delayed, Season: a.one()}, show: sh})
	}
}
