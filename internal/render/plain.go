package render

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/width"
)

// columns is how wide a terminal is taken to be.
const columns = 80

// Plain shows a message on a terminal: without Markdown other than the bars
// around what Discord hides, addresses written out, times as dates in UTC, wrapped to 80 columns.
func Plain(content string, embeds []*discordgo.MessageEmbed) string {
	var parts []string
	if content != "" {
		parts = append(parts, wrap(unmark(content)))
	}
	for _, e := range embeds {
		parts = append(parts, plainEmbed(e))
	}
	return strings.TrimSpace(joined(parts, "\n\n"))
}

func plainEmbed(e *discordgo.MessageEmbed) string {
	head := []string{}
	if e.Author != nil {
		head = append(head, wrap(Line(e.Author.Name)))
	}
	head = append(head, wrap(unmark(e.Title)), Line(e.URL))
	parts := []string{joined(head, "\n"), wrap(unmark(e.Description))}
	for _, f := range e.Fields {
		parts = append(parts, wrap(unmark(f.Name))+"\n"+wrap(indent(unmark(f.Value))))
	}
	var foot []string
	if e.Image != nil {
		foot = append(foot, "Image: "+Line(e.Image.URL))
	}
	if e.Footer != nil {
		foot = append(foot, wrap(Line(e.Footer.Text)))
	}
	if t, err := time.Parse(time.RFC3339, e.Timestamp); err == nil {
		foot = append(foot, t.UTC().Format("2 January 2006, 15:04 UTC"))
	}
	return joined(append(parts, joined(foot, "\n")), "\n\n")
}

// unmark takes the Markdown out of a text, as far as Greenlit writes any.
func unmark(s string) string {
	var b strings.Builder
	lineStart := true
	for s != "" {
		if lineStart && strings.HasPrefix(s, "-# ") {
			b.WriteString("  ")
			s = s[len("-# "):]
			continue
		}
		text, n := unmarkOne(s)
		b.WriteString(text)
		lineStart = s[n-1] == '\n'
		s = s[n:]
	}
	return clean(b.String())
}

// unmarkOne returns the plain form of what s begins with, and how many bytes
// of s it stands for.
func unmarkOne(s string) (text string, n int) {
	switch s[0] {
	case '\\':
		if _, size := utf8.DecodeRuneInString(s[1:]); size > 0 && punctuation(s[1]) {
			return s[1 : 1+size], 1 + size
		}
	case '@':
		if strings.HasPrefix(s[1:], zeroWidth) {
			return "@", 1 + len(zeroWidth)
		}
	case '*', '_', '~':
		return "", 1
	case '`':
		if code, _, ok := strings.Cut(s[1:], "`"); ok {
			return code, len(code) + 2
		}
	case '<':
		if inner, _, ok := strings.Cut(s[1:], ">"); ok {
			if text, ok := unmarkAngle(inner); ok {
				return text, len(inner) + 2
			}
		}
	case '[':
		if label, address, n, ok := cutLink(s); ok {
			return unmark(label) + " (" + address + ")", n
		}
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size], size
}

func punctuation(b byte) bool {
	return b < utf8.RuneSelf && b > ' ' && !unicode.IsLetter(rune(b)) && !unicode.IsDigit(rune(b))
}

// unmarkAngle returns the plain form of <t:1489795200:D>, <#123>, <@123> and
// <https://…>.
func unmarkAngle(inner string) (string, bool) {
	switch {
	case strings.HasPrefix(inner, "t:"):
		seconds, style, _ := strings.Cut(inner[len("t:"):], ":")
		unix, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			return "", false
		}
		layout := "2 January 2006, 15:04 UTC"
		if style == "D" || style == "d" {
			layout = "2 January 2006"
		}
		return time.Unix(unix, 0).UTC().Format(layout), true
	case strings.HasPrefix(inner, "#"), strings.HasPrefix(inner, "@"), strings.HasPrefix(inner, "http"):
		return inner, true
	}
	return "", false
}

// cutLink takes a masked link apart: [label](address).
func cutLink(s string) (label, address string, n int, ok bool) {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '[':
			return "", "", 0, false
		case s[i] == ']':
			inside, _, ok := strings.Cut(strings.TrimPrefix(s[i+1:], "("), ")")
			address := strings.TrimSuffix(strings.TrimPrefix(inside, "<"), ">")
			if !ok || !strings.HasPrefix(s[i+1:], "(") || !strings.HasPrefix(address, "http") {
				return "", "", 0, false
			}
			return s[1:i], address, i + len(inside) + len("]()"), true
		}
	}
	return "", "", 0, false
}

// wrap breaks lines between words where they pass the last column. What
// follows a broken line keeps its indentation. A long word has its own line.
func wrap(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		rest := strings.TrimLeft(line, " ")
		margin := line[:len(line)-len(rest)]
		current, at := margin, len(margin)
		for i, word := range strings.Fields(rest) {
			w := cells(word)
			switch {
			case i == 0:
				at += w
			case at+1+w > columns:
				lines = append(lines, current)
				current, at = margin, len(margin)+w
			default:
				current += " "
				at += 1 + w
			}
			current += word
		}
		lines = append(lines, strings.TrimRight(current, " "))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// cells returns how many columns a terminal needs for s.
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch kind := width.LookupRune(r).Kind(); {
		case joins(r):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
