package news

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/tv"
)

func stated(a Article, kind tv.StatusKind, season int) Statement {
	return Statement{Article: a, Fact: tv.Fact{
		Type: tv.Status, Show: "harbor-lights", Status: kind, Season: season, Certainty: tv.Confirmed,
		Evidence: tv.Evidence{Block: 2},
	}}
}

func headline(s Statement) Statement { s.Evidence.Block = tv.Headline; return s }

func dated(s Statement, d tv.Date) Statement { s.Date = d; return s }

func onNetwork(s Statement, network string) Statement {
	return Statement{Article: s.Article, Fact: tv.Fact{
		Type: tv.Network, Show: s.Show, Network: network, Certainty: tv.Confirmed, Evidence: s.Evidence,
	}}
}

// say writes a status as "renewed 3, final, at NBC, 2026-05 (TVLine 3; cancelled per Variety 2)".
func say(s Status) string {
	text := fmt.Sprintf("%s %d", s.Kind, s.Season)
	if s.Final {
		text += ", final"
	}
	if s.Network != "" {
		text += ", at " + s.Network
	}
	if s.Date != "" {
		text += ", " + string(s.Date)
	}
	notes := []string{s.Article.Title}
	for _, a := range s.Against {
		notes = append(notes, fmt.Sprintf("%s per %s", a.Status, a.Article.Title))
	}
	return text + " (" + strings.Join(notes, "; ") + ")"
}

