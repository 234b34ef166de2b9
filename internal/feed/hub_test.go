package feed

import (
	"fmt"
	"net/http"
	"testing"
)

func TestHubOf(t *testing.T) {
	want := hub{"https://hub.example/", "https://l.example/feed"}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>%s</feed>`
	for _, c := range []struct {
		name, body string
		links      []string
		want       hub
	}{
		{"headers", `<rss version="2.0"><channel><title>T</title></channel></rss>`,
			[]string{`<https://hub.example/>; rel="hub"`, `<https://l.example/feed>; rel="self"`}, want},
		{"one header, relations together", `<rss version="2.0"><channel><title>T</title></channel></rss>`,
			[]string{`<https://x.example/?a,b>; rel=next; title="a, b", <https://hub.example/>;title="x";rel="preload HUB",</feed>; rel=self`}, want},
		{"headers before the document", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
			<atom:link rel="hub" href="https://other.example/"/><atom:link rel="self" href="https://l.example/other"/></channel></rss>`,
			[]string{`<https://hub.example/>; rel="hub", <https://l.example/feed>; rel="self"`}, want},
		{"RSS", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://l.example/</link>
			<atom:link rel="hub" href="https://hub.example/"/><item><title>A</title></item><atom:link href="/feed" rel="self"/></channel></rss>`, nil, want},
		{"RSS with another prefix", `<rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom"><channel><title>T</title>
			<a10:link rel="hub" href="https://hub.example/"/><a10:link rel="self" href="https://l.example/feed"/></channel></rss>`, nil, want},
		{"Atom", fmt.Sprintf(atom, `<link rel="self" href="https://l.example/feed"/><link rel="hub" href="https://hub.example/"/><link rel="hub" href="https://second.example/"/>`), nil, want},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"T","feed_url":"https://l.example/feed",
			"hubs":[{"type":"rssCloud","url":"https://cloud.example/"},{"type":"WebSub","url":"https://hub.example/"}],"items":[]}`, nil, want},
		{"hub without topic", fmt.Sprintf(atom, `<link rel="hub" href="https://hub.example/"/>`), nil, hub{}},
		{"hub of another kind of address", fmt.Sprintf(atom, `<link rel="self" href="https://l.example/feed"/><link rel="hub" href="gopher://hub.example/"/>`), nil, hub{}},
		{"none", fmt.Sprintf(atom, `<link rel="self" href="https://l.example/feed"/>`), []string{"", "<", "nonsense", "<>;;;", `<https://hub.example/>; rel="`}, hub{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse([]byte(c.body), "", "https://l.example/feed")
			if err != nil {
				t.Fatal(err)
			}
			got := hubOf(Answer{Header: http.Header{"Link": c.links}, URL: "https://l.example/feed"}, doc)
			if got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestAddressInUseIsReported(t *testing.T) {
	w := NewWebSub(WebSub{Listen: "256.0.0.1:0"})
	if err := w.Run(t.Context()); err == nil {
		t.Error("no error for an address that is none of ours")
	}
}
