package feed

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a feed may hold. A tree deeper than maxDepth makes parsers recurse
// until the process dies; each namespace is copied for each element below it;
// text in many pieces is joined in quadratic time.
const (
	maxDepth        = 64
	maxNamespaces   = 256  // different ones
	maxDeclarations = 4096 // of namespaces, in all
	maxItems        = 1000
	maxJoined       = 64 << 20  // bytes copied where an element's text is in pieces
	maxElements     = 200_000   // and ends of none
	maxTag          = 64 << 10  // bytes of a tag with its attributes
	maxBefore       = 20_000    // "<" before the root
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
	bare         bool // the document is a channel without its root
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
	ampersands   int
	expanded     int
	missing      map[string]bool // ends of markup that do not occur any more

	entities map[string]string // that the document defines
}

type element struct {
	name string // as it was opened
	as   string // as it stands in the output
	text int    // bytes so far
}

func (m *mender) run() error {
	if err := m.findRoot(); err != nil {
		return err
	}
	m.out = make([]byte, 0, len(m.in)-m.pos+64)
	if m.bare {
		m.out = append(m.out, `<rss version="2.0">`...)
		m.stack = append(m.stack, element{name: "rss", as: "rss"})
	}
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
	sawTag, sawHTML := false, false
	for range maxBefore {
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
			switch local := strings.ToLower(localName(t.name)); {
			case local == "rss" || local == "rdf" || local == "feed":
				m.root = local
				return nil
			case local == "channel" && !sawTag:
				m.root, m.bare = "rss", true
				return nil
			case local == "html" || local == "head" || local == "body":
				sawHTML = true
			}
			sawTag = true
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
		return notFeed("There is nothing in it.", nil)
	}
	return notFeed("This is not a feed.", nil)
}

func (m *mender) markup() error {
	t := m.token()
	switch t.kind {
	case bareToken:
		if m.stray++; m.stray > maxStray {
			return notFeed("This feed is damaged beyond repair.", errors.New("too many stray angle brackets"))
		}
		m.out = append(m.out, "&lt;"...)
	case startToken:
		start := len(m.out)
		if err := m.open(t); err != nil {
			return err
		}
		n, err := m.base64(start, m.in[t.end:])
		m.pos = t.end + n
		return err
	case endToken:
		if err := m.closeTag(t.name); err != nil {
			return err
		}
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
	as := t.name
	if m.item > 0 && m.item == len(m.stack) && localName(t.name) == "body" && !t.selfClosed {
		// XHTML's, whose namespace would keep the parser from its markup.
		as = "body"
		m.out = append(m.out, "<body>"...)
	} else if err := m.references(tag, func(text []byte) { m.out = append(m.out, text...) }); err != nil {
		return err
	}
	if void && !t.selfClosed {
		m.out = append(m.out[:len(m.out)-1], " />"...)
	}
	switch {
	case len(m.stack) == 0 && m.root == "feed":
		m.out = atomNamespace(m.out[start:], t.name)
	case m.root == "rdf" && m.item == 0 && !t.selfClosed && localName(t.name) == "item":
		m.child("guid", bytes.Clone(m.out[start:]), "rdf:about", t.name, m.in[t.end:])
	case m.bare && m.item == 0 && !t.selfClosed && strings.EqualFold(t.name, "item"): // of CDF
		tag := bytes.Clone(m.out[start:])
		m.child("link", tag, "href", t.name, nil)
		m.child("pubDate", tag, "lastmod", t.name, nil)
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
	m.stack = append(m.stack, element{name: t.name, as: as})
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

// child gives an item an element that says what an attribute of its tag does,
// unless it is there as the first of the rest.
func (m *mender) child(local string, tag []byte, attribute, name string, rest []byte) {
	start, end := attributeValue(tag, attribute)
	if start == end {
		start, end = attributeValue(tag, strings.ToUpper(attribute))
	}
	element := name[:strings.LastIndexByte(name, ':')+1] + local
	opening := "<" + element + ">"
	if local == "guid" {
		opening = "<" + element + ` isPermaLink="false">`
	}
	if start == end || bytes.HasPrefix(rest, []byte(opening)) {
		return
	}
	m.out = append(m.out, opening...)
	m.plain(bytes.ReplaceAll(tag[start:end], []byte("<"), []byte("&lt;")))
	m.out = append(m.out, "</"+element+">"...)
}

// base64 decodes the text of an Atom 0.3 element that is encoded so. The
// element's tag begins at start, and the rest follows it. It returns how much
// of the rest that was.
func (m *mender) base64(start int, rest []byte) (n int, err error) {
	if m.root != "feed" || len(m.stack) < 2 || m.item == 0 && len(m.stack) > 2 || bytes.HasSuffix(m.out, []byte("/>")) {
		return 0, nil
	}
	from, to := attributeValue(m.out[start:], "mode")
	if !strings.EqualFold(string(m.out[start+from:start+to]), "base64") {
		return 0, nil
	}
	m.out = slices.Replace(m.out, start+from, start+to, []byte("escaped")...)
	if n = bytes.IndexByte(rest, '<'); n < 0 {
		n = len(rest)
	}
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(shorten(rest[:n]))), ""))
	if err != nil || len(text) == 0 || !utf8.Valid(text) {
		return 0, nil //nolint:nilerr // it is no base64, and stays as it is
	}
	return n, m.cdata(bytes.ReplaceAll(legalOnly(text), []byte("]]>"), []byte("]]&gt;")))
}

// closeTag closes the element of that name and what is open inside it. A tag
// that closes nothing is dropped.
func (m *mender) closeTag(name string) error {
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
	if at < 0 {
		if m.elements++; m.elements > maxElements {
			return tooBig("more than %d elements", maxElements)
		}
		return nil
	}
	for len(m.stack) > at {
		m.pop(len(m.stack) > at+1)
	}
	return nil
}

// pop closes the innermost element; forced when its own end tag is missing.
func (m *mender) pop(forced bool) {
	last := len(m.stack) - 1
	m.out = append(m.out, "</"...)
	m.out = append(m.out, m.stack[last].as...)
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

// piece counts text of the innermost element.
func (m *mender) piece(size int) error {
	top := &m.stack[len(m.stack)-1]
	if m.joined += top.text; m.joined > maxJoined {
		return tooBig("text in too many pieces")
	}
	top.text += size
	return nil
}
