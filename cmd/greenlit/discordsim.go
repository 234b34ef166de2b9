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
	general := g.AddChannel("general")
	for _, ch := range []*discordsim.Channel{general, g.AddChannel("tv-news"), g.AddChannel("off-topic")} {
		fmt.Fprintf(s.out, "channel      %s  #%s\n", ch.ID, ch.Name)
	}
	maya := g.AddMember("maya", discordsim.ManageGuild)
	fmt.Fprintf(s.out, "member       %s  maya, who may manage the guild\nmember       %s  theo\n", maya.ID, g.AddMember("theo").ID)
	fmt.Fprintf(s.out, "control      %s\n\n", sim.ControlURL())
	fmt.Fprintf(s.out, "What maya types, once a bot is there:\ncurl --json '{\"member\":\"%s\",\"channel\":\"%s\",\"line\":\"/help\"}' %s/type\n\nCtrl-C ends it.\n",
		maya.ID, general.ID, sim.ControlURL())
	<-ctx.Done()
	return nil
}
