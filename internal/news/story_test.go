package news

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestCanonicalLink(t *testing.T) {
	for _, c := range []struct{ name, link, want string }{
		{"plain", "https://example.com/tv/defenders", "example.com/tv/defenders"},
		{"scheme and host in capitals", "HTTP://WWW.Example.COM/tv/Defenders", "example.com/tv/Defenders"},
		{"space around", " https://example.com/a\n", "example.com/a"},
		{"last slash", "https://example.com/tv/defenders/", "example.com/tv/defenders"},
		{"double slashes", "https://example.com//tv///defenders", "example.com/tv/defenders"},
		{"dots", "https://example.com/tv/./x/../defenders", "example.com/tv/defenders"},
		{"more dots than parts", "https://example.com/../../a", "example.com/a"},
		{"index", "https://example.com/tv/index.html", "example.com/tv"},
		{"fragment", "https://example.com/a#comments", "example.com/a"},
		{"default port", "https://example.com:443/a", "example.com/a"},
		{"other port", "https://example.com:8443/a", "example.com:8443/a"},
		{"IPv6", "http://[::1]:8080/a", "[::1]:8080/a"},
		{"mobile host", "https://m.example.com/a", "example.com/a"},
		{"two prefixes", "https://www.mobile.example.com/a", "example.com/a"},
		{"a host that only looks like a prefix", "https://m.com/a", "m.com/a"},
		{"root dot", "https://example.com./a", "example.com/a"},
		{"other writing", "https://Bücher.example/a", "xn--bcher-kva.example/a"},
		{"percent-encoding", "https://example.com/%7euser/caf%c3%a9", "example.com/~user/caf%C3%A9"},
		{"not encoded", "https://example.com/~user/café", "example.com/~user/caf%C3%A9"},
		{"encoded slash is no slash", "https://example.com/a%2Fb", "example.com/a%2Fb"},
		{"sorted query", "https://example.com/?p=7&a=1", "example.com?a=1&p=7"},
		{"post number", "https://example.com/?p=12345", "example.com?p=12345"},
		{"campaign", "https://example.com/a?utm_source=rss&utm_medium=feed&fbclid=x&id=2&_hsmi=9", "example.com/a?id=2"},
		{"campaign alone", "https://example.com/a?utm_source=rss", "example.com/a"},
		{"parameter that only begins alike", "https://example.com/a?utmost=1", "example.com/a?utmost=1"},
		{"ref to itself", "https://www.example.com/a?ref=example.com", "example.com/a"},
		{"ref to a page", "https://example.com/a?ref=b12", "example.com/a?ref=b12"},
		{"broken escapes", "https://example.com/a?x=%zz", "example.com/a?x=%25zz"},
		{"AMP path", "https://example.com/a/amp/", "example.com/a"},
		{"AMP suffix", "https://example.com/a.amp", "example.com/a"},
		{"AMP before the extension", "https://example.com/a.amp.html", "example.com/a.html"},
		{"AMP host", "https://amp.example.com/a", "example.com/a"},
		{"AMP parameters", "https://example.com/a?amp=1&outputType=amp", "example.com/a"},
		{"a page called amp", "https://example.com/amp", "example.com/amp"},
		{"AMP cache", "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/amp/", "example.com/a"},
		{"Google's AMP viewer", "https://www.google.com/amp/s/www.example.com/a.amp.html", "example.com/a.html"},
		{"Google's redirect", "https://www.google.com/url?q=https%3A%2F%2Fexample.com%2Fa&sa=U", "example.com/a"},
		{"redirect in a redirect", "https://www.google.com/url?q=https%3A%2F%2Fwww.google.com%2Famp%2Fs%2Fexample.com%2Fa", "example.com/a"},
		{"short video link", "https://youtu.be/AbC_1?t=10", "youtube.com/watch?v=AbC_1"},
		{"bare host", "https://example.com/", ""},
		{"bare host with campaign", "https://example.com/?utm_source=rss", ""},
		{"no address", "urn:uuid:1", ""},
		{"other scheme", "javascript:alert(1)", ""},
		{"relative", "/tv/defenders", ""},
		{"nothing", "", ""},
		{"rubbish", "http://[::1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := CanonicalLink(c.link); got != c.want {
				t.Errorf("CanonicalLink(%q) = %q, want %q", c.link, got, c.want)
			}
		})
	}
}

