package facts

import (
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// FuzzRead reads arbitrary text as an article. Whatever it is, the reader
// comes back, and evidence is what its offsets cut.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"‘Night Ferry’ Renewed for Season 2 at HBO\nShowrunner June Castellano told Variety: “We are back.”\nAda (Nora Vance) returns.",
		"“An open quotation\n“and another,” said Nora Vance.",
		"A (B (C [D) E] F\n((((\n’’’‘‘‘\"\"\"",
		"Source: EW\nNora Vance\nNora Vance\nEditor at Outlet.",
		"Season 99, 3 and 2 of \xff\xfe ’s S.H.I.E.L.D. 9-1-1 on May 32, 2020 and Feb. 30.",
		"Over at NBC, Night Ferry is back for Season 3, Saltmarsh for Seasons 3 and 4.",
		"İstanbul\u00a0’\u2003s ‘ſ’ Doe‘s\u200b 'tis ǅ",
	} {
		f.Add(seed)
	}
	r := testReader()
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		a := news.Article{Title: lines[0], Published: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}
		kinds := []news.BlockKind{news.Paragraph, news.Blockquote, news.Heading, news.ListItem, news.SourceLine, news.AuthorBox, news.Caption}
		for i, l := range lines[1:] {
			a.Blocks = append(a.Blocks, news.Block{Kind: kinds[i%3], Text: l})
			if i > 3 {
				a.Blocks[i].Kind = kinds[(i+len(l))%len(kinds)]
			}
		}
		checkEvidence(t, a, r.Read(a))
		for _, part := range []string{"", "headline", "author_box"} {
			r.ReadLine(Line{Text: text, Part: part, Published: "2026-03-04", Context: Context{Headline: lines[0], Prev: text}})
		}
	})
}

// Any text is read in time that grows with its length alone.
func TestReadsLongText(t *testing.T) {
	long := strings.Repeat("Nora Vance (Ada) and ", 4000) + strings.Repeat("“", 2000) + strings.Repeat("(", 2000) + strings.Repeat(" ‘a", 4000)
	start := time.Now()
	testReader().Read(news.Article{Title: long, Blocks: []news.Block{{Kind: news.Paragraph, Text: long}}})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%d bytes took %v", 2*len(long), took)
	}
}

func benchReader(shows, people int) *Reader {
	words := strings.Fields(`harbor night copper glass salt lantern winter river stone garden silver northern hidden broken silent crimson golden
		broadway station island house bridge market summer county kingdom valley ocean desert forest falcon raven tiger`)
	var l Lists
	if shows > 0 {
		l.Shows = tv.Catalogue()
	}
	for i := len(l.Shows); i < shows; i++ {
		title := strings.Join([]string{words[i%len(words)], words[i/7%len(words)], words[i/91%len(words)]}, " ")
		title = strings.ToUpper(title[:1]) + title[1:] + " " + itoa(i)
		l.Shows = append(l.Shows, tv.Show{Slug: tv.SlugOf(title), Title: title, Ambiguity: tv.Distinct})
	}
	for i := range people {
		l.People = append(l.People, "Nora"+itoa(i/300)+" Vance"+itoa(i%300))
	}
	return NewReader(l)
}

// plain is what an article says beside its facts.
const plain = `The island has one road and it floods twice a day, which is how the trouble begins. A storm takes the harbour wall
in the first minutes and with it the only boat that could have reached the mainland before the weekend. What follows is less a mystery
than a study of people who have run out of excuses, and the camera never looks away from them. By the third hour the town has split
into those who want to leave and those who have nowhere to go, and the writing is at its best when nobody is right. Viewers who came
for the weather will stay for the kitchen scenes, where most of the season is decided over soup. The music is sparse, the light is
grey, and the jokes arrive when they are least welcome. There is a version of this story that would have been told in two hours with
a chase at the end; this one takes its time and is better for it. Nobody explains the lighthouse, and nobody should. `

// BenchmarkRead reads articles of 6 kB, with full lists and with none. A
// third of the text is sentences that state something.
func BenchmarkRead(b *testing.B) {
	lines := labelledLines(b, "testdata/lines.jsonl")
	a := news.Article{Title: "‘Night Ferry’ Renewed for Season 3 at HBO"}
	size := 0
	prose := strings.SplitAfter(strings.Join(strings.Fields(plain), " "), ". ")
	for i, l := range lines[40:] {
		text := l.Text + " " + prose[i%len(prose)] + prose[(i+3)%len(prose)]
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: text})
		if size += len(text); size > 6000 {
			break
		}
	}
	for _, bench := range []struct {
		name          string
		shows, people int
	}{{"lists", 60_000, 100_000}, {"none", 0, 0}} {
		b.Run(bench.name, func(b *testing.B) {
			r := benchReader(bench.shows, bench.people)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				r.Read(a)
			}
		})
	}
}
