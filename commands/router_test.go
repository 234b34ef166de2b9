package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordtest"
)

var (
	_ Session   = (*discordgo.Session)(nil)
	_ Registrar = (*discordgo.Session)(nil)
)

// routerOf returns a router with one command, /try, and its log.
func routerOf(c Command) (*Router, *bytes.Buffer) {
	if c.Definition == nil {
		c.Definition = &discordgo.ApplicationCommand{Name: "try", Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "what"},
		}}
	}
	var log bytes.Buffer
	return NewRouter([]Command{c}, slog.New(slog.NewTextHandler(&log, nil))), &log
}

// only returns the one answer that was sent.
func only(t *testing.T, s *discordtest.Session) *discordgo.InteractionResponse {
	t.Helper()
	if n := len(s.Responses()); n != 1 {
		t.Fatalf("%d answers, want 1", n)
	}
	return s.Responses()[0]
}

func TestAFailingCommandGivesAReferenceAndOneLineOfLog(t *testing.T) {
	leaky := &url.Error{Op: "Get", URL: "https://user:pw@x.example/webhooks/1/secret?k=secret", Err: errors.New("reset")}
	tests := []struct {
		name   string
		handle func(context.Context, Request) (Reply, error)
		logged string
	}{
		{"error", func(context.Context, Request) (Reply, error) { return Reply{}, errors.New("no such table") }, "no such table"},
		{"panic", func(context.Context, Request) (Reply, error) { panic("index out of range") }, "index out of range"},
		{"address", func(context.Context, Request) (Reply, error) { return Reply{}, fmt.Errorf("ask: %w", leaky) }, "https://x.example/…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, log := routerOf(Command{Handle: tt.handle})
			s := &discordtest.Session{}
			r.Interaction(t.Context(), s, discordtest.Command("try"))
			answer := only(t, s)
			_, ref, ok := strings.Cut(answer.Data.Content, "reference: `")
			ref = strings.TrimSuffix(ref, "`")
			if !ok || len(ref) < 6 || !private(answer) {
				t.Errorf("answer is %q, want a private one with a reference", answer.Data.Content)
			}
			lines := strings.Split(strings.TrimSpace(log.String()), "\n")
			if len(lines) != 1 || !strings.Contains(lines[0], "ref="+ref) || !strings.Contains(lines[0], tt.logged) {
				t.Errorf("log is %q, want one line with ref %s and %q", log, ref, tt.logged)
			}
			if strings.Contains(log.String(), "secret") || strings.Contains(log.String(), "pw") {
				t.Errorf("log leaks: %s", log)
			}
		})
	}
}

func TestAnAnswerThatIsNotDeliveredIsLoggedWithoutItsToken(t *testing.T) {
	r, log := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) { return Reply{Content: "hello"}, nil }})
	s := &discordtest.Session{Err: &url.Error{
		Op: "Post", URL: "https://discord.com/api/v9/interactions/5001/interaction-token/callback", Err: errors.New("interaction-token reset"),
	}}
	r.Interaction(t.Context(), s, discordtest.Command("try"))
	if got := log.String(); !strings.Contains(got, "answer not delivered") || !strings.Contains(got, "5001") || strings.Contains(got, "interaction-token") {
		t.Errorf("log is %q, want the failure without the token", got)
	}
}

func TestACommandHasTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, log := routerOf(Command{Handle: func(ctx context.Context, _ Request) (Reply, error) {
			<-ctx.Done()
			return Reply{}, fmt.Errorf("articles: %w", ctx.Err())
		}})
		s := &discordtest.Session{}
		start := time.Now()
		r.Interaction(t.Context(), s, discordtest.Command("try"))
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("answered after %s, want 2s", took)
		}
		if got := only(t, s).Data.Content; !strings.Contains(got, "took me too long") {
			t.Errorf("answer is %q", got)
		}
		if !strings.Contains(log.String(), "deadline exceeded") {
			t.Errorf("log is %q", log)
		}
	})
}

func TestASlowCommandIsDeferredFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &discordtest.Session{}
		r, _ := routerOf(Command{
			Slow: func(Request) bool { return true },
			Handle: func(ctx context.Context, _ Request) (Reply, error) {
				if n := len(s.Responses()); n != 1 {
					t.Errorf("%d answers before the work, want the deferral", n)
				}
				select {
				case <-time.After(30 * time.Second):
				case <-ctx.Done():
				}
				return Reply{Content: "done"}, ctx.Err()
			},
		})
		r.Interaction(t.Context(), s, discordtest.Command("try"))
		if got := only(t, s).Type; got != discordgo.InteractionResponseDeferredChannelMessageWithSource {
			t.Errorf("first answer is of type %d, want a deferral", got)
		}
		if edits := s.Edits(); len(edits) != 1 || *edits[0].Content != "done" {
			t.Errorf("edits are %v, want one that says done", edits)
		}
	})
}

