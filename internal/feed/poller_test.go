package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestItemsBecomeArticlesOnce(t *testing.T) {
	body := rssOf("Old|1|https://lantern.example/old|Mon, 02 Nov 2026 10:00:00 GMT|Words &amp;amp; more")
	p, store, _ := serve(t, serving(&body), "/feed")
	p.Read = func(a news.Article) news.Reading {
		return news.Reading{Facts: []tv.Fact{{Type: tv.Source, Outlet: "Variety"}}}
	}
	poll(t, p)
	f := store.last()
	if !f.Silent || len(f.Articles) != 1 {
		t.Fatalf("first fetch: silent %v, articles %v; want a silent one with one article", f.Silent, titles(f))
	}
	a := f.Articles[0]
	if a.Summary != "Words & more" || a.Source != "Variety" || a.Outlet != "Lantern Weekly" || a.Link != "https://lantern.example/old" ||
		!a.Published.Equal(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)) || !a.Seen.Equal(start) || len(a.Blocks) != 1 {
		t.Errorf("article %+v", a)
	}
	if f.Feed.Title != "Lantern Weekly" || f.Feed.LastSuccess.IsZero() {
		t.Errorf("feed %+v, want its title and success", f.Feed)
	}

	body = rssOf("New|2|https://lantern.example/new", "Old|1|https://lantern.example/old|Mon, 02 Nov 2026 10:00:00 GMT|Words &amp;amp; more")
	store.due()
	poll(t, p)
	if f := store.last(); f.Silent || fmt.Sprint(titles(f)) != "[New]" {
		t.Errorf("second fetch: silent %v, articles %v; want New, not silent", f.Silent, titles(f))
	}
	store.due()
	poll(t, p)
	if f := store.last(); len(f.Articles) != 0 {
		t.Errorf("unchanged feed brought %v", titles(f))
	}
}

func TestARestartBringsNothingTwice(t *testing.T) {
	body := rssOf("A|1|https://l.example/a", "B||https://l.example/b", "C|||Mon, 02 Nov 2026 10:00:00 GMT", "D|4|https://l.example/d", "E|4|https://l.example/e")
	p, store, _ := serve(t, serving(&body), "/feed")
	poll(t, p)
	if f := store.last(); len(f.Articles) != 5 {
		t.Fatalf("first fetch brought %v", titles(f))
	}
	again := &Poller{Store: store, Fetcher: p.Fetcher, HostGap: -1, Now: p.Now}
	store.due()
	poll(t, again)
	if f := store.last(); len(f.Articles) != 0 {
		t.Errorf("after a restart the same feed brought %v", titles(f))
	}
	// Another order is no news either.
	body = rssOf("E|4|https://l.example/e", "C|||Mon, 02 Nov 2026 10:00:00 GMT", "D|4|https://l.example/d", "B||https://l.example/b", "A|1|https://l.example/a")
	store.due()
	poll(t, again)
	if f := store.last(); len(f.Articles) != 0 {
		t.Errorf("in another order the feed brought %v", titles(f))
	}
}

func TestAnEditedItemIsTheSameArticle(t *testing.T) {
	body := rssOf("Tracker Renewed|1|https://l.example/a", "B|2|https://l.example/b")
	p, store, _ := serve(t, serving(&body), "/feed")
	poll(t, p)
	key := store.last().Articles[0].Key
	body = rssOf("Tracker Renewed for Season 4|1|https://l.example/a", "B|2|https://l.example/b")
	store.due()
	poll(t, p)
	f := store.last()
	if fmt.Sprint(titles(f)) != "[Tracker Renewed for Season 4]" || f.Articles[0].Key != key {
		t.Errorf("the edit brought %v under key %q, want the same key %q", titles(f), f.Articles[0].Key, key)
	}
}

// unposted counts the articles that are not posted.
func unposted(f news.Fetch) (n int) {
	for _, a := range f.Articles {
		if f.Silent || a.Quiet {
			n++
		}
	}
	return n
}

