// Package render puts what Greenlit knows into Discord's words: embeds within
// Discord's limits, of text that nobody can smuggle Markdown, mentions or
// foreign links into. Plain shows the same on a terminal.
package render

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape returns s as Markdown that Discord shows as it stands: no formatting,
// headings, lists, masked or bare links, and no mentions.
func Escape(s string) string {
	s = clean(s)
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	lineStart := true
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		rest := s[i+size:]
		digits := 0
		if lineStart {
			digits = listNumber(s[i:])
		}
		switch {
		case digits > 0:
			b.WriteString(s[i : i+digits])
			b.WriteString(`\.`)
			size = digits + 1
		case strings.ContainsRune("\\`*_~|[]<>", r),
			lineStart && strings.ContainsRune("#-+", r),
			r == ':' && strings.HasPrefix(rest, "//"):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@' && (hasPrefixFold(rest, "everyone") || hasPrefixFold(rest, "here")):
			b.WriteString("@" + zeroWidth)
		default:
			b.WriteRune(r)
		}
		lineStart = r == '\n' || lineStart && r == ' '
		i += size
	}
	return b.String()
}

const zeroWidth = "\u200b"

// listNumber returns how many digits stand before the dot that would make a
// numbered list of s, or 0.
func listNumber(s string) int {
	rest := strings.TrimLeft(s, "0123456789")
	if strings.HasPrefix(rest, ".") {
		return len(s) - len(rest)
	}
	return 0
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// clean drops what has no business in a text: broken UTF-8, control
// characters other than line breaks, and the marks that turn the direction of
// the text around them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// Line returns s cleaned and on one line, for the places where Discord knows
// no Markdown: authors, footers, names of choices.
func Line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// inline returns s escaped and on one line.
func inline(s string) string { return Escape(Line(s)) }

// Link returns the address as Discord takes it, or "" for what is no http or
// https address, hides its host behind a user name, or is too long.
func Link(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	if s := u.String(); clean(s) == s && Length(s) <= maxURL && !strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	return ""
}

// maxMasked is the longest address that is put behind words. Longer ones
// would leave no room for what else there is to say.
const maxMasked = 700

// linked returns the escaped text as a link, or alone if there is no address.
func linked(escaped, address string) string {
	link := Link(address)
	if link == "" || escaped == "" {
		return escaped
	}
	link = masked.Replace(link)
	if Length(link) > maxMasked {
		return escaped
	}
	return "[" + escaped + "](" + link + ")"
}

// masked encodes what would end a masked link early.
var masked = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", `\`, "%5C", "`", "%60", "|", "%7C",
	"@everyone", "%40everyone", "@here", "%40here")
