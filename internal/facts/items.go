package facts

import (
	"strconv"
	"strings"
	"unicode"

	"greenlit/internal/tv"
)

// An item is a part of a sentence as the rules see it: a plain word, or a
// name, title, date or season as a whole.
type item struct {
	kind     byte // see the kinds below
	quoted   bool
	place    bool // X and N that may be a place
	from, to int  // tokens, with quotation marks
	text     string
	show     *show   // S, Z, R
	person   string  // P, H: full name as far as known
	network  *listed // N; of R: the network named with it
	partner  *listed // of R: "the BBC/HBO drama" has two
	outlet   string  // O, and N that is one too
	season   season  // A
	date     tv.Date // D
	bracket  []item  // what stands in brackets behind it
}

// Kinds of items. In the typed form of a sentence, on which rules match, an
// item other than a word is its kind and index: "P0 joins S2 as X4 .".
const (
	kWord    = 'w'
	kShow    = 'S' // a known title
	kTitle   = 'T' // an unknown title in quotation marks
	kName    = 'X' // capitalised words
	kMaybe   = 'Z' // a known title that needs a cue, such as an everyday word
	kPerson  = 'P'
	kActor   = 'H' // "he", "the actor": the person the text is about
	kSeries  = 'R' // "the series", "the HBO comedy": the show the text is about
	kNetwork = 'N'
	kOutlet  = 'O'
	kPlace   = 'G'
	kDate    = 'D'
	kEpisode = 'E' // an episode's title
	kSeason  = 'A'
	kQuote   = 'Q'
)

// A sentence is the unit that rules read.
type sentence struct {
	*frame
	block    int
	text     string // of the block
	toks     []token
	from, to int
	items    []item
	typed    string
	marked   string // the typed form with startMark before it
	pos      []int  // where items begin in the typed form
	headline bool   // title case: capitals mean nothing
}

// titleCase reports whether nearly all longer words of the tokens have
// capitals, as in a headline.
func titleCase(toks []token) bool {
	long, capital := 0, 0
	for i := range toks {
		if t := &toks[i]; t.word && len(t.low) > 3 && !unicode.IsDigit(rune(t.low[0])) {
			long++
			if t.cap {
				capital++
			}
		}
	}
	return long >= 2 && capital*5 >= long*4
}

// analyse turns the tokens from–to of a block into items.
func (f *frame) analyse(p *passage, sp span, headline bool) *sentence {
	s := &sentence{frame: f, block: p.block, text: p.text, toks: p.toks, from: sp.from, to: sp.to, headline: headline}
	s.items = joinNames(s.chunk(p.quotes, sp.from, sp.to))
	if !headline {
		s.subtitles()
		s.tellTitles()
	}
	return s
}

// settle makes the sentence ready for the rules, once the article's frame is
// complete.
func (s *sentence) settle() {
	s.refer()
	s.pos, s.marked = typed(s.items)
	s.typed = s.marked[len(startMark):]
}

// outdated reports whether items of the sentence read otherwise now that the
// frame knows more people.
func (f *frame) outdated(items []item) bool {
	for i := range items {
		it := &items[i]
		switch {
		case it.kind == kName && (f.surnames[lower(it.text)] != "" || f.fullNames[lower(it.text)] != ""),
			it.kind == kPerson && f.surnames[lower(it.text)] != it.person && !strings.Contains(it.text, " "),
			len(it.bracket) > 0 && f.outdated(it.bracket):
			return true
		}
	}
	return false
}

