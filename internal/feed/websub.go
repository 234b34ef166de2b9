package feed

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // hubs of WebSub may sign with it, and HMAC does not need more
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"

	"greenlit/internal/news"
)

// HubStore keeps what hubs are asked to tell.
type HubStore interface {
	SetHub(ctx context.Context, feed int64, url, topic string, at time.Time) error
	// ClaimHubs returns hubs that are to be asked now. They are due again
	// after the time to retry unless they agree.
	ClaimHubs(ctx context.Context, now time.Time, retry time.Duration, limit int) ([]news.Hub, error)
	// AgreeHub reports false when nobody asked for that since a time.
	AgreeHub(ctx context.Context, token, topic string, since, until, renew time.Time) (asked bool, err error)
	DenyHub(ctx context.Context, token, topic string, again time.Time) error
	// HubByToken returns news.ErrUnknownHub for a token that is nobody's.
	HubByToken(ctx context.Context, token string) (news.Hub, error)
	// Push makes the feed due: at once, or when the gap after the last time
	// is over.
	Push(ctx context.Context, feed int64, at time.Time, gap time.Duration) error
}

// WebSub has hubs tell when feeds have something new (W3C WebSub). Polling
// goes on at its own pace, for hubs that fail. Fields are set before the first
// use and not changed after it.
//
// What a hub sends only makes the feed due. Its body would save one
// conditional request, but a hub is a third party which the feed merely names:
// taken from the feed's own server, nothing that a hub says can become an
// article, and the validators stay those of what is stored.
type WebSub struct {
	Store     HubStore
	Client    *http.Client // use NewClient's: a hub's address is a stranger's
	UserAgent string
	URL       string           // where hubs reach Listen
	Listen    string           // address to listen at, such as ":8080"
	Pushed    func()           // called when a feed became due; may be nil
	Log       *slog.Logger     // nil logs nothing
	Now       func() time.Time // time.Now when nil

	found chan struct{}
}

const (
	hubLease = 10 * 24 * time.Hour // asked for; hubs decide
	maxLease = 30 * 24 * time.Hour
	// hubRetry is also how long a hub may take to ask back.
	hubRetry = time.Hour
	hubRest  = 7 * 24 * time.Hour // after a hub said no
	hubTick  = 15 * time.Second
	hubTime  = 30 * time.Second // that one hub may take for what is due
	mostHubs = 8                // asked at a time
	pushGap  = 30 * time.Second // between polls that a hub brings about
	hubPath  = "/websub/"
)

// NewWebSub returns w with its defaults set.
func NewWebSub(w WebSub) *WebSub {
	if w.Log == nil {
		w.Log = slog.New(slog.DiscardHandler)
	}
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Pushed == nil {
		w.Pushed = func() {}
	}
	w.found = make(chan struct{}, 1)
	return &w
}

// Run listens to hubs and keeps them telling until the context ends.
func (w *WebSub) Run(ctx context.Context) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", w.Listen)
	if err != nil {
		return fmt.Errorf("LISTEN: cannot listen for hubs at %s: %w", w.Listen, err)
	}
	return w.Serve(ctx, l)
}

// Serve is Run on a listener, which it closes.
func (w *WebSub) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           w,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(w.Log.Handler(), slog.LevelDebug),
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := server.Serve(netutil.LimitListener(l, 256)); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("listen for hubs: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if server.Shutdown(ending) != nil {
			_ = server.Close() // of what is still open there is nothing to save
		}
		return nil
	})
	g.Go(func() error { w.keepAsking(ctx); return nil })
	return g.Wait()
}

