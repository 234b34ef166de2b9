package discordsim_test

import (
	"errors"
	"testing"
	"time"

	"greenlit/internal/discordsim"
)

func TestWhatTheBotMayPost(t *testing.T) {
	const (
		view, send, embeds = discordsim.ViewChannel, discordsim.SendMessages, discordsim.EmbedLinks
	)
	plain, rich := m{"content": "x"}, m{"embeds": []m{{"title": "x"}}}
	type setup func(sim *discordsim.Sim, g *discordsim.Guild, ch *discordsim.Channel)
	everyone := func(allow, deny discordsim.Permissions) setup {
		return func(_ *discordsim.Sim, g *discordsim.Guild, ch *discordsim.Channel) { ch.Overwrite(g.ID, allow, deny) }
	}
	tests := []struct {
		name string
		do   setup
		body m
		want float64 // code; 0 is taken
	}{
		{name: "as a new server has it", do: func(*discordsim.Sim, *discordsim.Guild, *discordsim.Channel) {}, body: rich},
		{name: "not to see", do: everyone(0, view), body: plain, want: 50001},
		{name: "not to send", do: everyone(0, send), body: plain, want: 50013},
		{name: "no embeds, plain", do: everyone(0, embeds), body: plain},
		{name: "no embeds, rich", do: everyone(0, embeds), body: rich, want: 50013},
		{name: "a member's overwrite goes last", do: func(sim *discordsim.Sim, g *discordsim.Guild, ch *discordsim.Channel) {
			ch.Overwrite(g.ID, 0, view|send)
			ch.Overwrite(sim.AppID(), view|send, 0)
		}, body: plain},
		{name: "administrator", do: func(_ *discordsim.Sim, g *discordsim.Guild, ch *discordsim.Channel) {
			g.SetBotPermissions(discordsim.Administrator)
			ch.Overwrite(g.ID, 0, view)
		}, body: plain},
		{name: "timed out", do: func(sim *discordsim.Sim, g *discordsim.Guild, _ *discordsim.Channel) {
			g.Timeout(sim.AppID(), time.Hour)
		}, body: plain, want: 50013},
		{name: "the channel is gone", do: func(_ *discordsim.Sim, _ *discordsim.Guild, ch *discordsim.Channel) { ch.Delete() }, body: plain, want: 10003},
		{name: "the bot was removed", do: func(_ *discordsim.Sim, g *discordsim.Guild, _ *discordsim.Channel) { g.Remove() }, body: plain, want: 50001},
		{name: "the bot was removed and came back", do: func(_ *discordsim.Sim, g *discordsim.Guild, _ *discordsim.Channel) {
			g.Remove()
			g.Invite()
		}, body: plain},
	}
	status := map[float64]int{0: 200, 50001: 403, 50013: 403, 10003: 404}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sim := start(t, unlimited(t))
			g := sim.AddGuild("Sofa Club")
			ch := g.AddChannel("tv-news")
			tt.do(sim, g, ch)
			call(t, sim, "POST", "/channels/"+ch.ID+"/messages", tt.body).want(t, status[tt.want], tt.want)
		})
	}
	t.Run("a forum", func(t *testing.T) {
		sim := start(t, unlimited(t))
		forum := sim.AddGuild("Sofa Club").AddForum("shows", true, "drama")
		call(t, sim, "POST", "/channels/"+forum.ID+"/messages", plain).want(t, 400, 40058)
		call(t, sim, "POST", "/channels/"+forum.ID+"/threads", m{"name": "post", "message": plain}).want(t, 400, 40067)
	})
}

func TestWhoIsOfferedACommand(t *testing.T) {
	ctx := deadline(t)
	sim := start(t, unlimited(t))
	g := sim.AddGuild("Sofa Club")
	ch := g.AddChannel("tv-news")
	mod, fan, admin := g.AddMember("maya", discordsim.ManageGuild), g.AddMember("theo"), g.AddMember("ada", discordsim.Administrator)
	option := []m{{"type": 3, "name": "show", "description": "d", "required": true}}
	call(t, sim, "PUT", "/applications/"+sim.AppID()+"/commands", []m{
		{"name": "news", "description": "d", "options": option},
		{"name": "feeds", "description": "d", "default_member_permissions": "32"},
		{"name": "reset", "description": "d", "default_member_permissions": "0"},
		{"name": "here", "description": "d", "contexts": []int{0}},
	}).want(t, 200, 0)
	for _, tt := range []struct {
		who  *discordsim.Member
		in   *discordsim.Channel
		want int
	}{{fan, ch, 2}, {mod, ch, 3}, {admin, ch, 4}, {fan, fan.DM(), 3}} {
		if got := tt.who.Commands(tt.in); len(got) != tt.want {
			t.Errorf("%s in %s is offered %v, want %d commands", tt.who, tt.in, got, tt.want)
		}
	}
	for line, want := range map[string]error{
		"/feeds": discordsim.ErrNotAllowed, "/nothing": discordsim.ErrUnknownCommand, "news": discordsim.ErrInput,
		"/news": discordsim.ErrInput, "/news show:": discordsim.ErrInput, "/news show:a show:b": discordsim.ErrInput,
	} {
		if _, err := fan.Type(ctx, ch, line); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", line, err, want)
		}
	}
	ch.Overwrite(fan.ID, 0, discordsim.UseCommands)
	if _, err := fan.Type(ctx, ch, "/news x"); !errors.Is(err, discordsim.ErrNotAllowed) {
		t.Errorf("without Use Application Commands: got %v", err)
	}
}
