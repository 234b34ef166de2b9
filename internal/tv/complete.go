package tv

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// starts finds names by how one of their words begins: every word start of
// every name, sorted.
type starts struct {
	sorted []start
	// best holds the answers for prefixes that more than manyStarts begin
	// with, so that none has to be sought among too many.
	best map[string][]start
}

type start struct {
	text string // of the name, from the word on
	show int32
	rank int32 // less is better: how the word stands in the name
}

const (
	startOfTitle = iota
	startOfAlias
	startOfWord
)

const (
	manyStarts  = 500
	mostChoices = 25 // of an option in Discord
)

func (s *starts) add(show int32, name string, score float64) {
	rank := int32(startOfTitle)
	if score < byTitle {
		rank = startOfAlias
	}
	title := len(name) - len(withoutArticle(name))
	for i := range len(name) {
		if i > 0 && name[i-1] != ' ' {
			continue
		}
		r := rank
		if i > title {
			r = startOfWord
		}
		s.sorted = append(s.sorted, start{name[i:], show, r})
	}
}

func (s *starts) finish() {
	slices.SortFunc(s.sorted, func(a, b start) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.rank, b.rank), cmp.Compare(a.show, b.show))
	})
	s.best = map[string][]start{}
	s.keep(s.sorted, 1)
}

// keep fills best for the prefixes of n bytes and more in a part of sorted.
func (s *starts) keep(part []start, n int) {
	for len(part) > 0 {
		if len(part[0].text) < n {
			part = part[1:]
			continue
		}
		prefix := part[0].text[:n]
		end := sort.Search(len(part), func(i int) bool { return !strings.HasPrefix(part[i].text, prefix) })
		if end > manyStarts {
			s.best[prefix] = bestOf(part[:end], mostChoices)
			s.keep(part[:end], n+1)
		}
		part = part[end:]
	}
}

// Complete returns the shows that somebody may be about to type, best first:
// names that are all of what is typed, then those that begin with it, then
// those with a word that does. Nothing typed gives well known shows. At most
// limit are returned, and never more than Discord's 25.
func (n *Names) Complete(typed string, limit int) []Show {
	limit = max(0, min(limit, mostChoices, len(n.shows)))
	prefix := Fold(cut(typed))
	if prefix == "" {
		return n.wellKnown(limit)
	}
	found := n.starts.find(prefix, limit)
	if len(found) == 0 {
		return n.completeFound(typed, limit)
	}
	shows := make([]Show, len(found))
	for i, show := range found {
		shows[i] = n.shows[show]
	}
	return shows
}

func (n *Names) wellKnown(limit int) []Show {
	shows := make([]Show, 0, limit)
	for _, s := range n.shows {
		if len(shows) == limit {
			break
		}
		if !s.Candidate {
			shows = append(shows, s)
		}
	}
	return shows
}

// completeFound answers for what begins no name: a year, a brand or a typo.
func (n *Names) completeFound(typed string, limit int) []Show {
	var shows []Show
	for _, m := range n.Find(typed) {
		if len(shows) < limit && !m.Show.Candidate {
			shows = append(shows, m.Show)
		}
	}
	return shows
}

func (s *starts) find(prefix string, limit int) []int32 {
	from, _ := slices.BinarySearchFunc(s.sorted, prefix, func(st start, p string) int {
		return strings.Compare(st.text, p)
	})
	var found []int32
	take := func(show int32) {
		if len(found) < limit && !slices.Contains(found, show) {
			found = append(found, show)
		}
	}
	rest := s.sorted[from:]
	for _, st := range rest {
		if st.text != prefix {
			break
		}
		if st.rank < startOfWord {
			take(st.show)
		}
	}
	best, ok := s.best[prefix]
	if !ok {
		end := sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(rest[i].text, prefix) })
		best = bestOf(rest[:end], limit)
	}
	for _, st := range best {
		take(st.show)
	}
	return found
}

// bestOf returns the best of the starts, each show once, at most limit.
func bestOf(all []start, limit int) []start {
	best := make([]start, 0, limit+1)
	for _, st := range all {
		best = keepBest(best, st, limit)
	}
	return best
}

// keepBest puts st into the sorted best, each show once, at most limit.
func keepBest(best []start, st start, limit int) []start {
	better := func(a, b start) bool { return a.rank < b.rank || a.rank == b.rank && a.show < b.show }
	if len(best) == limit && (limit == 0 || !better(st, best[limit-1])) {
		return best
	}
	for i, b := range best {
		if b.show == st.show {
			if b.rank <= st.rank {
				return best
			}
			best = slices.Delete(best, i, i+1)
			break
		}
	}
	at := len(best)
	for at > 0 && better(st, best[at-1]) {
		at--
	}
	best = slices.Insert(best, at, st)
	return best[:min(len(best), limit)]
}
