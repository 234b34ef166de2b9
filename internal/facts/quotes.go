package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// A speaker is who says something, and to which outlet.
type speaker struct {
	name   string
	outlet string
	listed string // the outlet as the list names it
}

// quotations reads who says what in a sentence. carry is the speaker that the
// paragraph before announced, for a paragraph that is one quotation.
func (s *sentence) quotations(out *[]found, parts *[]string) {
	var said speaker
	var texts []string
	for i := range s.items {
		q := &s.items[i]
		if q.kind != kQuote {
			continue
		}
		words := len(strings.Fields(q.text))
		if s.headline && words < 2 {
			continue // a title, more often
		}
		who, ok := s.speakerOf(i)
		if !ok && len(texts) > 0 && words >= 2 {
			who, ok = said, true
		}
		if !ok {
			continue
		}
		if who.name == "" {
			who.name = said.name
		}
		said = who
		texts = append(texts, q.text)
	}
	if len(texts) == 0 || said.name == "" {
		return
	}
	text := strings.Join(append(append([]string{}, *parts...), texts...), " ")
	*parts = nil
	f := found{Fact: tv.Fact{Type: tv.Quote, Person: said.name, Text: text, Outlet: said.listed, Certainty: tv.Confirmed, Rule: "quote.said", Evidence: s.evidence()}, outlet: said.outlet}
	*out = append(*out, f)
}

// speakerOf finds who says the quotation at item i.
func (s *sentence) speakerOf(i int) (speaker, bool) {
	// after it: “…,” said Jane Doe / Jane Doe said
	if who, at := s.nameFrom(i + 1); at > 0 {
		if at < len(s.items) && (speech[s.items[at].text] || strings.HasSuffix(s.items[i].text, ",") && s.items[at].kind == kWord && strings.HasSuffix(s.items[at].text, "ed")) {
			return s.withOutlet(who), who != ""
		}
	}
	if k := s.skipComma(i + 1); k < len(s.items) && s.items[k].kind == kWord && speech[s.items[k].text] {
		if who, at := s.nameFrom(k + 1); at > 0 && who != "" {
			return s.withOutlet(who), true
		}
	}
	// before it: Jane Doe said, “…” ; According to Jane Doe, “…”
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		it := &s.items[k]
		if it.kind == kQuote && k < i-1 {
			break
		}
		if it.kind != kWord {
			continue
		}
		switch {
		case it.text == "to" && k > 0 && s.items[k-1].text == "according":
			if who, at := s.nameFrom(k + 1); at > 0 && who != "" {
				return s.withOutlet(who), true
			}
		case speech[it.text] || it.text == "telling" || it.text == "explaining":
			if who := s.nameBefore(k); who != "" {
				return s.withOutlet(who), true
			}
		}
	}
	// Jane Doe: “…”
	if i > 1 && i < 5 && s.items[i-1].text == ":" && len(strings.Fields(s.items[i].text)) >= 3 {
		if it := &s.items[i-2]; it.kind == kActor || s.personOf(it) != "" || s.surnames[lower(it.text)] != "" {
			who := s.personOf(it)
			if who == "" {
				who = s.surnames[lower(it.text)]
			}
			return s.withOutlet(who), who != ""
		}
	}
	// Jane Doe leaves the door open: “…” ; Jane Doe defended it, calling it “…”
	if who := s.onlyPerson(i); who != "" {
		if s.items[i-1].text == ":" && len(strings.Fields(s.items[i].text)) >= 3 && !readAloud.in(s.typed) {
			return s.withOutlet(who), true
		}
		for k := i - 1; k > 0 && k > i-8; k-- {
			if it := &s.items[k]; it.kind == kWord && speaking[it.text] || it.text == "described" && s.items[k+1].text == "to" {
				return s.withOutlet(who), true
			}
		}
	}
	// Jane Doe laughs: “…”
	if i > 2 && s.items[i-1].text == ":" && s.items[i-2].kind == kWord && (strings.HasSuffix(s.items[i-2].text, "s") || strings.HasSuffix(s.items[i-2].text, "ed")) {
		if who := s.nameBefore(i - 2); who != "" {
			return s.withOutlet(who), true
		}
	}
	// Jane Doe Breaks Silence: ‘…’
	if s.headline && i > 0 && s.items[i-1].text == ":" && len(strings.Fields(s.items[i].text)) >= 3 {
		for k := range s.items[:i] {
			if it := &s.items[k]; (it.kind == kPerson || it.kind == kName && k == 0) && s.personOf(it) != "" {
				return speaker{name: s.personOf(it)}, true
			}
		}
	}
	return speaker{}, false
}

// speaking are participles that go with a quotation.
var speaking = set(`calling telling saying adding admitting revealing noting joking insisting describing explaining declaring teasing confessing warning promising writing recalling`)

// onlyPerson is the person whom the words before item i begin with, when they
// name no other one.
func (s *sentence) onlyPerson(i int) string {
	who := ""
	for k := range s.items[:i] {
		it := &s.items[k]
		p := s.personOf(it)
		if p == "" && it.kind == kName {
			p = s.surnames[lower(it.text)]
		}
		if p == "" || p == who {
			continue
		}
		if who != "" || !s.opensWith(k) {
			return ""
		}
		who = p
	}
	return who
}

