package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenlit/internal/news"
	"greenlit/internal/page"
)

const (
	mostChecks = 4                // at a time
	queueTime  = 20 * time.Second // that a check waits for others
)

// Check asks for a feed that somebody named and reads it once, to say what is
// wrong with it before it is added. A web page that names its feeds stands for
// the first of them. The feed it returns has its final URL and its title, and
// nothing that keeps its first poll from bringing everything. news.ErrBusy says
// that too many others were checked at the time.
func (p *Poller) Check(ctx context.Context, address string) (news.Feed, error) {
	p.init()
	address, err := named(address)
	if err != nil {
		return news.Feed{}, err
	}
	f, body, err := p.check(ctx, address)
	if body == nil || !errors.Is(err, news.ErrNotFeed) {
		return f, err
	}
	err = fromPage(body, f.URL, err, func(candidate string) (err error) {
		f, _, err = p.check(ctx, candidate)
		return err
	})
	if err != nil {
		return news.Feed{}, err
	}
	return f, nil
}

// fromPage has the feeds read that a web page names until one can be.
// Otherwise it returns why not; that is err when the page names none.
func fromPage(body []byte, address string, err error, read func(candidate string) error) error {
	candidates := discover(body, address)
	for i, candidate := range candidates[:min(len(candidates), 3)] {
		readErr := read(candidate)
		if readErr == nil {
			return nil
		}
		if i == 0 {
			err = notFeed("This is a web page, and the feed that it names can't be read: "+Explain(readErr), readErr)
		}
	}
	return err
}

// check reads one address. The body comes back when it is not a feed.
func (p *Poller) check(ctx context.Context, address string) (news.Feed, []byte, error) {
	work := &work{places: p.checks}
	defer work.rest()
	if err := p.queue(ctx, work); err != nil {
		return news.Feed{}, nil, err
	}
	done, err := p.turn(ctx, address)
	if err != nil {
		return news.Feed{}, nil, err
	}
	answer, err := p.Fetcher.Fetch(ctx, address, "", "")
	done()
	if err != nil {
		return news.Feed{}, nil, err
	}
	f := news.Feed{URL: address}
	if answer.Moved != "" {
		f.URL = answer.Moved
	}
	doc, err := Parse(answer.Body, answer.Header.Get("Content-Type"), answer.URL)
	if err != nil {
		return news.Feed{URL: answer.URL}, answer.Body, err
	}
	f.Title = cut(page.Text(doc.Title), 300)
	f.Outlet = outlet(doc.Link, f.URL, doc.Title)
	return f, nil, nil
}

// queue waits for a place among the checks.
func (p *Poller) queue(ctx context.Context, w *work) error {
	ctx, cancel := context.WithTimeout(ctx, queueTime)
	defer cancel()
	if err := w.begin(ctx); err != nil {
		return fmt.Errorf("%w: no place for a check: %w", news.ErrBusy, err)
	}
	return nil
}

// turn waits for the turn of the address's host.
func (p *Poller) turn(ctx context.Context, address string) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, queueTime)
	defer cancel()
	if done, err = p.hosts.turn(ctx, address); err != nil {
		return nil, fmt.Errorf("%w: other requests to the host: %w", news.ErrBusy, err)
	}
	return done, nil
}

// named completes an address as people write it, without a scheme or with
// "feed:" before it.
func named(address string) (string, error) {
	address = strings.Trim(strings.TrimSpace(address), "<>")
	if rest, ok := strings.CutPrefix(address, "feed:"); ok {
		address = strings.TrimPrefix(rest, "//")
	}
	if !strings.Contains(address, "://") && strings.Contains(address, ".") && !strings.ContainsAny(address, " @") {
		address = "https://" + address
	}
	u, err := webURL(address)
	if err != nil {
		return "", err
	}
	return withoutFragment(u), nil
}

// discover returns the feeds that a web page names, those of comments last.
func discover(body []byte, address string) (feeds []string) {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(toUTF8(body, "text/html")))
	if err != nil {
		return nil
	}
	var late []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		switch n.DataAtom {
		case atom.Base:
			if u, err := base.Parse(attrs["href"]); err == nil {
				base = u
			}
		case atom.Link:
			rel := " " + strings.ToLower(attrs["rel"]) + " "
			kind := strings.ToLower(attrs["type"])
			isFeed := strings.Contains(rel, " feed ") || strings.Contains(rel, " alternate ") &&
				(strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json"))
			link := page.Link(base, attrs["href"])
			if !isFeed || link == "" || strings.Contains(link, "/wp-json/") {
				continue
			}
			if strings.Contains(strings.ToLower(attrs["title"]+link), "comments") {
				late = append(late, link)
			} else {
				feeds = append(feeds, link)
			}
		}
	}
	return append(feeds, late...)
}
