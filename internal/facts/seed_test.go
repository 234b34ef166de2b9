package facts

import (
	"os"
	"strings"
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// testReader is a reader with the lists that the program has.
func testReader() *Reader { return NewReader(Lists{Shows: tv.Catalogue()}) }

// readSeed reads the article that the project starts from.
func readSeed(t testing.TB) (news.Article, news.Reading) {
	t.Helper()
	text, err := os.ReadFile("../../../shared/seed/defenders.txt")
	if os.IsNotExist(err) {
		t.Skip("the seed article is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var a news.Article
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			continue
		}
		kind := news.Paragraph
		switch {
		case i == 0:
			a.Title = line
			continue
		case strings.HasSuffix(line, "Logo"):
			kind = news.Caption
		case strings.HasPrefix(line, "Source:"):
			kind = news.SourceLine
		case len(a.Blocks) > 0 && (a.Blocks[len(a.Blocks)-1].Kind == news.SourceLine || a.Blocks[len(a.Blocks)-1].Kind == news.AuthorBox):
			kind = news.AuthorBox
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: kind, Text: line})
	}
	return a, testReader().Read(a)
}

func TestSeedArticle(t *testing.T) {
	a, got := readSeed(t)
	const defenders, jones = tv.Slug("the-defenders"), tv.Slug("jessica-jones")
	want := map[saying]bool{}
	say := func(f tv.Fact) { want[found{Fact: f}.sayingOf()] = true }
	for actor, part := range map[string]string{
		"Charlie Cox": "Daredevil", "Krysten Ritter": "Jessica Jones", "Mike Colter": "Luke Cage",
		"Finn Jones": "Iron Fist", "Sigourney Weaver": "Alexandra",
	} {
		say(tv.Fact{Type: tv.Cast, Show: defenders, Person: actor, Character: part})
	}
	say(tv.Fact{Type: tv.Cast, Show: jones, Person: "Krysten Ritter"})
	say(tv.Fact{Type: tv.Crew, Show: defenders, Person: "Marco Ramirez", Role: tv.Showrunner})
	say(tv.Fact{Type: tv.Network, Show: defenders, Network: "Netflix"})
	say(tv.Fact{Type: tv.Location, Show: defenders, Place: "New York City"})
	say(tv.Fact{Type: tv.Status, Show: defenders, Status: tv.InProduction, Season: 1})
	say(tv.Fact{Type: tv.Status, Show: jones, Status: tv.Renewed, Season: 2})
	say(tv.Fact{Type: tv.Source, Outlet: "Entertainment Weekly"})
	say(tv.Fact{Type: tv.Author, Person: "Michael Mistroff", Role: "News Editor, Film/TV Reporter", Outlet: "Heroic Hollywood"})
	for _, other := range []tv.Slug{"daredevil", "jessica-jones", "luke-cage", "iron-fist"} {
		say(tv.Fact{Type: tv.Crossover, Show: defenders, Text: string(other)})
	}

	quotes := 0
	for _, f := range got.Facts {
		if f.Type == tv.Quote {
			quotes++
			if f.Person != "Krysten Ritter" || f.Outlet != "Entertainment Weekly" ||
				!strings.HasPrefix(f.Text, "It just feels fun.") || !strings.HasSuffix(f.Text, "I’m in.") {
				t.Errorf("quotation = %q by %q in %q", f.Text, f.Person, f.Outlet)
			}
			continue
		}
		s := found{Fact: f}.sayingOf()
		if _, ok := want[s]; !ok {
			t.Errorf("claims %+v", f)
		}
		want[s] = false
		if f.Show == defenders && f.Season > 1 {
			t.Errorf("claims a season %d of The Defenders: %+v", f.Season, f)
		}
	}
	for s, missing := range want {
		if missing {
			t.Errorf("does not find %+v", s)
		}
	}
	if quotes != 1 {
		t.Errorf("%d quotations, want 1", quotes)
	}
	for _, m := range []tv.Slug{defenders, jones} {
		if !got.Mentions(m) {
			t.Errorf("does not mention %s", m)
		}
	}
	checkEvidence(t, a, got)
}

// checkEvidence fails where a fact's evidence is not what its offsets cut.
func checkEvidence(t testing.TB, a news.Article, r news.Reading) {
	t.Helper()
	for _, f := range r.Facts {
		text := a.Title
		if f.Evidence.Block != tv.Headline {
			if f.Evidence.Block < 0 || f.Evidence.Block >= len(a.Blocks) {
				t.Errorf("%s: block %d of %d", f.Rule, f.Evidence.Block, len(a.Blocks))
				continue
			}
			text = a.Blocks[f.Evidence.Block].Text
		}
		start, end := f.Evidence.Start, f.Evidence.End
		if start < 0 || end > len(text) || start >= end || text[start:end] != f.Evidence.Sentence {
			t.Errorf("%s: evidence %d–%d of %d bytes is not %q", f.Rule, start, end, len(text), f.Evidence.Sentence)
		}
		if f.Rule == "" || f.Certainty == "" {
			t.Errorf("fact without rule or certainty: %+v", f)
		}
	}
}
