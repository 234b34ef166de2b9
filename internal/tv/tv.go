// Package tv holds what Greenlit knows of television: shows, people, and the
// facts that articles state about them. It depends on the standard library
// and on text normalisation only.
package tv

import "errors"

// ErrUnknownShow says that no show goes by the name that was asked for.
var ErrUnknownShow = errors.New("unknown show")

// A Slug names a show in commands and in the database, such as
// "jessica-jones". It never changes once it was given out. Where two shows
// share a title, the later found one carries its year: "the-defenders-1961".
type Slug string

// A Show is a television series.
type Show struct {
	Slug    Slug
	Title   string   // in full, without brand: "The Defenders"
	Year    int      // of the first episode; 0 when unknown
	Network string   // canonical name, see Networks; "" when unknown
	Country string   // ISO 3166-1 alpha-2 such as "US"; "" when unknown
	Aliases []string // other names that articles use: "Marvel's The Defenders"
	// Nicknames are what people type and no article is searched for, since in a
	// text they would mean other things as well: "got", "strictly".
	Nicknames []string

	// Ambiguity tells how much an article must say before a mention of the
	// title counts as the show.
	Ambiguity Ambiguity

	// Learnt is set for a show that no list knows and an article announced.
	Learnt bool
	// Candidate is set for a learnt show of which one article alone tells.
	// People find it by its exact name only.
	Candidate bool
	// Private is set for a candidate that guilds' own feeds alone announced.
	// No other article is searched for it.
	Private bool
}

// Ambiguity classes of titles.
type Ambiguity byte

const (
	// Distinct titles need only their capitals: "Jessica Jones", "9-1-1".
	Distinct Ambiguity = 'A'
	// Rare titles are one uncommon word: "Riverdale". They need capitals
	// inside a sentence, quotes, emphasis or a feed category.
	Rare Ambiguity = 'B'
	// Common titles are everyday words, names, places or numbers: "You",
	// "24". They need a hard cue such as quotes and a word of television.
	Common Ambiguity = 'C'
)
