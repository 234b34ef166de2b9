package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/render"
)

const (
	// answerTime is what a command gets of the three seconds that Discord
	// waits. The rest is for the way there and back.
	answerTime = 2 * time.Second
	// respondTime is how long after an interaction came an answer is still
	// worth sending.
	respondTime = 2900 * time.Millisecond
	// slowTime is what a slow command gets. Discord would wait 15 minutes,
	// people do not.
	slowTime = time.Minute
	// editTime is for sending what a slow command came to.
	editTime = 20 * time.Second
)

// Session is what the router needs of a Discord session.
type Session interface {
	InteractionRespond(*discordgo.Interaction, *discordgo.InteractionResponse, ...discordgo.RequestOption) error
	InteractionResponseEdit(*discordgo.Interaction, *discordgo.WebhookEdit, ...discordgo.RequestOption) (*discordgo.Message, error)
}

// A Command is a slash command.
type Command struct {
	Definition *discordgo.ApplicationCommand
	Handle     func(context.Context, Request) (Reply, error)
	// Complete suggests values for Request.Focused. It is nil for a command
	// without autocompleted options.
	Complete func(context.Context, Request) ([]Choice, error)

	// Moderators marks a command for those who may manage the server. It works
	// inside a server only, and its replies are private.
	Moderators bool
	// Slow tells which requests may take longer than Discord waits. Discord is
	// told to wait for them. Nil means none.
	Slow func(Request) bool
}

// A Router answers interactions with commands. It may be used by several
// goroutines.
type Router struct {
	commands []Command
	log      *slog.Logger
}

// NewRouter returns a router for the commands.
func NewRouter(cmds []Command, log *slog.Logger) *Router {
	return &Router{commands: cmds, log: log}
}

// Interaction answers one interaction, and returns when the answer is sent.
// When ctx ends before, the person is told to ask again.
func (r *Router) Interaction(ctx context.Context, s Session, i *discordgo.InteractionCreate) {
	if i == nil || i.Interaction == nil {
		return
	}
	a := answer{router: r, session: s, interaction: i.Interaction, came: time.Now()}
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		if req, ok := commandRequest(i); ok {
			a.command(ctx, req)
		}
	case discordgo.InteractionApplicationCommandAutocomplete:
		req, _ := commandRequest(i)
		a.complete(ctx, req)
	case discordgo.InteractionMessageComponent:
		a.choice(ctx, i)
	}
}

// answer is one interaction being answered.
type answer struct {
	router      *Router
	session     Session
	interaction *discordgo.Interaction
	came        time.Time
}

func (a answer) command(ctx context.Context, req Request) {
	cmd, err := a.router.allow(req)
	if err == nil && cmd.Slow != nil && cmd.Slow(req) {
		a.slowly(ctx, req, cmd)
		return
	}
	reply, _ := a.router.reply(ctx, req, answerTime)
	a.respond(ctx, discordgo.InteractionResponseChannelMessageWithSource, reply.message(req))
}

// slowly tells Discord to wait, and then what there was to wait for.
func (a answer) slowly(ctx context.Context, req Request, cmd Command) {
	wait := &discordgo.InteractionResponseData{}
	if cmd.Moderators {
		wait.Flags = discordgo.MessageFlagsEphemeral
	}
	if !a.respond(ctx, discordgo.InteractionResponseDeferredChannelMessageWithSource, wait) {
		return
	}
	reply, _ := a.router.reply(ctx, req, slowTime)
	data := reply.message(req)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), editTime)
	defer cancel()
	_, err := a.session.InteractionResponseEdit(a.interaction, &discordgo.WebhookEdit{
		Content: &data.Content, Embeds: &data.Embeds, Components: &data.Components, AllowedMentions: data.AllowedMentions,
	}, discordgo.WithContext(ctx))
	if err != nil {
		a.undelivered(err)
	}
}

func (a answer) complete(ctx context.Context, req Request) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	list, err := a.router.suggest(ctx, req)
	if err != nil {
		a.router.log.Warn("no suggestions", "command", req.name(), "error", withoutSecrets(err.Error(), a.interaction.Token))
	}
	data := &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{}}
	for _, c := range choices(list) {
		data.Choices = append(data.Choices, &discordgo.ApplicationCommandOptionChoice{Name: c.Name, Value: c.Value})
	}
	a.respond(ctx, discordgo.InteractionApplicationCommandAutocompleteResult, data)
}

func (r *Router) suggest(ctx context.Context, req Request) (list []Choice, err error) {
	defer recovered(&err)
	cmd, err := r.allow(req)
	var refused *UserError
	if cmd.Complete == nil || err != nil && !errors.As(err, &refused) {
		return nil, err
	}
	if cmd.Moderators && (req.Guild == "" || !req.mayModerate()) {
		return nil, nil
	}
	return cmd.Complete(ctx, req)
}

