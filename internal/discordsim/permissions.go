package discordsim

import (
	"strconv"
	"strings"
	"time"
)

// Permissions is a set of Discord's permission bits.
type Permissions uint64

// The permissions that the simulator looks at. Others may be given and are passed on.
const (
	CreateInvite          Permissions = 1 << 0
	KickMembers           Permissions = 1 << 1
	BanMembers            Permissions = 1 << 2
	Administrator         Permissions = 1 << 3
	ManageChannels        Permissions = 1 << 4
	ManageGuild           Permissions = 1 << 5
	AddReactions          Permissions = 1 << 6
	ViewChannel           Permissions = 1 << 10
	SendMessages          Permissions = 1 << 11
	SendTTS               Permissions = 1 << 12
	ManageMessages        Permissions = 1 << 13
	EmbedLinks            Permissions = 1 << 14
	AttachFiles           Permissions = 1 << 15
	ReadMessageHistory    Permissions = 1 << 16
	MentionEveryone       Permissions = 1 << 17
	UseExternalEmojis     Permissions = 1 << 18
	Connect               Permissions = 1 << 20
	ManageRoles           Permissions = 1 << 28
	ManageWebhooks        Permissions = 1 << 29
	UseCommands           Permissions = 1 << 31
	ManageThreads         Permissions = 1 << 34
	CreatePublicThreads   Permissions = 1 << 35
	CreatePrivateThreads  Permissions = 1 << 36
	SendMessagesInThreads Permissions = 1 << 38
	ModerateMembers       Permissions = 1 << 40
	SendPolls             Permissions = 1 << 49
	UseExternalApps       Permissions = 1 << 50
	PinMessages           Permissions = 1 << 51

	allPermissions Permissions = 1<<53 - 1
)

// everyoneMay is what a new server lets everyone do.
const everyoneMay = CreateInvite | AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
	MentionEveryone | UseExternalEmojis | Connect | UseCommands | CreatePublicThreads | CreatePrivateThreads |
	SendMessagesInThreads | SendPolls | UseExternalApps

// inDM is what both sides of a direct conversation may do.
const inDM = everyoneMay &^ (CreateInvite | Connect | CreatePublicThreads | CreatePrivateThreads)

func (p Permissions) String() string               { return strconv.FormatUint(uint64(p), 10) }
func (p Permissions) has(all Permissions) bool     { return p&all == all }
func (p Permissions) MarshalJSON() ([]byte, error) { return []byte(`"` + p.String() + `"`), nil }

// UnmarshalJSON reads the bits as a string, as Discord writes them, or as a number.
func (p *Permissions) UnmarshalJSON(raw []byte) error {
	n, err := strconv.ParseUint(strings.Trim(string(raw), `"`), 10, 64)
	*p = Permissions(n)
	return err
}

// An overwrite changes permissions in one channel for a role (kind 0) or a member (kind 1).
type overwrite struct {
	ID    string      `json:"id"`
	Kind  int         `json:"type"`
	Allow Permissions `json:"allow"`
	Deny  Permissions `json:"deny"`
}

// base is what a member may do in the guild as a whole.
func (g *guild) base(m *member) Permissions {
	if m.user.id == g.owner {
		return allPermissions
	}
	p := g.role(g.id).permissions
	for _, id := range m.roles {
		if r := g.role(id); r != nil {
			p |= r.permissions
		}
	}
	if p.has(Administrator) {
		return allPermissions
	}
	return p
}

// permissions is what a user may do in a channel, in the order that Discord documents: the guild's base, then the
// overwrites of @everyone, of the roles together, and of the member. A thread takes its parent's.
func (c *channel) permissions(userID string, now time.Time) Permissions {
	if c.guild == nil {
		return inDM
	}
	m := c.guild.members[userID]
	if m == nil {
		return 0
	}
	p := c.guild.base(m)
	if p == allPermissions {
		return p
	}
	from := c
	if c.thread() && c.parent != nil {
		from = c.parent
	}
	var roles, own overwrite
	for _, o := range from.overwrites {
		switch {
		case o.Kind == 0 && o.ID == c.guild.id:
			p = p&^o.Deny | o.Allow
		case o.Kind == 0 && m.has(o.ID):
			roles.Deny |= o.Deny
			roles.Allow |= o.Allow
		case o.Kind == 1 && o.ID == userID:
			own = o
		}
	}
	p = p&^roles.Deny | roles.Allow
	p = p&^own.Deny | own.Allow
	if m.timeout.After(now) {
		p &= ViewChannel | ReadMessageHistory
	}
	if !p.has(ViewChannel) {
		return 0 // what cannot be seen cannot be used
	}
	send := SendMessages
	if c.thread() {
		send = SendMessagesInThreads
	}
	if !p.has(send) {
		p &^= MentionEveryone | SendTTS | AttachFiles | EmbedLinks
	}
	return p
}

// need refuses the bot what it may not do in a channel.
func (s *Sim) need(c *channel, all Permissions) error {
	p := c.permissions(s.bot.id, s.clock.now())
	if !p.has(ViewChannel) {
		return errMissingAccess
	}
	if !p.has(all) {
		return errMissingPermissions
	}
	return nil
}

// needInGuild refuses the bot what it may not do in a guild.
func (s *Sim) needInGuild(g *guild, all Permissions) error {
	if m := g.members[s.bot.id]; m == nil || !g.base(m).has(all) {
		return errMissingPermissions
	}
	return nil
}