func TestAFeedThatIsSuddenlyAllNewIsSilent(t *testing.T) {
	list := func(prefix string) (items []string) {
		for i := range 8 {
			items = append(items, fmt.Sprintf("T%d|%s%d|https://l.example/%s%d", i, prefix, i, prefix, i))
		}
		return items
	}
	body := rssOf(list("a")...)
	p, store, _ := serve(t, serving(&body), "/feed")
	poll(t, p)
	body = rssOf(list("b")...)
	store.due()
	poll(t, p)
	if f := store.last(); unposted(f) != 8 || len(f.Articles) != 8 {
		t.Errorf("all new: %d of %d articles are not posted, want 8 of 8", unposted(f), len(f.Articles))
	}
	body = rssOf(append([]string{"X|x|https://l.example/x"}, list("b")...)...)
	store.due()
	poll(t, p)
	if f := store.last(); unposted(f) != 0 || fmt.Sprint(titles(f)) != "[X]" {
		t.Errorf("one new: %d not posted of %v; want X posted", unposted(f), titles(f))
	}
	for few, want := range map[int]int{3: 3, 2: 0} {
		body = rssOf(list(fmt.Sprint("c", few))[:few]...)
		store.due()
		poll(t, p)
		body = rssOf(list(fmt.Sprint("d", few))[:few]...)
		store.due()
		poll(t, p)
		if f := store.last(); unposted(f) != want || len(f.Articles) != few {
			t.Errorf("all new of a feed with %d items: %d of %d are not posted, want %d", few, unposted(f), len(f.Articles), want)
		}
	}
}

func TestDatesToComeAreNotBelieved(t *testing.T) {
	body := rssOf("A|1|https://l.example/a|Sat, 03 Nov 2125 10:00:00 GMT")
	p, store, _ := serve(t, serving(&body), "/feed")
	poll(t, p)
	if a := store.last().Articles[0]; !a.Published.IsZero() || !a.When().Equal(start) {
		t.Errorf("published %v, shown as of %v; want no date and %v", a.Published, a.When(), start)
	}
}

func TestConditionalRequests(t *testing.T) {
	var asked []http.Header
	etag, modified := `W/"a b`, "yesterday at noon" // neither is valid
	mux := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header)
		if r.Header.Get("If-None-Match") != "" {
			w.Header().Set("ETag", `"new"`)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		fmt.Fprint(w, rssOf("A|1|https://l.example/a"))
	})
	p, store, _ := serve(t, mux, "/feed")
	poll(t, p)
	store.due()
	poll(t, p)
	if got := asked[1]; got.Get("If-None-Match") != etag || got.Get("If-Modified-Since") != modified {
		t.Errorf("asked with %q and %q, want %q and %q", got.Get("If-None-Match"), got.Get("If-Modified-Since"), etag, modified)
	}
	f := store.last()
	if f.Feed.ETag != `"new"` || f.Feed.LastModified != modified || f.Feed.LastSuccess.IsZero() || len(f.Articles) != 0 {
		t.Errorf("after a 304 the feed is %+v, want the new ETag and the old date", f.Feed)
	}
}

func TestErrorsAreToldAndBackOff(t *testing.T) {
	status := http.StatusInternalServerError
	body := rssOf("A|1|https://l.example/a")
	p, store, now := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if status != 200 {
			w.WriteHeader(status)
			return
		}
		fmt.Fprint(w, body)
	}), "/feed")
	var waits []time.Duration
	for range 3 {
		poll(t, p)
		f := store.last().Feed
		waits = append(waits, f.NextPoll.Sub(*now))
		*now = f.NextPoll
	}
	if fmt.Sprint(waits) != "[15m0s 30m0s 1h0m0s]" {
		t.Errorf("waits after failures are %v, want doubling from 15m", waits)
	}
	f := store.last().Feed
	if f.Failures != 3 || f.Error != "The server has trouble of its own (status 500)." {
		t.Errorf("feed has %d failures and error %q", f.Failures, f.Error)
	}
	status = 200
	poll(t, p)
	if f := store.last().Feed; f.Failures != 0 || f.Error != "" || f.LastSuccess.IsZero() {
		t.Errorf("after it recovered the feed is %+v", f)
	}
	status = http.StatusGone
	store.due()
	poll(t, p)
	if f := store.last().Feed; !f.NextPoll.IsZero() || !strings.Contains(f.Error, "gone") {
		t.Errorf("a feed that is gone is due at %v with error %q, want never", f.NextPoll, f.Error)
	}
}

func TestAPanicStaysWithItsFeed(t *testing.T) {
	body := rssOf("A|1|https://l.example/a")
	p, store, _ := serve(t, serving(&body), "/one", "/two")
	p.Read = func(a news.Article) news.Reading {
		if a.FeedID == 1 {
			panic("reader")
		}
		return news.Reading{}
	}
	poll(t, p)
	if one, two := store.feeds[1], store.feeds[2]; one.Failures != 1 || one.Error == "" || two.Failures != 0 {
		t.Errorf("feeds are %+v and %+v, want a failure of the first only", one, two)
	}
}

