package page

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
)

const plainArticle = "‘The Expanse’ Star Looks Ahead\n" +
	"\n" +
	"The Expanse Crew Cast Photo\n" +
	"\n" +
	"The series has wrapped its fourth\u00a0season, and its\u2009cast is already talking about more.\n" +
	"\n" +
	"“I would come back tomorrow. It’s a dream job.”\n" +
	"\n" +
	"“I like it,” she said, “and I am not alone.”\n" +
	"\n" +
	"Michael Gray\n" +
	"\n" +
	"That name above stands in the middle of the text and is not the author’s.\n" +
	"\n" +
	"[Via: TVLine]\n" +
	"\n" +
	"Nora Bell\r\n" +
	"\r\n" +
	"Nora Bell\r\n" +
	"\r\n" +
	"Senior Editor, TV Critic at Lantern Weekly.\r\n"

func TestTextIsReadIntoItsParts(t *testing.T) {
	got, err := FromText(plainArticle)
	if err != nil {
		t.Fatal(err)
	}
	want := Document{
		Title: "‘The Expanse’ Star Looks Ahead", Author: "Nora Bell", AuthorRole: "Senior Editor, TV Critic", Outlet: "Lantern Weekly",
		Blocks: []news.Block{
			{Kind: news.Caption, Text: "The Expanse Crew Cast Photo"},
			{Kind: news.Paragraph, Text: "The series has wrapped its fourth season, and its cast is already talking about more."},
			{Kind: news.Blockquote, Text: "“I would come back tomorrow. It’s a dream job.”"},
			{Kind: news.Paragraph, Text: "“I like it,” she said, “and I am not alone.”"},
			{Kind: news.Paragraph, Text: "Michael Gray"},
			{Kind: news.Paragraph, Text: "That name above stands in the middle of the text and is not the author’s."},
			{Kind: news.SourceLine, Text: "[Via: TVLine]"},
			{Kind: news.AuthorBox, Text: "Nora Bell"},
			{Kind: news.AuthorBox, Text: "Nora Bell"},
			{Kind: news.AuthorBox, Text: "Senior Editor, TV Critic at Lantern Weekly."},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("FromText (-want +got):\n%s", diff)
	}
}

func TestTextWithoutWordsIsAnError(t *testing.T) {
	for _, text := range []string{"", "  \n\u00a0\n", "\ufeff"} {
		if d, err := FromText(text); err == nil {
			t.Errorf("FromText(%q) = %+v, want an error", text, d)
		}
	}
}

// The article that the project starts from lies beside the project.
func TestSeedArticle(t *testing.T) {
	text, err := os.ReadFile("../../../shared/seed/defenders.txt")
	if err != nil {
		t.Skip("the seed article is not here:", err)
	}
	d, err := FromText(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if d.Author != "Michael Mistroff" || d.AuthorRole != "News Editor, Film/TV Reporter" || d.Outlet != "Heroic Hollywood" {
		t.Errorf("author %q, role %q, outlet %q", d.Author, d.AuthorRole, d.Outlet)
	}
	var kinds []string
	for _, b := range d.Blocks {
		kinds = append(kinds, string(b.Kind))
		if strings.ContainsAny(b.Text, "\u00a0\u2009\n") {
			t.Errorf("block %q holds odd spaces", b.Text)
		}
	}
	want := "caption paragraph quote paragraph paragraph paragraph source_line author_box author_box author_box"
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("blocks are\n%s, want\n%s", got, want)
	}
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

const richPage = `<!doctype html><html lang="en-GB"><head>
<title>Fallback Title | Lantern Weekly</title>
<link rel="canonical" href="/2026/11/severance-season-3/">
<meta property="og:title" content="Severance Lands Season 3 | Lantern Weekly">
<meta property="og:site_name" content="Lantern">
<meta property="og:image" content="/img/og.jpg">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
 {"@type":"WebSite","@id":"#site","name":"Lantern Weekly"},
 {"@type":"Person","@id":"#nora","name":"Nora Bell","jobTitle":"TV Critic"},
 {"@type":"Organization","@id":"#org","name":"Lantern Weekly"},
 {"@type":["NewsArticle"],"headline":"&#8216;Severance&#8217; Lands Season 3","author":[{"@id":"#nora"}],"publisher":{"@id":"#org"},
  "datePublished":"2026-11-03T10:00:00+01:00","dateModified":"2026-11-04","image":[{"@type":"ImageObject","url":"https://lantern.example/lead.jpg"}],
  "keywords":"Severance, Apple TV+, severance","articleSection":["TV"]}]}</script>
</head><body>
<nav><a href="/">Home</a> <a href="/tv">TV</a></nav>
<article><h1>‘Severance’ Lands Season 3</h1>
<figure><img src="lead.jpg" alt="Severance office corridor"><figcaption>Photo: Apple</figcaption></figure>
<p>Apple has renewed&nbsp;<em>Severance</em> for a third season, the company confirmed on Tuesday, and the
<a href="/cast"><strong>whole cast</strong></a> is set to return to the severed floor when cameras roll next year.</p>
<p>The thriller, created by Dan Erickson, follows office workers whose memories have been divided between their work and their personal lives.</p>
<blockquote><p>We have so much more story to tell about these people.</p></blockquote>
<h2>What comes next</h2>
<ul><li>Filming begins in the spring in New Jersey, where the first two seasons were made as well.</li></ul>
<p style="display:none">Hidden words.</p>
<script>alert("x")</script>
<p>Source: Variety</p>
</article><footer>Lantern Weekly</footer></body></html>`

func TestPageGivesMetadataAndBlocks(t *testing.T) {
	got, err := FromHTML([]byte(richPage), mustURL(t, "https://www.lantern.example/2026/11/severance-season-3/?utm_source=x"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := got.Blocks
	got.Blocks = nil
	want := Document{
		Title: "‘Severance’ Lands Season 3", Author: "Nora Bell", AuthorRole: "TV Critic", Outlet: "Lantern Weekly",
		Link: "https://www.lantern.example/2026/11/severance-season-3/", Image: "https://lantern.example/lead.jpg", Language: "en-GB",
		Published: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC), Updated: time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC),
		Categories: []string{"Severance", "Apple TV+", "TV"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	kinds := map[news.BlockKind]string{}
	for _, b := range blocks {
		kinds[b.Kind] += b.Text + "\n"
		if strings.Contains(b.Text, "Hidden") || strings.Contains(b.Text, "alert") || strings.Contains(b.Text, "Home") {
			t.Errorf("block %q does not belong to the article", b.Text)
		}
		for _, span := range b.Emphasis {
			if s := b.Text[span.Start:span.End]; s != "Severance" && s != "whole cast" {
				t.Errorf("emphasis on %q", s)
			}
		}
	}
	for kind, text := range map[news.BlockKind]string{
		news.Paragraph: "renewed Severance for", news.Blockquote: "so much more story", news.Heading: "What comes next",
		news.ListItem: "New Jersey", news.SourceLine: "Source: Variety",
	} {
		if !strings.Contains(kinds[kind], text) {
			t.Errorf("%s blocks are %q, want one with %q", kind, kinds[kind], text)
		}
	}
}

func TestEmphasisIsMarkedByBytes(t *testing.T) {
	for _, tc := range []struct {
		html string
		want []string // the marked words, of all blocks
	}{
		{`<p>Élan of <i>Dark</i> and <b> 1899 </b>.</p>`, []string{"Dark", "1899"}},
		{`<p><a href="x"><em>The Bear</em></a> returns</p>`, []string{"The Bear"}},
		{`<p>In <em>Only&nbsp;Murders</em>, <cite>Poker Face</cite></p>`, []string{"Only Murders", "Poker Face"}},
		{`<b>One<p>Two</p></b>Three`, []string{"One", "Two"}},
		{`<p>None <em> </em> here</p>`, nil},
	} {
		var got []string
		for _, b := range Fragment(tc.html, nil) {
			for _, s := range b.Emphasis {
				got = append(got, b.Text[s.Start:s.End])
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: marked (-want +got):\n%s", tc.html, diff)
		}
	}
}

func TestFragmentDropsWhatFeedsAdd(t *testing.T) {
	got := Fragment(`<p>Tracker is back.<br>On Sunday.</p>Then<br><br>more &amp; more
<p>Related: <a href="/x">Elsbeth Renewed</a></p><p>The post <a href="/a">Tracker</a> appeared first on <a href="/">Lantern</a>.</p>`, nil)
	var texts []string
	for _, b := range got {
		texts = append(texts, b.Text)
	}
	want := []string{"Tracker is back. On Sunday.", "Then", "more & more"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestSourceLines(t *testing.T) {
	for line, want := range map[string]bool{
		"Source: EW": true, "[Via: Deadline]": true, "H/T: TVLine": true, "(via Variety)": true, "SOURCE: The Hollywood Reporter.": true,
		"Via The Hollywood Reporter": true, "Sources: Deadline, Variety": true, "Source: deadline.com": true,
		"Sources say the show is over": false, "Source material for the series was a novel by Ann Leckie.": false,
		"Via satellite, the cast joined the panel in San Diego.": false, "The source: unknown to all of us": false,
	} {
		if got := sourceLine(line); got != want {
			t.Errorf("sourceLine(%q) = %v, want %v", line, got, want)
		}
	}
}

func TestAuthorsAreFoundAboveAndBelowTheText(t *testing.T) {
	const text = "The show has been renewed for another year."
	for _, tc := range []struct{ name, text, author, role, outlet string }{
		{"role below", "T\n\n" + text + "\n\nAna de Armas Ruiz\nStaff Writer", "Ana de Armas Ruiz", "Staff Writer", ""},
		{"one line", "T\n\n" + text + "\n\nNora Bell, Senior TV Editor at Lantern", "Nora Bell", "Senior TV Editor", "Lantern"},
		{"outlet after a comma", "T\n\n" + text + "\n\nNora Bell\n\nStaff Writer, Variety", "Nora Bell", "Staff Writer", "Variety"},
		{"byline above", "T\n\nBy Nora Bell | November 3, 2026\n\n" + text, "Nora Bell", "", ""},
		{"no role", "T\n\n" + text + "\n\nKrysten Ritter", "", "", ""},
		{"a sentence about a writer", "T\n\n" + text + "\n\nNora Bell is the lead writer of the series.", "", "", ""},
		{"a credit", "T\n\n" + text + "\n\nThe writer declined to comment.", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := FromText(tc.text)
			if err != nil {
				t.Fatal(err)
			}
			if d.Author != tc.author || d.AuthorRole != tc.role || d.Outlet != tc.outlet {
				t.Errorf("author %q, role %q, outlet %q; want %q, %q, %q", d.Author, d.AuthorRole, d.Outlet, tc.author, tc.role, tc.outlet)
			}
		})
	}
}

func TestOnlyWebLinksAreTaken(t *testing.T) {
	base := mustURL(t, "https://lantern.example/a/b")
	for link, want := range map[string]string{
		"c": "https://lantern.example/a/c", "//cdn.example/x": "https://cdn.example/x", "http://x.example/?p=1": "http://x.example/?p=1",
		"javascript:alert(1)": "", "data:text/html,x": "", "https://user:pw@x.example/": "", "ftp://x.example/": "", "https://": "", "": "", "http://[::1": "",
	} {
		if got := Link(base, link); got != want {
			t.Errorf("Link(%q) = %q, want %q", link, got, want)
		}
	}
	if got := Link(nil, "/relative"); got != "" {
		t.Errorf("a relative link without base is %q, want none", got)
	}
}

func TestAPageSpeaksForItsOwnSiteOnly(t *testing.T) {
	const at = "https://www.lantern.example/news/1"
	for head, want := range map[string]string{
		`<link rel=canonical href="https://lantern.example/news/one">`: "https://lantern.example/news/one",
		`<link rel=canonical href="https://other.example/news/1">`:     at,
		`<link rel=canonical href="https://www.lantern.example/">`:     at,
		`<link rel=canonical href="javascript:x">`:                     at,
		`<meta property="og:url" content="/news/uno">`:                 "https://www.lantern.example/news/uno",
		`<base href="/">`: at,
		`<base href="/"><link rel=canonical href="/">`:                      at,
		`<base href="/news/2026/"><link rel=canonical href="one">`:          "https://www.lantern.example/news/2026/one",
		`<base href="https://cdn.example/"><link rel=canonical href="one">`: at,
	} {
		d, err := FromHTML([]byte(head+"<p>Some text of the article.</p>"), mustURL(t, at))
		if err != nil {
			t.Fatal(err)
		}
		if d.Link != want {
			t.Errorf("%s: link %q, want %q", head, d.Link, want)
		}
	}
}

func TestPagesInOtherCharsets(t *testing.T) {
	page := "<meta charset=iso-8859-1><title>Caf\xe9</title><p>Am\xe9lie is a name that this page spells in an old way.</p>"
	d, err := FromHTML([]byte(page), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Café" || len(d.Blocks) == 0 || !strings.HasPrefix(d.Blocks[0].Text, "Amélie") {
		t.Errorf("document %+v, want Café and Amélie", d)
	}
}

func TestHostilePagesAreReadOrRefused(t *testing.T) {
	for name, page := range map[string]string{
		"empty": "", "nested": strings.Repeat("<div>", 100_000), "nested inline": strings.Repeat("<b><i>", 50_000) + "x",
		"json-ld": `<script type="application/ld+json">` + strings.Repeat("[", 20_000) + `</script><p>Text.</p>`,
		"loop":    `<script type="application/ld+json">{"@type":"Article","headline":"H","author":{"@id":"a"},"image":{"@id":"b","image":{"@id":"b"}}}</script>`,
		"zeros":   strings.Repeat("\x00", 1000), "tags": strings.Repeat("<p><a href=x>", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, _ = FromHTML([]byte(page), nil)
			_ = Fragment(page, nil)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}
