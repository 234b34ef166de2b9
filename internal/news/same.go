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
	if e.link != "" && e.link == o.link {
		return true
	}
	if e.when.Sub(o.when).Abs() > SameTime || !e.sameShows(o) {
		return false
	}
	if e.outlet == o.outlet {
		return e.when.Sub(o.when).Abs() <= repeatTime && e.sameTitle(o)
	}
	if e.own || o.own || !e.sameTone(o) || conflict(e.numbers, o.numbers) {
		return false
	}
	both := e.kinds & o.kinds
	if both == 0 || (e.kinds^o.kinds)&(trailer|pictures|death|cancelled) != 0 {
		return e.kinds == o.kinds && e.alike(o, 0.5) && !conflict(e.seasons, o.seasons)
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
	if len(e.shows) == 0 || len(o.shows) == 0 {
		return false
	}
	common := 0
	for _, s := range e.shows {
		if slices.Contains(o.shows, s) {
			common++
		}
	}
	if len(e.shows) > mostShows || len(o.shows) > mostShows {
		return 4*common >= 3*max(len(e.shows), len(o.shows))
	}
	return slices.Contains(e.shows, o.shows[0]) && slices.Contains(o.shows, e.shows[0])
}

func (e Event) sameTone(o Event) bool {
	less := func(a, b Event) bool {
		return !slices.ContainsFunc(a.tone, func(t string) bool {
			return !slices.Contains(b.tone, t) && !slices.Contains(workTones, t)
		})
	}
	return less(e, o) && less(o, e)
}

// conflict reports whether both have some and none in common.
func conflict[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// sameTitle reports whether the titles say the same in nearly the same words,
// and more than the show's name and what a column is called.
func (e Event) sameTitle(o Event) bool {
	return e.likeness(o) >= 0.8 && (e.kinds != 0 || e.alike(o, 0.8)) && e.kinds == o.kinds &&
		slices.Equal(e.seasons, o.seasons) && slices.Equal(e.numbers, o.numbers)
}

// alike reports whether the titles share enough words that mean something.
func (e Event) alike(o Event, least float64) bool {
	shared := 0.0
	for w, weight := range e.words {
		if o.words[w] > 0 {
			shared += weight
		}
	}
	return shared >= 2.5 && e.likeness(o) >= least
}

// likeness is the weighted share of common words in the titles.
func (e Event) likeness(o Event) float64 {
	shared, all := 0.0, 0.0
	for w, weight := range e.words {
		if all += weight; o.words[w] > 0 {
			shared += weight
		}
	}
	for w, weight := range o.words {
		if e.words[w] == 0 {
			all += weight
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
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
		return samePeople(e.names, o.names, a.people, b.people)
	case death:
		return len(e.names) > 0 && len(o.names) > 0 && !conflict(e.names, o.names)
	case award:
		return len(e.names) == len(o.names) && sameSet(e.names, o.names) && e.alike(o, 0.4)
	case trailer:
		return sameSet(e.seasons, o.seasons)
	case crossover:
		return sameSet(e.shows, o.shows)
	}
	return e.alike(o, 0.4) && !conflict(e.seasons, o.seasons) && sameSet(e.names, o.names)
}

// claims are what an article says of one kind of event.
type claims struct {
	any, unsure bool
	shows       []tv.Slug // that it happens to
	others      bool      // another show than the article's first
	seasons     []int
	dates       []tv.Date
	people      []string
	networks    []string
}

func (e Event) of(kind kinds) claims {
	c := claims{}
	for _, f := range e.facts {
		if kindOf(f) != kind {
			continue
		}
		c.shows = append(c.shows, f.Show)
		if !slices.Contains(e.shows[:1], f.Show) {
			c.others = true
			continue
		}
		c.any = true
		c.unsure = c.unsure || !f.Certainty.Answers()
		if f.Season > 0 && !slices.Contains(c.seasons, f.Season) {
			c.seasons = append(c.seasons, f.Season)
		}
		if f.Date != "" {
			c.dates = append(c.dates, f.Date)
		}
		if f.Person != "" {
			c.people = append(c.people, tv.Fold(f.Person))
		}
		if f.Network != "" {
			c.networks = append(c.networks, tv.Fold(f.Network))
		}
	}
	if len(c.seasons) == 0 {
		c.seasons = e.seasons
	}
	slices.Sort(c.seasons)
	return c
}

// covers reports whether the other article is about all the shows that this
// happens to.
func (c claims) covers(o Event) bool {
	return !slices.ContainsFunc(c.shows, func(s tv.Slug) bool { return !slices.Contains(o.shows, s) })
}

// sameSet reports whether both name the same, or one of them nothing.
func sameSet[T comparable](a, b []T) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	within := func(a, b []T) bool {
		return !slices.ContainsFunc(a, func(x T) bool { return !slices.Contains(b, x) })
	}
	return within(a, b) && within(b, a)
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
