package facts

import (
	"strings"

	"greenlit/internal/tv"
)

// crossovers finds shows that share characters: where a show's cast has
// several characters that are titles of other known shows, as a team-up has.
func (f *frame) crossovers(passages []*passage, out *[]found) {
	var added []found
	count := map[tv.Slug]int{}
	for _, o := range *out {
		if o.Type != tv.Cast || o.Character == "" || o.show == nil {
			continue
		}
		sh := f.find(key(lex(o.Character)))
		if sh == nil || sh.weak || sh.Slug == o.Show || tv.Fold(sh.Title) != tv.Fold(o.Character) {
			continue
		}
		count[o.Show]++
		c := found{Fact: tv.Fact{Type: tv.Crossover, Show: o.Show, Text: string(sh.Slug), Certainty: tv.Confirmed, Rule: "crossover.characters", Evidence: o.Evidence}, show: o.show}
		dup := false
		for _, a := range added {
			dup = dup || a.Show == c.Show && a.Text == c.Text
		}
		if !dup {
			added = append(added, c)
		}
	}
	team := false
	for _, p := range passages {
		if len(added) < 2 {
			return
		}
		low := strings.ToLower(p.text)
		team = team || strings.Contains(low, "team-up") || strings.Contains(low, "crossover") || strings.Contains(low, "team up") || strings.Contains(low, "bringing together")
	}
	for _, c := range added {
		if team && count[c.Show] > 1 {
			*out = append(*out, c)
		}
	}
}
