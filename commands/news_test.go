package commands

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
)

func TestNews(t *testing.T) {
	const told = "Krysten Ritter Already Wants Season 2 (https://heroichollywood.example/ritter/) " +
		"Heroic Hollywood · by Michael Mistroff · via Entertainment Weekly · 14 February 2017"
	tests := []struct {
		name, ask string
		want      []string
		private   bool
	}{
		{name: "by slug", ask: "jessica-jones", want: []string{"News about Jessica Jones (2015, Netflix)", told}},
		{name: "without article", ask: "defenders", want: []string{"News about The Defenders (2017, Netflix)", told}},
		{name: "by brand", ask: "Marvel's The Defenders", want: []string{"The Defenders (2017, Netflix)", told}},
		{name: "a show that was learnt", ask: "harbor lights", want: []string{"News about Harbor Lights", told}},
		{name: "no articles", ask: "luke cage", want: []string{"No news about Luke Cage (2016, Netflix) yet:"}},
		{name: "near name", ask: "the defendres of jessica", want: []string{"“the defendres of jessica”", "Did you mean"}, private: true},
		{name: "nothing near", ask: "zzzz", want: []string{"I don't know a show called “zzzz”", "Check the spelling"}, private: true},
		{name: "hostile name", ask: "@everyone **x** [a](https://evil.example)", want: []string{"“@everyone **x** [a](https://evil.example)”"}, private: true},
		{name: "blank", ask: "  ", want: []string{"/news needs show"}, private: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			r := b.send(discordtest.Command("news", discordtest.String("show", tt.ask)))
			b.sees(r, tt.private, tt.want...)
			if strings.Contains(r.Data.Content, "@everyone") {
				t.Errorf("the text pings: %s", r.Data.Content)
			}
		})
	}
}

func TestNewsInADirectMessage(t *testing.T) {
	b := newBench(t)
	b.sees(b.send(discordtest.Command("news", discordtest.String("show", "defenders"), discordtest.DM())), false, "Krysten Ritter")
}

func TestNewsWithHostileArticles(t *testing.T) {
	b := newBench(t)
	var articles []news.Article
	for i := range 10 {
		articles = append(articles, news.Article{
			Title:  fmt.Sprintf("%d @everyone <@1> %s", i, strings.Repeat("](https://evil.example) ||*_`", 30)),
			Link:   "javascript:alert(1)",
			Author: strings.Repeat("漢", 500), Outlet: "# Big", Source: "\u202ereversed",
		})
	}
	b.store.articles["luke-cage"] = articles
	r := b.send(discordtest.Command("news", discordtest.String("show", "luke-cage")))
	b.sees(r, false, "9 @everyone <@1>", "# Big", "via reversed")
	for _, e := range r.Data.Embeds {
		if strings.Contains(e.Description, "@everyone") || strings.Contains(e.Description, "](javascript") {
			t.Errorf("embed is not safe: %s", e.Description)
		}
	}
}

func TestNewsAsksWhichShowIsMeant(t *testing.T) {
	b := newBench(t)
	delete(b.store.articles, "the-defenders")
	r := b.send(discordtest.Command("news", discordtest.String("show", "The Defenders")))
	b.sees(r, false, "Several shows go by “The Defenders”. Which one do you mean?")
	menu := b.menuOf(r)
	want := []discordgo.SelectMenuOption{
		{Label: "The Defenders (2017, Netflix)", Value: "the-defenders", Description: "no article yet"},
		{Label: "The Defenders (1961, CBS)", Value: "the-defenders-1961", Description: "no article yet"},
	}
	if d := cmp.Diff(want, menu.Options); d != "" {
		t.Errorf("choices (-want +got):\n%s", d)
	}

	// A restarted bot has only what Discord sends.
	restarted := newBench(t)
	restarted.store.articles["the-defenders-1961"] = []news.Article{{Title: "A lawyer and his son"}}
	r = restarted.send(discordtest.Component(menu.CustomID, []string{"the-defenders-1961"}))
	restarted.sees(r, false, "News about The Defenders (1961, CBS)", "A lawyer and his son")
	if r.Type != discordgo.InteractionResponseUpdateMessage || r.Data.Components == nil || len(r.Data.Components) != 0 {
		t.Errorf("answer of type %d with components %v, want the menu replaced", r.Type, r.Data.Components)
	}
}

func TestNewsOffersNearNamesToChoose(t *testing.T) {
	b := newBench(t)
	r := b.send(discordtest.Command("news", discordtest.String("show", "jessica smith")))
	b.sees(r, true, "Did you mean", "Jessica Jones (2015, Netflix)")
	menu := b.menuOf(r)
	b.sees(b.send(discordtest.Component(menu.CustomID, []string{menu.Options[0].Value})), false, "News about Jessica Jones")
}

func TestNewsSuggestsShows(t *testing.T) {
	b := newBench(t)
	got := b.suggested(discordtest.Autocomplete("news", discordtest.String("show", "def")))
	want := []string{"The Defenders (2017, Netflix)", "The Defenders (1961, CBS)"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("suggestions (-want +got):\n%s", d)
	}
	if got := b.suggested(discordtest.Autocomplete("news", discordtest.String("show", "qqq"))); len(got) != 0 {
		t.Errorf("suggestions for nonsense are %v, want none", got)
	}
}

func TestNewsWhenTheStoreFails(t *testing.T) {
	b := newBench(t)
	b.store.err = errors.New("disk is gone")
	r := b.send(discordtest.Command("news", discordtest.String("show", "defenders")))
	b.sees(r, true, "That went wrong on my side.")
	if strings.Contains(text(r), "disk") || !strings.Contains(b.log.String(), "disk is gone") {
		t.Errorf("the cause belongs in the log alone; log:\n%s", b.log)
	}
}

func TestNewsOffersTheOnlyShowThatIsNear(t *testing.T) {
	b := newBench(t)
	r := b.send(discordtest.Command("news", discordtest.String("show", "luke cags 1999")))
	b.sees(r, true, "I don't know a show called “luke cags 1999”. Did you mean Luke Cage (2016, Netflix)?")
}
