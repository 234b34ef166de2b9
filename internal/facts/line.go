package facts

import (
	"strings"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// A Line is a piece of an article with what the article says elsewhere. It is
// what `greenlit read --lines` reads.
type Line struct {
	ID        string  `json:"id"`
	Text      string  `json:"text"`
	Part      string  `json:"part,omitempty"` // headline, source_line, author_box, caption, image_alt, or "" for running text
	Published string  `json:"published,omitempty"`
	Context   Context `json:"context"`
}

// Context is what the rest of a line's article tells. All of it may be empty.
type Context struct {
	Headline   string   `json:"headline,omitempty"`
	Show       string   `json:"show,omitempty"`
	Person     string   `json:"person,omitempty"`
	Persons    []string `json:"persons,omitempty"`
	KnownShows []string `json:"known_shows,omitempty"`
	Outlet     string   `json:"outlet,omitempty"`
	Prev       string   `json:"prev,omitempty"` // the block before
	Season     int      `json:"season,omitempty"`
	Episode    string   `json:"episode,omitempty"`
	Place      string   `json:"place,omitempty"`
}

// LineFacts are the facts of one line.
type LineFacts struct {
	ID    string     `json:"id"`
	Facts []LineFact `json:"facts"`
}

// A LineFact is a fact as text: shows by title, names as the line writes them.
type LineFact struct {
	Type      tv.FactType   `json:"type"`
	Show      string        `json:"show,omitempty"`
	Person    string        `json:"person,omitempty"`
	Character *string       `json:"character,omitempty"`
	Role      string        `json:"role,omitempty"`
	Season    *int          `json:"season,omitempty"`
	Status    tv.StatusKind `json:"status,omitempty"`
	Date      *tv.Date      `json:"date,omitempty"`
	Network   string        `json:"network,omitempty"`
	Place     string        `json:"place,omitempty"`
	Kind      string        `json:"kind,omitempty"`
	Speaker   string        `json:"speaker,omitempty"`
	Text      string        `json:"text,omitempty"`
	Source    *string       `json:"source,omitempty"`
	Name      string        `json:"name,omitempty"`
	Canonical string        `json:"canonical,omitempty"`
	Outlet    string        `json:"outlet,omitempty"`
	Current   *bool         `json:"current,omitempty"`
	Certainty tv.Certainty  `json:"certainty"`
	Rule      string        `json:"rule"`
	Evidence  string        `json:"evidence"`
}

// ReadLine reads one line with its context as the article's frame.
func (r *Reader) ReadLine(l Line) LineFacts {
	published, _ := time.Parse(time.DateOnly, l.Published)
	f := r.newFrame(published)
	defer f.done()
	f.lineFrame(l)
	var out []found
	switch l.Part {
	case "image_alt":
	case "source_line":
		r.sourceFact(0, l.Text, &out)
	case "author_box":
		authorFact(lastLine(l.Context.Prev), l.Text, 0, &out)
	default:
		if r.sourceFact(0, l.Text, &out) {
			break
		}
		f.lineBlocks(l, &out)
	}
	answer := LineFacts{ID: l.ID, Facts: []LineFact{}}
	for _, o := range distinct(out) {
		switch o.Type {
		case tv.TitleOf, tv.BasedOn, tv.Crossover:
			continue
		}
		if o.Certainty == tv.Denied {
			continue // the form has no facts that are not so
		}
		answer.Facts = append(answer.Facts, o.line())
	}
	return answer
}

// lineFrame sets the frame by a line's context.
func (f *frame) lineFrame(l Line) {
	c := l.Context
	f.outlet, f.season = c.Outlet, c.Season
	for _, t := range c.KnownShows {
		f.addTitle(t)
	}
	if c.Show != "" {
		f.focus(f.addTitle(c.Show))
	}
	for _, p := range append(append([]string{}, c.Persons...), c.Person) {
		if p != "" {
			f.meet(p)
			f.met[lower(p)] = true
		}
	}
	f.subject, f.talk.about = c.Person, c.Person
	if c.Person == "" && len(c.Persons) == 1 {
		f.subject = c.Persons[0]
	}
	if c.Headline != "" && c.Headline != l.Text {
		p := f.passage(tv.Headline, news.Heading, c.Headline)
		if c.Show == "" {
			f.focusOn(news.Article{}, []*passage{p})
		}
		f.survey(p)
		f.chooseSubject([]*passage{p})
	}
}

// lineBlocks reads a line's running text, paragraph by paragraph.
func (f *frame) lineBlocks(l Line, out *[]found) {
	block, kind := 0, news.Paragraph
	if l.Part == "headline" {
		block, kind = tv.Headline, news.Heading
	}
	var passages []*passage
	for i, text := range strings.Split(l.Text, "\n") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		p := f.passage(block+i, kind, text)
		if l.Part == "headline" {
			p.block = tv.Headline
		}
		passages = append(passages, p)
	}
	if l.Context.Show == "" && len(f.about) == 0 && l.Part == "headline" {
		f.focusOn(news.Article{}, passages)
	}
	for _, p := range passages {
		f.survey(p)
	}
	var carry *speaker
	if prev := lastLine(l.Context.Prev); strings.HasSuffix(prev, ":") {
		f.each(f.passage(0, news.Paragraph, prev), func(s *sentence) {
			s.settle()
			carry = s.announces()
		})
	} else if len(passages) == 1 && wholeQuote(passages[0]) && f.blockSpeaker() != "" {
		carry = &speaker{name: f.blockSpeaker()}
	}
	var parts []string
	for _, p := range passages {
		f.facts(p, &carry, &parts, out)
	}
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
}

