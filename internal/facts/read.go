// Package facts reads an article: which shows and people it is about and what
// it states of them, every fact with the sentence that says it. Its functions
// are pure; a Reader can be shared.
//
// A text goes through these steps: words and marks (lex), sentences, the
// article's frame (its shows and people), items (names, titles, dates and
// seasons as wholes), and rules that match the typed form of a sentence. What
// a sentence only wishes, asks or denies is dropped where a fact is added.
package facts

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }

// A passage is a block as the reader sees it.
type passage struct {
	block    int
	kind     news.BlockKind
	text     string
	toks     []token
	quotes   []quoted
	spans    []span
	headline bool

	first []*sentence // as analysed
	at    []learnt    // what the frame knew then
}

func (f *frame) passage(block int, kind news.BlockKind, text string) *passage {
	p := &passage{block: block, kind: kind, text: text, toks: f.scratch.lex(text)}
	p.quotes = pairQuotes(p.toks)
	p.spans = sentences(p.toks, p.quotes)
	if block == tv.Headline || kind == news.Heading {
		p.spans = nil
		if len(p.toks) > 0 {
			p.spans = []span{{0, len(p.toks)}}
		}
	}
	p.headline = titleCase(p.toks)
	return p
}

// each calls do with every sentence of a passage. Names that the frame has
// learnt since an earlier call count.
func (f *frame) each(p *passage, do func(*sentence)) {
	if p.first == nil {
		p.first, p.at = make([]*sentence, len(p.spans)), make([]learnt, len(p.spans))
	}
	for i, sp := range p.spans {
		headline := p.headline && (p.block == tv.Headline || p.toks[sp.to-1].text != "." && titleCase(p.toks[sp.from:sp.to]))
		if s := p.first[i]; s == nil || f.learnt.titles > p.at[i].titles || f.learnt.people > p.at[i].people && (s.headline || f.outdated(s.items)) {
			p.first[i], p.at[i] = f.analyse(p, sp, headline), f.learnt
		}
		do(p.first[i])
	}
}

// surnamesUsed makes people of the names that passages go on to use by their
// last word alone: "Nora Vance … Vance plays".
func (f *frame) surnamesUsed(passages []*passage) {
	full, alone := map[string]string{}, map[string]bool{}
	for _, p := range passages {
		if p.kind == news.Heading && p.block != tv.Headline {
			continue
		}
		for _, s := range p.first {
			for i := range s.items {
				it := &s.items[i]
				if b := it.bracket; len(b) == 1 && b[0].kind == kName && !strings.Contains(b[0].text, " ") {
					alone[lower(b[0].text)] = true
				}
				if it.kind != kName || it.quoted {
					continue
				}
				words := strings.Fields(it.text)
				switch {
				case len(words) == 1 && !(i+2 < len(s.items) && (s.items[i+1].text == "on" || s.items[i+1].text == "of") && s.items[i+2].kind == kName):
					alone[lower(it.text)] = true
				case personShape(it.text):
					full[lower(words[len(words)-1])] = it.text
				}
			}
		}
	}
	for _, last := range slices.Sorted(maps.Keys(full)) {
		if alone[last] && f.surnames[last] == "" {
			f.meet(full[last])
		}
	}
}

// survey reads a passage for its people and shows.
func (f *frame) survey(p *passage) {
	f.each(p, func(s *sentence) {
		for i := range s.items {
			s.note(&s.items[i], i)
			for k := range s.items[i].bracket {
				s.note(&s.items[i].bracket[k], -1)
			}
		}
	})
}

func (s *sentence) note(it *item, at int) {
	switch it.kind {
	case kPerson:
		if strings.Contains(it.person, " ") {
			s.meet(it.person)
		}
	case kName:
		if at > 0 && s.items[at-1].kind == kWord && roleWords[s.items[at-1].text] && it.show == nil && personShape(it.text) {
			s.meet(it.text)
			s.met[lower(it.text)] = true
		}
	case kShow:
		s.mentions[it.show.Slug] = true
	}
}

