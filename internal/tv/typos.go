package tv

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A typoIndex finds names that differ by little. Spaces do not count, so that
// "jessicajones" is no typo.
type typoIndex struct {
	byLength map[int][]typoKey
}

type typoKey struct {
	name string // without spaces
	mask uint64 // of its letters, so that most names are ruled out at a glance
	show int32
}

func (t *typoIndex) add(show int32, name string) {
	if t.byLength == nil {
		t.byLength = map[int][]typoKey{}
	}
	name = strings.ReplaceAll(name, " ", "")
	n := utf8.RuneCountInString(name)
	t.byLength[n] = append(t.byLength[n], typoKey{name, letterMask(name), show})
}

// near returns the shows with a name as near as a slip of the finger: none of
// up to five letters, one of up to nine, two of longer names. Numbers have to
// be right, since they tell titles apart.
func (t *typoIndex) near(r reading) []key {
	if r.loose {
		return nil
	}
	limit := 2
	switch n := utf8.RuneCountInString(strings.ReplaceAll(r.name, " ", "")); {
	case n <= 5:
		limit = 0
	case n <= 9:
		limit = 1
	}
	var found []key
	best := limit
	t.within(r.name, limit, func(show int32, distance int) {
		if distance < best {
			best, found = distance, found[:0]
		}
		if distance == best {
			score := byTypo
			if distance == 0 {
				score = bySpacing
			}
			found = append(found, key{show, score})
		}
	})
	return found
}

// within calls yield for every name at most limit from the folded name.
func (t *typoIndex) within(name string, limit int, yield func(show int32, distance int)) {
	name = strings.ReplaceAll(name, " ", "")
	asked := []rune(name)
	mask, digits := letterMask(name), digitsOf(name)
	var room distanceRoom
	for n := len(asked) - limit; n <= len(asked)+limit; n++ {
		for _, k := range t.byLength[n] {
			// A changed letter takes one away and brings another.
			if bits.OnesCount64(mask^k.mask) > 2*limit {
				continue
			}
			if d := room.distance(asked, k.name, limit); d <= limit && digits == digitsOf(k.name) {
				yield(k.show, d)
			}
		}
	}
}

func letterMask(s string) uint64 {
	var m uint64
	for _, r := range s {
		m |= 1 << (r % 64)
	}
	return m
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// distanceRoom is the memory of one search.
type distanceRoom struct {
	rows [3][]int
	name []rune
}

// distance is how many letters have to be put in, left out, changed or
// swapped with their neighbour to make b of a, or limit+1 when it is more.
func (m *distanceRoom) distance(a []rune, b string, limit int) int {
	m.name = m.name[:0]
	for _, r := range b {
		m.name = append(m.name, r)
	}
	for i := range m.rows {
		m.rows[i] = slices.Grow(m.rows[i][:0], len(m.name)+1)[:len(m.name)+1]
	}
	before, last, row := m.rows[0], m.rows[1], m.rows[2]
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j, r := range m.name {
			change := last[j]
			if a[i] != r {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == m.name[j-1] && a[i-1] == r {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(m.name)], limit+1)
}

// Near returns shows with a name like the one that was asked for, the nearest
// first, for a name that Find does not know: more typos, or some of the words.
func (n *Names) Near(asked string, limit int) []Show {
	readings := readingsOf(strings.TrimSpace(cut(asked)))
	if len(readings) == 0 || limit <= 0 {
		return nil
	}
	scores := map[int32]float64{}
	for _, r := range readings {
		if r.loose {
			continue
		}
		letters := utf8.RuneCountInString(r.name)
		n.typos.within(r.name, 1+letters/4, func(show int32, distance int) {
			scores[show] = max(scores[show], 1-float64(distance)/float64(letters+1))
		})
		words := strings.Fields(r.name)
		for _, word := range words {
			shows := n.words[word]
			if !telling(word) || len(shows) > 1000 {
				continue
			}
			for _, show := range shows {
				of := len(words) + strings.Count(Fold(n.shows[show].Title), " ") + 1
				scores[show] += 1.2 / float64(of)
			}
		}
	}
	shows := make([]int32, 0, len(scores))
	for show := range scores {
		shows = append(shows, show)
	}
	slices.SortFunc(shows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	var near []Show
	for _, i := range shows[:min(len(shows), limit)] {
		near = append(near, n.shows[i])
	}
	return near
}

// telling reports whether a word says something about which show is meant.
func telling(word string) bool {
	switch word {
	case "the", "and", "for", "with", "from", "show", "series", "season":
		return false
	}
	return utf8.RuneCountInString(word) >= 3
}
