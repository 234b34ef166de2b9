package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"greenlit/internal/facts"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// printJSON prints an article and what is understood of it as JSON.
func printJSON(w io.Writer, a news.Article, shows map[tv.Slug]tv.Show, explain bool) error {
	type show struct {
		Slug  tv.Slug `json:"slug"`
		Title string  `json:"title"`
		Year  int     `json:"year,omitempty"`
		About bool    `json:"about"`
	}
	type evidence struct {
		Block    int    `json:"block"` // -1 is the headline
		Start    int    `json:"start"` // bytes
		End      int    `json:"end"`
		Sentence string `json:"sentence"`
	}
	type precision struct {
		Right int `json:"right"`
		Found int `json:"found"`
	}
	type fact struct {
		facts.LineFact
		Evidence  evidence   `json:"evidence"`
		Precision *precision `json:"precision,omitempty"` // of the rule, where it is asked for and measured
	}
	type spoiler struct {
		Level   string  `json:"level"` // none, casting or plot
		Show    tv.Slug `json:"show,omitempty"`
		Season  int     `json:"season,omitempty"`
		Episode int     `json:"episode,omitempty"`
		Told    bool    `json:"told,omitempty"` // by the headline itself
	}
	out := struct {
		Headline   string       `json:"headline"`
		Author     string       `json:"author,omitempty"`
		AuthorRole string       `json:"author_role,omitempty"`
		Outlet     string       `json:"outlet,omitempty"`
		Source     string       `json:"source,omitempty"`
		Link       string       `json:"link,omitempty"`
		Published  *time.Time   `json:"published,omitempty"`
		Language   string       `json:"language,omitempty"`
		Spoiler    spoiler      `json:"spoiler"`
		Shows      []show       `json:"shows"`
		People     []string     `json:"people"`
		Facts      []fact       `json:"facts"`
		Blocks     []news.Block `json:"blocks"`
	}{
		Headline: a.Title, Author: a.Author, AuthorRole: a.AuthorRole, Outlet: a.Outlet, Source: a.Source,
		Link: a.Link, Language: a.Language,
		Spoiler: spoiler{a.Spoiler.Level.String(), a.Spoiler.Show, a.Spoiler.Season, a.Spoiler.Episode, a.Spoiler.Told},
		Shows:   []show{}, People: append([]string{}, a.People...), Facts: []fact{}, Blocks: a.Blocks,
	}
	if !a.Published.IsZero() {
		out.Published = &a.Published
	}
	for _, m := range a.Shows {
		s := shows[m.Show]
		out.Shows = append(out.Shows, show{m.Show, title(shows, m.Show), s.Year, m.About})
	}
	for _, f := range a.Facts {
		e := f.Evidence
		entry := fact{LineFact: facts.Form(f, title(shows, f.Show)), Evidence: evidence{e.Block, e.Start, e.End, e.Sentence}}
		if p := facts.PrecisionOf(f.Rule); explain && p.Found > 0 {
			entry.Precision = &precision{p.Right, p.Found}
		}
		out.Facts = append(out.Facts, entry)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func title(shows map[tv.Slug]tv.Show, slug tv.Slug) string {
	if s, ok := shows[slug]; ok {
		return s.Title
	}
	return string(slug)
}

// printReading prints an article and what is understood of it for people:
// each fact above the sentence that says it, and with explain above the rule
// that found it.
func printReading(w io.Writer, a news.Article, shows map[tv.Slug]tv.Show, explain bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", a.Title)
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-10s%s\n", name, fold(text, 10))
		}
	}
	author := a.Author
	if a.AuthorRole != "" {
		author += ", " + a.AuthorRole
	}
	row("Author", author)
	row("Outlet", a.Outlet)
	row("Source", a.Source)
	if !a.Published.IsZero() {
		row("Published", a.Published.Format("2 January 2006"))
	}
	row("Link", a.Link)
	var about, named []string
	for _, m := range a.Shows {
		label := string(m.Show)
		if s, ok := shows[m.Show]; ok {
			label = s.Label()
		}
		if m.About {
			about = append(about, label)
		} else {
			named = append(named, label)
		}
	}
	row("About", strings.Join(about, "; "))
	row("Names", strings.Join(named, "; "))
	row("People", strings.Join(a.People, ", "))
	row("Spoilers", spoils(a.Spoiler, shows))

	sorted := slices.Clone(a.Facts)
	slices.SortStableFunc(sorted, func(x, y tv.Fact) int {
		return cmp.Or(cmp.Compare(x.Evidence.Block, y.Evidence.Block), cmp.Compare(x.Evidence.Start, y.Evidence.Start))
	})
	for i, f := range sorted {
		if i == 0 || f.Evidence != sorted[i-1].Evidence {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%-10s%s\n", f.Type, fold(sentence(f, shows), 10))
		if explain {
			fmt.Fprintf(&b, "          by %s, %s\n", f.Rule, facts.PrecisionOf(f.Rule))
		}
		if i == len(sorted)-1 || f.Evidence != sorted[i+1].Evidence {
			fmt.Fprintf(&b, "          │ %s\n", strings.ReplaceAll(fold(f.Evidence.Sentence, 12), "\n            ", "\n          │ "))
		}
	}
	if len(sorted) == 0 {
		b.WriteString("\nIt states no facts that Greenlit can read.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// spoils says what an article gives away, or nothing.
func spoils(s news.Spoiler, shows map[tv.Slug]tv.Show) string {
	if s.Level == news.NoSpoiler {
		return ""
	}
	text := s.Level.String()
	if s.Show != "" {
		text += " of " + title(shows, s.Show)
	}
	if s.Season > 0 {
		text += fmt.Sprintf(", season %d", s.Season)
	}
	if s.Episode > 0 {
		text += fmt.Sprintf(", episode %d", s.Episode)
	}
	if s.Told {
		text += ", as the headline tells"
	}
	return text
}

// sentence says a fact in words.
func sentence(f tv.Fact, shows map[tv.Slug]tv.Show) string {
	var s string
	of := title(shows, f.Show)
	switch f.Type {
	case tv.Cast:
		s = f.Person
		if f.Character != "" {
			s += " as " + f.Character
		}
		s += " in " + of
	case tv.Crew:
		s = f.Person + ", " + f.Role + " of " + of
	case tv.Status:
		s = of
		if f.Season > 0 {
			s += fmt.Sprintf(", season %d", f.Season)
		}
		s += ": " + strings.ReplaceAll(string(f.Status), "_", " ")
		if f.Date != "" {
			s += ", " + f.Date.Human()
		}
	case tv.Network:
		s = of + " is on " + f.Network
	case tv.Location:
		s = of + " is shot in " + f.Place
	case tv.Quote:
		s = or(f.Person, "somebody") + ": " + f.Text
		if f.Outlet != "" {
			s += " (to " + f.Outlet + ")"
		}
	case tv.Author:
		s = f.Person
		for _, more := range []string{f.Role, f.Outlet} {
			if more != "" {
				s += ", " + more
			}
		}
	case tv.Source:
		s = f.Outlet
	case tv.TitleOf:
		s = of
	case tv.BasedOn:
		s = of + " is based on " + or(f.Text, "a work")
		if f.Person != "" {
			s += " by " + f.Person
		}
	case tv.Crossover:
		s = of + " shares characters with " + title(shows, tv.Slug(f.Text))
	default:
		s = of
	}
	if f.Former {
		s += " (formerly)"
	}
	if f.Certainty != "" && f.Certainty != tv.Confirmed {
		s += " (" + strings.ReplaceAll(string(f.Certainty), "_", " ") + ")"
	}
	return s
}

// fold breaks a text into lines that fit a terminal of 80 columns behind an
// indent, which all lines but the first get.
func fold(text string, indent int) string {
	var b strings.Builder
	column := indent
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case column+1+n > 80:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}
