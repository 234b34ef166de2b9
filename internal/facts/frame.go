package facts

import (
	"strings"
	"time"

	"greenlit/internal/tv"
)

// A frame is what an article tells about itself: its shows, its people and
// when it was published. Rules resolve "the series", "she" and "Ritter" by it.
type frame struct {
	*Reader
	published time.Time
	outlet    string
	season    int // that the article is about; 0 when not said

	aboutKeys []string         // of the titles of about
	about     []*show          // the shows that the article is about, most important first
	titles    map[string]*show // further titles: the article's own, and learnt ones
	own       map[string]uint8 // as Reader.longest, for titles
	fullNames map[string]string
	surnames  map[string]string // lower case → full name; "" where two people share it
	current   *show             // the show that the paragraph speaks of, once it named one
	topic     *show             // the show whose heading stands above the paragraph
	lost      bool              // the paragraph speaks of a show that no list knows
	strayed   bool              // the sentence before ends with the title of another show
	soft      bool              // the first paragraph, not headline or categories, says what the article is about, or it is about several shows
	subject   string            // the person that the article is about
	last      string            // the person named last, for "he" and "she"
	talk      talk
	everybody []string
	learnt    learnt
	mentions  map[tv.Slug]bool
	scratch   *scratch
	met       map[string]bool // people that are certain: from a list, a role or the context
}

func (r *Reader) newFrame(published time.Time) *frame {
	return &frame{
		Reader: r, published: published,
		titles: map[string]*show{}, own: map[string]uint8{},
		fullNames: map[string]string{}, surnames: map[string]string{},
		mentions: map[tv.Slug]bool{}, met: map[string]bool{},
		scratch: r.scratch.Get().(*scratch),
	}
}

// learnt counts what a frame has come to know.
type learnt struct{ titles, people int }

// addTitle makes a title known in this article and returns its show: the
// listed one, or a new one.
func (f *frame) addTitle(title string) *show {
	k := key(lex(title))
	if k == "" {
		return nil
	}
	sh := f.find(k)
	if sh == nil {
		sh = &show{Show: tv.Show{Slug: tv.SlugOf(title), Title: title, Ambiguity: tv.Rare, Learnt: true}, known: true}
		if strings.Contains(k, " ") {
			sh.Ambiguity = tv.Distinct
		}
		f.remember(k, sh)
	} else if spaces(title) != sh.Title && tv.Fold(title) != tv.Fold(sh.Title) {
		own := *sh
		own.Title = title
		sh = &own
		f.remember(k, sh)
	}
	return sh
}

// remember makes a key stand for the show in this article.
func (f *frame) remember(k string, sh *show) {
	f.learnt.titles++
	for _, k := range []string{k, strings.TrimPrefix(k, "the ")} {
		f.titles[k] = sh
		first, _, _ := strings.Cut(k, " ")
		f.own[first] = max(f.own[first], uint8(min(strings.Count(k, " ")+1, maxWords)))
	}
}

// focus makes a show one that the article is about.
func (f *frame) focus(sh *show) {
	if sh == nil || f.has(sh) {
		return
	}
	k := key(lex(sh.Title))
	f.about, f.aboutKeys = append(f.about, sh), append(f.aboutKeys, k)
	if k != "" {
		f.remember(k, sh)
	}
}

// has reports whether the article is about the show.
func (f *frame) has(sh *show) bool {
	for _, a := range f.about {
		if a.Slug == sh.Slug {
			return true
		}
	}
	return false
}

// series is the show that "the series" means.
func (f *frame) series() *show {
	if f.current != nil || f.soft || f.lost {
		return f.current
	}
	return f.primary()
}

// primary is the show that the article is about, or nil.
func (f *frame) primary() *show {
	if len(f.about) == 0 {
		return nil
	}
	return f.about[0]
}

// find returns the show with the key. Of several with one title the article's
// own wins, then the one that began last before the article, or soon after it.
func (f *frame) find(k string) *show { return f.findKeyed(k, f.keyed.has(k)) }

