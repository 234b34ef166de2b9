package facts

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"greenlit/internal/tv"
)

// A labelled line says what may and what must not be found in it.
type labelled struct {
	Line
	Facts   []label `json:"facts"`
	MustNot []label `json:"must_not"`
}

type label struct {
	LineFact
	Optional       bool     `json:"optional"`
	SeasonOptional bool     `json:"season_optional"`
	Parts          []string `json:"parts"`
}

func labelledLines(t testing.TB, file string) []labelled {
	t.Helper()
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here", file)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []labelled
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var l labelled
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v: %s", file, err, sc.Text())
		}
		lines = append(lines, l)
	}
	return lines
}

var notWord = regexp.MustCompile(`[^\p{L}\p{N}_']+`)

// plainName is the form in which names are compared with labels.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune(`“”"`, r):
			return -1
		case strings.ContainsRune("’‘`´", r):
			return '\''
		}
		return r
	}, strings.ToLower(norm.NFKD.String(s)))
	s = strings.TrimSpace(notWord.ReplaceAllString(strings.ReplaceAll(s, "&", " and "), " "))
	for _, a := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest
		}
	}
	return s
}

func outletName(s string) string {
	if name, ok := tv.OutletByName(s); ok {
		return plainName(name)
	}
	return plainName(s)
}

func sameQuote(a, b string) bool {
	count := map[string]int{}
	wa, wb := strings.Fields(plainName(a)), strings.Fields(plainName(b))
	for _, w := range wa {
		count[w]++
	}
	shared := 0
	for _, w := range wb {
		if count[w] > 0 {
			count[w]--
			shared++
		}
	}
	return shared > 0 && float64(shared) >= 0.8*float64(max(len(wa), len(wb)))
}

