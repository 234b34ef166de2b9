package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

// A lines handler passes on the messages that are logged.
type lines chan string

func (l lines) Enabled(context.Context, slog.Level) bool { return true }
func (l lines) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l lines) WithGroup(string) slog.Handler            { return l }
func (l lines) Handle(_ context.Context, r slog.Record) error {
	select {
	case l <- r.Message:
	default:
	}
	return nil
}

func (l lines) wait(t *testing.T, message string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case got := <-l:
			if got == message {
				return
			}
		case <-late:
			t.Fatalf("never logged %q", message)
		}
	}
}

var testCommands = []*discordgo.ApplicationCommand{
	{Name: "now", Description: "Answers at once"},
	{Name: "later", Description: "Answers after a deferral"},
	{Name: "panic", Description: "Does not answer"},
	{Name: "pick", Description: "Completes", Options: []*discordgo.ApplicationCommandOption{
		{Name: "show", Description: "A show", Type: discordgo.ApplicationCommandOptionString, Autocomplete: true, Required: true},
	}},
}

// simulated runs a client against a simulator until the test's end.
func simulated(t *testing.T, limits *discordsim.Limits) (sim *discordsim.Sim, c *Client, log lines) {
	t.Helper()
	sim, err := discordsim.Start(discordsim.Config{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	log = make(lines, 1000)
	c, err = New(Options{
		Token: sim.Token(), APIURL: sim.URL(), Log: slog.New(log),
		OnInteraction: func(ctx context.Context, i *discordgo.InteractionCreate) {
			if err := answerTest(ctx, c, i); err != nil {
				t.Errorf("answer %s: %v", i.ID, err)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- c.Run(ctx, func(ctx context.Context, app string) error {
			_, err := c.ApplicationCommandBulkOverwrite(app, "", testCommands, discordgo.WithContext(ctx))
			return err
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	if err := sim.Registered(ctx, "pick"); err != nil {
		t.Fatal(err)
	}
	return sim, c, log
}

func answerTest(ctx context.Context, c *Client, i *discordgo.InteractionCreate) error {
	with := discordgo.WithContext(ctx)
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return c.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{},
		}, with)
	}
	text := "an answer to " + i.ApplicationCommandData().Name
	switch i.ApplicationCommandData().Name {
	case "panic":
		panic("odd command")
	case "later":
		err := c.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		}, with)
		if err == nil {
			_, err = c.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text}, with)
		}
		return err
	}
	return c.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: text},
	}, with)
}

func TestCommandsAreAnswered(t *testing.T) {
	t.Parallel()
	sim, c, _ := simulated(t, nil)
	guild := sim.AddGuild("Sofa Club")
	channel := guild.AddChannel("tv-news")
	maya := guild.AddMember("maya")
	ask := func(line, want string) {
		t.Helper()
		r, err := maya.Type(t.Context(), channel, line)
		if err != nil || r.Content != want {
			t.Errorf("%s: %+v, %v, want %q", line, r, err, want)
		}
	}
	ask("/now", "an answer to now")
	ask("/later", "an answer to later")
	if choices, err := maya.Complete(t.Context(), channel, "/pick show:def"); err != nil || len(choices) != 0 {
		t.Errorf("completion: %v, %v, want none", choices, err)
	}

	if id, err := c.SystemChannel(t.Context(), guild.ID); err != nil || id != channel.ID {
		t.Errorf("SystemChannel = %q, %v, want the first channel %s", id, err, channel.ID)
	}

	// An event that comes twice is answered once: the second answer would fail.
	sim.Repeat(1)
	ask("/now", "an answer to now")

	// Discord fails once the answer is out, or before.
	for _, after := range []bool{true, false} {
		sim.Break(discordsim.Fault{Path: "/callback", Times: 1, Status: 502, After: after})
		ask("/now", "an answer to now")
	}
	sim.Break(discordsim.Fault{Path: "/messages/@original", Times: 1, Reset: true})
	ask("/later", "an answer to later")
}

func TestConnectionIsResumedWhereDiscordSays(t *testing.T) {
	t.Parallel()
	sim, _, log := simulated(t, nil)
	guild := sim.AddGuild("Sofa Club")
	channel := guild.AddChannel("tv-news")
	maya := guild.AddMember("maya")
	ends := []func(){
		sim.Reconnect,
		func() { sim.Disconnect(0) },
	}
	for i, end := range ends {
		end()
		log.wait(t, "connection to Discord resumed")
		if r, err := maya.Type(t.Context(), channel, "/now"); err != nil || r.Content != "an answer to now" {
			t.Errorf("after end %d: %+v, %v", i, r, err)
		}
	}
	s := sim.Stats()
	if s.Identifies != 1 || s.Resumes != len(ends) || s.ResumesAtFront != 0 {
		t.Errorf("%d identifies and %d resumes, %d of them at the wrong place, want 1, %d and 0", s.Identifies, s.Resumes, s.ResumesAtFront, len(ends))
	}
}

