package facts

import (
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// showOf is the show that an item in a show's place means, or nil.
func (m *match) showOf(it *item) *show {
	if it == nil {
		return nil
	}
	switch it.kind {
	case kShow, kSeries, kMaybe:
		return it.show
	case kTitle:
		return m.unlisted(it.text)
	case kName, kPerson:
		if k := m.indexOf(it) + 1; k > 0 && k < len(m.items) {
			switch {
			case m.items[k].text == "'s" && k+1 < len(m.items) && m.items[k+1].show != nil:
				return m.items[k+1].show // "cancelled Jane Doe’s Saltmarsh"
			case m.headline && genres[m.items[k].text] && !strings.Contains(it.text, " ") && m.items[max(k-2, 0)].kind == kNetwork:
				return nil // "Joins Hulu Space Drama"
			}
		}
		if sh := m.titleBehind(it); sh != nil {
			return sh
		}
		if k := m.indexOf(it) + 1; k > 0 && k < len(m.items) && onStage[m.items[k].text] || onStage[lower(it.text)] {
			return nil
		}
		words := strings.Fields(it.text)
		if at := m.indexOf(it); at > 1 && m.items[at-1].text == "of" && (m.items[at-2].text == "role" || m.items[at-2].text == "part" || m.items[at-2].text == "character") {
			return nil
		}
		if at := m.indexOf(it); len(words) == 1 && it.kind == kName && at > 0 && (m.items[at-1].text == "in" || m.items[at-1].text == "on" || m.items[at-1].text == "of") {
			if sh := m.find(key(m.toks[it.from:it.to])); sh != nil && !sh.weak {
				return sh
			}
		}
		if m.ofAuthor(it) {
			return nil
		}
		if at := m.indexOf(it); it.kind == kName && at > 1 && m.items[at-1].kind == kWord && m.toks[m.items[at-1].from].cap && m.items[at-1].text != "the" && !m.headline {
			return nil // a piece of a longer title: "Two Guys"
		}
		for _, w := range words {
			if onStage[lower(w)] && !it.quoted {
				return nil
			}
		}
		if len(words) == 0 || it.place || m.fullNames[lower(it.text)] != "" || orgs[lower(words[len(words)-1])] && !(words[0] == "The" && hasGenre(m.group["lead"])) {
			return nil
		}
		if len(words) == 1 && !strings.Contains(m.group["lead"], "N") && !hasGenre(m.group["lead"]) && m.group["a"] == "" && !(m.headline && m.group["n"] != "") {
			return nil
		}
		if at := m.indexOf(it); len(words) == 1 && at > 0 && genres[m.items[at-1].text] && at+2 < len(m.items) && (m.items[at+1].text == "in" || m.items[at+1].text == "at") && (m.items[at+2].kind == kPlace || m.items[at+2].kind == kName) {
			return nil // "the comedy Strangers in America", or where it is set
		}
		if m.rule == "cast.series-starring" && strings.TrimSpace(m.group["lead"]) == "" && !m.onScreen() {
			return nil
		}
		return m.unlisted(it.text)
	}
	return nil
}

// onScreen reports whether anything in the sentence is of television, so that
// its title is no film's.
func (s *sentence) onScreen() bool {
	if s.headline {
		return true
	}
	for i := range s.items {
		switch it := &s.items[i]; it.kind {
		case kNetwork, kSeason, kSeries, kShow:
			return true
		case kWord:
			if genres[it.text] && it.text != "sequel" || serial[it.text] || televised[it.text] {
				return true
			}
		}
	}
	return false
}

// titleBehind returns the title that comes after names of companies and a
// genre: "the Sony / Paramount Network period drama Night Ferry".
func (m *match) titleBehind(it *item) *show {
	at := m.indexOf(it) + 1
	genre := false
	for k := at; at > 0 && k < len(m.items) && k < at+7; k++ {
		n := &m.items[k]
		switch {
		case n.kind == kNetwork, n.kind == kWord && n.text == "/":
		case n.kind == kWord && genres[n.text] || n.text == "pilot":
			genre = true
		case n.kind == kWord && !genre && adjective(n.text) && !newsWords[n.text]:
		case genre && (n.kind == kShow || n.kind == kTitle || n.kind == kMaybe || n.kind == kName):
			return m.showOf(n)
		default:
			return nil
		}
	}
	return nil
}

// adapted are what a series is of an author: "the Daphne Crewe adaptation".
var adapted = set(`adaptation adaptations novel novels book books biopic trilogy`)

// onStage are works that are no series, and where they are shown.
var onStage = set(`play stage theatre theater film movie novel album tour concert charity run west_end broadway`)

var orgs = set(`studios studio entertainment productions pictures media police network channel games university awards festival guild emmy emmys board cast club committee party
	force team twitter instagram facebook universe`)

func hasGenre(lead string) bool {
	for _, w := range strings.Fields(lead) {
		if genres[w] || w == "pilot" {
			return true
		}
	}
	return false
}

// unlisted makes a show of a title that no list knows.
func (s *sentence) unlisted(title string) *show {
	if sh := s.find(key(lex(title))); sh != nil {
		return sh
	}
	return &show{Show: tv.Show{Slug: tv.SlugOf(title), Title: title, Learnt: true}}
}

// the show that a fact is about: the one that the rule matched, else the
// article's, else the only one in the sentence.
func (m *match) about() *show {
	if it := m.item("s"); it != nil {
		if k := m.indexOf(it); k+1 < len(m.items) && m.posOf(k+1) >= m.end && it.kind != kSeries && m.isCredit(k) {
			return nil // "starring Saltmarsh’s Jane Doe"
		}
		if m.ofAuthor(it) && m.items[0].kind == kShow && m.items[1].text == ":" {
			return m.contextShow() // "Saltmarsh: Jane Doe Leads BBC’s Daphne Crewe Adaptation"
		}
		return m.showOf(it)
	}
	if sh, other := m.behind(); other {
		return sh
	}
	return m.contextShow()
}

// ofAuthor reports whether an item is the author's of what is adapted.
func (s *sentence) ofAuthor(it *item) bool {
	at := s.indexOf(it) + 1
	return at > 0 && at < len(s.items) && it.show == nil && adapted[s.items[at].text]
}

func (s *sentence) contextShow() *show {
	if sh := s.described(); sh != nil {
		return sh
	}
	if sh := s.opens(); sh != nil {
		return sh
	}
	if s.strange() || s.strayed && len(s.items) > 0 && s.items[0].kind == kSeries && s.items[0].show == nil {
		return nil
	}
	if s.current != nil {
		return s.current
	}
	if s.lost || s.unnamed() {
		return nil
	}
	if p := s.primary(); p != nil && !s.soft {
		return p
	}
	return s.onlyShow(-1)
}

// strays reports whether the sentence ends with a title that is not what the
// article is about: "… the role of Ada in Tidewater."
func (s *sentence) strays() bool {
	k := len(s.items) - 1
	for k > 0 && s.items[k].kind == kWord && !s.toks[s.items[k].from].word {
		k--
	}
	if k < 2 || s.items[k-1].text != "in" && s.items[k-1].text != "on" {
		return false
	}
	switch it := &s.items[k]; it.kind {
	case kShow, kMaybe:
		return !s.has(it.show) && (s.current == nil || s.current.Slug != it.show.Slug)
	case kTitle:
		return true
	}
	return false
}

// unnamed reports whether a sentence of a round-up speaks of a series without
// its title: "the drama pilot starring Jane Doe".
func (s *sentence) unnamed() bool {
	if !s.soft || s.current != nil {
		return false
	}
	unnamed := false
	for i := range s.items {
		switch it := &s.items[i]; it.kind {
		case kShow, kMaybe, kTitle:
			if !s.isCredit(i) {
				return false
			}
		case kSeries:
			unnamed = unnamed || it.show == nil
		}
	}
	return unnamed
}

// opens is the show with which the sentence sets its scene: "On Saltmarsh, …",
// "In Ada Crane’s Saltmarsh, …", or nil.
func (s *sentence) opens() *show {
	if s.headline {
		return nil
	}
	scene := false
	for i := 0; i < len(s.items) && i < 7; i++ {
		switch it := &s.items[i]; {
		case it.kind == kWord && (it.text == "in" || it.text == "on"):
			scene = i == 0
			if !scene {
				return nil
			}
		case it.kind == kWord && (it.text == "when" || it.text == "we" || it.text == "first" || it.text == "meet" || it.text == "met"):
			scene = scene || it.text == "met" || it.text == "meet"
		case it.kind == kNetwork, it.kind == kWord && (it.text == "'s" || it.text == "the" || genres[it.text]):
		case it.kind == kPerson && i+1 < len(s.items) && s.items[i+1].text == "'s":
		case it.kind == kShow && scene && i+1 < len(s.items) && s.items[i+1].text == "," && !s.isCredit(i):
			return it.show
		default:
			return nil
		}
	}
	return nil
}

// strange reports whether the sentence begins with a title that no list knows,
// and says of it what is said of series: "Saltmarsh follows …".
func (s *sentence) strange() bool {
	if s.headline || len(s.items) < 3 {
		return false
	}
	it := &s.items[0]
	if it.kind != kName && it.kind != kTitle && it.kind != kMaybe || it.place || len(it.bracket) > 0 || it.show != nil && it.show == s.current || s.met[lower(it.text)] {
		return false
	}
	n, after := &s.items[1], &s.items[2]
	if n.kind != kWord || s.fullNames[lower(it.text)] != "" {
		return false
	}
	switch n.text {
	case "follows", "hails", "premieres", "premiered", "airs", "aired", "debuts", "debuted", "centers", "centres", "revolves", "chronicles", "performed":
		return true
	case "stars":
		return s.personOf(after) != ""
	case "is", "was", "will":
		for k := 2; k < min(len(s.items), 5); k++ {
			switch s.items[k].text {
			case "created", "directed", "written", "produced", "adapted", "penned":
				return k+1 < len(s.items) && (s.items[k+1].text == "by" || s.items[k+1].text == "and")
			}
		}
	}
	return false
}

// behind is the series that comes after a match that names none: "has signed on
// for NBC comedy Saltmarsh".
func (m *match) behind() (sh *show, other bool) {
	k, sure := 0, false
	for k < len(m.items) && m.posOf(k) < m.end {
		k++
	}
	if k == 0 || k+2 >= len(m.items) {
		return nil, false
	}
	if w := m.items[k].text; w == "for" || w == "in" || w == "on" || w == "of" || w == "to" {
		k++
	} else if w = m.items[k-1].text; w != "for" && w != "in" && w != "on" && w != "of" && w != "to" {
		return nil, false
	}
	for ; k < len(m.items); k++ {
		switch it := &m.items[k]; {
		case it.kind == kNetwork, it.kind == kWord && (it.text == "pilot" || serial[it.text] || vehicles[it.text]):
			sure = true
		case it.kind == kWord && (it.text == "the" || it.text == "a" || it.text == "an" || it.text == "'s" || it.text == "new" || it.text == "upcoming" || kinds[it.text]):
		case sure && !m.isCredit(k) && (it.kind == kShow || it.kind == kTitle || it.kind == kName || it.kind == kMaybe):
			if it.kind == kName && (personShape(it.text) && givenNames[lower(strings.Fields(it.text)[0])] || it.place) {
				return nil, false
			}
			if it.show != nil {
				return it.show, true
			}
			if k+2 < len(m.items) && (m.items[k+1].text == "in" || m.items[k+1].text == "at") && (m.items[k+2].kind == kName || m.items[k+2].kind == kPlace) {
				return nil, true // "Strangers in America", or where it is set
			}
			return m.unlisted(it.text), true
		case sure && it.kind == kWord && m.toks[it.from].cap:
			return nil, true // "Like Home", which no list knows
		default:
			return nil, false
		}
	}
	return nil, false
}

// described is the show of "Starring Jane Doe as Ada, SHOW …", or nil.
func (s *sentence) described() *show {
	if len(s.items) < 4 || s.items[0].kind != kWord || !participles[s.items[0].text] {
		return nil
	}
	for i := 2; i < len(s.items)-1; i++ {
		if s.items[i].text != "," {
			continue
		}
		it := &s.items[i+1]
		if it.kind == kWord && (it.text == "the" || it.text == "this") && i+2 < len(s.items) {
			it = &s.items[i+2]
		}
		if it.kind == kShow || it.kind == kMaybe {
			return it.show
		}
	}
	return nil
}

var participles = set(`starring co-starring written created directed set based produced filmed shot developed adapted from premiering`)

var plays = set(`play plays played playing portray portrays portrayed portraying`)

// moveOn notes which show the paragraph speaks of after this sentence: the
// one that the sentence begins with or states something of.
func (s *sentence) moveOn(added []found) {
	s.frame.strayed = s.strays()
	if sh := s.opens(); sh != nil {
		s.frame.current, s.frame.lost = sh, false
		return
	}
	if s.strange() {
		s.frame.current, s.frame.lost = nil, true
	}
	if s.unnamed() {
		s.frame.lost = true
		return
	}
	for i := range s.items {
		it := &s.items[i]
		switch it.kind {
		case kWord:
			if i < 5 && it.text == "it" && s.series() != nil {
				return // whatever it is compared with
			}
		case kShow, kTitle, kMaybe:
			if s.isCredit(i) {
				return
			}
			if s.aside(i) {
				continue
			}
			if it.show != nil {
				s.frame.current, s.frame.lost = it.show, false
			} else if sh := s.unlisted(it.text); s.soft || s.primary() == nil || slices.ContainsFunc(added, func(f found) bool { return f.Show == sh.Slug }) {
				s.frame.current = sh
			}
			return
		case kSeries:
			if it.show == nil {
				return
			}
			goto stated
		case kPerson, kActor, kQuote:
			goto stated
		}
	}
stated:
	if s.soft || s.primary() == nil && len(added) > 0 {
		if sh := s.onlyShow(-1); sh != nil {
			s.frame.current = sh
		}
	}
	for _, f := range added {
		if f.show != nil && (f.Type == tv.Status || f.Type == tv.Network) {
			s.frame.current = f.show
		}
	}
}

// onlyShow is the show that the sentence names when it names just one, item
// except aside; titles that need a cue count where no other is.
func (s *sentence) onlyShow(except int) *show {
	for _, maybe := range []bool{false, true} {
		var only *show
		for i := range s.items {
			it := &s.items[i]
			if it.kind != kShow && it.kind != kTitle && !(maybe && it.kind == kMaybe) || s.isCredit(i) || s.aside(i) || i == except || len(it.bracket) > 0 {
				continue
			}
			if it.kind == kMaybe && i > 0 && (plays[s.items[i-1].text] || s.items[i-1].text == "as") {
				continue // "will play Lark"
			}
			sh := it.show
			if sh == nil {
				sh = s.unlisted(it.text)
			}
			if only != nil && only.Slug != sh.Slug {
				return nil
			}
			only = sh
		}
		if only != nil {
			return only
		}
	}
	return nil
}

// likeness are words after which a title, behind one of likened, only tells
// of somebody's other work.
var (
	likeness = set(`follow-up successor answer replacement companion makers producers team creator creators writer writers director showrunner comparisons akin fans`)
	likened  = set(`to of for behind with from`)
)

// isCredit reports whether the title at item i only tells who somebody is:
// "from “The Office” creator Greg Daniels".
func (s *sentence) isCredit(i int) bool {
	if i+2 < len(s.items) && (s.items[i+1].text == "and" || s.items[i+1].text == "&") && (s.items[i+2].kind == kShow || s.items[i+2].kind == kTitle) && !s.headline {
		return s.isCredit(i + 2) // "Saltmarsh and Corrigan star Jane Doe"
	}
	if i > 1 && s.items[i-1].kind == kWord && likened[s.items[i-1].text] && s.items[i-2].kind == kWord && likeness[s.items[i-2].text] {
		return true // "the follow-up to Saltmarsh"
	}
	if i+1 < len(s.items) {
		n := &s.items[i+1]
		if i == 0 && n.text == "stars" && !s.headline && i+2 < len(s.items) && s.personOf(&s.items[i+2]) != "" && strings.Contains(s.typed, " as ") {
			return false // "Saltmarsh stars Jane Doe as Ada"
		}
		if n.kind == kWord && (roleWords[n.text] || actorWords[n.text] || n.text == "veteran" || n.text == "spinoff" || n.text == "spin-off" || n.text == "'s" && i+2 < len(s.items) && s.items[i+2].kind == kPerson) {
			return true
		}
	}
	return false
}

// aside reports whether the title at item i is only what something is compared
// with, or follows: "drew comparisons with", "right after the premiere of".
func (s *sentence) aside(i int) bool {
	if i+1 < len(s.items) {
		switch s.items[i+1].text {
		case "is", "was", "returns", "premieres", "premiered", "will", "has", "debuts", "airs":
			return false // "weeks before Saltmarsh is back"
		}
	}
	for k := i - 1; k >= 0 && k > i-7; k-- {
		it := &s.items[k]
		switch {
		case it.kind == kNetwork, it.kind == kSeason:
		case it.kind != kWord:
			return false
		case asides[it.text]:
			return true
		case it.text == "of" && k > 0 && makersOf[s.items[k-1].text]:
			return true
		case it.text == "on" && k > 0 && (s.items[k-1].text == "take" || s.items[k-1].text == "twist"):
			return true
		case (it.text == "with" || it.text == "to") && k > 0 && comparisons[s.items[k-1].text]:
			return true
		case it.text == "the" || it.text == "a" || it.text == "'s" || it.text == "of" || it.text == "premiere" || it.text == "finale" || it.text == "hit" || genres[it.text]:
		default:
			return false
		}
	}
	return false
}

// What stands before a title that something is compared with.
var (
	asides      = set(`like unlike than after before behind replace replaces replacing replacement rivalling rivaling`)
	comparisons = set(`comparison comparisons compared similar akin`)
	makersOf    = set(`co-creator co-creators makers maker veteran veterans alum fame`)
)