// facts reads a passage with the rules.
func (f *frame) facts(p *passage, carry **speaker, parts *[]string, out *[]found) {
	var last *sentence
	f.current, f.lost, f.strayed = f.topic, false, false
	f.each(p, func(s *sentence) {
		last = s
		s.settle()
		before := len(*out)
		s.brackets(out)
		s.run(out)
		s.premieres(out)
		s.seriesNetworks(out)
		s.titleNetworks(out)
		s.ledNames(out)
		s.winners(out)
		s.namedSource(out)
		s.quotations(out, parts)
		s.networkSays((*out)[before:], out)
		s.orderedTitles((*out)[before:], out)
		s.moveOn((*out)[before:])
		s.frame.last = s.latest()
	})
	if last == nil {
		return
	}
	if len(p.spans) == 1 && len(last.items) == 1 && last.items[0].kind == kQuote && *carry != nil {
		*out = append(*out, found{Fact: tv.Fact{Type: tv.Quote, Person: (*carry).name, Text: last.items[0].text, Outlet: (*carry).listed,
			Certainty: tv.Confirmed, Rule: "quote.block", Evidence: last.evidence()}, outlet: (*carry).outlet})
	} else if n := len(last.items); n > 0 && last.items[n-1].kind == kQuote && len(p.quotes) > 0 && p.quotes[len(p.quotes)-1].open {
		*parts = append(*parts, last.items[n-1].text)
	} else {
		*parts = nil
	}
	*carry = last.announces()
}

// Read understands an article. The same article and lists give the same
// reading.
func (r *Reader) Read(a news.Article) news.Reading {
	f := r.newFrame(a.Published)
	defer f.done()
	f.outlet = a.Outlet
	var passages []*passage
	if a.Title != "" {
		passages = append(passages, f.passage(tv.Headline, news.Heading, a.Title))
	}
	for i, b := range a.Blocks {
		switch b.Kind {
		case news.Paragraph, news.Blockquote, news.ListItem, news.Heading, "":
			passages = append(passages, f.passage(i, b.Kind, b.Text))
		}
	}
	f.focusOn(a, passages)
	heads := f.headings(passages)
	sections := 0
	for _, h := range heads {
		if h.exact {
			sections++
		}
	}
	for _, p := range passages {
		if p.kind != news.Heading || p.block == tv.Headline {
			f.survey(p)
		}
	}
	f.surnamesUsed(passages)
	f.chooseSubject(passages)

	var out []found
	var carry *speaker
	var parts []string
	for _, p := range passages {
		if h, ok := heads[p]; ok {
			f.under(h, sections > 0)
		}
		if p.kind == news.Heading && p.block != tv.Headline {
			continue
		}
		f.facts(p, &carry, &parts, &out)
		if p.block == tv.Headline {
			carry = nil
			f.last = ""
		}
	}
	f.lines(a, &out)
	return f.spoils(a, f.reading(out, passages))
}

