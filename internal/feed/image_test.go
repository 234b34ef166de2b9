package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Articles have the picture that their feed gives, by what is most surely the
// article's, and else that of their page.
func TestImagesOfArticles(t *testing.T) {
	media := `<media:content url="/media.jpg" medium="image"/><media:thumbnail url="/small.jpg"/>`
	thumbnail := `<media:thumbnail url="/small.jpg"/>`
	enclosure := `<enclosure url="/enclosed.png" type="image/png" length="1"/>`
	itunes := `<itunes:image href="/itunes.jpg"/>`
	content := `<content:encoded><![CDATA[<p>Words</p><img src="/content.jpg">]]></content:encoded>`
	summary := `<description>Short. &lt;img src="/summary.jpg"&gt;</description>`
	for _, c := range []struct{ name, inside, want string }{
		{"media before all", summary + content + itunes + enclosure + media, "/media.jpg"},
		{"thumbnail before the rest", summary + content + itunes + enclosure + thumbnail, "/small.jpg"},
		{"enclosure", summary + content + itunes + enclosure, "/enclosed.png"},
		{"enclosure without type", summary + `<enclosure url="/plain.JPG"/>`, "/plain.JPG"},
		{"enclosure that is a video", summary + `<enclosure url="/film.mp4" type="video/mp4"/>`, "/summary.jpg"},
		{"itunes", summary + content + itunes, "/itunes.jpg"},
		{"content", summary + content, "/content.jpg"},
		{"summary", summary, "/summary.jpg"},
		{"page", `<description>Short.</description>`, "/page.jpg"},
		{"page for a whole text without a picture", `<content:encoded><![CDATA[<p>` + strings.Repeat("Words. ", 300) + `</p>]]></content:encoded>`, "/page.jpg"},
	} {
		t.Run(c.name, func(t *testing.T) {
			items := `<item><title>Old</title><guid>old</guid></item>`
			p, store, _ := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(w, `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
					xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>T</title>`+items+`</channel></rss>`)
			}), "/feed")
			p.Pages = &fakePages{image: "/page.jpg"}
			poll(t, p)
			items = `<item><title>New</title><guid>new</guid><link>https://l.example/new</link>` + c.inside + `</item>` + items
			store.due()
			poll(t, p)
			articles := store.last().Articles
			if len(articles) != 1 {
				t.Fatalf("%d articles", len(articles))
			}
			// A relative address is relative to the feed's.
			got := articles[0].Image
			if i := strings.Index(got, "127.0.0.1"); i >= 0 {
				_, got, _ = strings.Cut(got[i:], "/")
				got = "/" + got
			}
			if got != c.want {
				t.Errorf("image %q, want %q", articles[0].Image, c.want)
			}
		})
	}
}
