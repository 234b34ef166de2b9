package feed

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
)

const whole = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="https://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Lantern Weekly</title><link>https://lantern.example</link><language>en-US</language><ttl>60</ttl>
<item><title>&#8216;Severance&#8217; Renewed</title><link>/severance</link><guid isPermaLink="false">https://lantern.example/?p=1</guid>
<pubDate>Tue, 03 Nov 2026 10:00:00 +0100</pubDate><dc:creator>Nora Bell</dc:creator><category>TV</category><category>Severance</category>
<description>Short.</description><content:encoded><![CDATA[<p>Long <em>text</em>.</p>]]></content:encoded>
<media:thumbnail url="https://lantern.example/i.jpg"/></item></channel></rss>`

// documents are feeds in good and in bad shape, each with one item, and what
// must be read of it.
var documents = []struct {
	name, body, contentType string
	title, link             string
}{
	{"RSS 2.0", whole, "", "‘Severance’ Renewed", "https://lantern.example/severance"},
	{"RSS 0.91 without items in the channel", `<rss version="0.91"><channel><title>L</title></channel><item><title>A</title><link>http://l.example/a</link></item></rss>`, "", "A", "http://l.example/a"},
	{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>L</title></channel><item rdf:about="http://l.example/a"><title>A</title><link>http://l.example/a</link></item></rdf:RDF>`, "", "A", "http://l.example/a"},
	{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><entry><title type="html">A &amp;amp; B</title><link href="a"/><id>urn:1</id><updated>2026-11-03T10:00:00Z</updated></entry></feed>`, "", "A &amp; B", "https://lantern.example/a"},
	{"Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>L</title><entry><title>A</title><link rel="alternate" href="http://l.example/a"/></entry></feed>`, "", "A", "http://l.example/a"},
	{"Atom in a misspelt namespace", `<feed xmlns="http://www.w3.org/2005/Atom/"><entry><title>A</title><link href="http://l.example/a"/></entry></feed>`, "", "A", "http://l.example/a"},
	{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"L","items":[{"id":"1","url":"http://l.example/a","title":"A"}]}`, "", "A", "http://l.example/a"},
	{"a warning before the feed", "<br />\n<b>Warning</b>: mysql in <b>/x.php</b> on line <b>3</b><br />" + whole, "", "‘Severance’ Renewed", "https://lantern.example/severance"},
	{"a long comment before the root", "<?xml version='1.0'?><!-- <rss> " + strings.Repeat("-x", 5000) + " -->" + whole[38:], "", "‘Severance’ Renewed", "https://lantern.example/severance"},
	{"cut off in its second item", whole[:len(whole)-len("</channel></rss>")] + `<item><title>Half`, "", "‘Severance’ Renewed", "https://lantern.example/severance"},
	{"junk after the root", whole + "<script>x</script>", "", "‘Severance’ Renewed", "https://lantern.example/severance"},
	{"bare angles and ampersands", `<rss><channel><item><title>A <3 B & C < D</title><link>http://l.example/a?x=1&y=2</link></item></channel></rss>`, "", "A <3 B & C < D", "http://l.example/a?x=1&y=2"},
	{"control characters", "<rss><channel><item><title>A\x0b\x00&#11;B</title><link>http://l.example/a</link></item></channel></rss>", "", "AB", "http://l.example/a"},
	{"HTML entities", `<rss><channel><item><title>Caf&eacute;&nbsp;A</title><link>http://l.example/a</link></item></channel></rss>`, "", "Café\u00a0A", "http://l.example/a"},
	{"entities of its own", `<!DOCTYPE rss [<!ENTITY show "Dark">]><rss><channel><item><title>&show;</title><link>http://l.example/a</link></item></channel></rss>`, "", "Dark", "http://l.example/a"},
	{"unclosed and misplaced tags", `<rss><channel><item><title>A</title></p></Link><link>http://l.example/a</link><description><p>x<br>y</description></item></channel></rss>`, "", "A", "http://l.example/a"},
	{"references that what is dropped would make", `<rss><channel><item><title>&am</x>p;lt; &&#11;#65; &#6<!-- -->6; &am&#x1;p;</title><link>http://l.example/a</link></item></channel></rss>`, "", "&amp;lt; &#65; &#66; &amp;", "http://l.example/a"},
	{"the end of a CDATA section in a text", `<rss><channel><item><title>A]]>B]]</x>>C</title><link>http://l.example/a</link></item><item><title>B</title></item></channel></rss>`, "", "A]]>B]]>C", "http://l.example/a"},
	{"references in attributes", `<!DOCTYPE feed [<!ENTITY q '"'>]><feed xmlns="http://www.w3.org/2005/Atom"><entry title="&#11;&q;&"><title>A</title><link href="http://l.example/a?x=1&y=2&#x1f;"/></entry></feed>`, "", "A", "http://l.example/a?x=1&y=2"},
	{"base64 that is cut off and begins with a control character", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link rel="alternate" href="http://l.example/a"/><title mode="base64">A0E=`, "", "A", "http://l.example/a"},
	{"tags in another case", `<RSS><Channel><Item><Title>A</title><LINK>http://l.example/a</Link></Item></Channel></RSS>`, "", "A", "http://l.example/a"},
	{"Latin-1 that claims to be UTF-8", "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Caf\xe9</title><link>http://l.example/a</link></item></channel></rss>", "", "Café", "http://l.example/a"},
	{"an encoding that only the server names", "<rss><channel><item><title>\xcf\xf0\xe8\xe2\xe5\xf2</title><link>http://l.example/a</link></item></channel></rss>", "text/xml; charset=windows-1251", "Привет", "http://l.example/a"},
	{"an encoding that is none", `<?xml version="1.0" encoding="bogus"?><rss><channel><item><title>A</title><link>http://l.example/a</link></item></channel></rss>`, "", "A", "http://l.example/a"},
	{"UTF-16 with its mark", utf16of("\ufeff" + `<?xml version="1.0" encoding="utf-16"?><rss><channel><item><title>É</title><link>http://l.example/a</link></item></channel></rss>`), "", "É", "http://l.example/a"},
	{"UTF-16 without", utf16of(`<rss><channel><item><title>É</title><link>http://l.example/a</link></item></channel></rss>`), "", "É", "http://l.example/a"},
	{"a GUID for a link", `<rss><channel><item><title>A</title><guid>http://l.example/a</guid></item></channel></rss>`, "", "A", "http://l.example/a"},
	{"a GUID that is no link", `<rss><channel><item><title>A</title><guid isPermaLink="false">http://l.example/?p=1</guid></item></channel></rss>`, "", "A", ""},
	{"a link that is a script", `<rss><channel><item><title>A</title><link>javascript:alert(1)</link></item></channel></rss>`, "", "A", ""},
	{"feedburner", `<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><title>A</title><link>http://feeds.feedburner.com/~r/x/1</link><feedburner:origLink>http://l.example/a</feedburner:origLink></item></channel></rss>`, "", "A", "http://l.example/a"},
	{"one item that spoils the rest", `<rss><channel><item><title>A</title><link>http://l.example/a</link></item><item><x y z= "></item></channel></rss>`, "", "A", "http://l.example/a"},
}

func utf16of(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestFeedsInAnyShapeAreRead(t *testing.T) {
	for _, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			doc, err := Parse([]byte(d.body), d.contentType, "https://lantern.example/feed")
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Items) == 0 {
				t.Fatal("no items")
			}
			if i := doc.Items[0]; i.Title != d.title || i.Link != d.link {
				t.Errorf("title %q, link %q; want %q, %q", i.Title, i.Link, d.title, d.link)
			}
		})
	}
}

