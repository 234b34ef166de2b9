package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"greenlit/internal/news"
)

func TestSetup(t *testing.T) {
	read := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	embeds := Setup([]news.Feed{
		{URL: "https://www.tvline.com/feed/?key=secret", Outlet: "TVLine", Shared: true, LastSuccess: read},
		{URL: "https://harbor.example/feed", Title: "[Harbor]", Error: "The server did not answer.", BrokenSince: read, NextPoll: read},
		{URL: "https://old.example/feed", Error: "It is gone for good.", BrokenSince: read},
		{URL: "https://new.example/feed"},
	}, []Followed{
		{Channel: "12", Name: "Everything"},
		{Channel: "13", Name: "The Defenders (2017, Netflix)", Stopped: "I may not write there."},
	})
	if len(embeds) != 2 {
		t.Fatalf("%d embeds, want 2", len(embeds))
	}
	wantFeeds := `**TVLine** · from the operator
-# tvline.com · last read <t:1777622400:D>
**[\[Harbor\]](https://harbor.example/feed)**
-# harbor.example · ⚠ failing since <t:1777622400:D>: The server did not answer.
**[old.example](https://old.example/feed)**
-# old.example · ⚠ It is gone for good. I no longer ask for it.
**[new.example](https://new.example/feed)**
-# new.example · not read yet`
	if got := embeds[0].Description; got != wantFeeds {
		t.Errorf("feeds:\n%s\nwant:\n%s", got, wantFeeds)
	}
	wantPosted := `**Everything** in <#12>
**The Defenders (2017, Netflix)** in <#13>
-# ⚠ stopped: I may not write there.`
	if got := embeds[1].Description; got != wantPosted {
		t.Errorf("posted:\n%s\nwant:\n%s", got, wantPosted)
	}
}

func TestSetupOfAFullServer(t *testing.T) {
	var feeds []news.Feed
	for i := range 80 {
		feeds = append(feeds, news.Feed{URL: fmt.Sprintf("https://%d.example/%s", i, strings.Repeat("a", 300)), Title: strings.Repeat("t", 100)})
	}
	var followed []Followed
	for i := range 100 {
		followed = append(followed, Followed{Name: strings.Repeat("n", 80), Channel: news.ChannelID(fmt.Sprint(i)), Stopped: strings.Repeat("s", 300)})
	}
	embeds := Setup(feeds, followed)
	if p := problem(embeds); p != "" {
		t.Errorf("Discord would refuse: %s", p)
	}
	if last := embeds[len(embeds)-1]; last.Footer == nil || !strings.HasPrefix(last.Footer.Text, "and ") {
		t.Errorf("the last embed does not tell how many more there are: %+v", last.Footer)
	}
}

func TestHelpNamesEachCommand(t *testing.T) {
	e := Help([]Use{{"/news show:", "The newest"}}, []Use{{"/feeds list", "The feeds"}})[0]
	if got, want := e.Fields[0].Value, "**/news show:** The newest"; got != want {
		t.Errorf("commands: %s, want %s", got, want)
	}
	if got, want := e.Fields[1].Value, "**/feeds list** The feeds"; got != want {
		t.Errorf("moderators' commands: %s, want %s", got, want)
	}
	if n := len(Help([]Use{{"/news", "x"}}, nil)[0].Fields); n != 1 {
		t.Errorf("%d fields without moderators' commands, want 1", n)
	}
}