// findKeyed is find for a key of which is known whether the lists may have it.
func (f *frame) findKeyed(k string, keyed bool) *show {
	if sh := f.titles[k]; sh != nil {
		return sh
	}
	var ids []int32
	weak := false
	if keyed {
		if ids = f.byTitle[k]; len(ids) == 0 {
			ids, weak = f.byShort[k], true
		}
	}
	var best *show
	for _, id := range ids {
		sh := &f.shows[id]
		if best == nil || f.nearer(sh, best) {
			best = sh
		}
	}
	// "90210" in an article about "Beverly Hills, 90210"
	if best == nil || !f.has(best) {
		for i, about := range f.aboutKeys {
			if rest, ok := strings.CutSuffix(about, k); ok && strings.HasSuffix(rest, " ") {
				return f.about[i]
			}
		}
	}
	if best != nil && weak {
		if best.Ambiguity == tv.Common && !f.has(best) {
			return nil
		}
		short := *best
		short.weak = true
		best = &short
	}
	return best
}

func (f *frame) nearer(a, b *show) bool {
	if f.has(a) != f.has(b) {
		return f.has(a)
	}
	if f.published.IsZero() || a.Year == 0 || b.Year == 0 {
		return a.Year > b.Year && b.Year > 0 && a.Year > 0 && f.published.IsZero() && a.Year <= b.Year+100
	}
	y := f.published.Year() + 1
	if (a.Year <= y) != (b.Year <= y) {
		return a.Year <= y
	}
	return a.Year > b.Year
}

// meet notes a person's full name, so that the surname alone means them.
func (f *frame) meet(name string) {
	k := lower(name)
	if f.fullNames[k] != "" {
		return
	}
	toks := lex(name)
	if len(toks) < 2 {
		return
	}
	f.fullNames[k] = name
	f.learnt.people++
	f.everybody = append(f.everybody, name)
	last := toks[len(toks)-1].low
	for len(toks) > 2 && (last == "jr." || last == "jr" || last == "sr." || last == "ii" || last == "iii" || last == ".") {
		toks = toks[:len(toks)-1]
		last = toks[len(toks)-1].low
	}
	if old, taken := f.surnames[last]; taken && old != name {
		f.surnames[last] = ""
		return
	}
	f.surnames[last] = name
}

// refer finds the items that stand for the article's show or person: "the
// series", "HBO’s comedy", "the actor", "she".
func (s *sentence) refer() {
	in, out := s.items, s.items[:0] // never ahead of what is read
	for i := 0; i < len(in); {
		if w := &in[i]; s.block != tv.Headline && w.kind != kNetwork && (w.kind != kWord || !refers[w.text]) {
			out = keep(out, in, i)
			i++
			continue
		}
		it, n := s.actorAt(in, i)
		// "Jane Doe, the actor who played …"
		if k := len(out); n > 1 && k > 1 && out[k-1].text == "," && s.personOf(&out[k-2]) != "" {
			it.person = s.personOf(&out[k-2])
		}
		if n == 0 {
			it, n = s.seriesAt(in, i, out)
		}
		if n == 0 && s.block == tv.Headline {
			it, n = s.genreAt(in, i)
		}
		if n == 0 {
			it, n = in[i], 1
		}
		out = append(out, it)
		i += n
	}
	s.items = out
}

// refers are the words that begin what stands for a show or person.
var refers = set(`he she he'll she'll he's she's he'd she'd the this his her their`)

// keep appends item i of in to out, which begins where in does.
func keep(out, in []item, i int) []item {
	if len(out) == i {
		return in[:i+1]
	}
	return append(out, in[i])
}

