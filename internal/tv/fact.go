package tv

import (
	"fmt"
	"time"
)

// A FactType is the kind of thing that a Fact states. It decides which of the
// fact's fields are set.
type FactType string

// The types of facts, with the fields they set beside the common ones.
const (
	Cast     FactType = "cast"     // Show, Person, Character ("" when not said)
	Crew     FactType = "crew"     // Show, Person, Role
	Status   FactType = "status"   // Show, Status, Season (0 when not said), Date
	Network  FactType = "network"  // Show, Network
	Location FactType = "location" // Show, Place: where it is shot, never where it is set
	Quote    FactType = "quote"    // Person (who speaks), Text, Outlet (who published it first)
	Source   FactType = "source"   // Outlet that the article names as its source
	Author   FactType = "author"   // Person, Role, Outlet

	TitleOf   FactType = "title_of"  // Show: an announced show's title
	BasedOn   FactType = "based_on"  // Show, Text (the work), Person (its author)
	Crossover FactType = "crossover" // Show, Text (slug of a show it shares characters with)
)

// A StatusKind is what happened to a show or a season of it.
type StatusKind string

// The kinds of status.
const (
	Ordered       StatusKind = "ordered"
	Renewed       StatusKind = "renewed"
	Cancelled     StatusKind = "cancelled"
	Ended         StatusKind = "ended"
	InProduction  StatusKind = "in_production"
	Wrapped       StatusKind = "wrapped"
	PremiereDated StatusKind = "premiere_dated"
	Delayed       StatusKind = "delayed"
)

// Certainty is how sure the article itself is of a fact.
type Certainty string

// The certainties. Only Confirmed and Reported answer commands.
const (
	Confirmed Certainty = "confirmed"
	Reported  Certainty = "reported"
	InTalks   Certainty = "in_talks"
	Rumoured  Certainty = "rumoured"
	Denied    Certainty = "denied"
)

// Answers reports whether facts of this certainty may answer a command.
func (c Certainty) Answers() bool { return c == Confirmed || c == Reported }

// The roles of crew facts.
const (
	Creator           = "creator"
	Showrunner        = "showrunner"
	Director          = "director"
	Writer            = "writer"
	ExecutiveProducer = "executive producer"
)

// A Fact is one thing that an article states, with the words that say it.
// Which fields are set depends on Type; the others are zero.
type Fact struct {
	Type      FactType
	Show      Slug
	Person    string
	Character string
	Role      string
	Status    StatusKind
	Season    int
	Date      Date
	Network   string
	Place     string
	Text      string
	Outlet    string

	Certainty Certainty
	Former    bool // stated as past: a part left, a job given up

	Evidence Evidence
	Rule     string // id of the rule that found it, such as "cast.played-by"
}

// Evidence is the place in an article that states a fact.
type Evidence struct {
	// Block is the index of the article's block, or Headline.
	Block int
	// Start and End are byte offsets into the block's text, on rune bounds.
	Start, End int
	// Sentence is the text between Start and End.
	Sentence string
}

// Headline as an Evidence.Block stands for the article's title.
const Headline = -1

// A Date is a day, month or year, to the precision an article gave:
// "2026-09-14", "2026-09", "2026", or "" when no date was given.
type Date string

// DateOf returns the day of t in t's location.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Human returns the date in words: "14 September 2026", "September 2026".
func (d Date) Human() string {
	for _, f := range []struct{ in, out string }{
		{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"},
	} {
		if t, err := time.Parse(f.in, string(d)); err == nil {
			return t.Format(f.out)
		}
	}
	return string(d)
}

// Valid reports whether d is empty or a date of one of the three precisions.
func (d Date) Valid() error {
	for _, f := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(f, string(d)); err == nil || d == "" {
			return nil
		}
	}
	return fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", string(d))
}
