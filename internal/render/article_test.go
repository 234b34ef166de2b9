package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

var (
	defenders = tv.Show{Slug: "the-defenders", Title: "The Defenders", Year: 2017, Network: "Netflix"}

	ritter = news.Article{
		Title:     "Krysten Ritter on *The Defenders*",
		Link:      "https://heroichollywood.example/defenders-(ritter)/",
		Author:    "Michael Mistroff",
		Outlet:    "Heroic Hollywood",
		Source:    "Entertainment Weekly",
		Summary:   "She would do it again.",
		Image:     "https://heroichollywood.example/ritter.jpg",
		Published: time.Date(2017, 2, 14, 18, 30, 0, 0, time.UTC),
		Reading: news.Reading{
			Shows: []news.Mention{{Show: "the-defenders", About: true}},
			Facts: []tv.Fact{
				{Type: tv.Cast, Show: "the-defenders", Person: "Mike Colter", Character: "Luke Cage", Certainty: tv.Confirmed},
				{Type: tv.Crew, Show: "the-defenders", Person: "Marco Ramirez", Role: tv.Showrunner, Certainty: tv.Confirmed},
				{Type: tv.Status, Show: "jessica-jones", Status: tv.Renewed, Season: 2, Certainty: tv.Confirmed},
				{Type: tv.Status, Show: "the-defenders", Status: tv.Renewed, Season: 2, Certainty: tv.Rumoured},
			},
		},
	}
)

func TestNews(t *testing.T) {
	embeds := News(defenders, nil, []news.Article{ritter, {Link: "https://www.tvline.com/x"}}, "")
	if len(embeds) != 1 || embeds[0].Title != "News about The Defenders (2017, Netflix)" {
		t.Fatalf("embeds are %+v, want one with the show as its title", embeds)
	}
	want := "**[Krysten Ritter on \\*The Defenders\\*](https://heroichollywood.example/defenders-%28ritter%29/)**\n" +
		"Heroic Hollywood · by Michael Mistroff · via Entertainment Weekly · <t:1487097000:D>\n\n" +
		"**[(no headline)](https://www.tvline.com/x)**\n" +
		"tvline.com"
	if got := embeds[0].Description; got != want {
		t.Errorf("description:\n%s\nwant:\n%s", got, want)
	}
}

func TestNewsTellsHowManyMoreThereAre(t *testing.T) {
	var articles []news.Article
	for range 40 {
		articles = append(articles, news.Article{Title: strings.Repeat("a", 200), Link: "https://x.example/" + strings.Repeat("b", 200)})
	}
	embeds := News(defenders, nil, articles, "")
	if p := problem(embeds); p != "" {
		t.Errorf("Discord would refuse: %s", p)
	}
	shown := 0
	for _, e := range embeds {
		shown += strings.Count(e.Description, "](https://x.example/")
	}
	last := embeds[len(embeds)-1]
	if last.Footer == nil || last.Footer.Text != fmt.Sprintf("and %d more", 40-shown) || shown < 10 {
		t.Errorf("%d of 40 articles are shown and the footer is %+v", shown, last.Footer)
	}
}

func TestCast(t *testing.T) {
	credits := []news.Credit{
		{Type: tv.Cast, Person: "Mike Colter", Character: "Luke Cage", Certainty: tv.Confirmed, Article: ritter, Outlets: 3},
		{Type: tv.Cast, Person: "Finn Jones", Certainty: tv.Reported, Article: ritter, Outlets: 2},
		{Type: tv.Cast, Person: "Ada Vance", Character: "Mara", Certainty: tv.Confirmed, Article: ritter, Outlets: 1, Disputed: true},
		{Type: tv.Cast, Person: "Bea Orr", Character: "Ines", Certainty: tv.Confirmed, Article: ritter, Outlets: 1, Former: true},
		{Type: tv.Crew, Person: "Marco Ramirez", Role: tv.Showrunner, Certainty: tv.Confirmed, Article: ritter, Outlets: 1},
	}
	const source = "-# Heroic Hollywood: [Krysten Ritter on \\*The Defenders\\*](https://heroichollywood.example/defenders-%28ritter%29/) · <t:1487097000:D>"
	want := "__Cast__\n**Mike Colter** as Luke Cage\n" + source + " · and 2 other outlets\n" +
		"**Finn Jones** (reported)\n" + source + " · and another outlet\n" +
		"**Ada Vance** as Mara (articles disagree)\n" + source + "\n" +
		"__Former cast__\n**Bea Orr** as Ines\n" + source + "\n" +
		"__Crew__\n**Marco Ramirez**, showrunner\n" + source
	embeds := Cast(defenders, credits, "")
	if len(embeds) != 1 {
		t.Fatalf("%d embeds, want 1", len(embeds))
	}
	if got := embeds[0].Description; got != want {
		t.Errorf("description:\n%s\nwant:\n%s", got, want)
	}
}

