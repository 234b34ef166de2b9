package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/page"
)

type fakePages struct {
	mu    sync.Mutex
	asked []string
	image string // "https://l.example/i.jpg" when empty
	err   error
	slow  string          // part of the links that do not answer
	hangs chan<- struct{} // when one of them was asked for; may be nil
}

func (f *fakePages) Read(ctx context.Context, link string) (page.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, link)
	if f.slow != "" && strings.Contains(link, f.slow) {
		if f.hangs != nil {
			f.hangs <- struct{}{}
		}
		<-ctx.Done()
		return page.Document{}, ctx.Err()
	}
	return page.Document{
		Link: link + "/own", Author: "Nora Bell", AuthorRole: "Critic", Image: first(f.image, "https://l.example/i.jpg"),
		Blocks: []news.Block{{Kind: news.Paragraph, Text: strings.Repeat("The whole text of the page. ", 20)}},
	}, f.err
}

func TestPagesAreReadForSummariesOfNewItems(t *testing.T) {
	body := rssOf("Old|1|https://l.example/old||Short.")
	p, store, _ := serve(t, serving(&body), "/feed")
	pages := &fakePages{}
	p.Pages = pages
	poll(t, p)
	if len(pages.asked) != 0 {
		t.Errorf("the first fetch read pages: %v", pages.asked)
	}
	body = rssOf("New|2|https://l.example/new||Short.", "Old|1|https://l.example/old||Short.")
	store.due()
	poll(t, p)
	a := store.last().Articles[0]
	if fmt.Sprint(pages.asked) != "[https://l.example/new]" || a.Author != "Nora Bell" || a.AuthorRole != "Critic" || !strings.HasPrefix(a.Blocks[0].Text, "The whole") {
		t.Errorf("read %v for %+v", pages.asked, a)
	}
	if a.Link != "https://l.example/new" || a.Canonical != "https://l.example/new/own" {
		t.Errorf("link %q of a page at %q, want the feed's link and the page's own address", a.Link, a.Canonical)
	}
	pages.err = errors.New("no page")
	body = rssOf("Newer|3|https://l.example/newer||Short.", "Old|1|https://l.example/old||Short.")
	store.due()
	poll(t, p)
	if a := store.last().Articles[0]; len(a.Blocks) != 1 || a.Blocks[0].Text != "Short." {
		t.Errorf("without its page the article has blocks %+v, want the summary", a.Blocks)
	}
}

func TestEditsKeepWhatThePageSaid(t *testing.T) {
	body := rssOf("Old|1|https://l.example/old||Read by 1.")
	p, store, _ := serve(t, serving(&body), "/feed")
	pages := &fakePages{}
	p.Pages = pages
	poll(t, p)
	for i := range 4 {
		body = rssOf(fmt.Sprintf("New %d|2|https://l.example/new||Read by %d.", i, i), "Old|1|https://l.example/old||Read by 1.")
		store.due()
		p = &Poller{Store: store, Fetcher: p.Fetcher, Pages: pages, HostGap: -1, Now: p.Now}
		poll(t, p)
		if a := store.last().Articles[0]; a.Title != fmt.Sprint("New ", i) || a.Author != "Nora Bell" || a.Image == "" || !strings.HasPrefix(a.Blocks[0].Text, "The whole") {
			t.Errorf("edit %d: %+v, want its title with the page's author, image and text", i, a)
		}
	}
	if len(pages.asked) != 1 {
		t.Errorf("pages %v were read, want the one once", pages.asked)
	}
}

