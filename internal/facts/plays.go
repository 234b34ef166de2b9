package facts

import (
	"regexp"
	"slices"
	"strings"
)

// playRules read who plays whom, said plainly.
func playRules() []rule {
	return []rule{
		newRule("cast.plays", "play plays played playing portray portrays portrayed portraying voice voices voiced voicing embodies",
			`{p}(?: ,| , \d+ ,| , (?:the|an?) (?:[a-z0-9-]+ ){1,5}?(?:actor|actress|star|comedian|performer))?(?: [a-z-]+ly| first| later| then| once| also| still)? {aux}(?:play|plays|played|playing|portray|portrays|portrayed|portraying|voices?|voiced|voicing|embodies) {c}`+in, (*match).plays),
		newRule("cast.plays-relative", "plays play played playing portrays voices", `{p} {aux}(?:plays?|played|playing|portrays?|voices?) (?P<of>(?:[PXSZ]\d+ 's|his|her|their|the|a) )(?:[a-z-]+ ){1,4}?, {C}`, (*match).playsRelative),
		newRule("cast.plays-after", "playing portraying",
			`about (?:his role )?(?:playing|portraying) {c}`, (*match).subjectPlays),
		newRule("cast.actor-says-playing", "playing",
			`{p} (?:[a-z]+ ){1,2}playing {c}`+in, (*match).plays),
		newRule("cast.role-of", "role roles part",
			`(?:{p}(?: ,)? (?:[a-z' -]+ )?)?(?:play|plays|played|playing|taking on|takes on|took on|takes?|took|returns? to|returning to|returned to|reprising|reprises?|reprised|steps? into|landed|lands|cast in|originated|inherits) (?:the |his |her |their )?(?:[a-z-]+ ){0,2}(?:role|roles|part) (?:of|as) {c}`+in, (*match).plays),
		newRule("cast.plays-respectively", "respectively",
			`(?P<p>[PX]\d+(?: , [PX]\d+)*(?: ,)? and [PX]\d+) {aux}(?:play|plays|playing|played|portray|portrays|portraying|starr?(?:ed|ing)? as|stars as|as|voice|voicing|return as|returning as|appear as) (?:(?:the |an? )?(?:[a-z-]+ ){0,3}?)?(?P<c>[PXSGZ]\d+(?: , [PXSGZ]\d+)*(?: ,)? and [PXSGZ]\d+) ,? ?respectively`, (*match).respectively),
		newRule("cast.as", "as",
			`{p}(?: ,)? (?P<via>(?:[a-z'-]+ |, |[ADXN]\d+ ){0,8}?)as {c}`+in, (*match).actsAs),
		newRule("cast.is", "is be becomes",
			`{p}(?: , (?P<aside>[a-z][^,;]{2,60}) ,)? (?P<verb>is|will be|becomes) (?P<fill>(?:[a-z][a-z-]* ){0,3}?){C}`+in, (*match).isCharacter),
		newRule("cast.aka", "aka",
			`{p}(?: ,)? aka {C}`, (*match).akaCharacter),
		newRule("cast.played-by", "by",
			`{C}(?: , (?:an?|the) [^A-Z,]{2,60})?(?: ,)? (?:who |is |was |had been |has been |will be |to be |being |as )*(?:played|portrayed|voiced|brought to life) by (?:actor |actress |newcomer |star )?{q}`, (*match).playedBy),
		newRule("cast.played-by-unnamed", "played portrayed voiced", `(?:played|portrayed|voiced) by`+credited+` {q}`, (*match).unnamedPlayedBy),
		newRule("cast.herself", "herself himself",
			`{C} (?:herself|himself) ,? ?{q}`, (*match).playedBy),
	}
}

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
		p = m.actor(m.item("p"))
	} else {
		p = m.subject
	}
	if m.elsewhereShow() {
		return
	}
	if at := m.indexOf(m.item("p")); at > 0 && erstwhile[m.items[at-1].text] {
		return // "sees the erstwhile Ada Voss play"
	}
	m.cast(m.about(), false, c, p)
	m.furtherParts(p)
}

// erstwhile stand before the name of somebody's earlier part.
var erstwhile = set(`erstwhile onetime one-time former ex`)

