package commands

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

func subscribe(show string, opts ...discordtest.Opt) *discordgo.InteractionCreate {
	return discordtest.Command("subscribe", append([]discordtest.Opt{discordtest.String("show", show), discordtest.Moderator()}, opts...)...)
}

func TestSubscribe(t *testing.T) {
	tests := []struct {
		name, show string
		opts       []discordtest.Opt
		want       string
		channel    news.ChannelID
		slug       tv.Slug
	}{
		{"here", "jessica jones", nil,
			"Stories about Jessica Jones (2015, Netflix) will be posted in #2001, each once, from the next one on.", "2001", "jessica-jones"},
		{"elsewhere", "defenders", []discordtest.Opt{discordtest.ChannelOption("channel", "2002")},
			"Stories about The Defenders (2017, Netflix) will be posted in #2002", "2002", "the-defenders"},
		{"everything", "Everything", nil, "All stories will be posted in #2001", "2001", news.Everything},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.sees(b.send(subscribe(tt.show, tt.opts...)), true, tt.want)
			if len(b.store.subs) != 1 {
				t.Fatalf("%d subscriptions, want 1", len(b.store.subs))
			}
			got := b.store.subs[0]
			if got.Guild != discordtest.Guild || got.By != discordtest.User || got.Channel != tt.channel || got.Show != tt.slug || got.Since.IsZero() {
				t.Errorf("subscription is %+v, want %s in %s", got, tt.slug, tt.channel)
			}
		})
	}
}

func TestSubscribeTwice(t *testing.T) {
	b := newBench(t)
	b.store.subs = []news.Subscription{{Channel: discordtest.Channel, Show: "luke-cage"}}
	b.sees(b.send(subscribe("luke-cage")), true, "Stories about Luke Cage (2016, Netflix) are posted in #2001 already.")

	b.store.subs[0].Stopped = "I may not write there."
	b.sees(b.send(subscribe("luke-cage")), true, "will be posted in #2001")
	if got := b.store.subs[0].Stopped; got != "" {
		t.Errorf("the subscription is still stopped: %s", got)
	}
}

func TestSubscribeWithoutFeeds(t *testing.T) {
	b := newBench(t)
	b.store.feeds = nil
	b.sees(b.send(subscribe("luke-cage")), true, "There is no feed yet that they could come from. Add one with /feeds add.")
}

func TestSubscribeHasALimit(t *testing.T) {
	b := newBench(t)
	for range maxSubscriptions {
		b.store.subs = append(b.store.subs, news.Subscription{Channel: "9", Show: "x"})
	}
	b.sees(b.send(subscribe("luke-cage")), true, "This server has 100 subscriptions")
	b.store.subs[0] = news.Subscription{Channel: discordtest.Channel, Show: "luke-cage"}
	b.sees(b.send(subscribe("luke-cage")), true, "already")
}

func TestSubscribeWhereTheBotMayNotPost(t *testing.T) {
	b := newBench(t)
	may := discordtest.BotPermissions(discordgo.PermissionViewChannel)
	b.sees(b.send(subscribe("luke-cage", may)), true, "I may not post in #2001", "Send Messages and Embed Links and Read Message History")
	if len(b.store.subs) != 0 {
		t.Errorf("subscriptions are %+v, want none", b.store.subs)
	}
	b.sees(b.send(subscribe("luke-cage", may, discordtest.ChannelOption("channel", "2002"))), true, "will be posted in #2002")
	b.sees(b.send(subscribe("luke-cage", discordtest.BotPermissions(discordgo.PermissionAdministrator))), true, "will be posted in #2001")
}

func TestSubscribeAsksWhichShowAndKeepsTheChannel(t *testing.T) {
	b := newBench(t)
	delete(b.store.articles, "the-defenders")
	r := b.send(subscribe("The Defenders", discordtest.ChannelOption("channel", "2002")))
	b.sees(r, true, "Which one do you mean?")
	id := b.menuOf(r).CustomID
	r = b.send(discordtest.Component(id, []string{"the-defenders-1961"}, discordtest.Moderator()))
	b.sees(r, true, "Stories about The Defenders (1961, CBS) will be posted in #2002")
	if r.Type != discordgo.InteractionResponseUpdateMessage {
		t.Errorf("answer of type %d, want the menu replaced", r.Type)
	}

	// Who lost the permission meanwhile loses the menu too.
	b.sees(b.send(discordtest.Component(id, []string{"the-defenders"})), true, "is for those who may manage this server")
	if len(b.store.subs) != 1 {
		t.Errorf("%d subscriptions, want 1", len(b.store.subs))
	}
}

func TestSubscribeIsForModerators(t *testing.T) {
	b := newBench(t)
	b.sees(b.send(discordtest.Command("subscribe", discordtest.String("show", "luke-cage"))), true, "is for those who may manage this server")
	b.sees(b.send(discordtest.Command("subscribe", discordtest.String("show", "luke-cage"), discordtest.DM())), true, "works inside one only")
	if len(b.store.subs) != 0 {
		t.Errorf("subscriptions are %+v, want none", b.store.subs)
	}
}

func TestSubscribeSuggestsEverythingFirst(t *testing.T) {
	b := newBench(t)
	for _, typed := range []string{"", "Ev"} {
		got := b.suggested(discordtest.Autocomplete("subscribe", discordtest.Moderator(), discordtest.String("show", typed)))
		if len(got) == 0 || got[0] != "Everything" {
			t.Errorf("suggestions for %q are %v, want Everything first", typed, got)
		}
	}
	got := b.suggested(discordtest.Autocomplete("subscribe", discordtest.Moderator(), discordtest.String("show", "luke")))
	if len(got) != 1 || got[0] != "Luke Cage (2016, Netflix)" {
		t.Errorf("suggestions for luke are %v", got)
	}
}
