package facts

import (
	"regexp"
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// in is an optional "in SHOW" at the end of a pattern, after an optional
// "a retired diver," that explains the character.
const in = `(?: , (?:an?|the|his|her) [^A-Z,]{2,60} ,)?(?: ,)?(?: (?:in|on|for|throughout|to) {s})?`

// as is an optional "as CHARACTER" at the end of a pattern.
const as = `(?: {a})?(?: to)?(?: ,)?(?: (?:as|playing|portraying|where (?:he'll|she'll|H\d+) (?:will )?(?:play|plays|portrays?|be)|and will (?:play|portray)) {c})?`

func castRules() []rule {
	return []rule{
		newRule("cast.joins", "join joins joined joining returns return returning returned board boards boarded aboard sign signed signs added heads tapped hops onboard",
			`{ps} {aux}(?:join|joins|joined|joining|boards?|boarded|(?:come|comes|came|climb|climbs|hops|is) (?:aboard|onboard|on board)|sign(?:s|ed)? (?:on|up) (?:to|for)|heads? to|returns? to|returning to|returned to|tapped for|added to) (?:to |for )?{s}`+as,
			(*match).joins),
		newRule("cast.stars-in", "star stars starred starring co-star co-stars co-starring headline headlines headlined headlining lead leads topline toplines toplining appear appears appeared appearing recur recurs recurring guest-star guest-stars guest guests cast featured fronts anchors guesting seen tv television screen",
			`{ps} {aux}(?:star|stars|starred|starring|co-stars?|co-starred|co-starring|headlin(?:es?|ed|ing)|leads?|leading|toplin(?:es?|ing)|appears?|appeared|appearing|recurs?|recurring|guest-stars?|guest(?:s|ing)?|guest starr?(?:s|ed|ing)?|cast|featured|seen|fronts|anchors|return(?:s|ing|ed)? to (?:tv|television|the small screen))(?: opposite [PX]\d+)?(?: alongside [PX]\d+)?(?: in| on)? {s}(?P<more>(?: , [STZ]\d+)*(?: ,? ?and [STZ]\d+)?)`+as,
			(*match).starsIn),
		newRule("cast.role-in", "role roles part parts lead leads arc cameo spot turn regular regulars gig debut appearance",
			`{ps} {aux}(?:nab|nabs|nabbed|land|lands|landed|book|books|booked|score|scores|scored|secured?|snag|snags|snagged|win|wins|won|lines up|take|takes|taken|took|set|cast|tapped|play|plays|get|gets|has|have|handed|eyed|promoted|upped|join|joins|joined|make|makes|made|making) (?:[a-z-]+ |X\d+ ){0,7}?(?:role|roles|part|parts|lead|leads|arc|cameo|spot|turn|regular|regulars|gig|debut|appearance) (?:in|on|for|of) {s}`+as,
			(*match).starsIn),
		newRule("cast.series-starring", "starring stars starred featuring features fronted headlined toplined led co-starring",
			`(?P<s>[STRZ]\d+|X\d+)(?: {a})?(?: ,| , [^,]{3,80} ,| , an? [^,A-Z]{2,60}?)?(?: (?:which|that|also|will|the))?(?: {n})? (?P<verb>stars?|starred|starring|co-starring|features|featuring|(?:is )?(?:fronted|headlined|toplined|led|anchored) by|will star|to star) (?P<fill>(?:[a-z-]+ ){0,2}){ps}(?: as {C})?`,
			(*match).seriesStarring),
		newRule("cast.series-adds", "adds add added taps tapped casts cast lands landed enlists enlisted recruits recruited welcomes welcomed promotes promoted ups upped lined books booked sets nabs nabbed hires hired brings has",
			`{k}(?: {a})? {aux}(?:adds?|added|taps|tapped|casts?|lands|landed|enlists|enlisted|recruits|recruited|welcomes|welcomed|promotes|promoted|ups|upped|lined up|books|booked|nabs|nabbed|hires|hired|sets|found)(?: (?:[a-z-]+ ){0,2}?(?:star|stars|actor|actress|alum|alums))? {ps}(?: (?:to|for) (?:its |the )?(?:main )?cast)?(?: (?:to (?:play|star)|as|in the role of) {c})?`,
			(*match).joins),
		newRule("cast.stars-unnamed", "as", `{ps} {aux}(?:star|stars|starred|starring|appear|appears|recur|cast|tapped|play) (?:to star )?as (?:[a-z'-]+ ){1,8}?(?:for |in |through )?(?:the )?(?:A\d+ )?(?:in|on|for|of) {k}`, (*match).starsIn),
		newRule("cast.back-at-work", "back", `{ps} {aux}back (?:at work|to work|on set|filming|shooting) (?:on|for) {k}`, (*match).backAtWork),
		newRule("cast.is-lead", "lead star leads stars", `{ps} (?:is|are|will be) (?:the )?(?:[a-z-]+ ){0,3}?(?:lead|star|leads|stars) (?:on|of|in) {s}`, (*match).starsIn),
		newRule("cast.plays-unnamed", "play plays played portrays playing", `{ps} {aux}(?:play|plays|played|playing|portrays?) (?:an?|the|his|her|one of) (?:[a-z'-]+ ){1,8}?(?:in|on) {k}`, (*match).starsIn),
		newRule("cast.joins-cast-with", "join joins joined", `{p} {aux}(?:join|joins|joined) (?P<q>[PX]\d+(?: , [PX]\d+)*(?: ,? ?and [PX]\d+)?) in the (?:[a-z]+ )?(?:cast|ensemble)`, (*match).joinsWith),
		newRule("cast.created-and-stars", "stars star starred", `{ps} {aux}(?P<role>created|creates|writes|wrote|directs|directed|executive produces) and (?:also )?(?:stars|starred|star)(?: in)? {k}`, (*match).madeAndStars),
		newRule("cast.it-stars", "stars features starred star", `(?:\^|(?P<s>[STRZ]\d+) (?:[a-z,'-]+ ){1,8}?and|by [PX]\d+(?: , [PX]\d+)*(?: ,? ?and [PX]\d+)? and|it|series|show|which|that|comedy|drama) (?:also |will )?(?P<verb>stars|features|starred|will star) {ps}`, (*match).itStars),
		newRule("cast.star", "star", `(?:\^|series|show|lead|,|longtime|original) (?:lead |co-)?star {p}`, (*match).inContext),
		newRule("cast.credits", "cast starring stars", `\^ (?:the )?(?:cast|starring|stars|main cast) : {ps}`, (*match).inContext),
		newRule("cast.list", "cast rounding", `(?:rounding out the (?:[a-z]+ )?cast|the (?:[a-z]+ ){0,2}cast|joining the cast) (?:also )?(?:includes|include|are|is|features|boasts) {ps}`, (*match).inContext),
		newRule("cast.star-here", "star stars co-star co-stars recur", `\^ {ps} (?:will |also |are set to |to )*(?:star|co-star|stars|co-stars|recur)(?: \.| ,| alongside| opposite|$)`, (*match).inContext),
		newRule("cast.cast-here", "cast", `{ps} {aux}cast (?:in|as) (?:an?|the) (?:[a-z-]+ ){0,4}?(?:role|roles|lead|regular|part)`, (*match).castHere),
		newRule("cast.has-in-cast", "cast lead starring",
			`{k} (?:has|counts|boasts|includes) {ps} (?:in|among) (?:its|the) (?:main )?cast`, (*match).joins),
		newRule("cast.series-follows", "follows follow",
			`(?P<s>[STRZ]\d+|A\d+) follows {ps} as (?:an?|the|[A-Z]\d+)`, (*match).followsActor),
		newRule("cast.with-lead", "with",
			`with (?P<credit>[STXZ]\d+ 's )?{ps} (?:in the (?:lead|title role|leads)|starring|leading|set to star|attached to star|as the lead|on board|back as|returning as|as (?:an?|the) [a-z-]+)`, (*match).withLead),
		newRule("cast.plays", "play plays played playing portray portrays portrayed portraying voice voices voiced voicing embodies",
			`{p}(?: ,| , \d+ ,| , (?:the|an?) (?:[a-z0-9-]+ ){1,5}?(?:actor|actress|star|comedian|performer))?(?: [a-z-]+ly)? {aux}(?:play|plays|played|playing|portray|portrays|portrayed|portraying|voices?|voiced|voicing|embodies) {c}`+in, (*match).plays),
		newRule("cast.plays-relative", "plays play played playing portrays", `{p} {aux}(?:plays?|played|playing|portrays?) (?P<of>(?:[PXSZ]\d+ 's|his|her|their|the|a) )(?:[a-z-]+ ){1,4}?, {C}`, (*match).playsRelative),
		newRule("cast.plays-after", "playing portraying",
			`about (?:his role )?(?:playing|portraying) {c}`, (*match).subjectPlays),
		newRule("cast.actor-says-playing", "playing",
			`{p} (?:[a-z]+ ){1,2}playing {c}`+in, (*match).plays),
		newRule("cast.role-of", "role roles part",
			`(?:(?P<p>[PH]\d+)(?: ,)? (?:[a-z' -]+ )?)?(?:play|plays|played|playing|taking on|takes on|took on|returns? to|returning to|returned to|reprising|reprises?|reprised|steps? into|landed|lands|cast in|originated|inherits) (?:the |his |her |their )?(?:[a-z-]+ ){0,2}(?:role|roles|part) (?:of|as) {c}`+in, (*match).plays),
		newRule("cast.plays-respectively", "respectively",
			`(?P<p>[PX]\d+(?: , [PX]\d+)*(?: ,)? and [PX]\d+) {aux}(?:play|plays|playing|played|portray|portrays|portraying|starr?(?:ed|ing)? as|stars as|as|voice|voicing|return as|returning as|appear as) (?P<c>[PXSGZ]\d+(?: , [PXSGZ]\d+)*(?: ,)? and [PXSGZ]\d+) ,? ?respectively`, (*match).respectively),
		newRule("cast.as", "as",
			`{p}(?: ,)? (?P<via>(?:[a-z'-]+ |, |A\d+ |D\d+ |X\d+ ){0,8}?)as {c}`+in, (*match).actsAs),
		newRule("cast.is", "is be are",
			`{p}(?: , [a-z]+ ,)? (?P<verb>is|will be) (?P<fill>(?:[a-z][a-z-]* ){0,3}?){C}`+in, (*match).isCharacter),
		newRule("cast.aka", "aka",
			`{p}(?: ,)? aka {C}`, (*match).akaCharacter),
		newRule("cast.played-by", "by",
			`{C}(?: , (?:an?|the) [^A-Z,]{2,60})?(?: ,)? (?:who |is |was |had been |has been |will be |to be |being |as )*(?:played|portrayed|voiced|brought to life) by (?:actor |actress |newcomer |star )?{q}`, (*match).playedBy),
		newRule("cast.herself", "herself himself",
			`{C} (?:herself|himself) ,? ?{q}`, (*match).playedBy),
		newRule("cast.star-of", "star stars actor actress alum co-star host veteran lead comedian actors regular",
			`(?P<s>[STXZ]\d+)(?P<more>(?: (?:and|,) [STXZ]\d+)*)(?: {a})?(?: (?P<noun>(?:[a-z-]+ ){0,2}?)(?:and )?(?P<role>star|stars|co-star|co-stars|actor|actress|actors|alum|alums|lead|leading lady|leading man|regular|regulars)(?: and(?: [a-z-]+){1,3})?) {ps}`, (*match).starOf),
		newRule("cast.star-of-after", "star actor actress co-star lead comedian alum regular",
			`{p} , (?:[a-z-]+ ){0,5}?(?:(?:star|co-star|actor|actress|lead|alum|regular)(?: of| on| in) {k}(?P<more>(?: ,? ?(?:and|&) [STZ]\d+)?)|(?P<s2>[STZ]\d+)(?P<more2>(?: (?:and|,|&) [STZ]\d+)*) (?:[a-z-]+ )?(?:star|co-star|actor|actress|lead|alum|regular))`, (*match).starsIn),
		newRule("cast.co-star-who", "co-star",
			`(?P<s>[STZ]\d+) co-star {p}`, (*match).starsIn),
		newRule("cast.name-on", "on of", `{p} , {C} (?:on|of|in) (?P<s>[ST]\d+)`, (*match).nameOn),
		newRule("cast.of", "of", `(?P<p>P\d+) of (?P<s>[STZ]\d+)(?: fame)?`, (*match).ofShow),
		newRule("cast.writer-and-actor", "actor star", `{p} , (?:[a-z-]+ )*(?:and )?{k} (?:writer|producer|director|creator) and (?:actor|star)`, (*match).starsIn),
		newRule("cast.own-show", "'s '", `(?P<p>P\d+) (?:'s|'|’) (?P<s>[STZ]\d+) (?:cameo|character|storyline|role|guest|exit|departure|return|arc|debut|casting|stint|audition)`, (*match).starsIn),
		newRule("cast.own-series", "own", `(?P<p>[PX]\d+) (?:'s|'|’) own (?:[a-z-]+ )*(?:series|show|drama|comedy|spinoff|spin-off) ,? ?(?P<s>[STZ]\d+)`, (*match).starsIn),
		newRule("cast.known-for", "role roles part parts turn performance work stint known starring playing",
			`(?:his|her|their) (?:[a-z-]+ ){0,3}?(?:role|roles|part|parts|turn|turns|performance|performances|work|stint)(?: as {c})? (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.known-starring", "known", `known for (?:starring|co-starring|appearing|acting|guest-starring|his work|her work|their work|being) (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).knownFor),
		newRule("cast.portrayal", "portrayal", `portrayal of {c}`+in, (*match).knownFor),
		newRule("cast.known-as", "known",
			`known (?:for|as) (?:(?:playing|portraying) )?{C} (?:in|on) {k}`, (*match).knownFor),
		newRule("cast.starred-in", "starred stars appeared",
			`(?P<p>[PH]\d+) {aux}(?:starred|stars|appeared|appears) (?:in|on) {k}(?: and (?P<s2>[STZ]\d+))?`, (*match).starsIn),
		newRule("cast.regular", "regular regulars cast",
			`{ps} {aux}(?:upped|promoted|bumped up|elevated|made|announced|added|returning|back|confirmed|named|unveiled)(?: to| as)? (?:an? )?(?:new )?(?:series |the )?(?:regulars?|cast members?|(?:main )?cast)`, (*match).inContext),
		newRule("cast.leads-cast", "leads lead joins joined join rounds round",
			`{ps} {aux}(?:leads?|heads?|joins?|joined|rounds? out|completes?) (?:the |its )(?:[a-z-]+ ){0,2}?(?:cast|ensemble)(?: of {S})?(?: as {c})?`, (*match).inContext),
		newRule("cast.aboard", "aboard board", `{ps} {aux}(?:on board|aboard|onboard) as`, (*match).inContext),
		newRule("cast.takes-over", "taking takes take",
			`{ps} {aux}(?:taking|takes|take) over (?:the|as|from) (?:[a-z]+ )?(?:roles?|parts?)`, (*match).inContext),
		newRule("cast.leaves", "leaves leaving exits exiting out quits departs left exit quit departing departed exited fired",
			`{ps} {aux}(?:leaves|leaving|left|exits|exiting|exit|exited|quits|quit|departs|departing|departed|fired from|(?:is |are )?out (?:as (?:[a-z-]+ )*)?(?:on|of|at|from)) {k}`, (*match).leaves),
		newRule("cast.replaces", "replaces replacing replaced replace takes take taking succeeds",
			`{p} {aux}(?:replaces|replacing|replaced|replace|succeeds|takes over for|takes over from) {q}(?: as {c})?(?: (?:in|on) {s})?`, (*match).replaces),
		newRule("cast.in-look", "trailer teaser look clip photo photos", `\^ {p} (?:[a-z-]+ |X\d+ ){1,7}?in (?:the )?(?:first |new |official |full |latest )*(?:trailer|teaser|look|clip|photos?|images?) (?:for|of|at|from) {k}`, (*match).inTrailer),
		newRule("cast.stars-as-somebody", "stars star starred", `{ps} {aux}(?:stars|star|starred) as (?:an?|the) [a-z-]+`, (*match).starsHere),
		newRule("cast.additions", "are is include includes", `(?:newcomers|additions|cast members|co-stars|returning|joining|co-starring|starring|guest-starring) (?:[a-z]+ ){0,3}?(?:include|includes|are|is) {ps}`, (*match).inContext),
		newRule("cast.in-trailer", "trailer teaser", `(?:\^|with|of|featuring) (?P<p>[PX]\d+)(?: [a-z-]+| X\d+){0,5}? (?:in|for) (?:the )?(?P<s>[STZ]\d+)(?: {a})?(?: (?:first|official|new))? (?:trailer|teaser|clip|sneak)`, (*match).inTrailer),
	}
}

func (m *match) cast(sh *show, former bool, character string, people ...string) {
	if sh == nil {
		return
	}
	for _, p := range people {
		if p == "" || strings.EqualFold(p, character) || tv.Fold(p) == tv.Fold(sh.Title) && character == "" {
			continue
		}
		m.add(found{Fact: tv.Fact{Type: tv.Cast, Person: p, Character: character, Former: former}, show: sh})
	}
}

// asCrew matches what makes a hiring one of the crew.
var asCrew = regexp.MustCompile(`^(?:[^;]{0,40} )?(?:as|named|to be|becomes) (?:an? |its |the |their |new |additional |series |lead |co- )*(?:` + roleNounPlain + `)(?: |$)|^to (?:direct|write|run|showrun|pen|helm|executive produce|produce|oversee)(?: |$)`)

// hired reports whether the people of the match join the crew and not the
// cast: "taps Jane Doe as showrunner".
func (m *match) hired() bool {
	return asCrew.MatchString(m.after()) || asCrew.MatchString(strings.TrimLeft(m.words()[strings.LastIndexByte(strings.TrimSpace(m.words()), ' ')+1:], " ")) || strings.Contains(m.words(), " as showrunner")
}

func (m *match) joins() {
	if m.hired() {
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
	ps := m.persons("p")
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

func (m *match) starsIn() {
	if strings.Contains(m.before()+" ", " whether ") {
		return
	}
	m.joins()
	for _, it := range append(m.list("more"), append(m.list("more2"), m.item("s2"))...) {
		if it != nil {
			m.cast(m.showOf(it), false, "", m.persons("p")...)
		}
	}
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
	name := ""
	if c != nil && len(ps) == 1 {
		name = characterName(c.text)
	}
	m.cast(m.about(), former, name, ps...)
}

func (m *match) followsActor() {
	sh := m.contextShow()
	if it := m.item("s"); it.kind != kSeason {
		sh = m.showOf(it)
	}
	m.cast(sh, false, "", m.persons("p")...)
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

// posOf is where item i stands in the typed form.
func (s *sentence) posOf(i int) int { return s.pos[i] }

func (m *match) plays() {
	if strings.Contains(m.typed, "respectively") {
		return
	}
	if m.together() {
		return
	}
	c, ok := m.character()
	if !ok || c == "" {
		return
	}
	var p string
	if m.group["p"] != "" {
		p = m.personOf(m.item("p"))
	} else {
		p = m.subject
	}
	if m.elsewhereShow() {
		return
	}
	m.cast(m.about(), false, c, p)
	m.furtherParts(p)
}

// together reads "A and B play C and D" and reports whether the actor of the
// match is the last of several, so that the part is not theirs alone.
func (m *match) together() bool {
	at, p := m.indexOf(m.item("p")), m.item("p")
	if at < 2 || p.kind == kActor || m.items[at-1].text != "and" && m.items[at-1].text != "&" && m.items[at-1].text != "," {
		return false
	}
	first := at - 2
	if m.items[first].text == "," {
		first--
	}
	if m.items[at-1].text == "," && !m.opensList(first) {
		return false
	}
	if first < 0 || m.personOf(&m.items[first]) == "" || first > 0 && m.items[first-1].text == "as" {
		return false
	}
	if first > 1 && m.items[first-1].kind == kWord && (m.items[first-1].text == "plays" || m.items[first-1].text == "playing" || strings.HasSuffix(m.items[first-1].text, "s") && m.items[first-1].text != "stars") {
		return false
	}
	actors := []string{m.personOf(p), m.personOf(&m.items[first])}
	for k := first - 2; k >= 0 && m.items[k+1].text == "," && m.personOf(&m.items[k]) != ""; k -= 2 {
		actors = append(actors, m.personOf(&m.items[k]))
	}
	slices.Reverse(actors)
	c := m.indexOf(m.item("c"))
	if c < 0 {
		c = m.indexOf(m.item("q"))
	}
	parts := m.partsFrom(c)
	if len(parts) == len(actors) {
		for i, a := range actors {
			m.cast(m.about(), false, parts[i], a)
		}
	}
	return true
}

// partsFrom reads a list of characters that begins at item k.
func (s *sentence) partsFrom(k int) (parts []string) {
	for k >= 0 && k < len(s.items) && s.items[k].kind != kWord && !s.items[k].quoted {
		parts = append(parts, characterName(s.items[k].text))
		k++
		for k < len(s.items) && (s.items[k].text == "," || s.items[k].text == "and" || s.items[k].text == "&") {
			k++
		}
	}
	return parts
}

// opensList reports whether the names up to item k are a list that opens the
// sentence: "Jane Doe, Joe Roe to Play Ada and Bob".
func (s *sentence) opensList(k int) bool {
	for k >= 0 && s.personOf(&s.items[k]) != "" {
		if k == 0 {
			return true
		}
		if s.items[k-1].text != "," {
			return false
		}
		k -= 2
	}
	return false
}

// playsRelative reads "plays Tom’s mother, Ada".
func (m *match) playsRelative() {
	at := m.indexOf(m.item("c"))
	if !relations[m.items[at-2].text] && !actorWords[m.items[at-2].text] && !strings.HasSuffix(m.items[at-2].text, "er") {
		return
	}
	if at+1 < len(m.items) && m.items[at+1].kind == kWord && m.items[at+1].text != "," && m.items[at+1].text != "." {
		return
	}
	m.cast(m.contextShow(), false, characterName(m.item("c").text), m.personOf(m.item("p")))
}

func (m *match) subjectPlays() {
	c, ok := m.character()
	if !ok || c == "" || m.subject == "" {
		return
	}
	m.cast(m.contextShow(), false, c, m.subject)
}

func (m *match) respectively() {
	ps, cs := m.persons("p"), m.list("c")
	if len(ps) != len(cs) || len(ps) < 2 {
		return
	}
	for i, c := range cs {
		m.cast(m.contextShow(), false, characterName(c.text), ps[i])
	}
}

// actingVerbs are what makes "P … as C" a part.
var actingVerbs = set(`star stars starred starring back returns return returned returning appears appear appeared appearing spent recur recurs cast tapped set reprise reprises
	joins join joined stepping steps debuts debut guest guests guest-stars co-stars co-starring features turn reprising promoted returning replaced introduced seen shines features`)

// castList matches the beginning of a list of actors.
var castList = regexp.MustCompile(`(?:^| )(?:stars?|starring|starred|features|featuring|includes|include|including|cast|joined by|co-stars?|with)(?: |$)`)

// afterPart matches the end of a part in a list: "… as Ada and".
var afterPart = regexp.MustCompile(`(?:joins|joined|stars|starring|star|with|cast|features|featuring) .*as [PXSZ]\d+ (?:,|and|, and) $`)

func (m *match) actsAs() {
	if strings.Contains(m.typed, "respectively") {
		return
	}
	via := strings.Fields(m.group["via"])
	acts := len(via) == 0 && (m.item("p").kind == kPerson || m.group["s"] != "" || castList.MatchString(m.before()))
	if b := m.before(); len(via) == 0 && (strings.HasSuffix(b, " and ") || strings.HasSuffix(b, " , ")) && afterPart.MatchString(b) {
		acts = true
	}
	for _, w := range via {
		if actingVerbs[w] || (w == "won" || w == "nominated") && m.group["s"] != "" {
			acts = true
		}
		if speech[w] || w == "by" || w == "known" || w == "served" || w == "serves" || w == "work" || w == "worked" {
			return
		}
	}
	if !acts && !m.praises(via) {
		return
	}
	if m.together() {
		return
	}
	c, ok := m.character()
	if !ok || c == "" {
		return
	}
	it := m.item("c")
	if at := m.indexOf(m.item("p")); at > 0 && (m.items[at-1].text == "from" || m.items[at-1].text == "opposite" || m.items[at-1].text == "for" || m.items[at-1].text == "replaces" || m.items[at-1].text == "replacing" || m.items[at-1].text == "replace" || m.items[at-1].text == "succeeds") {
		return
	}
	if at := m.indexOf(it) + 1; it.kind == kShow && at < len(m.items) && m.items[at].kind == kWord && !functionWords[m.items[at].text] && strings.ContainsAny(m.items[at].text, "abcdefghijklmnopqrstuvwxyz") {
		return // "returns as Saltmarsh cast …"
	}
	if it.kind == kPlace || it.kind == kTitle || it.kind == kShow && m.has(it.show) && len(via) == 0 {
		return
	}
	if m.elsewhereShow() {
		return
	}
	m.cast(m.about(), false, c, m.personOf(m.item("p")))
	m.furtherParts(m.personOf(m.item("p")))
}

// praises reports whether the words between a name and "as" only say how
// well: "is quietly superb as".
func (m *match) praises(via []string) bool {
	if len(via) < 2 || len(via) > 4 || via[0] != "is" && via[0] != "was" && via[0] != "are" {
		return false
	}
	for _, w := range via[1:] {
		if functionWords[w] || praised[w] || isRef(w) || !adjective(w) || roleWords[w] {
			return false
		}
	}
	return true
}

func (m *match) isCharacter() {
	p, c := m.item("p"), m.item("c")
	if p.kind == kActor && m.primary() == nil || c.kind == kPlace || c.kind == kTitle || c.network != nil || c.quoted {
		return
	}
	fill, the := strings.Fields(m.group["fill"]), ""
	if m.group["verb"] == "will be" && m.group["s"] != "" && len(fill) == 1 && fill[0] == "the" && c.kind == kName && !roleWords[lower(c.text)] && !strings.Contains(c.text, " ") {
		fill, the = nil, "the " // "will be the Archivist in Saltmarsh"
	}
	for _, w := range fill {
		if functionWords[w] || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed") || speech[w] || newsWords[w] && !softWords[w] && w != "star" {
			return
		}
	}
	at := m.indexOf(c)
	if at+1 < len(m.items) {
		n := &m.items[at+1]
		if n.text == "'s" || n.text == "of" || n.kind != kWord {
			return
		}
	}
	if !strings.Contains(c.text, " ") && (nationality(c.text) || strings.Contains(c.text, "-") || m.group["s"] == "" && m.group["verb"] == "is" && len(fill) == 0) {
		return // "is Irish", "is Emmy-nominated"
	}
	person := m.personOf(p)
	if person == "" || p.kind == kActor && len(fill) > 0 {
		return
	}
	name := characterName(c.text)
	if name == "" || c.kind == kShow && m.has(c.show) || m.met[lower(name)] {
		return
	}
	m.cast(m.about(), false, the+name, person)
}

func (m *match) akaCharacter() {
	sh := m.contextShow()
	m.cast(sh, false, characterName(m.item("c").text), m.personOf(m.item("p")))
}

func (m *match) playedBy() {
	c := m.item("c")
	if c.kind == kTitle && m.find(key(lex(c.text))) != nil {
		return
	}
	at := m.indexOf(c)
	name := characterName(c.text)
	if at > 0 && m.items[at-1].text == "the" && c.kind == kName && !strings.Contains(name, " ") {
		name = "the " + name
	}
	if at > 1 && m.items[at-1].text == "'s" {
		return
	}
	m.cast(m.contextShow(), false, name, m.personOf(m.item("q")))
}

func (m *match) starOf() {
	for _, w := range strings.Fields(m.group["noun"]) {
		if functionWords[w] || w == "movie" || w == "film" {
			return
		}
	}
	ps := m.persons("p")
	former := strings.HasPrefix(m.group["role"], "alum")
	for _, it := range append(m.list("more"), m.item("s")) {
		if it.kind == kTitle || it.kind == kShow || it.kind == kMaybe && m.group["noun"] == "" {
			if it.kind == kTitle && strings.TrimSpace(m.after()) != "" && !m.headline && m.primary() != nil {
				continue // an earlier credit that no list knows, as likely a film
			}
			m.cast(m.showOf(it), former, "", ps...)
		}
	}
}

func (m *match) ofShow() {
	if strings.HasSuffix(strings.TrimSpace(m.before()), "by") {
		return
	}
	m.cast(m.about(), false, "", m.persons("p")...)
}

func (m *match) knownFor() {
	p := m.nearestPerson()
	c, ok := m.character()
	if !ok {
		c = ""
	}
	m.cast(m.about(), false, c, p)
	if it := m.item("s2"); it != nil {
		m.cast(m.showOf(it), false, "", p)
	}
}

func (m *match) inContext() {
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
}

// joinsWith reads "joins Jane Doe and Joe Roe in the ensemble".
func (m *match) joinsWith() {
	m.cast(m.contextShow(), false, "", append(m.persons("p"), m.persons("q")...)...)
}

// madeAndStars reads "created and stars in SHOW".
func (m *match) madeAndStars() {
	m.crew(m.about(), m.persons("p"))
	m.cast(m.about(), false, "", m.persons("p")...)
}

// castHere reads "has been cast in a recurring role", of the article's show
// unless another one follows.
// starsHere reads "stars as a smuggler", of the article's show unless another
// one follows.
func (m *match) starsHere() {
	if rest := m.after(); strings.Contains(rest, " in S") || strings.Contains(rest, " in T") || strings.Contains(rest, " in Z") || strings.Contains(rest, " in N") || strings.Contains(rest, " on N") || strings.Contains(rest, "film") || strings.Contains(rest, "movie") {
		return
	}
	m.cast(m.contextShow(), false, "", m.persons("p")...)
}

// nameOn reads a headline's "Jane Doe, Ada On ‘Saltmarsh’".
func (m *match) nameOn() {
	c := m.item("c")
	if !m.headline || c.kind == kPlace || m.personOf(m.item("p")) == "" {
		return
	}
	m.cast(m.about(), false, characterName(c.text), m.personOf(m.item("p")))
}

func (m *match) castHere() {
	if next := strings.Fields(m.after()); len(next) > 0 && (next[0] == "in" || next[0] == "on" || next[0] == "of") {
		return
	}
	m.inContext()
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

func (m *match) inTrailer() {
	m.cast(m.about(), false, "", m.persons("p")...)
}
