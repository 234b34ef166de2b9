package feed

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

type tokenKind byte

const (
	bareToken tokenKind = iota // a "<" that opens nothing
	startToken
	endToken
	commentToken
	cdataToken
	instructionToken
	doctypeToken
	cutToken // markup that the document's end cuts off
)

type token struct {
	kind       tokenKind
	start, end int
	name       string
	selfClosed bool
}

// token reads the markup at m.pos, which is a "<".
func (m *mender) token() token {
	b := m.in[m.pos:]
	t := token{start: m.pos, end: m.pos + 1}
	until := func(kind tokenKind, skip int, end string) token {
		if !m.missing[end] {
			if i := bytes.Index(b[skip:], []byte(end)); i >= 0 {
				t.kind, t.end = kind, m.pos+skip+i+len(end)
				return t
			}
			if m.missing == nil {
				m.missing = map[string]bool{}
			}
			m.missing[end] = true
		}
		t.kind, t.end = cutToken, len(m.in)
		return t
	}
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return until(commentToken, 4, "-->")
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return until(cdataToken, 9, "]]>")
	case bytes.HasPrefix(b, []byte("<?")):
		if t := until(instructionToken, 2, "?>"); t.kind != cutToken {
			return t
		}
		if i := bytes.IndexByte(b[:min(len(b), 1024)], '>'); i > 0 {
			t.kind, t.end = instructionToken, m.pos+i+1
			return t
		}
		return token{start: m.pos, end: m.pos + 1}
	case len(b) > 9 && m.doctypes < 4 && strings.EqualFold(string(b[:9]), "<!DOCTYPE"):
		m.doctypes++
		if end := doctypeEnd(b); end > 0 {
			t.kind, t.end = doctypeToken, m.pos+end
			return t
		}
		return token{start: m.pos, end: m.pos + 1}
	case bytes.HasPrefix(b, []byte("</")):
		n := nameLen(b[2:])
		if n == 0 {
			return t
		}
		i := bytes.IndexAny(b[2+n:], "<>")
		switch {
		case i < 0:
			t.kind, t.end = cutToken, len(m.in)
		case b[2+n+i] == '>':
			t.kind, t.end, t.name = endToken, m.pos+2+n+i+1, string(b[2:2+n])
		default: // the ">" is missing
			t.kind, t.end, t.name = endToken, m.pos+2+n+i, string(b[2:2+n])
		}
		return t
	}
	n := nameLen(b[1:])
	if n == 0 || (len(b) > 1+n && !bytes.ContainsRune([]byte(" \t\r\n/>"), rune(b[1+n]))) {
		return t
	}
	for i := 1 + n; i < len(b); i++ {
		switch c := b[i]; c {
		case '"', '\'':
			end := bytes.IndexByte(b[i+1:], c)
			if end < 0 {
				if m.hasTagAfter(b[1+n:]) {
					return t
				}
				t.kind, t.end = cutToken, len(m.in)
				return t
			}
			i += 1 + end
		case '<':
			return t
		case '>':
			t.kind, t.end, t.name, t.selfClosed = startToken, m.pos+i+1, string(b[1:1+n]), b[i-1] == '/'
			return t
		}
	}
	t.kind, t.end = cutToken, len(m.in)
	return t
}

// hasTagAfter reports whether the document goes on with markup, so that a
// quotation mark that is never closed belongs to a text.
func (m *mender) hasTagAfter(b []byte) bool { return bytes.IndexByte(b, '<') >= 0 }

// doctypeEnd returns the length of a document type declaration with its
// internal subset, or 0.
func doctypeEnd(b []byte) int {
	b = b[:min(len(b), 64<<10)]
	inside := false
	for i := 9; i < len(b); i++ {
		switch c := b[i]; c {
		case '"', '\'':
			end := bytes.IndexByte(b[i+1:], c)
			if end < 0 {
				return 0
			}
			i += 1 + end
		case '[':
			inside = true
		case ']':
			inside = false
		case '>':
			if !inside {
				return i + 1
			}
		}
	}
	return 0
}

func nameLen(b []byte) int {
	for i, c := range b {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= utf8.RuneSelf
		if letter || (i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':')) {
			continue
		}
		return i
	}
	return len(b)
}

func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// attributeValue returns where the value of a tag's attribute is; an empty
// range when it has none.
func attributeValue(tag []byte, name string) (start, end int) {
	for i := 0; ; {
		at := bytes.Index(tag[i:], []byte(name))
		if at < 0 {
			return 0, 0
		}
		before := tag[i+at-1]
		i += at + len(name)
		rest := bytes.TrimLeft(tag[i:], " \t\r\n")
		if len(rest) < 2 || rest[0] != '=' || (before > ' ' && before != '"' && before != '\'') {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		if len(rest) == 0 || (rest[0] != '"' && rest[0] != '\'') {
			continue
		}
		start = len(tag) - len(rest) + 1
		if n := bytes.IndexByte(rest[1:], rest[0]); n >= 0 {
			return start, start + n
		}
	}
}

// isVoid reports whether HTML closes the element at once. In feeds they stand
// unescaped and unclosed.
func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "BR", "HR", "IMG", "wbr":
		return true
	}
	return false
}
