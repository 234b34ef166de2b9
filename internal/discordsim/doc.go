// Package discordsim is a Discord on this machine: REST v9 and v10 and the gateway, over real sockets, for any client.
// It knows one application and its bot, and whoever runs it plays everybody else.
//
//	sim, err := discordsim.Start(discordsim.Config{})
//	defer sim.Close()
//	g := sim.AddGuild("Sofa Club")
//	ch := g.AddChannel("tv-news")
//	mod := g.AddMember("maya", discordsim.ManageGuild)
//	// Start a bot with sim.Token() against sim.URL(), then:
//	err = sim.Registered(ctx, "news")
//	r, err := mod.Type(ctx, ch, "/news show:defenders")
//	r, err = mod.Choose(ctx, r, "jessica-jones")
//
// Limits are Discord's unless Config.Limits says otherwise, and bodies are checked as strictly as Discord's
// documentation allows to; where that is open, the stricter reading holds. Nothing is kept on disk.
package discordsim
