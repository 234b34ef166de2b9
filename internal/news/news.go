// Package news holds the words of Greenlit's newsroom: feeds, the articles
// that they bring, the stories that articles tell, and who wants to be told.
// It knows no SQL, HTTP or Discord.
package news

import (
	"slices"
	"time"

	"greenlit/internal/tv"
)

// A GuildID is Discord's id of a server; "" stands for no server: the
// operator's terminal, or a direct message.
type GuildID string

// A ChannelID is Discord's id of a channel.
type ChannelID string

// A UserID is Discord's id of a person.
type UserID string

// A Feed is a source of items that is polled on a schedule. One URL is one
// feed, however many guilds added it.
type Feed struct {
	ID     int64
	URL    string
	Title  string // as the feed calls itself; "" before the first fetch
	Outlet string // who publishes it; "" when the feed's title says so

	// Shared feeds are the operator's: their articles answer in every guild.
	// Those of other feeds answer only in the guilds that added the feed.
	Shared bool

	// Validators of the last complete fetch, byte for byte as received.
	ETag         string
	LastModified string

	NextPoll    time.Time // when it is due
	LastPoll    time.Time // zero before the first
	LastSuccess time.Time // last answer that could be used, 304 included; zero before the first
	Failures    int       // in a row
	Error       string    // what went wrong last, in words for moderators; "" when nothing did
	BrokenSince time.Time // first of the failures in a row; zero while there are none

	MovedTo string // where permanent redirects led last; "" when the last answer came without
	Moves   int    // how often in a row
}

// MovesForGood is after how many permanent redirects in a row to one address a
// feed is at that address.
const MovesForGood = 3

// An Article is a feed's item once stored, or a page that the operator read.
type Article struct {
	ID     int64
	FeedID int64  // 0 for an article that came from no feed
	Key    string // identity of the item within its feed
	Hash   string // of the item as received; an item with a known Hash is unchanged

	Title      string // the headline
	Link       string // http or https; "" for a text without an address
	Author     string
	AuthorRole string // such as "News Editor"
	Outlet     string // who published it
	Source     string // outlet that it got the news from; "" when it names none
	Summary    string // plain text
	Image      string
	Language   string // BCP 47; "" when unknown
	Published  time.Time
	Updated    time.Time // zero when never
	Seen       time.Time // when Greenlit first had it
	Categories []string
	Blocks     []Block

	// Canonical is the address that the article's page calls its own; "" when
	// the page was not read. It is not stored.
	Canonical string `json:"-"`

	// Quiet articles are stored and posted nowhere: they may be old.
	Quiet bool `json:"-"`

	Reading
}

// A Reading is what Greenlit understood of an article.
type Reading struct {
	Shows  []Mention // most important first
	People []string  // full names, most important first
	Facts  []tv.Fact
	Learnt []tv.Show // shows that no list knows and that this article announces

	Spoiler Spoiler
}

// A Mention is a show that an article names.
type Mention struct {
	Show tv.Slug
	// About is set for the shows that the article is about, and not for those
	// that it names in passing.
	About bool
}

// Mentions reports whether the article names the show.
func (r Reading) Mentions(show tv.Slug) bool {
	for _, m := range r.Shows {
		if m.Show == show {
			return true
		}
	}
	return false
}

// A Block is a part of an article's text.
type Block struct {
	Kind BlockKind
	// Text is plain: no markup, no line breaks, single ordinary spaces only.
	Text string
	// Emphasis marks what was set in italics, bold or as a link: often titles.
	Emphasis []Span `json:",omitempty"`
}

// A BlockKind is the part that a block plays in an article.
type BlockKind string

// The kinds of blocks.
const (
	Paragraph  BlockKind = "paragraph"
	Blockquote BlockKind = "quote"
	Heading    BlockKind = "heading"
	ListItem   BlockKind = "list"
	Caption    BlockKind = "caption"     // of an image, or its alternative text
	SourceLine BlockKind = "source_line" // "Source: EW"
	AuthorBox  BlockKind = "author_box"  // name and role of the author, below the text
)

// A Span is a range of bytes in a block's text, on rune bounds.
type Span struct{ Start, End int }

// A Statement is a fact together with the article that states it. The
// article is without blocks and reading.
type Statement struct {
	tv.Fact
	Article Article
}

// A Subscription makes a channel receive stories.
type Subscription struct {
	ID      int64
	Guild   GuildID
	Channel ChannelID
	Show    tv.Slug // Everything for every story
	By      UserID
	Since   time.Time
	Stopped string // why nothing is posted any more, in words for moderators; "" while active
}

// Everything as a subscription's show asks for every story.
const Everything tv.Slug = "*"

// A Delivery is a story on its way to a channel.
type Delivery struct {
	ID       int64
	Guild    GuildID
	Channel  ChannelID
	Story    int64
	Article  Article // that the post shows; with mentions, without blocks and facts
	Show     tv.Show // why the channel gets it; zero when it follows everything
	Attempts int     // made before this one
	Created  time.Time
	First    time.Time // of the first attempt; zero before it

	// Also are articles of further outlets about the story, one of each that
	// the guild sees, in the order in which they came.
	Also []Article
}

// Names reports whether the outlet is among those that told the story.
func (d Delivery) Names(outlet string) bool {
	outlet = tv.Fold(outlet)
	return tv.Fold(d.Article.Outlet) == outlet ||
		slices.ContainsFunc(d.Also, func(a Article) bool { return tv.Fold(a.Outlet) == outlet })
}

// An Edit is due when further outlets told the story of a post.
type Edit struct {
	Delivery        // its Attempts are those of the edit
	Message  string // that was posted
	Newest   int64  // id of the article that came last; a later one needs another edit
}
