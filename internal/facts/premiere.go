package facts

import (
	"strings"
	"time"

	"greenlit/internal/tv"
)

// comesOut are verbs by which a show or season reaches its viewers.
var comesOut = set(`premiere premieres premiering debut debuts debuting return returns returning arrives arrive arriving drops drop launches launch launching bows
	bow starts start begins begin airs air hits hit lands streams stream streaming due slated scheduled released release moved moves back out coming comes come dated kicks rolls set available live opens open dates slates schedules`)

// premieres reads "returns to AMC on Sunday, Oct. 6" and the like.
func (s *sentence) premieres(out *[]found) {
	dated := false // a show of the sentence is
	for i := range s.items {
		d := &s.items[i]
		if d.kind != kDate || d.date == "" || !s.ahead(d.date) {
			continue
		}
		verb := s.verbBefore(i)
		if more := i - 2; verb < 0 && dated && more > 1 && s.items[i-1].text == "on" && (s.items[more].kind == kShow || s.items[more].kind == kTitle) && (s.items[more-1].text == "," || s.items[more-1].text == "and" || s.items[more-1].text == "by") {
			m := &match{sentence: s, rule: "status.premieres", group: map[string]string{}, start: s.posOf(more), end: s.posOf(i), out: out}
			m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.PremiereDated, Date: d.date}, show: m.showOf(&s.items[more])})
			continue
		}
		if verb < 0 {
			s.setsDate(i, out)
			continue
		}
		sh, a, ok := s.premiering(verb)
		if it := &s.items[verb+1]; launches[s.items[verb].text] && (it.kind == kShow || it.kind == kTitle || it.kind == kMaybe) {
			sh, a, ok = (&match{sentence: s}).showOf(it), 0, true // "Peacock will launch SHOW on …"
		}
		if !ok || sh == nil {
			continue
		}
		for k := verb + 1; k < i && a == 0; k++ {
			if it := &s.items[k]; it.kind == kSeason && !it.season.past {
				a = it.season.one()
			}
		}
		m := &match{sentence: s, rule: "status.premieres", group: map[string]string{}, start: s.posOf(verb), end: s.posOf(i), out: out}
		if m.unsaid(tv.PremiereDated) || s.onceDue(verb) {
			continue
		}
		n := len(*out)
		m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.PremiereDated, Season: a, Date: d.date}, show: sh})
		if len(*out) == n {
			continue
		}
		dated = true
		for k := verb - 1; k >= 0 && k > verb-4; k-- {
			if s.items[k].kind == kNetwork && launches[s.items[verb].text] && s.items[verb+1].kind != kWord {
				m.network(sh, &s.items[k], false)
			}
		}
		for k := verb + 1; k < min(i+9, len(s.items)); k++ {
			if s.items[k].kind == kNetwork && (s.items[k-1].text == "on" || s.items[k-1].text == "to" || s.items[k-1].kind == kWord && comesOut[s.items[k-1].text]) {
				m.network(sh, &s.items[k], false)
				break
			}
		}
	}
}

// onceDue reports whether the date at which the verb at item v tells something
// to come out no longer holds: "was originally due to return", "had been set to
// premiere".
func (s *sentence) onceDue(v int) bool {
	for k := v; k >= 0 && k > v-6; k-- {
		switch it := &s.items[k]; it.text {
		case "originally", "initially", "previously", "had", "supposed":
			return it.kind == kWord
		case "was", "were":
			if n := &s.items[k+1]; k < v && (n.text == "due" || n.text == "set" || n.text == "slated" || n.text == "scheduled" || n.text == "expected") || k == v-1 && (s.items[v].text == "due" || s.items[v].text == "set" || s.items[v].text == "slated" || s.items[v].text == "scheduled") {
				return true
			}
		case ",", ";", "and", "but":
			return false
		}
	}
	return false
}

// onDisc are where a season comes out that has been seen.
var onDisc = set(`dvd blu-ray itunes vinyl`)

// launches are verbs that take a show as their object.
var launches = set(`moved moves dated dates slates slated schedules scheduled sets set launch launches debut debuts premiere premieres release releases drop drops air airs`)

// ahead reports whether a date was still to come when the article appeared.
func (f *frame) ahead(d tv.Date) bool {
	if f.published.IsZero() {
		return len(d) > 4 || d >= "2016"
	}
	return string(d) >= f.published.AddDate(0, 0, -1).Format(time.DateOnly)[:len(d)]
}

