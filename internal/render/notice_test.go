package render

import (
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
)

func TestNotice(t *testing.T) {
	feed := news.Feed{URL: "https://www.harbor.example/feed?key=secret", Title: "Harbor *News* @everyone"}
	for _, test := range []struct {
		n    news.Notice
		want []string
	}{
		{news.Notice{Kind: news.ChannelStopped, Channel: "12", Reason: "the channel no longer exists"},
			[]string{"I no longer post stories in <#12>: the channel no longer exists. Once", "`/subscribe`"}},
		{news.Notice{Kind: news.FeedBroken, Feed: feed, Since: time.Unix(1777622400, 0), Reason: "There is nothing at this address (status 404)."},
			[]string{`**Harbor \*News\* @` + zeroWidth + `everyone** (harbor.example)`, "since <t:1777622400:f>. There is nothing at this address (status 404). I keep", "`/feeds remove`"}},
		{news.Notice{Kind: news.FeedBack, Feed: news.Feed{URL: "https://harbor.example/feed"}},
			[]string{"I can read the feed **harbor.example** again."}},
		{news.Notice{Kind: news.FeedFlood, Feed: feed, Reason: "It brought too much."},
			[]string{"I no longer ask for the feed **Harbor", "It brought too much. `/feeds remove`"}},
		{news.Notice{Kind: news.FeedGone, Feed: feed}, []string{"gone for good", "`/feeds add`"}},
	} {
		t.Run(string(test.n.Kind), func(t *testing.T) {
			got := Notice(test.n)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("notice %q, want %q in it", got, want)
				}
			}
			if strings.Contains(got, "secret") {
				t.Errorf("notice %q tells the feed's address", got)
			}
			test.n.Reason, test.n.Feed.Title = strings.Repeat("long ", 1000), strings.Repeat("long ", 1000)
			if n := Length(Notice(test.n)); n > MaxContent {
				t.Errorf("notice of %d characters", n)
			}
		})
	}
}
