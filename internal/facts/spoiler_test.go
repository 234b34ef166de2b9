package facts

import (
	"strings"
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestSpoilers(t *testing.T) {
	r := NewReader(Lists{
		Shows: []tv.Show{
			{Slug: "night-ferry", Title: "Night Ferry", Network: "HBO", Ambiguity: tv.Distinct},
			{Slug: "killing-eve", Title: "Killing Eve", Network: "BBC America", Ambiguity: tv.Distinct},
			{Slug: "the-walking-dead", Title: "The Walking Dead", Network: "AMC", Ambiguity: tv.Distinct},
		},
		People: []string{"Nora Vance", "Eli Okafor"},
	})
	plot := func(show tv.Slug, season, episode int) news.Spoiler {
		return news.Spoiler{Level: news.PlotSpoiler, Show: show, Title: "Night Ferry", Season: season, Episode: episode}
	}
	none := news.Spoiler{}
	for _, test := range []struct {
		name       string
		title      string
		text       string
		categories []string
		want       news.Spoiler
	}{
		{name: "renewal", title: "‘Night Ferry’ Renewed for Season 3 at HBO", want: none},
		{name: "premiere date", title: "HBO Reveals ‘Night Ferry’ Season 2 Finale Date and Episode Titles", want: none},
		{name: "recap", title: "‘Night Ferry’ Recap: Season 2, Episode 8", want: plot("night-ferry", 2, 8)},
		{name: "recap in short form", title: "Night Ferry Recap: The Long Tide (S02E08)", want: plot("night-ferry", 2, 8)},
		{name: "recap with words for numbers", title: "‘Night Ferry’ Season Two, Episode Eight Recap", want: plot("night-ferry", 2, 8)},
		{name: "a finale has a season alone", title: "‘Night Ferry’ Season 2 Finale Explained", want: plot("night-ferry", 2, 0)},
		{name: "ordinal season", title: "‘Night Ferry’ Postmortem: On That Second-Season Twist", want: plot("night-ferry", 2, 0)},
		{name: "warning above the text", title: "Nora Vance on ‘Night Ferry’", text: "[This story contains spoilers from season one, episode three of Night Ferry.] She smiled.", want: plot("night-ferry", 1, 3)},
		{name: "spoiler alert", title: "Nora Vance on ‘Night Ferry’", text: "SPOILER ALERT: Do not read on if you have not seen “Night Ferry.”", want: plot("night-ferry", 0, 0)},
		{name: "warning for a season", title: "‘Night Ferry’ Boss Talks", text: "Warning: this interview has spoilers for season 4 of “Night Ferry.”", want: plot("night-ferry", 4, 0)},
		{name: "warning far below", title: "Nora Vance on ‘Night Ferry’", text: strings.Repeat("She has a lot to say. ", 20) + "Spoilers ahead for Night Ferry.", want: none},
		{name: "without spoilers", title: "‘Night Ferry’ Review, Spoiler-Free", text: "This review has no spoilers for season 2 of “Night Ferry.”", want: none},
		{name: "category", title: "‘Night Ferry’: The Long Tide", categories: []string{"TV", "Recaps", "Night Ferry"}, want: plot("night-ferry", 0, 0)},
		{name: "a character dies", title: "Captain Moss Dies in ‘Night Ferry’ Season 2 Premiere", want: plot("night-ferry", 2, 0)},
		{name: "killed off", title: "Why ‘Night Ferry’ Killed Off Its Captain", want: plot("night-ferry", 0, 0)},
		{name: "star on a character's death", title: "‘Night Ferry’ Star Explains Why Her Character Dies", want: plot("night-ferry", 0, 0)},
		{name: "what an episode reveals", title: "‘Night Ferry’ Episode Reveals the Captain's Secret", want: plot("night-ferry", 0, 0)},
		{name: "who won", title: "‘Night Ferry’: Who Won the Race?", want: plot("night-ferry", 0, 0)},
		{name: "a character's death", title: "‘Night Ferry’ Star on Moss’s Death", want: plot("night-ferry", 0, 0)},
		{name: "the death of somebody real", title: "‘Night Ferry’ Cast on Vance's Death", text: "Nora Vance of “Night Ferry” died last week.", want: none},
		{name: "makers on a finale", title: "‘Night Ferry’ Creators Break Down the Season 2 Finale", want: plot("night-ferry", 2, 0)},
		{name: "review of a finale", title: "‘Night Ferry’ Finale Review: The Tide Is Out", want: plot("night-ferry", 0, 0)},
		{name: "winner", title: "‘Night Ferry’ Crowns Its Season 9 Winner", want: plot("night-ferry", 9, 0)},
		{name: "a title that kills", title: "‘Killing Eve’ Sets Season 4 Premiere", want: none},
		{name: "a title that is dead", title: "‘The Walking Dead’ Adds Nora Vance", want: none},
		{name: "obituary with age", title: "Nora Vance, ‘Night Ferry’ Star, Dies at 71", want: none},
		{name: "obituary by job", title: "Norm Abel, ‘Night Ferry’ Creator and Director, Dies", want: none},
		{name: "obituary by name", title: "Nora Vance Dies; ‘Night Ferry’ Cast Pays Tribute", want: none},
		{name: "a network kills a pilot", title: "HBO Kills ‘Night Ferry’ Pilot", want: none},
		{name: "no show to spoil", title: "Man Killed in Downtown Fire", want: none},
		{name: "casting that the headline tells", title: "Nora Vance Joins ‘Night Ferry’ as Captain Moss",
			want: news.Spoiler{Level: news.CastingSpoiler, Show: "night-ferry", Told: true}},
		{name: "casting that only the text tells", title: "‘Night Ferry’ Has a New Captain", text: "Nora Vance has joined the cast of HBO's “Night Ferry” as Captain Moss.",
			want: news.Spoiler{Level: news.CastingSpoiler, Show: "night-ferry"}},
		{name: "a cast that everybody knows", title: "‘Night Ferry’ Renewed for Season 3", text: "The HBO series “Night Ferry” stars Nora Vance as Captain Moss.", want: none},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := news.Article{Title: test.title, Categories: test.categories}
			if test.text != "" {
				a.Blocks = []news.Block{{Kind: news.Paragraph, Text: test.text}}
			}
			if got := r.Read(a).Spoiler; got != test.want {
				t.Errorf("%q gives away %v %+v, want %v %+v", test.title, got.Level, got, test.want.Level, test.want)
			}
		})
	}
}

func TestSpoilersWithoutAnyText(t *testing.T) {
	r := NewReader(Lists{})
	for _, a := range []news.Article{
		{}, {Title: "\xff‘"}, {Title: "Dies"}, {Title: "Recap"},
		{Blocks: []news.Block{{Text: strings.Repeat("é", 301)}}, Categories: []string{"", " ", "\xff"}},
	} {
		if got := r.Read(a).Spoiler; got != (news.Spoiler{}) {
			t.Errorf("%q gives away %+v, want nothing", a.Title, got)
		}
	}
}
