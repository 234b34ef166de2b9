package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenlit/internal/news"
)

// Clean returns text in one line: runs of any white space, no-break and thin
// spaces included, become one ordinary space; control, zero-width and
// direction characters go.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	var b builder
	b.write(s)
	return string(b.text)
}

// clean reports whether Clean would leave the text as it is, for ASCII.
func clean(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c > '~' || (c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ')) {
			return false
		}
	}
	return true
}

// A builder turns HTML nodes into blocks.
type builder struct {
	blocks []news.Block
	kind   news.BlockKind
	text   []byte
	space  bool // one is due before the next character
	spans  []news.Span
	open   []int // where emphasis that is not closed yet began
	breaks int   // line breaks in a row
}

func (b *builder) write(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			b.space = true
			continue
		case r == utf8.RuneError || unicode.IsControl(r) || dropped(r):
			continue
		}
		if b.space && len(b.text) > 0 {
			b.text = append(b.text, ' ')
		}
		b.space, b.breaks = false, 0
		b.text = utf8.AppendRune(b.text, r)
	}
}

// dropped are characters that show nothing: zero-width spaces, soft hyphens,
// marks of direction, byte-order marks, private and tag characters. The
// zero-width joiners stay: emoji and some scripts need them.
func dropped(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x200B, r == 0x200E, r == 0x200F, r == 0x061C, r == 0x2060, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2061 && r <= 0x2069, r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return unicode.Is(unicode.Co, r)
}

// flush ends the block.
func (b *builder) flush() {
	for i, start := range b.open {
		b.mark(start)
		b.open[i] = 0
	}
	if len(b.text) > 0 {
		b.blocks = append(b.blocks, news.Block{Kind: b.kind, Text: string(b.text), Emphasis: b.spans})
	}
	b.text, b.spans, b.space, b.breaks = b.text[:0], nil, false, 0
}

func (b *builder) done() []news.Block {
	b.flush()
	return b.blocks
}

// mark records emphasis from start to the end of the text so far.
func (b *builder) mark(start int) {
	if start < len(b.text) && b.text[start] == ' ' {
		start++
	}
	span := news.Span{Start: start, End: len(b.text)}
	if span.Start >= span.End {
		return
	}
	for _, s := range b.spans {
		if s == span {
			return
		}
	}
	b.spans = append(b.spans, span)
}

// walk adds a node; kind is that of the block around it.
func (b *builder) walk(n *html.Node, kind news.BlockKind) {
	switch n.Type {
	case html.TextNode:
		if len(b.text) == 0 {
			b.kind = kind
		}
		b.write(n.Data)
		return
	case html.ElementNode:
	case html.DocumentNode:
		b.children(n, kind)
		return
	default:
		return
	}
	if hidden(n) {
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Math,
		atom.Form, atom.Button, atom.Nav, atom.Template, atom.Head, atom.Select, atom.Textarea, atom.Audio,
		atom.Video, atom.Canvas, atom.Footer, atom.Dialog, atom.Frameset:
		return
	case atom.Br:
		if b.breaks++; b.breaks > 1 {
			b.flush()
		}
		b.space = true
		return
	case atom.Img:
		if alt := Clean(attr(n, "alt")); alt != "" && len(b.text) == 0 {
			b.block(news.Caption, func() { b.write(alt) })
		}
		return
	case atom.Em, atom.I, atom.Strong, atom.B, atom.A, atom.Cite:
		b.open = append(b.open, len(b.text))
		b.children(n, kind)
		last := len(b.open) - 1
		start := b.open[last]
		b.open = b.open[:last]
		b.mark(start)
		return
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		kind = news.Heading
	case atom.Li, atom.Dt, atom.Dd:
		kind = news.ListItem
	case atom.Blockquote:
		kind = news.Blockquote
	case atom.Figcaption, atom.Caption:
		kind = news.Caption
	case atom.P:
		if hasClass(n, "wp-caption-text") {
			kind = news.Caption
		}
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Html, atom.Ul, atom.Ol, atom.Dl,
		atom.Figure, atom.Table, atom.Tbody, atom.Thead, atom.Tr, atom.Td, atom.Th, atom.Pre, atom.Hr,
		atom.Header, atom.Aside, atom.Address, atom.Details, atom.Summary, atom.Center, atom.Fieldset:
	default:
		b.children(n, kind)
		return
	}
	b.block(kind, func() { b.children(n, kind) })
}

// block sets what fill writes apart from the text around it.
func (b *builder) block(kind news.BlockKind, fill func()) {
	b.flush()
	b.kind = kind
	fill()
	b.flush()
}

func (b *builder) children(n *html.Node, kind news.BlockKind) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.walk(c, kind)
	}
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			return a.Val == "true"
		case "style":
			style := strings.ToLower(strings.ReplaceAll(a.Val, " ", ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// find returns the first element of that name, in document order.
func find(n *html.Node, tag atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == tag {
			return d
		}
	}
	return nil
}

// textBlocks splits plain text at its empty lines, or at every line when it
// has no empty one.
func textBlocks(text string) []news.Block {
	var blocks []news.Block
	var lines []string
	flush := func() {
		if t := Clean(strings.Join(lines, " ")); t != "" {
			kind := news.Paragraph
			if item, ok := listItem(t); ok {
				kind, t = news.ListItem, item
			}
			blocks = append(blocks, news.Block{Kind: kind, Text: t})
		}
		lines = lines[:0]
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	tight := !strings.Contains(strings.TrimSpace(text), "\n\n")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		_, item := listItem(line)
		signs := fullName(line) || role(line)
		if line == "" || tight || item || signs {
			flush()
		}
		lines = append(lines, line)
		if signs {
			flush()
		}
	}
	flush()
	return blocks
}

// listItem cuts the mark off a line that stands in a list.
func listItem(line string) (string, bool) {
	for _, mark := range []string{"• ", "- ", "* ", "– ", "· ", "▪ "} {
		if item, ok := strings.CutPrefix(line, mark); ok {
			return strings.TrimSpace(item), true
		}
	}
	return line, false
}
