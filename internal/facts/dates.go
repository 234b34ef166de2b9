package facts

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"greenlit/internal/tv"
)

var monthNames, weekdayNames = calendar()

func calendar() (map[string]time.Month, map[string]time.Weekday) {
	months, days := map[string]time.Month{}, map[string]time.Weekday{}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		months[name], months[name[:3]] = m, m
	}
	months["sept"] = time.September // and not "Marc"
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		for n := 3; n <= 5; n++ {
			days[name[:n]] = d
		}
		days[name] = d
	}
	return months, days
}

func monthOf(low string) time.Month { return monthNames[strings.TrimSuffix(low, ".")] }

func weekdayOf(low string) (time.Weekday, bool) {
	d, ok := weekdayNames[strings.TrimSuffix(low, ".")]
	return d, ok
}

// dateAt reads a date that begins at token i. A day or month without a year
// is the next one after the article; n is 0 where there is no date.
func dateAt(toks []token, i int, published time.Time) (d tv.Date, n int) {
	t := &toks[i]
	at := func(j int) token {
		if i+j < len(toks) {
			return toks[i+j]
		}
		return token{}
	}
	if !t.cap {
		return dateAt2(toks, i, published)
	}
	if day, ok := weekdayOf(t.low); ok {
		j := 1
		if at(1).text == "," {
			j = 2
		}
		if d, n := dateAt2(toks, i+j, published); n > 0 && len(d) == len(time.DateOnly) {
			return d, n + j
		}
		if published.IsZero() {
			return "", 1
		}
		ahead := (int(day) - int(published.Weekday()) + 7) % 7
		return tv.DateOf(published.AddDate(0, 0, ahead)), 1
	}
	return dateAt2(toks, i, published)
}

func dateAt2(toks []token, i int, published time.Time) (d tv.Date, n int) {
	if i >= len(toks) {
		return "", 0
	}
	t := &toks[i]
	at := func(j int) token {
		if i+j < len(toks) {
			return toks[i+j]
		}
		return token{}
	}
	switch {
	case t.cap && monthOf(t.low) > 0:
		m := monthOf(t.low)
		if day := dayOf(at(1).low); day > 0 {
			n = 2
			year := 0
			if at(2).text == "," && yearOf(at(3).low) > 0 {
				year, n = yearOf(at(3).low), 4
			} else if yearOf(at(2).low) > 0 {
				year, n = yearOf(at(2).low), 3
			}
			return fullDate(year, m, day, published), n
		}
		j := 1
		if at(1).text == "," || at(1).low == "of" {
			j = 2
		}
		if y := yearOf(at(j).low); y > 0 {
			return tv.Date(fmt.Sprintf("%04d-%02d", y, m)), j + 1
		}
		if t.low == "may" || t.low == "march" || t.low == "mar" {
			if p := prevToken(toks, i); p != "in" && p != "this" && p != "next" && p != "until" && p != "late" && p != "early" && p != "mid" && p != "by" {
				return "", 0
			}
		}
		if len(t.low) <= 3 && !strings.HasSuffix(t.text, ".") && t.low != "may" {
			return "", 0 // "Jan", "Mar" and "Jun" are names too
		}
		if t.low == "april" || t.low == "june" || t.low == "august" {
			if nx := at(1); nx.cap && nx.word {
				return "", 0
			}
		}
		if published.IsZero() {
			return "", 1
		}
		y := published.Year()
		if m < published.Month() {
			y++
		}
		return tv.Date(fmt.Sprintf("%04d-%02d", y, m)), 1
	case dayOf(t.low) > 0 && at(1).cap && monthOf(at(1).low) > 0 && (len(at(1).low) > 3 || at(1).low == "may" || strings.HasSuffix(at(1).text, ".")):
		n = 2
		year := yearOf(at(2).low)
		if year > 0 {
			n = 3
		}
		return fullDate(year, monthOf(at(1).low), dayOf(t.low), published), n
	case yearOf(t.low) > 0 && !strings.HasPrefix(at(1).text, "-"):
		return tv.Date(t.low), 1
	case t.cap && feastAt(toks, i).n > 0:
		f := feastAt(toks, i)
		return fullDate(0, f.month, f.day, published), f.n
	case (t.low == "next" || t.low == "this" || t.low == "later") && !published.IsZero():
		switch a, b := at(1).low, at(2).low; {
		case a == "month" && t.low == "next":
			return tv.Date(published.AddDate(0, 1, 1-published.Day()).Format("2006-01")), 2
		case a == "month":
			return tv.Date(published.Format("2006-01")), 2
		case a == "year" && t.low == "next":
			return tv.Date(strconv.Itoa(published.Year() + 1)), 2
		case a == "year":
			return tv.Date(strconv.Itoa(published.Year())), 2
		case t.low == "later" && a == "this" && b == "year":
			return tv.Date(strconv.Itoa(published.Year())), 3
		case t.low == "later" && a == "this" && b == "month":
			return tv.Date(published.Format("2006-01")), 3
		}
	case t.low == "today" || t.low == "tonight":
		if !published.IsZero() {
			return tv.DateOf(published), 1
		}
	case t.low == "tomorrow":
		if !published.IsZero() {
			return tv.DateOf(published.AddDate(0, 0, 1)), 1
		}
	case t.low == "spring" || t.low == "summer" || t.low == "fall" || t.low == "autumn" || t.low == "winter" || t.low == "early" || t.low == "late" || t.low == "mid":
		j := 1
		if at(1).low == "of" || at(1).low == "in" {
			j = 2
		}
		if y := yearOf(at(j).low); y > 0 {
			return tv.Date(at(j).low), j + 1
		}
	}
	return "", 0
}