func TestMessagesArriveOnce(t *testing.T) {
	t.Parallel()
	limits := discordsim.DefaultLimits()
	limits.Routes = map[string]discordsim.Limit{"POST channels/{channel}/messages": {Count: 100, Window: time.Second}}
	sim, c, _ := simulated(t, &limits)
	channel := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	for i, fault := range []discordsim.Fault{
		{Status: 502, After: true},
		{Status: 500},
		{Reset: true, After: true},
		{Reset: true},
		{Status: 504, After: true, HTML: true},
		{Status: 429, Scope: "user", Retry: 100 * time.Millisecond},
		{Status: 429, Scope: "shared", Retry: 100 * time.Millisecond},
		{Status: 429, Scope: "global", Retry: 100 * time.Millisecond},
	} {
		fault.Path, fault.Times = "/messages", 1
		sim.Break(fault)
		for range 2 { // as after a crash
			if _, err := c.Send(t.Context(), channel.ID, fmt.Sprint("nonce", i), &discordgo.MessageSend{Content: fmt.Sprint("story ", i)}); err != nil {
				t.Errorf("fault %+v: %v", fault, err)
			}
		}
		if got := len(sim.Messages(channel)); got != i+1 {
			t.Fatalf("fault %+v: %d messages, want %d", fault, got, i+1)
		}
	}
	id, err := c.Find(t.Context(), channel.ID, time.Now().Add(-time.Hour), func(m *discordgo.Message) bool { return m.Content == "story 3" })
	if want := sim.Messages(channel)[3].ID; err != nil || id != want {
		t.Errorf("Find = %q, %v, want %q", id, err, want)
	}
	channel.Delete()
	_, err = c.Send(t.Context(), channel.ID, "x", hello)
	var refused *discordgo.RESTError
	if !errors.As(err, &refused) || refused.Message == nil || refused.Message.Code != 10003 {
		t.Errorf("to a channel that is gone: %v, want 10003", err)
	}
}

func TestNoLimitOfAChannelIsMet(t *testing.T) {
	t.Parallel()
	limits := discordsim.DefaultLimits()
	limits.Global.Count = 0 // a stalled machine may bunch what was paced
	limits.Routes = map[string]discordsim.Limit{"POST channels/{channel}/messages": {Count: 5, Window: 400 * time.Millisecond}}
	sim, c, _ := simulated(t, &limits)
	guild := sim.AddGuild("Sofa Club")
	var all sync.WaitGroup
	for i := range 4 {
		channel := guild.AddChannel(fmt.Sprint("tv-news-", i))
		for j := range 20 {
			all.Go(func() {
				if _, err := c.Send(t.Context(), channel.ID, fmt.Sprint(i, " ", j), hello); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	if s := sim.Stats(); s.Limited != 0 || s.Requests < 80 {
		t.Errorf("%d of %d requests were refused, want none", s.Limited, s.Requests)
	}
}

func TestSimulatorRefusesAWrongToken(t *testing.T) {
	t.Parallel()
	sim, err := discordsim.Start(discordsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	c, err := New(Options{Token: "wrong", APIURL: sim.URL()})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), nil); !errors.Is(err, ErrToken) || strings.Contains(err.Error(), "\n") {
		t.Errorf("Run: %v, want ErrToken", err)
	}
}

func TestFindTellsNotThereFromNotToBeSeen(t *testing.T) {
	t.Parallel()
	sim, c, _ := simulated(t, nil)
	channel := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	since := time.Now()
	find := func() (string, error) {
		return c.Find(t.Context(), channel.ID, since.Add(-time.Minute), func(m *discordgo.Message) bool { return m.Content == "story" })
	}
	channel.Overwrite(sim.AppID(), 0, discordsim.ReadMessageHistory)
	if id, err := find(); id != "" || err != nil {
		t.Errorf("in a channel without messages: %q, %v; want none", id, err)
	}
	if _, err := c.Send(t.Context(), channel.ID, "1", &discordgo.MessageSend{Content: "story"}); err != nil {
		t.Fatal(err)
	}
	var hidden *HiddenError
	if id, err := find(); id != "" || !errors.As(err, &hidden) {
		t.Errorf("without Read Message History: %q, %v; want a HiddenError", id, err)
	}
	channel.Overwrite(sim.AppID(), discordsim.ReadMessageHistory, 0)
	if id, err := find(); id == "" || err != nil {
		t.Errorf("with Read Message History: %q, %v; want the message", id, err)
	}
}
