package news

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"greenlit/internal/tv"
)

// A labelled article, and the story that it tells.
type labelled struct {
	story string
	Article
}

// TestSameStory measures on pairs of articles with labels. The rules were
// made with one half of them in sight.
func TestSameStory(t *testing.T) {
	for _, half := range []struct {
		file   string
		recall float64 // at least
	}{{"same-tuned.txt", 0.9}, {"same-heldout.txt", 0.8}} {
		t.Run(half.file, func(t *testing.T) {
			var right, wrong, missed, pairs int
			for _, block := range readLabelled(t, "testdata/"+half.file) {
				for i, a := range block {
					for _, b := range block[:i] {
						pairs++
						want := a.story == b.story && a.story != "-"
						got := SameStory(a.Article, b.Article)
						if back := kept(t, b.Article).Same(kept(t, a.Article)); back != got {
							t.Errorf("%q and %q: %v one way, %v the other and kept as JSON", a.Title, b.Title, got, back)
						}
						switch {
						case got && want:
							right++
						case got:
							wrong++
							t.Logf("joined: %q and %q", b.Title, a.Title)
						case want:
							missed++
							t.Logf("missed: %q and %q", b.Title, a.Title)
						}
					}
				}
			}
			precision := float64(right) / float64(right+wrong)
			recall := float64(right) / float64(right+missed)
			t.Logf("%d pairs, %d of one story: precision %.3f, recall %.3f", pairs, right+missed, precision, recall)
			if precision < 0.97 || recall < half.recall {
				t.Errorf("precision %.3f, recall %.3f, want 0.97 and %.2f", precision, recall, half.recall)
			}
		})
	}
}

// kept is an article's event after it was stored.
func kept(t *testing.T, a Article) (e Event) {
	t.Helper()
	stored, err := json.Marshal(EventOf(a))
	if err == nil {
		err = json.Unmarshal(stored, &e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func readLabelled(t *testing.T, name string) [][]labelled {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var blocks [][]labelled
	var show tv.Slug
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !strings.Contains(line, "|") {
			slug, _, _ := strings.Cut(line, " ")
			show = tv.Slug(slug)
			blocks = append(blocks, nil)
			continue
		}
		a, err := readArticle(line, show)
		if err != nil {
			t.Fatalf("%s: %q: %v", name, line, err)
		}
		a.Link = fmt.Sprintf("https://example.com/%s/%d", show, len(blocks[len(blocks)-1]))
		blocks[len(blocks)-1] = append(blocks[len(blocks)-1], a)
	}
	return blocks
}

func readArticle(line string, show tv.Slug) (labelled, error) {
	fields := strings.Split(line, "|")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	fields = append(fields, "", "")
	head := strings.Fields(fields[0])
	hours, err := strconv.ParseFloat(head[1], 64)
	if err != nil {
		return labelled{}, err
	}
	a := labelled{story: head[0]}
	a.Outlet = strings.Join(head[2:], " ")
	a.Published = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours * float64(time.Hour)))
	a.Title = fields[1]
	a.Shows = []Mention{{Show: show, About: true}}
	for s := range strings.SplitSeq(fields[3], ",") {
		s = strings.TrimSpace(s)
		inner := strings.Trim(s, "()")
		if inner != "" {
			a.Shows = append(a.Shows, Mention{Show: tv.Slug(inner), About: inner == s})
		}
	}
	for s := range strings.SplitSeq(fields[2], ";") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if people, ok := strings.CutPrefix(s, "people "); ok {
			a.People = append(a.People, strings.Split(people, ", ")...)
			continue
		}
		f, err := readFact(s, show)
		if err != nil {
			return labelled{}, err
		}
		if f.Person != "" {
			a.People = append(a.People, f.Person)
		}
		a.Facts = append(a.Facts, f)
	}
	return a, nil
}

// readFact reads "renewed 2", "^cast Ada Vance", "?network Hulu".
func readFact(s string, show tv.Slug) (tv.Fact, error) {
	f := tv.Fact{Show: show, Certainty: tv.Confirmed}
	for {
		rest, ok := s[1:], true
		switch s[0] {
		case '^':
			f.Evidence.Block = tv.Headline
		case '.':
			f.Evidence.Block = 4
		case '?':
			f.Certainty = tv.Rumoured
		case '!':
			f.Certainty = tv.Denied
		default:
			ok = false
		}
		if !ok {
			break
		}
		s = rest
	}
	words := strings.Fields(s)
	kind, words := words[0], words[1:]
	name := func() string { return strings.Join(words, " ") }
	last := func(roles ...string) string {
		for _, r := range roles {
			if len(words) > 0 && words[len(words)-1] == r {
				words = words[:len(words)-1]
				return r
			}
		}
		return ""
	}
	switch kind {
	case "cast":
		f.Type, f.Person = tv.Cast, name()
	case "crew":
		f.Type, f.Role = tv.Crew, last(tv.Creator, tv.Showrunner, tv.Director, tv.Writer)
		f.Person = name()
	case "left":
		f.Former, f.Type = true, tv.Cast
		if f.Role = last(tv.Showrunner); f.Role != "" {
			f.Type = tv.Crew
		}
		f.Person = name()
	case "quote":
		f.Type, f.Person = tv.Quote, name()
	case "network":
		f.Type, f.Network = tv.Network, name()
	default:
		f.Type, f.Status = tv.Status, tv.StatusKind(map[string]string{"premiere": "premiere_dated"}[kind])
		if f.Status == "" {
			f.Status = tv.StatusKind(kind)
		}
		for _, w := range words {
			n, err := strconv.Atoi(w)
			switch {
			case err == nil && n < 100:
				f.Season = n
			case w[0] >= '0' && w[0] <= '9':
				f.Date = tv.Date(w)
			default:
				f.Show = tv.Slug(w)
			}
		}
		if err := f.Date.Valid(); err != nil {
			return f, err
		}
	}
	return f, nil
}

