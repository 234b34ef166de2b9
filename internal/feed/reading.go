package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"hash/maphash"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/page"
	"greenlit/internal/tv"
)

// A reading turns a feed's new and changed items into articles.
type reading struct {
	poller *Poller
	work   *work
	feed   news.Feed
	src    *source
	first  bool // nothing of this feed is stored
	now    time.Time
	known  []seenItem // of the last poll

	language  string         // as the answer's header says
	doc       Document       // with the items that were parsed
	articles  []news.Article // that wait to be saved
	saved     news.Saved     // what was saved while pages were waited for
	seen      []seenItem     // all items of this document
	unchanged bool           // no item differs from the last poll
	dates     []time.Time    // of all items that have one
}

// A seenItem is an item of the last document that was read: hashes of its raw
// form, of its GUID and of its link, the latter 0 when empty, and its date in
// Unix seconds.
type seenItem struct {
	raw, guid, link uint64
	published       int64
}

func (r *reading) run(ctx context.Context) error {
	want, old := r.unseen()
	if r.unchanged {
		r.remember(old)
		return nil
	}
	doc, err := r.src.parse(want)
	if err != nil {
		return err
	}
	r.doc = doc
	r.recall(want, old)

	keys, hashes, err := r.stored(ctx)
	if err != nil {
		return err
	}
	fresh, changed := r.compare(keys, hashes)
	flood := r.flood(fresh)
	if len(flood) > 0 {
		r.poller.logOf(r.feed).Warn("many old items are suddenly new, and are not posted",
			"items", len(r.seen), "new", len(fresh), "not posted", len(flood))
	}
	var pages []pageOf
	for n, i := range append(fresh, changed...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		a, lacksText := r.article(doc.Items[i], keys[i])
		a.Quiet = flood[i]
		switch {
		case a.Link == "" || !lacksText && a.Image != "":
		case n >= len(fresh):
			if err := r.keep(ctx, &a, lacksText); err != nil {
				return err
			}
		case r.poller.Pages == nil || r.first || a.Quiet:
		default:
			pages = append(pages, pageOf{a, lacksText})
			continue
		}
		r.finish(&a)
		r.articles = append(r.articles, a)
	}
	return r.readPages(ctx, pages)
}

// unseen returns which of the document's items differ from those of the last
// poll, and the hashes of all. Without a last poll, or where items can't be
// told apart before they are parsed, want is nil: all of them do.
func (r *reading) unseen() (want []bool, all []seenItem) {
	if len(r.src.items) == 0 {
		return nil, nil
	}
	last := make(map[uint64]seenItem, len(r.known))
	for _, s := range r.known {
		last[s.raw] = s
	}
	want, all = make([]bool, len(r.src.items)), make([]seenItem, len(r.src.items))
	news := 0
	for i, at := range r.src.items {
		raw := maphash.Bytes(r.poller.seed, r.src.text[at.start:at.end])
		s, ok := last[raw]
		if !ok {
			s.raw = raw
			news++
		}
		want[i], all[i] = !ok, s
	}
	r.unchanged = news == 0
	if len(r.known) == 0 {
		want = nil
	}
	return want, all
}

// recall fills in r.seen: the hashes of all items, with the GUIDs and links of
// those that were parsed just now.
func (r *reading) recall(want []bool, all []seenItem) {
	parsed := len(r.doc.Items)
	wanted := 0
	for i := range all {
		if want == nil || want[i] {
			wanted++
		}
	}
	if wanted != parsed { // raw items are not the parser's: go by the parser's
		all = make([]seenItem, parsed)
		want = nil
	}
	at := 0
	for i := range all {
		if want == nil || want[i] {
			item := r.doc.Items[at]
			all[i].guid, all[i].link = r.sum(bareGUID(item.GUID)), r.sum(news.CanonicalLink(item.Link))
			if !item.Published.IsZero() {
				all[i].published = item.Published.Unix()
			}
			at++
		}
	}
	r.remember(all)
}

func (r *reading) remember(all []seenItem) {
	r.seen = all
	for _, s := range all {
		if s.published != 0 {
			r.dates = append(r.dates, time.Unix(s.published, 0))
		}
	}
}

func (r *reading) sum(s string) uint64 {
	if s == "" {
		return 0
	}
	return maphash.String(r.poller.seed, s)
}

