package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// parseDate reads dates in forms that gofeed does not know: those of ISO 8601
// in part, and the likes of "Tues, 3 November 2026 10:00 UT" in any order,
// case and several languages. It is zero for what is no date.
func parseDate(s string) time.Time {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) < 4 || len(s) > 80 {
		return time.Time{}
	}
	for _, layout := range []string{
		time.RFC3339, time.RFC1123Z, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02T15", "2006-01-02",
		"2006-01", "2006", "20060102T150405Z", "20060102T15:04:05Z", "20060102T150405Z0700", "20060102", "2006-002",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	if len(s) == 10 || len(s) == 13 {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 { // since 1970, in seconds or milliseconds
			if len(s) == 10 {
				n *= 1000
			}
			return time.UnixMilli(n).UTC()
		}
	}
	return looseDate(wordy(s))
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})(?:[-/.] ?|년 ?|年)(\d{1,2})(?:[-/.] ?|월 ?|月)(\d{1,2})(?:일|日|\.)?(?:[tT]| |$)`)
	yearLast  = regexp.MustCompile(`^(?:\pL+,? )?(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?: |$)`)
)

// wordy turns a date of numbers into one that names its month. Where the year
// is last, the day is first, but with slashes, as in America.
func wordy(s string) string {
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return inWords(m[3], m[2], m[1], s[len(m[0]):])
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		day, month := m[1], m[3]
		if m[2] == "/" && digits(day) <= 12 {
			day, month = month, day
		}
		return inWords(day, month, m[4], s[len(m[0]):])
	}
	return s
}

func inWords(day, month, year, rest string) string {
	return day + " " + time.Month(digits(month)).String() + " " + year + " " + rest
}

// looseDate reads a date by what its words look like.
func looseDate(s string) time.Time {
	var (
		day, year, hour, minute, second int
		month                           time.Month
		offset                          time.Duration
		hasTime, morning, afternoon     bool
	)
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' })
	for i, w := range words {
		w = strings.TrimRight(w, ".")
		switch {
		case strings.Contains(w, ":") && w[0] != '+' && w[0] != '-':
			clock, zone := w, ""
			if at := strings.IndexAny(w[1:], "+-z"); at > 0 {
				clock, zone = w[:at+1], w[at+1:]
			}
			if bare := strings.TrimSuffix(strings.TrimSuffix(clock, "am"), "pm"); bare != clock { // 10:00am
				morning, afternoon = strings.HasSuffix(clock, "am"), strings.HasSuffix(clock, "pm")
				clock = bare
			}
			parts := append(strings.Split(clock, ":"), "0", "0")
			hour, minute = digits(parts[0]), digits(parts[1])
			whole, _, _ := strings.Cut(parts[2], ".")
			second = digits(whole)
			hasTime = true
			if o, ok := zoneOffset(zone); ok {
				offset = o
			}
		case w == "am" || w == "오전":
			morning = true
		case w == "pm" || w == "오후":
			afternoon = true
		case monthOf(w) != 0 && (month == 0 || i > 1):
			month = monthOf(w)
		case strings.Count(w, "-") == 2 || strings.Count(w, "/") == 2:
			parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '/' })
			if len(parts) == 3 && monthOf(parts[1]) != 0 {
				day, month, year = digits(parts[0]), monthOf(parts[1]), digits(parts[2])
			}
		case digits(w) >= 0 && len(w) <= 2 && day == 0:
			day = digits(w)
		case digits(w) >= 0 && (len(w) == 4 || len(w) == 2) && year == 0 && day != 0:
			year = digits(w)
		default:
			if o, ok := zoneOffset(w); ok && i > 0 {
				offset = o
			} else if d := strings.TrimRight(w, "stndrh"); d != w && digits(d) > 0 && day == 0 { // 3rd
				day = digits(d)
			}
		}
	}
	switch {
	case afternoon && hasTime:
		hour = hour%12 + 12
	case morning && hasTime:
		hour %= 12
	}
	if year > 0 && year < 100 {
		if year += 1900; year < 1970 {
			year += 100
		}
	}
	if day < 1 || day > 31 || month == 0 || year < 1970 || year > 2200 || hour < 0 || hour > 24 || minute < 0 || minute > 59 {
		return time.Time{}
	}
	t := time.Date(year, month, day, hour, minute, min(max(second, 0), 59), 0, time.UTC)
	if t.Add(-time.Duration(hour)*time.Hour).Month() != month {
		return time.Time{} // 30 February
	}
	return t.Add(-offset)
}

// digits returns a number of one to four digits, or -1.
func digits(s string) int {
	if len(s) == 0 || len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return -1
	}
	n, _ := strconv.Atoi(s)
	return n
}

// monthOf knows the months of several European languages by how they begin.
func monthOf(w string) time.Month {
	w = strings.TrimRight(w, ".")
	for month, starts := range [...]string{
		1: "jan ene gen янв ιαν", 2: "feb fév fev фев φεβ", 3: "mar mär mrt maa már мар μαρ μάρ", 4: "apr avr abr ápr апр απρ",
		5: "may mai mei mag maj máj мая май μαι μαϊ μάι", 6: "jun juin giu jún июн ιουν ιούν", 7: "jul juil lug júl июл ιουλ ιούλ",
		8: "aug aoû ago авг αυγ αύγ", 9: "sep set sze сен σεπ", 10: "oct okt ott out окт οκτ", 11: "nov ноя νοε νοέ", 12: "dec dez dic déc дек δεκ",
	} {
		for _, start := range strings.Fields(starts) {
			if strings.HasPrefix(w, start) && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && !weekdays[w] {
				return time.Month(month)
			}
		}
	}
	return 0
}

// weekdays are those that begin like a month. Where a weekday's short form is
// a month's, as "mar." in French, the month comes after it.
var weekdays = map[string]bool{"mardi": true, "martes": true, "marted": true, "martedì": true, "maandag": true}

// zoneOffset reads "+0100", "-05:00", "z" and the usual names of zones.
func zoneOffset(s string) (time.Duration, bool) {
	s = strings.ToLower(s)
	if hours, ok := map[string]int{
		"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
		"bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
	}[s]; ok {
		return time.Duration(hours) * time.Hour, true
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "gmt"), "utc")
	if len(s) < 3 || (s[0] != '+' && s[0] != '-') {
		return 0, false
	}
	number := strings.ReplaceAll(s[1:], ":", "")
	if len(number) == 2 {
		number += "00"
	}
	n := digits(number)
	if n < 0 || n > 1400 || n%100 > 59 {
		return 0, false
	}
	offset := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true
}
