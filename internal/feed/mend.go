package feed

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// What a feed may hold. A tree deeper than maxDepth makes parsers recurse
// until the process dies; each namespace is copied for each element below it;
// text in many pieces is joined in quadratic time.
const (
	maxDepth        = 64
	maxNamespaces   = 256  // different ones
	maxDeclarations = 4096 // of namespaces, in all
	maxItems        = 1000
	maxJoined       = 64 << 20 // bytes copied where an element's text is in pieces
	maxElements     = 200_000
	maxTag          = 64 << 10  // bytes of a tag with its attributes
	maxStray        = 10_000    // "<" that open nothing
	maxReferences   = 500_000   // "&", alone or not
	maxExpanded     = 256 << 10 // bytes of entities that a document defines
)

// A mended document is well-formed XML in UTF-8 that begins with its root.
type mended struct {
	text []byte
	root string // local name in lower case: rss, rdf, feed
	// items are the ranges of the items in text; nil where they can't be told
	// apart.
	items []itemRange
}

type itemRange struct{ start, end int }

// mend makes a document well-formed: what stands before the root and after it
// goes, characters that XML forbids go, a "<" that opens nothing is escaped,
// tags that nothing opened are dropped and those left open are closed, the
// last when the document is cut off. Comments and instructions go as well. A
// document over a limit is an error.
func mend(doc []byte) (mended, error) {
	m := mender{in: legalOnly(doc)}
	if err := m.run(); err != nil {
		return mended{}, err
	}
	out := mended{text: m.out, root: m.root}
	if !m.tangled {
		out.items = m.items
	}
	return out, nil
}

type mender struct {
	in  []byte
	pos int
	out []byte

	root         string
	stack        []element
	namespaces   map[string]bool
	declarations int
	items        []itemRange
	item         int  // depth of the item that is open, 0 for none
	tangled      bool // an item was closed by something else
	done         bool
	joined       int // bytes that joining pieces of text copies
	elements     int
	stray        int
	doctypes     int
	references   int
	expanded     int
	missing      map[string]bool // ends of markup that do not occur any more

	entities map[string]string // that the document defines
}

type element struct {
	name string
	text int // bytes so far
}

func (m *mender) run() error {
	if err := m.findRoot(); err != nil {
		return err
	}
	m.out = make([]byte, 0, len(m.in)-m.pos+64)
	for m.pos < len(m.in) && !m.done {
		next := bytes.IndexByte(m.in[m.pos:], '<')
		if next < 0 {
			next = len(m.in) - m.pos
		}
		if err := m.characters(m.in[m.pos : m.pos+next]); err != nil {
			return err
		}
		m.pos += next
		if m.pos >= len(m.in) {
			break
		}
		if err := m.markup(); err != nil {
			return err
		}
	}
	for len(m.stack) > 0 {
		m.pop(true)
	}
	return nil
}

// findRoot moves to the root element, over whatever stands before it.
func (m *mender) findRoot() error {
	sawHTML := false
	for {
		next := bytes.IndexByte(m.in[m.pos:], '<')
		if next < 0 {
			break
		}
		m.pos += next
		t := m.token()
		if t.kind == doctypeToken {
			m.readEntities(m.in[t.start:t.end])
		}
		if t.kind == startToken {
			switch local := strings.ToLower(localName(t.name)); local {
			case "rss", "rdf", "feed":
				m.root = local
				return nil
			case "html", "head", "body":
				sawHTML = true
			}
		}
		if t.kind == bareToken || t.kind == startToken || t.kind == endToken {
			// A warning before the feed may hold anything: look at each "<".
			m.pos++
			continue
		}
		m.pos = t.end
	}
	switch {
	case sawHTML:
		return notFeed("This is a web page and not a feed.", nil)
	case len(bytes.TrimSpace(m.in)) == 0:
		return notFeed("The server sent an empty document.", nil)
	}
	return notFeed("What the server sent is not a feed.", nil)
}

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

func (m *mender) markup() error {
	t := m.token()
	switch t.kind {
	case bareToken:
		if m.stray++; m.stray > maxStray {
			return notFeed("This feed is damaged beyond repair.", errors.New("too many stray angle brackets"))
		}
		m.out = append(m.out, "&lt;"...)
	case startToken:
		if err := m.open(t); err != nil {
			return err
		}
	case endToken:
		m.closeTag(t.name)
	case cdataToken:
		if err := m.cdata(m.in[t.start+9 : t.end-3]); err != nil {
			return err
		}
	case cutToken:
		m.cut(t)
	}
	m.pos = t.end
	return nil
}

