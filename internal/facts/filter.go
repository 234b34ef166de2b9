package facts

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// A filter tells, much faster than regexp, whether a pattern can match at the
// start of a text, and how far. Most rules do not match at most places, and a filter finds
// that out within a few bytes: it is a deterministic automaton, whose states
// are made when a text first needs them.
type filter struct {
	prog    *syntax.Prog
	ascii   [utf8.RuneSelf]uint8 // class of a rune
	special []rune               // runes beyond ASCII that the pattern names
	samples []rune               // one rune of each class
	start   state
	named   [utf8.RuneSelf]state // after a name of the kind, such as "P12 "

	// next holds the states that follow each state, by its number and the
	// class of the rune; 0 where that has not been found out. A larger copy
	// takes its place when it is full.
	next atomic.Pointer[[]atomic.Uint32]

	mu     sync.Mutex // for what makes states
	pcs    [][]uint32 // the instructions of each state, by number
	states map[string]state
}

// A state is its number, above bits that tell what it is worth.
type state uint32

const (
	dead      state = 1 << iota // nothing can match any more
	accepts                     // what was read is a match
	endsHere                    // what was read is a match if the text ends
	stateBits = iota
)

// maxStates bounds what a filter remembers. One that reaches it lets
// all pass.
const maxStates = 4000

func newFilter(pattern string) *filter {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err) // the pattern has compiled
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		panic(err)
	}
	f := &filter{prog: prog, states: map[string]state{}, pcs: make([][]uint32, 1)} // no state has the number 0
	f.classify()
	none := make([]atomic.Uint32, 16*len(f.samples))
	f.next.Store(&none)
	f.start = f.state(f.closure([]uint32{uint32(prog.Start)}, syntax.EmptyBeginText|syntax.EmptyBeginLine))
	for _, kind := range "ADEGHNOPQRSTXZ" {
		s := f.start
		for _, r := range []rune{kind, '0', ' '} {
			s = f.step(s, f.class(r))
		}
		f.named[kind] = s
	}
	return f
}

// classify puts runes that no instruction tells apart into one class.
func (f *filter) classify() {
	for i := range f.prog.Inst {
		for _, r := range f.prog.Inst[i].Rune {
			if r >= utf8.RuneSelf && r < utf8.MaxRune && !slices.Contains(f.special, r) {
				f.special = append(f.special, r)
			}
		}
	}
	seen := map[string]uint8{}
	class := func(r rune) uint8 {
		var sig []byte
		for i := range f.prog.Inst {
			if in := &f.prog.Inst[i]; isRune(in.Op) {
				bit := byte('0')
				if in.MatchRune(r) {
					bit = '1'
				}
				sig = append(sig, bit)
			}
		}
		c, ok := seen[string(sig)]
		if !ok {
			c = uint8(len(f.samples))
			seen[string(sig)] = c
			f.samples = append(f.samples, r)
		}
		return c
	}
	for r := range rune(utf8.RuneSelf) {
		f.ascii[r] = class(r)
	}
	// Classes beyond ASCII: one for each special rune, then one for the others.
	f.samples = append(f.samples, f.special...)
	f.samples = append(f.samples, '\u4e00')
}

func isRune(op syntax.InstOp) bool {
	return op == syntax.InstRune || op == syntax.InstRune1 || op == syntax.InstRuneAny || op == syntax.InstRuneAnyNotNL
}

func (f *filter) class(r rune) int {
	if r < utf8.RuneSelf {
		return int(f.ascii[r])
	}
	for i, s := range f.special {
		if r == s {
			return len(f.samples) - 1 - len(f.special) + i
		}
	}
	return len(f.samples) - 1
}

// length is how many bytes of text the longest match at its start takes; -1
// when there is none. The text begins with a name of so many bytes, the blank
// behind it among them, or with a word where name is 0.
func (f *filter) length(text string, name int) int {
	s := f.start
	if name > 0 {
		s = f.named[text[0]]
	}
	return f.scan(s, text, name, false)
}

// matches reports whether there is a match at the start of text.
func (f *filter) matches(text string) bool { return f.scan(f.start, text, 0, true) >= 0 }

