package news

import "time"

// A Notice is something that a guild's moderators are told, once.
type Notice struct {
	ID      int64
	Guild   GuildID
	Kind    NoticeKind
	Channel ChannelID // that it is about; "" for none
	Feed    Feed      // that it is about; zero for none
	Since   time.Time // when that happened
	Reason  string    // in words for moderators

	To       ChannelID // where the guild wants it; "" for its system channel
	Attempts int       // made before this one
	First    time.Time // of the first attempt; zero before it
}

// A NoticeKind is what a notice tells of.
type NoticeKind string

// The kinds of notices.
const (
	ChannelStopped NoticeKind = "stopped" // a channel gets no more stories, as Discord refuses them
	FeedBroken     NoticeKind = "broken"  // a feed could not be read for long
	FeedBack       NoticeKind = "back"    // it can be read again
	FeedGone       NoticeKind = "gone"    // it is not asked for any more
	FeedFlood      NoticeKind = "flood"   // neither is it, as it brought more than any feed of news does
)
