package news

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"greenlit/internal/tv"
)

// An Event is what an article tells, in the form in which two articles are
// compared. It is worth keeping where one is compared with many.
type Event struct {
	link   string
	outlet string
	when   time.Time
	shows  []tv.Slug // that the article is about, most important first
	facts  []tv.Fact // of the headline and the first paragraph

	text    string   // the title folded, without shows, seasons as "season s2", a space around it
	kinds   kinds    // of event that the title tells
	own     bool     // a piece of the outlet's own, such as a review
	tone    []string // words that make it another event: "prequel", "not"
	seasons []int    // of the title
	numbers []string // of the title, besides seasons
	names   []string // of people, folded, in the title
	words   map[string]float64
}

// EventOf prepares an article with its reading for comparison.
func EventOf(a Article) Event {
	e := Event{link: CanonicalLink(a.Link), outlet: tv.Fold(a.Outlet), when: a.When()}
	var named []string // of shows, folded
	for _, m := range a.Shows {
		if m.About {
			e.shows = append(e.shows, m.Show)
		}
		named = append(named, strings.ReplaceAll(string(m.Show), "-", " "))
	}
	for _, f := range a.Facts {
		if f.Evidence.Block <= 0 {
			e.facts = append(e.facts, f)
		}
	}
	title := tv.Fold(joinDecimals(a.Title))
	for _, show := range named {
		title = without(title, show)
		if short, ok := strings.CutPrefix(show, "the "); ok {
			title = without(title, short)
		}
	}
	words := e.readSeasons(strings.Fields(title))
	e.text = " " + strings.Join(words, " ") + " "
	e.kinds, e.tone = kindsOf(e.text)
	if e.kinds == 0 {
		for _, f := range e.facts {
			if f.Evidence.Block == tv.Headline && f.Certainty.Answers() {
				e.kinds |= kindOf(f)
			}
		}
	}
	e.own = ownPiece(e.text, a.Title, named)
	e.readNames(a)
	e.words = map[string]float64{}
	for _, w := range words {
		if weight := weightOf(w); weight > 0 {
			e.words[stem(w)] = weight
		}
		if w[0] >= '0' && w[0] <= '9' {
			e.numbers = append(e.numbers, w)
		}
	}
	return e
}

// without drops a phrase from folded text.
func without(text, phrase string) string {
	if phrase == "" {
		return text
	}
	return strings.TrimSpace(strings.ReplaceAll(" "+text+" ", " "+phrase+" ", " "))
}

// joinDecimals keeps "6.1" and "1,200" one word.
func joinDecimals(s string) string {
	b := []byte(s)
	digit := func(i int) bool { return i >= 0 && i < len(b) && b[i] >= '0' && b[i] <= '9' }
	for i := range b {
		if (b[i] == '.' || b[i] == ',') && digit(i-1) && digit(i+1) {
			b[i] = 'p'
		}
	}
	return string(b)
}

// readSeasons notes the seasons of a title and writes each as "season s2".
func (e *Event) readSeasons(words []string) []string {
	var out []string
	season := func(n int) {
		e.seasons = append(e.seasons, n)
		out = append(out, "season", "s"+strconv.Itoa(n))
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		if rest, ok := strings.CutPrefix(w, "s"); ok {
			if n, err := strconv.Atoi(rest); err == nil && n > 0 && n < 100 {
				season(n)
				continue
			}
		}
		if w == "season" || w == "seasons" {
			read := false
			for ; i+1 < len(words); i++ {
				n, ok := cardinal(words[i+1])
				if read && (words[i+1] == "and" || words[i+1] == "through") && i+2 < len(words) {
					if n, ok = cardinal(words[i+2]); ok {
						i++
					}
				} else if read {
					break
				}
				if !ok {
					break
				}
				season(n)
				read = true
			}
			if !read {
				out = append(out, "season")
			}
			continue
		}
		if n, ok := ordinals[w]; ok {
			switch {
			case i+1 < len(words) && words[i+1] == "season":
				season(n)
				i++
				continue
			case i+3 < len(words) && words[i+1] == "and" && words[i+2] == "final" && words[i+3] == "season":
				season(n)
				out = append(out, "final", "season")
				i += 3
				continue
			}
		}
		out = append(out, w)
	}
	slices.Sort(e.seasons)
	e.seasons = slices.Compact(e.seasons)
	return out
}

// cardinal reads a season's number, which a year is not.
func cardinal(w string) (int, bool) {
	if n, ok := cardinals[w]; ok {
		return n, true
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && n > 0 && n < 100
}

// readNames notes the people that the title names, in full or by the last name.
func (e *Event) readNames(a Article) {
	people := slices.Clone(a.People)
	for _, f := range a.Facts {
		people = append(people, f.Person)
	}
	for _, p := range people {
		name := tv.Fold(p)
		if name == "" || slices.Contains(e.names, name) {
			continue
		}
		last := name[strings.LastIndexByte(name, ' ')+1:]
		if strings.Contains(e.text, " "+last+" ") {
			e.names = append(e.names, name)
		}
		if strings.Contains(e.text, " "+name+" on ") {
			e.own = true
		}
	}
}
