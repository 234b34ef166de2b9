package feed

import (
	"errors"
	"log/slog"
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

// logTidings tells the operator, whose business shared feeds are.
func logTidings(log *slog.Logger, tell news.NoticeKind, f news.Feed) {
	log = log.With("title", f.Title, "shared", f.Shared)
	switch tell {
	case news.FeedGone:
		log.Warn("feed is gone for good")
	case news.FeedBroken:
		log.Warn("feed stays broken", "since", f.BrokenSince, "error", f.Error)
	case news.FeedBack:
		log.Info("feed is back")
	}
}
