// Command discordsim-disgo is a small bot on disgo, unmodified, that the simulator's tests talk to.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	api := os.Getenv("SIM_URL")
	socket := strings.TrimSuffix(strings.Replace(api, "http://", "ws://", 1), "/api")
	client, err := disgo.New(os.Getenv("SIM_TOKEN"),
		bot.WithRestClientConfigOpts(rest.WithURL(api+"/v10")),
		bot.WithGatewayConfigOpts(gateway.WithURL(socket), gateway.WithIntents(gateway.IntentGuilds)),
		bot.WithEventListenerFunc(func(e *events.ApplicationCommandInteractionCreate) { report(command(e)) }),
		bot.WithEventListenerFunc(func(e *events.ComponentInteractionCreate) { report(button(e)) }),
	)
	if err != nil {
		return err
	}
	if err := client.OpenGateway(ctx); err != nil {
		return err
	}
	var all []discord.ApplicationCommandCreate
	for _, name := range []string{"hello", "slow", "page", "twice", "many"} {
		all = append(all, discord.SlashCommandCreate{Name: name, Description: "A test of " + name})
	}
	if _, err := client.Rest().SetGlobalCommands(client.ApplicationID(), all); err != nil {
		return err
	}
	select {}
}

func report(err error) {
	if err != nil {
		log.Print(err)
	}
}

func command(e *events.ApplicationCommandInteractionCreate) error {
	text := func(s string) discord.MessageCreate { return discord.MessageCreate{Content: s} }
	edit := func(s string) error {
		_, err := e.Client().Rest().UpdateInteractionResponse(e.ApplicationID(), e.Token(), discord.MessageUpdate{Content: &s})
		return err
	}
	send := func(m discord.MessageCreate) (*discord.Message, error) {
		return e.Client().Rest().CreateMessage(e.Channel().ID(), m)
	}
	switch e.SlashCommandInteractionData().CommandName() {
	case "slow":
		if err := e.DeferCreateMessage(false); err != nil {
			return err
		}
		return edit("at last")
	case "page":
		m := text("page 1")
		m.Components = []discord.ContainerComponent{discord.NewActionRow(discord.NewPrimaryButton("Next", "next"))}
		return e.CreateMessage(m)
	case "twice":
		m := text("once")
		m.Nonce, m.EnforceNonce = "n1", true
		first, err := send(m)
		if err != nil {
			return err
		}
		second, err := send(m)
		if err != nil {
			return err
		}
		if first.ID != second.ID {
			return e.CreateMessage(text("different"))
		}
		return e.CreateMessage(text("same"))
	case "many":
		if err := e.DeferCreateMessage(false); err != nil {
			return err
		}
		for n := range 3 {
			if _, err := send(text(fmt.Sprint("many ", n))); err != nil {
				return err
			}
		}
		return edit("sent")
	}
	return e.CreateMessage(text("hello"))
}

func button(e *events.ComponentInteractionCreate) error {
	content, none := "page 2", []discord.ContainerComponent{}
	return e.UpdateMessage(discord.MessageUpdate{Content: &content, Components: &none})
}