func TestStatusOf(t *testing.T) {
	rescued := stated(on(5, "TVLine"), tv.Renewed, 6)
	tests := []struct {
		name       string
		statements []Statement
		want       string
	}{
		{name: "nothing said", want: ""},
		{name: "rumours and denials are no facts", statements: []Statement{
			sure(stated(on(1, "TVLine"), tv.Renewed, 2), tv.Rumoured), sure(stated(on(2, "TVLine"), tv.Cancelled, 0), tv.Denied),
		}, want: ""},
		{name: "renewed", statements: []Statement{stated(on(1, "TVLine"), tv.Renewed, 3)}, want: "renewed 3 (TVLine 1)"},
		{name: "renewed, then cancelled by the same outlet", statements: []Statement{
			stated(on(1, "TVLine"), tv.Renewed, 3), stated(on(9, "TVLine"), tv.Cancelled, 0),
		}, want: "cancelled 0 (TVLine 9)"},
		{name: "renewed, then cancelled by another one: both stay visible", statements: []Statement{
			stated(on(1, "TVLine"), tv.Renewed, 3), stated(on(9, "Variety"), tv.Cancelled, 0),
		}, want: "cancelled 0 (Variety 9; renewed per TVLine 1)"},
		{name: "long ago is no disagreement", statements: []Statement{
			stated(Article{ID: 90, Outlet: "TVLine", Title: "old", Published: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)}, tv.Renewed, 3),
			stated(on(9, "Variety"), tv.Cancelled, 0),
		}, want: "cancelled 0 (Variety 9)"},
		{name: "cancelled after the season it was renewed for", statements: []Statement{
			stated(on(1, "TVLine"), tv.Renewed, 3), stated(on(9, "Variety"), tv.Cancelled, 3),
		}, want: "cancelled 3 (Variety 9)"},
		{name: "an outlet that came round disagrees no more", statements: []Statement{
			stated(on(1, "Variety"), tv.Cancelled, 0), stated(on(2, "TVLine"), tv.Renewed, 3), stated(on(3, "Variety"), tv.Renewed, 3),
		}, want: "renewed 3 (Variety 3)"},
		{name: "headline beats text", statements: []Statement{
			stated(on(1, "TVLine"), tv.Cancelled, 0), headline(stated(on(1, "TVLine"), tv.Renewed, 3)),
		}, want: "renewed 3 (TVLine 1)"},
		{name: "headline of an end beats renewal in the text", statements: []Statement{
			stated(on(1, "TVLine"), tv.Renewed, 2), headline(stated(on(1, "TVLine"), tv.Cancelled, 0)),
		}, want: "cancelled 0 (TVLine 1)"},
		{name: "cancelled and picked up", statements: []Statement{
			stated(on(4, "Variety"), tv.Cancelled, 0),
			stated(on(5, "TVLine"), tv.Cancelled, 0), rescued, onNetwork(rescued, "NBC"),
		}, want: "renewed 6, at NBC (TVLine 5)"},
		{name: "two networks in the sentence name none", statements: []Statement{
			rescued, onNetwork(rescued, "NBC"), onNetwork(rescued, "Fox"),
		}, want: "renewed 6 (TVLine 5)"},
		{name: "confirmed beats reported of the same day", statements: []Statement{
			stated(on(3, "Variety"), tv.Renewed, 3),
			sure(stated(later(on(3, "TVLine"), 5), tv.Cancelled, 0), tv.Reported),
		}, want: "renewed 3 (Variety 3; cancelled per TVLine 3)"},
		{name: "reported of a later day beats confirmed", statements: []Statement{
			stated(on(3, "Variety"), tv.Renewed, 3), sure(stated(on(4, "Variety"), tv.Cancelled, 0), tv.Reported),
		}, want: "cancelled 0 (Variety 4)"},
		{name: "renewed for its last season", statements: []Statement{
			headline(stated(on(3, "Variety"), tv.Renewed, 5)), headline(stated(on(3, "Variety"), tv.Ended, 5)),
		}, want: "renewed 5, final (Variety 3)"},
		{name: "work on the renewed season is newer", statements: []Statement{
			stated(on(3, "Variety"), tv.Renewed, 2), stated(on(8, "Variety"), tv.InProduction, 2),
		}, want: "in_production 2 (Variety 8)"},
		{name: "work on the season before is not", statements: []Statement{
			stated(on(3, "Variety"), tv.Renewed, 3), dated(stated(on(8, "Variety"), tv.PremiereDated, 2), "2026-02-01"),
		}, want: "renewed 3 (Variety 3)"},
		{name: "a last season that is dated leaves a show cancelled", statements: []Statement{
			stated(on(3, "Variety"), tv.Cancelled, 3), dated(stated(on(8, "Variety"), tv.PremiereDated, 3), "2026-02-01"),
		}, want: "cancelled 3 (Variety 3)"},
		{name: "a season after the end is a revival", statements: []Statement{
			stated(on(3, "Variety"), tv.Ended, 3), stated(on(8, "Variety"), tv.InProduction, 4),
		}, want: "in_production 4 (Variety 8)"},
		{name: "an older season told in passing", statements: []Statement{
			headline(stated(on(3, "Variety"), tv.Renewed, 4)), stated(on(8, "TVLine"), tv.Renewed, 2),
		}, want: "renewed 4 (Variety 3)"},
		{name: "two dates", statements: []Statement{
			dated(stated(on(3, "Variety"), tv.PremiereDated, 2), "2026-05-01"), dated(stated(on(4, "TVLine"), tv.PremiereDated, 2), "2026-05-08"),
		}, want: "premiere_dated 2, 2026-05-08 (TVLine 4; premiere_dated per Variety 3)"},
		{name: "a month holds the day", statements: []Statement{
			dated(stated(on(3, "Variety"), tv.PremiereDated, 2), "2026-05"), dated(stated(on(4, "TVLine"), tv.PremiereDated, 2), "2026-05-08"),
		}, want: "premiere_dated 2, 2026-05-08 (TVLine 4)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, statements := range [][]Statement{tt.statements, reversed(tt.statements)} {
				got := ""
				if s, ok := StatusOf(statements); ok {
					got = say(s)
				}
				if got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

func later(a Article, hours int) Article {
	a.Published = a.Published.Add(time.Duration(hours) * time.Hour)
	a.ID += 100
	return a
}

func reversed(list []Statement) []Statement {
	var r []Statement
	for i := len(list) - 1; i >= 0; i-- {
		r = append(r, list[i])
	}
	return r
}

func TestSeasonStatuses(t *testing.T) {
	var got []string
	for _, s := range SeasonStatuses([]Statement{
		stated(on(1, "TVLine"), tv.Renewed, 2), stated(on(2, "TVLine"), tv.Wrapped, 2), stated(on(3, "TVLine"), tv.Renewed, 3),
		stated(on(4, "TVLine"), tv.Cancelled, 0),
	}) {
		got = append(got, say(s))
	}
	if d := cmp.Diff([]string{"renewed 3 (TVLine 3)", "wrapped 2 (TVLine 2)"}, got); d != "" {
		t.Errorf("seasons (-want +got):\n%s", d)
	}
}

func TestAsOf(t *testing.T) {
	statements := []Statement{
		stated(on(1, "TVLine"), tv.Renewed, 3), stated(on(9, "TVLine"), tv.Cancelled, 0),
		cast(on(2, "TVLine"), "Ada Vance", "Mara"), former(cast(on(5, "TVLine"), "Ada Vance", "Mara")), cast(on(5, "TVLine"), "Bea Orr", "Mara"),
	}
	for day, want := range map[int]string{
		1: "renewed 3 (TVLine 1)",
		2: "renewed 3 (TVLine 1); Ada Vance as Mara (TVLine 2)",
		8: "renewed 3 (TVLine 1); Bea Orr as Mara (TVLine 5); Ada Vance as Mara (TVLine 5, former)",
		9: "cancelled 0 (TVLine 9); Bea Orr as Mara (TVLine 5); Ada Vance as Mara (TVLine 5, former)",
	} {
		var then []Statement
		for _, s := range statements {
			if s.Article.When().Before(EndOfDay(time.Date(2026, 1, day, 15, 0, 0, 0, time.UTC))) {
				then = append(then, s)
			}
		}
		s, _ := StatusOf(then)
		got := []string{say(s)}
		for _, c := range Credits(then) {
			got = append(got, tell(c))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("as of day %d: %v, want %v", day, strings.Join(got, "; "), want)
		}
	}
	if got := EndOfDay(time.Time{}); !got.IsZero() {
		t.Errorf("the zero time ends at %v, want zero", got)
	}
}

func TestTalk(t *testing.T) {
	talks := sure(cast(on(2, "TVLine"), "Ada Vance", "Mara"), tv.InTalks)
	tests := []struct {
		name       string
		statements []Statement
		want       []string
	}{
		{name: "in talks", statements: []Statement{talks}, want: []string{"Ada Vance as Mara (TVLine 2, in_talks)"}},
		{name: "the newest word counts", statements: []Statement{talks, sure(cast(on(4, "Variety"), "Ada Vance", "Mara"), tv.Denied)},
			want: []string{"Ada Vance as Mara (Variety 4, denied)"}},
		{name: "cast by now", statements: []Statement{talks, cast(on(3, "Variety"), "Ada Vance", "Mara")}},
		{name: "cast in the same article", statements: []Statement{talks, cast(on(2, "TVLine"), "Ada Vance", "Mara")}},
		{name: "talk of who is in it already", statements: []Statement{cast(on(1, "Variety"), "Ada Vance", "Mara"), talks},
			want: []string{"Ada Vance as Mara (TVLine 2, in_talks)"}},
		{name: "another part", statements: []Statement{talks, cast(on(3, "Variety"), "Bea Orr", "Mara")},
			want: []string{"Ada Vance as Mara (TVLine 2, in_talks)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range Talk(tt.statements) {
				got = append(got, tell(c))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("talk (-want +got):\n%s", d)
			}
		})
	}
}

func TestStatusesTellOfWorkOnTheNewestSeasons(t *testing.T) {
	premiere := dated(stated(on(4, "TVLine"), tv.PremiereDated, 2), "2026-05-01")
	for _, tt := range []struct {
		name       string
		statements []Statement
		want       []string
	}{
		{"nothing", nil, nil},
		{"a season before", []Statement{stated(on(1, "TVLine"), tv.Wrapped, 1), premiere, stated(on(2, "TVLine"), tv.Renewed, 3)},
			[]string{"renewed 3 (TVLine 2)", "premiere_dated 2, 2026-05-01 (TVLine 4)"}},
		{"the last season", []Statement{stated(on(2, "TVLine"), tv.Cancelled, 0), premiere},
			[]string{"cancelled 0 (TVLine 2)", "premiere_dated 2, 2026-05-01 (TVLine 4)"}},
		{"the same again", []Statement{stated(on(2, "TVLine"), tv.Renewed, 2), premiere}, []string{"premiere_dated 2, 2026-05-01 (TVLine 4)"}},
	} {
		var got []string
		for _, s := range Statuses(tt.statements) {
			got = append(got, say(s))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}
