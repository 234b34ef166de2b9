package discord

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/discordsim"
)

func TestGuildsThatTheBotIsIn(t *testing.T) {
	sim, err := discordsim.Start(discordsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	one, two := sim.AddGuild("One"), sim.AddGuild("Two")
	told := make(chan Guilds, 100)
	c, err := New(Options{Token: sim.Token(), APIURL: sim.URL(), OnGuilds: func(g Guilds) { told <- g }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx, nil) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	want := func(when string, want ...Guilds) {
		t.Helper()
		for _, w := range want {
			select {
			case got := <-told:
				if diff := cmp.Diff(w, got); diff != "" {
					t.Errorf("told %s (-want +got):\n%s", when, diff)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s: nothing was told, want %+v", when, w)
			}
		}
	}
	in := func(g *discordsim.Guild) Guilds { return Guilds{In: []string{g.ID}} }
	want("at the start", Guilds{All: true, In: []string{one.ID, two.ID}, Shard: [2]int{0, 1}}, in(one), in(two))
	one.Outage(true)
	one.Outage(false)
	want("after an outage", in(one))
	two.Remove()
	want("when it is removed", Guilds{Left: two.ID})
	for guild, want := range map[*discordsim.Guild]bool{one: true, two: false} {
		if got, err := c.InGuild(ctx, guild.ID); err != nil || got != want {
			t.Errorf("in guild %s: %v, %v; want %v", guild, got, err, want)
		}
	}
	two.Invite()
	want("when it is back", in(two))
}
