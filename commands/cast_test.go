package commands

import (
	"errors"
	"testing"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestCast(t *testing.T) {
	const source = "Heroic Hollywood: Krysten Ritter Already Wants Season 2 (https://heroichollywood.example/ritter/) · 14 February 2017"
	b := newBench(t)
	ramirez := credited("the-defenders", "Marco Ramirez", "")
	ramirez.Type, ramirez.Role = tv.Crew, tv.Showrunner
	rumour := credited("the-defenders", "Ada Vance", "Mara")
	rumour.Certainty = tv.Rumoured
	b.store.statements["the-defenders"] = []news.Statement{
		ramirez, credited("the-defenders", "Mike Colter", "Luke Cage"), rumour,
		{Article: ritter, Fact: tv.Fact{Type: tv.Status, Show: "the-defenders", Certainty: tv.Confirmed}},
	}
	tests := []struct {
		name, ask string
		want      []string
		private   bool
	}{
		{name: "a character", ask: "jessica-jones", want: []string{"Krysten Ritter as Jessica Jones " + source}},
		{name: "cast before crew", ask: "defenders", want: []string{
			"Cast Mike Colter as Luke Cage " + source + " Crew Marco Ramirez, showrunner " + source,
		}},
		{name: "nothing known", ask: "luke cage", want: []string{"No article that I have read says yet who is in Luke Cage (2016, Netflix)."}},
		{name: "unknown show", ask: "zzzz", want: []string{"I don't know a show called “zzzz”"}, private: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.sees(b.send(discordtest.Command("cast", discordtest.String("show", tt.ask))), tt.private, tt.want...)
		})
	}
}

func TestCastWithHostileNames(t *testing.T) {
	b := newBench(t)
	b.store.statements["luke-cage"] = []news.Statement{credited("luke-cage", "@everyone", "](https://evil.example)")}
	r := b.send(discordtest.Command("cast", discordtest.String("show", "luke-cage")))
	b.sees(r, false, "@everyone as ](https://evil.example)")
	if got, want := r.Data.Embeds[0].Description[:60], "__Cast__\n**@\u200beveryone** as \\](https\\://evil.example)"; got[:len(want)] != want {
		t.Errorf("description is %q, want %q first", got, want)
	}
}

func TestCastWhenTheStoreFails(t *testing.T) {
	b := newBench(t)
	b.store.err = errors.New("disk is gone")
	b.sees(b.send(discordtest.Command("cast", discordtest.String("show", "luke-cage"))), true, "That went wrong on my side.")
}