// verbBefore is the index of the verb to which the date at item i belongs, or
// -1.
func (s *sentence) verbBefore(i int) int {
	from := false
	for k := i - 1; k >= 0 && k >= i-9; k-- {
		it := &s.items[k]
		if it.kind == kDate || it.kind == kQuote {
			return -1
		}
		if it.kind != kWord {
			if it.kind == kPerson || it.kind == kName && onDisc[lower(it.text)] {
				return -1
			}
			continue
		}
		switch it.text {
		case ";", "but", "until", "through", "till", "since", "after", "before", "production", "filming", "shooting", "film", "shoot", "cameras", "roll", "theaters", "theatres", "cinemas", "dvd", "blu-ray", "disc", "aired", "premiered", "debuted", "because", "died", "born", "when", "finale":
			return -1
		}
		if it.text == "from" {
			from = true
		}
		if !comesOut[it.text] {
			continue
		}
		if from && it.text != "stream" && it.text != "streams" && it.text != "air" && it.text != "airs" && it.text != "available" {
			return -1
		}
		if k > 0 {
			switch prev := s.items[k-1].text; prev {
			case "the", "a", "an", "its", "'s", "their", "of", "first":
				if s.items[k-1].kind == kWord {
					continue // a noun: "the streaming service", "its return"
				}
			}
		}
		if k+1 < len(s.items) {
			switch s.items[k+1].text {
			case "production", "filming", "shooting", "as", "off":
				if s.items[k+1].text != "off" {
					return -1
				}
			}
		}
		switch it.text {
		case "moved", "moves":
			if k+2 >= len(s.items) || s.items[k+2].text != "to" {
				return -1
			}
		case "released", "hit":
			if !(k > 0 && stillTo[s.items[k-1].text] || k > 1 && stillTo[s.items[k-2].text]) {
				return -1 // "was released in January"
			}
		case "live":
			if k == 0 || s.items[k-1].text != "goes" && s.items[k-1].text != "go" {
				return -1
			}
		case "back", "out", "coming":
			if k == 0 || !becomes[s.items[k-1].text] {
				return -1
			}
		case "air", "airs", "stream", "streams":
			if _, weekday := weekdayOf(s.toks[s.items[i].from].low); weekday && s.items[i].to-s.items[i].from == 1 {
				return -1 // its usual evening
			}
		}
		if it.text == "set" || it.text == "slated" || it.text == "scheduled" {
			if k+1 < len(s.items) && s.items[k+1].text != "for" && s.items[k+1].text != "to" {
				return -1
			}
			if k+2 < len(s.items) && s.items[k+1].text == "to" && !comesOut[s.items[k+2].text] {
				return -1
			}
		}
		return k
	}
	return -1
}

// stillTo are words by which what reads as past is still to come.
var stillTo = set(`be being is are will 'll to`)

var becomes = set(`rolls rolling due is are be 's it's comes come coming officially now will returns return , and finally`)

// premiering finds what comes out by the verb at item v: its show and season.
func (s *sentence) premiering(v int) (sh *show, number int, ok bool) {
	named := false
	for k := v - 1; k >= 0; k-- {
		it := &s.items[k]
		switch it.kind {
		case kWord:
			if n := ordinal(it.text); n > 0 && k > 0 && s.items[k-1].text == "its" && !named {
				number, named = n, true // "its second is out now"
				continue
			}
			switch it.text {
			case ",":
				if start := s.relativeClause(k); start > 0 && sh == nil && !named {
					k = start
				}
			case ";", "but", "while", ":":
				if named && sh == nil && it.text == ";" {
					continue // "SHOW will get a third season; season 2 premieres …"
				}
				if sh != nil || named {
					return s.orContext(sh), number, true
				}
				if it.text != ":" {
					return nil, 0, false
				}
			case "production", "filming", "shooting", "photography", "cameras", "auditions":
				if sh == nil && !named {
					return nil, 0, false
				}
			case "episode", "episodes", "special":
				if sh == nil && !named {
					return nil, 0, false
				}
			case "which", "that":
				if sh == nil && !named && k > 1 && s.items[k-1].text == "," {
					if it := &s.items[k-2]; it.kind == kShow || it.kind == kTitle || it.kind == kSeason {
						continue
					}
				}
				if sh == nil && !named && v-k < 7 {
					return s.contextShow(), s.season, s.contextShow() != nil
				}
			case "it", "it's", "season":
				if sh == nil && !named && v-k < 7 {
					return s.contextShow(), s.season, s.contextShow() != nil
				}
			}
		case kSeason:
			if it.season.past || it.season.another || named {
				continue
			}
			if len(it.season.numbers) > 1 {
				return nil, 0, false
			}
			number, named = it.season.one(), true
			if number == 0 && it.season.next {
				number = s.season
			}
			if sh != nil {
				return sh, number, true
			}
		case kShow, kTitle, kSeries, kMaybe:
			if s.isCredit(k) || s.aside(k) {
				continue
			}
			m := &match{sentence: s, group: map[string]string{}}
			if sh == nil {
				sh = m.showOf(it)
			}
			if sh == nil {
				return nil, 0, false
			}
			if p := s.primary(); it.kind == kSeries && !named && number == 0 && p != nil && p.Slug == sh.Slug {
				number = s.season // "the drama returns"
			}
			if named {
				return sh, number, true
			}
			// "Season two of SHOW starts"
			if k > 1 && s.items[k-1].text == "of" && s.items[k-2].kind == kSeason || k > 2 && s.items[k-2].text == "of" && s.items[k-3].kind == kSeason {
				continue
			}
			return sh, number, true
		case kName:
			if s.headline && s.marksTitles() {
				continue
			}
			if sh == nil && !named && !s.headline && k > 0 && s.items[k-1].kind == kWord && genres[s.items[k-1].text] {
				m := &match{sentence: s, group: map[string]string{"lead": "N series"}} // "the comedy Tidewater will debut"
				return m.showOf(it), number, true
			}
			if sh == nil && !named && !s.headline {
				return nil, 0, false
			}
			if sh == nil && (s.headline || named) && s.personOf(it) != "" && !named {
				return nil, 0, false
			}
			if sh == nil && (s.headline || s.contextShow() == nil) {
				m := &match{sentence: s, group: map[string]string{"a": "A0"}}
				return m.showOf(it), number, true
			}
		case kPerson:
			if k > 0 && (s.items[k-1].text == "by" || s.items[k-1].text == "and") {
				continue // "created by Jane Doe and scheduled to premiere"
			}
			if sh == nil && !named {
				return nil, 0, false
			}
		case kDate:
			if sh == nil && !named {
				return nil, 0, false
			}
		}
	}
	if named || sh != nil || v == 0 {
		return s.orContext(sh), number, true
	}
	return nil, 0, false
}