func TestASlowCommandThatCannotBeDeferredIsNotRun(t *testing.T) {
	s := &discordtest.Session{Err: errors.New("Unknown interaction")}
	r, _ := routerOf(Command{
		Slow:   func(Request) bool { return true },
		Handle: func(context.Context, Request) (Reply, error) { t.Error("the command ran"); return Reply{}, nil },
	})
	r.Interaction(t.Context(), s, discordtest.Command("try"))
}

func TestWhoAsksDuringARestartIsTold(t *testing.T) {
	r, log := routerOf(Command{Handle: func(ctx context.Context, _ Request) (Reply, error) { return Reply{}, ctx.Err() }})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := &discordtest.Session{}
	r.Interaction(ctx, s, discordtest.Command("try"))
	if got := only(t, s).Data.Content; !strings.Contains(got, "being restarted") || log.Len() > 0 {
		t.Errorf("answer is %q and the log %q", got, log)
	}
}

func TestUnknownInteractions(t *testing.T) {
	r, _ := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) { return Reply{}, nil }})
	tests := []struct {
		name string
		in   *discordgo.InteractionCreate
		want string
	}{
		{"a command of another version", discordtest.Command("tri"), "I don't know “/tri”. Did you mean /try?"},
		{"a menu of another version", discordtest.Component("page:2", []string{"x"}), "from an earlier version"},
		{"a menu without a choice", discordtest.Component("choose/try//what?", nil), "from an earlier version"},
		{"a menu of a command that is gone", discordtest.Component("choose/old//what?", []string{"x"}), "I don't know “/old”"},
		{"somebody else's menu", discordtest.Component("choose/try//what?", []string{"x"}, discordtest.By("3002")), "Only the person who asked can choose here."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &discordtest.Session{}
			r.Interaction(t.Context(), s, tt.in)
			answer := only(t, s)
			if got := answer.Data.Content; !strings.Contains(got, tt.want) || !private(answer) {
				t.Errorf("answer is %q, want a private %q", got, tt.want)
			}
			if answer.Type != discordgo.InteractionResponseChannelMessageWithSource {
				t.Errorf("answer of type %d replaces the message", answer.Type)
			}
		})
	}
}

func TestBrokenInteractionsDoNotPanic(t *testing.T) {
	r, _ := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) { return Reply{}, nil }})
	command := discordtest.Command("try")
	command.Member, command.User = nil, nil
	half := discordtest.Command("try")
	half.Data = nil
	for _, i := range []*discordgo.InteractionCreate{
		nil, {}, command, half,
		{Interaction: &discordgo.Interaction{Type: discordgo.InteractionPing}},
		{Interaction: &discordgo.Interaction{Type: discordgo.InteractionModalSubmit}},
		{Interaction: &discordgo.Interaction{Type: discordgo.InteractionMessageComponent}},
		{Interaction: &discordgo.Interaction{Type: discordgo.InteractionApplicationCommandAutocomplete}},
	} {
		r.Interaction(t.Context(), &discordtest.Session{}, i)
	}
}

func TestSuggestionsThatFailAreAnEmptyList(t *testing.T) {
	tests := []struct {
		name     string
		complete func(context.Context, Request) ([]Choice, error)
	}{
		{"error", func(context.Context, Request) ([]Choice, error) { return nil, errors.New("disk is gone") }},
		{"panic", func(context.Context, Request) ([]Choice, error) { panic("disk is gone") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, log := routerOf(Command{Complete: tt.complete})
			s := &discordtest.Session{}
			r.Interaction(t.Context(), s, discordtest.Autocomplete("try", discordtest.String("what", "a")))
			answer := only(t, s)
			if answer.Data.Choices == nil || len(answer.Data.Choices) != 0 {
				t.Errorf("choices are %v, want an empty list", answer.Data.Choices)
			}
			if !strings.Contains(log.String(), "disk is gone") {
				t.Errorf("log is %q", log)
			}
		})
	}
	r, _ := routerOf(Command{})
	s := &discordtest.Session{}
	r.Interaction(t.Context(), s, discordtest.Autocomplete("gone", discordtest.String("what", "a")))
	if got := only(t, s).Data.Choices; got == nil || len(got) != 0 {
		t.Errorf("choices for an unknown command are %v, want an empty list", got)
	}
}

