package facts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"greenlit/internal/tv"
)

// A token is a word or mark of a text, with its place in bytes.
type token struct {
	start, end int
	text       string
	low        string // lower case, straight apostrophes
	cap        bool   // begins with a capital or a digit of a name such as "9-1-1"
	word       bool   // letters or digits, not a mark
	spaced     bool   // white space stands before it
}

// abbreviations keep their dot and do not end a sentence.
var abbreviations = set(`mr mrs ms dr st jr sr vs no vol ep prof rev gen sgt lt col capt cmdr det gov sen rep hon
	jan feb mar apr jun jul aug sep sept oct nov dec mt ft inc co ltd corp etc`)

// lex cuts a text into words and marks. White space of any kind only
// separates; possessive endings are tokens of their own.
func lex(s string) []token { return appendTokens(make([]token, 0, len(s)/5+4), s) }

// appendTokens appends the tokens of s.
func appendTokens(toks []token, s string) []token {
	first := len(toks)
	low := lowerASCII(s)
	spaced := true
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			spaced = true
			i += n
			continue
		}
		j := i + n
		word := wordRune(r)
		switch {
		case isApostrophe(r) && len(toks) > first && toks[len(toks)-1].word && (!spaced && toks[len(toks)-1].end == i || r == '‘' && toks[len(toks)-1].end == i-1) && possessiveS(s[j:]):
			j++ // 's
		case word:
			j = wordEnd(s, i)
		case r == '.':
			for j < len(s) && s[j] == '.' {
				j++
			}
		}
		t := token{start: i, end: j, text: s[i:j], word: word, spaced: spaced}
		t.low = low[i:j]
		if !ascii(t.low) {
			t.low = lower(t.text)
		}
		if word {
			t.cap = unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsDigit(r) || len(t.text) < 8 && strings.IndexFunc(t.text, unicode.IsUpper) >= 0
		}
		toks = append(toks, t)
		spaced = false
		i = j
	}
	return toks
}

// possessiveS reports whether s begins with an s that ends its word.
func possessiveS(s string) bool {
	if s == "" || s[0] != 's' && s[0] != 'S' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[1:])
	return s[1:] == "" || !wordRune(r)
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' || r == 'ʼ'
}

// wordEnd returns where the word that begins at i ends. Marks inside a word
// belong to it: "P.D.", "9-1-1", "Nip/Tuck", "O’Brien", "TV+", "1,000".
func wordEnd(s string, i int) int {
	start := i
	for i < len(s) {
		if c := s[i] | 0x20; 'a' <= c && c <= 'z' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if wordRune(r) {
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		prev, _ := utf8.DecodeLastRuneInString(s[start:i])
		joins := false
		switch {
		case r == '-' || r == '\u2010' || r == '\u2011', r == '*':
			joins = wordRune(next)
		case r == '&' || r == '/':
			joins = wordRune(next) && (unicode.IsUpper(next) && unicode.IsUpper(prev) || r == '/' && unicode.IsUpper(next) || unicode.IsDigit(next) && unicode.IsDigit(prev))
		case isApostrophe(r):
			joins = unicode.IsLetter(next) && !possessiveS(s[i+n:])
		case r == ',':
			joins = unicode.IsDigit(prev) && unicode.IsDigit(next)
		case r == '.':
			joins = unicode.IsDigit(prev) && unicode.IsDigit(next) || unicode.IsLetter(next) && lettersBetweenDots(s[start:i])
		}
		if !joins {
			break
		}
		i += n
	}
	switch r, n := utf8.DecodeRuneInString(s[i:]); {
	case r == '+' || r == '%':
		i += n
	case r == '.' && keepsDot(s[start:i], s[i+1:]):
		i++
	}
	return i
}

// lettersBetweenDots reports whether w is one letter, or letters with dots
// between them as in "S.H.I.E.L".
func lettersBetweenDots(w string) bool {
	letters := 0
	for _, r := range w {
		if r == '.' {
			letters = 0
			continue
		}
		letters++
		if letters > 1 || !unicode.IsLetter(r) {
			return false
		}
	}
	return letters == 1
}

// keepsDot reports whether a dot after the word w belongs to it.
func keepsDot(w, after string) bool {
	if strings.Contains(w, ".") && lettersBetweenDots(w) {
		return true
	}
	rest := strings.TrimLeft(after, " \u00a0")
	if rest == after {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if first, n := utf8.DecodeRuneInString(w); n == len(w) && unicode.IsUpper(first) && first != 'I' {
		return unicode.IsUpper(next)
	}
	return abbreviations[lower(w)] && (unicode.IsUpper(next) || unicode.IsDigit(next)) && w != "no" && w != "co"
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lowerASCII is s with its letters of ASCII in lower case.
func lowerASCII(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

func lower(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return '\''
		}
		if r == '\u2010' || r == '\u2011' {
			return '-'
		}
		return r
	}, s))
}

// fold is the comparison form of a token.
func (t *token) fold() string {
	for i := 0; i < len(t.low); i++ {
		if c := t.low[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			return tv.Fold(t.text)
		}
	}
	return t.low
}

