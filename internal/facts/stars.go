package facts

import (
	"regexp"
	"strings"
)

// starRules read who joins, stars in or leads a show.
func starRules() []rule {
	return []rule{
		newRule("cast.joins", "cross crosses crossing comes come join joins joined joining returns return returning returned board boards boarded aboard sign signed signs added heads tapped hops onboard",
			`{ps}`+aside+` {aux}(?:join|joins|joined|joining|boards?|boarded|(?:come|comes|came|climb|climbs|hops|is) (?:aboard|onboard|on board)|sign(?:s|ed)? (?:on|up) (?:to|for)|heads? to|returns? (?:to|for)|returning (?:to|for)|returned to|tapped for|added to|comes? to|cross(?:es|ing|ed)? over (?:from [STZ]\d+ )?to) (?:to |for )?{s}`+as,
			(*match).joins),
		newRule("cast.stars-in", "star stars starred starring co-star co-stars co-starring headline headlines headlined headlining lead leads topline toplines toplining appear appears appeared appearing recur recurs recurring guest-star guest-stars guest-starring guest-starred guest guests cast featured front fronts anchors guesting seen tv television screen turn turns pop pops show shows",
			`{ps}`+aside+` {aux}(?:[a-z]+ and (?:[a-z]+ly )?)?(?:star|stars|starred|starring|co-stars?|co-starred|co-starring|headlin(?:es?|ed|ing)|leads?|leading|toplin(?:es?|ing)|appears?|appeared|appearing|recurs?|recurring|guest-stars?|guest(?:s|ing)?|guest-starr(?:ed|ing)|guest starr?(?:s|ed|ing)?|cast|featured|seen|fronts?|anchors|return(?:s|ing|ed)? to (?:tv|television|the small screen)|(?:turn|pop|show)s? up)(?: (?:opposite|alongside) (?P<with>`+people+`))?(?:(?: in)? and (?:executive )?(?:produces?|directs?|writes?))?(?: in| on)? {s}(?P<more>(?: , [STZ]\d+)*(?: ,? ?and [STZ]\d+)?)`+as,
			(*match).starsIn),
		newRule("cast.role-in", "role roles part parts lead leads arc cameo spot turn regular regulars gig debut appearance",
			`{ps}`+aside+` {aux}(?:nab|nabs|nabbed|land|lands|landed|book|books|booked|score|scores|scored|secured?|snag|snags|snagged|win|wins|won|lines up|take|takes|taken|took|set|cast|tapped|play|plays|get|gets|has|have|handed|eyed|promoted|upped|join|joins|joined|make|makes|made|making) (?:[a-z-]+ |X\d+ ){0,7}?(?:role|roles|part|parts|lead|leads|arc|cameo|spot|turn|regular|regulars|gig|debut|appearance) (?P<of>in|on|for|of) {s}`+as,
			(*match).roleIn),
		newRule("cast.series-starring", "~ starring stars starred featuring features fronted headlined toplined led co-starring anchored hosted co-hosted presented",
			`(?P<s>[STRZ]\d+|X\d+)(?: {a})?(?: ,| , [^,]{3,80} ,| , (?:an?|its|the)(?: [a-z0-9-]+| N\d+(?: 's)?){1,8}?)?(?: (?:which|that|also|will|the))?(?: {n})? (?P<verb>stars?|starred|starring|co-starring|features|featuring|(?:is )?(?:fronted|headlined|toplined|led|anchored|hosted|co-hosted|presented) by|will star|to star) (?P<fill>(?:[a-z-]+ ){0,2}){ps}(?: as {C})?`,
			(*match).seriesStarring),
		newRule("cast.visits", "visit visits visiting cross crosses crossing meet", `{ps}`+aside+` {aux}(?:visits?|visiting|cross(?:es|ing)? over|meet again|meet up)(?: from [STZ]\d+)?(?: to| on| in)? {k}`+as, (*match).starsIn),
		newRule("cast.reunite", "reunite reunites reunited reuniting", `(?P<p>[PX]\d+(?: , [PX]\d+)* ,? ?(?:and|&) [PX]\d+) {aux}(?:reunites?|reunited|reuniting) (?:for|on|at|in|after) (?:an? |the |their )?(?:[a-z'-]+ |Q\d+ |X\d+ ){0,2}?{k} (?:X\d+|reunion|selfie|photo|special|anniversary|premiere|revival|reboot|dinner|video)`, (*match).inReunion),
		newRule("cast.series-adds", "adds add added taps tapped casts cast lands landed enlists enlisted recruits recruited welcomes welcomed promotes promoted ups upped lined books booked sets nabs nabbed hires hired brings has",
			`{k}(?: {a})? {aux}(?:adds?|added|taps|tapped|casts?|lands|landed|enlists|enlisted|recruits|recruited|welcomes|welcomed|promotes|promoted|ups|upped|lined up|books|booked|nabs|nabbed|hires|hired|sets|found)`+credited+` {ps}(?: (?:to|for) (?:its |the )?(?:main )?cast)?(?: (?:to (?:play|star)|as|as the voice of|in the role of) {c})?`,
			(*match).joins),
		newRule("cast.stars-unnamed", "as", `{ps} {aux}(?:star|stars|starred|starring|appear|appears|recur|cast|tapped|play) (?:to star )?as (?:[a-z'-]+ ){1,8}?(?:for |in |through )?(?:the )?(?:A\d+ )?(?:in|on|for|of) {k}`, (*match).starsIn),
		newRule("cast.back-at-work", "back", `{ps} {aux}back (?:at work|to work|on set|filming|shooting) (?:on|for) {k}`, (*match).backAtWork),
		newRule("cast.is-lead", "lead star leads stars", `{ps} (?:is|are|will be) (?:the )?(?:[a-z-]+ ){0,3}?(?:lead|star|leads|stars) (?:on|of|in) {s}`, (*match).starsIn),
		newRule("cast.plays-unnamed", "play plays played portrays playing", `{ps} {aux}(?:play|plays|played|playing|portrays?) (?:an?|the|his|her|one of) (?:[a-z'-]+ ){1,8}?(?:in|on) {k}`, (*match).starsIn),
		newRule("cast.joins-cast-with", "join joins joined", `{p} {aux}(?:join|joins|joined) (?P<q>`+people+`) in (?:the (?:[a-z]+ )?(?:cast|ensemble)|{k})`, (*match).joinsWith),
		newRule("cast.created-and-stars", "stars star starred", `{ps} {aux}(?P<role>created|creates|writes|wrote|directs|directed|executive produces) and (?:also )?(?:stars|starred|star)(?: in)? {k}`, (*match).madeAndStars),
		newRule("cast.it-stars", "stars features starred star", `(?:\^|(?P<s>[STRZ]\d+) (?:[a-z,'-]+ ){1,8}?and|by [PX]\d+(?: , [PX]\d+)*(?: ,? ?and [PX]\d+)? and|it|series|show|which|that|comedy|drama|episode|season|finale|special) (?:also |will )?(?P<verb>stars|features|starred|will star) {ps}`, (*match).itStars),
		newRule("cast.star-here", "star stars co-star co-stars recur", `\^ {ps} (?:will |also |are set to |to )*(?:star|co-star|stars|co-stars|recur)(?: \.| ,| alongside| opposite|$)`, (*match).inContext),
		newRule("cast.cast-here", "cast", `{ps} {aux}cast (?:in|as) (?:an?|the) (?:[a-z-]+ ){0,4}?(?:role|roles|lead|regular|part)`, (*match).castHere),
		newRule("cast.has-in-cast", "cast lead starring",
			`{k} (?:has|counts|boasts|includes) {ps} (?:in|among) (?:its|the) (?:main )?cast`, (*match).joins),
		newRule("cast.series-follows", "follows follow",
			`(?P<s>[STRZ]\d+|A\d+) follows {ps} as (?:an?|the|[A-Z]\d+)`, (*match).followsActor),
		newRule("cast.into-as", "as",
			`{p} (?:will |has |is |would |to )?(?P<via>(?:[a-z][a-z'-]* ){1,4})(?P<lead>`+lead+`)(?P<s>[STZ]\d+) (?P<how>(?:[a-z'-]+ ){0,4}?)as {c}(?P<end>(?: [,.;–—]| who| and| in| on| for|$))`, (*match).intoAs),
		newRule("cast.hosts", "host hosts co-host co-hosts presenter presenters co-presenter co-presenters anchor judge judges",
			`{ps} {aux}(?:(?:takes?|taking|took) over |returns? |steps? (?:in|up) |joins? |named |made |appointed |installed |unveiled |stays? on )?(?:as )?(?:the |a |its |their |one of the )?(?:[a-z-]+ ){0,2}?(?:hosts?|co-hosts?|presenters?|co-presenters?|judges?|anchor) (?:of|on|for) {k}(?P<end> (?:, )?(?:taking|replacing) [^,;]{3,50} alongside {q})?`,
			(*match).hosts),
		newRule("cast.has-lead", "lead leads title", `{p}`+aside+` (?:has|takes|plays|gets|takes on) the (?:lead|leads|title role|title part|titular role)(?: \.| ,|$)`, (*match).hasLead),
		newRule("cast.one-of-stars", "stars leads actors", `{p} , one of the (?:[a-z-]+ )?(?:stars|leads|actors) (?:of|in|on) {k}`, (*match).starsIn),
		newRule("cast.title-character", "character characters", `{p} 's (?:title|titular|lead|main|eponymous) character`, (*match).titleCharacter),
		newRule("cast.among", "among", `{ps} among (?:the |those )?(?:[a-z0-9-]+ ){0,3}?(?:joining|cast|added|returning|additions|newcomers|guests)(?: \.| ,| in| for| to|$)`, (*match).inContext),
		newRule("cast.meet", "meet", `cast (?::|–|—|-)? ?meet {ps}(?: and (?:the rest|co|more|company)| ,| in|$)`, (*match).inContext),
		newRule("cast.opens-with", "with", `(?:cameras|filming|production|shoot|shooting|returns?|roll|season|A\d+)(?: [a-z]+| [ADGN]\d+){0,8} with {ps}$`, (*match).opensWith),
		newRule("cast.reprise-roles", "reprise reprises reprising reprised", `{ps} {aux}(?:reprise|reprises|reprised|reprising) (?:his|her|their) (?:[a-z-]+ )?(?:roles?|parts?|characters?)(?: \.| ,| in| for| alongside| opposite|$)`, (*match).reprisesRole),
		newRule("cast.return-to", "return", `(?:his|her|their) (?:[a-z-]+ )?return to {k}`, (*match).returnTo),
		newRule("cast.opposite", "opposite", `opposite`+credited+` (?P<qs>`+people+`)`, (*match).opposite),
		newRule("cast.starring-opens", "starring", `\^ (?:also |co-)?starring {ps}(?: as| and| ,| in| \.|$)`, (*match).inContext),
		newRule("cast.also-star", "star stars", `{ps} (?:also|will also) (?:star|stars|co-star|recur|appear)(?P<end> \.| ,|$)`, (*match).inContext),
		newRule("cast.where", "where which",
			`(?P<s>[STZ]\d+) ,? ?(?:where|in which) {p} {aux}(?:(?:plays|stars|portrays|leads|headlines|toplines|recurs|voices|takes on)|(?:[a-z'-]+ ){1,7}?as {c})`, (*match).where),
		newRule("cast.with-lead", "with",
			`with (?P<credit>[STXZ]\d+ 's )?{ps} (?:in the (?:lead|title role|leads)|starring|leading|rounding out|aboard|(?:all |both |also )(?:returning|back|starring)|set to star|attached to star|as the lead|on board|back as|returning as|as (?:an?|the) (?:[a-z-]+|G\d+))`, (*match).withLead),
		newRule("cast.stars-as-somebody", "stars star starred", `{ps} {aux}(?:stars|star|starred) as (?:an?|the) [a-z-]+`, (*match).starsHere),
		newRule("cast.regular", "regular regulars cast",
			`{ps} {aux}(?:upped|promoted|bumped up|elevated|made|announced|added|returning|back|confirmed|named|unveiled)(?: to| as)? (?:an? )?(?:new )?(?:series |the )?(?:regulars?|cast members?|(?:main )?cast)`, (*match).inContext),
		newRule("cast.leads-cast", "leads lead joins joined join rounds round",
			`{ps} {aux}(?:leads?|heads?|joins?|joined|rounds? out|completes?) (?:the |its )(?:[a-z-]+ ){0,2}?(?:cast|ensemble)(?: of {S})?(?: as {c})?`, (*match).inContext),
		newRule("cast.aboard", "aboard board", `{ps} {aux}(?:on board|aboard|onboard) as`, (*match).inContext),
		newRule("cast.in-look", "trailer teaser look clip photo photos", `\^ {p} (?:[a-z-]+ |X\d+ ){1,7}?in (?:the )?(?:first |new |official |full |latest )*(?:trailer|teaser|look|clip|photos?|images?) (?:for|of|at|from) {k}`, (*match).inTrailer),
		newRule("cast.in-trailer", "trailer teaser", `(?:\^|with|of|featuring) (?P<p>[PX]\d+)(?: [a-z-]+| X\d+){0,5}? (?:in|for) (?:the )?(?P<s>[STZ]\d+)(?: {a})?(?: (?:first|official|new))? (?:trailer|teaser|clip|sneak)`, (*match).inTrailer),
	}
}

