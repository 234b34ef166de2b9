package facts

// A scratch is room for the tokens and items of an article, which is used
// again for the next one: they are many, and gone once the facts are found.
type scratch struct {
	toks  []token
	items []item
	last  []int // by rule, all 0
	order []int
}

// largestScratch is for how many tokens or items a scratch is kept.
const largestScratch = 1 << 14

// lex returns the tokens of a text.
func (s *scratch) lex(text string) []token {
	from := len(s.toks)
	s.toks = appendTokens(s.toks, text)
	return s.toks[from:len(s.toks):len(s.toks)]
}

// room returns an empty slice for n items.
func (s *scratch) room(n int) []item {
	if len(s.items)+n > cap(s.items) {
		s.items = make([]item, 0, max(2*cap(s.items), n, 1024))
	}
	from := len(s.items)
	s.items = s.items[:from+n]
	return s.items[from : from : from+n]
}

// tries returns room to note where the words of n rules occur last, and in which
// order the rules are tried. The first is given back as it was, all 0.
func (s *scratch) tries(n int) (last, order []int) {
	if len(s.last) < n {
		s.last = make([]int, n)
	}
	return s.last, s.order[:0]
}

// done gives a frame's room back. Its tokens and items are not used again.
func (f *frame) done() {
	s := f.scratch
	f.scratch = nil
	if cap(s.items) > largestScratch || cap(s.toks) > largestScratch {
		return
	}
	clear(s.items)
	clear(s.toks)
	s.items, s.toks = s.items[:0], s.toks[:0]
	f.Reader.scratch.Put(s)
}