// scan goes on from a state with text from i, and returns the end of the
// longest match, or of the first; -1 when there is none.
func (f *filter) scan(s state, text string, i int, first bool) int {
	longest := -1
	table := *f.next.Load()
	for i < len(text) {
		if s&(dead|accepts) != 0 {
			if s&dead != 0 {
				return longest
			}
			if longest = i; first {
				return longest
			}
		}
		c := int(f.ascii[text[i]%utf8.RuneSelf])
		if text[i] < utf8.RuneSelf {
			i++
		} else {
			r, n := utf8.DecodeRuneInString(text[i:])
			c = f.class(r)
			i += n
		}
		next := state(table[int(s>>stateBits)*len(f.samples)+c].Load())
		if next == 0 {
			if next = f.step(s, c); next == 0 {
				return len(text)
			}
			table = *f.next.Load()
		}
		s = next
	}
	if s&(accepts|endsHere) != 0 {
		longest = len(text)
	}
	return longest
}

// starts are the bytes with which a match can begin.
func (f *filter) starts() byteSet { return f.bytesAfter(f.pcs[f.start>>stateBits]) }

// follows are the bytes with which a match can go on after a name of the kind.
func (f *filter) follows(kind byte) byteSet {
	if s := f.named[kind]; s != 0 {
		return f.bytesAfter(f.pcs[s>>stateBits])
	}
	return byteSet{^uint64(0), ^uint64(0)}
}

// A byteSet holds bytes of ASCII.
type byteSet [2]uint64

// has reports whether the set has the byte; it may have all beyond ASCII.
func (b *byteSet) has(c byte) bool {
	return c >= utf8.RuneSelf || b[c/64]&(1<<(c%64)) != 0
}

// bytesAfter are the bytes with which one of the instructions can go on. One
// that reads nothing may go on with any.
func (f *filter) bytesAfter(pcs []uint32) (set byteSet) {
	for _, pc := range pcs {
		in := &f.prog.Inst[pc]
		for c := range byte(utf8.RuneSelf) {
			if !isRune(in.Op) || in.MatchRune(rune(c)) {
				set[c/64] |= 1 << (c % 64)
			}
		}
	}
	return set
}

// step makes the state that follows s on a rune of class c; 0 when there are
// too many states.
func (f *filter) step(s state, c int) state {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []uint32
	for _, pc := range f.pcs[s>>stateBits] {
		if in := &f.prog.Inst[pc]; isRune(in.Op) && in.MatchRune(f.samples[c]) {
			out = append(out, in.Out)
		}
	}
	next := f.state(f.closure(out, 0))
	(*f.next.Load())[int(s>>stateBits)*len(f.samples)+c].Store(uint32(next))
	return next
}

// closure follows the instructions that read nothing. Those that wait for the
// end of the text stay.
func (f *filter) closure(from []uint32, at syntax.EmptyOp) []uint32 {
	seen := make(map[uint32]bool, 2*len(from))
	var out []uint32
	var walk func(pc uint32)
	walk = func(pc uint32) {
		if seen[pc] {
			return
		}
		seen[pc] = true
		switch in := &f.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			walk(in.Out)
			walk(in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			walk(in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^at == 0 {
				walk(in.Out)
			} else {
				out = append(out, pc)
			}
		case syntax.InstFail:
		default:
			out = append(out, pc)
		}
	}
	for _, pc := range from {
		walk(pc)
	}
	slices.Sort(out)
	return out
}

// state returns the state of these instructions, or 0 when there are too
// many.
func (f *filter) state(pcs []uint32) state {
	key := make([]byte, 0, 4*len(pcs))
	for _, pc := range pcs {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	if s := f.states[string(key)]; s != 0 {
		return s
	}
	number := len(f.pcs)
	if number > maxStates {
		return 0
	}
	if table := *f.next.Load(); (number+1)*len(f.samples) > len(table) {
		larger := make([]atomic.Uint32, 2*len(table))
		for i := range table {
			larger[i].Store(table[i].Load())
		}
		f.next.Store(&larger)
	}
	s := state(number) << stateBits
	has := func(pcs []uint32) bool {
		return slices.ContainsFunc(pcs, func(pc uint32) bool { return f.prog.Inst[pc].Op == syntax.InstMatch })
	}
	if len(pcs) == 0 {
		s |= dead
	}
	if has(pcs) {
		s |= accepts
	}
	if has(f.closure(pcs, syntax.EmptyEndText|syntax.EmptyEndLine)) {
		s |= endsHere
	}
	f.pcs = append(f.pcs, pcs)
	f.states[string(key)] = s
	return s
}