// asCrew matches what makes a hiring one of the crew.
var asCrew = regexp.MustCompile(`^(?:[^;PX]{0,40} )?(?:as|named|to be|becomes) (?:an? |its |the |their |new |additional |series |lead |co- )*(?:` + roleNounPlain + `)(?: |$)|^to (?:direct|write|run|showrun|pen|helm|executive produce|produce|oversee)(?: |$)|` +
	`^to (?:its |the |their )?(?:writers|writers'|writing|crew|directing|producing|creative|development|board)(?: |$)`)

// hired reports whether the people of the match join the crew and not the
// cast: "taps Jane Doe as showrunner".
func (m *match) hired() bool {
	return asCrew.MatchString(m.after()) || asCrew.MatchString(strings.TrimLeft(m.words()[strings.LastIndexByte(strings.TrimSpace(m.words()), ' ')+1:], " ")) || strings.Contains(m.words(), " as showrunner")
}

func (m *match) joins() {
	if m.hired() || m.madeAside() || m.creditOnly() {
		return
	}
	if m.group["s"] == "" && m.group["s2"] != "" {
		m.cast(m.showOf(m.item("s2")), false, "", m.persons("p")...)
		return
	}
	c, ok := m.character()
	if !ok {
		c = ""
	}
	ps := m.actors()
	if len(ps) > 1 {
		if parts := m.partsFrom(m.indexOf(m.item("c"))); len(parts) == len(ps) && !strings.Contains(m.typed, "respectively") {
			for i, p := range ps {
				m.cast(m.about(), false, parts[i], p)
			}
			return
		}
		c = ""
	}
	m.cast(m.about(), false, c, ps...)
}

