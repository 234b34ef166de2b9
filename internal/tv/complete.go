package tv

import (
	"slices"
	"strings"
)

// starts finds names by how one of their words begins: every word start of
// every name, sorted.
type starts struct {
	sorted []start
	// short holds the answers for prefixes of up to three bytes, of which the
	// sorted list has too many entries to look at.
	short map[string][]int32
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

// shortest is the longest prefix, in bytes, that starts.short answers, and
// mostChoices how many shows it keeps for each: as many as Discord shows.
const (
	shortest    = 3
	mostChoices = 25
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
	byRank := func(a, b start) int {
		if a.rank != b.rank {
			return int(a.rank - b.rank)
		}
		return int(a.show - b.show)
	}
	slices.SortFunc(s.sorted, byRank)
	s.short = map[string][]int32{}
	for _, st := range s.sorted {
		for n := 1; n <= min(shortest, len(st.text)); n++ {
			list := s.short[st.text[:n]]
			if len(list) < mostChoices && !slices.Contains(list, st.show) {
				s.short[st.text[:n]] = append(list, st.show)
			}
		}
	}
	slices.SortFunc(s.sorted, func(a, b start) int {
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		return byRank(a, b)
	})
}

// Complete returns the shows that somebody may be about to type, best first:
// names that are all of what is typed, then those that begin with it, then
// those with a word that does. Nothing typed gives well known shows. At most
// limit are returned, and never more than Discord's 25.
func (n *Names) Complete(typed string, limit int) []Show {
	limit = max(0, min(limit, mostChoices, len(n.shows)))
	prefix := Fold(cut(typed))
	if prefix == "" {
		return slices.Clone(n.shows[:limit])
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

// completeFound answers for what begins no name: a year, a brand or a typo.
func (n *Names) completeFound(typed string, limit int) []Show {
	var shows []Show
	for _, m := range n.Find(typed) {
		if len(shows) < limit {
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
	for len(rest) > 0 && rest[0].text == prefix {
		if rest[0].rank < startOfWord {
			take(rest[0].show)
		}
		rest = rest[1:]
	}
	if len(prefix) <= shortest {
		for _, show := range s.short[prefix] {
			take(show)
		}
		return found
	}
	best := make([]start, 0, limit+1)
	for _, st := range s.sorted[from:] {
		if !strings.HasPrefix(st.text, prefix) {
			break
		}
		best = keepBest(best, st, limit)
	}
	for _, st := range best {
		take(st.show)
	}
	return found
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