// A choosyStore takes no articles.
type choosyStore struct {
	*fakeStore
	refuse func() error
}

func (s choosyStore) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	if len(f.Articles) > 0 {
		return news.Saved{}, s.refuse()
	}
	return s.fakeStore.SaveFetch(ctx, f, at)
}

func TestWhatCannotBeSavedIsAFailureOfItsFeed(t *testing.T) {
	for name, refuse := range map[string]func() error{
		"an error": func() error { return errors.New("value too long") },
		"a panic":  func() error { panic("learning") },
	} {
		t.Run(name, func(t *testing.T) {
			body := rssOf("A|1|https://l.example/a")
			p, store, now := serve(t, serving(&body), "/feed")
			p.Store = choosyStore{store, refuse}
			poll(t, p)
			if f := store.feeds[1]; f.Failures != 1 || f.Error == "" || store.claimed[1] || !f.NextPoll.After(*now) {
				t.Errorf("feed is %+v, claimed %v; want a failure, and another poll later", f, store.claimed[1])
			}
			store.due()
			p.Store = store
			poll(t, p)
			if f := store.last(); f.Feed.Failures != 0 || len(f.Articles) != 1 {
				t.Errorf("once it can be saved: %d failures, articles %v; want A", f.Feed.Failures, titles(f))
			}
		})
	}
}

func TestRunEndsSoonAndLosesNothing(t *testing.T) {
	asked, stuck := make(chan bool, 1), make(chan bool)
	p, store, _ := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- true
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}), "/feed")
	defer close(stuck)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.Run(ctx) }()
	<-asked
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Run did not end within 5 s")
	}
	if f := store.feeds[1]; store.claimed[1] || f.Failures != 0 || !f.NextPoll.Equal(start) {
		t.Errorf("the feed is %+v, claimed %v; want it due and free", f, store.claimed[1])
	}
}

func TestASlowHostDoesNotHoldUpTheOthers(t *testing.T) {
	stuck, answered := make(chan bool), make(chan bool, 1)
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(stuck)
	fast := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { answered <- true }))
	defer fast.Close()
	var urls []string
	for i := range 50 {
		urls = append(urls, fmt.Sprintf("%s/%d", slow.URL, i))
	}
	client := NewClient(ClientOptions{AllowHosts: []string{hostOf(slow.URL), hostOf(fast.URL)}})
	defer client.CloseIdleConnections()
	p := &Poller{Store: storeOf(append(urls, fast.URL)...), Fetcher: &Fetcher{Client: client}, Workers: 2, Now: func() time.Time { return start }}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.Run(ctx) }()
	select {
	case <-answered:
	case <-time.After(10 * time.Second):
		t.Error("the fast host was not asked within 10 s")
	}
	cancel()
	<-ended
}

func TestFeedsOfACrowdedHostAllGetTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const feeds, each = 300, 2 * time.Second // a gap and an answer
		var urls []string
		for i := range feeds {
			urls = append(urls, fmt.Sprintf("https://l.example/%d", i))
		}
		store := storeOf(append(urls, "https://m.example/feed")...)
		begin := time.Now()
		body := served(rssOf("A|1|https://l.example/a"))
		p := &Poller{
			Store: store, Fetcher: &Fetcher{Client: &http.Client{Transport: slowed{&body, time.Second}}},
			Now: func() time.Time { return start.Add(time.Since(begin)) },
		}
		ctx, cancel := context.WithTimeout(t.Context(), feeds*each+time.Minute)
		defer cancel()
		if err := p.Run(ctx); err != nil {
			t.Fatal(err)
		}
		putOff := 0
		for _, f := range store.fetches {
			if f.Feed.LastPoll.IsZero() {
				putOff++
			}
		}
		for id, f := range store.feeds {
			if f.LastSuccess.IsZero() {
				t.Errorf("feed %d was not polled", id)
			}
		}
		if other := store.feeds[feeds+1]; other.LastPoll.Sub(start) > 10*time.Second {
			t.Errorf("the other host was asked after %v", other.LastPoll.Sub(start))
		}
		if t.Logf("%d feeds were put off %d times", feeds, putOff); putOff > 2*feeds {
			t.Errorf("%d feeds were put off %d times, want at most twice each", feeds, putOff)
		}
	})
}

