package facts

import (
	"strings"
	"unicode/utf8"

	"greenlit/internal/tv"
)

// A speaker is who says something, and to which outlet.
type speaker struct {
	name   string
	outlet string
	listed string // the outlet as the list names it
}

// talk is what a frame keeps of who speaks.
type talk struct {
	about string // the person of the headline
	doer  string // whom "she" means; nobody where that is not sure, "" before anybody was named
	text  string // of the block
	asked bool   // the block before asks something
	last  int    // the quotation that the next sentence can add to, from 1
}

// quotations reads who says what in a sentence. parts are what the paragraphs
// before left open.
func (s *sentence) quotations(out *[]found, parts *[]string) {
	t := &s.frame.talk
	if t.text != s.text {
		t.asked, t.last, t.text = interviewer(t.text), 0, s.text
		if t.asked && s.answer(out) {
			return
		}
	}
	if t.last > 0 && s.goesOn(&(*out)[t.last-1]) {
		return
	}
	before := len(*out)
	s.said(out, parts)
	t.last = 0
	switch added := (*out)[before:]; {
	case len(added) > 0:
		t.last, t.doer = len(*out), added[len(added)-1].Person
	case s.block != tv.Headline:
		t.doer = s.doer(len(s.items))
	}
}

// interviewer reports whether a paragraph is an interviewer's: it ends with a
// question, or begins with an outlet in capitals and a colon.
func interviewer(text string) bool {
	label, _, ok := strings.Cut(text, ":")
	return strings.HasSuffix(strings.TrimSpace(text), "?") || ok && len(label) > 1 && len(label) < 30 && upper(label)
}

// said adds the quotations whose speaker the sentence names. Pieces around
// the words that name the speaker are one.
func (s *sentence) said(out *[]found, parts *[]string) {
	var who speaker
	var texts []string
	piece := -1 // the item of the last of texts
	keep := func() {
		if len(texts) > 0 && who.name != "" {
			texts = append(append([]string{}, *parts...), texts...)
			*parts = nil
			*out = append(*out, s.quote("quote.said", who, strings.Join(texts, " ")))
		}
		texts = nil
	}
	for i := range s.items {
		q := &s.items[i]
		if q.kind != kQuote {
			continue
		}
		words := len(strings.Fields(q.text))
		if s.headline && words < 2 {
			continue // a title, more often
		}
		by, ok := s.speakerOf(i, *out)
		around := piece >= 0 && s.items[i-1].text == "," && !speaking[s.items[max(i-2, 0)].text]
		if !ok && around && words >= 2 {
			by, ok = who, true
		}
		if !ok || s.fragment(i) {
			continue
		}
		if by.name == "" {
			by.name = who.name
		}
		if !around || by.name != who.name {
			keep()
		}
		who, piece = by, i
		texts = append(texts, q.text)
	}
	keep()
}

func (s *sentence) quote(rule string, who speaker, text string) found {
	return found{Fact: tv.Fact{Type: tv.Quote, Person: who.name, Text: text, Outlet: who.listed,
		Certainty: tv.Confirmed, Rule: rule, Evidence: s.evidence()}, outlet: who.outlet}
}

// answer reads a paragraph of an interview, "Jane Doe: It was …", behind one
// that asks something.
func (s *sentence) answer(out *[]found) bool {
	if len(s.items) < 5 || s.items[1].text != ":" || s.items[2].kind == kQuote || s.from != 0 {
		return false
	}
	who := s.personOf(&s.items[0])
	if who == "" {
		return false
	}
	f := s.quote("quote.answer", speaker{name: who}, strings.TrimSpace(s.text[s.toks[s.items[1].to-1].end:]))
	f.Evidence.End, f.Evidence.Sentence = len(s.text), s.text[f.Evidence.Start:]
	*out = append(*out, f)
	s.talk.doer = who
	return true
}