func TestStoryKeyWithoutLink(t *testing.T) {
	noon := time.Date(2026, 9, 14, 12, 0, 0, 0, time.UTC)
	base := Article{Title: "A Series  Is Renewed", Outlet: "The Outlet", Published: noon, Seen: noon}
	with := func(change func(*Article)) Article {
		a := base
		change(&a)
		return a
	}
	for _, c := range []struct {
		name    string
		article Article
		same    bool
	}{
		{"later on the day", with(func(a *Article) { a.Published = noon.Add(-3 * time.Hour) }), true},
		{"other capitals and spaces", with(func(a *Article) { a.Title = "a series is renewed" }), true},
		{"a link to the front page", with(func(a *Article) { a.Link = "https://example.com/" }), true},
		{"another day", with(func(a *Article) { a.Published = noon.AddDate(0, 0, -1) }), false},
		{"another outlet", with(func(a *Article) { a.Outlet = "Another" }), false},
		{"another title", with(func(a *Article) { a.Title = "A Series Is Over" }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, want := StoryKey(c.article), StoryKey(base); (got == want) != c.same {
				t.Errorf("keys %q and %q: equal is %v, want %v", got, want, got == want, c.same)
			}
		})
	}
}

func TestStoryKeyIsNeverEmptyOrLong(t *testing.T) {
	long := strings.Repeat("é", 5000)
	for _, a := range []Article{
		{},
		{Title: " \n "},
		{Title: "\xff\xfe"},
		{Title: long},
		{Link: "https://example.com/" + long},
		{Link: "https://example.com/?" + strings.Repeat("a=b&", 5000)},
		{Blocks: []Block{{Text: "Only a paragraph."}}},
	} {
		key := StoryKey(a)
		if key == "" || len(key) > 500 {
			t.Errorf("StoryKey of %.40q, %.40q has %d bytes, want 1 to 500", a.Title, a.Link, len(key))
		}
		if other := StoryKey(Article{Title: a.Title + "2", Link: a.Link + "2", Blocks: []Block{{Text: "x"}}}); key == other {
			t.Errorf("StoryKey(%.40q, %.40q) is the key of another article", a.Title, a.Link)
		}
	}
}

func FuzzCanonicalLink(f *testing.F) {
	f.Add("https://www.example.com/a/../b.amp?utm_source=x&p=1#c")
	f.Add("https://a.cdn.ampproject.org/c/s/b.example/c")
	f.Fuzz(func(t *testing.T, link string) {
		key := CanonicalLink(link)
		if len(key) > 500 || !utf8.ValidString(key) || strings.ContainsAny(key, " \x00") {
			t.Errorf("CanonicalLink(%q) = %q, want at most 500 bytes of UTF-8 without spaces", link, key)
		}
	})
}

func TestPageKey(t *testing.T) {
	for _, tt := range []struct{ link, canonical, want string }{
		{"https://a.example/2026/x?from=rss", "https://www.a.example/2026/x/", "a.example/2026/x"},
		{"https://feeds.a.example/x?utm_source=rss", "https://a.example/2026/x", "a.example/2026/x"},
		{"https://a.example/x?utm_source=rss", "https://a.example/x", ""}, // as the link has it
		{"https://a.example/2026/x", "https://a.example/news", ""},
		{"https://a.example/?p=1", "https://a.example/?p=2", ""},
		{"https://a.example/2026/x", "https://a.example/", ""},
		{"https://a.example/2026/x", "", ""},
		{"", "https://a.example/2026/x", ""},
	} {
		if got := PageKey(Article{Link: tt.link, Canonical: tt.canonical}); got != tt.want {
			t.Errorf("PageKey of %q, which calls itself %q, is %q, want %q", tt.link, tt.canonical, got, tt.want)
		}
	}
}
