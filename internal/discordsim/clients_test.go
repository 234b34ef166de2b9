package discordsim_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"greenlit/internal/discordsim"
)

// Clients that nobody here wrote show that the simulator is not bent to fit one. They are fetched, and discord.js needs
// Node, so they run in CI or where DISCORDSIM_CLIENTS is set.
func TestOtherClients(t *testing.T) {
	if os.Getenv("DISCORDSIM_CLIENTS") == "" && os.Getenv("CI") == "" {
		t.Skip("neither DISCORDSIM_CLIENTS nor CI is set")
	}
	t.Parallel()
	t.Run("discord.js", func(t *testing.T) {
		t.Parallel()
		dir := filepath.Join("clients", "discordjs")
		if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
			run(t, dir, "npm", "ci")
		}
		useBot(t, dir, "node", "main.js")
	})
	t.Run("disgo", func(t *testing.T) {
		t.Parallel()
		dir, bin := filepath.Join("clients", "disgo"), filepath.Join(t.TempDir(), "bot")
		run(t, dir, "go", "build", "-o", bin, ".")
		useBot(t, dir, bin)
	})
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// useBot starts a client's bot and uses it as people do, on a good day and then a bad one.
func useBot(t *testing.T, dir, name string, args ...string) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	patient := limits(func(l *discordsim.Limits) { l.AnswerWithin = 20 * time.Second }) // a busy machine is no fault of theirs
	sim := start(t, conform(t, discordsim.Config{Limits: patient}))
	g := sim.AddGuild("Sofa Club")
	ch, fan := g.AddChannel("tv-news"), g.AddMember("theo")

	botCtx, stop := context.WithCancel(ctx)
	cmd := exec.CommandContext(botCtx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SIM_URL="+sim.URL(), "SIM_TOKEN="+sim.Token())
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		stop()
		_ = cmd.Wait() // killed
		if t.Failed() {
			t.Logf("the bot said:\n%s", out.String())
		}
	}()
	if err := sim.Registered(ctx, "hello", "slow", "page", "twice", "many"); err != nil {
		t.Fatal(err)
	}
	if err := sim.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	typed := func(line, want string) *discordsim.Reply {
		t.Helper()
		r, err := fan.Type(ctx, ch, line)
		if err != nil {
			t.Fatal(err)
		}
		if r.Content != want {
			t.Errorf("%s: got %q, want %q", line, r.Content, want)
		}
		return r
	}
	typed("/hello", "hello")
	if r := typed("/slow", "at last"); !r.Deferred {
		t.Error("/slow was not deferred")
	}
	r, err := fan.Click(ctx, typed("/page", "page 1"), "next")
	if err != nil || r.Content != "page 2" || len(r.Components) != 0 {
		t.Errorf("the button: got %+v, %v", r, err)
	}
	typed("/twice", "same")
	count := 0
	for _, m := range sim.Messages(ch) {
		if m.Content == "once" {
			count++
		}
	}
	if count != 1 {
		t.Errorf("a message with one nonce sent twice is there %d times", count)
	}

	sim.Break(discordsim.Fault{Method: "POST", Path: "/channels/", Times: 1, Status: 429, Retry: 300 * time.Millisecond})
	typed("/many", "sent")
	if sim.Stats().Limited == 0 {
		t.Error("no request met the limit")
	}

	before := sim.Stats()
	sim.Disconnect(0)
	if _, err := sim.WaitStats(ctx, func(s discordsim.Stats) bool { return s.Resumes > before.Resumes }); err != nil {
		t.Fatal(err)
	}
	typed("/hello", "hello")
	after := sim.Stats()
	if after.Identifies != before.Identifies || after.ResumesAtFront != 0 {
		t.Errorf("after the lost socket: got %+v, want a resume at the address for it", after)
	}
}
