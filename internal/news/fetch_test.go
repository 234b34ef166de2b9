package news

import (
	"testing"

	"greenlit/internal/tv"
)

func TestUnderstandFillsWhatTheArticleLacks(t *testing.T) {
	facts := []tv.Fact{
		{Type: tv.Source, Outlet: "Entertainment Weekly"},
		{Type: tv.Author, Person: "Michael Mistroff", Role: "News Editor", Outlet: "Heroic Hollywood"},
	}
	a := Article{Outlet: "TVLine"}
	a.Understand(Reading{Facts: facts})
	if a.Source != "Entertainment Weekly" || a.Author != "Michael Mistroff" || a.AuthorRole != "News Editor" || a.Outlet != "TVLine" {
		t.Errorf("article is by %q (%s) in %q from %q", a.Author, a.AuthorRole, a.Outlet, a.Source)
	}
	other := Article{Author: "Ada Vance"}
	other.Understand(Reading{Facts: facts})
	if other.Author != "Ada Vance" || other.AuthorRole != "" {
		t.Errorf("article is by %q (%s), want Ada Vance without somebody else's role", other.Author, other.AuthorRole)
	}
}

func TestUnderstandNamesTitleParts(t *testing.T) {
	const ritter = "Krysten Ritter"
	part := func(show tv.Slug, person, character string, c tv.Certainty) tv.Fact {
		return tv.Fact{Type: tv.Cast, Show: show, Person: person, Character: character, Certainty: c}
	}
	in := part("jessica-jones", ritter, "", tv.Confirmed)
	tests := []struct {
		name  string
		fact  tv.Fact
		other tv.Fact
		want  string
	}{
		{"the title's character", in, part("the-defenders", ritter, "Jessica Jones", tv.Confirmed), "Jessica Jones"},
		{"a slug with a year", part("mara-quill-2024", "Ada Vance", "", tv.Confirmed), part("harbor-lights", "Ada Vance", "Mara Quill", tv.Confirmed), "Mara Quill"},
		{"another character", in, part("the-defenders", ritter, "Claire Temple", tv.Confirmed), ""},
		{"another person", in, part("the-defenders", "Charlie Cox", "Jessica Jones", tv.Confirmed), ""},
		{"a rumour", in, part("the-defenders", ritter, "Jessica Jones", tv.Rumoured), ""},
		{"a part of the title", part("jessica-jones-and-friends", ritter, "", tv.Confirmed), part("the-defenders", ritter, "Jessica Jones", tv.Confirmed), ""},
		{"a character that is named", part("jessica-jones", ritter, "Jane", tv.Confirmed), part("the-defenders", ritter, "Jessica Jones", tv.Confirmed), "Jane"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			facts := []tv.Fact{tt.fact, tt.other}
			var a Article
			a.Understand(Reading{Facts: facts})
			if got := a.Facts[0].Character; got != tt.want {
				t.Errorf("character is %q, want %q", got, tt.want)
			}
			if facts[0].Character != tt.fact.Character {
				t.Error("the reading that was handed in is changed")
			}
		})
	}
}