func TestPicturesThatAFeedLacksComeFromThePage(t *testing.T) {
	text := func(words string) string { return full + strings.Repeat(words, 300) + "]]>" }
	body := rssOf("Old|1|https://l.example/old||"+text("Old words. "), "Older|0|https://l.example/older||"+text("Old words. "))
	p, store, _ := serve(t, serving(&body), "/feed")
	pages := &fakePages{}
	p.Pages = pages
	poll(t, p)
	for _, words := range []string{"New words. ", "Edited. "} {
		body = rssOf("New|2|https://l.example/new||"+text(words), "Pictured|3|https://l.example/pictured||"+text(words+`<img src="https://l.example/p.jpg">`), "Old|1|https://l.example/old||"+text("Old words. "))
		store.due()
		poll(t, p)
		f := store.last()
		for _, s := range store.fetches[:len(store.fetches)-1] {
			if len(s.Articles) == 1 { // those that did not wait
				f.Articles = append(f.Articles, s.Articles...)
			}
		}
		for _, a := range f.Articles {
			if want := map[string]string{"New": "https://l.example/i.jpg", "Pictured": "https://l.example/p.jpg"}[a.Title]; a.Image != want {
				t.Errorf("%s has the picture %q, want %q", a.Title, a.Image, want)
			}
			if !strings.HasPrefix(a.Blocks[0].Text, "Words in a feed") {
				t.Errorf("%s has the text %.30q, want the feed's", a.Title, a.Blocks[0].Text)
			}
		}
		if n := len(f.Articles); n < 2 || !strings.Contains(f.Articles[0].Blocks[0].Text, words[:6]) {
			t.Errorf("%d articles, the first with %q; want the new text", n, f.Articles[0].Blocks[0].Text)
		}
	}
	if got := fmt.Sprint(pages.asked); got != "[https://l.example/new]" {
		t.Errorf("read %s, want the one page once", got)
	}
}

func TestArticlesWithPagesComeOldestFirst(t *testing.T) {
	body := rssOf("Old|1|https://l.example/old||Short.")
	p, store, _ := serve(t, serving(&body), "/feed")
	p.Pages = &fakePages{}
	poll(t, p)
	body = rssOf("D|d|https://l.example/d|Tue, 03 Nov 2026 10:00:00 GMT|Short.", "B|b|https://l.example/b|Mon, 02 Nov 2026 10:00:00 GMT|Short.",
		"C|c|https://l.example/c|Tue, 03 Nov 2026 10:00:00 GMT|Short.", "A|a|https://l.example/a|Mon, 02 Nov 2026 09:00:00 GMT|Short.", "Old|1|https://l.example/old||Short.")
	store.due()
	poll(t, p)
	var got []string
	for _, f := range store.fetches[1:] {
		got = append(got, titles(f)...)
	}
	if fmt.Sprint(got) != "[A B C D]" {
		t.Errorf("saved %v, want the oldest first", got)
	}
}

// A floodedStore stops the feed instead of taking new articles.
type floodedStore struct{ *fakeStore }

func (s floodedStore) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	if len(f.Articles) > 0 && !f.Silent {
		f = news.Fetch{Feed: news.Feed{ID: f.Feed.ID, URL: f.Feed.URL, Error: "Too much."}}
		_, err := s.fakeStore.SaveFetch(ctx, f, at)
		return news.Saved{Flood: true}, err
	}
	return s.fakeStore.SaveFetch(ctx, f, at)
}

func TestAFeedThatIsStoppedBetweenPagesStaysSo(t *testing.T) {
	body := rssOf("Old|1|https://l.example/old||Short.")
	p, store, _ := serve(t, serving(&body), "/feed")
	pages := &fakePages{}
	p.Pages, p.Store = pages, floodedStore{store}
	poll(t, p)
	body = rssOf("A|a|https://l.example/a||Short.", "B|b|https://l.example/b||Short.", "C|c|https://l.example/c||Short.")
	store.due()
	poll(t, p)
	if f := store.feeds[1]; !f.NextPoll.IsZero() || f.Error != "Too much." || len(pages.asked) > 1 {
		t.Errorf("the feed is %+v, and pages %v were read; want it as the store left it", f, pages.asked)
	}
}

func TestAnEditedSummaryReplacesTheOneBefore(t *testing.T) {
	body := rssOf("Old|1|https://l.example/old||Short.")
	p, store, _ := serve(t, serving(&body), "/feed")
	pages := &fakePages{err: fmt.Errorf("%w: status 404", news.ErrMissing)}
	p.Pages = pages
	poll(t, p)
	for _, summary := range []string{"Renewed for two seasons, as the network says.", "Cancelled."} {
		body = rssOf("New|2|https://l.example/new||"+summary, "Old|1|https://l.example/old||Short.")
		store.due()
		poll(t, p)
		if a := store.last().Articles[0]; len(a.Blocks) != 1 || a.Blocks[0].Text != summary {
			t.Errorf("text %+v, want %q", a.Blocks, summary)
		}
	}
	if len(pages.asked) != 1 {
		t.Errorf("a missing page was asked for %d times, want once", len(pages.asked))
	}
}

