// Package discordsim is a Discord on this machine: REST v9 and v10 and the gateway, over real sockets, for any client.
// It knows one application and its bot, and whoever runs it plays everybody else.
//
//	sim, err := discordsim.Start(discordsim.Config{})
//	defer sim.Close()
//	g := sim.AddGuild("Sofa Club")
//	ch := g.AddChannel("tv-news")
//	mod := g.AddMember("maya", discordsim.ManageGuild)
//	// Start a bot with sim.Token() against sim.URL(), then:
//	err = sim.Ready(ctx)
//	err = sim.Registered(ctx, "news")
//	r, err := mod.Type(ctx, ch, "/news show:defenders") // waits for the answer, a deferred one too
//	r, err = mod.Choose(ctx, r, "jessica-jones")
//	post, err := sim.WaitMessage(ctx, ch, func(m discordsim.Message) bool { return len(m.Embeds) > 0 })
//
// Limits are Discord's unless Config.Limits says otherwise, and bodies are checked as strictly as Discord's
// documentation allows to; where that is open, the stricter reading holds. As at Discord, a bot that identifies twice
// within five seconds is sent away with op 9: a test that restarts its bot sets Limits.IdentifyEvery to 0 or calls
// Advance, which also lets interactions expire and rate limits pass. Nothing is kept on disk.
//
// What goes wrong goes wrong on demand: Break for REST, BreakStart, Disconnect, Reconnect, Invalidate, DropAcks, Freeze,
// Lose and Repeat for the gateway, ResetToken, Channel.Delete, Channel.Overwrite, Guild.Remove and Guild.Outage for what
// people do to a bot. Another process steers the same through the control endpoint, which answers on loopback alone:
//
//	GET  /control/state                 guilds, channels, members, commands and counts, with their ids
//	GET  /control/messages?channel=1    what everybody sees there; with &as=2 what that member sees
//	POST /control/type                  {"member":"2","channel":"1","line":"/news defenders"}
//	POST /control/fault                 a Fault
//	POST /control/start-fault           a StartFault
//	POST /control/ORDER                 guilds channels members delete overwrite remove invite say complete click
//	                                    choose advance reconnect invalidate disconnect drop-acks freeze heartbeat repeat lose
//	                                    reset-token heal
//
// Config.Observe sees every exchange; package spec holds exchanges against Discord's OpenAPI description. Two clients
// from elsewhere, under clients, show that the simulator is not bent to fit one.
package discordsim
