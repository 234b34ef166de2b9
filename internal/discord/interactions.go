package discord

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// InteractionRespond answers an interaction, within the three seconds that
// Discord waits for it.
func (c *Client) InteractionRespond(i *discordgo.Interaction, r *discordgo.InteractionResponse, options ...discordgo.RequestOption) error {
	var files []*discordgo.File
	if r.Data != nil {
		files = r.Data.Files
	}
	var body any = r
	if r.Type == discordgo.InteractionApplicationCommandAutocompleteResult {
		// discordgo leaves out an empty list of choices, which Discord wants.
		choices := []*discordgo.ApplicationCommandOptionChoice{}
		if r.Data != nil && r.Data.Choices != nil {
			choices = r.Data.Choices
		}
		body = map[string]any{"type": r.Type, "data": map[string]any{"choices": choices}}
	}
	_, err := c.do(http.MethodPost, discordgo.EndpointInteractionResponse(i.ID, i.Token), body, files,
		call{interaction: true}, options...)
	return err
}

// InteractionResponseEdit changes the answer to an interaction, or gives it
// after a deferral, within 15 minutes.
func (c *Client) InteractionResponseEdit(i *discordgo.Interaction, edit *discordgo.WebhookEdit, options ...discordgo.RequestOption) (*discordgo.Message, error) {
	raw, err := c.do(http.MethodPatch, discordgo.EndpointWebhookMessage(i.AppID, i.Token, "@original"), edit, edit.Files,
		call{interaction: true}, options...)
	if err != nil {
		return nil, err
	}
	var m discordgo.Message
	if err := discordgo.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	return &m, nil
}

// ApplicationCommands returns the commands that Discord has of the app, in
// one guild or, with guild "", globally.
func (c *Client) ApplicationCommands(app, guild string, options ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error) {
	cmds, err := c.rest.ApplicationCommands(app, guild, options...)
	return cmds, plain(err)
}

// ApplicationCommandBulkOverwrite replaces the app's commands, in one guild
// or, with guild "", globally.
func (c *Client) ApplicationCommandBulkOverwrite(app, guild string, cmds []*discordgo.ApplicationCommand, options ...discordgo.RequestOption) ([]*discordgo.ApplicationCommand, error) {
	created, err := c.rest.ApplicationCommandBulkOverwrite(app, guild, cmds, options...)
	return created, plain(err)
}

const (
	// turnTime is how long an interaction may wait for its turn. Discord waits
	// three seconds for an answer.
	turnTime = 2 * time.Second
	// waitingFor bounds the waiting ones, as a multiple of Concurrency.
	waitingFor = 8
	// seenInteractions is how many ids are remembered: Discord may deliver an
	// event twice, and does after a resume.
	seenInteractions = 1024
)

// answers hands interactions to the handler, a bounded number at once.
type answers struct {
	handle func(context.Context, *discordgo.InteractionCreate)
	log    *slog.Logger
	turns  chan struct{} // holds one for each that is being answered
	most   int

	mu      sync.Mutex
	ctx     context.Context // nil: none are taken
	active  int             // being answered or waiting
	idle    chan struct{}   // closed when active falls to 0 after stop
	seen    map[string]bool
	history [seenInteractions]string // ring of seen
	next    int
}

func newAnswers(o Options) *answers {
	return &answers{
		handle: o.OnInteraction,
		log:    o.Log,
		turns:  make(chan struct{}, o.Concurrency),
		most:   o.Concurrency * (1 + waitingFor),
		seen:   map[string]bool{},
	}
}

// start takes interactions from now on; their context is ctx.
func (a *answers) start(ctx context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx = ctx
	a.idle = nil
}

// stop takes no more, and returns a channel that is closed when the last one
// under way is answered.
func (a *answers) stop() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx = nil
	a.idle = make(chan struct{})
	if a.active == 0 {
		close(a.idle)
	}
	return a.idle
}

// accept takes an interaction and returns at once.
func (a *answers) accept(i *discordgo.InteractionCreate) {
	if a.handle == nil || i == nil || i.Interaction == nil || i.ID == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx == nil || a.seen[i.ID] {
		return
	}
	if a.active >= a.most {
		a.log.Error("interaction dropped: too many at once", "interaction", i.ID, "waiting", a.active)
		return
	}
	delete(a.seen, a.history[a.next])
	a.history[a.next] = i.ID
	a.seen[i.ID] = true
	a.next = (a.next + 1) % len(a.history)
	a.active++
	go a.answer(a.ctx, i) // stop tells when it has ended
}

func (a *answers) answer(ctx context.Context, i *discordgo.InteractionCreate) {
	defer a.done()
	turn := time.NewTimer(turnTime)
	defer turn.Stop()
	select {
	case a.turns <- struct{}{}:
	case <-turn.C:
		a.log.Error("interaction dropped: no turn in time", "interaction", i.ID)
		return
	}
	defer func() { <-a.turns }()
	defer func() {
		if p := recover(); p != nil {
			a.log.Error("panic while answering an interaction", "interaction", i.ID, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	a.handle(ctx, i)
}

func (a *answers) done() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.active--
	if a.active == 0 && a.idle != nil {
		close(a.idle)
		a.idle = nil
	}
}
