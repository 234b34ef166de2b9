package commands

import (
	"strings"
	"testing"

	"greenlit/internal/discordtest"
)

func TestHelp(t *testing.T) {
	b := newBench(t)
	fan := b.send(discordtest.Command("help"))
	b.sees(fan, true, "/news show: [as_of:] What became of a show, and the newest articles about it", "/cast [show:] [person:] [as_of:]", "/help What I can do", "in brackets")
	if strings.Contains(text(fan), "/feeds") {
		t.Errorf("a fan is told of moderators' commands:\n%s", text(fan))
	}
	b.sees(b.send(discordtest.Command("help", discordtest.Moderator())), true,
		"/feeds add url:", "/feeds list", "/feeds remove feed:", "/subscribe show: [channel:] Post", "/notices [channel:] [system:]", "/unsubscribe show:")
}
