package render

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"
)

func TestCut(t *testing.T) {
	tests := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"short text stays", "abc", 3, "abc"},
		{"room for the dots", "abcd", 3, "ab…"},
		{"between words", "The Defenders of New York", 18, "The Defenders of…"},
		{"a word too long for that", "The " + strings.Repeat("x", 30), 10, "The xxxxx…"},
		{"astral characters count twice", "😀😀😀", 5, "😀😀…"},
		{"accents stay on their letters", "ae\u0301e\u0301e\u0301", 5, "ae\u0301…"},
		{"families stay together", "a👩‍👩‍👧‍👦b", 6, "a…"},
		{"flags stay together", "🇩🇪🇫🇷🇪🇸", 7, "🇩🇪…"},
		{"skin tones stay", "👍🏽👍🏽", 6, "👍🏽…"},
		{"an escape stays whole", `ab\*\*\*`, 6, `ab\*…`},
		{"escaped backslashes", `\\\\\\`, 4, `\\…`},
		{"no room", "abc", 0, ""},
		{"room for the dots alone", "abc", 1, "…"},
		{"a character without end", "a" + strings.Repeat("\u0301", 500), 200, "a" + strings.Repeat("\u0301", 198) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Cut(tt.in, tt.limit); got != tt.want {
				t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
			}
		})
	}
}

func TestCutKeepsWithinTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Escape(hostile().Draw(t, "s"))
		limit := rapid.IntRange(0, 300).Draw(t, "limit")
		got := Cut(s, limit)
		if n := len(utf16.Encode([]rune(got))); n > limit || utf8.RuneCountInString(got) > limit {
			t.Fatalf("Cut(%q, %d) is %d long", s, limit, n)
		}
		if !utf8.ValidString(got) || openEscape(strings.TrimSuffix(got, "…")) {
			t.Fatalf("Cut(%q, %d) = %q ends inside a character or an escape", s, limit, got)
		}
		if got != s && !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			t.Fatalf("Cut(%q, %d) = %q is no beginning of it", s, limit, got)
		}
		if special := active(got); special != "" {
			t.Fatalf("Cut(%q, %d) = %q makes %q active", s, limit, got, special)
		}
	})
}

// problem tells what Discord would refuse in the embeds of one message, or "".
func problem(embeds []*discordgo.MessageEmbed) string {
	if len(embeds) > 10 {
		return fmt.Sprintf("%d embeds", len(embeds))
	}
	sum := 0
	var found string
	check := func(what, s string, limit int, required bool) {
		n := max(len(utf16.Encode([]rune(s))), utf8.RuneCountInString(s))
		sum += n
		if n > limit || required && strings.TrimSpace(s) == "" || !utf8.ValidString(s) {
			found = fmt.Sprintf("%s of %d characters: %q", what, n, s)
		}
	}
	for _, e := range embeds {
		check("title", e.Title, 256, false)
		check("description", e.Description, 4096, false)
		if e.Footer != nil {
			check("footer", e.Footer.Text, 2048, true)
		}
		if e.Author != nil {
			check("author", e.Author.Name, 256, true)
		}
		if len(e.Fields) > 25 {
			return fmt.Sprintf("%d fields", len(e.Fields))
		}
		for _, f := range e.Fields {
			check("field name", f.Name, 256, true)
			check("field value", f.Value, 1024, true)
		}
		if e.URL != "" && Link(e.URL) != e.URL {
			return "URL " + e.URL
		}
		if e.Image != nil && (e.Image.URL == "" || Link(e.Image.URL) != e.Image.URL) {
			return "image " + e.Image.URL
		}
		if e.Title == "" && e.Description == "" && len(e.Fields) == 0 && e.Image == nil {
			return "an empty embed"
		}
	}
	if sum > 6000 {
		return fmt.Sprintf("%d characters in all", sum)
	}
	return found
}

func TestFitKeepsWhatDiscordTakes(t *testing.T) {
	long := strings.Repeat("😀a", 3000)
	full := func() *discordgo.MessageEmbed {
		e := &discordgo.MessageEmbed{
			Title: long, Description: long, URL: "javascript:x",
			Author: &discordgo.MessageEmbedAuthor{Name: long},
			Footer: &discordgo.MessageEmbedFooter{Text: long},
			Image:  &discordgo.MessageEmbedImage{URL: "data:x"},
		}
		for range 30 {
			e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: long, Value: long}, &discordgo.MessageEmbedField{Name: "x"})
		}
		return e
	}
	tests := map[string][]*discordgo.MessageEmbed{
		"nothing":        nil,
		"empty":          {{Footer: &discordgo.MessageEmbedFooter{Text: " "}}},
		"one full":       {full()},
		"two full":       {full(), full()},
		"eleven small":   {{Title: "1"}, {Title: "2"}, {Title: "3"}, {Title: "4"}, {Title: "5"}, {Title: "6"}, {Title: "7"}, {Title: "8"}, {Title: "9"}, {Title: "10"}, {Title: "11"}},
		"exactly full":   {{Title: strings.Repeat("t", 256), Description: strings.Repeat("d", 4096), Footer: &discordgo.MessageEmbedFooter{Text: strings.Repeat("f", 1648)}}},
		"one too many":   {{Title: strings.Repeat("t", 256), Description: strings.Repeat("d", 4096), Footer: &discordgo.MessageEmbedFooter{Text: strings.Repeat("f", 1649)}}},
		"blank at edges": {{Title: strings.Repeat(" ", 300) + "t", Description: "d"}},
	}
	for name, embeds := range tests {
		t.Run(name, func(t *testing.T) {
			if p := problem(Fit(embeds)); p != "" {
				t.Errorf("Discord would refuse: %s", p)
			}
		})
	}
	exact := Fit(tests["exactly full"])
	if got := Length(exact[0].Footer.Text); got != 1648 {
		t.Errorf("a message of exactly 6000 characters keeps %d of its footer, want 1648", got)
	}
}