func TestAWholeItemIsRead(t *testing.T) {
	doc, err := Parse([]byte(whole), "", "https://lantern.example/feed")
	if err != nil {
		t.Fatal(err)
	}
	want := Document{
		Title: "Lantern Weekly", Link: "https://lantern.example", Language: "en-US", TTL: time.Hour,
		Items: []Item{{
			Title: "‘Severance’ Renewed", Link: "https://lantern.example/severance", GUID: "https://lantern.example/?p=1", Author: "Nora Bell",
			Published: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC), Summary: "Short.", Content: "<p>Long <em>text</em>.</p>",
			Categories: []string{"TV", "Severance"}, Image: "https://lantern.example/i.jpg",
		}},
	}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

// Items that are parsed without the rest are the same as with it.
func TestSingleItemsAreReadAsInTheWhole(t *testing.T) {
	bodies := map[string][]byte{}
	for _, d := range documents {
		bodies[d.name] = []byte(d.body)
	}
	files, _ := filepath.Glob(corpus + "/*/*/*.xml")
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		bodies[f] = body
	}
	for name, body := range bodies {
		src, err := open(body, "", "https://lantern.example/feed")
		if err != nil || len(src.items) == 0 {
			continue
		}
		full, err := src.parse(nil)
		if err != nil || len(full.Items) != len(src.items) {
			continue
		}
		for i := range src.items {
			want := make([]bool, len(src.items))
			want[i] = true
			one, err := src.parse(want)
			if err != nil || len(one.Items) != 1 || !cmp.Equal(one.Items[0], full.Items[i]) {
				t.Errorf("%s: item %d alone is %+v (%v), in the whole %+v", name, i, one.Items, err, full.Items[i])
			}
		}
	}
}

