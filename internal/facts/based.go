package facts

import (
	"regexp"
	"strings"

	"greenlit/internal/tv"
)

// basedRules read the work that a show is made from.
func basedRules() []rule {
	return []rule{
		newRule("based_on.based", "based", `based (?:up)?on`, (*match).basedOn),
		newRule("based_on.adapted", "adapted adapts adapting", `(?:(?:adapted|being adapted) from|adapts|adapting)`, (*match).basedOn),
		newRule("based_on.adaptation", "adaptation adaption", `(?:adaptation|adaption) of`, (*match).basedOn),
		newRule("based_on.adapt", "adapt", `adapt`, (*match).basedOn),
		newRule("based_on.being-adapted", "adapted", `{p} (?:'s|'|’|‘) (?:D\d+ |[a-z-]+ ){0,4}?(?P<work>novel|novels|book|books|memoir|bestseller|comics?|manga|novella|trilogy) (?P<s>[STZ]\d+)(?: ,)? {aux}adapted (?:into|as|for) (?:an? |the )?(?:[a-z-]+ |N\d+ )*?(?:series|drama|comedy|thriller|television|tv|miniseries)`, (*match).beingAdapted),
		newRule("based_on.inspired", "inspired", `inspired by`, (*match).basedOn),
	}
}

// works are the nouns for what a show can be made from.
var works = set(`novel novels novella book books comic comics comic-book manga memoir memoirs autobiography biography play podcast trilogy webtoon webcomic
	bestseller best-seller video-game videogame game games film films movie movies format musical poem article column blog short-story telenovela
	miniseries sitcom series strip`)

// workParts stand with such a noun and say nothing alone.
var workParts = set(`graphic short story stories video comic cartoon saga franchise property character characters`)

// madeUp are words after "based on" that name no work.
var madeUp = set(`true real real-life actual life lives event events experience experiences idea ideas concept premise fact facts original information
	reports rumors rumours conversations script pitch what how`)

// otherwise are what a sentence can say is made from something beside a show.
var otherwise = set(`film films movie movies feature character characters role part episode episodes storyline story book novel play game costume decision report
	reports musical documentary scene song album`)

// A work is what is read behind "based on".
type work struct {
	title  *item
	noun   bool
	same   bool // "of the same name"
	author string
	from   int // items of the phrase: "Dark Horse comic"
	to     int
	named  bool // the phrase has a name
}

func (m *match) basedOn() {
	at := len(m.items)
	for i := range m.items {
		if m.posOf(i) >= m.end {
			at = i
			break
		}
	}
	w := m.workAt(at)
	sh := m.adapted()
	if sh == nil {
		sh = m.namesake(w)
	}
	if sh == nil {
		return
	}
	inspired := m.rule == "based_on.inspired" || m.rule == "based_on.adapt" || m.rule == "based_on.adapted" && !strings.HasSuffix(strings.TrimSpace(m.words()), "from")
	f := found{Fact: tv.Fact{Type: tv.BasedOn, Person: w.author}, show: sh}
	switch {
	case w.title != nil && (w.noun || w.author != "" || !inspired && (w.title.quoted || w.title.kind == kShow)):
		f.Text = strings.TrimRight(w.title.text, ",.;")
	case w.same && w.noun:
		f.Text = sh.Title
	case w.noun && (w.author != "" || w.named):
		f.Text = m.cut(m.items[w.from].from, m.items[w.to].to)
	default:
		return
	}
	if w.author != "" && fold(f.Text) == fold(w.author) {
		return
	}
	m.add(f)
}

// beingAdapted reads "Jane Doe’s novel SHOW is being adapted into a series".
func (m *match) beingAdapted() {
	it := m.item("s")
	_, by, ok := strings.Cut(m.personOf(m.item("p")), "Author ")
	if !ok {
		by = m.personOf(m.item("p"))
	}
	if sh := m.showOf(it); sh != nil && by != "" {
		m.add(found{Fact: tv.Fact{Type: tv.BasedOn, Person: by, Text: strings.TrimRight(it.text, ",.;")}, show: sh})
	}
}

// namesake is the show that has its work’s title: of "an adaptation of Jane
// Doe’s novel SHOW", where that is a known one or said to become a series.
func (m *match) namesake(w work) *show {
	if w.title == nil || !w.noun || w.author == "" || m.rule == "based_on.based" || m.rule == "based_on.inspired" || filmWords.in(m.typed) {
		return nil
	}
	for _, t := range strings.Fields(m.before()) {
		if otherwise[t] && t != "report" && t != "decision" {
			return nil
		}
	}
	if w.title.kind == kShow {
		return w.title.show
	}
	if w.title.kind == kTitle && intoSeries.MatchString(m.after()) {
		return m.unlisted(w.title.text)
	}
	return nil
}

// intoSeries matches what a work becomes.
var intoSeries = regexp.MustCompile(`(?:^| )(?:into|as|for) (?:an? )?(?:[a-z-]+ ){0,3}?(?:series|drama|comedy|thriller|miniseries|tv|television)(?: |$)`)

