package bot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
)

// A hubbed feed is served beside its hub, which has one subscriber.
type hubbed struct {
	web *httptest.Server

	mu         sync.Mutex
	items      []string // titles, newest first
	subscriber url.Values
	agreed     chan struct{}
}

func (h *hubbed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/feed":
		h.mu.Lock()
		defer h.mu.Unlock()
		w.Header().Set("Link", fmt.Sprintf(`<%s/hub>; rel="hub", <%s/feed>; rel="self"`, h.web.URL, h.web.URL))
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Lantern Weekly</title>`)
		for _, title := range h.items {
			fmt.Fprintf(w, `<item><title>%s</title><guid isPermaLink="false">%s</guid></item>`, title, title)
		}
		fmt.Fprint(w, `</channel></rss>`)
	case "/hub":
		_ = r.ParseForm()
		q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": r.Form["hub.topic"], "hub.challenge": {"7g3"}, "hub.lease_seconds": {"3600"}}
		resp, err := http.Get(r.Form.Get("hub.callback") + "?" + q.Encode())
		if err != nil {
			return
		}
		defer resp.Body.Close()
		if body, _ := io.ReadAll(resp.Body); string(body) == "7g3" {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.subscriber = r.Form
			close(h.agreed)
		}
	}
}

// publish puts an item into the feed and has the hub tell of it.
func (h *hubbed) publish(t *testing.T, title string) {
	h.mu.Lock()
	h.items = append([]string{title}, h.items...)
	callback, secret := h.subscriber.Get("hub.callback"), h.subscriber.Get("hub.secret")
	h.mu.Unlock()
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, title)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(title))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

// freeAddress is one that nothing listens at.
func freeAddress(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestNewsOfAHubIsPostedAtOnce(t *testing.T) {
	sim := startSim(t, discordsim.Config{})
	guild := sim.AddGuild("Sofa Club")
	channel := guild.AddChannel("tv-news")
	h := &hubbed{items: []string{"Old news"}, agreed: make(chan struct{})}
	h.web = httptest.NewServer(h)
	defer h.web.Close()
	listen := freeAddress(t)
	b, err := Open(t.Context(), Options{
		DatabaseURL: filepath.Join(t.TempDir(), "greenlit.db"), AllowedHosts: []string{strings.TrimPrefix(h.web.URL, "http://")},
		PublicURL: "http://" + listen, Listen: listen,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.ShareFeeds(t.Context(), []news.Feed{{URL: h.web.URL + "/feed"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Subscribe(t.Context(), news.Subscription{Guild: news.GuildID(guild.ID), Channel: news.ChannelID(channel.ID), Show: news.Everything, Since: time.Now()}); err != nil {
		t.Fatal(err)
	}
	ctx, quit := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.Run(ctx, Discord{Token: sim.Token(), APIURL: sim.URL()}, prometheus.NewRegistry())
	}()
	defer func() {
		quit()
		if err := <-done; err != nil {
			t.Errorf("the bot ended: %v", err)
		}
	}()
	select {
	case <-h.agreed:
	case <-time.After(patience):
		t.Fatal("the hub was not asked")
	}
	h.publish(t, "Severance Renewed for Season 3")
	began := time.Now()
	for len(sim.Messages(channel)) == 0 {
		if time.Since(began) > patience { // the next regular poll is minutes away
			t.Fatal("nothing was posted")
		}
		<-time.After(10 * time.Millisecond) // the simulator tells nobody
	}
	t.Logf("posted after %s", time.Since(began).Round(time.Millisecond))
}
