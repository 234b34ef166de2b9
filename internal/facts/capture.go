package facts

import (
	"regexp/syntax"
	"sync"
	"unicode/utf8"
)

// A capturer finds the groups of a match that is known to be there, as
// regexp does: of several ways to match, the one that the pattern prefers. It
// follows one way after another and notes where it has been, which takes a
// fraction of the time that regexp needs for patterns as long as these.
type capturer struct {
	prog  *syntax.Prog
	first []byteSet // by instruction, the bytes with which it can go on
	forks []int     // by instruction, the number of the fork that it is
	n     int       // forks
	tries sync.Pool // of *try
}

type try struct {
	seen []uint64 // bits: fork and place that led nowhere
	jobs []job
	ends []int // of the groups
}

// A job is an instruction to go on with, or a group's end to put back.
type job struct {
	pc  uint32
	at  int // in the text
	put int // group's end to put back at, from at; -1 for an instruction
}

func newCapturer(f *filter) *capturer {
	c := &capturer{prog: f.prog, first: make([]byteSet, len(f.prog.Inst)), forks: make([]int, len(f.prog.Inst)), tries: sync.Pool{New: func() any { return new(try) }}}
	for pc := range c.first {
		c.first[pc] = f.bytesAfter(f.closure([]uint32{uint32(pc)}, 0))
		if op := f.prog.Inst[pc].Op; op == syntax.InstAlt || op == syntax.InstAltMatch {
			c.forks[pc] = c.n
			c.n++
		}
	}
	return c
}

// longestTry bounds what a try notes, in bits.
const longestTry = 1 << 20

// takes reports whether a text is short enough.
func (c *capturer) takes(text string) bool {
	return c.n*(len(text)+1) <= longestTry
}

// match returns the ends of the groups of the match at the start of text, as
// regexp.FindStringSubmatchIndex does; nil when there is none. They are good
// until done is called with them.
func (c *capturer) match(text string) *try {
	t := c.tries.Get().(*try)
	n := (c.n*(len(text)+1) + 63) / 64
	if cap(t.seen) < n {
		t.seen = make([]uint64, n)
	}
	t.seen = t.seen[:n]
	clear(t.seen)
	t.ends = t.ends[:0]
	for range c.prog.NumCap {
		t.ends = append(t.ends, -1)
	}
	t.jobs = append(t.jobs[:0], job{pc: uint32(c.prog.Start), put: -1})
	for len(t.jobs) > 0 {
		j := t.jobs[len(t.jobs)-1]
		t.jobs = t.jobs[:len(t.jobs)-1]
		if j.put >= 0 {
			t.ends[j.put] = j.at
		} else if c.follow(t, text, j.pc, j.at) {
			return t
		}
	}
	c.done(t)
	return nil
}

func (c *capturer) done(t *try) { c.tries.Put(t) }

// follow goes on from an instruction until the match is complete or the way
// ends; other ways are noted as jobs.
func (c *capturer) follow(t *try, text string, pc uint32, at int) bool {
	for {
		in := &c.prog.Inst[pc]
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			if at < len(text) {
				if !c.first[in.Out].has(text[at]) {
					pc = in.Arg
					continue
				}
				if !c.first[in.Arg].has(text[at]) {
					pc = in.Out
					continue
				}
			}
			bit := c.forks[pc]*(len(text)+1) + at
			if t.seen[bit/64]&(1<<(bit%64)) != 0 {
				return false
			}
			t.seen[bit/64] |= 1 << (bit % 64)
			t.jobs = append(t.jobs, job{pc: in.Arg, at: at, put: -1})
			pc = in.Out
		case syntax.InstCapture:
			if int(in.Arg) < len(t.ends) {
				t.jobs = append(t.jobs, job{at: t.ends[in.Arg], put: int(in.Arg)})
				t.ends[in.Arg] = at
			}
			pc = in.Out
		case syntax.InstNop:
			pc = in.Out
		case syntax.InstEmptyWidth:
			var here syntax.EmptyOp
			if at == 0 {
				here |= syntax.EmptyBeginText | syntax.EmptyBeginLine
			}
			if at == len(text) {
				here |= syntax.EmptyEndText | syntax.EmptyEndLine
			}
			if syntax.EmptyOp(in.Arg)&^here != 0 {
				return false
			}
			pc = in.Out
		case syntax.InstMatch:
			t.ends[0], t.ends[1] = 0, at
			return true
		case syntax.InstFail:
			return false
		default:
			if at == len(text) {
				return false
			}
			r, n := rune(text[at]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(text[at:])
			}
			if in.Op == syntax.InstRune1 && len(in.Rune) == 1 {
				if r != in.Rune[0] {
					return false
				}
			} else if !in.MatchRune(r) {
				return false
			}
			pc, at = in.Out, at+n
		}
	}
}
