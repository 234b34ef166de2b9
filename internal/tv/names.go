package tv

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Label returns the show as people tell it from others of its name: "The
// Defenders (2017, Netflix)".
func (s Show) Label() string {
	var parts []string
	if s.Year != 0 {
		parts = append(parts, strconv.Itoa(s.Year))
	}
	if s.Network != "" {
		parts = append(parts, s.Network)
	}
	if len(parts) == 0 {
		return s.Title
	}
	return s.Title + " (" + strings.Join(parts, ", ") + ")"
}

// A Match is a show that a name may mean.
type Match struct {
	Show Show
	// Score is 1 for the title, less for other names, more where a year,
	// country or network that was typed fits and less where it does not.
	Score float64
}

// The scores of the ways to name a show. A slug names one show alone, so that
// nothing outweighs it.
const (
	bySlug    = 2.0
	byTitle   = 1.0
	byShorter = 0.95 // without article or brand
	bySpacing = 0.9
	byAlias   = 0.85
	byTypo    = 0.7

	hintFits    = 0.3
	yearWrong   = -1.0
	placeWrong  = -0.5
	clearScore  = 0.8
	clearLead   = 0.15
	mostMatches = 10
)

// Choose returns the show that is meant when that is clear, given how many
// articles there are about each: a slug is its owner's at once, else the best
// match must be good and well ahead of the next.
func Choose(matches []Match, articles map[Slug]int) (Show, bool) {
	var best, next Match
	for _, m := range matches {
		if m.Score >= bySlug {
			return m.Show, true
		}
		if n := articles[m.Show.Slug]; n > 0 {
			m.Score += min(0.6, 0.1+0.1*math.Log2(float64(1+n)))
		}
		switch {
		case best.Show.Slug == "" || m.Score > best.Score:
			best, next = m, best
		case next.Show.Slug == "" || m.Score > next.Score:
			next = m
		}
	}
	const rounding = 1e-9
	if best.Show.Slug == "" || best.Score < clearScore-rounding {
		return Show{}, false
	}
	if next.Show.Slug != "" && best.Score-next.Score < clearLead-rounding {
		return Show{}, false
	}
	return best.Show, true
}

// Names finds shows by what people call them. It does not change once made
// and may be used by several goroutines.
type Names struct {
	shows    []Show
	slugs    map[Slug]int32
	keys     map[string][]key  // by folded name
	initials map[string]string // initials to folded title, "" where several titles share them
	typos    typoIndex
	words    map[string][]int32 // shows by a word of their names, see tellingWords
	starts   starts
}

// A key is one show's claim to a name.
type key struct {
	show  int32
	score float64
}

// NewNames makes an index of shows. Where nothing else decides, those that
// come first are taken to be better known. A slug counts once. Candidates are
// found by slug and title alone, and never suggested.
func NewNames(shows []Show) *Names {
	n := &Names{
		slugs:    make(map[Slug]int32, len(shows)),
		keys:     make(map[string][]key, 2*len(shows)),
		initials: make(map[string]string, len(shows)),
		words:    make(map[string][]int32, len(shows)),
	}
	for _, s := range shows {
		if _, known := n.slugs[s.Slug]; known || s.Slug == "" {
			continue
		}
		i := int32(len(n.shows))
		n.shows = append(n.shows, s)
		n.slugs[s.Slug] = i
		n.add(i, s)
	}
	n.starts.finish()
	return n
}

// Show returns the show of a slug.
func (n *Names) Show(slug Slug) (Show, bool) {
	i, ok := n.slugs[slug]
	if !ok {
		return Show{}, false
	}
	return n.shows[i], true
}

func (n *Names) add(i int32, s Show) {
	title := Fold(cut(s.Title))
	if s.Candidate {
		if title != "" {
			n.keys[title] = append(n.keys[title], key{i, byTitle})
		}
		return
	}
	n.addName(i, title, byTitle)
	n.addInitials(title)
	n.addKey(i, strings.ReplaceAll(string(s.Slug), "-", " "), byTitle)
	if _, subtitle, ok := strings.Cut(s.Title, ": "); ok { // "Born Again"
		subtitle = Fold(cut(subtitle))
		n.addKey(i, subtitle, byAlias)
		n.addKey(i, withoutArticle(subtitle), byAlias)
	}
	for _, alias := range slices.Concat(s.Aliases, s.Nicknames) {
		n.addName(i, Fold(cut(alias)), byAlias)
	}
}

