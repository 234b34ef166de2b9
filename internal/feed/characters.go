package feed

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// shorten cuts a text that is longer than what is kept of it in the end.
func shorten(text []byte) []byte {
	const most = 2 * maxContent
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && text[end]&0xC0 == 0x80 {
		end--
	}
	return text[:end]
}

// characters adds text that stands between markup.
func (m *mender) characters(text []byte) error {
	if len(m.stack) == 0 || len(text) == 0 {
		return nil
	}
	text = shorten(text)
	if err := m.references(text, m.plain); err != nil {
		return err
	}
	return m.piece(len(text))
}

// references adds text and what its references stand for. What is left as a
// reference is whole, and an "&" that begins none is escaped: so nothing that
// is dropped later makes one of what stands around it. What is no reference is
// added by plain.
func (m *mender) references(text []byte, plain func([]byte)) error {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			plain(text)
			return nil
		}
		if m.ampersands++; m.ampersands > maxReferences {
			return tooBig("more than %d references", maxReferences)
		}
		plain(text[:i])
		text = text[i:]
		n, err := m.reference(text, plain)
		if err != nil {
			return err
		}
		text = text[n:]
	}
}

// plain adds text without references. "]]>", which XML forbids in text, is
// escaped.
func (m *mender) plain(text []byte) {
	for {
		i := bytes.IndexByte(text, '>')
		if i < 0 {
			m.out = append(m.out, text...)
			return
		}
		m.out = append(m.out, text[:i]...)
		if bytes.HasSuffix(m.out, []byte("]]")) {
			m.out = append(m.out, "&gt;"...)
		} else {
			m.out = append(m.out, '>')
		}
		text = text[i+1:]
	}
}

// reference adds the reference that the text begins with, and returns its
// length in the text. Those of characters that XML forbids are dropped, and
// those of entities that the document defines are replaced, up to a bound.
func (m *mender) reference(text []byte, plain func([]byte)) (n int, err error) {
	end := bytes.IndexByte(text[:min(len(text), 40)], ';')
	if end < 2 {
		m.out = append(m.out, "&amp;"...)
		return 1, nil
	}
	name := string(text[1:end])
	if strings.HasPrefix(name, "#") {
		switch r, ok := number(name[1:]); {
		case !ok:
		case !legal(r):
			return end + 1, nil
		case r >= 0x80 && r < 0xa0: // meant as Windows means them
			m.out = utf8.AppendRune(m.out, charmap.Windows1252.DecodeByte(byte(r)))
			return end + 1, nil
		case r > ' ' && !strings.ContainsRune(`<>&"'`, r):
			m.out = utf8.AppendRune(m.out, r)
			return end + 1, nil
		default:
			m.out = append(m.out, text[:end+1]...)
			return end + 1, nil
		}
	} else if nameLen(text[1:end]) == end-1 {
		value, ok := m.entities[name]
		switch {
		case !ok:
			m.out = append(m.out, text[:end+1]...)
			return end + 1, nil
		case m.expanded >= maxExpanded:
			return end + 1, nil
		}
		m.expanded += len(value)
		return end + 1, m.references([]byte(value), plain) // of characters only, see readEntities
	}
	m.out = append(m.out, "&amp;"...)
	return 1, nil
}

func number(s string) (r rune, ok bool) {
	base := 10
	if cut, hex := strings.CutPrefix(strings.ToLower(s), "x"); hex {
		s, base = cut, 16
	}
	if s == "" {
		return 0, false
	}
	for _, c := range strings.ToLower(s) {
		d := strings.IndexRune("0123456789abcdef", c)
		if d < 0 || d >= base {
			return 0, false
		}
		if r = r*rune(base) + rune(d); r > utf8.MaxRune {
			return utf8.MaxRune + 1, true
		}
	}
	return r, true
}

// legal reports whether XML allows the character.
func legal(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return true
	case r < ' ' || r == 0xFFFE || r == 0xFFFF || (r >= 0xD800 && r <= 0xDFFF) || r > utf8.MaxRune:
		return false
	}
	return true
}

// legalOnly returns text in UTF-8 without the characters that XML forbids. The
// control characters above ASCII become what Windows means by them.
func legalOnly(text []byte) []byte {
	var out []byte
	start := 0
	for i := 0; i < len(text); i++ {
		var size int
		switch c := text[i]; {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			size = 1
		case c == 0xC2 && i+1 < len(text) && text[i+1] >= 0x80 && text[i+1] < 0xA0:
			size = 2
		case c == 0xEF && i+2 < len(text) && text[i+1] == 0xBF && (text[i+2] == 0xBE || text[i+2] == 0xBF):
			size = 3
		default:
			continue
		}
		if out == nil {
			out = make([]byte, 0, len(text))
		}
		out = append(out, text[start:i]...)
		if size == 2 {
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(text[i+1]))
		}
		i += size - 1
		start = i + 1
	}
	if out == nil {
		return text
	}
	return append(out, text[start:]...)
}

// unquoted makes a text one that may stand in an attribute.
var unquoted = strings.NewReplacer(`"`, "&#34;", `'`, "&#39;")

// readEntities keeps the short texts that a document type defines as entities.
func (m *mender) readEntities(doctype []byte) {
	const maxEntities, maxValue = 64, 512
	for rest := string(doctype); len(m.entities) < maxEntities; {
		i := strings.Index(rest, "<!ENTITY")
		if i < 0 {
			return
		}
		rest = rest[i+len("<!ENTITY"):]
		fields := strings.Fields(rest[:min(len(rest), 200)])
		if len(fields) < 2 || fields[0] == "%" || nameLen([]byte(fields[0])) != len(fields[0]) {
			continue
		}
		value := strings.TrimSpace(rest[strings.Index(rest, fields[0])+len(fields[0]):])
		if value == "" || (value[0] != '"' && value[0] != '\'') {
			continue // defined elsewhere
		}
		end := strings.IndexByte(value[1:], value[0])
		if end < 0 || end > maxValue || strings.ContainsAny(value[1:1+end], "<%") {
			continue
		}
		// A value that refers to entities again would grow without bound.
		if v := value[1 : 1+end]; !strings.Contains(strings.ReplaceAll(v, "&#", ""), "&") {
			if m.entities == nil {
				m.entities = map[string]string{}
			}
			m.entities[fields[0]] = unquoted.Replace(v)
		}
	}
}
