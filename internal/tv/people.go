package tv

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// People finds people by what somebody types. It does not change once made
// and may be used by several goroutines.
type People struct {
	names     []string
	spellings map[string][]string // by folded name
	folded    map[string]int32
	surnames  map[string][]int32 // by the words after the first, and by those after them
	typos     typoIndex
	starts    starts
}

// NewPeople makes an index of full names. Where nothing else decides, those
// that come first are taken to be better known. Spellings that fold to one
// name are one person, called as the first of them.
func NewPeople(names []string) *People {
	p := &People{
		spellings: make(map[string][]string, len(names)),
		folded:    make(map[string]int32, len(names)),
		surnames:  make(map[string][]int32, len(names)),
	}
	for _, name := range names {
		folded := Fold(cut(name))
		if folded == "" {
			continue
		}
		if !slices.Contains(p.spellings[folded], name) {
			p.spellings[folded] = append(p.spellings[folded], name)
		}
		if _, known := p.folded[folded]; known {
			continue
		}
		i := int32(len(p.names))
		p.names = append(p.names, name)
		p.folded[folded] = i
		p.typos.add(i, folded)
		p.starts.add(i, folded, byTitle)
		for _, rest, ok := strings.Cut(folded, " "); ok; _, rest, ok = strings.Cut(rest, " ") {
			p.surnames[rest] = append(p.surnames[rest], i)
		}
	}
	p.starts.finish()
	return p
}

// Spellings returns all spellings of a name that fold to the same, or nil.
func (p *People) Spellings(name string) []string { return p.spellings[Fold(cut(name))] }

// Find returns whom somebody may mean by what they typed, at most ten: a full
// name in any spelling, a surname alone, or a full name with a small typo.
// One is clear; several share the surname, or are as near.
func (p *People) Find(asked string) []string {
	name := Fold(cut(asked))
	if i, ok := p.folded[name]; ok {
		return []string{p.names[i]}
	}
	found := p.surnames[name]
	if len(found) == 0 && name != "" {
		for _, k := range p.typos.near(reading{name: name}) {
			if !slices.Contains(found, k.show) {
				found = append(found, k.show)
			}
		}
		slices.Sort(found)
	}
	return p.of(found, mostMatches)
}

// Near returns people with a name like the one that was asked for, the nearest
// first, for a name that Find does not know: more typos, or the same surname.
func (p *People) Near(asked string, limit int) []string {
	name := Fold(cut(asked))
	letters := utf8.RuneCountInString(name)
	if letters < 4 {
		return nil
	}
	distances := map[int32]int{}
	far := max(1, min(letters/4, 3))
	p.typos.within(name, far, func(person int32, _ string, distance int) {
		if d, ok := distances[person]; !ok || distance < d {
			distances[person] = distance
		}
	})
	for _, person := range p.surnames[name[strings.LastIndexByte(name, ' ')+1:]] {
		if _, ok := distances[person]; !ok {
			distances[person] = far + 1
		}
	}
	near := make([]int32, 0, len(distances))
	for person := range distances {
		near = append(near, person)
	}
	slices.SortFunc(near, func(a, b int32) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), cmp.Compare(a, b))
	})
	return p.of(near, limit)
}

// Complete returns the people that somebody may be about to type, best first:
// names that begin with what is typed, then those with a word that does.
// Nothing typed gives well known people. At most limit are returned, and never
// more than Discord's 25.
func (p *People) Complete(typed string, limit int) []string {
	limit = max(0, min(limit, mostChoices, len(p.names)))
	prefix := Fold(cut(typed))
	if prefix == "" {
		return slices.Clone(p.names[:limit])
	}
	if found := p.starts.find(prefix, limit); len(found) > 0 {
		return p.of(found, limit)
	}
	found := p.Find(typed)
	return found[:min(limit, len(found))]
}

func (p *People) of(people []int32, limit int) []string {
	var names []string
	for _, i := range people[:max(0, min(limit, len(people)))] {
		names = append(names, p.names[i])
	}
	return names
}