func TestPost(t *testing.T) {
	m := Post(news.Delivery{Article: ritter, Show: defenders})
	if len(m.Embeds) != 1 {
		t.Fatalf("%d embeds, want 1", len(m.Embeds))
	}
	e := m.Embeds[0]
	for what, got := range map[string][2]string{
		"title":       {e.Title, `Krysten Ritter on \*The Defenders\*`},
		"URL":         {e.URL, "https://heroichollywood.example/defenders-(ritter)/"},
		"author":      {e.Author.Name, "Heroic Hollywood"},
		"description": {e.Description, "She would do it again.\n\nby Michael Mistroff · via Entertainment Weekly"},
		"image":       {e.Image.URL, "https://heroichollywood.example/ritter.jpg"},
		"footer":      {e.Footer.Text, "The Defenders (2017, Netflix)"},
		"time":        {e.Timestamp, "2017-02-14T18:30:00Z"},
		"facts":       {e.Fields[0].Value, "**Mike Colter** as Luke Cage\n**Marco Ramirez**, showrunner"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %q, want %q", what, got[0], got[1])
		}
	}
	if m.AllowedMentions == nil || m.AllowedMentions.Parse == nil || len(m.AllowedMentions.Parse) != 0 {
		t.Errorf("allowed mentions are %+v, want an empty list to parse", m.AllowedMentions)
	}
}

func TestPostNamesFurtherOutlets(t *testing.T) {
	d := news.Delivery{Article: ritter, Also: []news.Article{
		{Outlet: "Pilot Week", Link: "https://pilot.example/a_(b)"},
		{Outlet: "[Sofa](https://evil.example) @everyone"},
		{Outlet: "Cold Open", Link: "javascript:alert(1)"},
		{Outlet: "Late Slot", Link: "https://late.example/" + strings.Repeat("x", 500)},
	}}
	want := "\n\nAlso: [Pilot Week](https://pilot.example/a_%28b%29) · " +
		`\[Sofa\](https\://evil.example) @` + zeroWidth + "everyone · Cold Open · Late Slot"
	if got := Post(d).Embeds[0].Description; !strings.HasSuffix(got, want) {
		t.Errorf("description is %q, want it to end with %q", got, want)
	}
	for range 10 {
		d.Also = append(d.Also, news.Article{Outlet: "More", Link: "https://more.example/" + strings.Repeat("x", 270)})
	}
	m := Post(d)
	if got := m.Embeds[0].Description; problem(m.Embeds) != "" || !strings.HasSuffix(got, ") · 8 more") {
		t.Errorf("description is %q, want six outlets and how many more", got)
	}
}

func TestPostWithoutAnything(t *testing.T) {
	m := Post(news.Delivery{})
	if p := problem(m.Embeds); p != "" || len(m.Embeds) != 1 {
		t.Errorf("%d embeds, of which Discord would refuse: %s", len(m.Embeds), p)
	}
}

func TestPostNamesAShowThatIsNotKnown(t *testing.T) {
	e := Post(news.Delivery{Article: ritter, Show: tv.Show{Slug: "the-defenders"}}).Embeds[0]
	if e.Footer == nil || e.Footer.Text != "the-defenders" {
		t.Errorf("footer is %+v, want the slug", e.Footer)
	}
}

func TestPostShortensTheSummary(t *testing.T) {
	a := ritter
	a.Summary = strings.Repeat("*word* ", 100)
	e := Post(news.Delivery{Article: a}).Embeds[0]
	summary, _, _ := strings.Cut(e.Description, "\n")
	if n := Length(summary); n > 300 || n < 250 || !strings.HasSuffix(summary, `\*word\*…`) {
		t.Errorf("summary of %d characters: %q", n, summary)
	}
}