// focusOn finds the shows that the article is about: those of the headline,
// then of categories, then of the first paragraph.
func (f *frame) focusOn(a news.Article, passages []*passage) {
	var categories []*show
	for _, c := range a.Categories {
		if sh := f.find(key(lex(c))); sh != nil {
			categories = append(categories, sh)
		}
	}
	// A category makes a title of everyday words count in the text.
	for _, sh := range categories {
		own := *sh
		own.Ambiguity, own.weak = tv.Rare, false
		f.remember(key(lex(sh.Title)), &own)
	}
	paragraphs, inHeadline, headlined := 0, false, 0
	for _, p := range passages {
		if p.block != tv.Headline {
			if p.kind == news.Heading {
				continue
			}
			if paragraphs++; paragraphs > 1 {
				break
			}
		}
		if paragraphs == 1 && len(f.about) > 0 && len(categories) == 0 {
			break
		}
		f.each(p, func(s *sentence) {
			if p.block != tv.Headline && len(f.about) > 0 {
				return
			}
			other := p.block == tv.Headline && s.otherNews()
			for i := range s.items {
				if it := &s.items[i]; it.kind == kShow && !it.show.weak && !s.isCredit(i) && !other {
					f.focus(it.show)
				}
			}
			if p.block == tv.Headline && len(f.about) == 0 {
				if t := s.objectTitle(); t != "" {
					f.focus(f.addTitle(t))
				}
			}
			for i := range s.items {
				if it := &s.items[i]; it.kind == kShow && !it.show.weak && len(f.about) == 0 && !s.priorCredit(i) && !other {
					f.focus(it.show)
				}
			}
			if p.block == tv.Headline && len(f.about) == 0 {
				if t := s.colonTitle(); t != "" {
					f.focus(f.addTitle(t))
				}
			}
			for i := range s.items {
				if it := &s.items[i]; it.kind == kTitle && p.block == tv.Headline && len(f.about) == 0 && !other && s.announcesTitle(i) {
					f.focus(f.addTitle(it.text))
				}
			}
		})
		if p.block == tv.Headline {
			for _, sh := range categories {
				f.focus(sh)
			}
			inHeadline, headlined = len(f.about) > 0, len(f.about)
		}
	}
	f.soft = len(f.about) > 0 && len(categories) == 0 && !inHeadline || headlined > 1 && len(categories) == 0 || roundup(a.Title)
	for _, sh := range categories {
		f.focus(sh)
	}
}

// announcesTitle reports whether the words around an unknown quoted title at
// item i are those of television.
func (s *sentence) announcesTitle(i int) bool {
	for k := range s.items {
		it := &s.items[k]
		if it.kind == kSeason || it.kind == kNetwork {
			return true
		}
		if it.kind == kWord && k != i && (showCue[it.text] || genres[it.text] || comesOut[it.text] || it.text == "renewed" || it.text == "ordered" || it.text == "orders" || it.text == "joins" || it.text == "adds" || it.text == "casts") && it.text != "set" && it.text != "out" && it.text != "back" {
			return true
		}
	}
	return false
}

// chooseSubject finds the person that the article is about: the only one, or
// the first, of its headline.
func (f *frame) chooseSubject(passages []*passage) {
	if f.subject != "" || len(passages) == 0 || passages[0].block != tv.Headline {
		return
	}
	f.each(passages[0], func(s *sentence) {
		var people []string
		for i := range s.items {
			if it := &s.items[i]; it.kind == kPerson && it.person != "" {
				people = append(people, it.person)
			}
		}
		if len(people) == 1 {
			f.subject, f.talk.about = people[0], people[0]
		}
		if f.season == 0 {
			for i := range s.items {
				if n := s.items[i].season.one(); n > 0 && !s.items[i].season.past {
					f.season = n
				}
			}
		}
	})
}

// lines reads the blocks that are no running text.
func (f *frame) lines(a news.Article, out *[]found) {
	name := ""
	for i, b := range a.Blocks {
		switch b.Kind {
		case news.SourceLine:
			f.sourceFact(i, b.Text, out)
		case news.AuthorBox:
			if authorFact(name, b.Text, i, out) {
				continue
			}
			if byline(b.Text) {
				name = b.Text
			}
		}
	}
}

