package news

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"greenlit/internal/tv"
)

// A Status is what became of a show, or of a season of it, as the articles
// state it taken together.
type Status struct {
	Kind      tv.StatusKind
	Season    int // 0 when no article says
	Final     bool
	Date      tv.Date
	Network   string // that renewed or ordered it, where the same sentence says
	Certainty tv.Certainty

	Article Article // that says so
	// Against is the newest word of each other outlet that says the opposite
	// at about the same time.
	Against []Statement
}

// EndOfDay returns when t's day is over in UTC, for answers as of that day:
// they are made of the statements of articles before then. The zero time
// stays zero.
func EndOfDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// StatusOf tells what became of a show, from statements about its status and
// its networks; ok is false where none says.
//
// A later article corrects an earlier one, and on one day what is confirmed
// beats what is reported. Within an article the headline beats the text, and
// what was cancelled and picked up is renewed. News of the season that is
// being made replaces its renewal, but not the end of the show.
func StatusOf(statements []Statement) (s Status, ok bool) {
	all := words(statements)
	var fate, work *word
	for i := range all {
		switch w := &all[i]; {
		case w.background:
		case fateful(w.Status):
			fate = cmp.Or(fate, w)
		default:
			work = cmp.Or(work, w)
		}
	}
	chosen := fate
	if fate == nil || work != nil && fate.givesWayTo(work) {
		chosen = work
	}
	if chosen == nil {
		return Status{}, false
	}
	return chosen.status(all), true
}

// Statuses returns the status of a show and behind it what is known of the
// work on its newest two seasons, where that says more: a show may be renewed
// for a third season before the second one has premiered.
func Statuses(statements []Statement) []Status {
	current, ok := StatusOf(statements)
	if !ok {
		return nil
	}
	list := []Status{current}
	seasons := SeasonStatuses(statements)
	for _, s := range seasons {
		if !fateful(s.Kind) && s.Season >= seasons[0].Season-1 && (s.Season != current.Season || s.Kind != current.Kind) {
			list = append(list, s)
		}
	}
	return list
}

// SeasonStatuses tells what became of each season that articles name, the
// newest season first.
func SeasonStatuses(statements []Statement) []Status {
	all := words(statements)
	var seasons []Status
	for i := range all {
		w := &all[i]
		if w.Season > 0 && !slices.ContainsFunc(seasons, func(s Status) bool { return s.Season == w.Season }) {
			seasons = append(seasons, w.status(all))
		}
	}
	slices.SortFunc(seasons, func(a, b Status) int { return cmp.Compare(b.Season, a.Season) })
	return seasons
}

// A word is what one article says of a status.
type word struct {
	Statement
	final      bool
	network    string
	turn       bool // the article tells of the end too that this one undid
	background bool // an older season, told in passing
}

// fateful reports whether the kind decides if there will be more.
func fateful(k tv.StatusKind) bool {
	return k == tv.Ordered || k == tv.Renewed || ends(k)
}

func ends(k tv.StatusKind) bool { return k == tv.Cancelled || k == tv.Ended }

// words returns what each article says, newest and surest first.
func words(statements []Statement) []word {
	var all []word
	for _, of := range byArticle(statements) {
		all = append(all, wordsOf(of)...)
	}
	slices.SortStableFunc(all, func(a, b word) int {
		dayA, dayB := tv.DateOf(a.Article.When().UTC()), tv.DateOf(b.Article.When().UTC())
		return cmp.Or(
			cmp.Compare(dayB, dayA),
			compareBool(a.Certainty != tv.Confirmed, b.Certainty != tv.Confirmed),
			b.Article.When().Compare(a.Article.When()),
			compareBool(!inHeadline(a.Statement), !inHeadline(b.Statement)),
			cmp.Compare(b.Season, a.Season),
		)
	})
	latest := 0
	for i := len(all) - 1; i >= 0; i-- {
		w := &all[i]
		w.background = !inHeadline(w.Statement) && w.Season > 0 && w.Season < latest
		latest = max(latest, w.Season)
	}
	return all
}

func inHeadline(s Statement) bool { return s.Evidence.Block == tv.Headline }