// wholeQuote reports whether a passage is one quotation.
func wholeQuote(p *passage) bool {
	return len(p.quotes) == 1 && p.quotes[0].from == 1 && p.quotes[0].to >= len(p.toks)-1
}

// blockSpeaker is who speaks in a block that is one quotation: the person
// that the article is about, when there is just one.
func (f *frame) blockSpeaker() string {
	if f.subject != "" {
		return f.subject
	}
	if len(f.everybody) == 1 {
		return f.everybody[0]
	}
	return ""
}

// line is the fact with its names as the line writes them.
func (o found) line() LineFact {
	title := ""
	if o.show != nil {
		title = o.show.Title
	}
	l := Form(o.Fact, title)
	switch {
	case o.Type == tv.Network && o.network != "" && strings.ReplaceAll(fold(o.network), " ", "") != strings.ReplaceAll(fold(o.Network), " ", ""):
		l.Network = o.network
	case o.Type == tv.Source:
		l.Name, l.Canonical = o.outlet, o.Outlet
	}
	return l
}

// Form returns a fact as text, with the title of its show.
func Form(f tv.Fact, show string) LineFact {
	l := LineFact{Type: f.Type, Show: show, Certainty: f.Certainty, Rule: f.Rule, Evidence: f.Evidence.Sentence}
	if f.Former {
		l.Current = new(bool)
	}
	switch f.Type {
	case tv.Cast:
		l.Person = f.Person
		if f.Character != "" {
			l.Character = &f.Character
		}
	case tv.Crew:
		l.Person, l.Role = f.Person, f.Role
	case tv.Status:
		l.Status = f.Status
		if f.Season > 0 {
			l.Season = &f.Season
		}
		if f.Date != "" {
			l.Date = &f.Date
		}
	case tv.Network:
		l.Network = f.Network
	case tv.Location:
		l.Place, l.Kind = f.Place, "filming"
	case tv.Quote:
		l.Speaker, l.Text = f.Person, f.Text
		if f.Outlet != "" {
			l.Source = &f.Outlet
		}
	case tv.Source:
		l.Name = f.Outlet
	case tv.Author:
		l.Person, l.Role, l.Outlet = f.Person, f.Role, f.Outlet
	case tv.BasedOn, tv.Crossover:
		l.Person, l.Text = f.Person, f.Text
	}
	return l
}
