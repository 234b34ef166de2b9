package feed

import (
	"errors"
	"log/slog"
	"net/url"
	"time"

	"greenlit/internal/news"
)

// A feed that was broken for this long, and at as many polls, is told to those
// who added it. What is shorter heals by itself.
const (
	brokenTime  = 24 * time.Hour
	brokenPolls = 5
)

// broken reports whether the feed could not be read for long.
func broken(f news.Feed) bool {
	return f.Failures >= brokenPolls && !f.BrokenSince.IsZero() && f.LastPoll.Sub(f.BrokenSince) >= brokenTime
}

// tidings returns what a poll that made the feed what it is after means to
// those who added it; "" for nothing.
func tidings(before, after news.Feed, err error) news.NoticeKind {
	switch {
	case errors.Is(err, news.ErrGone):
		return news.FeedGone
	case broken(after) && !broken(before):
		return news.FeedBroken
	case broken(before) && after.Failures == 0:
		return news.FeedBack
	}
	return ""
}

// logOf is the log of what concerns a feed, by its name and its address.
func (p *Poller) logOf(f news.Feed) *slog.Logger {
	return p.Log.With("feed", f.ID, "name", cut(first(f.Title, f.Outlet), 100), "url", bareURL(f.URL))
}

// bareURL returns an address without what may be secret in it.
func bareURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// logTidings tells the operator, whose business shared feeds are.
func logTidings(log *slog.Logger, tell news.NoticeKind, f news.Feed) {
	log = log.With("shared", f.Shared)
	switch tell {
	case news.FeedGone:
		log.Warn("feed is gone for good")
	case news.FeedBroken:
		log.Warn("feed stays broken", "since", f.BrokenSince, "error", f.Error)
	case news.FeedBack:
		log.Info("feed is back")
	}
}
