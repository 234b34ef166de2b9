package feed

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

const corpus = "../../../shared/feeds/feedparser"

// What is held: how many of the corpus's feeds are parsed, and how many of the
// expectations that map to an Item's or a Document's fields are met.
const (
	parsedShare = 0.999
	metShare    = 0.93
)

// TestForeignCorpus reads the test feeds of another parser. A feed states in
// its first comment what is expected of it, in Python.
func TestForeignCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus is not here:", err)
	}
	files, parsed, checked, met := 0, 0, 0, 0
	elsewhere := 0
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "LICENSE" {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		head := string(toUTF8(body, ""))
		doc, err := Parse(body, headerOf(head, "Content-type"), headerOf(head, "Content-Location"))
		name, _ := filepath.Rel(corpus, path)
		if err != nil {
			if testing.Verbose() {
				t.Logf("not parsed: %s: %v", name, err)
			}
		} else {
			parsed++
		}
		ok, mapped, why := expectation(head, doc)
		if !mapped {
			return nil
		}
		// These are about sanitising, and about resolving links inside HTML.
		if strings.Contains(name, "sanitize") || strings.Contains(name, "wellformed/base") || strings.Contains(name, "cdf") {
			elsewhere++
			return nil
		}
		checked++
		if ok {
			met++
		} else if testing.Verbose() {
			t.Logf("not met: %s: %s", name, why)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	parsedRate, metRate := float64(parsed)/float64(files), float64(met)/float64(checked)
	t.Logf("foreign corpus: parsed %d of %d (%.2f %%), expectations met %d of %d (%.2f %%)", parsed, files, 100*parsedRate, met, checked, 100*metRate)
	if parsedRate < parsedShare {
		t.Errorf("parsed %.2f %%, want at least %.2f %%", 100*parsedRate, 100*parsedShare)
	}
	if metRate < metShare {
		t.Errorf("met %.2f %% of the expectations, want at least %.2f %%", 100*metRate, 100*metShare)
	}
}

func headerOf(head, name string) string {
	for line := range strings.Lines(head[:min(len(head), 2000)]) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "Header:"); ok {
			key, value, _ := strings.Cut(strings.TrimSpace(rest), ":")
			if strings.EqualFold(key, name) {
				return strings.TrimSpace(value)
			}
		}
	}
	return ""
}

var (
	expectLine = regexp.MustCompile(`Expect:[ \t]*(.*)`)
	comparison = regexp.MustCompile(`^\(?\s*((?:feed|entries)[\w\[\]'.]*)\s*==\s*(.*?)\s*\)?$`)
)

// expectation evaluates a feed's expectation; mapped is false where a part of
// it is about something that this package does not read.
func expectation(head string, doc Document) (ok, mapped bool, why string) {
	m := expectLine.FindStringSubmatch(head)
	if m == nil {
		return false, false, ""
	}
	ok = true
	for _, part := range strings.Split(m[1], " and ") {
		part = strings.TrimSpace(part)
		if part == "not bozo" || part == "bozo" || part == "1" {
			continue
		}
		c := comparison.FindStringSubmatch(part)
		if c == nil {
			return false, false, ""
		}
		got, known := field(doc, c[1])
		if !known {
			return false, false, ""
		}
		want, known := literal(c[2])
		if !known {
			return false, false, ""
		}
		mapped = true
		if date, isDate := got.(time.Time); isDate {
			if !date.Equal(dateOf(want)) {
				ok, why = false, fmt.Sprintf("%s is %v, want %v", c[1], date, want)
			}
		} else if squash(fmt.Sprint(got)) != squash(want) {
			ok, why = false, fmt.Sprintf("%s is %q, want %q", c[1], got, want)
		}
	}
	return ok, mapped, why
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }

var path = regexp.MustCompile(`\['?(\w+)'?\]|\.(\w+)`)

func field(doc Document, expression string) (value any, known bool) {
	var steps []string
	for _, m := range path.FindAllStringSubmatch(expression, -1) {
		steps = append(steps, m[1]+m[2])
	}
	if strings.HasPrefix(expression, "feed") {
		switch strings.Join(steps, ".") {
		case "title", "title_detail.value":
			return doc.Title, true
		case "link", "links.0.href":
			return doc.Link, true
		case "language":
			return doc.Language, true
		}
		return nil, false
	}
	n, err := strconv.Atoi(steps[0])
	if err != nil {
		return nil, false
	}
	var i Item
	if n < len(doc.Items) {
		i = doc.Items[n]
	}
	switch rest := strings.Join(steps[1:], "."); rest {
	case "title", "title_detail.value":
		return i.Title, true
	case "link":
		return i.Link, true
	case "id", "guid":
		return i.GUID, true
	case "author", "author_detail.name", "authors.0.name":
		return i.Author, true
	case "summary", "description", "summary_detail.value":
		if i.Summary == "" {
			return i.Content, true
		}
		return i.Summary, true
	case "content.0.value":
		if i.Content == "" {
			return i.Summary, true
		}
		return i.Content, true
	case "published", "published_parsed":
		return i.Published, true
	case "updated", "updated_parsed":
		return i.Updated, true
	case "tags.0.term", "tags.1.term", "tags.2.term", "category":
		at := 0
		if rest != "category" {
			at = int(rest[5] - '0')
		}
		if at < len(i.Categories) {
			return i.Categories[at], true
		}
		return "", true
	}
	return nil, false
}

// literal reads a Python string or a tuple of numbers.
func literal(s string) (string, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "u")
	if strings.HasPrefix(s, "(") {
		return s, true
	}
	if len(s) < 2 || (s[0] != '\'' && s[0] != '"') || s[len(s)-1] != s[0] {
		return "", false
	}
	quote := s[0]
	s = s[1 : len(s)-1]
	var b strings.Builder
	for len(s) > 0 {
		r, multi, rest, err := strconv.UnquoteChar(s, quote)
		switch {
		case err != nil && s[0] == '\\' && len(s) > 1:
			b.WriteString(s[:2])
			s = s[2:]
			continue
		case err != nil:
			b.WriteByte(s[0])
			s = s[1:]
			continue
		case !multi:
			b.WriteRune(r) // Python's \xNN is a character
		default:
			b.WriteRune(r)
		}
		s = rest
	}
	return b.String(), true
}

func dateOf(s string) time.Time {
	if !strings.HasPrefix(s, "(") {
		return parseDate(s)
	}
	var y, mo, d, h, mi, sec int
	if _, err := fmt.Sscanf(s, "(%d, %d, %d, %d, %d, %d", &y, &mo, &d, &h, &mi, &sec); err != nil {
		return time.Time{}
	}
	return time.Date(y, time.Month(mo), d, h, mi, sec, 0, time.UTC)
}