// creditOnly reports whether the show that somebody joins only tells who is
// there: "joins Saltmarsh star Jane Doe".
func (m *match) creditOnly() bool {
	it := m.item("s")
	return it != nil && it.kind != kSeries && (m.rule == "cast.joins" || m.rule == "cast.stars-in") && m.isCredit(m.indexOf(it))
}

// madeAside reports whether what stands between commas after a name says that
// somebody makes series: "Jane Doe, the creator of Saltmarsh, joins".
func (m *match) madeAside() bool {
	first, _, _ := strings.Cut(m.group["aside"], " ")
	if first == "and" || first == "but" || first == "while" || first == "with" || first == "along" || first == "alongside" || first == "including" {
		return true
	}
	for w := range strings.FieldsSeq(m.group["aside"]) {
		if roleWords[w] && w != "star" && w != "stars" && w != "actor" && w != "actress" {
			return true
		}
	}
	return false
}

// actors are the people of the match. Of "Saltmarsh’s Ada Voss, Jane Doe," the
// first is a part.
func (m *match) actors() []string {
	its := m.list("p")
	if len(its) != 2 || strings.Contains(m.group["p"], "and") || strings.Contains(m.group["p"], "&") {
		return m.persons("p")
	}
	at, next := m.indexOf(its[0]), m.indexOf(its[1])+1
	if at < 2 || m.items[at-1].text != "'s" || next >= len(m.items) || m.items[next].text != "," {
		return m.persons("p")
	}
	p := m.personOf(its[1])
	if k := m.items[at-2].kind; k != kShow && k != kTitle {
		return []string{p}
	}
	m.cast(m.showOf(&m.items[at-2]), false, characterName(its[0].text), p)
	return []string{p}
}

