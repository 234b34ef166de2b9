package discordsim_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

// redirect sends what is meant for Discord to a simulator.
type redirect struct{ base string }

func (t redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	to, err := url.Parse(t.base)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = to.Scheme, to.Host, to.Host
	return http.DefaultTransport.RoundTrip(r)
}

func start(t *testing.T, c discordsim.Config) *discordsim.Sim {
	t.Helper()
	sim, err := discordsim.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	return sim
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// session is an unmodified discordgo session, not opened yet.
func session(t *testing.T, sim *discordsim.Sim, token string) *discordgo.Session {
	t.Helper()
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		t.Fatal(err)
	}
	s.Client = &http.Client{Transport: redirect{sim.URL()}, Timeout: 10 * time.Second}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.LogLevel = -1
	return s
}

var newsCommand = &discordgo.ApplicationCommand{
	Name: "news", Description: "Latest news of a show",
	Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "show", Description: "Which show", Required: true, Autocomplete: true},
	},
}

var manage = int64(discordgo.PermissionManageGuild)

var feedsCommand = &discordgo.ApplicationCommand{
	Name: "feeds", Description: "Feeds of this server", DefaultMemberPermissions: &manage,
	Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionSubCommand, Name: "add", Description: "Add a feed", Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "url", Description: "Address", Required: true},
			{Type: discordgo.ApplicationCommandOptionChannel, Name: "channel", Description: "Where"},
		}},
		{Type: discordgo.ApplicationCommandOptionSubCommand, Name: "list", Description: "List feeds"},
	},
}

// newsBot answers as a small bot does.
func newsBot(t *testing.T) func(s *discordgo.Session, i *discordgo.InteractionCreate) {
	return func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		respond := func(kind discordgo.InteractionResponseType, d *discordgo.InteractionResponseData) {
			if err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: kind, Data: d}); err != nil {
				t.Errorf("respond: %v", err)
			}
		}
		switch i.Type {
		case discordgo.InteractionApplicationCommandAutocomplete:
			typed := i.ApplicationCommandData().Options[0].StringValue()
			respond(discordgo.InteractionApplicationCommandAutocompleteResult, &discordgo.InteractionResponseData{
				Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "The Defenders", Value: typed + "enders"}},
			})
		case discordgo.InteractionMessageComponent:
			d := i.MessageComponentData()
			respond(discordgo.InteractionResponseUpdateMessage, &discordgo.InteractionResponseData{Content: d.CustomID + " " + strings.Join(d.Values, ",")})
		case discordgo.InteractionApplicationCommand:
			d := i.ApplicationCommandData()
			switch {
			case d.Name == "feeds":
				sub := d.Options[0]
				text := sub.Name
				for _, o := range sub.Options {
					text += " " + o.Name
					if o.Type == discordgo.ApplicationCommandOptionChannel {
						text += "=" + d.Resolved.Channels[o.Value.(string)].Name
					} else {
						text += "=" + o.StringValue()
					}
				}
				respond(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{Content: text, Flags: discordgo.MessageFlagsEphemeral})
			case d.Options[0].StringValue() == "slow":
				respond(discordgo.InteractionResponseDeferredChannelMessageWithSource, nil)
				text := "at last"
				if _, err := s.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text}); err != nil {
					t.Errorf("edit: %v", err)
				}
				if _, err := s.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "and more"}); err != nil {
					t.Errorf("follow up: %v", err)
				}
			default:
				respond(discordgo.InteractionResponseChannelMessageWithSource, &discordgo.InteractionResponseData{
					Embeds: []*discordgo.MessageEmbed{{Title: "News of " + d.Options[0].StringValue(), URL: "https://example.com/a"}},
					Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
						discordgo.SelectMenu{CustomID: "pick", Options: []discordgo.SelectMenuOption{{Label: "Jessica Jones", Value: "jj"}}},
					}}, discordgo.ActionsRow{Components: []discordgo.MessageComponent{
						discordgo.Button{CustomID: "next", Label: "Next"},
					}}},
				})
			}
		}
	}
}

