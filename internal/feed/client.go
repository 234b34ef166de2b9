package feed

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"greenlit/internal/news"
)

// ClientOptions say how a client of NewClient differs from the default.
type ClientOptions struct {
	// AllowHosts are reached although they may lie in a private network, such
	// as "127.0.0.1:8080" or "feeds.lan" (on any port).
	AllowHosts []string
	// Timeout bounds a request with its redirects and its body; 20 s when zero.
	Timeout time.Duration
}

// What a server may take, and where it may send us.
const (
	requestTime  = 20 * time.Second
	connectTime  = 5 * time.Second
	headerTime   = 10 * time.Second
	maxHeader    = 64 << 10
	maxRedirects = 5
)

// NewClient returns a client for feeds, pages and images named by strangers.
// It refuses private and special networks when it dials, so after each
// redirect and whatever the DNS says; it goes through no proxy, follows at
// most five redirects, none from https to http, and sends neither cookies nor
// a Referer. Bodies arrive decoded from gzip, br and zstd: their reader must
// set a bound.
func NewClient(o ClientOptions) *http.Client {
	if o.Timeout <= 0 {
		o.Timeout = requestTime
	}
	guard := ssrf.New(ssrf.WithPorts(80, 443, 8000, 8080, 8443))
	free := &net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}
	guarded := &net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}
	guarded.Control = func(network, address string, c syscall.RawConn) error {
		err := guard.Safe(network, address, c)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, ssrf.ErrProhibitedPort):
			return &problem{kind: news.ErrNotURL, say: "The address names a port that is not used for web pages.", cause: err}
		}
		return &problem{kind: news.ErrPrivate, say: "The address lies in a private network, which Greenlit does not enter.", cause: ssrf.ErrProhibitedIP}
	}
	t := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, _ := net.SplitHostPort(address)
			if slices.Contains(o.AllowHosts, address) || slices.Contains(o.AllowHosts, host) {
				return free.DialContext(ctx, network, address)
			}
			return guarded.DialContext(ctx, network, address)
		},
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		MaxConnsPerHost:        2,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    connectTime,
		ResponseHeaderTimeout:  headerTime,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true,
	}
	return &http.Client{Transport: &transport{t}, Timeout: o.Timeout, CheckRedirect: checkRedirect}
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	before := via[len(via)-1].URL
	switch {
	case len(via) > maxRedirects:
		return &problem{kind: news.ErrRedirect, say: "The server sends Greenlit from one address to the next without end.", cause: fmt.Errorf("more than %d redirects", maxRedirects)}
	case before.Scheme == "https" && req.URL.Scheme == "http":
		return &problem{kind: news.ErrRedirect, say: "The server wants to send Greenlit from a secure to an insecure address.", cause: errors.New("redirect from https to http")}
	}
	for _, r := range via {
		if r.URL.String() == req.URL.String() {
			return &problem{kind: news.ErrRedirect, say: "The server sends Greenlit round in a circle.", cause: errors.New("redirect loop")}
		}
	}
	return nil
}

// webURL reads an address that somebody gave.
func webURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, notURL("unreadable")
	}
	return u, checkURL(u)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return notURL("neither http nor https")
	case u.Hostname() == "":
		return notURL("no host")
	case u.User != nil:
		return &problem{kind: news.ErrNotURL, say: "Addresses with a user name or a password in them are not taken.", cause: errors.New("credentials in the address")}
	}
	return nil
}

// transport checks each address, asks for compressed bodies and decodes them.
type transport struct{ http.RoundTripper }

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := checkURL(req.URL); err != nil {
		return nil, astray(req, err)
	}
	req = req.Clone(req.Context())
	req.Header.Set("Accept-Encoding", "gzip, br, zstd")
	resp, err := t.RoundTripper.RoundTrip(req)
	if err != nil {
		return nil, astray(req, err)
	}
	if resp.Body != http.NoBody {
		resp.Body = &decodedBody{raw: resp.Body, encodings: strings.Split(strings.Join(resp.Header.Values("Content-Encoding"), ","), ",")}
		if resp.Header.Get("Content-Encoding") != "" {
			resp.Header.Del("Content-Encoding")
			resp.Header.Del("Content-Length")
			resp.ContentLength = -1
			resp.Uncompressed = true
		}
	}
	return resp, nil
}

// astray says of an address that was refused, if it was a server that named
// it, whose doing that is.
func astray(req *http.Request, err error) error {
	var p *problem
	if req.Response == nil || !errors.As(err, &p) {
		return err
	}
	say := "The server sends Greenlit on to what is no web address."
	if errors.Is(err, news.ErrPrivate) {
		say = "The server sends Greenlit on into a private network, which it does not enter."
	}
	return &problem{kind: news.ErrRedirect, say: say, cause: p}
}

// CloseIdleConnections closes what http.Client.CloseIdleConnections asks for.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