func (m *match) starsIn() {
	if strings.Contains(m.before()+" ", " whether ") {
		return
	}
	m.joins()
	if m.madeAside() {
		return
	}
	if len(m.persons("p")) > 0 && !m.hired() {
		m.cast(m.about(), false, "", m.persons("with")...)
	}
	for _, it := range append(m.list("more"), append(m.list("more2"), m.item("s2"))...) {
		if it != nil {
			m.cast(m.showOf(it), false, "", m.persons("p")...)
		}
	}
}

// roleIn reads "lands a recurring role in SHOW"; "the role of Ada" is none.
func (m *match) roleIn() {
	if m.onStage() {
		return // "made his Broadway debut in"
	}
	if w := m.words(); m.group["of"] == "of" && m.item("s").kind != kShow && m.item("s").kind != kTitle && m.item("s").kind != kSeries && (strings.Contains(w, " role of ") || strings.Contains(w, " part of ")) {
		return
	}
	m.starsIn()
}

// backAtWork reads "is back at work on SHOW", which one of the crew can be too.
func (m *match) backAtWork() {
	before := strings.Fields(m.before())
	if n := len(before); n > 0 && roleWords[before[n-1]] && before[n-1] != "star" && before[n-1] != "actor" && before[n-1] != "actress" {
		return
	}
	m.starsIn()
}