// A served is a body that answers every request, without a network.
type served string

func (s *served) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Request: req, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(*s)))}, nil
}

// A timedStore notes when it got articles.
type timedStore struct {
	*fakeStore
	got map[string]time.Duration // by title, since the beginning
	at  time.Time
}

func (s *timedStore) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	for _, title := range titles(f) {
		s.got[title] = time.Since(s.at)
	}
	return s.fakeStore.SaveFetch(ctx, f, at)
}

const full = "<![CDATA[" + "Words in a feed that gives the whole text. "

func withPages(pages *fakePages) (p *Poller, store *timedStore, body *served) {
	body = new(served)
	*body = served(rssOf("Old|0|https://l.example/0||Short."))
	store = &timedStore{fakeStore: storeOf("https://l.example/feed"), got: map[string]time.Duration{}, at: time.Now()}
	begin := time.Now()
	p = &Poller{
		Store: store, Fetcher: &Fetcher{Client: &http.Client{Transport: body}}, Pages: pages,
		Now: func() time.Time { return start.Add(time.Since(begin)) },
	}
	return p, store, body
}

func TestASlowPageDelaysOnlyItsOwnItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pages := &fakePages{slow: "slow"}
		p, store, body := withPages(pages)
		poll(t, p)
		store.due()
		time.Sleep(p.HostGap)
		store.at = time.Now()
		items := []string{
			"Slow|1|https://l.example/slow||Short.", "Quick|2|https://m.example/quick||Short.",
			"Whole|3|https://l.example/whole||" + full + strings.Repeat("More of it. ", 200) + "]]>",
		}
		for i := range 8 {
			items = append(items, fmt.Sprintf("Late %d|l%d|https://n.example/slow/%d||Short.", i, i, i))
		}
		*body = served(rssOf(append(items, "Old|0|https://l.example/0||Short.")...))
		poll(t, p)
		if store.got["Whole"] != 0 {
			t.Errorf("the item that needs no page was saved after %v", store.got["Whole"])
		}
		if len(store.got) != 12 {
			t.Errorf("saved %v, want all", store.got)
		}
		for title, after := range store.got {
			if after > patience+2*time.Second {
				t.Errorf("%q was saved after %v, want at most %v", title, after, patience)
			}
		}
		if f := store.feeds[1]; f.Failures != 0 || f.LastSuccess.IsZero() || store.claimed[1] {
			t.Errorf("the feed is %+v, want a success", f)
		}
	})
}

func TestAStopBetweenPagesLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{}, 1)
		pages := &fakePages{slow: "slow", hangs: hangs}
		p, store, body := withPages(pages)
		poll(t, p)
		store.due()
		due := store.feeds[1].NextPoll
		*body = served(rssOf("C|3|https://l.example/c||Short.", "B|2|https://l.example/slow||Short.", "A|1|https://l.example/a||Short.", "Old|0|https://l.example/0||Short."))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- p.Run(ctx) }()
		<-hangs
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if f := store.feeds[1]; !f.NextPoll.Equal(due) || f.Failures != 0 || store.claimed[1] {
			t.Errorf("the feed is %+v, want it as due as it was", f)
		}
		if _, ok := store.got["A"]; !ok {
			t.Error("what was ready is not saved")
		}
		pages.slow = ""
		p = &Poller{Store: store, Fetcher: p.Fetcher, Pages: pages, Now: p.Now, Log: slog.New(slog.DiscardHandler)}
		poll(t, p)
		f := store.last()
		if got := fmt.Sprint(titles(f)); f.Silent || len(store.articles) != 4 || strings.Contains(got, "A") {
			t.Errorf("after the stop came %s, want what was left", got)
		}
		if n := strings.Count(strings.Join(pages.asked, " "), "/a"); n != 1 {
			t.Errorf("the page that was read was asked for %d times", n)
		}
	})
}
