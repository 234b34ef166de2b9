package news

import "greenlit/internal/tv"

// A Spoiler says how much an article gives away, and of what. The zero
// Spoiler gives nothing away.
type Spoiler struct {
	Level SpoilerLevel
	// Show, Season and Episode are what one must have seen to read on; zero
	// where the article does not say. Title is the show's.
	Show    tv.Slug
	Title   string
	Season  int
	Episode int
	// Told is set where the headline itself says it, so that hiding the rest
	// spares nobody. Only casting can be told: a headline that tells the plot
	// is hidden too.
	Told bool
}

// Hides reports whether the article's text stays hidden until somebody asks.
// Of a plot spoiler the headline and the picture do too.
func (s Spoiler) Hides() bool { return s.Level == PlotSpoiler || s.Level == CastingSpoiler && !s.Told }

// A SpoilerLevel is what kind of thing is given away.
type SpoilerLevel byte

const (
	// NoSpoiler is news such as renewals, dates and networks.
	NoSpoiler SpoilerLevel = iota
	// CastingSpoiler tells who joins, visits or leaves, with the character.
	CastingSpoiler
	// PlotSpoiler tells what happens: recaps, finales, deaths.
	PlotSpoiler
)

// String returns "none", "casting" or "plot".
func (l SpoilerLevel) String() string {
	switch l {
	case CastingSpoiler:
		return "casting"
	case PlotSpoiler:
		return "plot"
	}
	return "none"
}