// keys returns the identities of the parsed items: the GUID where it is the
// document's only one, else GUID and link, else the link, else title and date.
func (r *reading) keys() []string {
	guids, links := map[uint64]int{}, map[uint64]int{}
	for _, s := range r.seen {
		guids[s.guid]++
		links[s.link]++
	}
	keys := make([]string, len(r.doc.Items))
	for i, item := range r.doc.Items {
		guid, link := bareGUID(item.GUID), news.CanonicalLink(item.Link)
		switch {
		case guid != "" && guids[r.sum(guid)] == 1:
			keys[i] = key("g", guid)
		case guid != "" && link != "":
			keys[i] = key("gl", item.GUID, link)
		case link != "" && links[r.sum(link)] == 1:
			keys[i] = key("l", link)
		default:
			keys[i] = key("t", page.Text(item.Title), stamp(item.Published), link)
		}
	}
	return keys
}

// stored returns the identities of the parsed items, and the hashes of those
// that are stored. A new GUID with a known link is the known item: feeds give
// new ones when an article is edited, or when their software changes.
func (r *reading) stored(ctx context.Context) (keys []string, hashes map[string]string, err error) {
	keys = r.keys()
	hashes, err = r.poller.Store.ItemHashes(ctx, r.feed.ID, keys)
	if err != nil || r.first {
		return keys, hashes, err
	}
	times := map[uint64]int{} // that a link stands in the document
	for _, s := range r.seen {
		times[s.link]++
	}
	var links []string
	at := map[string]int{}
	for i, item := range r.doc.Items {
		link := news.CanonicalLink(item.Link)
		if _, known := hashes[keys[i]]; !known && link != "" && times[r.sum(link)] == 1 {
			links = append(links, item.Link)
			at[item.Link] = i
		}
	}
	if len(links) == 0 {
		return keys, hashes, nil
	}
	known, err := r.poller.Store.ItemKeys(ctx, r.feed.ID, links)
	if err != nil || len(known) == 0 {
		return keys, hashes, err
	}
	for link, key := range known {
		if !slices.Contains(keys, key) {
			keys[at[link]] = key
		}
	}
	hashes, err = r.poller.Store.ItemHashes(ctx, r.feed.ID, keys)
	return keys, hashes, err
}

// bareGUID cuts the number of an edition off a GUID that is an address, as in
// "https://outlet.example/news/1#2".
func bareGUID(guid string) string {
	i := strings.LastIndexByte(guid, '#')
	if i < 0 || !strings.HasPrefix(guid, "http") || strings.Trim(guid[i+1:], "0123456789") != "" {
		return guid
	}
	return guid[:i]
}