// another reports whether what stands before the match speaks of a series that
// it does not name: "SHOW and an adaptation of", "has a series based on".
func (m *match) another() bool {
	k := m.itemBefore()
	for k > 0 && m.items[k].kind == kWord && m.items[k].text != "a" && m.items[k].text != "an" && (genres[m.items[k].text] || adjective(m.items[k].text)) {
		k--
	}
	if k < 1 || m.items[k].kind != kWord || m.items[k].text != "a" && m.items[k].text != "an" && m.items[k].text != "another" {
		return false
	}
	switch t := m.items[k-1].text; t {
	case "and", "has", "have", "including", "also", "plus":
		return m.items[k-1].kind == kWord
	}
	return false
}

// workAt reads a work from item i on.
func (m *match) workAt(i int) (w work) {
	w.from = -1
	start, aside := i, false
	for ; i < len(m.items) && i < start+18; i++ {
		it := &m.items[i]
		switch it.kind {
		case kWord:
			switch t := it.text; {
			case t == "by" || t == "from" && w.noun:
				if w.noun || w.title != nil {
					w.author = m.authorAt(i+1, w.author)
				}
				return w
			case t == "of" && w.noun && i+3 < len(m.items) && m.items[i+2].text == "same" && (m.items[i+3].text == "name" || m.items[i+3].text == "title"):
				w.same = true
				i += 3
			case t == "," && w.title != nil && !w.noun && (m.wordAt(i+1) == "a" || m.wordAt(i+1) == "an" || m.wordAt(i+1) == "the"):
				aside = true // "“The Salt Road,” a novel by"
				i++
			case t == "," && (w.noun && w.title == nil && i+1 < len(m.items) && m.items[i+1].kind == kTitle || i+1 < len(m.items) && m.items[i+1].text == "by"):
			case t == "same-named" || t == "eponymous" || t == "self-titled":
				w.same = true
			case t == "titled" || t == "called" || t == "'s" || t == "'" || t == "’":
			case works[t]:
				w.noun = true
				w.note(i)
			case madeUp[t] && w.title == nil && !w.noun:
				return work{}
			case t == "the" || t == "a" || t == "an" || t == "his" || t == "her" || t == "their" || t == "its" || t == "own" || t == "one" || t == "and" && workParts[m.wordAt(i+1)]:
				if w.noun || w.title != nil {
					return w
				}
			case workParts[t], !w.noun && (w.title == nil || aside) && adjective(t):
				w.note(i)
			default:
				return w
			}
		case kTitle, kShow, kMaybe, kEpisode:
			if w.title != nil {
				return w
			}
			w.title = it
		case kPerson, kName:
			if next := m.wordAt(i + 1); (next == "'s" || next == "'" || next == "’") && !w.noun {
				if p := m.personOf(it); p != "" {
					w.author, w.from = p, -1
				} else {
					w.note(i)
				}
				continue
			}
			if w.noun && w.title == nil {
				w.title = it
				continue
			}
			if w.title != nil {
				return w
			}
			if it.kind == kPerson {
				w.author, w.from = it.person, -1
				continue
			}
			w.named = true
			w.note(i)
		case kNetwork, kOutlet, kPlace:
			w.named = true
			w.note(i)
		case kDate:
			w.note(i)
		default:
			return w
		}
	}
	return w
}

// note adds item i to the phrase.
func (w *work) note(i int) {
	if w.from < 0 {
		w.from = i
	}
	w.to = i
}

func (m *match) wordAt(i int) string {
	if i < len(m.items) && m.items[i].kind == kWord {
		return m.items[i].text
	}
	return ""
}

// authorAt is the person that "by" at the item before names, after words such
// as "author"; otherwise what was known.
func (m *match) authorAt(i int, known string) string {
	for end := i + 6; i < len(m.items) && i < end; i++ {
		it := &m.items[i]
		if p := m.personOf(it); p != "" && it.kind != kActor {
			if words := strings.Fields(lower(p)); orgs[words[len(words)-1]] || words[len(words)-1] == "bros" || words[len(words)-1] == "bros." {
				return known
			}
			return p
		}
		if it.kind != kWord || it.text == "," || it.text == "." {
			break
		}
	}
	return known
}

// adapted is the show that the match says is made from something: the one
// named last before it, or the article's. It is nil where something else is.
func (m *match) adapted() *show {
	if m.another() {
		return nil
	}
	for i := len(m.items) - 1; i >= 0; i-- {
		if m.posOf(i) >= m.start {
			continue
		}
		it := &m.items[i]
		switch it.kind {
		case kShow, kTitle, kSeries, kMaybe:
			if !m.isCredit(i) {
				return m.showOf(it)
			}
		case kName, kPerson:
			if i > 0 && m.items[i-1].kind == kWord && genres[m.items[i-1].text] && m.personNamed(m.toks[it.from:it.to], it.text) == "" {
				return m.unlisted(it.text)
			}
		case kWord:
			if otherwise[it.text] || it.text == ";" {
				return nil
			}
		}
	}
	if m.rule == "based_on.adaptation" || m.rule == "based_on.adapt" || m.rule == "based_on.adapted" && !strings.HasSuffix(strings.TrimSpace(m.words()), "from") {
		return nil
	}
	return m.contextShow()
}
