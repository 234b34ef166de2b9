package main

import (
	"context"
	"fmt"

	"greenlit/internal/config"
	"greenlit/internal/discordsim"
)

type discordsimCmd struct {
	Addr  string `env:"DISCORDSIM_ADDR" default:"127.0.0.1:8765" help:"Where to listen. It has no password but the token: keep it on loopback."`
	Token string `env:"DISCORDSIM_TOKEN" placeholder:"TOKEN" help:"The bot's token; one is made up when it is empty."`
	config.Log
}

// Run runs the simulated Discord alone, for any client to connect to.
func (c *discordsimCmd) Run(ctx context.Context, s streams) error {
	sim, err := discordsim.Start(discordsim.Config{Addr: c.Addr, Token: c.Token, AppName: "Greenlit", Log: c.Logger(s.err)})
	if err != nil {
		return fmt.Errorf("DISCORDSIM_ADDR: %w", err)
	}
	defer sim.Close()
	g := sim.AddGuild("Sofa Club")
	fmt.Fprintf(s.out, "DISCORD_API_URL=%s\nDISCORD_TOKEN=%s\n\n", sim.URL(), sim.Token())
	fmt.Fprintf(s.out, "application  %s\nguild        %s  %s\n", sim.AppID(), g.ID, g.Name)
	for _, name := range []string{"general", "tv-news", "off-topic"} {
		ch := g.AddChannel(name)
		fmt.Fprintf(s.out, "channel      %s  #%s\n", ch.ID, ch.Name)
	}
	for _, m := range []*discordsim.Member{g.AddMember("maya", discordsim.ManageGuild), g.AddMember("theo")} {
		fmt.Fprintf(s.out, "member       %s  %s\n", m.ID, m.Name)
	}
	fmt.Fprintf(s.out, "control      %s\n\nCtrl-C ends it.\n", sim.ControlURL())
	<-ctx.Done()
	return nil
}