// A leaseStore tells of feeds that are saved when their claim is over.
type leaseStore struct {
	*fakeStore
	t       *testing.T
	claimed sync.Map // time by feed
}

func (s *leaseStore) ClaimFeeds(ctx context.Context, now time.Time, d time.Duration, limit int) ([]news.Feed, error) {
	feeds, err := s.fakeStore.ClaimFeeds(ctx, now, d, limit)
	for _, f := range feeds {
		s.claimed.Store(f.ID, now.Add(d))
	}
	return feeds, err
}

func (s *leaseStore) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	if end, ok := s.claimed.Load(f.Feed.ID); ok && at.After(end.(time.Time)) {
		s.t.Errorf("feed %d was saved %v after its claim was over", f.Feed.ID, at.Sub(end.(time.Time)))
	}
	return s.fakeStore.SaveFetch(ctx, f, at)
}

func TestFeedsOfASlowHostDoNotOutliveTheirClaims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var urls []string
		for i := range 30 {
			urls = append(urls, fmt.Sprintf("https://l.example/%d", i))
		}
		store := &leaseStore{fakeStore: storeOf(urls...), t: t}
		begin := time.Now()
		body := served(rssOf("A|1|https://l.example/a"))
		p := &Poller{
			Store: store, Fetcher: &Fetcher{Client: &http.Client{Transport: slowed{&body, requestTime - time.Second}}},
			Now: func() time.Time { return start.Add(time.Since(begin)) },
		}
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
		defer cancel()
		if err := p.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for id, f := range store.feeds {
			if f.LastSuccess.IsZero() || f.Failures > 0 {
				t.Errorf("feed %d is %+v, want it polled", id, f)
			}
		}
	})
}

// A slowed transport answers after a while.
type slowed struct {
	http.RoundTripper
	after time.Duration
}

func (s slowed) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := sleep(req.Context(), s.after); err != nil {
		return nil, err
	}
	return s.RoundTripper.RoundTrip(req)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	mux := http.NewServeMux()
	body := rssOf("A|1|https://l.example/a")
	mux.Handle("/feed", serving(&body))
	mux.HandleFunc("/site", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
			<link rel="alternate" type="application/rss+xml" href="feed"></head><body>Hello</body></html>`)
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<html><body>Hello</body></html>`) })
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.Handle("/moved", http.RedirectHandler("/feed", http.StatusMovedPermanently))
	mux.Handle("/lent", http.RedirectHandler("/feed", http.StatusFound))
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, rssOf()[:80], strings.Repeat("<item/>", 2000), "</channel></rss>")
	})
	p, store, _ := serve(t, mux, "")
	at := store.feeds[1].URL
	for address, want := range map[string]string{
		"/feed": at + "/feed", "/feed#top": at + "/feed", "/site": at + "/feed", "/moved": at + "/feed", "/lent": at + "/lent",
	} {
		address = strings.Replace(address, "/", at+"/", 1)
		f, err := p.Check(t.Context(), address)
		if err != nil || f.URL != want || f.Title != "Lantern Weekly" || f.ETag != "" {
			t.Errorf("Check(%q) = %+v, %v; want %s", address, f, err, want)
		}
	}
	closed := httptest.NewServer(mux)
	closed.Close()
	p.Fetcher.Client = NewClient(ClientOptions{AllowHosts: []string{hostOf(at), hostOf(closed.URL)}})
	for address, want := range map[string]error{
		"no address": news.ErrNotURL, "ftp://x.example/feed": news.ErrNotURL, "https://user:pw@x.example/": news.ErrNotURL, "": news.ErrNotURL,
		"http://127.0.0.1:80/": news.ErrPrivate, "http://[::1]/": news.ErrPrivate, "http://169.254.169.254/latest": news.ErrPrivate,
		at + "/page": news.ErrNotFeed, at + "/gone": news.ErrGone, at + "/missing": news.ErrMissing, at + "/broken": news.ErrTrouble, at + "/big": news.ErrTooBig,
		closed.URL + "/feed": news.ErrNoAnswer,
	} {
		_, err := p.Check(t.Context(), address)
		if !errors.Is(err, want) {
			t.Errorf("Check(%q): %v, want %v", address, err, want)
			continue
		}
		say := Explain(err)
		if u, _ := url.Parse(address); say == "" || (u != nil && u.Host != "" && strings.Contains(say, u.Host)) {
			t.Errorf("Check(%q) is explained as %q", address, say)
		}
	}
}