func TestSameStoryAtItsEdges(t *testing.T) {
	base, err := readArticle("a 0 Pilot Week | ‘Harbor Lights’ Renewed for Season 2 at HBO | ^renewed 2", "harbor-lights")
	if err != nil {
		t.Fatal(err)
	}
	base.Link = "https://pilot.example/1"
	other := base.Article
	other.Outlet, other.Link = "Sofa Wire", "https://sofa.example/1"
	with := func(change func(*Article)) Article {
		a := other
		change(&a)
		return a
	}
	for _, c := range []struct {
		name    string
		article Article
		want    bool
	}{
		{"another outlet", other, true},
		{"35 hours later", with(func(a *Article) { a.Published = a.Published.Add(35 * time.Hour) }), true},
		{"37 hours later", with(func(a *Article) { a.Published = a.Published.Add(37 * time.Hour) }), false},
		{"37 hours earlier", with(func(a *Article) { a.Published = a.Published.Add(-37 * time.Hour) }), false},
		{"the same page a week later", with(func(a *Article) {
			a.Title, a.Link, a.Published = "Another title", base.Link+"?utm_source=feed", a.Published.Add(7*24*time.Hour)
		}), true},
		{"the same outlet at another address", with(func(a *Article) { a.Outlet = "PILOT WEEK" }), true},
		{"the same outlet with a column of one title", with(func(a *Article) {
			a.Outlet, a.Published = "Pilot Week", a.Published.Add(24*time.Hour)
		}), false},
		{"the same outlet in other words", with(func(a *Article) {
			a.Outlet, a.Title = "Pilot Week", "HBO Gives ‘Harbor Lights’ a Second Season"
		}), false},
		{"the show in passing", with(func(a *Article) { a.Shows = []Mention{{Show: "harbor-lights"}, {Show: "x", About: true}} }), false},
		{"no show", with(func(a *Article) { a.Shows = nil }), false},
		{"a rumour", with(func(a *Article) {
			a.Facts = []tv.Fact{{Type: tv.Status, Show: "harbor-lights", Status: tv.Renewed, Certainty: tv.Rumoured}}
		}), false},
		{"without facts", with(func(a *Article) { a.Facts = nil }), true},
		{"nothing but the show", with(func(a *Article) { a.Title, a.Facts = "Harbor Lights", nil }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := SameStory(base.Article, c.article); got != c.want {
				t.Errorf("SameStory is %v, want %v", got, c.want)
			}
		})
	}
}

func FuzzSameStory(f *testing.F) {
	f.Add("‘Harbor Lights’ Renewed for Seasons 2 and 3", "Season Season 1 and and 2 S3", "harbor-lights", "Ada Vance")
	f.Add("", " ", "-", " ")
	f.Fuzz(func(t *testing.T, title, other, show, person string) {
		a := Article{Title: title, Outlet: "One", Reading: Reading{Shows: []Mention{{Show: tv.Slug(show), About: true}}, People: []string{person}}}
		b := a
		b.Title, b.Outlet = other, "Two"
		if one, two := SameStory(a, b), SameStory(b, a); one != two {
			t.Errorf("%q and %q: %v one way, %v the other", title, other, one, two)
		}
	})
}

func BenchmarkEvent(b *testing.B) {
	a, err := readArticle("a 20 Reel Ledger | Ines Corto Boards AMC’s ‘Redwood Nine’ as Series Regular in Season 3 | ^cast Ines Corto; renewed 3", "redwood-nine")
	if err != nil {
		b.Fatal(err)
	}
	e := EventOf(a.Article)
	o := e
	o.Link, o.Outlet = "other", "other"
	b.Run("of", func(b *testing.B) {
		for b.Loop() {
			EventOf(a.Article)
		}
	})
	stored, err := json.Marshal(e)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		b.ReportMetric(float64(len(stored)), "B")
		for b.Loop() {
			if err := json.Unmarshal(stored, new(Event)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("same", func(b *testing.B) {
		for b.Loop() {
			e.Same(o)
		}
	})
}
