package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

var (
	by = regexp.MustCompile(`^(?i:by|written by|reported by|posted by)\s*:?\s+(\S.*)$`)

	// What one who writes for an outlet is called.
	job = regexp.MustCompile(`(?i)\b(editor|reporter|writer|contributor|correspondent|critic|reviewer|journalist|columnist|blogger|publisher|freelancer|editor-in-chief|author|staff)\b`)
)

// byline marks a line above the text that names the author.
func (d *Document) byline() {
	for i := range min(3, len(d.Blocks)) {
		b := &d.Blocks[i]
		if b.Kind == news.Heading || b.Kind == news.Caption {
			continue
		}
		m := by.FindStringSubmatch(b.Text)
		if m == nil || len(b.Text) > 120 {
			continue
		}
		name, rest := m[1], ""
		if cut := strings.IndexAny(m[1], ",|–—•·"); cut > 0 {
			name, rest = m[1][:cut], strings.TrimLeft(m[1][cut:], ",|–—•· ")
		}
		name = strings.TrimSpace(name)
		if !fullName(name) {
			continue
		}
		b.Kind = news.AuthorBox
		d.sign(name, rest)
		return
	}
}

// authorBox marks the lines below the text that say who wrote it: a name,
// perhaps twice, and a role such as "News Editor at" an outlet.
func (d *Document) authorBox() {
	end := len(d.Blocks)
	start := end
	for start > 0 && (d.Blocks[start-1].Kind == news.SourceLine || d.boxLine(d.Blocks[start-1].Text)) {
		start--
	}
	name, about := "", ""
	for _, b := range d.Blocks[start:end] {
		if b.Kind == news.SourceLine {
			continue
		}
		switch line := b.Text; {
		case by.MatchString(line):
			name = by.FindStringSubmatch(line)[1]
		case d.bio(line) != "":
			name, about = d.Author, d.bio(line)
		case signed(line) != "":
			name = signed(line)
			about = strings.TrimLeft(line[len(name):], ",|–—- ")
		case role(line):
			about = line
		case fullName(line) && (about == "" || name == ""):
			name = line
		}
	}
	// A name alone may be anything, unless it is known to be the author's.
	if name == "" || (about == "" && !strings.EqualFold(name, d.Author)) {
		return
	}
	inBox := false
	for i := start; i < end; i++ {
		b := &d.Blocks[i]
		inBox = inBox || strings.Contains(b.Text, name)
		if inBox && b.Kind != news.SourceLine {
			b.Kind = news.AuthorBox
		}
	}
	d.sign(name, about)
}

// boxLine reports whether a line can stand in an author's box.
func (d *Document) boxLine(line string) bool {
	if len(line) > 400 {
		return false
	}
	m := by.FindStringSubmatch(line)
	return fullName(line) || role(line) || signed(line) != "" || (m != nil && fullName(m[1])) || d.bio(line) != "" ||
		strings.HasPrefix(line, "@") || (strings.HasPrefix(line, "Follow ") && len(line) < 100)
}

// bio returns what a line "NAME is a …" says of the author, if the author is
// known by that name. Of anybody else it would be news.
func (d *Document) bio(line string) string {
	if d.Author == "" || len(line) > 400 {
		return ""
	}
	rest, ok := strings.CutPrefix(line, d.Author)
	if !ok || !job.MatchString(rest) {
		return ""
	}
	for _, verb := range []string{" is a ", " is an ", " is the ", " is "} {
		if about, ok := strings.CutPrefix(rest, verb); ok {
			if cut := strings.IndexAny(about, ".,"); cut > 0 {
				about = about[:cut]
			}
			return about
		}
	}
	return ""
}

// signed returns the name of a line such as "Ann Bell, Staff Writer".
func signed(line string) string {
	cut := strings.IndexAny(line, ",|–—")
	if cut < 0 {
		return ""
	}
	name := strings.TrimSpace(line[:cut])
	if fullName(name) && strings.HasPrefix(line, name) && role(strings.TrimLeft(line[cut:], ",|–— ")) {
		return name
	}
	return ""
}

// role reports whether a line names what somebody does at an outlet, and says
// nothing else.
func role(line string) bool {
	if len(line) > 140 || !job.MatchString(line) {
		return false
	}
	return titled(strings.Fields(line))
}

// titled reports whether the words are capitalised, save for those that join
// names and for the names of jobs.
func titled(words []string) bool {
	for i, w := range words {
		w = strings.Trim(w, `,.&/()|–—-`)
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case w == "" || unicode.IsUpper(first) || unicode.IsDigit(first) || joining[w]:
		case job.MatchString(w) || w == "freelance" || w == "senior" || w == "and" || (i == 0 && (w == "a" || w == "an")):
		default:
			return false
		}
	}
	return len(words) > 0
}

var joining = setOf("of the at for and in on to by de a")

// sign fills in the author and what the box says of them.
func (d *Document) sign(name, about string) {
	if d.Author == "" {
		d.Author = name
	}
	if !strings.EqualFold(name, d.Author) || about == "" {
		return
	}
	title, outlet := splitRole(about)
	if d.AuthorRole == "" && job.MatchString(title) {
		d.AuthorRole = title
	}
	if d.Outlet == "" {
		d.Outlet = outlet
	}
}

// splitRole splits "News Editor at Example Weekly." into role and outlet.
func splitRole(about string) (title, outlet string) {
	about = strings.TrimRight(about, ". ")
	for _, word := range []string{" at ", " for ", " with ", " @ "} {
		i := strings.LastIndex(about, word)
		if i < 0 {
			continue
		}
		outlet = strings.TrimSpace(about[i+len(word):])
		if r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(outlet, "the ")); unicode.IsUpper(r) || unicode.IsDigit(r) {
			return strings.TrimSpace(about[:i]), outlet
		}
	}
	if i := strings.LastIndex(about, ", "); i > 0 {
		if _, known := tv.OutletByName(about[i+2:]); known {
			return strings.TrimSpace(about[:i]), about[i+2:]
		}
	}
	return about, ""
}

// fullName reports whether a line is a person's name and nothing else: two to
// four words with capitals and no punctuation of sentences.
func fullName(line string) bool {
	words := strings.Fields(line)
	if len(words) < 2 || len(words) > 4 || len(line) > 60 {
		return false
	}
	for i, w := range words {
		if particles[w] && i > 0 && i < len(words)-1 {
			continue
		}
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) || notNames[strings.ToLower(w)] {
			return false
		}
		for j, r := range w {
			initial := r == '.' && j == len(w)-1 && len(w) <= 5 && (i < len(words)-1 || w == "Jr." || w == "Sr.")
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && !initial && !strings.ContainsRune("'’-", r) {
				return false
			}
		}
	}
	return true
}

var (
	particles = setOf("de del della der den van von da di dos la le al bin ibn y")
	notNames  = setOf(`the a an and or of in on at for with more read related share about latest source sources follow
		tags photo photos image video trailer season series episode show news staff editor writer reporter
		editors writers comments new best all your our how why what when who where this that`)
)

// personName returns a name as metadata gives it, without "By" before it;
// addresses of profiles are no names.
func personName(s string) string {
	s = Clean(s)
	if m := by.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if strings.Contains(s, "://") || strings.HasPrefix(s, "@") || strings.HasPrefix(s, "/") || len(s) > 120 {
		return ""
	}
	return s
}
