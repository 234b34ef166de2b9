package render

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEscape(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text stays", "The Defenders: Season 2, 50% off (really)", "The Defenders: Season 2, 50% off (really)"},
		{"emphasis", "*a* _b_ ~~c~~ ||d|| `e`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"},
		{"backslash", `a\*b`, `a\\\*b`},
		{"masked link", "[click](https://evil.example)", `\[click\](https\://evil.example)`},
		{"bare link", "see https://evil.example", `see https\://evil.example`},
		{"heading", "# Big\n  ## Two", "\\# Big\n  \\## Two"},
		{"small print", "-# small", `\-# small`},
		{"lists", "- a\n* b\n+ c\n12. d", "\\- a\n\\* b\n\\+ c\n12\\. d"},
		{"quote", "> a\n>>> b", "\\> a\n\\>\\>\\> b"},
		{"hash and dash inside a line", "9-1-1 is #1", "9-1-1 is #1"},
		{"year at the start of a line", "2026 was fine. 3.5", "2026 was fine. 3.5"},
		{"mentions", "<@123> <@&5> <#7> <t:1:R> </news:1> <:e:1>", `\<@123\> \<@&5\> \<#7\> \<t:1:R\> \</news:1\> \<:e:1\>`},
		{"everyone", "@everyone @HERE me@hereford.example", "@\u200beveryone @\u200bHERE me@\u200bhereford.example"},
		{"controls and direction marks", "a\x00\x1b[31mb\u202ec\u2066d\tx", `a\[31mbcd x`},
		{"broken UTF-8", "a\xffb", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Escape(tt.in); got != tt.want {
				t.Errorf("Escape(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLink(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://tvline.com/news/", "https://tvline.com/news/"},
		{" http://tvline.com/a?b=c#d ", "http://tvline.com/a?b=c#d"},
		{"https://tvline.com/a b", "https://tvline.com/a%20b"},
		{"javascript:alert(1)", ""},
		{"ftp://tvline.com/", ""},
		{"//tvline.com/", ""},
		{"/news", ""},
		{"https://", ""},
		{"https://tvline.com@evil.example/", ""},
		{"https://tvline.com/\n", "https://tvline.com/"},
		{"https://tvline.com/" + strings.Repeat("a", maxURL), ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Link(tt.in); got != tt.want {
			t.Errorf("Link(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestMaskedLinkEndsWhereItShould(t *testing.T) {
	got := linked(Escape("a](b"), "https://x.example/a)(b")
	if want := `[a\](b](https://x.example/a%29%28b)`; got != want {
		t.Errorf("link is %s, want %s", got, want)
	}
	if got := linked("a", "javascript:x"); got != "a" {
		t.Errorf("link without an address is %s, want the text alone", got)
	}
}

// hostile draws text full of what Discord gives a meaning to.
func hostile() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"*", "_", "~~", "||", "`", "```", "\\", "[", "](", ")", "<", ">", "#", "-# ", "- ", "1. ", "\n", " ",
			"@everyone", "@here", "<@123>", "<#1>", "<t:1:R>", "https://evil.example/_a_", "[x](https://evil.example)",
			"e\u0301", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "\u202e", "שלום", "漢字", "\x00", "\xff", "word", "The Defenders",
		}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			s = strings.Repeat(s, 400)
		}
		return s
	})
}

// TestEscapedTextShowsAsItStands reads escaped text the way Discord does.
func TestEscapedTextShowsAsItStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "s")
		escaped := Escape(s)
		want := strings.ReplaceAll(clean(s), "@"+zeroWidth, "@")
		if got := unmark(escaped); got != want {
			t.Fatalf("%q is shown as %q, want %q", escaped, got, want)
		}
		if special := active(escaped); special != "" {
			t.Fatalf("Escape(%q) = %q leaves %q active", s, escaped, special)
		}
	})
}

// active returns what in the text still has a meaning to Discord.
func active(s string) string {
	lineStart := true
	for s != "" {
		if s[0] == '\\' {
			if len(s) < 2 || !punctuation(s[1]) {
				return `\`
			}
			s, lineStart = s[2:], false
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		if strings.ContainsRune("*_~|`[]<>", r) || lineStart && (strings.ContainsRune("#-+", r) || listNumber(s) > 0) {
			return string(r)
		}
		for _, word := range []string{"@everyone", "@here", "://"} {
			if hasPrefixFold(s, word) {
				return word
			}
		}
		lineStart = r == '\n' || lineStart && r == ' '
		s = s[size:]
	}
	return ""
}