// relativeClause returns where the ", which …" that ends with the comma at
// item k begins, or 0.
func (s *sentence) relativeClause(k int) int {
	for j := k - 1; j > 1; j-- {
		if s.items[j-1].text == "," && s.items[j].kind == kWord && (s.items[j].text == "which" || s.items[j].text == "who" || participles[s.items[j].text] || strings.HasSuffix(s.items[j].text, "ed") || s.items[j].text == "from") {
			return j - 1
		}
		if s.items[j].text == "," {
			return 0
		}
	}
	return 0
}

// getsDate is what a headline says of a show with a premiere date.
var getsDate = newCues("gets lands nabs scores earns receives reveals confirms", "")

func (s *sentence) orContext(sh *show) *show {
	if sh != nil {
		return sh
	}
	return s.contextShow()
}

// setsDate reads "has set May 3 for the return of SHOW" and "SHOW
// Premiere Date Set For …".
func (s *sentence) setsDate(i int, out *[]found) {
	m := &match{sentence: s, rule: "status.sets-date", group: map[string]string{}, start: s.posOf(i), end: s.posOf(i) + 2, out: out}
	if m.unsaid(tv.PremiereDated) {
		return
	}
	before := ""
	for k := max(0, i-7); k < i; k++ {
		before += s.items[k].text + " "
	}
	after := ""
	var sh *show
	number := 0
	for k := i + 1; k < min(i+14, len(s.items)); k++ {
		it := &s.items[k]
		after += it.text + " "
		if it.kind == kSeason && !it.season.past && number == 0 && sh == nil {
			number = it.season.one()
		}
		if (it.kind == kShow || it.kind == kTitle || it.kind == kSeries || it.kind == kMaybe || it.kind == kName) && sh == nil && s.items[k-1].kind == kWord {
			sh = m.showOf(it)
			if k+1 < len(s.items) && s.items[k+1].kind == kSeason && number == 0 {
				number = s.items[k+1].season.one()
			}
		}
	}
	isSet := s.headline && getsDate.in(before) || strings.Contains(" "+before, " set ") || strings.Contains(" "+before, " sets ") || strings.Contains(before, "announced") || strings.Contains(before, "announces") || strings.Contains(before, "confirmed")
	launch := strings.Contains(after, "premiere") || strings.Contains(after, "return of") || strings.Contains(after, "debut") || strings.Contains(after, "launch") || strings.Contains(after, "release date")
	switch {
	case isSet && launch && sh != nil && strings.Contains(after, " for ") || isSet && sh != nil && (strings.HasPrefix(after, "for the return") || strings.HasPrefix(after, "premiere") || strings.HasPrefix(after, "return") || strings.HasPrefix(after, "debut") || strings.HasPrefix(after, "as the premiere")):
	case strings.Contains(before, "premiere date") || strings.Contains(before, "return date") || strings.Contains(before, "release date") || isSet && (strings.HasPrefix(after, "premiere") || strings.HasPrefix(after, "debut") || strings.HasPrefix(after, "return") || strings.HasPrefix(after, "launch")):
		sh, number = nil, 0
		for k := i - 1; k >= 0; k-- {
			it := &s.items[k]
			if it.kind == kSeason && number == 0 && !it.season.past {
				number = it.season.one()
			}
			if it.kind == kShow || it.kind == kTitle || it.kind == kSeries || it.kind == kMaybe || it.kind == kName && s.headline && it.network == nil {
				sh = m.showOf(it)
				break
			}
		}
		if sh == nil {
			sh = s.primary()
		}
	default:
		return
	}
	if sh == nil {
		return
	}
	m.add(found{Fact: tv.Fact{Type: tv.Status, Status: tv.PremiereDated, Season: number, Date: s.items[i].date}, show: sh})
	if s.items[0].kind == kNetwork {
		m.network(sh, &s.items[0], false)
	}
}
