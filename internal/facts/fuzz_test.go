package facts

import (
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
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
