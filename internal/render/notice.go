package render

import (
	"fmt"

	"greenlit/internal/news"
)

// Notice is what a guild's moderators are told. It names a feed and its host,
// and not its address, which may hold a key: others may read it too.
func Notice(n news.Notice) string {
	switch n.Kind {
	case news.ChannelStopped:
		return fmt.Sprintf("I no longer post stories in %s: %s. Once that is mended, `/subscribe` starts them again.",
			Channel(n.Channel), Cut(inline(n.Reason), 300))
	case news.FeedBroken:
		return fmt.Sprintf("I have not been able to read the feed %s since <t:%d:f>. %s I keep trying and tell you when it is back. "+
			"If it has moved, `/feeds add` its new address and `/feeds remove` this one.",
			feedName(n.Feed), n.Since.Unix(), Cut(inline(n.Reason), 300))
	case news.FeedBack:
		return fmt.Sprintf("I can read the feed %s again.", feedName(n.Feed))
	case news.FeedGone:
		return fmt.Sprintf("The feed %s is gone for good, says its server, and I no longer ask for it. "+
			"Look on its site for a new address to `/feeds add`; `/feeds remove` takes this one off the list.", feedName(n.Feed))
	case news.FeedFlood:
		return fmt.Sprintf("I no longer ask for the feed %s. %s `/feeds remove` takes it off the list; after that `/feeds add` tries it once more.",
			feedName(n.Feed), Cut(inline(n.Reason), 300))
	}
	return Cut(inline(n.Reason), MaxContent)
}

func feedName(f news.Feed) string {
	s := "**" + name(FeedName(f)) + "**"
	if h := host(f.URL); h != "" && h != FeedName(f) {
		s += " (" + name(h) + ")"
	}
	return s
}