// A quoted is a range of tokens between quotation marks, without the marks.
type quoted struct {
	from, to int  // tokens inside
	single   bool // ‘…’ and not “…”
	open     bool // the closing mark is missing
}

// pairQuotes finds what stands in quotation marks. Inside double marks single
// ones are left alone, and an apostrophe is not a mark.
func pairQuotes(toks []token) []quoted {
	var out []quoted
	for i := 0; i < len(toks); i++ {
		switch toks[i].text {
		case "“", "„", "\"", "«":
			if toks[i].text == "\"" && !opens(toks, i) {
				continue
			}
			end, open := -1, false
		double:
			for j := i + 1; j < len(toks); j++ {
				switch toks[j].text {
				case "”", "»":
					end = j
					break double
				case "\"":
					if j > i+1 {
						end = j
						break double
					}
				case "“":
					break double
				}
			}
			if end < 0 {
				if toks[i].text != "“" {
					continue
				}
				if end = len(toks); closedLater(toks[i+1:]) {
					continue
				}
				open = true
			}
			if end > i+1 {
				out = append(out, quoted{from: i + 1, to: end, open: open})
			}
			i = end
		case "‘", "'", "’":
			if !opens(toks, i) || i+1 == len(toks) || toks[i].text == "’" {
				continue
			}
			if next := toks[i+1].low; next != "" && !toks[i+1].spaced && next[0] >= '0' && next[0] <= '9' && strings.HasSuffix(next, "0s") {
				continue // '80s
			}
			for j := i + 2; j < len(toks) && toks[j].text != "“" && toks[j].text != "”"; j++ {
				if (toks[j].text == "’" || toks[j].text == "'") && !toks[j].spaced {
					out = append(out, quoted{from: i + 1, to: j, single: true})
					i = j
					break
				}
			}
		}
	}
	return out
}

// closedLater reports whether another opening mark comes before any closing
// one: the mark before it then was a slip.
func closedLater(toks []token) bool {
	for _, t := range toks {
		if t.text == "“" || t.text == "”" {
			return true
		}
	}
	return false
}

// opens reports whether the mark at i stands where a quotation can begin.
func opens(toks []token, i int) bool {
	if i+1 >= len(toks) || !toks[i].spaced && i > 0 && toks[i-1].word {
		return false
	}
	if toks[i+1].spaced { // a space on both sides: only after a comma or at the start
		return i == 0 || !toks[i-1].word
	}
	return true
}

// A span is a range of tokens.
type span struct{ from, to int }

// sentences cuts tokens into sentences. A quotation is never cut.
func sentences(toks []token, quotes []quoted) []span {
	var out []span
	from, q := 0, 0
	for i := 0; i < len(toks); i++ {
		for q < len(quotes) && quotes[q].to <= i {
			q++
		}
		if q < len(quotes) && quotes[q].from <= i && i < quotes[q].to {
			i = quotes[q].to - 1 // to the closing mark
			continue
		}
		if !endsSentence(toks, i) {
			continue
		}
		end := i + 1
		for end < len(toks) && !toks[end].spaced && isCloser(toks[end].text) {
			end++
		}
		if end < len(toks) && !startsSentence(toks, end) {
			continue
		}
		out = append(out, span{from, end})
		from, i = end, end-1
	}
	if from < len(toks) {
		out = append(out, span{from, len(toks)})
	}
	return out
}

func isCloser(t string) bool {
	return t == "”" || t == "\"" || t == "’" || t == "'" || t == ")" || t == "]" || t == "»"
}

func endsSentence(toks []token, i int) bool {
	t := toks[i].text
	switch {
	case t[0] == '.' || t == "!" || t == "?" || t == "…":
		return true
	case isCloser(t) && i > 0 && !toks[i].spaced && t != ")" && t != "]":
		p := toks[i-1].text
		return p[0] == '.' || p == "!" || p == "?" || p == "…"
	}
	// "on Chicago P.D. The …": the dot is part of the word.
	return len(t) > 3 && toks[i].word && strings.HasSuffix(t, ".") && strings.Count(t, ".") > 1 &&
		i+1 < len(toks) && starters[toks[i+1].low] && toks[i+1].cap
}

// starters are words that open a sentence and hardly ever continue a name.
var starters = set(`the he she it they we this that these those in on at but and meanwhile however while when after
	before according his her their there what if as for with also no yes both`)

func startsSentence(toks []token, next int) bool {
	t := toks[next]
	if !t.spaced && t.word {
		return false
	}
	switch {
	case t.cap, isOpener(t.text):
		return true
	case !t.word:
		return t.text == "—" || t.text == "–" || t.text == "•"
	}
	return false
}

func isOpener(t string) bool {
	return t == "“" || t == "‘" || t == "\"" || t == "'" || t == "(" || t == "[" || t == "«"
}

// set makes a look-up of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[strings.ReplaceAll(w, "_", " ")] = true
	}
	return m
}