// byArticle groups the statements that answer by their article, in their order.
func byArticle(statements []Statement) [][]Statement {
	var groups [][]Statement
	index := map[string]int{}
	for _, s := range statements {
		if s.Type != tv.Status && s.Type != tv.Network || !s.Certainty.Answers() || s.Former {
			continue
		}
		key := fmt.Sprint(s.Article.ID, s.Article.Link, s.Article.Title)
		i, ok := index[key]
		if !ok {
			i = len(groups)
			index[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// wordsOf returns what one article says after all.
func wordsOf(article []Statement) []word {
	headline, goesOn, over := false, false, false
	for _, s := range article {
		headline = headline || s.Type == tv.Status && fateful(s.Status) && inHeadline(s)
	}
	var kept []Statement
	for _, s := range article {
		if s.Type != tv.Status || headline && fateful(s.Status) && !inHeadline(s) {
			continue
		}
		kept = append(kept, s)
		goesOn = goesOn || s.Status == tv.Renewed || s.Status == tv.Ordered
		over = over || s.Status == tv.Cancelled
	}
	var all []word
	for _, s := range kept {
		w := word{Statement: s}
		switch {
		case s.Status == tv.PremiereDated && s.Date == "":
			continue
		case s.Status == tv.Cancelled && goesOn:
			continue
		case s.Status == tv.Ended && slices.ContainsFunc(kept, func(o Statement) bool { return lastOf(o, s) }):
			continue
		case s.Status == tv.Renewed || s.Status == tv.Ordered:
			w.turn = over
			w.final = slices.ContainsFunc(kept, func(o Statement) bool { return o.Status == tv.Ended && lastOf(s, o) })
			w.network = networkOf(s, article)
		}
		all = append(all, w)
	}
	return all
}

// lastOf reports whether a renewal is for the season with which the show ends.
func lastOf(renewed, ended Statement) bool {
	return renewed.Status == tv.Renewed && (ended.Season == renewed.Season || ended.Season == 0)
}

// networkOf returns the network that the sentence of s names, if it is one.
func networkOf(s Statement, article []Statement) string {
	network := ""
	for _, n := range article {
		if n.Type != tv.Network || n.Evidence.Block != s.Evidence.Block || n.Evidence.Start != s.Evidence.Start || n.Network == network {
			continue
		}
		if network != "" {
			return ""
		}
		network = n.Network
	}
	return network
}

// givesWayTo reports whether work on a season says more about the show now
// than its fate does.
func (w *word) givesWayTo(work *word) bool {
	if work.Article.ID == w.Article.ID && work.Article.Link == w.Article.Link {
		return !ends(w.Status) && work.Season >= w.Season && inHeadline(work.Statement) && !inHeadline(w.Statement)
	}
	if !w.Article.When().Before(work.Article.When()) {
		return false
	}
	if ends(w.Status) {
		return w.Season > 0 && work.Season > w.Season
	}
	return work.Season >= w.Season
}

func (w *word) status(all []word) Status {
	return Status{
		Kind: w.Status, Season: w.Season, Final: w.final, Date: w.Date, Network: w.network, Certainty: w.Certainty,
		Article: w.Article, Against: w.against(all),
	}
}

// disagreement is how near in time two opposite words contradict each other.
// What is said later than that is news.
const disagreement = 30 * 24 * time.Hour

// against returns the other outlets' newest words where they say the opposite.
func (w *word) against(all []word) []Statement {
	if w.turn {
		return nil
	}
	heard := map[string]bool{tv.Fold(w.Article.Outlet): true}
	var against []Statement
	for i := range all {
		o := &all[i]
		outlet := tv.Fold(o.Article.Outlet)
		if heard[outlet] || fateful(o.Status) != fateful(w.Status) || o.background {
			continue
		}
		heard[outlet] = true
		if apart := o.Article.When().Sub(w.Article.When()).Abs(); apart <= disagreement && !o.turn && contradict(w.Fact, o.Fact) {
			against = append(against, o.Statement)
		}
	}
	return against
}

// contradict reports whether two words on a show's status cannot both hold.
func contradict(a, b tv.Fact) bool {
	if a.Status == tv.PremiereDated && b.Status == tv.PremiereDated {
		n := min(len(a.Date), len(b.Date))
		return a.Season == b.Season && n > 0 && a.Date[:n] != b.Date[:n]
	}
	if ends(a.Status) {
		a, b = b, a
	}
	if ends(a.Status) || !fateful(a.Status) || !ends(b.Status) {
		return false
	}
	// "Renewed for season 2" and "cancelled after season 2" follow each other.
	return a.Season == 0 || b.Season == 0 || a.Season > b.Season
}
