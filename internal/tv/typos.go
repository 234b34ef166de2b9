package tv

import (
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
	digits := digitsOf(r.name)
	t.within(r.name, limit, func(show int32, name string, distance int) {
		if distance > 0 && digits != digitsOf(name) {
			return
		}
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
func (t *typoIndex) within(name string, limit int, yield func(show int32, name string, distance int)) {
	name = strings.ReplaceAll(name, " ", "")
	asked := []rune(name)
	mask := letterMask(name)
	var room distanceRoom
	for n := len(asked) - limit; n <= len(asked)+limit; n++ {
		for _, k := range t.byLength[n] {
			// A changed letter takes one away and brings another.
			if bits.OnesCount64(mask^k.mask) > 2*limit {
				continue
			}
			if d := room.distance(asked, k.name, limit); d <= limit {
				yield(k.show, k.name, d)
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
