package render

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits on a message's embeds, in characters after trimming.
const (
	maxEmbeds      = 10
	maxSum         = 6000 // of all text of all embeds
	maxTitle       = 256
	maxDescription = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxAuthor      = 256
	maxURL         = 2048

	// MaxContent is the longest text of a message.
	MaxContent = 2000
)

// Length returns the length of s as Discord's limits may count it. They do
// not say whether they count UTF-16 units or code points; there are never
// fewer of the former.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// Cut shortens s to at most limit characters and ends it with "…" if it was
// longer. It cuts between words where there is one near, and never inside a
// character as people see it or between a backslash and what it escapes.
func Cut(s string, limit int) string {
	if Length(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	end, n := 0, 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > limit-1 {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	end = lastBound(s, end)
	if space := strings.LastIndexByte(s[:end], ' '); space > end*3/4 && s[end] != ' ' && bound(s, space) {
		end = space
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// lastBound returns the last place at or before end where s may be cut. A
// character of more parts than any real one has may be cut anywhere.
func lastBound(s string, end int) int {
	const parts = 64
	at := end
	for range parts {
		if at == 0 || bound(s, at) {
			return at
		}
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	if openEscape(s[:end]) {
		end--
	}
	return end
}

func bound(s string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	switch {
	case openEscape(s[:at]), joins(after), before == zeroWidthJoiner:
		return false
	case flagLetter(before) && flagLetter(after):
		return flagLetters(s[:at])%2 == 0
	}
	return true
}

// openEscape reports whether s ends with a backslash that escapes what follows.
func openEscape(s string) bool {
	return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1
}

const zeroWidthJoiner = '\u200d'

// joins reports whether r belongs to the character before it: accents, parts
// of emoji.
func joins(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zeroWidthJoiner ||
		r >= 0x1F3FB && r <= 0x1F3FF || // skin tones
		r >= 0xE0020 && r <= 0xE007F // tags of regional flags
}

// flagLetter reports whether r is one of the letters that make a flag in pairs.
func flagLetter(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func flagLetters(s string) int {
	n := 0
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		if !flagLetter(r) {
			break
		}
		s = s[:len(s)-size]
		n++
	}
	return n
}

// Fit shortens the embeds in place until Discord takes them as one message,
// the last ones first, and returns those that have something left to show.
func Fit(embeds []*discordgo.MessageEmbed) []*discordgo.MessageEmbed {
	left := maxSum
	take := func(s string, limit int) string {
		s = Cut(strings.TrimSpace(s), min(limit, left))
		left -= Length(s)
		return s
	}
	kept := embeds[:0]
	for _, e := range embeds[:min(len(embeds), maxEmbeds)] {
		e.Title = take(e.Title, maxTitle)
		if e.Author != nil {
			if e.Author.Name = take(e.Author.Name, maxAuthor); e.Author.Name == "" {
				e.Author = nil
			}
		}
		if e.Footer != nil {
			if e.Footer.Text = take(e.Footer.Text, maxFooter); e.Footer.Text == "" {
				e.Footer = nil
			}
		}
		e.Description = take(e.Description, maxDescription)
		fields := e.Fields[:0]
		for _, f := range e.Fields[:min(len(e.Fields), maxFields)] {
			before := left
			f.Name, f.Value = take(f.Name, maxFieldName), take(f.Value, maxFieldValue)
			if f.Name == "" || f.Value == "" {
				left = before
				continue
			}
			fields = append(fields, f)
		}
		e.Fields = fields
		e.URL = Link(e.URL)
		if e.Image != nil && Link(e.Image.URL) == "" {
			e.Image = nil
		}
		if e.Title != "" || e.Description != "" || len(e.Fields) > 0 || e.Image != nil {
			kept = append(kept, e)
		}
	}
	return kept
}

// sum returns how many characters the embeds of list count.
func sum(embeds []*discordgo.MessageEmbed) int {
	n := 0
	for _, e := range embeds {
		n += Length(e.Title) + Length(e.Description)
		if e.Footer != nil {
			n += Length(e.Footer.Text)
		}
	}
	return n
}

// pages puts the entries into descriptions of embeds, whole, and tells how
// many found no room in limit characters.
func pages(entries []string, limit int) (descriptions []string, left int) {
	var page strings.Builder
	used, length := 0, 0
	for i, entry := range entries {
		n := Length(entry) + 1
		if used+n > limit {
			left = len(entries) - i
			break
		}
		if length+n > maxDescription {
			descriptions = append(descriptions, page.String())
			page.Reset()
			length = 0
		}
		if page.Len() > 0 {
			page.WriteByte('\n')
		}
		page.WriteString(entry)
		used += n
		length += n
	}
	if page.Len() > 0 {
		descriptions = append(descriptions, page.String())
	}
	return descriptions, left
}
