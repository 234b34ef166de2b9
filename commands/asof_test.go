package commands

import (
	"errors"
	"strings"
	"testing"
	"time"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestAsOf(t *testing.T) {
	now := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	for asked, want := range map[string]struct {
		day   tv.Date
		until string
		says  string // of the error
	}{
		"":               {},
		"2025-03-21":     {day: "2025-03-21", until: "2025-03-22"},
		" 2025-3-1 ":     {day: "2025-03-01", until: "2025-03-02"},
		"21 March 2025":  {day: "2025-03-21", until: "2025-03-22"},
		"March 21, 2025": {day: "2025-03-21", until: "2025-03-22"},
		"Mar 1 2025":     {day: "2025-03-01", until: "2025-03-02"},
		"2025-02":        {day: "2025-02", until: "2025-03-01"},
		"February 2024":  {day: "2024-02", until: "2024-03-01"},
		"2024":           {day: "2024", until: "2025-01-01"},
		"2026-05-01":     {day: "2026-05-01", until: "2026-05-02"},
		"2026":           {day: "2026", until: "2027-01-01"},
		"2026-05-02":     {says: "can't know yet"},
		"2030":           {says: "can't know yet"},
		"2025-02-30":     {says: "such as 2025-03-21"},
		"21/03/2025":     {says: "such as 2025-03-21"},
		"yesterday":      {says: "“yesterday” is no date"},
		"@everyone 2025": {says: "is no date"},
		"20250321":       {says: "is no date"},
		"\xff":           {says: "is no date"},
		"99999-01-01":    {says: "is no date"},
		"1899-12-31":     {day: "1899-12-31", until: "1900-01-01"},
	} {
		day, until, err := asOf(Request{Options: map[string]string{"as_of": asked}}, now)
		if want.says != "" {
			var refused *UserError
			if !errors.As(err, &refused) || !strings.Contains(strings.Join(strings.Fields(refused.Reply.Plain()), " "), want.says) {
				t.Errorf("%q: error is %v, want a sentence with %q", asked, err, want.says)
			}
			continue
		}
		got := ""
		if !until.IsZero() {
			got = until.Format(time.DateOnly)
		}
		if err != nil || day != want.day || got != want.until {
			t.Errorf("%q is %q until %s, %v; want %q until %s", asked, day, got, err, want.day, want.until)
		}
	}
}

// lights tells of a show that was renewed and then cancelled, and whose lead
// was replaced.
func lights(b *bench) {
	day := func(d int, outlet, title string) news.Article {
		return news.Article{ID: int64(d), Title: title, Outlet: outlet, Published: time.Date(2025, 3, d, 12, 0, 0, 0, time.UTC)}
	}
	state := func(a news.Article, f tv.Fact) news.Statement {
		f.Show = "harbor-lights"
		if f.Certainty == "" {
			f.Certainty = tv.Confirmed
		}
		return news.Statement{Article: a, Fact: f}
	}
	renewed, joined := day(3, "Pilot Week", "A Second Season"), day(4, "Slate Wire", "A New Lead")
	cancelled, talks := day(9, "Slate Wire", "No Second Season"), day(12, "Pilot Week", "Lights Out?")
	b.store.articles["harbor-lights"] = []news.Article{talks, cancelled, joined, renewed}
	b.store.statements["harbor-lights"] = []news.Statement{
		state(renewed, tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: 2}),
		state(renewed, tv.Fact{Type: tv.Cast, Person: "Mike Colter", Character: "Moss"}),
		state(joined, tv.Fact{Type: tv.Cast, Person: "Krysten Ritter", Character: "Moss"}),
		state(joined, tv.Fact{Type: tv.Cast, Person: "Mike Colter", Character: "Moss", Former: true}),
		state(cancelled, tv.Fact{Type: tv.Status, Status: tv.Cancelled}),
		state(talks, tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: 3, Certainty: tv.Rumoured}),
		state(talks, tv.Fact{Type: tv.Cast, Person: "Ada Vance", Character: "Ines", Certainty: tv.InTalks}),
	}
}

func TestAnswersAsOfADay(t *testing.T) {
	for _, tt := range []struct {
		name, command, asOf string
		want                []string
		not                 string
		private             bool
	}{
		{name: "status now", command: "news",
			want: []string{"Cancelled · Slate Wire, 9 March 2025 · renewed for season 2 per Pilot Week, 3 March 2025", "Lights Out?"}},
		{name: "status then", command: "news", asOf: "2025-03-08",
			want: []string{"News about Harbor Lights, as of 8 March 2025 Renewed for season 2 · Pilot Week, 3 March 2025", "A New Lead"}, not: "Cancelled"},
		{name: "before all", command: "news", asOf: "2024", want: []string{"No news about Harbor Lights as of 2024"}},
		{name: "wrong date", command: "news", asOf: "soon", want: []string{"“soon” is no date that I can read. Write as_of as year-month-day"}, private: true},
		{name: "cast now", command: "cast", want: []string{"Cast Krysten Ritter as Moss", "Former cast Mike Colter as Moss", "Talked about Ada Vance as Ines: in talks"}},
		{name: "cast then", command: "cast", asOf: "2025-03", want: []string{"as of March 2025"}},
		{name: "cast before the change", command: "cast", asOf: "3 March 2025", want: []string{"Cast Mike Colter as Moss"}, not: "Krysten"},
		{name: "cast before all", command: "cast", asOf: "2025-03-01", want: []string{"No article that I have read said as of 1 March 2025 who is in Harbor Lights."}},
		{name: "wrong date for a cast", command: "cast", asOf: "03.2025", want: []string{"is no date"}, private: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			lights(b)
			r := b.send(discordtest.Command(tt.command, discordtest.String("show", "harbor-lights"), discordtest.String("as_of", tt.asOf)))
			b.sees(r, tt.private, tt.want...)
			if tt.not != "" && strings.Contains(text(r), tt.not) {
				t.Errorf("it says %q:\n%s", tt.not, text(r))
			}
		})
	}
}

func TestAsOfOnATerminal(t *testing.T) {
	b := newBench(t)
	lights(b)
	reply, err := b.router.Ask(t.Context(), "/news harbor lights as_of:8 March 2025")
	if err != nil || !strings.Contains(reply.Plain(), "Renewed for season 2 · Pilot Week, 3 March 2025") {
		t.Errorf("reply is %v\n%s", err, reply.Plain())
	}
}
