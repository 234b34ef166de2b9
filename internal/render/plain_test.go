package render

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
)

func TestPlain(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"markup", "**bold** __line__ *it* ~~no~~ ||x|| `co*de`", "bold line it no ||x|| co*de"},
		{"escapes", `\*a\* \[b\] C\\D`, `*a* [b] C\D`},
		{"a backslash of its own", `a\b`, `a\b`},
		{"link", "[The \\[new\\] **one**](https://x.example/a)", "The [new] one (https://x.example/a)"},
		{"brackets that are no link", "[a] (b)", "[a] (b)"},
		{"times", "<t:1487097000:D>, <t:1487097000>", "14 February 2017, 14 February 2017, 18:30 UTC"},
		{"mentions", "in <#123> by <@4>", "in #123 by @4"},
		{"bare address", "<https://x.example/_a_>", "https://x.example/_a_"},
		{"small print", "a\n-# b", "a\n  b"},
		{"open ends", "a [b <t:x> `c", "a [b <t:x> `c"},
		{"terminal control", "a\x1b[31mb", "a[31mb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Plain(tt.in, nil); got != tt.want {
				t.Errorf("Plain(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestPlainShowsAPost(t *testing.T) {
	want := `Heroic Hollywood
Krysten Ritter on *The Defenders*
https://heroichollywood.example/defenders-(ritter)/

She would do it again.

by Michael Mistroff · via Entertainment Weekly

In short
  Mike Colter as Luke Cage
  Marco Ramirez, showrunner

Image: https://heroichollywood.example/ritter.jpg
The Defenders (2017, Netflix)
14 February 2017, 18:30 UTC`
	m := Post(news.Delivery{Article: ritter, Show: defenders})
	if got := Plain(m.Content, m.Embeds); got != want {
		t.Errorf("the post reads\n%s\nwant\n%s", got, want)
	}
}

func TestPlainWraps(t *testing.T) {
	address := "https://x.example/" + strings.Repeat("a", 100)
	text := "-# " + strings.Repeat("word ", 30) + "[link](" + address + ") " + strings.Repeat("漢字 ", 30)
	got := Plain("", []*discordgo.MessageEmbed{{Description: text}})
	for line := range strings.SplitSeq(got, "\n") {
		if cells(line) > columns && !strings.Contains(line, address) {
			t.Errorf("line of %d columns: %s", cells(line), line)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("line ends with spaces: %q", line)
		}
	}
	if !strings.Contains(got, "("+address+")") {
		t.Errorf("the address is broken in\n%s", got)
	}
}