// actorAt reads "she" or "the 30-year-old star" at item i.
func (s *sentence) actorAt(in []item, i int) (item, int) {
	if in[i].kind != kWord {
		return item{}, 0
	}
	switch in[i].text {
	case "he", "she", "he'll", "she'll", "he's", "she's", "he'd", "she'd":
		return item{kind: kActor, from: in[i].from, to: in[i].to, text: in[i].text, person: s.person()}, 1
	case "the":
	default:
		return item{}, 0
	}
	it := item{kind: kActor, from: in[i].from}
	j := i + 1
	for ; j < len(in) && j < i+5; j++ {
		switch w := &in[j]; {
		case w.kind == kShow || w.kind == kTitle:
		case w.kind == kNetwork:
		case w.kind == kWord && actorWords[w.text]:
			for j+2 < len(in) && in[j+1].text == "and" && in[j+2].kind == kWord && (actorWords[in[j+2].text] || roleWords[in[j+2].text] || in[j+2].text == "activist" || in[j+2].text == "writer") {
				j += 2
			}
			if j+1 < len(in) && (in[j+1].kind == kPerson || in[j+1].kind == kName || in[j+1].text == "of" || in[j+1].text == "'s") {
				return item{}, 0
			}
			it.to, it.text, it.person = w.to, s.cut(in[i].from, w.to), s.person()
			if s.subject != "" {
				it.person = s.subject
			}
			return it, j + 1 - i
		case w.kind == kWord && adjective(w.text):
		default:
			return item{}, 0
		}
	}
	return item{}, 0
}

// person is whom "he" or "she" means, or "".
func (s *sentence) person() string {
	switch s.last {
	case "":
		return s.subject
	case nobody:
		return ""
	}
	return s.last
}

// nobody as frame.last is somebody whom only a first name tells.
const nobody = "?"

// latest is the person whom "he" or "she" means after this sentence.
func (s *sentence) latest() string {
	for i := range s.items {
		switch it := &s.items[i]; {
		case (it.kind == kPerson || it.kind == kActor) && it.person != "":
			return it.person
		case it.kind == kPerson, it.kind == kName && givenNames[lower(it.text)]:
			return nobody
		}
	}
	return s.last
}

// isCreditOf reports whether the title at item k only tells who somebody is.
func (s *sentence) isCreditOf(items []item, k int) bool {
	if k+2 < len(items) && (items[k+1].text == "and" || items[k+1].text == "&") && (items[k+2].kind == kShow || items[k+2].kind == kTitle) && !s.headline {
		k += 2
	}
	return k+1 < len(items) && items[k+1].kind == kWord && (roleWords[items[k+1].text] || actorWords[items[k+1].text] || items[k+1].text == "'s" || items[k+1].text == "veteran")
}

func adjective(w string) bool {
	return len(w) > 1 && w[0] >= 'a' && w[0] <= 'z' && !functionWords[w] || w == "new" || strings.HasSuffix(w, "-year-old") || cardinal(w) > 0
}

// vehicles are genres that a star’s name stands before.
var vehicles = set(`drama comedy sitcom dramedy thriller procedural pilot vehicle crime mystery`)