// opensWith reports whether nothing but what tells who somebody is stands
// before the name at item k: then it is the sentence's subject.
func (s *sentence) opensWith(k int) bool {
	for j := k - 1; j >= 0; j-- {
		it := &s.items[j]
		if it.kind == kWord && it.text == "," {
			return true
		}
		if it.kind == kWord && it.text != "the" && it.text != "'s" && it.text != "and" && !roleWords[it.text] && !actorWords[it.text] {
			return false
		}
	}
	return true
}

// readAloud are words of what somebody reads out, or what is written.
var readAloud = newCues("line lines script read reads sign letter lyric lyrics poem caption tagline titled wrote", "")

func (s *sentence) skipComma(k int) int {
	if k < len(s.items) && s.items[k].text == "," {
		return k + 1
	}
	return k
}

// nameFrom reads a speaker that begins at item k: "showrunner Jane Doe",
// "the actor". at is the item after it, or 0.
func (s *sentence) nameFrom(k int) (name string, at int) {
	k = s.skipComma(k)
	for n := 0; k < len(s.items) && n < 6; n++ {
		it := &s.items[k]
		switch it.kind {
		case kPerson, kActor:
			return it.person, s.afterApposition(k + 1)
		case kName:
			if p := s.personOf(it); p != "" {
				return p, s.afterApposition(k + 1)
			}
			if n == 0 && k+1 < len(s.items) && speech[s.items[k+1].text] {
				return s.surnames[lower(it.text)], k + 1
			}
			return "", 0
		case kShow, kNetwork, kTitle, kSeries:
			k++
		case kWord:
			if !roleWords[it.text] && !actorWords[it.text] && it.text != "the" && it.text != "series" && it.text != "'s" && it.text != "and" && it.text != "network" && it.text != "president" && it.text != "head" && it.text != "chief" && it.text != "boss" && it.text != "co-creator" && it.text != "creator" {
				return "", 0
			}
			k++
		default:
			return "", 0
		}
	}
	return "", 0
}

// afterApposition skips ", who plays Ada," after a name.
func (s *sentence) afterApposition(k int) int {
	if k < len(s.items) && s.items[k].text == "," {
		for j := k + 1; j < len(s.items) && j < k+10; j++ {
			if s.items[j].text == "," {
				if j+1 < len(s.items) && speech[s.items[j+1].text] {
					return j + 1
				}
				break
			}
		}
	}
	for k < len(s.items) && (s.items[k].text == "also" || s.items[k].text == "has" || s.items[k].text == "had" || s.items[k].text == "then" || s.items[k].text == "recently" || s.items[k].text == "previously") {
		k++
	}
	return k
}

// nameBefore is the speaker that stands before a verb of speech at item k: the
// verb follows the name, or a remark between commas after it.
func (s *sentence) nameBefore(k int) string {
	if k+1 < len(s.items) && s.items[k+1].text == "as" {
		return ""
	}
	for j := k - 1; j >= 0 && j >= k-16; j-- {
		it := &s.items[j]
		switch it.kind {
		case kWord:
			if it.text == "," {
				for j--; j > 0 && s.items[j].text != ","; j-- {
				}
				continue
			}
			if !betweenNameAndVerb[it.text] && !strings.HasSuffix(it.text, "ly") {
				return ""
			}
		case kDate:
		case kPerson, kActor:
			// "Jane Doe, who played the son of Joe Roe’s Bob, said"
			if c := s.relativeSubject(j); c != "" {
				return c
			}
			return it.person
		case kName:
			if c := s.relativeSubject(j); c != "" {
				return c
			}
			if p := s.personOf(it); p != "" {
				return p
			}
			if p := s.surnames[lower(it.text)]; p != "" {
				return p
			}
		case kQuote:
			return ""
		}
	}
	return ""
}

var betweenNameAndVerb = set(`has had have also then later recently previously once even just who is was and would could will to`)

// relativeSubject is the name before ", who …," when item j stands in that
// clause.
func (s *sentence) relativeSubject(j int) string {
	for k := j - 1; k > 1; k-- {
		if s.items[k].text == "who" && s.items[k-1].text == "," {
			return s.personOf(&s.items[k-2])
		}
	}
	return ""
}

// withOutlet adds the outlet to which the words were said.
func (s *sentence) withOutlet(who string) speaker {
	sp := speaker{name: who}
	if o := s.toldOutlet(); o != nil {
		sp.outlet, sp.listed = o.text, o.outlet
	}
	return sp
}

// toldOutlet is the outlet in "told Variety", "speaking to Collider", "in an
// interview with EW".
func (s *sentence) toldOutlet() *item {
	for i := 1; i < len(s.items); i++ {
		it := &s.items[i]
		if it.outlet == "" {
			continue
		}
		switch w := s.items[i-1].text; w {
		case "told", "tells", "to", "with", "telling", "via", "by":
			return it
		case "the":
			return it
		}
	}
	return nil
}

// announces returns the speaker whose words the next paragraph gives, when
// the sentence ends with a colon.
func (s *sentence) announces() *speaker {
	if n := len(s.items); n == 0 || s.items[n-1].text != ":" {
		return nil
	}
	sp := &speaker{}
	for i := range s.items {
		it := &s.items[i]
		if (it.kind == kPerson || it.kind == kActor) && it.person != "" {
			sp.name = it.person
			if i+1 < len(s.items) && s.items[i+1].kind == kWord && (speech[s.items[i+1].text] || strings.HasSuffix(s.items[i+1].text, "ed")) {
				break
			}
		}
	}
	if sp.name == "" {
		return nil
	}
	if o := s.toldOutlet(); o != nil {
		sp.outlet, sp.listed = o.text, o.outlet
	}
	return sp
}