func (m *match) seriesStarring() {
	for _, w := range strings.Fields(m.group["fill"]) {
		if functionWords[w] || w == "opposite" || w == "alongside" {
			return
		}
	}
	it := m.item("s")
	if at := m.indexOf(it); it.kind == kName && it.show == nil && at > 1 && m.items[at-1].text == "'s" && m.items[at-2].kind != kNetwork {
		return
	}
	if it.kind == kName && it.show == nil && len(strings.Fields(it.text)) < 2 {
		return
	}
	c := m.item("c")
	ps := m.persons("p")
	former := m.group["verb"] == "starred"
	if parts := m.partsFrom(m.indexOf(c)); len(parts) > 1 && len(parts) == len(ps) {
		for i, p := range ps {
			m.cast(m.about(), former, parts[i], p)
		}
		return
	}
	name := ""
	if c != nil && len(ps) == 1 {
		name = characterName(c.text)
	}
	m.cast(m.about(), former, name, ps...)
	m.furtherActors(former)
}

// inReunion reads "A and B reunite for a SHOW selfie".
func (m *match) inReunion() { m.cast(m.about(), false, "", m.persons("p")...) }

// furtherActor matches what comes between two actors of a list: "as a rogue
// abbot and Jane Doe as".
var furtherActor = regexp.MustCompile(`^(?:as )?(?:an?|the|his|her) (?:[a-z'-]+ |, ){1,8}?(?:and|,|;) ([PX]\d+) as `)