func TestImagesAreFoundWhereFeedsPutThem(t *testing.T) {
	for inside, want := range map[string]string{
		`<media:content url="/a.jpg" medium="image"/>`: "https://l.example/a.jpg",
		`<media:group><media:content url="http://l.example/a.mp4" type="video/mp4"/><media:thumbnail url="/t.jpg"/></media:group>`: "https://l.example/t.jpg",
		`<enclosure url="/e.png" type="image/png" length="1"/>`:                                                                    "https://l.example/e.png",
		`<description>&lt;img src="/pixel.gif" width="1"&gt;&lt;img src="/d.jpg"&gt;</description>`:                                "https://l.example/d.jpg",
		`<description>&lt;img src="data:image/gif;base64,x"&gt;</description>`:                                                     "",
	} {
		doc, err := Parse([]byte(`<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>A</title>`+inside+`</item></channel></rss>`), "", "https://l.example/feed")
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Items[0].Image; got != want {
			t.Errorf("%s: image %q, want %q", inside, got, want)
		}
	}
}

func TestLookIsOneJSONObject(t *testing.T) {
	file := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(file, []byte(`<rss><channel><title>L</title><item><title>A</title><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>`), 0o600); err != nil {
		t.Fatal(err)
	}
	for input, want := range map[string]string{
		file:          `{"input":"FILE","ok":true,"error":"","title":"L","items":[{"title":"A","link":"","guid":"","author":"","summary":"","content":"","categories":[],"image":"","published":"2026-11-03T10:00:00Z","updated":""}]}`,
		file + ".not": `{"input":"FILE.not","ok":false,"error":"There is no such file. A web address begins with https:// or http://.","title":"","items":[]}`,
	} {
		got, err := json.Marshal((&Fetcher{}).Look(t.Context(), input))
		if err != nil {
			t.Fatal(err)
		}
		if s := strings.Replace(string(got), file, "FILE", 1); s != want {
			t.Errorf("Look(%s) is\n%s, want\n%s", input, s, want)
		}
	}
}

func TestDates(t *testing.T) {
	want := time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	for _, s := range []string{
		"Tue, 03 Nov 2026 10:00:00 GMT", "Tue, 3 Nov 2026 11:00:00 +0100", "2026-11-03T10:00:00Z", "2026-11-03T10:00:00.000Z", "2026-11-03T05:00:00-05:00",
		"Tue, 03 Nov 2026 05:00:00 EST", "3 Nov 2026 10:00 UT", "Tue Nov 3 10:00:00 2026", "2026-11-03 10:00:00", "20261103T100000Z", "Tuesday, 03-Nov-26 10:00:00 GMT",
		"Tue, 03 Nov 2026 10:00:00", "  Tue,  03 Nov 2026  10:00:00 Z ", "2026-11-03T10:00", "tue, 03 nov 2026 10:00:00 gmt", "Die, 03 Nov 2026 10:00:00 GMT",
		"Mon, 02 Nov 2026 24:00:00 -1000", "Tues, 03 November 2026 10:00:00 GMT", "Nov 3, 2026 10:00 am", "Nov 3 2026 10:00AM", "mar., 03 nov. 2026 10:00:00 +0000",
		"2026-11-03 11:00:00 +0100", "2026-11-03 10:00:00 UTC", "2026-11-03T11:00:00+0100", "2026-11-03T11:00:00 +01:00", "2026-11-03 10:00:00.0",
		"2026/11/03 10:00", "2026-11-3 10:00", "2026. 11. 03. 10:00", "03.11.2026 10:00", "11/03/2026 10:00 AM", "11/3/2026 10:00:00", "2026년 11월 03일 10:00:00",
		"2026-11-03 오전 10:00:00", "3 ноября 2026 10:00:00", "Τρι, 03 Νοε 2026 10:00:00 GMT", "1793700000", "1793700000000", "2026-11-02T24:00:00-1000",
		"Tuesday, November 3, 2026 - 10:00", "Tue Nov 03 2026 10:00:00 GMT+0000 (UTC)",
	} {
		body := "<rss><channel><item><title>A</title><pubDate>" + s + "</pubDate></item></channel></rss>"
		doc, err := Parse([]byte(body), "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Items[0].Published; !got.Equal(want) {
			t.Errorf("%q is %v, want %v", s, got, want)
		}
	}
	for _, s := range []string{"", "soon", "30 Feb 2026", "99 Nov 2026", "Nov 2026 10:00", "12:00", "2026-13-45T99:00:00Z", "2026-02-30 10:00", "0000000000", "2026-00-03 1:00"} {
		if got := parseDate(s); !got.IsZero() {
			t.Errorf("%q is %v, want no date", s, got)
		}
	}
}

func TestXMLWithChannelsOfAnotherKindIsNoFeed(t *testing.T) {
	body := `<tv><channel id="one"><display-name>One</display-name></channel></tv>`
	if _, err := Parse([]byte(body), "text/xml", ""); !errors.Is(err, news.ErrNotFeed) {
		t.Errorf("got %v, want %v", err, news.ErrNotFeed)
	}
}

func TestJSONThatIsNoFeedIsNone(t *testing.T) {
	for body, want := range map[string]error{
		`{"id": "x", "name": "an API"}`:                                     news.ErrNotFeed,
		`{"version": "https://jsonfeed.org/version/1.1", "title": "Empty"}`: nil,
	} {
		if _, err := Parse([]byte(body), "application/json", ""); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", body, err, want)
		}
	}
}
