package news

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"greenlit/internal/tv"
)

// on returns an article of the outlet on a day of January 2026.
func on(day int, outlet string) Article {
	return Article{
		ID: int64(day), Outlet: outlet, Title: fmt.Sprintf("%s %d", outlet, day),
		Published: time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC),
	}
}

func cast(a Article, person, character string) Statement {
	return Statement{Article: a, Fact: tv.Fact{
		Type: tv.Cast, Show: "harbor-lights", Person: person, Character: character, Certainty: tv.Confirmed,
	}}
}

func crew(a Article, person, role string) Statement {
	return Statement{Article: a, Fact: tv.Fact{
		Type: tv.Crew, Show: "harbor-lights", Person: person, Role: role, Certainty: tv.Confirmed,
	}}
}

func former(s Statement) Statement { s.Former = true; return s }

func sure(s Statement, c tv.Certainty) Statement { s.Certainty = c; return s }

func at(s Statement, start int) Statement { s.Evidence.Start = start; return s }

// tell writes a credit as "Ada Vance as Mara (Variety 3, 2 outlets, former, disputed)".
func tell(c Credit) string {
	s := c.Person
	if c.Character != "" {
		s += " as " + c.Character
	}
	if c.Role != "" {
		s += ", " + c.Role
	}
	notes := []string{c.Article.Title}
	if c.Outlets != 1 {
		notes = append(notes, fmt.Sprintf("%d outlets", c.Outlets))
	}
	if c.Certainty != tv.Confirmed {
		notes = append(notes, string(c.Certainty))
	}
	if c.Former {
		notes = append(notes, "former")
	}
	if c.Disputed {
		notes = append(notes, "disputed")
	}
	return s + " (" + strings.Join(notes, ", ") + ")"
}

