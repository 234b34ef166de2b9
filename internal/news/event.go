package news

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"greenlit/internal/tv"
)

// An Event is what an article tells, in the form in which two articles are
// compared. It is worth keeping, as JSON, where one is compared with many.
type Event struct {
	Link   string    `json:"l,omitempty"` // canonical
	Outlet string    `json:"o,omitempty"` // folded
	When   time.Time `json:"t"`
	Shows  []tv.Slug `json:"s,omitempty"` // that the article is about, most important first
	Claims []claim   `json:"c,omitempty"` // of the headline and the first paragraph

	Kinds   kinds    `json:"k,omitempty"` // of event that the title tells
	Own     bool     `json:"w,omitempty"` // a piece of the outlet's own, such as a review
	Tones   []string `json:"m,omitempty"` // words of the title that make it another event: "prequel", "not"
	Seasons []int    `json:"n,omitempty"` // of the title
	Numbers []string `json:"u,omitempty"` // of the title, besides seasons
	Names   []string `json:"p,omitempty"` // of people, folded, in the title
	Words   []string `json:"r,omitempty"` // of the title, stems
	Usual   []string `json:"a,omitempty"` // those that mean little
}

// A claim is a fact that tells an event.
type claim struct {
	Kind    kinds   `json:"k"`
	Show    tv.Slug `json:"s"`
	Unsure  bool    `json:"u,omitempty"`
	Season  int     `json:"n,omitempty"`
	Date    tv.Date `json:"d,omitempty"`
	Person  string  `json:"p,omitempty"` // folded
	Network string  `json:"w,omitempty"` // folded
}

// EventOf prepares an article with its reading for comparison.
func EventOf(a Article) Event {
	e := Event{Link: CanonicalLink(a.Link), Outlet: tv.Fold(a.Outlet), When: a.When()}
	title := tv.Fold(joinDecimals(a.Title))
	var named []string // of shows, folded
	for _, m := range a.Shows {
		if m.About {
			e.Shows = append(e.Shows, m.Show)
		}
		show := strings.ReplaceAll(string(m.Show), "-", " ")
		named = append(named, show)
		title = without(title, show)
		if short, ok := strings.CutPrefix(show, "the "); ok {
			title = without(title, short)
		}
	}
	words := e.readSeasons(strings.Fields(title))
	text := " " + strings.Join(words, " ") + " "
	e.Kinds, e.Tones = kindsOf(text)
	e.Own = ownPiece(text, e.Kinds, a.Title, named)
	e.readFacts(a.Facts)
	e.readNames(text, a)
	for _, w := range words {
		if w[0] >= '0' && w[0] <= '9' {
			e.Numbers = append(e.Numbers, w)
		}
		switch {
		case empty(w):
		case slices.Contains(usualWords, w):
			e.Usual = append(e.Usual, stem(w))
		default:
			e.Words = append(e.Words, stem(w))
		}
	}
	for _, list := range []*[]string{&e.Words, &e.Usual} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return e
}

// readFacts notes what the headline and the first paragraph state. A title in
// which no event was recognised tells those of its own facts.
func (e *Event) readFacts(facts []tv.Fact) {
	silent := e.Kinds == 0
	for _, f := range facts {
		kind := kindOf(f)
		if kind == 0 || f.Evidence.Block > 0 || f.Certainty == tv.Denied {
			continue
		}
		if silent && f.Evidence.Block == tv.Headline && f.Certainty.Answers() {
			e.Kinds |= kind
		}
		e.Claims = append(e.Claims, claim{
			Kind: kind, Show: f.Show, Unsure: !f.Certainty.Answers(), Season: f.Season, Date: f.Date,
			Person: tv.Fold(f.Person), Network: tv.Fold(f.Network),
		})
	}
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
		e.Seasons = append(e.Seasons, n)
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
	slices.Sort(e.Seasons)
	e.Seasons = slices.Compact(e.Seasons)
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
func (e *Event) readNames(text string, a Article) {
	people := slices.Clone(a.People)
	for _, f := range a.Facts {
		people = append(people, f.Person)
	}
	for _, p := range people {
		name := tv.Fold(p)
		if name == "" || slices.Contains(e.Names, name) {
			continue
		}
		last := name[strings.LastIndexByte(name, ' ')+1:]
		if strings.Contains(text, " "+last+" ") {
			e.Names = append(e.Names, name)
		}
		if strings.Contains(text, " "+name+" on ") {
			e.Own = true
		}
	}
}
