package feed_test

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenlit/internal/feed"
	"greenlit/internal/news"
	"greenlit/internal/store"
)

// A testHub is a WebSub hub: it asks back before it subscribes anybody, and
// tells subscribers what is published.
type testHub struct {
	*httptest.Server
	mu       sync.Mutex
	lease    string
	mute     bool // takes requests and never asks back
	requests []url.Values
	verified int
}

func newHub(t *testing.T) *testHub {
	h := &testHub{lease: "86400"}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *testHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.ParseForm() != nil || r.Form.Get("hub.mode") != "subscribe" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	h.requests = append(h.requests, r.Form)
	mute := h.mute
	h.mu.Unlock()
	if !mute {
		h.verify(r.Form)
	}
	w.WriteHeader(http.StatusAccepted)
}

func (h *testHub) verify(form url.Values) {
	challenge := rand.Text()
	status, body := get(form.Get("hub.callback"), url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": form["hub.topic"], "hub.challenge": {challenge}, "hub.lease_seconds": {h.lease},
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	if status/100 == 2 && body == challenge {
		h.verified++
	}
}

func (h *testHub) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests, h.verified = nil, 0
}

// asked returns the requests so far and how many were verified.
func (h *testHub) asked() (requests []url.Values, verified int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.requests, h.verified
}

func get(address string, q url.Values) (status int, body string) {
	resp, err := http.Get(address + "?" + q.Encode())
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

// tell posts to a callback, signed by the method with the secret.
func tell(t *testing.T, callback, method, secret, body string) (status int) {
	t.Helper()
	digests := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if digest := digests[method]; digest != nil {
		mac := hmac.New(digest, []byte(secret))
		io.WriteString(mac, body)
		req.Header.Set("X-Hub-Signature", method+"="+hex.EncodeToString(mac.Sum(nil)))
	} else if method != "" {
		req.Header.Set("X-Hub-Signature", method)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// subscribed is a desk with a feed that names the hub, and a server for what
// the hub says, behind a prefix.
func (d *desk) subscribed(h *testHub, allow ...string) *feed.WebSub {
	var w *feed.WebSub
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.ServeHTTP(rw, r) }))
	d.t.Cleanup(server.Close)
	client := feed.NewClient(feed.ClientOptions{AllowHosts: allow})
	d.t.Cleanup(client.CloseIdleConnections)
	w = feed.NewWebSub(feed.WebSub{
		Store: d.store, Client: client, UserAgent: "Greenlit/test", URL: server.URL + "/greenlit/",
		Pushed: d.poller.Wake, Now: func() time.Time { return d.now },
	})
	d.poller.Hubs = w
	return w
}

func hostOf(h *testHub) string { return strings.TrimPrefix(h.URL, "http://") }

func withHub(h *testHub) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", fmt.Sprintf(`<%s/hub>; rel="hub", <https://lantern.example/feed>; rel="self"`, h.URL))
		fmt.Fprint(w, rss("a", "1 One"))
	})
}

func TestHubIsAskedAndAskedAgainBeforeItsLeaseEnds(t *testing.T) {
	hub := newHub(t)
	onBoth(t, withHub(hub), func(t *testing.T, d *desk) {
		hub.forget()
		w := d.subscribed(hub, hostOf(hub))
		d.add("1", "/feed")
		ask := func(after time.Duration, want int) {
			t.Helper()
			d.now = d.now.Add(after)
			if n, err := w.Ask(t.Context()); err != nil || n != want {
				t.Fatalf("asked %d hubs, %v; want %d", n, err, want)
			}
		}
		ask(0, 0)
		d.poll()
		ask(0, 1)
		requests, verified := hub.asked()
		first := requests[0]
		if verified != 1 || first.Get("hub.topic") != "https://lantern.example/feed" || len(first.Get("hub.secret")) < 20 ||
			!strings.Contains(first.Get("hub.callback"), "/greenlit/websub/") || first.Get("hub.lease_seconds") == "" {
			t.Fatalf("asked %v and was verified %d times", first, verified)
		}
		d.poll() // the hub is known
		ask(0, 1)
		if requests, verified = hub.asked(); verified != 2 || requests[1].Get("hub.callback") != first.Get("hub.callback") {
			t.Errorf("asked %v and was verified %d times, want the first request again, as its lease of a day is over", requests[1], verified)
		}
		ask(17*time.Hour, 0)
		ask(90*time.Minute, 1)

		hub.mu.Lock()
		hub.mute = true
		hub.mu.Unlock()
		ask(24*time.Hour, 1)
		ask(50*time.Minute, 0)
		ask(20*time.Minute, 1)
		hub.mu.Lock()
		hub.mute = false
		hub.mu.Unlock()

		if removed, err := d.store.RemoveFeed(t.Context(), "1", 1); err != nil || !removed {
			t.Fatal(removed, err)
		}
		ask(48*time.Hour, 0)
		if status := tell(t, first.Get("hub.callback"), "sha256", first.Get("hub.secret"), "x"); status != http.StatusGone {
			t.Errorf("a hub that tells of a feed nobody wants gets %d, want 410", status)
		}
	})
}