func val[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

type verdict int

const (
	no verdict = iota
	partial
	yes
)

// judge compares a found fact with a label.
func judge(p LineFact, l label) verdict {
	if p.Type != l.Type {
		return no
	}
	is := func(ok bool) verdict {
		if ok {
			return yes
		}
		return no
	}
	same := func(a, b string) bool { return plainName(a) == plainName(b) }
	switch l.Type {
	case tv.Quote:
		if l.Speaker != "" && !same(p.Speaker, l.Speaker) {
			return no
		}
		return is(sameQuote(p.Text, l.Text) || slices.ContainsFunc(l.Parts, func(s string) bool { return sameQuote(p.Text, s) }))
	case tv.Source:
		return is(outletName(p.Name) == outletName(l.Name) || l.Canonical != "" && outletName(p.Name) == outletName(l.Canonical))
	case tv.Author:
		return is(same(p.Person, l.Person))
	}
	if l.Show != "" && !same(p.Show, l.Show) {
		return no
	}
	switch l.Type {
	case tv.Cast:
		switch {
		case !same(p.Person, l.Person):
			return no
		case l.Character == nil:
			return yes
		case p.Character == nil:
			return partial
		}
		return is(same(*p.Character, *l.Character))
	case tv.Crew:
		return is(same(p.Person, l.Person) && same(p.Role, l.Role))
	case tv.Status:
		pd, ld := string(val(p.Date)), string(val(l.Date))
		switch {
		case p.Status != l.Status,
			!l.SeasonOptional && l.Season != nil && val(p.Season) != *l.Season,
			ld != "" && pd != "" && !strings.HasPrefix(pd, ld) && !strings.HasPrefix(ld, pd):
			return no
		case ld != "" && pd == "":
			return partial
		}
		return yes
	case tv.Network:
		return is(same(p.Network, l.Network))
	case tv.Location:
		return is(same(p.Place, l.Place))
	}
	return no
}

// forbidden reports whether a found fact is one of the mistakes of a line.
func forbidden(p LineFact, l label) bool {
	if p.Type != l.Type || l.Show != "" && l.Type != tv.Quote && plainName(p.Show) != plainName(l.Show) {
		return false
	}
	if l.Current != nil && *l.Current && p.Current != nil && !*p.Current {
		return false
	}
	certainty := func(c tv.Certainty) tv.Certainty {
		if c == "" {
			return tv.Confirmed
		}
		return c
	}
	if certainty(p.Certainty) != certainty(l.Certainty) {
		return false
	}
	switch l.Type {
	case tv.Cast:
		return plainName(p.Person) == plainName(l.Person) && (l.Character == nil || plainName(val(p.Character)) == plainName(*l.Character))
	case tv.Status:
		return p.Status == l.Status && (l.Season == nil || val(p.Season) == *l.Season) && strings.HasPrefix(string(val(p.Date)), string(val(l.Date)))
	}
	return judge(p, l) == yes
}

type tally struct{ right, wrong, missed int }

func (t tally) precision() float64 { return ratio(t.right, t.right+t.wrong) }
func (t tally) recall() float64    { return ratio(t.right, t.right+t.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

type score struct {
	byType map[tv.FactType]*tally
	all    tally
	grave  []string
}

// measure reads the lines and counts what is right, wrong and missed.
func measure(r *Reader, lines []labelled, note func(string, ...any)) score {
	sc := score{byType: map[tv.FactType]*tally{}}
	at := func(t tv.FactType) *tally {
		if sc.byType[t] == nil {
			sc.byType[t] = &tally{}
		}
		return sc.byType[t]
	}
	for _, l := range lines {
		hit := map[int]bool{}
		for _, p := range r.ReadLine(l.Line).Facts {
			if slices.ContainsFunc(l.MustNot, func(m label) bool { return forbidden(p, m) }) {
				at(p.Type).wrong++
				sc.grave = append(sc.grave, fmt.Sprintf("%s %s", l.ID, show1(p)))
				continue
			}
			best, i := no, -1
			typed := false
			for k, f := range l.Facts {
				typed = typed || f.Type == p.Type
				if v := judge(p, f); v > best {
					best, i = v, k
				}
			}
			switch {
			case best == yes:
				if !hit[i] {
					at(p.Type).right++
				}
				hit[i] = true
			case best == partial, !typed && (p.Type == tv.Source || p.Type == tv.Author):
			default:
				at(p.Type).wrong++
				note("wrong  %s %s", l.ID, show1(p))
			}
		}
		for i, f := range l.Facts {
			if !hit[i] && !f.Optional {
				at(f.Type).missed++
				note("missed %s %s", l.ID, show1(f.LineFact))
			}
		}
	}
	for _, t := range sc.byType {
		sc.all.right += t.right
		sc.all.wrong += t.wrong
		sc.all.missed += t.missed
	}
	return sc
}

func show1(p LineFact) string {
	p.Evidence = ""
	b, _ := json.Marshal(p)
	return string(b)
}

// TestLabelledLines holds the reader to its bars: what it says is right, and
// it sees most of what is there.
func TestLabelledLines(t *testing.T) {
	for _, file := range []string{"testdata/lines.jsonl", "../../../shared/eval/facts-open.jsonl"} {
		t.Run(file[strings.LastIndexByte(file, '/')+1:], func(t *testing.T) {
			lines := labelledLines(t, file)
			sc := measure(testReader(), lines, t.Logf)
			recallBar := map[tv.FactType]float64{tv.Cast: .75, tv.Status: .75, tv.Network: .7, tv.Crew: .75, tv.Quote: .7}
			for _, kind := range []tv.FactType{tv.Cast, tv.Crew, tv.Status, tv.Network, tv.Location, tv.Quote, tv.Source, tv.Author} {
				n := sc.byType[kind]
				if n == nil {
					continue
				}
				t.Logf("%-9s right %3d wrong %2d missed %2d  precision %.3f recall %.3f", kind, n.right, n.wrong, n.missed, n.precision(), n.recall())
				if n.right+n.missed >= 10 && n.precision() < 0.95 {
					t.Errorf("precision of %s = %.3f, want at least 0.95", kind, n.precision())
				}
				if n.recall() < recallBar[kind] {
					t.Errorf("recall of %s = %.3f, want at least %.2f", kind, n.recall(), recallBar[kind])
				}
			}
			t.Logf("%d lines: precision %.3f recall %.3f", len(lines), sc.all.precision(), sc.all.recall())
			if sc.all.precision() < 0.95 || sc.all.recall() < 0.75 {
				t.Errorf("precision %.3f and recall %.3f, want at least 0.95 and 0.75", sc.all.precision(), sc.all.recall())
			}
			for _, g := range sc.grave {
				t.Errorf("must not be found: %s", g)
			}
		})
	}
}