// key joins parts to an identity; long ones are hashed.
func key(kind string, parts ...string) string {
	k := kind + ":" + strings.Join(parts, "\n")
	if len(k) <= 200 && !strings.Contains(k, "\n") {
		return k
	}
	sum := sha256.Sum256([]byte(k))
	return kind + ":" + hex.EncodeToString(sum[:16])
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// compare tells new items from changed ones by what is stored; the indexes of
// both keep the document's order. An item that stands twice counts once.
func (r *reading) compare(keys []string, hashes map[string]string) (fresh, changed []int) {
	done := map[string]bool{}
	for i, item := range r.doc.Items {
		if done[keys[i]] || (item.Title == "" && item.Summary == "" && item.Content == "") {
			continue
		}
		done[keys[i]] = true
		switch known, ok := hashes[keys[i]]; {
		case !ok:
			fresh = append(fresh, i)
		case known != item.hash():
			changed = append(changed, i)
		}
	}
	return fresh, changed
}

// flood returns which of the new items may well be old, where they are
// suddenly most of the document, as when a feed changes its GUIDs or takes in
// an archive. What is dated after the last success is news, however much it is:
// Greenlit or the feed may have been away. Items with links that the last poll
// had are not new, and flood nothing.
func (r *reading) flood(fresh []int) map[int]bool {
	if r.first {
		return nil
	}
	links := map[uint64]bool{}
	for _, s := range r.known {
		links[s.link] = s.link != 0
	}
	since := r.feed.LastSuccess
	if since.After(r.now) { // by a clock that was ahead
		since = r.now
	}
	since = since.Add(-lateDate)
	old := map[int]bool{}
	n := 0
	for _, i := range fresh {
		item := r.doc.Items[i]
		if item.Published.After(since) && !toCome(item.Published, r.now) {
			continue
		}
		old[i] = true
		if !links[r.sum(news.CanonicalLink(item.Link))] {
			n++
		}
	}
	all := n == len(r.seen) && n > 2 // nothing is left of a short feed
	if !all && (n < 5 || 2*n <= len(r.seen)) {
		return nil
	}
	return old
}

// lateDate is how long after its date an item may come into its feed.
const lateDate = time.Hour

// toCome reports whether a date lies ahead, which says nothing of when the
// article appeared.
func toCome(date, now time.Time) bool { return date.After(now.Add(time.Hour)) }

// hash is the same for as long as an item says the same.
func (i Item) hash() string {
	h := sha256.New()
	for _, part := range []string{i.Title, i.Link, i.Author, i.Summary, i.Content, i.Image, stamp(i.Published), strings.Join(i.Categories, "\n")} {
		writePart(h, part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func writePart(h hash.Hash, part string) {
	_, _ = h.Write([]byte(part))
	_, _ = h.Write([]byte{0})
}

// article makes an article of an item, without its page and its reading.
// lacksText means that the feed gives a summary only.
func (r *reading) article(item Item, itemKey string) (a news.Article, lacksText bool) {
	base, _ := url.Parse(item.Link)
	a = news.Article{
		FeedID:     r.feed.ID,
		Key:        itemKey,
		Hash:       item.hash(),
		Title:      cut(page.Text(item.Title), 300),
		Link:       item.Link,
		Author:     cut(page.Text(item.Author), 200),
		Outlet:     r.feed.Outlet,
		Summary:    cut(page.Text(item.Summary), 4096),
		Image:      item.Image,
		Language:   first(r.doc.Language, r.language),
		Published:  item.Published,
		Updated:    item.Updated,
		Seen:       r.now,
		Categories: item.Categories,
	}
	if toCome(a.Published, r.now) {
		a.Published = time.Time{}
	}
	if !a.Updated.After(a.Published) || toCome(a.Updated, r.now) {
		a.Updated = time.Time{}
	}
	text := item.Content
	if text == "" {
		text = item.Summary
	}
	a.Blocks = page.Fragment(text, base)
	lacksText = item.Content == "" && len(a.Summary) < fullText
	if a.Summary == "" {
		a.Summary = cut(firstText(a.Blocks), 500)
	}
	if a.Title == "" {
		a.Title = cut(firstText(a.Blocks), 100)
	}
	return a, lacksText
}

// fullText is the length from which a summary is the article itself.
const fullText = 1500

func firstText(blocks []news.Block) string {
	for _, b := range blocks {
		if b.Kind == news.Paragraph {
			return b.Text
		}
	}
	return ""
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// finish names the outlet and understands the article.
func (r *reading) finish(a *news.Article) {
	if name, ok := tv.OutletByName(a.Outlet); ok {
		a.Outlet = name
	}
	if a.Outlet == "" {
		a.Outlet = outlet(a.Link, r.feed.URL, first(r.doc.Title, r.feed.Title))
	}
	if r.poller.Read != nil {
		a.Understand(r.poller.Read(*a))
	}
	fill(&a.Outlet, cut(page.Text(first(r.feed.Title, r.doc.Title)), 100))
}

// outletHosts are the outlets by their web hosts.
var outletHosts = sync.OnceValue(func() map[string]string {
	hosts := map[string]string{}
	for _, o := range tv.Outlets() {
		for _, h := range o.Hosts {
			hosts[strings.ToLower(h)] = o.Name
		}
	}
	return hosts
})

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// outlet returns who publishes at the links, or by that title; "" when that is
// not known.
func outlet(link, feed, title string) string {
	for _, address := range []string{link, feed} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		host := strings.ToLower(u.Hostname())
		for host != "" {
			if name, ok := outletHosts()[host]; ok {
				return name
			}
			_, host, _ = strings.Cut(host, ".")
		}
	}
	title = page.Text(title)
	for _, sep := range []string{"", " | ", " - ", " – ", " » ", ": "} {
		name := title
		if sep != "" {
			name, _, _ = strings.Cut(title, sep)
		}
		if name, ok := tv.OutletByName(name); ok {
			return name
		}
	}
	return ""
}