func (n *Names) addName(i int32, name string, score float64) {
	if name == "" {
		return
	}
	n.addKey(i, name, score)
	n.addKey(i, withoutArticle(name), min(score, byShorter))
	// Of names that begin with a network's, only a possessive is surely a brand.
	if owner, rest := cutBrand(name); rest != "" && strings.HasPrefix(name, owner+"s ") {
		n.addKey(i, rest, min(score, byShorter))
		n.addKey(i, withoutArticle(rest), min(score, byShorter))
		n.addKey(i, owner+"s "+withoutArticle(rest), min(score, byShorter))
	}
	n.starts.add(i, name, score)
	n.addWords(i, name)
}

func (n *Names) addKey(i int32, name string, score float64) {
	if name == "" {
		return
	}
	for j, k := range n.keys[name] {
		if k.show == i {
			n.keys[name][j].score = max(k.score, score)
			return
		}
	}
	n.keys[name] = append(n.keys[name], key{i, score})
	n.typos.add(i, name)
}

// addInitials notes the initials of a title of three words or more, with and
// without its article.
func (n *Names) addInitials(title string) {
	for _, name := range []string{title, withoutArticle(title)} {
		words := strings.Fields(name)
		if len(words) < 3 {
			continue
		}
		var first []rune
		for _, word := range words {
			r, _ := utf8.DecodeRuneInString(word)
			first = append(first, r)
		}
		initials := string(first)
		if other, taken := n.initials[initials]; taken && other != title {
			n.initials[initials] = ""
		} else {
			n.initials[initials] = title
		}
	}
}

// Find returns the shows that somebody may mean by what they typed, best
// first, at most ten: a slug, a title in any spelling, with or without
// article, brand, year, country or season, another name, initials, or any of
// them with a small typo. Nothing means that no name is near enough; see Near.
func (n *Names) Find(asked string) []Match {
	asked = strings.TrimSpace(cut(asked))
	readings := readingsOf(asked)
	if len(readings) == 0 {
		return nil
	}
	scores := n.scores(readings)
	if i, ok := n.slugs[Slug(strings.ToLower(asked))]; ok && (asked == strings.ToLower(asked) || strings.Contains(asked, "-")) {
		scores[i] = bySlug
	}
	matches := make([]Match, 0, len(scores))
	for i, score := range scores {
		matches = append(matches, Match{n.shows[i], score})
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(n.slugs[a.Show.Slug], n.slugs[b.Show.Slug]))
	})
	return matches[:min(len(matches), mostMatches)]
}

// scores returns what the first reading that finds anything finds, in the
// most exact way that does.
func (n *Names) scores(readings []reading) map[int32]float64 {
	scores := map[int32]float64{}
	for _, way := range []func(reading) []key{n.exact, n.byInitials, n.typos.near} {
		for _, r := range readings {
			for _, k := range way(r) {
				if score, fits := r.judge(n.shows[k.show], k.score); fits {
					scores[k.show] = max(scores[k.show], score)
				}
			}
			if len(scores) > 0 {
				return scores
			}
		}
	}
	return scores
}

func (n *Names) exact(r reading) []key {
	found := n.keys[r.name]
	if short := withoutArticle(r.name); short != r.name {
		for _, k := range n.keys[short] {
			found = append(found[:len(found):len(found)], key{k.show, k.score * byShorter})
		}
	}
	return found
}

func (n *Names) byInitials(r reading) []key {
	title := n.initials[r.name]
	if title == "" || r.loose {
		return nil
	}
	var found []key
	for _, k := range n.keys[title] {
		if k.score == byTitle {
			found = append(found, key{k.show, byAlias})
		}
	}
	return found
}
