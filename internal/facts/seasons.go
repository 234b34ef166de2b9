package facts

import (
	"strconv"
	"strings"
)

// A season is an expression such as "season two", "fifth and sixth seasons",
// "another season" or "final season".
type season struct {
	numbers []int
	final   bool
	another bool // one or more to come, without a number
	past    bool // "seven seasons", "the last season": counts what was
	next    bool // "the new season", whatever its number
}

// one returns the number where there is exactly one.
func (s season) one() int {
	if len(s.numbers) == 1 {
		return s.numbers[0]
	}
	return 0
}

var cardinals = numbers(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty`)
var ordinals = numbers(`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
	eighteenth nineteenth twentieth`)

func numbers(s string) map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields(s) {
		m[w] = i + 1
	}
	return m
}

// cardinal reads "2", "two" or "II", or returns 0.
func cardinal(low string) int {
	if n, ok := cardinals[low]; ok {
		return n
	}
	if len(low) <= 2 && digit(low) {
		if n, err := strconv.Atoi(low); err == nil && n >= 1 {
			return n
		}
	}
	return 0
}

// digit reports whether a word begins with a digit.
func digit(low string) bool { return low != "" && low[0] >= '0' && low[0] <= '9' }

func ordinal(low string) int {
	if n, ok := ordinals[low]; ok {
		return n
	}
	if !strings.Contains(low, "-") && !digit(low) {
		return 0
	}
	if tens, unit, ok := strings.Cut(low, "-"); ok && ordinals[unit] > 0 {
		switch tens {
		case "twenty":
			return 20 + ordinals[unit]
		case "thirty":
			return 30 + ordinals[unit]
		case "forty":
			return 40 + ordinals[unit]
		}
	}
	if !digit(low) {
		return 0
	}
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		if d, ok := strings.CutSuffix(low, suffix); ok {
			if n, err := strconv.Atoi(d); err == nil && n >= 1 && n < 100 {
				return n
			}
		}
	}
	return 0
}

// seasonAt reads an expression for seasons that begins at token i; n is 0
// where there is none.
func seasonAt(toks []token, i int) (s season, n int) {
	at := func(j int) string {
		if i+j < len(toks) && i+j >= 0 {
			return toks[i+j].low
		}
		return ""
	}
	w := at(0)
	count, rank := cardinal(w), ordinal(w)
	switch {
	case w == "season" || w == "seasons" || w == "series":
		j := 2
		first := cardinal(at(1))
		if first == 0 {
			return season{}, 0
		}
		if w == "series" && i > 0 && toks[i-1].low == "the" {
			return season{}, 0
		}
		s.numbers = append(s.numbers, first)
		for {
			k := j
			sep := at(k)
			switch sep {
			case "and", "&", ",", "-", "–", "through", "to":
				k++
			default:
				return s, j
			}
			if sep == "," && (at(k) == "and" || at(k) == "&") {
				k++
			}
			if at(k) == "season" {
				k++
			}
			next := cardinal(at(k))
			last := s.numbers[len(s.numbers)-1]
			if next <= last || w == "season" && sep != "and" && sep != "&" {
				return s, j
			}
			if sep == "through" || sep == "to" || sep == "-" || sep == "–" {
				for v := last + 1; v < next && len(s.numbers) < 20; v++ {
					s.numbers = append(s.numbers, v)
				}
			}
			s.numbers = append(s.numbers, next)
			j = k + 1
		}
	case w == "round" && cardinal(at(1)) > 1 && at(-1) == "for":
		return season{numbers: []int{cardinal(at(1))}}, 2
	case strings.HasSuffix(w, "-season") && (at(1) == "renewal" || at(1) == "pickup" || at(1) == "order" || at(1) == "nod"):
		if n := ordinal(strings.TrimSuffix(w, "-season")); n > 0 {
			return season{numbers: []int{n}}, 1
		}
	case w == "year" && cardinal(at(1)) > 1 && at(-1) == "for" && (strings.HasPrefix(at(-2), "renew") || strings.HasPrefix(at(-2), "return") || at(-2) == "back"):
		return season{numbers: []int{cardinal(at(1))}}, 2
	case len(w) >= 2 && len(w) <= 3 && w[0] == 's' && w[1] >= '1' && w[1] <= '9' && toks[i].text[0] == 'S':
		if v, err := strconv.Atoi(w[1:]); err == nil {
			return season{numbers: []int{v}}, 1
		}
	case w == "final" || w == "last" || w == "farewell":
		s.final = w != "last"
		s.past = w == "last"
		j := 1
		if cardinal(at(1)) > 0 {
			j = 2
		}
		for j < 5 && seasonAdjective(at(j)) {
			j++
		}
		if isSeasonNoun(at(j)) || at(j) == "run" && s.final {
			return s, j + 1
		}
	case (w == "sophomore" || w == "freshman") && (at(1) == "season" || at(1) == "run" || at(1) == "outing"):
		n := 1
		if w == "sophomore" {
			n = 2
		}
		return season{numbers: []int{n}}, 2
	case w == "another" || w == "more":
		s.another = true
		j := 1
		if w == "another" && cardinal(at(1)) > 0 {
			j = 2
		}
		if isSeasonNoun(at(j)) && at(j) != "series" {
			return s, j + 1
		}
	case w == "new" || w == "next" || w == "upcoming":
		j := 1
		for j < 3 && seasonAdjective(at(j)) {
			j++
		}
		if at(j) == "season" || at(j) == "seasons" {
			return season{next: true}, j + 1
		}
	case count > 0 && (at(1) == "more" || at(1) == "additional" || at(1) == "new" || at(1) == "final" || at(1) == "further"):
		j := 2
		if at(j) == "final" {
			j++
			s.final = true
		}
		if isSeasonNoun(at(j)) {
			return season{another: at(1) != "final", final: s.final || at(1) == "final"}, j + 1
		}
	case count > 0 && (at(1) == "seasons" || at(1) == "season" && w != "one"):
		return season{past: true}, 2
	case w == "one" && at(1) == "season":
		return season{past: true}, 2
	case rank > 0:
		s.numbers = append(s.numbers, rank)
		j := 1
		for {
			k := j
			if at(k) == "," {
				k++
			}
			if at(k) == "and" || at(k) == "&" {
				k++
			}
			if k > j && ordinal(at(k)) > 0 {
				s.numbers = append(s.numbers, ordinal(at(k)))
				j = k + 1
				continue
			}
			break
		}
		if at(j) == "and" || at(j) == "&" {
			if at(j+1) == "final" || at(j+1) == "last" {
				s.final = true
				j += 2
			}
		}
		for k := 0; k < 3 && seasonAdjective(at(j)); k++ {
			j++
		}
		if s.one() > 1 && at(j) == "year" && at(-1) == "a" && strings.HasPrefix(at(-3), "renew") {
			return s, j + 1
		}
		if isSeasonNoun(at(j)) || s.one() > 1 && seasonNouns[at(j)] && (at(j+1) != "of" || i+j+2 < len(toks) && (toks[i+j+2].cap || !toks[i+j+2].word) || at(j+3) == "episodes") {
			if at(j) == "series" && (at(j+1) == "in" || at(j+1) == "to" || at(j+1) == "from") {
				return season{}, 0 // the second series to do something
			}
			return s, j + 1
		}
	}
	return season{}, 0
}

// seasonNouns mean a season after a number: "a third outing".
var seasonNouns = set(`run outing chapter go-round go-around batch cycle`)

func isSeasonNoun(w string) bool {
	return w == "season" || w == "seasons" || w == "series" || w == "installment" || w == "instalment"
}

// seasonAdjective may stand between a number and "season".
func seasonAdjective(w string) bool {
	return w == "full" || w == "straight" || w == "television" || strings.HasSuffix(w, "-episode") || strings.HasSuffix(w, "-part") || w == "new"
}