// chunk reads items from tokens. Brackets are taken out of the sentence and
// kept with the item before them.
func (s *sentence) chunk(quotes []quoted, from, to int) []item {
	out := s.scratch.room(to - from)
	word := func(i int) { out = append(out, item{kind: kWord, from: i, to: i + 1, text: s.toks[i].low}) }
	for i := from; i < to; {
		t := &s.toks[i]
		if q, ok := quoteAt(quotes, i); ok && q.to <= to {
			out = append(out, s.quotation(q, i)...)
			i = q.to
			if i < to && !q.open {
				i++
			}
			continue
		}
		if t.text == "(" || t.text == "[" {
			if end := closing(s.toks, i, to); end > 0 {
				in := joinNames(s.chunk(quotes, i+1, end))
				if n := len(out) - 1; n >= 0 && out[n].text == "'s" {
					n--
					if n >= 0 && out[n].kind != kWord {
						out[n].bracket = in
					}
				} else if n >= 0 && out[n].kind != kWord {
					out[n].bracket = in
				}
				i = end + 1
				continue
			}
		}
		if !t.word {
			word(i)
			i++
			continue
		}
		if two := s.twoNetworks(i); two != nil {
			out = append(out, two...)
			i++
			continue
		}
		if it, ok := s.listedAt(i, to, out); ok {
			out = append(out, it)
			i = it.to
			continue
		}
		if d, n := dateAt(s.toks[:to], i, s.published); n > 0 && !(i+n < to && slots[s.toks[i+n].low]) {
			out = append(out, item{kind: kDate, from: i, to: i + n, date: d})
			i += n
			continue
		}
		if a, n := seasonAt(s.toks[:to], i); n > 0 {
			out = append(out, item{kind: kSeason, from: i, to: i + n, season: a})
			i += n
			continue
		}
		if end := s.nameRun(i, from, to); end > i {
			out = append(out, s.name(i, end))
			i = end
			continue
		}
		word(i)
		i++
	}
	return out
}

// slots come after a weekday that is no date: "the Tuesday timeslot".
var slots = set(`timeslot timeslots slot slots time-slot berth`)

// twoNetworks reads "BBC/HBO", which is one word of the text.
func (s *sentence) twoNetworks(i int) []item {
	t := &s.toks[i]
	a, b, ok := strings.Cut(t.text, "/")
	if !ok {
		a, b, ok = strings.Cut(t.text, "-")
	}
	if !ok || a == "" || b == "" {
		return nil
	}
	la, okA := s.names[key(lex(a))]
	lb, okB := s.names[key(lex(b))]
	if !okA || !okB || !la.network || !lb.network {
		return nil
	}
	return []item{
		{kind: kNetwork, from: i, to: i + 1, text: a, network: &la},
		{kind: kWord, from: i, to: i + 1, text: "/"},
		{kind: kNetwork, from: i, to: i + 1, text: b, network: &lb},
	}
}

func quoteAt(quotes []quoted, i int) (quoted, bool) {
	for _, q := range quotes {
		if q.from == i+1 {
			return q, true
		}
	}
	return quoted{}, false
}

func closing(toks []token, i, to int) int {
	end := ")"
	if toks[i].text == "[" {
		end = "]"
	}
	depth := 0
	for j := i; j < to; j++ {
		switch toks[j].text {
		case toks[i].text:
			depth++
		case end:
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return 0
}

// cut is the text of tokens, with single spaces.
func (s *sentence) cut(from, to int) string {
	if from >= to {
		return ""
	}
	return spaces(s.text[s.toks[from].start:s.toks[to-1].end])
}

// spaces makes every run of white space one space.
func spaces(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != ' ' }) && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// typed writes items in the form that the rules match, behind startMark, and
// tells where each begins in it.
func typed(items []item) (pos []int, form string) {
	var b strings.Builder
	b.Grow(len(startMark) + 8*len(items))
	b.WriteString(startMark)
	pos = make([]int, len(items))
	for i := range items {
		if i > 0 {
			b.WriteByte(' ')
		}
		pos[i] = b.Len() - len(startMark)
		if it := &items[i]; it.kind == kWord {
			b.WriteString(it.text)
		} else {
			b.WriteByte(it.kind)
			b.WriteString(strconv.Itoa(i))
		}
	}
	return pos, b.String()
}