func TestFact(t *testing.T) {
	tests := []struct {
		fact tv.Fact
		want string
	}{
		{tv.Fact{Type: tv.Network, Network: "Netflix"}, "On Netflix"},
		{tv.Fact{Type: tv.Location, Place: "New York City"}, "Shot in New York City"},
		{tv.Fact{Type: tv.Status, Status: tv.Renewed}, "Renewed"},
		{tv.Fact{Type: tv.Status, Status: tv.Renewed, Season: 2}, "Renewed for season 2"},
		{tv.Fact{Type: tv.Status, Status: tv.Cancelled, Season: 1}, "Cancelled after season 1"},
		{tv.Fact{Type: tv.Status, Status: tv.InProduction, Season: 1}, "In production: season 1"},
		{tv.Fact{Type: tv.Status, Status: tv.PremiereDated, Date: "2017-08-18"}, "Premieres 18 August 2017"},
		{tv.Fact{Type: tv.Status, Status: tv.PremiereDated, Season: 3, Date: "2019-06"}, "Season 3 premieres June 2019"},
		{tv.Fact{Type: tv.Status, Status: tv.PremiereDated}, ""},
		{tv.Fact{Type: tv.Status, Status: tv.Delayed, Date: "*soon*"}, "Delayed"},
		{tv.Fact{Type: tv.Quote, Person: "Krysten Ritter", Text: "I’m in."}, ""},
	}
	for _, tt := range tests {
		if got := Fact(tt.fact); got != tt.want {
			t.Errorf("Fact(%+v) = %q, want %q", tt.fact, got, tt.want)
		}
	}
}

// TestWhateverAnArticleSaysDiscordTakesIt draws articles full of Markdown and
// checks what is made of them.
func TestWhateverAnArticleSaysDiscordTakesIt(t *testing.T) {
	text := hostile()
	article := rapid.Custom(func(t *rapid.T) news.Article {
		return news.Article{
			Title: text.Draw(t, "title"), Author: text.Draw(t, "author"), Outlet: text.Draw(t, "outlet"),
			Source: text.Draw(t, "source"), Summary: text.Draw(t, "summary"),
			Link:  rapid.OneOf(text, rapid.Just("https://x.example/a")).Draw(t, "link"),
			Image: text.Draw(t, "image"),
			Reading: news.Reading{Facts: []tv.Fact{{
				Type: tv.Cast, Show: "x", Certainty: tv.Confirmed,
				Person: text.Draw(t, "person"), Character: text.Draw(t, "character"),
			}}},
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		articles := rapid.SliceOfN(article, 1, 4).Draw(t, "articles")
		show := tv.Show{Slug: "x", Title: text.Draw(t, "show")}
		var credits []news.Credit
		for _, a := range articles {
			f := a.Facts[0]
			credits = append(credits, news.Credit{Type: f.Type, Person: f.Person, Character: f.Character, Article: a})
		}
		for what, embeds := range map[string][]*discordgo.MessageEmbed{
			"news": News(show, nil, articles, ""),
			"cast": Cast(show, credits, ""),
			"post": Post(news.Delivery{Article: articles[0], Show: show}).Embeds,
			"setup": Setup(
				[]news.Feed{{Title: articles[0].Title, URL: articles[0].Link, Error: articles[0].Summary}},
				[]Followed{{Name: articles[0].Title, Channel: "1", Stopped: articles[0].Summary}},
			),
		} {
			if p := problem(embeds); p != "" {
				t.Fatalf("%s: Discord would refuse %s", what, p)
			}
			for _, e := range embeds {
				if lower := strings.ToLower(e.Title + e.Description); strings.Contains(lower, "@everyone") || strings.Contains(lower, "@here") {
					t.Fatalf("%s pings everyone: %q", what, e.Description)
				}
			}
			for _, r := range Plain("", embeds) {
				if r < ' ' && r != '\n' {
					t.Fatalf("%s: control character %q on the terminal", what, r)
				}
			}
		}
	})
}
