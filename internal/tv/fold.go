package tv

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// longestName is how many runes of a name count. Real titles are shorter; what
// comes after it, in a name that somebody pasted, is dropped.
const longestName = 200

// longestSlug leaves room for a year within the 100 characters that Discord
// allows for the value of a choice.
const longestSlug = 90

// SlugOf returns the slug for a title: "Marvel's The Defenders" becomes
// "marvels-the-defenders". It is never empty; a title without any letter or
// digit becomes "untitled".
func SlugOf(title string) Slug {
	folded := Fold(cut(title))
	if folded == "" {
		return "untitled"
	}
	if runes := []rune(folded); len(runes) > longestSlug {
		folded = string(runes[:longestSlug])
		if i := strings.LastIndexByte(folded, ' '); i > 0 {
			folded = folded[:i]
		}
	}
	return Slug(strings.ReplaceAll(folded, " ", "-"))
}

// Fold returns the form in which names are compared: lower case, without
// accents (other scripts keep their letters), "&" and "+" and "%" as words,
// initials joined (S.W.A.T. is "swat", M*A*S*H is "mash"), apostrophes inside
// words dropped, and everything else a single space.
func Fold(s string) string {
	runes := []rune(plain(s))
	out := make([]byte, 0, len(runes)+8)
	letters := 0     // in the word so far
	initial := false // each of which is an initial
	space := func() {
		if n := len(out); n > 0 && out[n-1] != ' ' {
			out = append(out, ' ')
		}
		letters = 0
	}
	word := func(w string) {
		space()
		out = append(out, w...)
		space()
	}
	at := func(i int) rune {
		if i < len(runes) {
			return runes[i]
		}
		return ' '
	}
	for i, r := range runes {
		switch {
		case wordRune(r):
			initial = letters == 0 && unicode.IsLetter(r) || initial && !wordRune(runes[i-1])
			letters++
			if base, ok := letterBase[r]; ok {
				out = append(out, base...)
			} else {
				out = utf8.AppendRune(out, r)
			}
		case r == '\'' && letters > 0 && unicode.IsLetter(at(i+1)):
			initial = false
		case (r == '.' || r == '*') && letters > 0 && initial && unicode.IsLetter(at(i+1)) && !wordRune(at(i+2)):
		case r == '&':
			word("and")
		case r == '%':
			word("percent")
		case r == '+' && letters > 0:
			word("plus")
		default:
			space()
		}
	}
	return strings.TrimSuffix(string(out), " ")
}

// plain is s in lower case with one kind of apostrophe and without accents.
func plain(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘', 'ʼ', 'ʻ', '′', '´', '‛', '`':
			return '\''
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	s = norm.NFD.String(cases.Fold().String(norm.NFKC.String(s)))
	s = strings.Map(func(r rune) rune {
		if r >= 0x0300 && r <= 0x036F || r == 0x00AD || r == 0x200B || r == 0x200D || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// letterBase writes the letters that are not a base letter with an accent.
var letterBase = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ß': "ss",
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// cut returns the first runes of s that count, as valid UTF-8.
func cut(s string) string {
	if len(s) > 4*longestName {
		s = s[:4*longestName]
	}
	s = strings.ToValidUTF8(s, "")
	n := 0
	for i := range s {
		if n == longestName {
			return s[:i]
		}
		n++
	}
	return s
}

// withoutArticle drops a leading the, a or an from a folded name.
func withoutArticle(folded string) string {
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(folded, article); ok {
			return rest
		}
	}
	return folded
}
