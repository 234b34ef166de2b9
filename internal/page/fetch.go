package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"greenlit/internal/news"
)

// What a page may cost.
const (
	maxPage  = 2 << 20
	readTime = 8 * time.Second
)

// A Fetcher reads article pages from the web. It is safe for concurrent use.
type Fetcher struct {
	// Client makes the requests. It must refuse private networks.
	Client *http.Client
	// UserAgent names the program and how to reach who runs it.
	UserAgent string

	robots robots
}

// Read fetches an article's page and reads it. It takes HTML only, at most
// 2 MB of it, gives up after 8 s, and leaves pages alone that their site's
// robots.txt keeps from programs (news.ErrRefused). Errors wrap news.ErrNotURL,
// news.ErrPrivate, news.ErrNoAnswer, news.ErrRefused, news.ErrGone or
// news.ErrTooBig where one of them applies, and never hold the address.
func (f *Fetcher) Read(ctx context.Context, link string) (Document, error) {
	if Link(nil, link) == "" {
		return Document{}, fmt.Errorf("read page: %w", news.ErrNotURL)
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	address, err := url.Parse(link)
	if err != nil {
		return Document{}, fmt.Errorf("read page: %w", news.ErrNotURL)
	}
	if err := f.permitted(ctx, address); err != nil {
		return Document{}, fmt.Errorf("read page: %w", err)
	}
	body, contentType, at, err := f.get(ctx, link)
	if err != nil {
		return Document{}, fmt.Errorf("read page: %w", err)
	}
	d, err := FromHTML(toUTF8(body, contentType), at)
	if err != nil {
		return Document{}, err
	}
	return d, nil
}

func (f *Fetcher) get(ctx context.Context, link string) (body []byte, contentType string, at *url.URL, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return nil, "", nil, news.ErrNotURL
	}
	req.Header.Set("User-Agent", f.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml;q=0.9")
	client := *f.Client
	client.CheckRedirect = f.redirected
	resp, err := client.Do(req)
	if err != nil {
		return nil, "", nil, noAnswer(err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusGone:
		return nil, "", nil, fmt.Errorf("%w: status 410", news.ErrGone)
	case resp.StatusCode == http.StatusNotFound:
		return nil, "", nil, fmt.Errorf("%w: status 404", news.ErrMissing)
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return nil, "", nil, fmt.Errorf("%w: status %d", news.ErrTrouble, resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return nil, "", nil, fmt.Errorf("%w: status %d", news.ErrRefused, resp.StatusCode)
	}
	contentType = resp.Header.Get("Content-Type")
	if kind, _, _ := mime.ParseMediaType(contentType); kind != "" && !strings.Contains(kind, "html") {
		return nil, "", nil, fmt.Errorf("%w: %s is no page", ErrNoText, kind)
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return nil, "", nil, noAnswer(err)
	}
	if len(body) > maxPage {
		return nil, "", nil, fmt.Errorf("%w: page over %d bytes", news.ErrTooBig, maxPage)
	}
	return body, contentType, resp.Request.URL, nil
}

// redirected lets a page's request go on to where that site's robots.txt
// permits it as well.
func (f *Fetcher) redirected(req *http.Request, via []*http.Request) error {
	switch {
	case f.Client.CheckRedirect != nil:
		if err := f.Client.CheckRedirect(req, via); err != nil {
			return err
		}
	case len(via) > 5:
		return fmt.Errorf("%w: too many redirects", news.ErrRedirect)
	}
	return f.permitted(req.Context(), req.URL)
}

// permitted returns an error unless robots.txt lets the page be read.
func (f *Fetcher) permitted(ctx context.Context, page *url.URL) error {
	ok, err := f.allowed(ctx, page)
	if err == nil && !ok {
		err = fmt.Errorf("%w: robots.txt", news.ErrRefused)
	}
	return err
}

// noAnswer drops the address that errors of net/http quote, and names the kind
// of error unless the client did.
func noAnswer(err error) error {
	var quoting *url.Error
	for errors.As(err, &quoting) {
		err = quoting.Err
	}
	for _, known := range []error{news.ErrPrivate, news.ErrNotURL, news.ErrRefused} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", news.ErrNoAnswer, err)
}