func TestASlowHubDoesNotHoldUpTheOthers(t *testing.T) {
	stuck := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}))
	defer slow.Close()
	defer close(stuck)
	hub := newHub(t)
	hub.mute = true
	onBoth(t, http.NotFoundHandler(), func(t *testing.T, d *desk) {
		hub.forget()
		w := d.subscribed(hub, hostOf(hub), strings.TrimPrefix(slow.URL, "http://"))
		for i := range 12 {
			address := slow.URL
			if i == 11 {
				address = hub.URL
			}
			f := d.add("1", fmt.Sprint("/", i))
			d.now = d.now.Add(time.Second) // hubs are asked in this order
			if err := w.Found(t.Context(), f.ID, address, "https://lantern.example/feed"); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		var asking sync.WaitGroup
		asking.Go(func() { _, _ = w.Ask(ctx) })
		defer asking.Wait()
		defer stop()
		for began := time.Now(); ; <-time.After(5 * time.Millisecond) {
			if requests, _ := hub.asked(); len(requests) > 0 {
				break
			}
			if time.Since(began) > 10*time.Second {
				t.Fatal("the other hub was not asked within 10 s")
			}
		}
	})
}

func TestAHubThatAFeedNamesNoMoreIsForgotten(t *testing.T) {
	hub := newHub(t)
	var none atomic.Bool
	onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if none.Load() {
			fmt.Fprint(w, rss("a", "1 One"))
			return
		}
		withHub(hub).ServeHTTP(w, r)
	}), func(t *testing.T, d *desk) {
		none.Store(false)
		w := d.subscribed(hub, hostOf(hub))
		d.add("1", "/feed")
		d.poll()
		d.restart()
		d.poller.Hubs = w
		none.Store(true)
		d.poll()
		if n, err := w.Ask(t.Context()); err != nil || n != 0 {
			t.Errorf("asked %d hubs, %v; want none", n, err)
		}
	})
}

func TestOnlyWhatWasAskedForIsVerified(t *testing.T) {
	hub := newHub(t)
	hub.mute = true
	onBoth(t, withHub(hub), func(t *testing.T, d *desk) {
		w := d.subscribed(hub, hostOf(hub))
		d.add("1", "/feed")
		d.poll()
		if n, err := w.Ask(t.Context()); err != nil || n != 1 {
			t.Fatalf("asked %d hubs, %v", n, err)
		}
		requests, _ := hub.asked()
		last := requests[len(requests)-1]
		callback := last.Get("hub.callback")
		for _, c := range []struct {
			name, callback, mode, topic string
			after                       time.Duration
			want                        bool
		}{
			{"another topic", callback, "subscribe", "https://lantern.example/other", 0, false},
			{"another token", callback[:len(callback)-5] + "AAAAA", "subscribe", last.Get("hub.topic"), 0, false},
			{"no token", w.URL + "websub/", "subscribe", last.Get("hub.topic"), 0, false},
			{"the end of it", callback, "unsubscribe", last.Get("hub.topic"), 0, false},
			{"what was asked", callback, "subscribe", last.Get("hub.topic"), 0, true},
			{"long after it", callback, "subscribe", last.Get("hub.topic"), 2 * time.Hour, false},
		} {
			d.now = d.now.Add(c.after)
			status, body := get(c.callback, url.Values{"hub.mode": {c.mode}, "hub.topic": {c.topic}, "hub.challenge": {"abc"}})
			if ok := status == 200 && body == "abc"; ok != c.want || !ok && status != 404 {
				t.Errorf("%s: %d %q", c.name, status, body)
			}
		}
	})
}

