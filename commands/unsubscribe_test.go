package commands

import (
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
)

func unsubscribe(show string, opts ...discordtest.Opt) *discordgo.InteractionCreate {
	return discordtest.Command("unsubscribe", append([]discordtest.Opt{discordtest.String("show", show), discordtest.Moderator()}, opts...)...)
}

func subscribed(b *bench) {
	b.store.subs = []news.Subscription{
		{Channel: "2001", Show: "the-defenders"},
		{Channel: "2001", Show: news.Everything},
		{Channel: "2001", Show: "no-longer-known"},
		{Channel: "2002", Show: "the-defenders"},
		{Channel: "2002", Show: "the-defenders-1961"},
	}
}

func TestUnsubscribe(t *testing.T) {
	elsewhere := discordtest.ChannelOption("channel", "2002")
	tests := []struct {
		name, show string
		opts       []discordtest.Opt
		want       string
		left       int
	}{
		{"the one of the name that is posted here", "The Defenders", nil, "Stories about The Defenders (2017, Netflix) will no longer be posted in #2001.", 4},
		{"everything", "everything", nil, "#2001 no longer gets all stories.", 4},
		{"a show that is no longer known", "no-longer-known", nil, "Stories about no-longer-known will no longer be posted in #2001.", 4},
		{"elsewhere, by slug", "the-defenders-1961", []discordtest.Opt{elsewhere}, "The Defenders (1961, CBS) will no longer be posted in #2002.", 4},
		{"unclear", "The Defenders", []discordtest.Opt{elsewhere}, "Several shows go by “The Defenders”.", 5},
		{"not posted", "luke-cage", nil, "Nothing about “luke-cage” is posted in #2001. Which one do you mean?", 5},
		{"posted elsewhere", "the-defenders-1961", nil, "Nothing about “the-defenders-1961” is posted in #2001. It is posted in #2002: name the channel too.", 5},
		{"nothing posted at all", "@everyone", []discordtest.Opt{discordtest.ChannelOption("channel", "2003")}, "Nothing about “@everyone” is posted in #2003.", 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			subscribed(b)
			b.sees(b.send(unsubscribe(tt.show, tt.opts...)), true, tt.want)
			if got := len(b.store.subs); got != tt.left {
				t.Errorf("%d subscriptions are left, want %d", got, tt.left)
			}
		})
	}
}

func TestUnsubscribeByMenu(t *testing.T) {
	b := newBench(t)
	subscribed(b)
	menu := b.menuOf(b.send(unsubscribe("luke-cage")))
	b.sees(b.send(discordtest.Component(menu.CustomID, []string{menu.Options[1].Value}, discordtest.Moderator())), true,
		"#2001 no longer gets all stories.")
}

func TestUnsubscribeIsForModerators(t *testing.T) {
	b := newBench(t)
	subscribed(b)
	b.sees(b.send(discordtest.Command("unsubscribe", discordtest.String("show", "everything"))), true, "is for those who may manage this server")
	if len(b.store.subs) != 5 {
		t.Errorf("%d subscriptions, want 5", len(b.store.subs))
	}
}

func TestUnsubscribeSuggestsWhatIsPosted(t *testing.T) {
	b := newBench(t)
	subscribed(b)
	got := b.suggested(discordtest.Autocomplete("unsubscribe", discordtest.Moderator(),
		discordtest.ChannelOption("channel", "2002"), discordtest.String("show", "196")))
	if d := cmp.Diff([]string{"The Defenders (1961, CBS)"}, got); d != "" {
		t.Errorf("suggestions (-want +got):\n%s", d)
	}
}

func TestUnsubscribeSuggestsFromAllChannelsUntilOneIsChosen(t *testing.T) {
	b := newBench(t)
	subscribed(b)
	got := b.suggested(discordtest.Autocomplete("unsubscribe", discordtest.Moderator(), discordtest.String("show", "defenders")))
	if d := cmp.Diff([]string{"The Defenders (2017, Netflix)", "The Defenders (1961, CBS)"}, got); d != "" {
		t.Errorf("suggestions (-want +got):\n%s", d)
	}
}