// cut keeps what can be kept of markup that the document's end cut off: the
// text of a CDATA section.
func (m *mender) cut(t token) {
	const open = "<![CDATA["
	if rest := m.in[t.start:]; bytes.HasPrefix(rest, []byte(open)) {
		m.out = append(m.out, open...)
		m.out = append(m.out, bytes.TrimRight(shorten(rest[len(open):]), "]")...)
		m.out = append(m.out, "]]>"...)
	}
}

func (m *mender) open(t token) error {
	tag := m.in[t.start:t.end]
	if len(tag) > maxTag {
		return tooBig("an element with more than %d KB of attributes", maxTag>>10)
	}
	if m.elements++; m.elements > maxElements {
		return tooBig("more than %d elements", maxElements)
	}
	void := isVoid(t.name)
	start := len(m.out)
	if void && !t.selfClosed {
		m.out = append(m.out, tag[:len(tag)-1]...)
		m.out = append(m.out, " />"...)
	} else {
		m.out = append(m.out, tag...)
	}
	switch {
	case len(m.stack) == 0 && m.root == "feed":
		m.out = atomNamespace(m.out[start:], t.name)
	case m.root == "rdf" && m.item == 0 && !t.selfClosed && localName(t.name) == "item":
		m.out = appendIdentity(m.out, tag, t.name, m.in[t.end:])
	}
	if err := m.declare(tag); err != nil {
		return err
	}
	if void || t.selfClosed {
		switch local := strings.ToLower(localName(t.name)); {
		case len(m.stack) == 0:
			m.done = true
		case (local == "item" || local == "entry") && m.item == 0:
			return m.addItem(start)
		}
		return nil
	}
	m.stack = append(m.stack, element{name: t.name})
	if len(m.stack) > maxDepth {
		return tooBig("more than %d levels of elements", maxDepth)
	}
	if local := strings.ToLower(localName(t.name)); (local == "item" || local == "entry") && m.item == 0 && len(m.stack) <= 4 {
		m.item = len(m.stack)
		m.items = append(m.items, itemRange{start: start})
		if len(m.items) > maxItems {
			return tooBig("more than %d items", maxItems)
		}
	}
	return nil
}

func (m *mender) addItem(start int) error {
	m.items = append(m.items, itemRange{start: start, end: len(m.out)})
	if len(m.items) > maxItems {
		return tooBig("more than %d items", maxItems)
	}
	return nil
}

// declare counts the namespaces that a tag declares.
func (m *mender) declare(tag []byte) error {
	for rest := tag; ; {
		i := bytes.Index(rest, []byte("xmlns"))
		if i < 0 {
			return nil
		}
		rest = rest[i+len("xmlns"):]
		if m.declarations++; m.declarations > maxDeclarations {
			return tooBig("more than %d declarations of namespaces", maxDeclarations)
		}
		end := bytes.IndexAny(rest, "=> ")
		if end < 0 {
			return nil
		}
		if m.namespaces == nil {
			m.namespaces = map[string]bool{}
		}
		m.namespaces[string(rest[:end])] = true
		if len(m.namespaces) > maxNamespaces {
			return tooBig("more than %d namespaces", maxNamespaces)
		}
	}
}

// atomNamespace sets a namespace that the parser knows on the root of an Atom
// feed that is in another one: those of drafts, and misspelt ones.
func atomNamespace(tag []byte, root string) []byte {
	attribute := "xmlns"
	if prefix, _, ok := strings.Cut(root, ":"); ok {
		attribute += ":" + prefix
	}
	start, end := attributeValue(tag, attribute)
	switch string(bytes.TrimSpace(tag[start:end])) {
	case "", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#":
		return tag
	}
	namespace := "http://www.w3.org/2005/Atom"
	if start, end := attributeValue(tag, "version"); start < end && tag[start] == '0' {
		namespace = "http://purl.org/atom/ns#"
	}
	return append(append(bytes.Clone(tag[:start]), namespace...), tag[end:]...)
}

