package discordsim_test

import (
	"context"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

// One command, typed, answered by a discordgo session and seen, over the sockets. It is what any measurement of a bot
// against the simulator contains of the simulator.
func BenchmarkInteraction(b *testing.B) {
	l := discordsim.DefaultLimits()
	l.Global, l.Route, l.Routes = discordsim.Limit{}, discordsim.Limit{}, nil
	sim, err := discordsim.Start(discordsim.Config{Limits: &l, KeepMessages: 100})
	if err != nil {
		b.Fatal(err)
	}
	defer sim.Close()
	g := sim.AddGuild("Sofa Club")
	ch, fan := g.AddChannel("tv-news"), g.AddMember("theo")
	s, err := discordgo.New("Bot " + sim.Token())
	if err != nil {
		b.Fatal(err)
	}
	s.Client.Transport = redirect{sim.URL()}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		_ = s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource, Data: &discordgo.InteractionResponseData{Content: "news"},
		})
	})
	if err := s.Open(); err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), "", []*discordgo.ApplicationCommand{newsCommand}); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := fan.Type(ctx, ch, "/news defenders"); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
