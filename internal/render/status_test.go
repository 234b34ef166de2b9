package render

import (
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func TestStatusLine(t *testing.T) {
	from := func(outlet string, day int) news.Article {
		return news.Article{Outlet: outlet, Published: time.Date(2025, 3, day, 9, 0, 0, 0, time.UTC)}
	}
	linked := from("Pilot Week", 21)
	linked.Link = "https://pilotweek.example/lights"
	recap := linked
	recap.Spoiler.Level = news.PlotSpoiler
	for _, test := range []struct {
		status news.Status
		want   string // on a terminal
	}{
		{news.Status{Kind: tv.Renewed, Season: 3, Article: from("Pilot Week", 21)}, "Renewed for season 3 · Pilot Week, 21 March 2025"},
		{news.Status{Kind: tv.Renewed, Season: 3, Network: "NBC", Article: linked},
			"Renewed for season 3 at NBC · Pilot Week, 21 March 2025 · article (https://pilotweek.example/lights)"},
		{news.Status{Kind: tv.Renewed, Season: 5, Final: true, Certainty: tv.Reported, Article: from("Pilot Week", 21)},
			"Renewed for season 5, the last (reported) · Pilot Week, 21 March 2025"},
		{news.Status{Kind: tv.Ended, Season: 5, Article: from("Pilot Week", 21)}, "Ends with season 5 · Pilot Week, 21 March 2025"},
		{news.Status{Kind: tv.PremiereDated, Season: 2, Date: "2026-05-01", Article: from("", 21)},
			"Season 2 premieres 1 May 2026 · an article, 21 March 2025"},
		{news.Status{Kind: tv.Renewed, Season: 3, Article: from("Pilot Week", 21), Against: []news.Statement{
			{Fact: tv.Fact{Status: tv.Cancelled}, Article: from("Slate *Wire*", 19)},
		}}, "Renewed for season 3 · Pilot Week, 21 March 2025 · cancelled per Slate *Wire*, 19 March 2025"},
		{news.Status{Kind: tv.Cancelled, Article: recap},
			"Cancelled · Pilot Week, 21 March 2025 · article (https://pilotweek.example/lights)"},
	} {
		if got := strings.ReplaceAll(Plain(StatusLine(test.status), nil), "\n", " "); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestListsSayWhatTheyKnow(t *testing.T) {
	lights := tv.Show{Slug: "harbor-lights", Title: "Harbor Lights", Learnt: true, Candidate: true}
	s := []news.Status{{Kind: tv.Ordered, Article: ritter}, {Kind: tv.Wrapped, Season: 1, Article: news.Article{Outlet: "Pilot Week"}}}
	got := Plain("", News(lights, s, []news.Article{ritter}, "2025-03"))
	for _, want := range []string{"News about Harbor Lights, as of March 2025", "\nOrdered · Heroic Hollywood, 14 February 2017 · article",
		"\n  Filming wrapped: season 1 · Pilot Week\n", "So far one article alone tells of this show."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := Plain("", Cast(lights, nil, "")); !strings.Contains(got, "one article alone") {
		t.Errorf("cast does not say how little is known:\n%s", got)
	}
}

func TestTalkIsShownAsTalk(t *testing.T) {
	got := Plain("", Cast(defenders, []news.Credit{
		{Type: tv.Cast, Person: "Mike Colter", Character: "Luke Cage", Certainty: tv.Confirmed, Article: ritter, Outlets: 1},
		{Type: tv.Cast, Person: "Ada Vance", Character: "Mara", Certainty: tv.InTalks, Article: ritter, Outlets: 1},
		{Type: tv.Crew, Person: "Bea Orr", Role: tv.Director, Certainty: tv.Denied, Article: ritter, Outlets: 2},
	}, ""))
	for _, want := range []string{"Talked about\nAda Vance as Mara: in talks\n", "\nBea Orr, director: denied\n"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("want one %q in\n%s", want, got)
		}
	}
}

func TestPerson(t *testing.T) {
	embeds := Person("Krysten *Ritter*", []Part{
		{Show: defenders, Credit: news.Credit{Type: tv.Cast, Person: "Krysten Ritter", Character: "Jessica Jones", Certainty: tv.Confirmed, Article: ritter, Outlets: 1}},
		{Show: tv.Show{Title: "24"}, Credit: news.Credit{Type: tv.Crew, Person: "Krysten Ritter", Role: tv.Director, Certainty: tv.Confirmed, Article: ritter, Outlets: 1}},
	}, "2017")
	if want := `Krysten \*Ritter\*, as of 2017`; embeds[0].Title != want {
		t.Errorf("title is %q, want %q", embeds[0].Title, want)
	}
	got := embeds[0].Description
	for _, want := range []string{"__Cast__\n**The Defenders (2017, Netflix)** as Jessica Jones\n-# Heroic Hollywood", "__Crew__\n**24**, director\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
