package commands

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	tests := []struct {
		line string
		want Request
	}{
		{"/news defenders", Request{Command: "news", Options: map[string]string{"show": "defenders"}}},
		{"news the defenders", Request{Command: "news", Options: map[string]string{"show": "the defenders"}}},
		{"/news show:defenders", Request{Command: "news", Options: map[string]string{"show": "defenders"}}},
		{`/news show:"The  Defenders"`, Request{Command: "news", Options: map[string]string{"show": "The  Defenders"}}},
		{"/news “show: me”", Request{Command: "news", Options: map[string]string{"show": "show: me"}}},
		{"/news Star Trek: Discovery", Request{Command: "news", Options: map[string]string{"show": "Star Trek: Discovery"}}},
		{"/feeds add url:https://x.example/feed", Request{Command: "feeds", Subcommand: "add", Options: map[string]string{"url": "https://x.example/feed"}}},
		{"/feeds add https://x.example/a:b", Request{Command: "feeds", Subcommand: "add", Options: map[string]string{"url": "https://x.example/a:b"}}},
		{"/subscribe show:luke cage channel:12", Request{Command: "subscribe", Options: map[string]string{"show": "luke cage", "channel": "12"}}},
		{"help", Request{Command: "help", Options: map[string]string{}}},
		{"  /HELP  ", Request{Command: "help", Options: map[string]string{}}},
		{`/news ""`, Request{Command: "news", Options: map[string]string{"show": ""}}},
		{`/news "open`, Request{Command: "news", Options: map[string]string{"show": "open"}}},
	}
	b := newBench(t)
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			got, err := b.router.Parse(tt.line)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("request (-want +got):\n%s", d)
			}
		})
	}
}

func TestAsk(t *testing.T) {
	tests := []struct{ line, want string }{
		{"/news defenders", "Heroic Hollywood · by Michael Mistroff · via Entertainment Weekly · 14 February\n2017"},
		{"/cast jessica-jones", "Krysten Ritter as Jessica Jones\n  Heroic Hollywood: Krysten Ritter Already Wants Season 2"},
		{"help", "/feeds add url:"},
		{"/news", "/news needs show: The show, such as"},
		{"/nwes defenders", "I don't know “/nwes”. Did you mean /news?"},
		{"/sub", "Did you mean /subscribe?"},
		{"/whatever", "I don't know “/whatever”. /help tells what I can do."},
		{"/help me", "/help takes nothing more."},
		{"/feeds", "There are /feeds add, /feeds list, /feeds remove."},
		{"/feeds burn", "There are /feeds add, /feeds list, /feeds remove."},
		{"/feeds add url:https://x.example", "/feeds sets up a server, so it works inside one only."},
		{"/subscribe everything", "/subscribe sets up a server, so it works inside one only."},
		{"", "Type a command, such as /news defenders."},
	}
	b := newBench(t)
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			reply, err := b.router.Ask(t.Context(), tt.line)
			if err != nil {
				t.Fatal(err)
			}
			if got := reply.Plain(); !strings.Contains(got, tt.want) {
				t.Errorf("reply is\n%s\nwant %q in it", got, tt.want)
			}
		})
	}
}

func TestAskListsChoices(t *testing.T) {
	b := newBench(t)
	delete(b.store.articles, "the-defenders")
	reply, err := b.router.Ask(t.Context(), `/news "The Defenders"`)
	if err != nil {
		t.Fatal(err)
	}
	want := `Several shows go by “The Defenders”. Which one do you mean?
  the-defenders: The Defenders (2017, Netflix) · no article yet
  the-defenders-1961: The Defenders (1961, CBS) · no article yet`
	if got := reply.Plain(); got != want {
		t.Errorf("reply is\n%s\nwant\n%s", got, want)
	}
}

func TestAskReturnsWhatTheOperatorMustKnow(t *testing.T) {
	b := newBench(t)
	b.store.err = errors.New("disk is gone")
	if _, err := b.router.Ask(t.Context(), "/news defenders"); !errors.Is(err, b.store.err) {
		t.Errorf("error is %v, want one that wraps %v", err, b.store.err)
	}
}

func TestAskTakesAnything(t *testing.T) {
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"", "/news ", "/cast ", "/feeds ", "/help"}).Draw(t, "command") + rapid.String().Draw(t, "rest")
		reply, err := b.router.Ask(b.t.Context(), line)
		if err != nil {
			t.Fatalf("Ask(%q): %v", line, err)
		}
		if reply.Plain() == "" {
			t.Fatalf("Ask(%q) says nothing", line)
		}
	})
}