// seriesAt reads "the series", "the hit crime drama", "HBO’s new comedy"
// at item i, where no title follows; before are the items before it.
func (s *sentence) seriesAt(in []item, i int, before []item) (item, int) {
	it := item{kind: kSeries, from: in[i].from}
	j, owned := i, false
	switch {
	case in[i].text == "the" || in[i].text == "this":
		j++
	case in[i].kind == kNetwork && i+1 < len(in) && (in[i+1].text == "'s" || in[i+1].text == "'" || in[i+1].text == "’"):
		it.network = in[i].network
		j += 2
	case in[i].text == "his" || in[i].text == "her" || in[i].text == "their":
		if j++; s.primary() == nil || s.soft {
			return item{}, 0
		}
		owned = true
	default:
		return item{}, 0
	}
	noun := -1
	for k := j; k < len(in) && k < j+7; k++ {
		if it.network != nil && in[k].kind == kWord && in[k].text == "version" {
			noun = k // "the Paramount+ version"
			break
		}
		w := &in[k]
		if w.kind == kPerson && k == j && strings.Contains(w.text, " ") && !strings.Contains(w.text, "-") && in[i].text == "the" && k+1 < len(in) && (vehicles[in[k+1].text] || k+2 < len(in) && vehicles[in[k+2].text]) {
			continue // "the Ada Crane comedy"
		}
		if w.kind == kName && k == j && (strings.HasSuffix(w.text, "-set") || strings.HasSuffix(w.text, "-based") || strings.HasSuffix(w.text, "-led")) {
			continue // "the Lagos-set thriller"
		}
		if w.kind == kNetwork && it.network == nil {
			it.network = w.network
			continue
		}
		if w.kind == kNetwork && k > 0 && in[k-1].text == "/" {
			it.partner = w.network
			continue
		}
		if w.kind == kWord && (w.text == "/" || w.text == "," && k > j && k+1 < len(in) && in[k+1].kind == kWord && genres[in[k+1].text]) {
			continue
		}
		if w.kind != kWord || !adjective(w.text) && w.text != "own" || w.text == "new" && it.network == nil && i > 0 {
			break
		}
		if genres[w.text] {
			noun = k
		} else if noun >= 0 {
			break
		}
	}
	if noun < 0 || (owned || j < len(in) && in[j].text == "new" && in[i].kind != kNetwork) && it.network == nil {
		return item{}, 0
	}
	if to := in[noun].to; !s.headline && to < s.to && s.toks[to].cap && s.toks[to].word && s.toks[to].spaced {
		if n := noun + 1; n < len(in) && in[n].kind == kWord {
			return item{}, 0 // "the ABC sitcom Don’t Look Now"
		}
	}
	if next := noun + 1; next < len(in) {
		if owned && in[next].kind == kWord && notSeries[in[next].text] {
			return item{}, 0
		}
		switch n := &in[next]; {
		case n.kind == kShow, n.kind == kTitle, n.kind == kName, n.kind == kPerson, n.kind == kMaybe, n.text == "of" && !(it.network != nil && (in[noun].text == "adaptation" || in[noun].text == "version")), n.text == "for" && in[noun].text == "pilot":
			return item{}, 0
		case n.kind == kWord && n.text != "stars" && (roleWords[n.text] || actorWords[n.text]):
			if in[i].text == "the" {
				return item{}, 0
			}
		case n.kind == kWord && n.text == ",":
			if next+1 < len(in) && (in[next+1].kind == kShow || in[next+1].kind == kTitle || in[next+1].kind == kMaybe) {
				return item{}, 0
			}
		}
	}
	it.to, it.text, it.show = in[noun].to, s.cut(in[i].from, in[noun].to), s.series()
	if i == 0 && s.strayed && it.network == nil && (noun+1 >= len(in) || in[noun+1].text != "also") {
		it.show = nil
	}
	// "“Saltmarsh,” Hulu’s thriller"
	if n := len(before); it.network != nil && !owned && n > 1 && (before[n-1].text == "," || before[n-1].text == ":") {
		switch t := &before[n-2]; t.kind {
		case kShow, kMaybe:
			it.show = t.show
		case kTitle:
			it.show = s.unlisted(t.text)
		}
	}
	// "Saltmarsh, the legal drama that"
	if n, next := len(before), noun+1; in[i].text == "the" && n > 1 && before[n-1].text == "," && before[n-2].kind == kShow && next < len(in) && (in[next].text == "that" || in[next].text == "which" || in[next].text == "from") {
		it.show = before[n-2].show
	}
	// Its own title earlier in the sentence is meant, when there is one.
	for k := len(before) - 1; k >= 0; k-- {
		if before[k].kind == kTitle && it.show == nil && !filmWords.in(before[k].text) && !s.isCreditOf(before, k) {
			it.show = s.unlisted(before[k].text)
			break
		}
		if before[k].kind == kShow && !s.isCreditOf(before, k) && it.show == nil {
			it.show = before[k].show
			break
		}
	}
	if strings.HasPrefix(lower(it.text), "the original ") && it.network == nil {
		it.show = nil // of some years ago
	}
	for k := range before {
		if it.show != nil && (before[k].kind == kShow || before[k].kind == kMaybe) && before[k].show.Slug == it.show.Slug {
			return it, noun + 1 - i
		}
	}
	if it.show != nil && it.network != nil && it.partner == nil && (s.soft || len(s.about) != 1 || it.show.Slug != s.about[0].Slug) && otherNetwork(it.show.Network, it.network.name) {
		it.show = nil
	}
	return it, noun + 1 - i
}

// otherNetwork reports whether two networks have nothing to do with each other
// by their names; the first may be unknown.
func otherNetwork(a, b string) bool {
	a, _, _ = strings.Cut(strings.TrimPrefix(a, "The "), " ")
	b, _, _ = strings.Cut(strings.TrimPrefix(b, "The "), " ")
	return a != "" && a != b && a != "Max" && b != "Max"
}
