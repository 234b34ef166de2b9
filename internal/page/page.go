// Package page reads the web pages of articles: their metadata, and their
// text as blocks. It reads plain text and the HTML of feed items into the
// same blocks.
package page

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"greenlit/internal/news"
)

// A Document is what a page or a text says, whoever asks. Fields that it does
// not state are zero; links are absolute and http or https.
type Document struct {
	Title      string
	Author     string
	AuthorRole string
	Outlet     string
	Link       string // canonical
	Image      string
	Language   string
	Published  time.Time
	Updated    time.Time
	Categories []string
	Blocks     []news.Block
}

// ErrNoText says that there was nothing to read.
var ErrNoText = errors.New("no text")

// maxNodes bounds the elements that the search for the body looks at.
const maxNodes = 40_000

// FromHTML reads an article's page. The base is the address that the page was
// read from, against which its links are resolved; it may be nil for a file.
// Metadata is taken from JSON-LD first, then OpenGraph, then plain meta
// elements, then the text itself.
func FromHTML(page []byte, base *url.URL) (Document, error) {
	root, err := html.Parse(bytes.NewReader(toUTF8(page, "")))
	if err != nil {
		return Document{}, fmt.Errorf("read html: %w: %w", news.ErrTooBig, err)
	}
	m := readMeta(root)
	address := base
	base = m.base(base)
	ld := readLD(m.scripts)

	d := Document{
		Title:      first(ld.title, m.get("og:title", "twitter:title"), m.heading, m.title),
		Author:     first(ld.author, personName(m.get("author", "article:author", "parsely-author", "dc.creator", "sailthru.author"))),
		AuthorRole: ld.authorRole,
		Outlet:     first(ld.outlet, m.get("og:site_name", "application-name")),
		Language:   first(m.lang, ld.language, strings.ReplaceAll(m.get("og:locale"), "_", "-")),
		Link:       m.canonical(address, base),
		Published:  firstTime(ld.published, m.get("article:published_time", "og:published_time", "parsely-pub-date", "date", "dc.date", "dc.date.issued"), m.time),
		Updated:    firstTime(ld.updated, m.get("article:modified_time", "og:updated_time", "last-modified"), ""),
		Categories: ld.categories,
	}
	d.Title = trimOutlet(d.Title, d.Outlet)
	for _, image := range []string{ld.image, m.get("og:image:secure_url", "og:image", "twitter:image", "twitter:image:src")} {
		if d.Image == "" {
			d.Image = Link(base, image)
		}
	}
	if len(d.Categories) == 0 {
		d.Categories = categories(m.all("article:tag", "article:section", "news_keywords"))
	}

	blocks, byline := body(root, base)
	d.Author = first(d.Author, personName(byline))
	d.arrange(blocks)
	if d.Title == "" && len(d.Blocks) == 0 {
		return Document{}, fmt.Errorf("read page: %w", ErrNoText)
	}
	return d, nil
}

// FromText reads an article given as plain text: its first line is the
// headline, and empty lines stand between blocks.
func FromText(text string) (Document, error) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	lines := strings.Split(text, "\n")
	var d Document
	for len(lines) > 0 && d.Title == "" {
		d.Title = Clean(lines[0])
		lines = lines[1:]
	}
	if d.Title == "" {
		return Document{}, fmt.Errorf("read text: %w", ErrNoText)
	}
	d.arrange(textBlocks(strings.Join(lines, "\n")))
	return d, nil
}

// Fragment reads the HTML, or the plain text, of a feed item into blocks.
func Fragment(fragment string, base *url.URL) []news.Block {
	d := Document{}
	if !strings.ContainsAny(fragment, "<&") {
		d.arrange(textBlocks(fragment))
		return d.Blocks
	}
	parent := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), parent)
	if err != nil { // nested too deeply to be a text
		return nil
	}
	var b builder
	for _, n := range nodes {
		b.walk(n, news.Paragraph)
	}
	d.arrange(b.done())
	return d.Blocks
}

// Text returns the readable text of a piece of HTML in one line.
func Text(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return Clean(fragment)
	}
	parent := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), parent)
	if err != nil {
		return ""
	}
	var b builder
	for _, n := range nodes {
		b.walk(n, news.Paragraph)
	}
	var texts []string
	for _, block := range b.done() {
		if block.Kind != news.Caption {
			texts = append(texts, block.Text)
		}
	}
	return strings.Join(texts, " ")
}

// Link resolves a link against the base, and returns it when it is http or
// https with a host and without credentials, else "".
func Link(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > 4096 {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// body finds the article's text on the page, and a byline beside it.
func body(root *html.Node, base *url.URL) (blocks []news.Block, byline string) {
	if node, by := readable(root, base); node != nil {
		var b builder
		b.walk(node, news.Paragraph)
		blocks, byline = b.done(), by
	}
	if textLen(blocks) >= 200 {
		return blocks, byline
	}
	for _, tag := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		if n := find(root, tag); n != nil {
			var b builder
			b.walk(n, news.Paragraph)
			if plain := b.done(); textLen(plain) > textLen(blocks) {
				return plain, byline
			}
			return blocks, byline
		}
	}
	return blocks, byline
}

// readable asks the readability library for the page's main part. A page that
// the library stumbles over is read without it.
func readable(root *html.Node, base *url.URL) (node *html.Node, byline string) {
	defer func() {
		if recover() != nil {
			node = nil
		}
	}()
	if base == nil {
		base = &url.URL{}
	}
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxNodes
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(root, base)
	if err != nil {
		return nil, ""
	}
	return article.Node, article.Byline
}

func textLen(blocks []news.Block) (n int) {
	for _, b := range blocks {
		n += len(b.Text)
	}
	return n
}

// toUTF8 decodes a page: valid UTF-8 is taken as such, whatever it declares.
func toUTF8(page []byte, contentType string) []byte {
	page = bytes.TrimPrefix(page, []byte("\xef\xbb\xbf"))
	if utf8.Valid(page) {
		return page
	}
	enc, _, _ := charset.DetermineEncoding(page, contentType)
	if decoded, err := enc.NewDecoder().Bytes(page); err == nil {
		return decoded
	}
	return bytes.ToValidUTF8(page, []byte("\uFFFD"))
}

func first(values ...string) string {
	for _, v := range values {
		if v = Clean(v); v != "" {
			return v
		}
	}
	return ""
}

// trimOutlet cuts " | Outlet" or " - Outlet" off a title.
func trimOutlet(title, outlet string) string {
	if outlet == "" {
		return title
	}
	for _, sep := range []string{" | ", " - ", " – ", " — ", " • ", " · ", " : "} {
		if cut, ok := strings.CutSuffix(title, sep+outlet); ok {
			return strings.TrimSpace(cut)
		}
	}
	return title
}