func TestCredits(t *testing.T) {
	tests := []struct {
		name       string
		statements []Statement
		want       []string
	}{
		{name: "none", want: nil},
		{
			name: "equal statements are one credit of the newest article",
			statements: []Statement{
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				cast(on(3, "Deadline"), "Ada  vance", "MARA"),
				cast(on(2, "Deadline"), "Ada Vance", "Mara"),
			},
			want: []string{"Ada  vance as MARA (Deadline 3, 2 outlets)"},
		},
		{
			name: "a named character beats none",
			statements: []Statement{
				cast(on(3, "Deadline"), "Ada Vance", ""),
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
			},
			want: []string{"Ada Vance as Mara (Variety 1)"},
		},
		{
			name: "a full name beats its short form",
			statements: []Statement{
				cast(on(3, "Deadline"), "Ada Vance", "Mara"),
				cast(on(1, "Variety"), "Ada Vance", "Mara Quill"),
				cast(on(1, "Variety"), "Ada Vance", "Quill"),
			},
			want: []string{"Ada Vance as Mara Quill (Deadline 3, 2 outlets)"},
		},
		{
			name: "two characters of one person stay two credits",
			statements: []Statement{
				at(cast(on(1, "Variety"), "Ada Vance", "Mara"), 10),
				at(cast(on(1, "Variety"), "Ada Vance", "The Warden"), 50),
			},
			want: []string{"Ada Vance as Mara (Variety 1)", "Ada Vance as The Warden (Variety 1)"},
		},
		{
			name: "cast before crew, newest first, then most outlets, then as the article has it",
			statements: []Statement{
				crew(on(9, "Variety"), "Noor Hale", tv.Showrunner),
				at(cast(on(2, "Variety"), "Cy Brandt", "Tom"), 30),
				at(cast(on(2, "Variety"), "Bea Orr", "Ines"), 20),
				at(cast(on(2, "Variety"), "Ada Vance", "Mara"), 40),
				cast(on(1, "TVLine"), "Ada Vance", "Mara"),
				cast(on(5, "Deadline"), "Dan Ott", "Luis"),
			},
			want: []string{
				"Dan Ott as Luis (Deadline 5)",
				"Ada Vance as Mara (Variety 2, 2 outlets)",
				"Bea Orr as Ines (Variety 2)",
				"Cy Brandt as Tom (Variety 2)",
				"Noor Hale, showrunner (Variety 9)",
			},
		},
		{
			name: "rumours answer nothing",
			statements: []Statement{
				sure(cast(on(1, "Variety"), "Ada Vance", "Mara"), tv.Rumoured),
				sure(cast(on(1, "Variety"), "Bea Orr", "Ines"), tv.InTalks),
			},
		},
		{
			name: "a confirmation is the source even when a report is newer",
			statements: []Statement{
				sure(cast(on(3, "Deadline"), "Ada Vance", "Mara"), tv.Reported),
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				sure(cast(on(3, "Deadline"), "Bea Orr", "Ines"), tv.Reported),
			},
			want: []string{"Bea Orr as Ines (Deadline 3, reported)", "Ada Vance as Mara (Variety 1, 2 outlets)"},
		},
		{
			name: "a later denial takes the credit away, an earlier one does not",
			statements: []Statement{
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				sure(cast(on(2, "Deadline"), "Ada Vance", "Mara"), tv.Denied),
				sure(cast(on(1, "Variety"), "Bea Orr", "Ines"), tv.Denied),
				cast(on(2, "Deadline"), "Bea Orr", "Ines"),
			},
			want: []string{"Bea Orr as Ines (Deadline 2)"},
		},
		{
			name: "who left is told as past, with the character an earlier article named",
			statements: []Statement{
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				former(cast(on(4, "Deadline"), "Ada Vance", "")),
				cast(on(2, "Variety"), "Bea Orr", "Ines"),
			},
			want: []string{"Bea Orr as Ines (Variety 2)", "Ada Vance as Mara (Deadline 4, former)"},
		},
		{
			name: "who returned is no longer past",
			statements: []Statement{
				former(cast(on(1, "Variety"), "Ada Vance", "Mara")),
				cast(on(4, "Deadline"), "Ada Vance", "Mara"),
			},
			want: []string{"Ada Vance as Mara (Deadline 4)"},
		},
		{
			name: "someone back as nobody knows whom keeps the part that was left",
			statements: []Statement{
				former(cast(on(1, "Variety"), "Ada Vance", "Mara")),
				cast(on(4, "Deadline"), "Ada Vance", ""),
			},
			want: []string{"Ada Vance as Mara (Variety 1, former)"},
		},
		{
			name: "one article on past and present",
			statements: []Statement{
				former(crew(on(1, "Variety"), "Noor Hale", tv.Writer)),
				crew(on(1, "Variety"), "Noor Hale", tv.Writer),
			},
			want: []string{"Noor Hale, writer (Variety 1)"},
		},
		{
			name: "outlets that name different people for a character are both heard",
			statements: []Statement{
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				cast(on(2, "Deadline"), "Bea Orr", "Mara"),
			},
			want: []string{"Bea Orr as Mara (Deadline 2, disputed)", "Ada Vance as Mara (Variety 1, disputed)"},
		},
		{
			name: "a recast part is not disputed",
			statements: []Statement{
				cast(on(1, "Variety"), "Ada Vance", "Mara"),
				former(cast(on(2, "Deadline"), "Ada Vance", "Mara")),
				cast(on(2, "Deadline"), "Bea Orr", "Mara"),
			},
			want: []string{"Bea Orr as Mara (Deadline 2)", "Ada Vance as Mara (Deadline 2, former)"},
		},
		{
			name: "other facts are no credits",
			statements: []Statement{
				{Article: on(1, "Variety"), Fact: tv.Fact{Type: tv.Quote, Person: "Ada Vance", Certainty: tv.Confirmed}},
				cast(on(1, "Variety"), "  ", "Mara"),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range Credits(tt.statements) {
				got = append(got, tell(c))
			}
			if g, w := strings.Join(got, "\n"), strings.Join(tt.want, "\n"); g != w {
				t.Errorf("credits:\n%s\nwant:\n%s", g, w)
			}
		})
	}
}

func TestCreditsLeavesItsInputAlone(t *testing.T) {
	statements := []Statement{
		cast(on(1, "Variety"), "Ada Vance", "Mara"),
		sure(cast(on(2, "Variety"), "Ada Vance", "Mara"), tv.Rumoured),
	}
	Credits(statements)
	if got := statements[0].Article.ID; got != 1 {
		t.Errorf("first statement is of article %d afterwards, want 1", got)
	}
}

func TestCreditsRestOnArticlesThatTellNoPlot(t *testing.T) {
	recap := on(3, "Variety")
	recap.Spoiler.Level = PlotSpoiler
	open := cast(on(1, "TVLine"), "Ada Vance", "Mara")
	for _, tt := range []struct {
		statements []Statement
		want       string
	}{
		{[]Statement{cast(recap, "Ada Vance", "Mara"), open}, "TVLine 1"},
		{[]Statement{open, cast(recap, "Ada Vance", "Mara")}, "TVLine 1"},
		{[]Statement{cast(recap, "Ada Vance", "Mara"), sure(open, tv.Reported)}, "Variety 3"},
		{[]Statement{cast(recap, "Ada Vance", "Mara")}, "Variety 3"},
	} {
		if got := Credits(tt.statements); len(got) != 1 || got[0].Article.Title != tt.want {
			t.Errorf("credits are %+v, want one of %s", got, tt.want)
		}
	}
}
