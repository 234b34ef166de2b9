package tv

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// A reading is one way to understand what somebody typed: a folded name, and
// what they said beside it to tell shows of that name apart.
type reading struct {
	name    string
	year    int
	country string
	network string
	// loose readings took a plain word for a country or a network. They count
	// only for shows that come from there.
	loose bool
}

// judge returns the score for a show whose name fits with the given score,
// and whether the reading may mean it at all.
func (r reading) judge(s Show, score float64) (float64, bool) {
	fits := false
	if r.year != 0 && s.Year != 0 {
		switch off := r.year - s.Year; off {
		case 0:
			score += hintFits
		case -1, 1:
		default:
			score += yearWrong
		}
	}
	if r.country != "" && s.Country != "" {
		if r.country == s.Country {
			score += hintFits
			fits = true
		} else {
			score += placeWrong
		}
	}
	if r.network != "" && carries(r.network, s.Network) {
		score += hintFits
		fits = true
	}
	return score, fits || !r.loose
}

// carries reports whether what was asked for is the network, or a broadcaster
// with channels of its name: "BBC" for "BBC One".
func carries(asked, network string) bool {
	return asked == network || (asked == "BBC" || asked == "Sky") && strings.HasPrefix(network, asked+" ")
}

// readingsOf returns the ways to read what was typed, the most literal first.
func readingsOf(asked string) []reading {
	var all []reading
	add := func(r reading, text string) {
		if r.name = Fold(text); r.name != "" {
			all = append(all, r)
		}
	}
	var r reading
	add(r, asked)
	text := asked
	for range 4 {
		rest, ok := r.cutTail(text)
		if !ok || Fold(rest) == "" {
			break
		}
		text = rest
		add(r, text)
	}
	for _, r := range all {
		owner, rest := cutBrand(r.name)
		if rest == "" {
			continue
		}
		r.name = rest
		if network, ok := networks().findFolded(owner); ok && r.network == "" {
			r.network = network
		}
		all = append(all, r)
	}
	if len(all) > 0 {
		all = append(all, looseReadings(all[len(all)-1])...)
	}
	return all
}

var (
	tailBracket = regexp.MustCompile(`^(.+?)[\s_-]*[(\[]([^()\[\]]+)[)\]]?$`)
	tailSeason  = regexp.MustCompile(`(?i)^(.+?)[\s_,:-]+(?:s|season|series)[\s_-]*(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)(?:[\s_-]*(?:e|ep|episode)[\s_-]*\d{1,3})?$`)
	tailYear    = regexp.MustCompile(`^(.+?)[\s_,-]+((?:19[3-9]|20[0-3])\d)$`)
	tailCapital = regexp.MustCompile(`^(.+?)[\s_,-]+([A-Z]{2,3}|U\.[SK]\.(?:A\.)?)$`)
	tailHyphen  = regexp.MustCompile(`^(.+?)-([a-z]{2,3})$`)
	tailShow    = regexp.MustCompile(`(?i)^(.+?)[\s_-]+tv(?:[\s_-]+(?:show|series))?$`)
	yearIn      = regexp.MustCompile(`\b((?:19[3-9]|20[0-3])\d)\b`)
)

// cutTail takes a season, year, country or network off the end of text and
// notes it.
func (r *reading) cutTail(text string) (rest string, ok bool) {
	text = strings.TrimRight(text, " \t\n\u00a0_,-")
	if m := tailBracket.FindStringSubmatch(text); m != nil {
		next := *r
		for _, part := range strings.FieldsFunc(m[2], func(c rune) bool { return c == ',' || c == ';' || c == '/' }) {
			if !next.note(part) {
				return "", false
			}
		}
		*r = next
		return m[1], true
	}
	if m := tailSeason.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	if m := tailYear.FindStringSubmatch(text); m != nil && r.year == 0 {
		r.year, _ = strconv.Atoi(m[2])
		return m[1], true
	}
	for _, tail := range []*regexp.Regexp{tailCapital, tailHyphen} {
		if m := tail.FindStringSubmatch(text); m != nil && r.country == "" {
			if code, known := countries[Fold(m[2])]; known {
				r.country = code
				return m[1], true
			}
		}
	}
	if m := tailShow.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	return "", false
}

