package news

import (
	"slices"
	"strings"
	"time"

	"greenlit/internal/tv"
)

// SameTime is how far apart two articles may be dated that tell one story.
const SameTime = 36 * time.Hour

// repeatTime is how far apart an outlet dates what it publishes twice; what has
// the same title on the next day is a column.
const repeatTime = 12 * time.Hour

// SameStory reports whether two articles tell one event. It would rather miss
// one than join two: a missed one is posted twice, a joined one never.
func SameStory(a, b Article) bool { return EventOf(a).Same(EventOf(b)) }

// mostShows of one article; what is about more is a list.
const mostShows = 3

// Same reports whether both are one event.
func (e Event) Same(o Event) bool {
	if e.Link != "" && e.Link == o.Link {
		return true
	}
	if e.When.Sub(o.When).Abs() > SameTime || !e.sameShows(o) {
		return false
	}
	if e.Outlet == o.Outlet {
		return e.When.Sub(o.When).Abs() <= repeatTime && e.sameTitle(o)
	}
	if e.Own || o.Own || !e.sameTone(o) || conflict(e.Numbers, o.Numbers) {
		return false
	}
	both := e.Kinds & o.Kinds
	if both == 0 || (e.Kinds^o.Kinds)&(trailer|pictures|death|cancelled) != 0 {
		return e.Kinds == o.Kinds && e.alike(o, 0.5) && !conflict(e.Seasons, o.Seasons)
	}
	for kind := kinds(1); kind <= both; kind <<= 1 {
		if both&kind != 0 && e.agrees(o, kind) {
			return true
		}
	}
	return false
}

// sameShows reports whether both are about the same show first of all, or are
// lists of nearly the same shows.
func (e Event) sameShows(o Event) bool {
	if len(e.Shows) == 0 || len(o.Shows) == 0 {
		return false
	}
	if len(e.Shows) > mostShows || len(o.Shows) > mostShows {
		return 4*common(e.Shows, o.Shows) >= 3*max(len(e.Shows), len(o.Shows))
	}
	return slices.Contains(e.Shows, o.Shows[0]) && slices.Contains(o.Shows, e.Shows[0])
}

func (e Event) sameTone(o Event) bool {
	less := func(a, b Event) bool {
		return !slices.ContainsFunc(a.Tones, func(t string) bool {
			return !slices.Contains(b.Tones, t) && !slices.Contains(workTones, t)
		})
	}
	return less(e, o) && less(o, e)
}

// conflict reports whether both have some and none in common.
func conflict[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && common(a, b) == 0
}

// sameTitle reports whether the titles say the same in nearly the same words,
// and more than the show's name and what a column is called.
func (e Event) sameTitle(o Event) bool {
	return e.likeness(o) >= 0.8 && (e.Kinds != 0 || e.alike(o, 0.8)) && e.Kinds == o.Kinds &&
		slices.Equal(e.Seasons, o.Seasons) && slices.Equal(e.Numbers, o.Numbers)
}

// usualWeight is what a usual word counts, where others count 1.
const usualWeight = 0.3

// alike reports whether the titles share enough words that mean something.
func (e Event) alike(o Event, least float64) bool {
	shared := float64(common(e.Words, o.Words)) + usualWeight*float64(common(e.Usual, o.Usual))
	return shared >= 2.5 && e.likeness(o) >= least
}

// likeness is the weighted share of common words in the titles.
func (e Event) likeness(o Event) float64 {
	words, usual := common(e.Words, o.Words), common(e.Usual, o.Usual)
	all := float64(len(e.Words)+len(o.Words)-words) + usualWeight*float64(len(e.Usual)+len(o.Usual)-usual)
	if all == 0 {
		return 0
	}
	return (float64(words) + usualWeight*float64(usual)) / all
}

// common returns how many of a are in b.
func common[T comparable](a, b []T) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

// agrees reports whether what both say of an event of this kind is the same.
func (e Event) agrees(o Event, kind kinds) bool {
	a, b := e.of(kind), o.of(kind)
	if a.unsure != b.unsure && a.any && b.any || !a.covers(o) || !b.covers(e) {
		return false
	}
	switch kind {
	case cancelled:
		return true
	case renewed, ended, ordered, filming, wrapped:
		return sameSet(a.seasons, b.seasons)
	case premiere, delayed:
		return sameSet(a.seasons, b.seasons) && sameDates(a.dates, b.dates)
	case moves:
		return !conflict(a.networks, b.networks) && (len(a.networks)+len(b.networks) > 0 || e.alike(o, 0.5))
	case joins, leaves:
		return samePeople(e.Names, o.Names, a.people, b.people)
	case death:
		return len(e.Names) > 0 && len(o.Names) > 0 && !conflict(e.Names, o.Names)
	case award:
		return len(e.Names) == len(o.Names) && sameSet(e.Names, o.Names) && e.alike(o, 0.4)
	case trailer:
		return sameSet(e.Seasons, o.Seasons)
	case crossover:
		return sameSet(e.Shows, o.Shows)
	}
	return e.alike(o, 0.4) && !conflict(e.Seasons, o.Seasons) && sameSet(e.Names, o.Names)
}

// claims are what an article says of one kind of event.
type claims struct {
	any, unsure bool
	shows       []tv.Slug // that it happens to
	seasons     []int     // of the article's first show, as what follows
	dates       []tv.Date
	people      []string
	networks    []string
}

func (e Event) of(kind kinds) (c claims) {
	for _, f := range e.Claims {
		if f.Kind != kind {
			continue
		}
		c.shows = append(c.shows, f.Show)
		if f.Show != e.Shows[0] {
			continue
		}
		c.any = true
		c.unsure = c.unsure || f.Unsure
		if f.Season > 0 {
			c.seasons = append(c.seasons, f.Season)
		}
		if f.Date != "" {
			c.dates = append(c.dates, f.Date)
		}
		if f.Person != "" {
			c.people = append(c.people, f.Person)
		}
		if f.Network != "" {
			c.networks = append(c.networks, f.Network)
		}
	}
	if len(c.seasons) == 0 {
		c.seasons = e.Seasons
	}
	return c
}

// covers reports whether the other article is about all the shows that this
// happens to.
func (c claims) covers(o Event) bool { return common(c.shows, o.Shows) == len(c.shows) }

// sameSet reports whether both name the same, or one of them nothing.
func sameSet[T comparable](a, b []T) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return common(a, b) == len(a) && common(b, a) == len(b)
}

// sameDates reports whether some dates agree as far as both go, or one
// article has none.
func sameDates(a, b []tv.Date) bool {
	for _, x := range a {
		for _, y := range b {
			if strings.HasPrefix(string(x), string(y)) || strings.HasPrefix(string(y), string(x)) {
				return true
			}
		}
	}
	return len(a) == 0 || len(b) == 0
}

// samePeople compares by the names in the titles, where both have some, else
// by those of the facts.
func samePeople(titleA, titleB, factsA, factsB []string) bool {
	if len(titleA) > 0 && len(titleB) > 0 {
		return !conflict(titleA, titleB)
	}
	return len(factsA) > 0 && len(factsB) > 0 && !conflict(factsA, factsB)
}
