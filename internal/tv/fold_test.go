package tv

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Marvel’s The Defenders", "marvels the defenders"},
		{"Marvel's  Jessica\u00a0Jones", "marvels jessica jones"},
		{"Law & Order: Special Victims Unit", "law and order special victims unit"},
		{"S.W.A.T.", "swat"},
		{"Agents of S.H.I.E.L.D.", "agents of shield"},
		{"Chicago P.D.", "chicago pd"},
		{"Magnum, P.I.", "magnum pi"},
		{"A.P. Bio", "ap bio"},
		{"St. Denis Medical", "st denis medical"},
		{"M*A*S*H", "mash"},
		{"3%", "3 percent"},
		{"9-1-1: Lone Star", "9 1 1 lone star"},
		{"Disney+", "disney plus"},
		{"Love, Death + Robots", "love death robots"},
		{"’Til Death", "til death"},
		{"Writers’ Room", "writers room"},
		{"Pilou Asbæk", "pilou asbaek"},
		{"Ødegård, Straße, Łódź", "odegard strasse lodz"},
		{"Pokémon", "pokemon"},
		{"ＣＳＩ：Ｍｉａｍｉ", "csi miami"},
		{"오징어 게임", "오징어 게임"},
		{"Слово пацана", "слово пацана"},
		{"नागिन", "नागिन"},
		{"!?…", ""},
		{"", ""},
		{"\xff\xfeLost\xff", "lost"},
	} {
		if got := Fold(tt.name); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSlugOf(t *testing.T) {
	for _, tt := range []struct {
		title string
		want  Slug
	}{
		{"Marvel's The Defenders", "marvels-the-defenders"},
		{"Jessica Jones", "jessica-jones"},
		{"Law & Order: SVU", "law-and-order-svu"},
		{"3%", "3-percent"},
		{"M*A*S*H", "mash"},
		{"S.W.A.T.", "swat"},
		{"9-1-1", "9-1-1"},
		{"Carnivàle", "carnivale"},
		{"오징어 게임", "오징어-게임"},
		{"…", "untitled"},
		{strings.Repeat("x", 1000), Slug(strings.Repeat("x", 90))},
		{strings.Repeat("a title ", 100), Slug(strings.Repeat("a-title-", 11) + "a")},
	} {
		if got := SlugOf(tt.title); got != tt.want {
			t.Errorf("SlugOf(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func hostileNames(f *testing.F) {
	for _, s := range []string{
		"", " ", "The Defenders", "the-defenders-1961", "The Office (US", "((((", ")", "S.W.A.T.", "M*A*S*H", "a.b.c", "'''",
		"\x00\xff", "İstanbul", "ﬃ ½ Ⅷ", "e\u0301\u0327", "\u0345\u0301", "क्षि", "👩‍👩‍👧", "the the the", "a", "2017", "season 2",
		"marvels ", "netflix", strings.Repeat("the ", 200), strings.Repeat("(2017)", 100), strings.Repeat("x-", 500),
	} {
		f.Add(s)
	}
}

func FuzzFold(f *testing.F) {
	hostileNames(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := Fold(s)
		if !utf8.ValidString(got) {
			t.Errorf("Fold(%q) = %q is not valid UTF-8", s, got)
		}
		if strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
			t.Errorf("Fold(%q) = %q has stray spaces", s, got)
		}
		for _, r := range got {
			if r != ' ' && !wordRune(r) || r < utf8.RuneSelf && unicode.IsUpper(r) {
				t.Errorf("Fold(%q) = %q holds %q", s, got, r)
			}
		}
		if again := Fold(got); again != got {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, got, again)
		}
	})
}

func FuzzSlugOf(f *testing.F) {
	hostileNames(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := SlugOf(s)
		if got == "" || strings.ContainsAny(string(got), " /\n") {
			t.Errorf("SlugOf(%q) = %q", s, got)
		}
		if n := utf8.RuneCountInString(string(got)); n > longestSlug {
			t.Errorf("SlugOf(%q) has %d characters", s, n)
		}
	})
}

func FuzzFind(f *testing.F) {
	hostileNames(f)
	shows := append(Catalogue(), Show{Slug: "untitled", Title: "…"}, Show{Slug: "오징어-게임", Title: "오징어 게임", Country: "KR"})
	n := NewNames(shows)
	f.Fuzz(func(t *testing.T, asked string) {
		matches := n.Find(asked)
		if len(matches) > mostMatches {
			t.Errorf("Find(%q): %d matches", asked, len(matches))
		}
		for i, m := range matches {
			if m.Show.Slug == "" || i > 0 && m.Score > matches[i-1].Score {
				t.Errorf("Find(%q): match %d is %v after %v", asked, i, m, matches[max(i-1, 0)])
			}
		}
		Choose(matches, nil)
		if got := n.Complete(asked, 25); len(got) > 25 {
			t.Errorf("Complete(%q): %d shows", asked, len(got))
		}
		if got := n.Near(asked, 5); len(got) > 5 {
			t.Errorf("Near(%q): %d shows", asked, len(got))
		}
	})
}