// note understands a part of a bracket: "2013 TV series", "UK", "Netflix",
// "season 2".
func (r *reading) note(part string) bool {
	part = strings.TrimSpace(part)
	if network, ok := NetworkByName(part); ok {
		r.network = network
		r.country = cmp.Or(countries[Fold(part)], r.country) // "USA" is both
		return true
	}
	if tailSeason.MatchString("x " + part) {
		return true
	}
	if m := yearIn.FindString(part); m != "" {
		r.year, _ = strconv.Atoi(m)
		part = yearRange.ReplaceAllString(part, " ")
	}
	for _, word := range strings.Fields(Fold(part)) {
		if code, ok := countries[word]; ok {
			r.country = code
			continue
		}
		switch word {
		case "tv", "series", "show", "television", "sitcom", "miniseries", "programme", "program", "new", "original":
		default:
			return false
		}
	}
	return true
}

var yearRange = regexp.MustCompile(`\d{4}(?:\s*[-–—]\s*(?:\d{2,4}|present)?)?`)

// looseReadings takes a last word that nothing marks as such for a country or
// a network: "the office us", "ghosts bbc one".
func looseReadings(r reading) []reading {
	var all []reading
	words := strings.Fields(r.name)
	for n := 1; n <= 3 && n < len(words); n++ {
		cutAt := len(words) - n
		last := strings.Join(words[cutAt:], " ")
		next := r
		next.name, next.loose = strings.Join(words[:cutAt], " "), true
		if code, ok := countries[last]; ok && r.country == "" {
			next.country = code
			all = append(all, next)
		} else if network, ok := networks().findFolded(last); ok && r.network == "" {
			next.network = network
			all = append(all, next)
		}
	}
	return all
}

// cutBrand takes a maker's or a network's name off the front of a folded
// name: "marvels jessica jones", "netflix daredevil". Owner is the name
// without its possessive s, and rest is "" where there is none.
func cutBrand(name string) (owner, rest string) {
	words := strings.SplitN(name, " ", 4)
	for n := min(3, len(words)-1); n >= 1; n-- {
		brand, rest := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
		for _, owner := range []string{strings.TrimSuffix(brand, "s"), brand} {
			if isBrand(owner) {
				return owner, rest
			}
		}
	}
	return "", ""
}

func isBrand(folded string) bool {
	switch folded {
	case "marvel", "dc", "dc comics", "disney", "star wars":
		return true
	}
	_, ok := networks().findFolded(folded)
	return ok
}

// countries are the ways people write the countries that shows of one title
// are told apart by.
var countries = map[string]string{
	"us": "US", "usa": "US", "american": "US", "america": "US",
	"uk": "GB", "gb": "GB", "british": "GB", "britain": "GB",
	"au": "AU", "aus": "AU", "australia": "AU", "australian": "AU",
	"ca": "CA", "canada": "CA", "canadian": "CA",
	"nz": "NZ", "new zealand": "NZ", "ie": "IE", "ireland": "IE", "irish": "IE",
	"kr": "KR", "korea": "KR", "korean": "KR", "jp": "JP", "japan": "JP", "japanese": "JP",
	"se": "SE", "sweden": "SE", "swedish": "SE", "dk": "DK", "denmark": "DK", "danish": "DK",
	"norway": "NO", "norwegian": "NO", "finland": "FI", "finnish": "FI",
	"fr": "FR", "france": "FR", "french": "FR", "de": "DE", "germany": "DE", "german": "DE",
	"es": "ES", "spain": "ES", "spanish": "ES", "it": "IT", "italy": "IT", "italian": "IT",
	"br": "BR", "brazil": "BR", "mx": "MX", "mexico": "MX", "india": "IN", "indian": "IN",
}
