package news

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"greenlit/internal/tv"
)

// A Fetch is the outcome of one poll of a feed. It is saved in one
// transaction, so that a crash loses all of it or none.
type Fetch struct {
	// Feed carries validators, schedule, failures and error as they are after
	// the poll.
	Feed Feed
	// Articles are the new and the changed ones.
	Articles []Article
	// Silent fetches fill the store and post nothing: a feed's first.
	Silent bool
	// Tell is what the guilds that added the feed are told of it; "" for
	// nothing.
	Tell NoticeKind
}

// Saved says what saving a Fetch did.
type Saved struct {
	New, Changed, Deliveries int
	Learnt                   []tv.Show // shows that were not known before
	// Flood is set when nothing was saved, because the feed brought more than
	// any feed of news does. It is not polled any more.
	Flood bool
}

// Understand sets the article's reading, and fills what the article lacks
// from it: author, role, outlet and original source.
func (a *Article) Understand(r Reading) {
	r.Facts = withTitleParts(r.Facts)
	a.Reading = r
	for _, f := range r.Facts {
		switch f.Type {
		case tv.Source:
			fill(&a.Source, f.Outlet)
		case tv.Author:
			fill(&a.Author, f.Person)
			if a.Author == f.Person {
				fill(&a.AuthorRole, f.Role)
			}
			fill(&a.Outlet, f.Outlet)
		}
	}
}

// withTitleParts names the character of those who play the one that a show is
// named after, where the article tells it of another show only: who is Jessica
// Jones in "The Defenders", and is said to be in "Jessica Jones", plays her there too.
func withTitleParts(facts []tv.Fact) []tv.Fact {
	facts = slices.Clone(facts)
	for i, f := range facts {
		if f.Type != tv.Cast || f.Character != "" {
			continue
		}
		for _, other := range facts {
			if other.Type == tv.Cast && other.Certainty.Answers() && tv.Fold(other.Person) == tv.Fold(f.Person) &&
				namedAfter(f.Show, other.Character) {
				facts[i].Character = other.Character
			}
		}
	}
	return facts
}

// namedAfter reports whether the slug is that of a show with the character's
// name as its title, with or without a year.
func namedAfter(show tv.Slug, character string) bool {
	if character == "" {
		return false
	}
	rest, ok := strings.CutPrefix(string(show), string(tv.SlugOf(character)))
	return ok && (rest == "" || len(rest) == len("-2017") && strings.Trim(rest, "-0123456789") == "")
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// When returns the time by which the article is sorted and shown: when it was
// published, or when Greenlit first saw it if its feed does not say or names
// a time to come.
func (a Article) When() time.Time {
	if a.Published.IsZero() || (!a.Seen.IsZero() && a.Published.After(a.Seen)) {
		return a.Seen
	}
	return a.Published
}

// What can be wrong with a feed or a page, as the person who gave its address
// has to know it. Errors of package feed and page wrap one of these where it
// applies.
var (
	ErrNotURL      = errors.New("not a web address")            // no http or https URL with a host
	ErrPrivate     = errors.New("address in a private network") // refused at dial time, after any redirect
	ErrNoAnswer    = errors.New("no answer")                    // DNS, connection, TLS, time-out
	ErrRefused     = errors.New("refused by the server")        // status 4xx or 5xx
	ErrNotFeed     = errors.New("not a feed")                   // answered with something else
	ErrTooBig      = errors.New("too big")                      // over a cap on size, depth, items or time
	ErrGone        = errors.New("gone for good")                // status 410
	ErrBusy        = errors.New("busy")                         // too much else to do; nothing was asked
	ErrUnknownFeed = errors.New("unknown feed")                 // no such feed in this guild
)

// Kinds of ErrRefused that ask for something else to be done.
var (
	ErrMissing  = fmt.Errorf("%w: nothing there", ErrRefused)             // status 404
	ErrTrouble  = fmt.Errorf("%w: not now", ErrRefused)                   // status 429 or 5xx; it may answer later
	ErrRedirect = fmt.Errorf("%w: sent on where we don't go", ErrRefused) // to a private network, in a circle
)