// appendIdentity gives an item of RDF the GUID that its rdf:about is.
func appendIdentity(out, tag []byte, name string, rest []byte) []byte {
	start, end := attributeValue(tag, "rdf:about")
	guid := name[:strings.LastIndexByte(name, ':')+1] + "guid"
	opening := "<" + guid + ` isPermaLink="false">`
	if start == end || bytes.HasPrefix(rest, []byte(opening)) {
		return out
	}
	out = append(out, opening...)
	out = append(out, tag[start:end]...)
	return append(out, "</"+guid+">"...)
}

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

// closeTag closes the element of that name and what is open inside it. A tag
// that closes nothing is dropped.
func (m *mender) closeTag(name string) {
	at := -1
	for i := len(m.stack) - 1; i >= 0; i-- {
		if m.stack[i].name == name {
			at = i
			break
		}
		if at < 0 && strings.EqualFold(m.stack[i].name, name) {
			at = i
		}
	}
	for at >= 0 && len(m.stack) > at {
		m.pop(len(m.stack) > at+1)
	}
}

// pop closes the innermost element; forced when its own end tag is missing.
func (m *mender) pop(forced bool) {
	last := len(m.stack) - 1
	m.out = append(m.out, "</"...)
	m.out = append(m.out, m.stack[last].name...)
	m.out = append(m.out, '>')
	m.stack = m.stack[:last]
	if m.item == last+1 {
		m.items[len(m.items)-1].end = len(m.out)
		m.item = 0
		m.tangled = m.tangled || forced
	}
	if last == 0 {
		m.done = true
	}
}

func (m *mender) cdata(text []byte) error {
	if len(m.stack) == 0 {
		return nil
	}
	text = shorten(text)
	m.out = append(m.out, "<![CDATA["...)
	m.out = append(m.out, text...)
	m.out = append(m.out, "]]>"...)
	return m.piece(len(text))
}

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

// piece counts text of the innermost element.
func (m *mender) piece(size int) error {
	top := &m.stack[len(m.stack)-1]
	if m.joined += top.text; m.joined > maxJoined {
		return tooBig("text in too many pieces")
	}
	top.text += size
	return nil
}

// characters adds text that stands between markup.
func (m *mender) characters(text []byte) error {
	if len(m.stack) == 0 || len(text) == 0 {
		return nil
	}
	text = shorten(text)
	size := len(text)
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			break
		}
		if m.references++; m.references > maxReferences {
			return tooBig("more than %d references", maxReferences)
		}
		m.out = append(m.out, text[:i]...)
		text = text[i:]
		text = text[m.reference(text):]
	}
	m.out = append(m.out, text...)
	return m.piece(size)
}

// reference adds the reference that the text begins with, and returns its
// length in the text. Those of characters that XML forbids are dropped, and
// those of entities that the document defines are replaced.
func (m *mender) reference(text []byte) int {
	end := bytes.IndexByte(text[:min(len(text), 40)], ';')
	if end < 2 {
		m.out = append(m.out, '&')
		return 1
	}
	name := string(text[1:end])
	if strings.HasPrefix(name, "#") {
		r, ok := number(name[1:])
		switch {
		case !ok:
		case !legal(r):
			return end + 1
		case r >= 0x80 && r < 0xa0: // meant as Windows means them
			m.out = utf8.AppendRune(m.out, charmap.Windows1252.DecodeByte(byte(r)))
			return end + 1
		case r > ' ' && !strings.ContainsRune(`<>&"'`, r):
			m.out = utf8.AppendRune(m.out, r)
			return end + 1
		}
	} else if value, ok := m.entities[name]; ok && m.expanded < maxExpanded {
		m.expanded += len(value)
		m.out = append(m.out, value...)
		return end + 1
	}
	m.out = append(m.out, '&')
	return 1
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
		c, size := text[i], 0
		switch {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			size = 1
		case c == 0xC2 && i+1 < len(text) && text[i+1] < 0xA0:
			size = 2
		case c == 0xEF && i+2 < len(text) && text[i+1] == 0xBF && (text[i+2] == 0xBE || text[i+2] == 0xBF):
			size = 3
		default:
			continue
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

// isVoid reports whether HTML closes the element at once. In feeds they stand
// unescaped and unclosed.
func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "BR", "HR", "IMG", "wbr":
		return true
	}
	return false
}

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
			m.entities[fields[0]] = v
		}
	}
}
