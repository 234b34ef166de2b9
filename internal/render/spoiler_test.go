package render

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// recap gives the plot away in everything that it has.
func recap() news.Article {
	return news.Article{
		Title: "Moss Drowns at Sea", Link: "https://tvline.example/moss-drowns", Outlet: "TVLine", Author: "Jo Orr",
		Summary: "Moss drowns || and **Ada** sees it. |", Image: "https://tvline.example/moss-drowns.jpg",
		Published: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		Reading: news.Reading{
			Spoiler: news.Spoiler{Level: news.PlotSpoiler, Show: "night-ferry", Title: "Night Ferry", Season: 2, Episode: 8},
			Shows:   []news.Mention{{Show: "night-ferry", About: true}},
			Facts: []tv.Fact{
				{Type: tv.Cast, Show: "night-ferry", Person: "Eli Okafor", Character: "The Drowned Man", Certainty: tv.Confirmed},
				{Type: tv.Status, Show: "night-ferry", Status: tv.Renewed, Season: 3, Certainty: tv.Confirmed},
			},
		},
	}
}

// open is all that embeds show before anybody clicks on a spoiler mark.
func open(t *testing.T, embeds []*discordgo.MessageEmbed) string {
	t.Helper()
	b, err := json.Marshal(embeds)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(strings.ReplaceAll(string(b), `\\|`, ""), "||")
	if len(parts)%2 == 0 {
		t.Errorf("a spoiler mark is not closed: %s", b)
	}
	shown := ""
	for i := 0; i < len(parts); i += 2 {
		shown += parts[i]
	}
	return shown
}

func TestPostOfAPlotSpoiler(t *testing.T) {
	m := Post(news.Delivery{Article: recap(), Show: tv.Show{Slug: "night-ferry", Title: "Night Ferry"}})
	e := m.Embeds[0]
	if want := "Night Ferry: spoilers for season 2, episode 8"; e.Title != want {
		t.Errorf("title is %q, want %q", e.Title, want)
	}
	want := "[Read it at TVLine](<https://tvline.example/moss-drowns>)\n\n" +
		`||Moss drowns \|\| and \*\*Ada\*\* sees it. \|` + zeroWidth + "||\n\nby Jo Orr"
	if e.Description != want {
		t.Errorf("description is\n%q, want\n%q", e.Description, want)
	}
	if e.Image != nil || e.Thumbnail != nil {
		t.Errorf("the picture is shown: %+v", e.Image)
	}
	if got := e.Fields[0].Value; got != "Renewed for season 3" {
		t.Errorf("facts are %q, want the renewal alone", got)
	}
	for _, secret := range []string{"Drowns", "drowns ", "Eli Okafor", "Drowned"} {
		if strings.Contains(open(t, m.Embeds), secret) {
			t.Errorf("%q stands open in %s", secret, open(t, m.Embeds))
		}
	}
}

func TestListsHideWhatGivesThePlotAway(t *testing.T) {
	show := tv.Show{Slug: "night-ferry", Title: "Night Ferry"}
	credits := []news.Credit{{Type: tv.Cast, Person: "Eli Okafor", Character: "The Drowned Man", Certainty: tv.Confirmed, Article: recap(), Outlets: 1}}
	for what, embeds := range map[string][]*discordgo.MessageEmbed{
		"news": News(show, nil, []news.Article{recap()}, ""),
		"cast": Cast(show, credits, ""),
	} {
		shown := open(t, embeds)
		if !strings.Contains(shown, "Night Ferry: spoilers for season 2, episode 8](\\u003chttps://tvline.example/moss-drowns\\u003e)") {
			t.Errorf("%s does not name what it hides: %s", what, shown)
		}
		for _, secret := range []string{"Drowns", "drowns ", "Eli Okafor", "Drowned"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s: %q stands open in %s", what, secret, shown)
			}
		}
	}
}

func TestCastingIsHiddenUnlessTheHeadlineTells(t *testing.T) {
	a := news.Article{Title: "Night Ferry Has a New Captain", Summary: "Nora Vance is Moss."}
	a.Spoiler = news.Spoiler{Level: news.CastingSpoiler, Show: "night-ferry"}
	e := Post(news.Delivery{Article: a}).Embeds[0]
	if e.Title != a.Title || e.Description != "||Nora Vance is Moss.||" {
		t.Errorf("post says %q and %q, want the headline and a hidden summary", e.Title, e.Description)
	}
	a.Spoiler.Told = true
	if e := Post(news.Delivery{Article: a}).Embeds[0]; e.Description != "Nora Vance is Moss." {
		t.Errorf("post says %q, want the summary open", e.Description)
	}
}

func TestSpoilerWords(t *testing.T) {
	for want, s := range map[string]news.Spoiler{
		"Spoilers":                              {},
		"Spoilers for season 2":                 {Season: 2},
		"Spoilers for episode 3":                {Episode: 3},
		"24: spoilers":                          {Title: "24"},
		"24: spoilers for season 1":             {Title: "24", Season: 1},
		"24: spoilers for episode 2":            {Title: "24", Episode: 2},
		`\*\*x\*\*: spoilers`:                   {Title: "**x**"},
		"You: spoilers for season 1, episode 2": {Title: "You", Season: 1, Episode: 2},
	} {
		s.Level = news.PlotSpoiler
		a := news.Article{Title: "Moss Drowns", Reading: news.Reading{Spoiler: s}}
		if got := Post(news.Delivery{Article: a}).Embeds[0].Title; got != want {
			t.Errorf("title is %q, want %q", got, want)
		}
	}
}

func TestSpoilersStayWithinDiscordsLimits(t *testing.T) {
	a := recap()
	a.Spoiler.Title = strings.Repeat("漢", 400)
	a.Summary = strings.Repeat("| ||", 2000)
	a.Link = "https://tvline.example/" + strings.Repeat("x", 3000)
	for _, embeds := range [][]*discordgo.MessageEmbed{
		Post(news.Delivery{Article: a}).Embeds, News(tv.Show{Title: "x"}, nil, []news.Article{a, a, a}, ""),
	} {
		if p := problem(embeds); p != "" {
			t.Errorf("Discord would refuse: %s", p)
		}
		if strings.Contains(open(t, embeds), "moss") {
			t.Error("the headline stands open")
		}
	}
}
