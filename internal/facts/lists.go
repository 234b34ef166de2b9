package facts

import (
	"strings"
	"sync"

	"greenlit/internal/tv"
)

// Lists are the names that a Reader knows before it reads.
type Lists struct {
	Shows  []tv.Show
	People []string // full names
}

// A Reader reads articles. It never changes, so that any number of
// goroutines can share one.
type Reader struct {
	shows   []show
	byTitle map[string][]int32 // key → indexes of shows
	byShort map[string][]int32 // the same by titles without their article
	keyed   keySet             // of all these names
	people  map[string]string  // key → full name
	names   map[string]listed  // networks, outlets and places
	longest map[string]uint8   // first word of any key → words of the longest one
	rules   *rules
	scratch sync.Pool // of *scratch
}

// A show is a title that an article can mean.
type show struct {
	tv.Show
	known bool // a list or the feed names it; otherwise the article's own wording does
	weak  bool // by a key without the title's article: "Defenders"
}

// A listed name belongs to one of the closed lists.
type listed struct {
	name            string
	network, outlet bool
	place           bool
	word            bool // also an everyday word or given name: "Max", "Variety"
}

// everydayNames are networks and outlets whose names mean other things too.
var everydayNames = set(`max fox own history life lifetime oxygen discovery insider variety people us time freeform dave gold alibi e max
	peacock crave stan now audience reelz logo deadline decider collider vulture polygon wired slate salon metro independent guardian
	telegraph mirror sun star express mail national_geographic playlist wrap mashable today extra pop ion bounce up heroes action
	travel food style magnolia reach hulu_originals sky w gac grit start circle antenna quest blaze yesterday really eden`)

// NewReader makes a Reader that knows the lists.
func NewReader(l Lists) *Reader {
	r := &Reader{
		byTitle: make(map[string][]int32, len(l.Shows)*2),
		byShort: map[string][]int32{},
		keyed:   newKeySet(2*len(l.Shows) + len(l.People)),
		people:  make(map[string]string, len(l.People)),
		names:   map[string]listed{},
		longest: map[string]uint8{},
		rules:   ruleset(),
		scratch: sync.Pool{New: func() any { return new(scratch) }},
	}
	for i, s := range l.Shows {
		r.shows = append(r.shows, show{Show: s, known: true})
		r.title(s.Title, int32(i))
		for _, a := range s.Aliases {
			r.title(a, int32(i))
		}
	}
	for _, p := range l.People {
		if key := r.key(p); strings.Contains(key, " ") {
			r.people[key] = p
		}
	}
	for _, n := range tv.Networks() {
		r.name(n, false, func(l *listed) { l.network = true })
	}
	for _, o := range tv.Outlets() {
		r.name(o, true, func(l *listed) { l.outlet = true })
	}
	for p := range places {
		key := r.key(p)
		if old, ok := r.names[key]; ok {
			old.place = true
			r.names[key] = old
		} else {
			r.names[key] = listed{name: p, place: true}
		}
	}
	return r
}

func (r *Reader) name(n tv.Named, isOutlet bool, mark func(*listed)) {
	for _, s := range append([]string{n.Name}, n.Aliases...) {
		key := r.key(s)
		if key == "" || key == "sci fi" { // the genre, more often
			continue
		}
		keys := []string{key}
		if rest, ok := strings.CutPrefix(key, "the "); ok && rest != "" {
			r.remember(rest)
			keys = append(keys, rest)
		}
		for i, key := range keys {
			if i > 0 && isOutlet {
				break // "Ringer" and "Guardian" are titles as well
			}
			old, ok := r.names[key]
			if !ok {
				old = listed{name: n.Name, word: everydayNames[key]}
			}
			mark(&old)
			r.names[key] = old
		}
	}
}

func (r *Reader) title(s string, i int32) {
	key := r.key(s)
	if key == "" {
		return
	}
	for _, j := range r.byTitle[key] {
		if j == i {
			return
		}
	}
	r.byTitle[key] = append(r.byTitle[key], i)
	if rest, ok := strings.CutPrefix(key, "the "); ok && rest != "" {
		r.remember(rest)
		r.byShort[rest] = append(r.byShort[rest], i)
	}
}

// key is the form of a name in the look-ups; its length in words is noted.
func (r *Reader) key(s string) string {
	k := key(lex(s))
	r.remember(k)
	return k
}

// firstOf is the first word of a token's key: "disney" for "Disney+".
func firstOf(t *token) string {
	first, _, _ := strings.Cut(t.fold(), " ")
	return first
}

// maxWords is how many words of a name are looked up.
const maxWords = 12

func (r *Reader) remember(k string) {
	if k == "" {
		return
	}
	r.keyed.add(k)
	first, _, _ := strings.Cut(k, " ")
	if n := uint8(min(strings.Count(k, " ")+1, maxWords)); n > r.longest[first] {
		r.longest[first] = n
	}
}

// key joins the comparison forms of tokens.
func key(toks []token) string {
	var b strings.Builder
	for i := range toks {
		appendKey(&b, &toks[i])
	}
	return b.String()
}

func appendKey(b *strings.Builder, t *token) {
	f := t.fold()
	switch {
	case f == "":
	case f == "s" && t.text != "s" && t.text != "S": // possessive
		b.WriteByte('s')
	default:
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
}
