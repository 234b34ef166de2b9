package page

import (
	"strings"
	"testing"
	"unicode/utf8"

	"greenlit/internal/news"
)

// checkBlocks holds blocks to what a Block promises: plain text in one line
// with single spaces, and emphasis on rune bounds.
func checkBlocks(t *testing.T, blocks []news.Block) {
	t.Helper()
	for _, b := range blocks {
		if b.Text == "" || b.Text != strings.TrimSpace(b.Text) || strings.Contains(b.Text, "  ") ||
			strings.ContainsAny(b.Text, "\n\r\t\u00a0\u2009\u202e") || !utf8.ValidString(b.Text) || b.Kind == "" {
			t.Errorf("block %+q of kind %q", b.Text, b.Kind)
		}
		for _, s := range b.Emphasis {
			if s.Start < 0 || s.End > len(b.Text) || s.Start >= s.End || !utf8.ValidString(b.Text[s.Start:s.End]) {
				t.Errorf("emphasis %v in %+q", s, b.Text)
			}
		}
	}
}

func FuzzFragment(f *testing.F) {
	for _, s := range []string{
		"", "plain\n\ntext", "<p>One <em>two</em></p>", "<b>One<p>Two</p></b>", "a&nbsp;<i>\u2009b</i>\u202ec", "<ul><li>x<li>y</ul>",
		"<p>Source: EW</p><p>Nora Bell</p><p>Staff Writer at Lantern</p>", "<em><em><a href=x>é</a></em></em>", "\xff<p>\xfe", "<img alt='A  b'>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkBlocks(t, Fragment(s, nil))
		if text := Text(s); text != Clean(text) {
			t.Errorf("Text(%q) = %q is not clean", s, text)
		}
	})
}

func FuzzFromText(f *testing.F) {
	f.Add(plainArticle)
	f.Add("One line")
	f.Add("T\n- a\n- b\nBy Nora Bell\n")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := FromText(s); err == nil {
			checkBlocks(t, d.Blocks)
		}
	})
}

func FuzzFromHTML(f *testing.F) {
	f.Add([]byte(richPage))
	f.Add([]byte(`<base href="//x"><link rel=canonical href="?a"><script type="application/ld+json">{"@type":"Article","headline":["a"],"author":"b"}</script>`))
	f.Fuzz(func(t *testing.T, page []byte) {
		d, err := FromHTML(page, nil)
		if err != nil {
			return
		}
		checkBlocks(t, d.Blocks)
		for _, link := range []string{d.Link, d.Image} {
			if link != "" && Link(nil, link) == "" {
				t.Errorf("link %q", link)
			}
		}
	})
}
