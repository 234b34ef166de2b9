package facts

import (
	"fmt"
	"slices"
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// said are the facts of the types that an article states, as text.
func said(t *testing.T, a news.Article, types ...tv.FactType) []string {
	t.Helper()
	r := testReader().Read(a)
	checkEvidence(t, a, r)
	title := func(slug tv.Slug) string {
		for _, sh := range append(r.Learnt, tv.Catalogue()...) {
			if sh.Slug == slug {
				return sh.Title
			}
		}
		return string(slug)
	}
	var out []string
	for _, f := range r.Facts {
		if !slices.Contains(types, f.Type) {
			continue
		}
		s := fmt.Sprintf("%s: %s", f.Type, title(f.Show))
		switch f.Type {
		case tv.BasedOn:
			s += fmt.Sprintf(" < %s / %s", f.Text, f.Person)
		case tv.Cast:
			s += fmt.Sprintf(" < %s / %s", f.Person, f.Character)
		case tv.Status:
			s += fmt.Sprintf(" < %s %d", f.Status, f.Season)
		}
		if f.Certainty != tv.Confirmed {
			s += " (" + string(f.Certainty) + ")"
		}
		out = append(out, s)
	}
	return out
}

// about is an article with a neutral headline about Night Ferry.
func about(text string) news.Article {
	return news.Article{Title: "‘Night Ferry’ Showrunner on the Road Ahead", Blocks: []news.Block{{Kind: news.Paragraph, Text: text}}}
}

func headline(text string) news.Article { return news.Article{Title: text} }

func TestAnnouncedTitles(t *testing.T) {
	for _, c := range []struct {
		a    news.Article
		want []string
	}{
		{about("The series, titled “Harbor Lights,” follows a family of pilots."), []string{"title_of: Harbor Lights"}},
		{about("The spinoff will be called “Embers” and is set in Leeds."), []string{"title_of: Embers"}},
		{about("HBO is making a new drama called “Copper Hollow” with the same team."), []string{"title_of: Copper Hollow"}},
		{about("The comedy, tentatively titled “Salt and Sugar,” is due next year."), []string{"title_of: Salt and Sugar"}},
		{about("The prequel, which is called “The Long Wake,” begins filming in May."), []string{"title_of: The Long Wake"}},
		{about("The title of the new series is “Paper Boats.”"), []string{"title_of: Paper Boats"}},
		{about("The show’s title will be “Paper Boats.”"), []string{"title_of: Paper Boats"}},
		{about("The spinoff has been retitled “Low Water.”"), []string{"title_of: Low Water"}},
		{about("HBO has announced “Harbor Lights,” a six-part thriller from the same producers."), []string{"title_of: Harbor Lights"}},
		{about("AMC is developing “Low Water,” a drama set on a barge."), []string{"title_of: Low Water"}},
		{about("The series is reportedly titled “Harbor Lights.”"), []string{"title_of: Harbor Lights (reported)"}},
		{about("Fans claim, and insiders claim too, that the rumored spinoff is called “Embers.”"), []string{"title_of: Embers (rumoured)"}},
		{headline("‘Harbor Lights’ Ordered to Series at AMC"), []string{"title_of: Harbor Lights"}},
		{headline("AMC Orders ‘Harbor Lights’ to Series"), []string{"title_of: Harbor Lights"}},
		{headline("‘Night Ferry’ Spinoff Titled ‘Embers’ Set at HBO"), []string{"title_of: Embers"}},

		{about("The series was originally titled “Harbor Lights.”"), nil},
		{about("The series, formerly called “Harbor Lights,” is back."), nil},
		{about("The series will not be called “Embers.”"), nil},
		{about("The series could be called “Embers.”"), nil},
		{about("If the series were called “Embers,” nobody would watch it."), nil},
		{about("Will the series be called “Embers”?"), nil},
		{about("The film, titled “Harbor Lights,” opens in May."), nil},
		{about("Her memoir, titled “Harbor Lights,” is out now."), nil},
		{about("The episode, titled “Embers,” airs on Sunday."), nil},
		{about("She wrote a novel called “Low Water” and a song called “Embers.”"), nil},
		{about("He calls the series “a gift.”"), nil},
		{about("HBO announced “Harbor Lights,” a film about two brothers."), nil},
		{headline("‘Night Ferry’ Renewed for Season 3 at HBO"), nil},
		{headline("‘Night Ferry’ Finale, Titled ‘Embers,’ Explained"), nil},
	} {
		if got := said(t, c.a, tv.TitleOf); !slices.Equal(got, c.want) {
			t.Errorf("%s %v: got %q, want %q", c.a.Title, c.a.Blocks, got, c.want)
		}
	}
}

func TestWorksThatShowsAreBasedOn(t *testing.T) {
	for _, c := range []struct {
		a    news.Article
		want []string
	}{
		{about("The series is based on Ada Crane’s novel “The Salt Road.”"), []string{"based_on: Night Ferry < The Salt Road / Ada Crane"}},
		{about("The drama is based on the novel “The Salt Road” by Ada Crane."), []string{"based_on: Night Ferry < The Salt Road / Ada Crane"}},
		{about("“Night Ferry” is based on the best-selling book of the same name by Ada Crane."), []string{"based_on: Night Ferry < Night Ferry / Ada Crane"}},
		{about("“Night Ferry” is adapted from the Dark Horse comic."), []string{"based_on: Night Ferry < Dark Horse comic / "}},
		{about("Based on Ada Crane’s 2012 memoir, “Night Ferry” follows two brothers."), []string{"based_on: Night Ferry < 2012 memoir / Ada Crane"}},
		{about("“Night Ferry,” a drama based on the graphic novels by author Ada Crane, returns in May."), []string{"based_on: Night Ferry < graphic novels / Ada Crane"}},
		{about("“Night Ferry” is loosely based on the Danish series “Lys.”"), []string{"based_on: Night Ferry < Lys / "}},
		{about("The series is inspired by Ada Crane’s podcast “Low Tide.”"), []string{"based_on: Night Ferry < Low Tide / Ada Crane"}},
		{about("“Night Ferry” is an adaptation of “The Salt Road,” a novel by Ada Crane."), []string{"based_on: Night Ferry < The Salt Road / Ada Crane"}},
		{about("“Night Ferry” adapts the novel “The Salt Road.”"), []string{"based_on: Night Ferry < The Salt Road / "}},
		{about("The series is reportedly based on Ada Crane’s novel “The Salt Road.”"), []string{"based_on: Night Ferry < The Salt Road / Ada Crane (reported)"}},
		{headline("HBO Orders ‘Night Ferry,’ Based on Ada Crane’s Novel"), []string{"based_on: Night Ferry < Novel / Ada Crane"}},

		{about("The series is inspired by a true story."), nil},
		{about("The series is based on a true story."), nil},
		{about("“Night Ferry” is based on real events."), nil},
		{about("“Night Ferry” is based on an original idea by Ada Crane."), nil},
		{about("“Night Ferry” is based on a novel."), nil},
		{about("The series is not based on Ada Crane’s novel “The Salt Road.”"), nil},
		{about("Is “Night Ferry” based on Ada Crane’s novel “The Salt Road”?"), nil},
		{about("If the series were based on the novel “The Salt Road,” it would end sooner."), nil},
		{about("The series could be based on the novel “The Salt Road.”"), nil},
		{about("The film is based on Ada Crane’s novel “The Salt Road.”"), nil},
		{about("Her character is based on the novel “The Salt Road.”"), nil},
		{about("Nora Vance starred in a film adaptation of “The Salt Road.”"), nil},
		{about("The company is based on the South Bank."), nil},
		{about("“Night Ferry” was inspired by Ada Crane."), nil},
		{about("“Night Ferry” is based on reports that nobody checked."), nil},
	} {
		if got := said(t, c.a, tv.BasedOn); !slices.Equal(got, c.want) {
			t.Errorf("%s %v: got %q, want %q", c.a.Title, c.a.Blocks, got, c.want)
		}
	}
}