// furtherActors adds those of a list of whom it says only what they play.
func (m *match) furtherActors(former bool) {
	for rest := m.after(); ; {
		loc := furtherActor.FindStringSubmatchIndex(rest)
		if loc == nil {
			return
		}
		m.cast(m.about(), former, "", m.personOf(m.ref(rest[loc[2]:loc[3]])))
		rest = rest[loc[1]:]
	}
}

func (m *match) followsActor() {
	sh := m.contextShow()
	if it := m.item("s"); it.kind != kSeason {
		sh = m.showOf(it)
	}
	m.cast(sh, false, "", m.persons("p")...)
}

// hosts reads "named the new host of SHOW".
func (m *match) hosts() {
	if m.group["end"] != "" {
		m.cast(m.about(), false, "", m.personOf(m.item("q")))
	}
	m.starsIn()
}

// where reads "SHOW, where Jane Doe mans the bar as Ada".
func (m *match) where() {
	c, ok := m.character()
	if !ok || m.item("c") != nil && (m.item("c").kind == kPlace || m.item("c").kind == kTitle) {
		return
	}
	m.cast(m.about(), false, c, m.personOf(m.item("p")))
}

func (m *match) withLead() {
	sh := m.primary()
	for i := range m.items {
		it := &m.items[i]
		if (it.kind == kShow || it.kind == kTitle || it.kind == kSeries) && m.posOf(i) < m.start {
			sh = m.showOf(it)
		}
	}
	m.cast(sh, false, "", m.persons("p")...)
}

func (m *match) inContext() {
	if m.rule == "cast.leads-cast" && m.isPart() {
		return
	}
	if m.rule == "cast.star-here" && filmWords.in(m.after()) {
		return
	}
	if strings.Contains(m.words(), "cast of ") {
		m.group["a"] = "A0" // a title of one word will do
	}
	c, ok := m.character()
	ps := m.persons("p")
	if !ok || len(ps) != 1 {
		c = ""
	}
	m.cast(m.about(), false, c, ps...)
}

// itStars reads "It also stars Jane Doe". A cast told in the past is a former
// one.
func (m *match) itStars() {
	m.cast(m.about(), m.group["verb"] == "starred", "", m.persons("p")...)
	m.furtherActors(m.group["verb"] == "starred")
}

// joinsWith reads "joins Jane Doe and Joe Roe in the ensemble".
func (m *match) joinsWith() {
	m.cast(m.about(), false, "", append(m.persons("p"), m.persons("q")...)...)
}

// madeAndStars reads "created and stars in SHOW".
func (m *match) madeAndStars() {
	m.crew(m.about(), m.persons("p"))
	m.cast(m.about(), false, "", m.persons("p")...)
}

// starsHere reads "stars as a smuggler", of the article's show unless another
// one follows.
func (m *match) starsHere() {
	if rest := m.after(); strings.Contains(rest, " in S") || strings.Contains(rest, " in T") || strings.Contains(rest, " in Z") || strings.Contains(rest, " in N") || strings.Contains(rest, " on N") || strings.Contains(rest, "film") || strings.Contains(rest, "movie") {
		return
	}
	m.cast(m.contextShow(), false, "", m.persons("p")...)
}

// castHere reads "has been cast in a recurring role", of the article's show
// unless another one follows.
func (m *match) castHere() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "in" || next[0] == "on" || next[0] == "of") {
		return
	}
	m.inContext()
}

func (m *match) inTrailer() {
	m.cast(m.about(), false, "", m.persons("p")...)
}