func TestSignedMessagesMakeTheFeedDue(t *testing.T) {
	hub := newHub(t)
	var refuse atomic.Bool
	onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refuse.Load() {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		withHub(hub).ServeHTTP(w, r)
	}), func(t *testing.T, d *desk) {
		refuse.Store(false)
		w := d.subscribed(hub, hostOf(hub))
		d.add("1", "/feed")
		d.poll()
		if _, err := w.Ask(t.Context()); err != nil {
			t.Fatal(err)
		}
		requests, _ := hub.asked()
		last := requests[len(requests)-1]
		callback, secret := last.Get("hub.callback"), last.Get("hub.secret")
		due := func() time.Time {
			t.Helper()
			at, err := d.store.NextDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		before := due()
		for name, send := range map[string]func() int{
			"no signature":     func() int { return tell(t, callback, "", "", "news") },
			"another secret":   func() int { return tell(t, callback, "sha256", "guess", "news") },
			"unknown method":   func() int { return tell(t, callback, "md5=00", "", "news") },
			"half a signature": func() int { return tell(t, callback, "sha256=0", "", "news") },
		} {
			if status := send(); status != http.StatusAccepted {
				t.Errorf("%s: answer %d, want one that tells nothing", name, status)
			}
			if !due().Equal(before) {
				t.Fatalf("%s: feed is due at %s, want %s as before", name, due(), before)
			}
		}
		huge := httptest.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(strings.Repeat("x", 6<<20)))
		huge.Header.Set("X-Hub-Signature", "sha256=00")
		answer := httptest.NewRecorder()
		if w.ServeHTTP(answer, huge); answer.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("6 MB: answer %d", answer.Code)
		}
		for _, method := range []string{"sha1", "sha256", "sha384", "sha512"} {
			d.now = d.now.Add(time.Minute)
			if status := tell(t, callback, method, secret, "news"); status/100 != 2 {
				t.Errorf("%s: answer %d", method, status)
			}
			if !due().Equal(d.now) {
				t.Errorf("%s: feed is due at %s, want now, %s", method, due(), d.now)
			}
			if n, err := d.poller.Poll(t.Context()); err != nil || n != 1 {
				t.Fatalf("polled %d feeds, %v", n, err)
			}
		}
		// A chatty hub must not have us ask the feed's server all the time.
		for range 5 {
			tell(t, callback, "sha1", secret, "news")
		}
		if wait := due().Sub(d.now); wait < 20*time.Second || wait > time.Minute {
			t.Errorf("feed is due again in %s, want half a minute", wait)
		}

		refuse.Store(true)
		d.poll()
		d.now = d.now.Add(time.Hour)
		before = due()
		if tell(t, callback, "sha1", secret, "news"); !due().Equal(before) || !before.After(d.now) {
			t.Errorf("feed is due at %s although its server wants to be left alone until %s", due(), before)
		}
	})
}