func TestDiscordgoBot(t *testing.T) {
	t.Parallel()
	ctx := deadline(t)
	sim := start(t, conform(t, discordsim.Config{}))
	g := sim.AddGuild("Sofa Club")
	ch := g.AddChannel("tv-news")
	mod, fan := g.AddMember("maya", discordsim.ManageGuild), g.AddMember("theo")

	s := session(t, sim, sim.Token())
	guilds := make(chan string, 1)
	s.AddHandler(func(_ *discordgo.Session, g *discordgo.GuildCreate) { guilds <- g.Name })
	s.AddHandler(newsBot(t))
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := sim.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	if got := <-guilds; got != "Sofa Club" {
		t.Errorf("guild: got %q", got)
	}
	cmds, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), "", []*discordgo.ApplicationCommand{newsCommand, feedsCommand})
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), "", []*discordgo.ApplicationCommand{feedsCommand, newsCommand})
	if err != nil {
		t.Fatal(err)
	}
	if cmds[0].ID != again[1].ID {
		t.Errorf("bulk overwrite changed the id of /news: %s, was %s", again[1].ID, cmds[0].ID)
	}
	if err := sim.Registered(ctx, "news", "feeds"); err != nil {
		t.Fatal(err)
	}

	t.Run("answer", func(t *testing.T) {
		for _, line := range []string{"/news show:defenders", "/news defenders"} {
			r, err := fan.Type(ctx, ch, line)
			if err != nil {
				t.Fatal(err)
			}
			if r.Embeds[0].Title != "News of defenders" || r.Ephemeral || len(r.All()) != 4 {
				t.Errorf("%s: got %s", line, r.Raw)
			}
			r, err = fan.Choose(ctx, r, "Jessica Jones")
			if err != nil {
				t.Fatal(err)
			}
			if r.Content != "pick jj" || !r.Edited || len(r.Components) != 0 {
				t.Errorf("choose: got %s", r.Raw)
			}
			r, err = fan.Type(ctx, ch, line)
			if err == nil {
				r, err = fan.Click(ctx, r, "Next")
			}
			if err != nil || strings.TrimSpace(r.Content) != "next" {
				t.Fatalf("click: got %+v, %v", r, err)
			}
		}
	})
	t.Run("autocomplete", func(t *testing.T) {
		got, err := fan.Complete(ctx, ch, "/news show:def")
		if err != nil || len(got) != 1 || got[0].Value != "defenders" {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("deferred", func(t *testing.T) {
		r, err := fan.Type(ctx, ch, "/news slow")
		if err != nil || !r.Deferred || r.Content != "at last" {
			t.Errorf("got %+v, %v", r, err)
		}
		if _, err := sim.WaitMessage(ctx, ch, func(m discordsim.Message) bool { return m.Content == "and more" }); err != nil {
			t.Error(err)
		}
	})
	t.Run("subcommand", func(t *testing.T) {
		r, err := mod.Type(ctx, ch, "/feeds add url:https://example.com/feed channel:#tv-news")
		if err != nil {
			t.Fatal(err)
		}
		if want := "add url=https://example.com/feed channel=tv-news"; r.Content != want || !r.Ephemeral {
			t.Errorf("got %q, want %q for the moderator alone", r.Content, want)
		}
		public, own := sim.Messages(ch), mod.Messages(ch)
		if len(own) != len(public)+1 {
			t.Errorf("the moderator sees %d messages and all others %d, want one more", len(own), len(public))
		}
	})
	t.Run("channel", func(t *testing.T) {
		m, err := s.ChannelMessageSendComplex(ch.ID, &discordgo.MessageSend{Content: "hello"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.ChannelMessageEdit(ch.ID, m.ID, "hello again"); err != nil {
			t.Fatal(err)
		}
		got, err := sim.WaitMessage(ctx, ch, func(x discordsim.Message) bool { return x.ID == m.ID })
		if err != nil || got.Content != "hello again" || !got.Edited || got.Author.ID != sim.AppID() {
			t.Errorf("got %+v, %v", got, err)
		}
		list, err := s.ChannelMessages(ch.ID, 1, "", "", "")
		if err != nil || len(list) != 1 || list[0].ID != m.ID {
			t.Errorf("list: got %v, %v", list, err)
		}
		if err := s.ChannelMessageDelete(ch.ID, m.ID); err != nil {
			t.Error(err)
		}
		withFile, err := s.ChannelFileSendWithMessage(ch.ID, "a list", "list.txt", strings.NewReader("one"))
		if err != nil || len(withFile.Attachments) != 1 || withFile.Attachments[0].Size != 3 || withFile.Content != "a list" {
			t.Errorf("file: got %+v, %v", withFile, err)
		}
	})
}

func TestDiscordgoWrongToken(t *testing.T) {
	t.Parallel()
	sim := start(t, conform(t, discordsim.Config{}))
	s := session(t, sim, "wrong")
	if err := s.Open(); err == nil {
		s.Close()
		t.Error("a session with a wrong token opened")
	}
	if _, err := s.User("@me"); err == nil {
		t.Error("a request with a wrong token was answered")
	}
}

// Op 7 and a lost socket: discordgo resumes, though not at the address that it was given.
func TestDiscordgoResumes(t *testing.T) {
	t.Parallel()
	ctx := deadline(t)
	sim := start(t, conform(t, discordsim.Config{}))
	g := sim.AddGuild("Sofa Club")
	ch, fan := g.AddChannel("tv-news"), g.AddMember("theo")
	s := session(t, sim, sim.Token())
	s.AddHandler(newsBot(t))
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), "", []*discordgo.ApplicationCommand{newsCommand}); err != nil {
		t.Fatal(err)
	}
	sim.Reconnect()
	stats, err := sim.WaitStats(ctx, func(s discordsim.Stats) bool { return s.Resumes > 0 })
	if err != nil {
		t.Fatal(err)
	}
	if stats.Identifies != 1 || stats.ResumesAtFront != 1 {
		t.Errorf("got %+v, want one resume, where discordgo 0.29 makes it", stats)
	}
	if r, err := fan.Type(ctx, ch, "/news defenders"); err != nil || len(r.Embeds) != 1 {
		t.Errorf("after the resume: got %+v, %v", r, err)
	}
}