// fragment reports whether the quotation at item i is a few words within
// somebody else's sentence: said she was “over the moon” to join.
func (s *sentence) fragment(i int) bool {
	text := s.items[i].text
	first, _ := utf8.DecodeRuneInString(text)
	if isUpper(first) || len(strings.Fields(text)) > 3 || strings.ContainsAny(text[len(text)-1:], ".,!?") {
		return false
	}
	for k := i - 1; k >= 0 && s.items[k].kind != kQuote; k-- {
		if naming[s.items[k].text] {
			return false // “Jane Doe called it a “slam dunk” in …”
		}
	}
	return i+1 < len(s.items) && s.items[i+1].text != "." && s.items[i+1].text != ","
}

// naming are verbs whose object a quotation of a few words is.
var naming = set(`called calls calling call described describes describing dubbed dubbing labelled labeled`)

// goesOn adds a sentence that is a quotation alone to the quotation that the
// sentence before ended with: “…,” said Jane Doe. “…”
func (s *sentence) goesOn(f *found) bool {
	if len(s.items) == 0 || s.items[0].kind != kQuote || f.Evidence.Block != s.block || !strings.ContainsAny(s.toks[s.to-1].text, "”\"’'") {
		return false
	}
	for i := range s.items {
		if it := &s.items[i]; it.kind != kQuote && it.text != "." {
			return false
		}
	}
	e := s.evidence()
	f.Text += " " + s.items[0].text
	f.Evidence.End, f.Evidence.Sentence = e.End, s.text[f.Evidence.Start:e.End]
	return true
}

// speakerOf finds who says the quotation at item i.
func (s *sentence) speakerOf(i int, out []found) (speaker, bool) {
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
	if who := s.describedSpeaker(i, out); who != "" {
		return s.withOutlet(who), true
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
		case speech[it.text] || it.text == "telling" || it.text == "explaining" || it.text == "began" || says[it.text] && k > 0 && (modals[s.items[k-1].text] || k > 1 && s.items[k-1].text == "only" && modals[s.items[k-2].text]):
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
	if who := s.onlyPerson(s.clauseFrom(i), i); who != "" {
		if s.items[i-1].text == ":" && len(strings.Fields(s.items[i].text)) >= 3 && !readAloud.in(s.typed) {
			return s.withOutlet(who), true
		}
		for k := i - 1; k > 0 && k > i-8; k-- {
			if it := &s.items[k]; it.kind == kWord && speaking[it.text] || it.text == "described" && s.items[k+1].text == "to" {
				return s.withOutlet(who), true
			}
		}
	}
	// Jane Doe thanked Joe Roe, calling her “…”
	for k := i - 1; k > 1 && k > i-5; k-- {
		if s.items[k].kind == kWord && speaking[s.items[k].text] && s.items[k-1].text == "," {
			if who := s.doer(k - 1); who != "" && who != nobody && s.oneClause(k-1) {
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

// says are verbs of speech behind would, will and can.
var says = set(`say tell tease admit add reveal hint confirm promise explain call describe concede`)

var modals = set(`would will could can did does`)

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
		case kPerson:
			return it.person, s.afterApposition(k + 1)
		case kActor:
			if pronouns[it.text] {
				return s.pronoun(k), s.afterApposition(k + 1)
			}
			return it.person, s.afterApposition(k + 1)
		case kPlace:
			if p := s.surnames[lower(it.text)]; p != "" {
				return p, k + 1 // Washington
			}
			return "", 0
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
		case kDate:
			if k+1 >= len(s.items) || s.items[k+1].text != "'s" {
				return "", 0
			}
			k++ // “Wednesday’s Jane Doe”
		case kWord:
			if n == 0 && (it.text == "a" || it.text == "an") && k+2 < len(s.items) && adjective(s.items[k+1].text) && s.personOf(&s.items[k+2]) != "" {
				k += 2 // “a smiling Jane Doe”
				continue
			}
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
		case kActor:
			if pronouns[it.text] {
				return s.pronoun(j)
			}
			return it.person
		case kPerson:
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
