// Package feed fetches feeds politely, mends and parses them, and polls those
// that are due.
package feed

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"greenlit/internal/news"
)

// maxBody bounds a feed's decoded size.
const maxBody = 5 << 20

// A Fetcher asks servers for feeds. It is safe for concurrent use.
type Fetcher struct {
	// Client makes the requests; use NewClient's.
	Client *http.Client
	// UserAgent names the program and how to reach who runs it.
	UserAgent string
}

// An Answer is what a server sent when it was asked for a feed.
type Answer struct {
	// NotModified means that the feed is as it was; there is no body then.
	NotModified bool
	Body        []byte
	// Header is the answer's, for its validators and what it says of time.
	Header http.Header
	// URL is where the answer came from, after all redirects.
	URL string
	// Moved is where the feed moved for good: the end of the permanent
	// redirects that the asking began with; "" when there were none.
	Moved string
}

// Fetch asks for a feed once, on condition that it differs from what the
// validators stand for; empty validators ask for it in any case. Errors wrap
// news.ErrNotURL, news.ErrPrivate, news.ErrNoAnswer, news.ErrRefused,
// news.ErrGone or news.ErrTooBig, and Explain puts them into words.
func (f *Fetcher) Fetch(ctx context.Context, address, etag, lastModified string) (Answer, error) {
	if _, err := webURL(address); err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, notURL("unreadable")
	}
	req.Header.Set("User-Agent", f.UserAgent)
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5")
	// Validators are opaque: they go back byte for byte, valid or not.
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	if lastModified != "" {
		req.Header.Set("If-Modified-Since", lastModified)
	}
	resp, err := f.Client.Do(req)
	if err != nil {
		return Answer{}, unanswered(err)
	}
	defer resp.Body.Close()

	a := Answer{Header: resp.Header, URL: resp.Request.URL.String(), Moved: moved(resp)}
	switch {
	case resp.StatusCode == http.StatusNotModified && (etag != "" || lastModified != ""):
		a.NotModified = true
		return a, nil
	case resp.StatusCode != http.StatusOK:
		return Answer{}, refusal(resp.StatusCode, resp.Header)
	}
	a.Body, err = readAll(resp)
	if err != nil {
		return Answer{}, err
	}
	return a, nil
}

func readAll(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > maxBody {
		return nil, tooBig("more than %d MB", maxBody>>20)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	switch {
	case len(body) > maxBody:
		return nil, tooBig("more than %d MB", maxBody>>20)
	case err == nil:
		return body, nil
	}
	var network interface{ Timeout() bool }
	if errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) {
		return nil, unanswered(err)
	}
	return nil, &problem{kind: news.ErrNoAnswer, say: "The server's answer is damaged.", cause: err}
}

// moved follows the redirects that led to the answer for as long as they are
// permanent ones.
func moved(resp *http.Response) string {
	var hops []*http.Request // from the answer back to the first request
	for req := resp.Request; req != nil; {
		hops = append(hops, req)
		if req.Response == nil {
			break
		}
		req = req.Response.Request
	}
	target := ""
	for i := len(hops) - 2; i >= 0; i-- {
		status := hops[i].Response.StatusCode
		if status != http.StatusMovedPermanently && status != http.StatusPermanentRedirect {
			break
		}
		target = withoutFragment(hops[i].URL)
	}
	return target
}

func withoutFragment(u *url.URL) string {
	clean := *u
	clean.Fragment, clean.RawFragment = "", ""
	return clean.String()
}
