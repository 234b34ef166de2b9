package commands

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestCastOfAPerson(t *testing.T) {
	for _, tt := range []struct {
		name         string
		person, show string
		want         []string
		private      bool
	}{
		{name: "every show", person: "Krysten Ritter", want: []string{"Krysten Ritter Cast Harbor Lights as Moss", "Jessica Jones (2015, Netflix) as Jessica Jones"}},
		{name: "given for a show", show: "krysten ritter", want: []string{"Jessica Jones (2015, Netflix) as Jessica Jones"}},
		{name: "small typo", person: "kristen ritter", want: []string{"Jessica Jones (2015, Netflix) as Jessica Jones"}},
		{name: "surname that one has", person: "colter", want: []string{"Mike Colter Former cast Harbor Lights as Moss"}},
		{name: "talk", person: "ada vance", want: []string{"Talked about Harbor Lights as Ines: in talks"}},
		{name: "surname that two have", person: "ritter", want: []string{"Several people go by “ritter”. Whom do you mean?"}},
		{name: "in one show", person: "Krysten Ritter", show: "jessica-jones", want: []string{"Jessica Jones (2015, Netflix) Cast Krysten Ritter as Jessica Jones"}},
		{name: "not in it", person: "Mike Colter", show: "jessica-jones", want: []string{"No article that I have read says that Mike Colter is in Jessica Jones (2015, Netflix)."}},
		{name: "known without a part", person: "John Ritter", want: []string{"No article that I have read says which shows John Ritter is in."}},
		{name: "near name", person: "Susan Vance", want: []string{"I haven't read of anybody called “Susan Vance”. Did you mean Ada Vance?"}, private: true},
		{name: "nobody", person: "**@everyone**", want: []string{"I haven't read of anybody called “**@everyone**”. Check the spelling"}, private: true},
		{name: "neither", want: []string{"/cast needs show or person"}, private: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			lights(b)
			b.sees(b.send(discordtest.Command("cast", discordtest.String("show", tt.show), discordtest.String("person", tt.person))), tt.private, tt.want...)
		})
	}
}

func TestCastOfAPersonWhoIsNotListedYet(t *testing.T) {
	b := newBench(t)
	b.store.statements["harbor-lights"] = []news.Statement{credited("harbor-lights", "Adah Vance", "Moss")}
	for _, asked := range []string{"Adah Vance", " adah  vance "} {
		for _, option := range []string{"person", "show"} {
			b.sees(b.send(discordtest.Command("cast", discordtest.String(option, asked))), false, "Harbor Lights as Moss")
		}
		b.sees(b.send(discordtest.Command("cast", discordtest.String("show", "harbor-lights"), discordtest.String("person", asked))), false, "Adah Vance as Moss")
	}
	b.sees(b.send(discordtest.Command("cast", discordtest.String("person", "adda vance"))), false, "Ada Vance")
}

func TestCastAsksWhomIsMeant(t *testing.T) {
	b := newBench(t)
	lights(b)
	menu := b.menuOf(b.send(discordtest.Command("cast", discordtest.String("person", "ritter"))))
	b.sees(b.send(discordtest.Component(menu.CustomID, []string{menu.Options[0].Value})), false, "Jessica Jones (2015, Netflix) as Jessica Jones")
}

func TestCastSuggestsPeopleAndShows(t *testing.T) {
	b := newBench(t)
	got := b.suggested(discordtest.Autocomplete("cast", discordtest.String("person", "ri")))
	if d := cmp.Diff([]string{"Krysten Ritter", "John Ritter"}, got); d != "" {
		t.Errorf("people (-want +got):\n%s", d)
	}
	got = b.suggested(discordtest.Autocomplete("cast", discordtest.String("show", "jes")))
	if d := cmp.Diff([]string{"Jessica Jones (2015, Netflix)"}, got); d != "" {
		t.Errorf("shows (-want +got):\n%s", d)
	}
}

func TestACandidateAnswersByItsNameAlone(t *testing.T) {
	b := newBench(t)
	candidate := tv.Show{Slug: "salt-road", Title: "Salt Road", Learnt: true, Candidate: true}
	names := tv.NewNames(append([]tv.Show{candidate}, shows...))
	b.needs.Shows = func() Shows { return names }
	b.router = NewRouter(All(b.needs), b.router.log)
	b.store.articles["salt-road"] = []news.Article{{Title: "‘Salt Road’ Ordered"}}
	b.sees(b.send(discordtest.Command("news", discordtest.String("show", "Salt Road"))), false, "‘Salt Road’ Ordered", "So far one article alone tells of this show.")
	b.sees(b.send(discordtest.Command("news", discordtest.String("show", "Salt Roads"))), true, "I don't know a show called “Salt Roads”. Check the spelling")
	if got := b.suggested(discordtest.Autocomplete("news", discordtest.String("show", "salt"))); len(got) != 0 {
		t.Errorf("suggestions are %v, want none", got)
	}
}
