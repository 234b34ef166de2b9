package commands

import (
	"context"
	"errors"
	"testing"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
)

func notices(opts ...discordtest.Opt) *discordgo.InteractionCreate {
	return discordtest.Command("notices", append(opts, discordtest.Moderator())...)
}

func TestNotices(t *testing.T) {
	b := newBench(t)
	b.sees(b.send(notices()), true, "go to the channel for system messages that", "/notices channel:")
	b.sees(b.send(notices(discordtest.ChannelOption("channel", "2002"))), true, "My notices go to #2002 from now on.")
	b.sees(b.send(notices()), true, "My notices go to #2002, and to the channel for system messages when")
	b.sees(b.send(notices(discordtest.String("system", "true"), discordtest.ChannelOption("channel", "2003"))), true, "not both")
	if got := b.store.notices; got != "2002" {
		t.Errorf("notices go to %q, want 2002", got)
	}
	b.sees(b.send(notices(discordtest.String("system", "false"))), true, "My notices go to #2002")
	b.sees(b.send(notices(discordtest.String("system", "true"))), true, "go to the channel for system messages that")
	if got := b.store.notices; got != "" {
		t.Errorf("notices go to %q, want the system channel", got)
	}
}

func TestNoticesWhereTheBotMayNotWrite(t *testing.T) {
	b := newBench(t)
	here := discordtest.ChannelOption("channel", discordtest.Channel)
	b.sees(b.send(notices(here, discordtest.BotPermissions(discordgo.PermissionViewChannel))), true, "I may not write in #2001", "Send Messages")
	if b.store.notices != "" {
		t.Errorf("notices go to %q, want where they went", b.store.notices)
	}
	b.sees(b.send(notices(here, discordtest.BotPermissions(discordgo.PermissionViewChannel|discordgo.PermissionSendMessages))), true, "My notices go to #2001")
}

func TestNoticesAreForModerators(t *testing.T) {
	b := newBench(t)
	b.sees(b.send(discordtest.Command("notices", discordtest.ChannelOption("channel", "2002"))), true, "is for those who may manage this server")
	if b.store.notices != "" {
		t.Errorf("notices go to %q, want where they went", b.store.notices)
	}
	b.store.err = errors.New("disk full")
	for _, i := range []*discordgo.InteractionCreate{notices(), notices(discordtest.ChannelOption("channel", "2002"))} {
		b.sees(b.send(i), true, "went wrong")
	}
}

func (m *memory) Notices(context.Context, news.GuildID) (news.ChannelID, error) {
	return m.notices, m.err
}

func (m *memory) SetNotices(_ context.Context, _ news.GuildID, channel news.ChannelID) error {
	if m.err == nil {
		m.notices = channel
	}
	return m.err
}