// A feast is a day of the year that n words name.
type feast struct {
	month time.Month
	day   int
	n     int
}

// feastAt reads "Christmas Day", "Halloween" and the like at token i.
func feastAt(toks []token, i int) feast {
	at := func(j int) string {
		if i+j < len(toks) {
			return toks[i+j].low
		}
		return ""
	}
	switch w := at(0); {
	case w == "christmas" && at(1) == "day":
		return feast{time.December, 25, 2}
	case w == "christmas" && at(1) == "eve":
		return feast{time.December, 24, 2}
	case w == "boxing" && at(1) == "day":
		return feast{time.December, 26, 2}
	case w == "new" && at(1) == "year" && at(2) == "'s" && at(3) == "day":
		return feast{time.January, 1, 4}
	case w == "new" && at(1) == "year" && at(2) == "'s" && at(3) == "eve":
		return feast{time.December, 31, 4}
	case w == "valentine" && at(1) == "'s" && at(2) == "day":
		return feast{time.February, 14, 3}
	case w == "halloween" && at(1) != "special" && at(1) != "episode" && i > 0 && toks[i-1].low == "on":
		return feast{time.October, 31, 1}
	}
	return feast{}
}

func prevToken(toks []token, i int) string {
	if i == 0 {
		return ""
	}
	return toks[i-1].low
}

// dayOf reads "9", "15th", "1st" as a day of a month, or returns 0.
func dayOf(low string) int {
	if !digit(low) {
		return 0
	}
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		low = strings.TrimSuffix(low, suffix)
	}
	if n, err := strconv.Atoi(low); err == nil && n >= 1 && n <= 31 && len(low) <= 2 {
		return n
	}
	return 0
}

func yearOf(low string) int {
	if len(low) != 4 || !digit(low) {
		return 0
	}
	if n, err := strconv.Atoi(low); err == nil && n >= 1930 && n <= 2099 {
		return n
	}
	return 0
}

func fullDate(year int, m time.Month, day int, published time.Time) tv.Date {
	if year == 0 {
		if published.IsZero() {
			return ""
		}
		year = published.Year()
		if time.Date(year, m, day, 23, 0, 0, 0, time.UTC).Before(published) {
			year++
		}
	}
	t := time.Date(year, m, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return ""
	}
	return tv.DateOf(t)
}
