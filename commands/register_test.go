package commands

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordtest"
)

// stored returns commands as Discord hands them back: with ids, versions and
// defaults, and lists in another order.
func stored(t *testing.T, cmds []*discordgo.ApplicationCommand, guild string) []*discordgo.ApplicationCommand {
	t.Helper()
	raw, err := json.Marshal(cmds)
	if err != nil {
		t.Fatal(err)
	}
	var list []*discordgo.ApplicationCommand
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	no, yes := false, true
	for _, c := range list {
		c.ID, c.ApplicationID, c.Version, c.GuildID = "77", "88", "99", guild
		c.Type, c.NSFW, c.DefaultPermission = discordgo.ChatApplicationCommand, &no, &yes
		c.DMPermission = &yes //nolint:staticcheck // deprecated, and answered all the same
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		if c.Contexts != nil {
			slices.Reverse(*c.Contexts)
		}
		for _, o := range c.Options {
			slices.Reverse(o.ChannelTypes)
		}
	}
	slices.Reverse(list)
	return list
}

func TestRegisterWritesOnlyWhatDiffers(t *testing.T) {
	for _, guild := range []string{"", "1001"} {
		s := &discordtest.Session{}
		cmds := All(Needs{})
		if changed, err := Register(t.Context(), s, "app", guild, cmds); err != nil || !changed {
			t.Fatalf("first time: changed %t, error %v", changed, err)
		}
		s.Registered = stored(t, s.Registered, guild)
		if changed, err := Register(t.Context(), s, "app", guild, cmds); err != nil || changed || s.Overwrites() != 1 {
			t.Errorf("second time in guild %q: changed %t after %d writes, error %v", guild, changed, s.Overwrites(), err)
		}
	}
}

func TestRegisterSeesEachDifference(t *testing.T) {
	tests := []struct {
		name   string
		change func(*[]*discordgo.ApplicationCommand)
	}{
		{"a command more", func(l *[]*discordgo.ApplicationCommand) {
			*l = append(*l, &discordgo.ApplicationCommand{Name: "old"})
		}},
		{"a command less", func(l *[]*discordgo.ApplicationCommand) { *l = (*l)[1:] }},
		{"another name", func(l *[]*discordgo.ApplicationCommand) { (*l)[0].Name = "old" }},
		{"another description", func(l *[]*discordgo.ApplicationCommand) { (*l)[0].Description = "Old" }},
		{"other permissions", func(l *[]*discordgo.ApplicationCommand) { find(*l, "feeds").DefaultMemberPermissions = nil }},
		{"other contexts", func(l *[]*discordgo.ApplicationCommand) {
			find(*l, "news").Contexts = &[]discordgo.InteractionContextType{0}
		}},
		{"an option's description", func(l *[]*discordgo.ApplicationCommand) { find(*l, "news").Options[0].Description = "Old" }},
		{"an option's autocomplete", func(l *[]*discordgo.ApplicationCommand) { find(*l, "news").Options[0].Autocomplete = false }},
		{"a subcommand's option", func(l *[]*discordgo.ApplicationCommand) { find(*l, "feeds").Options[0].Options[0].MaxLength = 3 }},
		{"channel types", func(l *[]*discordgo.ApplicationCommand) { find(*l, "subscribe").Options[1].ChannelTypes = nil }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &discordtest.Session{}
			cmds := All(Needs{})
			if _, err := Register(t.Context(), s, "app", "", cmds); err != nil {
				t.Fatal(err)
			}
			s.Registered = stored(t, s.Registered, "")
			tt.change(&s.Registered)
			if changed, err := Register(t.Context(), s, "app", "", cmds); err != nil || !changed {
				t.Errorf("changed %t, error %v, want a write", changed, err)
			}
		})
	}
}

func find(list []*discordgo.ApplicationCommand, name string) *discordgo.ApplicationCommand {
	return list[slices.IndexFunc(list, func(c *discordgo.ApplicationCommand) bool { return c.Name == name })]
}

func TestRegisterInAGuildLeavesOutWhatIsGlobal(t *testing.T) {
	s := &discordtest.Session{}
	cmds := All(Needs{})
	if _, err := Register(t.Context(), s, "app", "1001", cmds); err != nil {
		t.Fatal(err)
	}
	if s.Registered[0].Contexts != nil || cmds[0].Definition.Contexts == nil {
		t.Error("contexts belong to global commands alone, and stay in the definition")
	}
}

func TestRegisterTellsWhatFailed(t *testing.T) {
	s := &discordtest.Session{Err: errors.New("401")}
	if _, err := Register(t.Context(), s, "app", "", All(Needs{})); !errors.Is(err, s.Err) {
		t.Errorf("error is %v, want one that wraps %v", err, s.Err)
	}
}

// What Discord demands of definitions, it tells only when they are registered.
func TestDefinitionsAreWhatDiscordTakes(t *testing.T) {
	name := regexp.MustCompile(`^[-_\p{Ll}\p{N}]{1,32}$`)
	var check func(path string, options []*discordgo.ApplicationCommandOption)
	check = func(path string, options []*discordgo.ApplicationCommandOption) {
		optional := false
		for _, o := range options {
			if !name.MatchString(o.Name) || len(o.Description) < 1 || len([]rune(o.Description)) > 100 {
				t.Errorf("%s %s: name or description %q", path, o.Name, o.Description)
			}
			if o.Required && optional {
				t.Errorf("%s %s is required after an optional one", path, o.Name)
			}
			optional = optional || !o.Required && o.Type != discordgo.ApplicationCommandOptionSubCommand
			check(path+" "+o.Name, o.Options)
		}
		if len(options) > 25 {
			t.Errorf("%s has %d options", path, len(options))
		}
	}
	for _, c := range All(Needs{}) {
		d := c.Definition
		if !name.MatchString(d.Name) || len(d.Description) < 1 || len([]rune(d.Description)) > 100 {
			t.Errorf("/%s: name or description %q", d.Name, d.Description)
		}
		check("/"+d.Name, d.Options)
		guarded := d.DefaultMemberPermissions != nil && *d.DefaultMemberPermissions == discordgo.PermissionManageGuild &&
			len(*d.Contexts) == 1 && (*d.Contexts)[0] == discordgo.InteractionContextGuild
		if c.Moderators != guarded {
			t.Errorf("/%s: for moderators %t, guarded by Discord %t", d.Name, c.Moderators, guarded)
		}
	}
}