// A message that comes while the feed is being polled may be of something that
// this poll did not see yet.
func TestMessageDuringAPollIsNotLost(t *testing.T) {
	hub := newHub(t)
	onBoth(t, withHub(hub), func(t *testing.T, d *desk) {
		w := d.subscribed(hub, hostOf(hub))
		d.add("1", "/feed")
		d.poll()
		if _, err := w.Ask(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(25 * time.Hour)
		claimed, err := d.store.ClaimFeeds(t.Context(), d.now, time.Minute, 5)
		if err != nil || len(claimed) != 1 {
			t.Fatal(claimed, err)
		}
		f := claimed[0]
		if err := d.store.Push(t.Context(), f.ID, d.now, time.Minute); err != nil {
			t.Fatal(err)
		}
		if again, err := d.store.ClaimFeeds(t.Context(), d.now, time.Minute, 5); err != nil || len(again) != 0 {
			t.Fatalf("claimed twice: %v, %v", again, err)
		}
		f.LastPoll, f.NextPoll = d.now, d.now.Add(time.Hour)
		if _, err := d.store.SaveFetch(t.Context(), news.Fetch{Feed: f, Silent: true}, d.now); err != nil {
			t.Fatal(err)
		}
		if again, err := d.store.ClaimFeeds(t.Context(), d.now, time.Minute, 5); err != nil || len(again) != 1 {
			t.Fatalf("after the poll %d feeds are due (%v), want the one that the hub told of", len(again), err)
		}
	})
}

func TestHubInAPrivateNetworkIsNotAsked(t *testing.T) {
	hub := newHub(t)
	onBoth(t, withHub(hub), func(t *testing.T, d *desk) {
		w := d.subscribed(hub)
		d.add("1", "/feed")
		d.poll()
		if _, err := w.Ask(t.Context()); err != nil {
			t.Fatal(err)
		}
		if requests, _ := hub.asked(); len(requests) > 0 {
			t.Errorf("asked %v", requests)
		}
	})
}

// savedStore tells when a poll was saved.
type savedStore struct {
	*store.Store
	saved chan news.Saved
}

func (s savedStore) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	saved, err := s.Store.SaveFetch(ctx, f, at)
	if err == nil {
		s.saved <- saved
	}
	return saved, err
}

func TestWhatAHubTellsIsStoredAtOnce(t *testing.T) {
	hub := newHub(t)
	var mu sync.Mutex
	items := []string{"1 One"}
	onBoth(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprint(w, strings.Replace(rss("a", items...), `<channel>`,
			`<channel xmlns:a10="http://www.w3.org/2005/Atom"><a10:link rel="hub" href="`+hub.URL+`/hub"/><a10:link rel="self" href="/feed"/>`, 1))
	}), func(t *testing.T, d *desk) {
		hub.forget()
		mu.Lock()
		items = []string{"1 One"}
		mu.Unlock()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		saved := savedStore{d.store, make(chan news.Saved, 10)}
		host := strings.TrimPrefix(d.server.URL, "http://")
		client := feed.NewClient(feed.ClientOptions{AllowHosts: []string{host, hostOf(hub)}})
		defer client.CloseIdleConnections()
		d.poller = &feed.Poller{Store: saved, Fetcher: &feed.Fetcher{Client: client}, Read: d.poller.Read, HostGap: -1}
		w := feed.NewWebSub(feed.WebSub{Store: d.store, Client: client, URL: "http://" + l.Addr().String(), Pushed: d.poller.Wake})
		d.poller.Hubs = w
		d.now = time.Now()
		d.add("1", "/feed")

		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() {
			if err := d.poller.Run(ctx); err != nil {
				t.Errorf("poller: %v", err)
			}
		})
		running.Go(func() {
			if err := w.Serve(ctx, l); err != nil {
				t.Errorf("WebSub: %v", err)
			}
		})
		defer running.Wait()
		defer stop()

		<-saved.saved
		requests, verified := hub.asked()
		for began := time.Now(); verified == 0 && time.Since(began) < 20*time.Second; requests, verified = hub.asked() {
			<-time.After(5 * time.Millisecond)
		}
		if verified == 0 {
			t.Fatal("the hub was not asked")
		}
		last := requests[len(requests)-1]
		mu.Lock()
		items = append(items, "22 Two")
		mu.Unlock()
		began := time.Now()
		if status := tell(t, last.Get("hub.callback"), "sha256", last.Get("hub.secret"), "news"); status/100 != 2 {
			t.Fatalf("answer %d", status)
		}
		answered := time.Since(began)
		select {
		case s := <-saved.saved:
			t.Logf("answered after %s, stored after %s", answered, time.Since(began))
			if s.New != 1 {
				t.Errorf("%d new articles, want 1", s.New)
			}
		case <-time.After(20 * time.Second): // well before the next regular poll
			t.Fatal("nothing was polled")
		}
	})
}