func (w *WebSub) keepAsking(ctx context.Context) {
	tick := time.NewTicker(hubTick)
	defer tick.Stop()
	for {
		if _, err := w.Ask(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("hubs not asked", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-w.found:
		}
	}
}

// Found notes the hub and the topic that a feed names; both are empty when it
// names none any more.
func (w *WebSub) Found(ctx context.Context, feed int64, hub, topic string) error {
	if err := w.Store.SetHub(ctx, feed, hub, topic, w.Now()); err != nil {
		return err
	}
	select {
	case w.found <- struct{}{}:
	default:
	}
	return nil
}

// Ask asks every hub that is due, for the first time or because its lease ends
// soon, and returns for how many feeds it did. Hubs are asked side by side, and
// each for one feed at a time. A hub that does not answer, or takes too long,
// is left alone until what it should tell is due again.
func (w *WebSub) Ask(ctx context.Context) (int, error) {
	total := 0
	for {
		due, err := w.Store.ClaimHubs(ctx, w.Now(), hubRetry, 64)
		if err != nil || len(due) == 0 {
			return total, err
		}
		total += len(due)
		hubs := map[string][]news.Hub{}
		for _, h := range due {
			hubs[hostOf(h.URL)] = append(hubs[hostOf(h.URL)], h)
		}
		var asking errgroup.Group
		asking.SetLimit(mostHubs)
		for _, feeds := range hubs {
			asking.Go(func() error { w.askAll(ctx, feeds); return nil })
		}
		_ = asking.Wait() // there are no errors
		if ctx.Err() != nil {
			return total, ctx.Err()
		}
	}
}

// askAll asks one hub for several feeds.
func (w *WebSub) askAll(ctx context.Context, feeds []news.Hub) {
	ctx, cancel := context.WithTimeout(ctx, hubTime)
	defer cancel()
	for n, h := range feeds {
		err := w.ask(ctx, h)
		if err == nil {
			continue
		}
		if errors.Is(err, news.ErrNoAnswer) {
			w.logOf(h).Warn("hub did not answer", "error", err, "left for later", len(feeds)-n-1)
			return
		}
		w.logOf(h).Warn("hub not asked", "error", err)
	}
}

// logOf is the log of what concerns a feed's hub.
func (w *WebSub) logOf(h news.Hub) *slog.Logger {
	return w.Log.With("feed", h.Feed, "topic", bareURL(h.Topic), "hub", bareURL(h.URL))
}

func (w *WebSub) ask(ctx context.Context, h news.Hub) error {
	form := url.Values{
		"hub.mode":          {"subscribe"},
		"hub.topic":         {h.Topic},
		"hub.callback":      {strings.TrimSuffix(w.URL, "/") + hubPath + h.Token},
		"hub.lease_seconds": {strconv.Itoa(int(hubLease / time.Second))},
		"hub.secret":        {h.Secret},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return notURL("unreadable")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", w.UserAgent)
	resp, err := w.Client.Do(req)
	if err != nil {
		return unanswered(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10)) // so that the connection can be used again
	if resp.StatusCode/100 != 2 {
		return refusal(resp.StatusCode, resp.Header)
	}
	return nil
}

// ServeHTTP answers a hub: what it asks back, and what it tells. The address
// may have any prefix, as reverse proxies keep it or not.
func (w *WebSub) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	_, token, _ := strings.Cut(r.URL.Path, hubPath)
	status := http.StatusNotFound
	switch {
	case token == "" || len(token) > 100 || strings.Contains(token, "/"):
	case r.Method == http.MethodGet:
		if challenge, ok := w.agree(r.Context(), token, r.URL.Query()); ok {
			rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
			rw.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = io.WriteString(rw, challenge)
			return
		}
	case r.Method == http.MethodPost:
		status = w.told(rw, r, token)
	default:
		status = http.StatusMethodNotAllowed
	}
	rw.WriteHeader(status)
}

// agree answers whether we asked for what a hub is about to do.
func (w *WebSub) agree(ctx context.Context, token string, q url.Values) (challenge string, ok bool) {
	now, topic := w.Now(), q.Get("hub.topic")
	switch q.Get("hub.mode") {
	case "denied":
		if err := w.Store.DenyHub(ctx, token, topic, now.Add(hubRest)); err != nil {
			w.Log.Error("hub's answer not saved", "error", err)
		}
		return "", true
	case "subscribe":
		lease := hubLease
		if seconds, err := strconv.ParseInt(q.Get("hub.lease_seconds"), 10, 64); err == nil && seconds > 0 {
			lease = min(time.Duration(min(seconds, int64(maxLease/time.Second)))*time.Second, maxLease)
		}
		renew := max(lease*3/4, time.Minute)
		asked, err := w.Store.AgreeHub(ctx, token, topic, now.Add(-hubRetry), now.Add(lease), now.Add(renew))
		if err != nil {
			w.Log.Error("hub's answer not saved", "error", err)
		}
		challenge = q.Get("hub.challenge")
		return challenge, asked && challenge != ""
	}
	return "", false // we never ask a hub to stop: leases end
}

// told makes a feed due when its hub says that it has something new. A hub
// need not know that its signature was wrong.
func (w *WebSub) told(rw http.ResponseWriter, r *http.Request, token string) (status int) {
	h, err := w.Store.HubByToken(r.Context(), token)
	switch {
	case errors.Is(err, news.ErrUnknownHub):
		return http.StatusGone
	case err != nil:
		w.Log.Error("hub not looked up", "error", err)
		return http.StatusServiceUnavailable
	}
	genuine, err := signed(http.MaxBytesReader(rw, r.Body, maxBody), r.Header.Get("X-Hub-Signature"), h.Secret)
	switch {
	case err != nil:
		return http.StatusRequestEntityTooLarge
	case !genuine:
		w.logOf(h).Warn("a message that the hub did not sign")
		return http.StatusAccepted
	}
	if err := w.Store.Push(r.Context(), h.Feed, w.Now(), pushGap); err != nil {
		w.logOf(h).Error("hub's message not saved", "error", err)
		return http.StatusServiceUnavailable
	}
	w.Pushed()
	return http.StatusAccepted
}

// signed reports whether the body was signed with the secret. It compares in
// constant time.
func signed(body io.Reader, signature, secret string) (bool, error) {
	method, sum, _ := strings.Cut(signature, "=")
	method = strings.ToLower(strings.TrimSpace(method))
	var digest func() hash.Hash
	switch method {
	case "sha1":
		digest = sha1.New
	case "sha256":
		digest = sha256.New
	case "sha384":
		digest = sha512.New384
	case "sha512":
		digest = sha512.New
	default:
		return false, nil
	}
	mac := hmac.New(digest, []byte(secret))
	if _, err := io.Copy(mac, body); err != nil {
		return false, err
	}
	want, err := hex.DecodeString(strings.TrimSpace(sum))
	return err == nil && hmac.Equal(mac.Sum(nil), want), nil
}