// actor is the person of an item. "She" is the one whom the sentence begins
// with, or whom it names nobody before; among others nobody can tell.
func (m *match) actor(it *item) string {
	if it == nil || it.kind != kActor || it.text != "he" && it.text != "she" && !strings.HasPrefix(it.text, "he'") && !strings.HasPrefix(it.text, "she'") {
		return m.personOf(it)
	}
	named, first := 0, ""
	for i := range m.items {
		if &m.items[i] == it {
			break
		}
		if p := m.personOf(&m.items[i]); p != "" && m.items[i].kind != kActor {
			if named++; i == 0 || m.items[i-1].text == ":" {
				first = p
			}
		}
	}
	switch {
	case named == 0:
		return m.personOf(it)
	case named == 1:
		return first
	}
	return ""
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
		sh := m.about()
		if loc := partsIn.FindStringSubmatch(m.after()); loc != nil && m.group["s"] == "" {
			m.group["lead"] = loc[1]
			sh = m.showOf(m.ref(loc[2]))
		}
		for i, a := range actors {
			m.cast(sh, false, parts[i], a)
		}
	}
	return true
}

// partsIn matches what follows the first of several parts, up to the show: "and
// Bob in Saltmarsh".
var partsIn = regexp.MustCompile(`^(?:(?:, |and |& )+[PXSGZ]\d+ )+(?:, in that order , |, )?(?:in|on) (` + lead + `)([STXRZ]\d+)(?: |$)`)

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
		if k == 0 || s.items[k-1].text == ":" {
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
	pop pops popping turns turning shows suits suiting crops checks checking drops dropping slips leads headlines co-leads toplines co-star bows
	joins join joined stepping steps debuts debut guest guests guest-stars co-stars co-starring features turn reprising promoted returning replaced introduced seen shines features`)

// castList matches the beginning of a list of actors.
var castList = regexp.MustCompile(`(?:^| )(?:(?:ensemble|cast|season|additions|newcomers) :|stars?|starring|starred|features|featuring|includes|include|including|cast|joined by|co-stars?|with)(?: |$)`)

// afterPart matches the end of a part in a list: "… as Ada and".
var afterPart = regexp.MustCompile(`(?:joins|joined|stars|starring|star|with|cast|ensemble|season|features|featuring) .*as (?:[a-z'-]+ |, ){0,8}[PXSZ]\d+ (?:[,;]|and|[,;] and) $`)

// partBefore matches a part that stands before "opposite Jane Doe as Ada".
var partBefore = regexp.MustCompile(`(?:^| )(?:as|is|plays|playing|will be) (?:[a-z'-]+ ){0,6}[PXSGZ]\d+ `)

// actsAs reads "returns as Ada Voss": a name, a verb or none, and a part.
func (m *match) actsAs() {
	if at := m.indexOf(m.item("p")); at > 1 && m.items[at-1].text == "and" && m.items[at-2].kind == kPerson && strings.HasPrefix(m.group["via"], "were ") {
		return // "Jane Doe and Ann Poe were cast as Ada and her sister, Bea"
	}
	if strings.Contains(m.typed, "respectively") {
		return
	}
	via, p := strings.Fields(m.group["via"]), m.item("p")
	for i, w := range via {
		if x := m.ref(w); isRef(w) && w[0] == kName && m.personOf(x) != "" && (m.personOf(p) == "" || i == len(via)-1 && i == 0 || i > 0 && via[i-1] == "and") {
			p, via = x, via[i+1:] // "…, Jane Doe turns up as"
			break
		}
	}
	if at := m.indexOf(p); at > 0 && m.items[at-1].text == "as" && len(via) > 0 && via[0] == "and" {
		return // "as Ada and is back as": whose part that is nobody can tell
	}
	acts := len(via) == 0 && (p.kind == kPerson || p == &m.items[0] || m.group["s"] != "" || castList.MatchString(m.before()))
	if b := m.before(); len(via) == 0 && (strings.HasSuffix(b, " and ") || strings.HasSuffix(b, " , ") || strings.HasSuffix(b, " ; ")) && afterPart.MatchString(b) {
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
	if head := m.subjectOfAside(m.indexOf(p)); head != nil {
		p = head
	}
	at := m.indexOf(p)
	opposite := at > 0 && (m.items[at-1].text == "opposite" || m.items[at-1].text == "alongside") && partBefore.MatchString(m.before())
	if !acts && !opposite && !m.praises(via) && !m.inPart(p, via) {
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
	if at > 0 && (m.items[at-1].text == "from" || m.items[at-1].text == "opposite" && !opposite || m.items[at-1].text == "for" || m.items[at-1].text == "replaces" || m.items[at-1].text == "replacing" || m.items[at-1].text == "replace" || m.items[at-1].text == "succeeds") {
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
	m.cast(m.about(), false, c, m.personOf(p))
	m.furtherParts(m.personOf(p))
}

// subjectOfAside is the person that goes on after the name at item i, which
// ends what is said of that person between commas: "Jane Doe, who made it with
// Ann Poe, also stars as"; else nil.
func (m *match) subjectOfAside(i int) *item {
	if i < 0 || i+1 >= len(m.items) || m.items[i+1].text != "," {
		return nil
	}
	for k := i - 1; k > 1 && m.items[k].text != ";" && m.items[k].text != "."; k-- {
		if m.items[k].text == "who" && m.items[k-1].text == "," && m.personOf(&m.items[k-2]) != "" {
			return &m.items[k-2]
		}
	}
	return nil
}

// partOf reports whether an actor stands in brackets behind the name of an
// item, which is a part's then.
func (m *match) partOf(it *item) bool {
	return len(it.bracket) == 1 && m.personIn(&it.bracket[0]) != "" && it.kind != kActor && !m.knownPerson(it)
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

// inPart reports whether the words between a person and "as" can be an
// actor's in a part: "prowls through it as". What follows has to be a name in
// full, or one with a rank.
func (m *match) inPart(p *item, via []string) bool {
	c := m.item("c")
	words := strings.Fields(lower(c.text))
	if it := m.item("s"); it != nil && (it.kind == kShow || it.kind == kTitle && it.quoted) && len(via) > 0 && len(via) < 7 && m.nameLike(c) && c.show == nil && (c.kind == kPerson || c.kind == kName) && m.personOf(p) != "" {
		return !slices.ContainsFunc(via, func(w string) bool {
			return praised[w] || noParting[w] || roleWords[w] || isRef(w) && w[0] == kName && m.personOf(m.ref(w)) != ""
		})
	}
	if len(via) == 0 || m.headline || p.kind == kName && m.group["s"] == "" || m.primary() == nil && m.group["s"] == "" || m.met[lower(c.text)] || len(words) < 2 ||
		!givenNames[words[0]] && !honorifics[words[0]] && !ranks[words[0]] {
		return false
	}
	for _, w := range via {
		if praised[w] || noParting[w] || roleWords[w] || isRef(w) && w[0] == kName && m.personOf(m.ref(w)) != "" {
			return false
		}
	}
	return true
}

// noParting are verbs before "as" that tell of no part.
var noParting = set(`introduced introduces posing posed posted born married elected appointed picked picks chosen chose chooses endorsed endorses endorse nominated treated referred refers worked works work
	serves served serve by named names hired hires replaced replaces succeeded succeeds outed reported said says told wrote writes directed produced quoted sees saw view views trademarked registered identifies
	identified signs signed recognised recognized honoured honored mistaken mistook thinks cast-off impersonates doubled doubles not never`)

func (m *match) isCharacter() {
	p, c := m.item("p"), m.item("c")
	if (strings.Contains(m.group["aside"], " ") || m.group["verb"] == "becomes") && m.group["s"] == "" || m.partOf(p) {
		return
	}
	if p.kind == kActor && m.primary() == nil || c.kind == kPlace || c.kind == kTitle || c.network != nil || c.quoted {
		return
	}
	fill, the := strings.Fields(m.group["fill"]), ""
	if m.group["verb"] != "becomes" && m.group["s"] != "" && len(fill) == 1 && fill[0] == "the" && c.kind == kName && !roleWords[lower(c.text)] && !strings.Contains(c.text, " ") {
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
	if p := m.item("p"); strings.Contains(" "+m.before(), " as ") && !m.knownPerson(p) {
		return // "as a new hero, Ada Voss, aka Dreamer"
	}
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

var (
	determiners = set(`a an the his her their`)
	noActors    = set(`score theme instrument music song songs role part parts roles game piano guitar character characters being`) // that are played by somebody
)

// unnamedPlayedBy reads "the disgraced surgeon, played by Jane Doe".
func (m *match) unnamedPlayedBy() {
	if next, _, _ := strings.Cut(m.after(), " "); m.primary() == nil || next == "'s" || filmWords.in(m.typed) || m.headline || byAuthor.in(m.before()) {
		return
	}
	words := strings.Fields(m.before())
	n := len(words) - 1
	for n >= 0 && (words[n] == "," || words[n] == "who" || words[n] == "is" || words[n] == "was" || words[n] == "be" || words[n] == "will") {
		n--
	}
	noun := n
	for n >= 0 && n > noun-7 && !determiners[words[n]] {
		if isRef(words[n]) || words[n] != "'s" && !adjective(words[n]) {
			return
		}
		n--
	}
	if n < 0 || n == noun || !determiners[words[n]] || noActors[words[noun]] {
		return
	}
	m.cast(m.contextShow(), false, "", m.personOf(m.item("q")))
}