// hasLead reads "Jane Doe takes the title role".
func (m *match) hasLead() {
	if !m.madeAside() && !filmWords.in(m.typed) {
		m.cast(m.contextShow(), false, "", m.personOf(m.item("p")))
	}
}

// titleCharacter reads "Jane Doe’s title character".
func (m *match) titleCharacter() {
	if m.primary() != nil {
		m.cast(m.contextShow(), false, "", m.personOf(m.item("p")))
	}
}

// opensWith reads a headline's "… Season 2 Begins Filming With Jane Doe".
func (m *match) opensWith() {
	if m.headline && m.primary() != nil && !filmWords.in(m.typed) {
		m.cast(m.contextShow(), false, "", m.persons("p")...)
	}
}

// reprisesRole reads "Jane Doe and Joe Roe reprise their roles", of the
// article's show unless another one follows.
func (m *match) reprisesRole() {
	if next := strings.Fields(m.after()); len(next) > 0 && (strings.HasSuffix(m.words(), " in") || strings.HasSuffix(m.words(), " for")) && next[0] != "the" {
		return
	}
	m.cast(m.contextShow(), false, "", m.persons("p")...)
}

// returnTo reads "Jane Doe told Variety of her return to SHOW".
func (m *match) returnTo() {
	if it := m.item("s"); it.kind == kShow || it.kind == kSeries || it.kind == kMaybe {
		m.cast(m.about(), false, "", m.sole())
	}
}

// opposite reads "portrays Ada opposite “Saltmarsh” alum Jane Doe".
func (m *match) opposite() {
	for i := range m.items {
		if m.primary() == nil && m.items[i].kind == kShow && i+1 < len(m.items) && m.items[i+1].text == "'s" {
			return // "Jane Doe, best known as Saltmarsh’s Ada, stars opposite"
		}
	}
	if sh := m.contextShow(); sh != nil && partOrStar.in(m.before()) && !filmWords.in(m.typed) && !m.elsewhereIn() {
		m.cast(sh, false, "", m.persons("qs")...)
	}
}

// elsewhereIn reports whether a show other than the article's is named after
// the match with "in" or "on" before it.
func (m *match) elsewhereIn() bool {
	next := strings.Fields(m.after())
	for i := 0; i+1 < len(next) && i < 8; i++ {
		if it := m.ref(next[i+1]); (next[i] == "in" || next[i] == "on") && isRef(next[i+1]) && it != nil && it.kind != kDate && it.kind != kSeason && it.kind != kSeries && (it.show == nil || !m.has(it.show)) {
			return true
		}
	}
	return false
}

// partOrStar are verbs of acting.
var partOrStar = newCues("play plays played playing portray portrays portrayed portraying star stars starred starring recur recurs recurring", "")

// intoAs reads "Jane Doe comes to SHOW full time as Ada Voss", whatever the
// verb.
func (m *match) intoAs() {
	for w := range strings.FieldsSeq(m.group["via"] + m.group["how"]) {
		if noParting[w] || roleWords[w] && w != "star" && w != "stars" || w == "about" || w == "of" || w == "and" || w == "such" {
			return
		}
	}
	c, ok := m.character()
	if it := m.item("c"); m.headline || !ok || c == "" || it.kind != kPerson && it.kind != kName || it.show != nil || !m.nameLike(it) || m.isCredit(m.indexOf(m.item("s"))) {
		return
	}
	m.cast(m.about(), false, c, m.actor(m.item("p")))
}

// nameLike reports whether an item can be the name of a character and is not
// somebody whom the article knows.
func (s *sentence) nameLike(it *item) bool {
	words := strings.Fields(lower(it.text))
	if it.place || it.quoted || s.met[lower(it.text)] || nationality(it.text) || strings.Contains(it.text, "-") || orgs[words[len(words)-1]] {
		return false
	}
	return len(words) > 1 || !newsWords[words[0]] && !functionWords[words[0]] && !genres[words[0]] && !roleWords[words[0]]
}