// reading puts the facts in order, each once.
func (f *frame) reading(out []found, passages []*passage) news.Reading {
	out = distinct(out)
	f.crossovers(passages, &out)
	var r news.Reading
	subjects := map[tv.Slug]bool{}
	learnt := map[tv.Slug]bool{}
	for _, o := range out {
		if o.show != nil {
			subjects[o.show.Slug] = true
			f.mentions[o.show.Slug] = true
			if o.show.Learnt && !learnt[o.show.Slug] {
				learnt[o.show.Slug] = true
				r.Learnt = append(r.Learnt, o.show.Show)
			}
		}
		r.Facts = append(r.Facts, o.Fact)
	}
	done := map[tv.Slug]bool{}
	add := func(slug tv.Slug, about bool) {
		if !done[slug] {
			done[slug] = true
			r.Shows = append(r.Shows, news.Mention{Show: slug, About: about})
		}
	}
	for _, sh := range f.about {
		add(sh.Slug, true)
	}
	for _, o := range out {
		if o.show != nil {
			add(o.show.Slug, true)
		}
	}
	var rest []tv.Slug
	for slug := range f.mentions {
		rest = append(rest, slug)
	}
	slices.Sort(rest)
	for _, slug := range rest {
		add(slug, false)
	}
	r.People = f.peopleOf(out)
	return r
}

// peopleOf lists the people of facts, then the others that were met.
func (f *frame) peopleOf(out []found) []string {
	var people, parts []string
	for _, o := range out {
		if o.Character != "" {
			parts = append(parts, tv.Fold(o.Character))
		}
		if o.Person != "" && o.Type != tv.Author && !slices.Contains(people, o.Person) {
			people = append(people, o.Person)
		}
	}
	for _, p := range f.everybody {
		if !slices.Contains(people, p) && !slices.Contains(parts, tv.Fold(p)) {
			people = append(people, p)
		}
	}
	return people
}

// distinct drops facts that say less than another one, or the same again.
func distinct(in []found) []found {
	in = crewNotCast(in)
	var out []found
	says := make([]saying, len(in))
	for i := range in {
		says[i] = in[i].sayingOf()
	}
	for i, a := range in {
		keep := true
		for j, b := range in {
			if i == j || a.Type != b.Type || a.Show != b.Show {
				continue
			}
			same := says[i] == says[j]
			switch {
			case same && j < i:
				keep = false
			case same:
			case a.Type == tv.Cast && a.Show == b.Show && says[i].person == says[j].person && a.Character == "" && b.Character != "" && (a.Former == b.Former || a.Certainty != b.Certainty):
				keep = false
			case a.Type == tv.Cast && a.Show == b.Show && says[i].person == says[j].person && says[i].part != says[j].part && strings.HasSuffix(says[j].part, " "+says[i].part) && a.Character != "":
				keep = false
			case a.Type == tv.Status && a.Show == b.Show && a.Status == b.Status && a.Season == 0 && a.Date == "" && (b.Season != 0 || b.Date != ""):
				keep = false
			case a.Type == tv.Status && a.Show == b.Show && a.Status == b.Status && a.Season == b.Season && a.Date == "" && b.Date != "":
				keep = false
			case a.Type == tv.BasedOn && a.Person == "" && b.Person != "" && says[i].text == says[j].text:
				keep = false
			case a.Type == tv.Quote && a.Person == b.Person && a.Evidence.Block == b.Evidence.Block && len(a.Text) < len(b.Text) && strings.Contains(b.Text, a.Text):
				keep = false
			}
		}
		if keep {
			out = append(out, a)
		}
	}
	return out
}

// fold is tv.Fold, which takes its time with letters that are not English.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; ('a' > c || c > 'z') && (s[i] != ' ' || i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return tv.Fold(s)
		}
	}
	return strings.ToLower(s)
}

// saying is what a fact says, without where and how it was found.
type saying struct {
	kind                                    tv.FactType
	show                                    tv.Slug
	person, part, role, network, place, out string
	status                                  tv.StatusKind
	season                                  int
	date                                    tv.Date
	text                                    string
}

func (f found) sayingOf() saying {
	return saying{f.Type, f.Show, fold(f.Person), fold(f.Character), f.Role, fold(f.Network), fold(f.Place), fold(f.Outlet), f.Status, f.Season, f.Date, f.Text}
}