// choice answers what somebody chose in a menu, in the menu's place.
func (a answer) choice(ctx context.Context, i *discordgo.InteractionCreate) {
	req, ok := choiceRequest(i)
	if !ok {
		req = origin(i)
		reply := Reply{Content: "This menu is from an earlier version of me. Please use the command again.", Private: true}
		a.respond(ctx, discordgo.InteractionResponseChannelMessageWithSource, reply.message(req))
		return
	}
	if m := i.Message; m != nil && m.Interaction != nil && m.Interaction.User != nil && m.Interaction.User.ID != string(req.User) {
		reply := Reply{Content: "Only the person who asked can choose here. Use " + req.name() + " to ask yourself.", Private: true}
		a.respond(ctx, discordgo.InteractionResponseChannelMessageWithSource, reply.message(req))
		return
	}
	reply, ok := a.router.reply(ctx, req, answerTime)
	kind := discordgo.InteractionResponseUpdateMessage
	if !ok && len(reply.Choices) == 0 { // leave the menu for another choice
		kind = discordgo.InteractionResponseChannelMessageWithSource
	}
	a.respond(ctx, kind, reply.message(req))
}

// respond sends the first answer. It does so even after ctx has ended.
func (a answer) respond(ctx context.Context, kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) bool {
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), a.came.Add(respondTime))
	defer cancel()
	err := a.session.InteractionRespond(a.interaction, &discordgo.InteractionResponse{Type: kind, Data: data}, discordgo.WithContext(ctx))
	if err != nil {
		a.undelivered(err)
	}
	return err == nil
}

func (a answer) undelivered(err error) {
	a.router.log.Warn("answer not delivered", "interaction", a.interaction.ID, "guild", a.interaction.GuildID,
		"after", time.Since(a.came), "error", withoutSecrets(err.Error(), a.interaction.Token))
}

// reply returns what to tell the person, and whether it is what they asked for.
func (r *Router) reply(ctx context.Context, req Request, limit time.Duration) (_ Reply, ok bool) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	reply, err := r.Answer(limited, req)
	var refused *UserError
	switch {
	case err == nil:
		return reply, true
	case errors.As(err, &refused):
		return refused.Reply, false
	case ctx.Err() != nil:
		return Reply{Content: "I am being restarted. Please ask again in a minute.", Private: true}, false
	}
	ref := rand.Text()[:8]
	r.log.Error("command failed", "ref", ref, "command", req.name(), "guild", string(req.Guild), "error", withoutSecrets(err.Error(), ""))
	text := "That went wrong on my side. If it happens again, tell whoever runs me this reference: `%s`"
	if errors.Is(err, context.DeadlineExceeded) {
		text = "That took me too long. Please try again in a moment. If it happens again, tell whoever runs me this reference: `%s`"
	}
	return Reply{Content: fmt.Sprintf(text, ref), Private: true}, false
}

// Answer answers a request. An error that the person can act on is a
// *UserError. A panic is returned as an error.
func (r *Router) Answer(ctx context.Context, req Request) (reply Reply, err error) {
	cmd, err := r.allow(req)
	if err != nil {
		return Reply{}, err
	}
	defer recovered(&err)
	reply, err = cmd.Handle(ctx, req)
	if cmd.Moderators {
		reply.Private = true
		if refused := (*UserError)(nil); errors.As(err, &refused) {
			refused.Reply.Private = true
		}
	}
	return reply, err
}

// recovered turns a panic into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// allow returns the command that is asked for, or why it cannot be.
func (r *Router) allow(req Request) (Command, error) {
	i := slices.IndexFunc(r.commands, func(c Command) bool { return c.Definition.Name == req.Command })
	if i < 0 {
		return Command{}, r.unknown(req.Command)
	}
	cmd := r.commands[i]
	options, ok := optionsOf(cmd.Definition, req.Subcommand)
	if !ok {
		return cmd, tell("%s", usage(cmd.Definition))
	}
	if cmd.Moderators {
		if req.Guild == "" {
			return cmd, tell("/%s sets up a server, so it works inside one only.", req.Command)
		}
		if !req.mayModerate() {
			return cmd, tell("/%s is for those who may manage this server.", req.Command)
		}
	}
	for _, o := range options {
		if o.Required && req.Options[o.Name] == "" {
			return cmd, tell("%s needs %s: %s.", req.name(), o.Name, render.Escape(o.Description))
		}
	}
	return cmd, nil
}

// optionsOf returns the options of a command, or of a subcommand of it.
func optionsOf(d *discordgo.ApplicationCommand, sub string) ([]*discordgo.ApplicationCommandOption, bool) {
	subs := subcommands(d)
	if len(subs) == 0 {
		return d.Options, sub == ""
	}
	for _, o := range subs {
		if o.Name == sub {
			return o.Options, true
		}
	}
	return nil, false
}

func subcommands(d *discordgo.ApplicationCommand) []*discordgo.ApplicationCommandOption {
	var subs []*discordgo.ApplicationCommandOption
	for _, o := range d.Options {
		if o.Type == discordgo.ApplicationCommandOptionSubCommand {
			subs = append(subs, o)
		}
	}
	return subs
}

// usage names the subcommands of a command.
func usage(d *discordgo.ApplicationCommand) string {
	var forms []string
	for _, o := range subcommands(d) {
		forms = append(forms, "/"+d.Name+" "+o.Name)
	}
	if len(forms) == 0 {
		return "There is /" + d.Name + "."
	}
	return "There are " + strings.Join(forms, ", ") + "."
}

var addresses = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)(?:[^\s/?#"'@]*@)?([^\s/?#"']*)[^\s"']*`)

// withoutSecrets takes the token and all but the hosts of addresses out of an
// error's text: Discord's addresses hold tokens, those of feeds may hold keys.
func withoutSecrets(text, token string) string {
	if token != "" {
		text = strings.ReplaceAll(text, token, "…")
	}
	return addresses.ReplaceAllString(text, "$1$2/…")
}