func TestChoicesKeepDiscordsLimits(t *testing.T) {
	var many []Choice
	for i := range 40 {
		many = append(many, Choice{Name: fmt.Sprintf("%d %s", i, strings.Repeat("😀", 80)), Value: fmt.Sprint(i), Detail: strings.Repeat("d", 200)})
	}
	many[2].Value = many[1].Value
	many[3].Value = strings.Repeat("v", 101)
	many[4].Name = " \x00"

	r, _ := routerOf(Command{
		Complete: func(context.Context, Request) ([]Choice, error) { return many, nil },
		Handle:   func(context.Context, Request) (Reply, error) { return Reply{Choices: many, Option: "what"}, nil },
	})
	s := &discordtest.Session{}
	r.Interaction(t.Context(), s, discordtest.Autocomplete("try", discordtest.String("what", "a")))
	r.Interaction(t.Context(), s, discordtest.Command("try"))
	suggested, answer := s.Responses()[0], s.Responses()[1]

	if n := len(suggested.Data.Choices); n != 25 {
		t.Errorf("%d suggestions, want 25", n)
	}
	menu := answer.Data.Components[0].(discordgo.ActionsRow).Components[0].(discordgo.SelectMenu)
	if n := len(menu.Options); n != 25 {
		t.Errorf("%d options in the menu, want 25", n)
	}
	values := map[any]bool{}
	for i, c := range suggested.Data.Choices {
		if values[c.Value] {
			t.Errorf("value %v is there twice", c.Value)
		}
		values[c.Value] = true
		for what, text := range map[string]string{"name": c.Name, "value": c.Value.(string), "detail": menu.Options[i].Description} {
			if n := len([]rune(text)); n == 0 || n > 100 {
				t.Errorf("%s of choice %d has %d characters: %q", what, i, n, text)
			}
		}
	}
}

func TestAMenuThatCannotCarryTheRequestIsText(t *testing.T) {
	r, _ := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) {
		return Reply{Content: "Which one?", Choices: []Choice{{Name: "A", Value: "a"}, {Name: "B", Value: "b"}}, Option: "what"}, nil
	}})
	s := &discordtest.Session{}
	r.Interaction(t.Context(), s, discordtest.Command("try", discordtest.String("other", strings.Repeat("ü", 40))))
	answer := only(t, s)
	if len(answer.Data.Components) > 0 || text(answer) != "Which one?\nA or B" {
		t.Errorf("answer is %q with components %v", text(answer), answer.Data.Components)
	}
}

func TestLongAnswersAreCut(t *testing.T) {
	r, _ := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) {
		return Reply{Content: strings.Repeat("😀", 1500)}, nil
	}})
	s := &discordtest.Session{}
	r.Interaction(t.Context(), s, discordtest.Command("try"))
	if n := len([]rune(only(t, s).Data.Content)); n != 1000 { // 999 of two units each, and the dots
		t.Errorf("answer has %d characters, want 1000", n)
	}
}

// Discord drops what an update does not name, and refuses null where it wants
// a list.
func TestAnswersOnTheWire(t *testing.T) {
	r, _ := routerOf(Command{Handle: func(context.Context, Request) (Reply, error) { return Reply{Content: "hello"}, nil }})
	s := &discordtest.Session{}
	r.Interaction(t.Context(), s, discordtest.Component("choose/try//what?", []string{"x"}))
	wire, err := json.Marshal(only(t, s))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":7,"data":{"tts":false,"content":"hello","components":[],"embeds":[],"allowed_mentions":{"parse":[],"replied_user":false}}}`
	if string(wire) != want {
		t.Errorf("sent %s, want %s", wire, want)
	}
}

func TestWithoutSecrets(t *testing.T) {
	tests := []struct{ in, want string }{
		{`Post "https://discord.com/api/webhooks/1/token": EOF`, `Post "https://discord.com/…": EOF`},
		{"dial postgres://bot:pw@db.example:5432/greenlit?x=y failed", "dial postgres://db.example:5432/… failed"},
		{"Rate limit exceeded on HTTPS://discord.com/api/x, retry", "Rate limit exceeded on HTTPS://discord.com/… retry"},
		{"the token is abc, abc", "the token is …, …"},
		{"no address here: at all", "no address here: at all"},
	}
	for _, tt := range tests {
		if got := withoutSecrets(tt.in, "abc"); got != tt.want {
			t.Errorf("withoutSecrets(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
