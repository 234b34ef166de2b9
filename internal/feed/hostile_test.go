package feed

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"greenlit/internal/news"
)

// hostile are inputs that cost other parsers seconds, gigabytes or their
// lives.
func hostile() map[string]string {
	rss := func(body string) string {
		return `<rss version="2.0" xmlns:a="urn:a"><channel><title>T</title>` + body + `</channel></rss>`
	}
	var prefixes strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&prefixes, `<a:b xmlns:p%d="urn:%d">`, i, i)
	}
	var flat strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&flat, `<a:b xmlns:p%d="urn:%d"/>`, i, i)
	}
	laughs := `<!DOCTYPE lolz [<!ENTITY a "ha">`
	for i := range 20 {
		laughs += fmt.Sprintf(`<!ENTITY %c "&%[2]c;&%[2]c;&%[2]c;&%[2]c;">`, 'b'+i, 'a'+i)
	}
	return map[string]string{
		"nested namespaces":       rss(prefixes.String()),
		"namespaces side by side": rss("<item>" + flat.String() + "</item>"),
		"nested foreign elements": rss("<item>" + strings.Repeat("<a:b>", 900_000)),
		"nested native elements":  rss(strings.Repeat("<x>", 1_400_000)),
		"nested void elements":    rss("<item><description>" + strings.Repeat("<br>", 1_000_000)),
		"empty items":             rss(strings.Repeat("<item/>", 299_593)),
		"cdata pieces":            rss("<item><a:b>" + strings.Repeat("<![CDATA[x]]>", 80_000) + "</a:b></item>"),
		"comment pieces":          rss("<item><a:b>" + strings.Repeat("x<!---->", 150_000) + "</a:b></item>"),
		"child pieces":            rss("<item><a:b>" + strings.Repeat("x<c/>", 250_000) + "</a:b></item>"),
		"open comments":           rss(strings.Repeat("<!--", 1_000_000)),
		"open instructions":       rss(strings.Repeat("<?", 2_000_000)),
		"open cdata":              rss("<item>" + strings.Repeat("<![CDATA[", 500_000)),
		"open tags with quotes":   rss(strings.Repeat(`<a "`, 1_000_000) + `'`),
		"open doctypes":           strings.Repeat("<!DOCTYPE [", 400_000),
		"open angles":             rss("<item><title>" + strings.Repeat("<", 4_000_000)),
		"end tags":                rss(strings.Repeat("</a></b>", 500_000)),
		"ampersands":              rss("<item><title>" + strings.Repeat("&", 4_000_000)),
		"attributes":              rss("<item><a:b " + strings.Repeat(`x="y" `, 700_000) + "/></item>"),
		"one long attribute":      rss(`<item><a:b x="` + strings.Repeat("y", 4_000_000) + `"/></item>`),
		"billion laughs":          laughs + `]>` + rss("<item><title>"+strings.Repeat("&u;", 1000)+"</title></item>"),
		"entities":                `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("a", 500) + `">]>` + rss("<item><title>"+strings.Repeat("&a;", 1_000_000)+"</title></item>"),
		"json items":              `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[` + strings.Repeat("{},", 699_050) + `{}]}`,
		"json depth":              `{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 2_000_000),
		"json types":              `{"version":"https://jsonfeed.org/version/1.1","items":[{"title":5,"tags":[` + strings.Repeat("5,", 99_000) + `5]}]}`,
		"json values":             `{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"A","tags":["a"` + strings.Repeat(`,"a"`, 1_000_000) + `]}]}`,
		"json lists":              `{"version":"https://jsonfeed.org/version/1.1","items":[{"title":` + strings.Repeat("[", 55) + strings.Repeat("5,", 99_000) + `5` + strings.Repeat("]", 55) + `}]}`,
		"zeros":                   strings.Repeat("\x00", 5_000_000),
		"utf-16":                  "\xff\xfe" + strings.Repeat("<\x00", 2_000_000),
		"not a feed":              strings.Repeat("<p>word</p>", 400_000),
		"too long":                rss(strings.Repeat(" ", 6<<20)),
	}
}

// hostileCPU is what one hostile input may cost, less what else the machine
// does.
const hostileCPU = 100 * time.Millisecond

func TestHostileInputsEndSoonAndCheaply(t *testing.T) {
	for name, body := range hostile() {
		t.Run(name, func(t *testing.T) {
			var doc Document
			var err error
			took, allocated := time.Duration(1<<62), uint64(0)
			// The best of ten: on a loaded machine, CPU time is longer too.
			for try := 0; try < 10 && (try == 0 || took > hostileCPU && !raceEnabled); try++ {
				input := []byte(body)
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				began := cpuTime(t)
				doc, err = Parse(input, "application/rss+xml", "https://l.example/feed")
				took = min(took, cpuTime(t)-began)
				runtime.ReadMemStats(&after)
				allocated = after.TotalAlloc - before.TotalAlloc
			}
			t.Logf("%d KB: %s of CPU, %d KB allocated, %d items, %v", len(body)>>10, took.Round(time.Millisecond), allocated>>10, len(doc.Items), err)
			if took > hostileCPU && !raceEnabled {
				t.Errorf("took %s", took)
			}
			if allocated > 32<<20 {
				t.Errorf("allocated %d MB", allocated>>20)
			}
			if err != nil && !errors.Is(err, news.ErrTooBig) && !errors.Is(err, news.ErrNotFeed) {
				t.Errorf("error %v, want one that says what is wrong", err)
			}
			if err == nil && len(doc.Items) > maxItems {
				t.Errorf("%d items came through", len(doc.Items))
			}
		})
	}
}

func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// FuzzParse looks for input that makes the parser panic, hang, or give items
// that break its promises.
func FuzzParse(f *testing.F) {
	for _, body := range hostile() {
		f.Add([]byte(body[:min(len(body), 2000)]), "text/xml")
	}
	for _, doc := range documents {
		f.Add([]byte(doc.body), doc.contentType)
	}
	for _, body := range manyWays(f) {
		f.Add(body, "")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := Parse(body, contentType, "https://l.example/feed")
		if err != nil {
			return
		}
		for _, i := range doc.Items {
			if i.Link != "" && !strings.HasPrefix(i.Link, "http") {
				t.Errorf("link %q", i.Link)
			}
			if len(i.Title) > maxTitle || len(i.Content) > maxContent || len(i.Categories) > maxCategories {
				t.Errorf("an item over its bounds: %d, %d, %d", len(i.Title), len(i.Content), len(i.Categories))
			}
		}
	})
}

// FuzzMend checks that a mended document stays as it is when it is mended
// again, and that its items are where it says.
func FuzzMend(f *testing.F) {
	for _, doc := range documents {
		f.Add([]byte(doc.body))
	}
	for _, body := range manyWays(f) {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		body = bytes.ToValidUTF8(body, nil) // as toUTF8 leaves it
		first, err := mend(bytes.Clone(body))
		if err != nil {
			return
		}
		for _, r := range first.items {
			if r.start < 0 || r.end > len(first.text) || r.start >= r.end || first.text[r.start] != '<' || first.text[r.end-1] != '>' {
				t.Fatalf("item %v of %q", r, first.text)
			}
		}
		second, err := mend(bytes.Clone(first.text))
		if err != nil {
			t.Fatalf("mended %q, then: %v", first.text, err)
		}
		if !bytes.Equal(first.text, second.text) {
			t.Errorf("mended once %q, twice %q", first.text, second.text)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Tue, 03 Nov 2026 10:00:00 GMT", "2026-11-03T10:00:00Z", "2026", "20261103", "3 Nov 26 10:00 EST"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := parseDate(s); got.Location() != time.UTC {
			t.Errorf("parseDate(%q) is in %v", s, got.Location())
		}
	})
}
