package news

import (
	"cmp"
	"slices"
	"strings"

	"greenlit/internal/tv"
)

// A Credit is a person's part in a show, or their job on it, as the articles
// state it taken together.
type Credit struct {
	Type      tv.FactType // tv.Cast or tv.Crew
	Person    string
	Character string // "" when no article names it
	Role      string // of crew
	Certainty tv.Certainty
	Former    bool // was left or given up

	// Article is the newest of those that say so most surely, and if there is
	// one, without telling the plot.
	Article Article
	// Outlets counts the outlets that say so.
	Outlets int
	// Disputed is set when another person is credited with the same character
	// and none of the two is said to have left.
	Disputed bool

	place tv.Evidence
}

// Credits tells who is in a show, or works on it, from what articles state
// about it. Equal statements are merged, and so are those that leave the
// character open into those that name it. What the newest article denies is
// left out, and what it tells as past is marked as Former. Cast comes before
// crew, who is there before who left, and then what is newest and what most
// outlets say.
func Credits(statements []Statement) []Credit {
	newest := slices.Clone(statements)
	slices.SortStableFunc(newest, func(a, b Statement) int {
		return b.Article.When().Compare(a.Article.When())
	})
	var credits []Credit
	for _, of := range byPerson(newest) {
		for _, part := range parts(of) {
			if c, ok := credit(part); ok {
				credits = append(credits, c)
			}
		}
	}
	markDisputed(credits)
	slices.SortStableFunc(credits, func(a, b Credit) int {
		return cmp.Or(
			cmp.Compare(a.Type, b.Type),
			compareBool(a.Former, b.Former),
			cmp.Compare(tv.DateOf(b.Article.When()), tv.DateOf(a.Article.When())),
			cmp.Compare(b.Outlets, a.Outlets),
			cmp.Compare(a.Article.ID, b.Article.ID),
			cmp.Compare(a.place.Block, b.place.Block),
			cmp.Compare(a.place.Start, b.place.Start),
		)
	})
	return credits
}

// byPerson groups the statements on cast and crew, in their order.
func byPerson(statements []Statement) [][]Statement {
	var groups [][]Statement
	index := map[string]int{}
	for _, s := range statements {
		person := tv.Fold(s.Person)
		if s.Type != tv.Cast && s.Type != tv.Crew || person == "" {
			continue
		}
		key := string(s.Type) + " " + person
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

// parts splits one person's statements by character or role, in their order.
// A short form of a name is the longer one: "Jessica" is "Jessica Jones". That
// somebody left, or was never in it, is about all of their characters; that
// they are in it, without saying as whom, adds nothing to a named one.
func parts(statements []Statement) [][]Statement {
	var names []string
	for _, s := range statements {
		names = append(names, tv.Fold(named(s)))
	}
	same := func(a, b string) bool { return a == b || partOf(a, b) || partOf(b, a) }
	longest := slices.Clone(names)
	slices.SortStableFunc(longest, func(a, b string) int { return len(b) - len(a) })
	var parts [][]Statement
	var seen []string
	for _, name := range longest {
		if name == "" || slices.ContainsFunc(seen, func(s string) bool { return same(s, name) }) {
			continue
		}
		seen = append(seen, name)
		var part []Statement
		for i, s := range statements {
			if names[i] == "" && standing(s) > 0 || same(names[i], name) {
				part = append(part, s)
			}
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return [][]Statement{statements}
	}
	return parts
}

// named returns the character or the role that a statement names.
func named(s Statement) string {
	if s.Type == tv.Crew {
		return s.Role
	}
	return s.Character
}

// partOf reports whether the folded name opens or ends the longer one.
func partOf(name, longer string) bool {
	return name != "" && (strings.HasPrefix(longer, name+" ") || strings.HasSuffix(longer, " "+name))
}

// credit sums up the statements on one part, newest first. It is none if the
// newest word on it is a denial, or all there is are rumours.
func credit(part []Statement) (c Credit, ok bool) {
	part = slices.DeleteFunc(part, func(s Statement) bool {
		return !s.Certainty.Answers() && s.Certainty != tv.Denied
	})
	if len(part) == 0 {
		return Credit{}, false
	}
	// What one article says of today wins over what it says of the past.
	last := part[0]
	for _, s := range part[1:] {
		if s.Article.When().Equal(last.Article.When()) && standing(s) < standing(last) {
			last = s
		}
	}
	if last.Certainty == tv.Denied {
		return Credit{}, false
	}

	var best Statement
	outlets := map[string]bool{}
	for _, s := range part {
		if standing(s) != standing(last) {
			continue
		}
		outlets[tv.Fold(s.Article.Outlet)] = true
		surer := best.Certainty == tv.Reported && s.Certainty == tv.Confirmed
		opener := best.Certainty == s.Certainty && best.Article.Spoiler.Level == PlotSpoiler && s.Article.Spoiler.Level != PlotSpoiler
		if best.Person == "" || surer || opener {
			best = s
		}
		if len(s.Character) > len(c.Character) {
			c.Character = s.Character
		}
		c.Role = cmp.Or(c.Role, s.Role)
	}
	c.Type, c.Person, c.Certainty, c.Former = best.Type, best.Person, best.Certainty, last.Former
	c.Article, c.Outlets, c.place = best.Article, len(outlets), best.Evidence
	for _, s := range part { // who left may have been named before
		c.Character = cmp.Or(c.Character, s.Character)
	}
	return c, true
}

// standing orders what a statement says of a part: held, left, or denied.
func standing(s Statement) int {
	switch {
	case s.Certainty == tv.Denied:
		return 2
	case s.Former:
		return 1
	}
	return 0
}

// markDisputed marks the credits of several people for one character.
func markDisputed(credits []Credit) {
	first := map[string]int{}
	for i := range credits {
		character := tv.Fold(credits[i].Character)
		if character == "" || credits[i].Former {
			continue
		}
		if j, ok := first[character]; ok {
			credits[i].Disputed, credits[j].Disputed = true, true
			continue
		}
		first[character] = i
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Talk tells of whom articles say that they may be in a show or work on it:
// in talks, rumoured or denied, as the newest article has it. Who has the
// part by now is left out.
func Talk(statements []Statement) []Credit {
	newest := slices.Clone(statements)
	slices.SortStableFunc(newest, func(a, b Statement) int {
		return b.Article.When().Compare(a.Article.When())
	})
	var talk []Credit
	for _, of := range byPerson(newest) {
		for _, part := range parts(of) {
			last := part[0]
			answered := slices.ContainsFunc(part, func(s Statement) bool {
				return s.Certainty.Answers() && s.Article.When().Equal(last.Article.When())
			})
			if answered || last.Certainty.Answers() {
				continue
			}
			outlets := map[string]bool{}
			for _, s := range part {
				if s.Certainty == last.Certainty {
					outlets[tv.Fold(s.Article.Outlet)] = true
				}
			}
			talk = append(talk, Credit{
				Type: last.Type, Person: last.Person, Character: last.Character, Role: last.Role,
				Certainty: last.Certainty, Article: last.Article, Outlets: len(outlets),
			})
		}
	}
	return talk
}
