package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"greenlit/internal/page"
)

// A Document is a feed as its server sent it.
type Document struct {
	Title    string
	Link     string // of the site
	Language string
	// Hub tells of what is new at Self, which is the feed's own address; both
	// are "" where the feed does not name them.
	Hub, Self string
	// TTL, SkipHours (of UTC) and SkipDays are the feed's own wishes of when
	// it should be asked for; SkipHours and SkipDays are zero without any.
	TTL       time.Duration
	SkipHours [24]bool
	SkipDays  [7]bool // by time.Weekday
	Items     []Item
}

// An Item is an entry of a feed. Title, Summary and Content are as the feed
// gives them, HTML or text; links are absolute, http or https. Times are in
// UTC, and zero when the feed does not give them or not in a readable form.
type Item struct {
	Title      string    `json:"title"`
	Link       string    `json:"link"`
	GUID       string    `json:"guid"`
	Author     string    `json:"author"`
	Published  time.Time `json:"published"`
	Updated    time.Time `json:"updated"`
	Summary    string    `json:"summary"`
	Content    string    `json:"content"`
	Categories []string  `json:"categories"`
	Image      string    `json:"image"`
}

// parseTime bounds what the parsing of one feed may take.
const parseTime = 2 * time.Second

// Parse reads a feed in any form of RSS, RDF, Atom or JSON Feed. The content
// type is what the server called it, and base the address that it was read
// from; both may be "". A feed that is damaged is mended first. Errors wrap
// news.ErrNotFeed or news.ErrTooBig.
func Parse(body []byte, contentType, base string) (Document, error) {
	src, err := open(body, contentType, base)
	if err != nil {
		return Document{}, err
	}
	return src.parse(nil)
}

// A source is a feed that was decoded and mended and not parsed yet.
type source struct {
	mended
	json bool
	base *url.URL
}

func open(body []byte, contentType, base string) (*source, error) {
	if len(body) > maxBody {
		return nil, tooBig("more than %d MB", maxBody>>20)
	}
	s := &source{}
	if u, err := url.Parse(base); err == nil && base != "" {
		s.base = u
	}
	body = toUTF8(body, contentType)
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '{' {
		text, err := checkJSON(trimmed)
		s.json, s.text = true, text
		return s, err
	}
	var err error
	s.mended, err = mend(body)
	return s, err
}

// parse parses the feed, with only those of its items for which want is true;
// all of them when want is nil.
func (s *source) parse(want []bool) (Document, error) {
	text := s.text
	if want != nil {
		text = s.only(want)
	}
	doc, err := s.parseText(text)
	if err != nil && s.json {
		if mended, ok := mendJSON(text); ok {
			doc, err = s.parseText(mended)
		}
	}
	if err != nil && !s.json && want == nil && len(s.items) > 1 {
		// One item may spoil the rest.
		want = make([]bool, len(s.items))
		for i, r := range s.items {
			want[i] = wellFormed(s.text[r.start:r.end])
		}
		doc, err = s.parseText(s.only(want))
	}
	return doc, err
}

// only returns the feed without the items that are not wanted.
func (s *source) only(want []bool) []byte {
	text := make([]byte, 0, len(s.text))
	at := 0
	for i, r := range s.items {
		if !want[i] {
			text = append(text, s.text[at:r.start]...)
			at = r.end
		}
	}
	return append(text, s.text[at:]...)
}

func wellFormed(item []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(item))
	d.Strict, d.Entity = false, xml.HTMLEntity
	for {
		if _, err := d.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func (s *source) parseText(text []byte) (doc Document, err error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	f, err := parser.Parse(&deadlineReader{r: bytes.NewReader(text), until: time.Now().Add(parseTime)})
	switch {
	case errors.Is(err, errSlow):
		return Document{}, tooBig("more to it than can be read in %s", parseTime)
	case err != nil:
		return Document{}, notFeed("This feed is damaged beyond repair.", err)
	case f == nil:
		return Document{}, notFeed("This is not a feed.", nil)
	case s.json && !bytes.Contains(text, []byte(`"items"`)) && !bytes.Contains(text, []byte("jsonfeed")):
		return Document{}, notFeed("This is JSON and not a feed.", nil)
	}
	return s.document(f, text), nil
}

var errSlow = errors.New("out of time")

// A deadlineReader ends a parse that takes too long.
type deadlineReader struct {
	r     io.Reader
	until time.Time
}

func (d *deadlineReader) Read(p []byte) (int, error) {
	if time.Now().After(d.until) {
		return 0, errSlow
	}
	return d.r.Read(p[:min(len(p), 4096)])
}

func (s *source) document(f *gofeed.Feed, text []byte) Document {
	d := Document{
		Title:    strings.TrimSpace(f.Title),
		Link:     s.link(f.Link),
		Language: strings.TrimSpace(f.Language),
	}
	if s.base == nil && d.Link != "" { // a file's links are relative to its site
		s.base, _ = url.Parse(d.Link)
	}
	d.Items = make([]Item, len(f.Items))
	for i, item := range f.Items {
		d.Items[i] = s.item(item)
	}
	switch original := f.OriginalFeed().(type) {
	case *rss.Feed:
		d.hints(original)
		s.hubsOfRSS(&d, original)
		for i := range min(len(d.Items), len(original.Items)) {
			s.completeRSS(&d.Items[i], original.Items[i])
		}
	case *atom.Feed:
		s.hubsOfAtom(&d, original)
		for i := range min(len(d.Items), len(original.Entries)) {
			s.completeAtom(&d.Items[i], original.Entries[i])
		}
	case *json.Feed:
		for i := range min(len(d.Items), len(original.Items)) {
			s.completeJSON(&d.Items[i], original.Items[i])
		}
	}
	for i := range d.Items {
		if f.FeedType != "rss" {
			fill(&d.Items[i].Author, authors(f.Authors))
		}
	}
	if s.json && bytes.Contains(text, []byte(`"hubs"`)) {
		s.hubsOfJSON(&d, text)
	}
	return d
}

// hints reads when an RSS feed wants to be asked for.
func (d *Document) hints(f *rss.Feed) {
	if minutes, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && minutes > 0 && minutes < 1<<20 {
		d.TTL = time.Duration(minutes) * time.Minute
	}
	if sy := f.Extensions["sy"]; sy != nil && d.TTL == 0 {
		d.TTL = min(syndication(sy), maxSyndication)
	}
	for _, h := range f.SkipHours {
		if hour, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && hour >= 0 && hour <= 24 {
			d.SkipHours[hour%24] = true
		}
	}
	for _, name := range f.SkipDays {
		for day := range d.SkipDays {
			if strings.EqualFold(strings.TrimSpace(name), time.Weekday(day).String()) {
				d.SkipDays[day] = true
			}
		}
	}
}

func (s *source) link(link string) string {
	if link = strings.TrimSpace(link); strings.HasPrefix(link, "www.") {
		link = "http://" + link
	}
	return page.Link(s.base, link)
}
