package discordsim

import (
	"fmt"
	"slices"
	"time"
)

// A Guild is a server that the bot is in.
type Guild struct {
	ID, Name string
	sim      *Sim
	g        *guild
}

// A Channel is a place where messages go: of a guild, or a direct conversation.
type Channel struct {
	ID, Name string
	sim      *Sim
	c        *channel
}

// A Role of a guild.
type Role struct{ ID, Name string }

// A Member is a person in a guild, who types and clicks.
type Member struct {
	ID, Name string
	sim      *Sim
	g        *guild // nil for somebody met in a DM alone
	u        *user
}

// AddGuild makes a server with an owner, adds the bot to it and tells connected bots.
func (s *Sim) AddGuild(name string) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	owner := s.newUser("owner")
	g := &guild{id: s.newID(), name: name, owner: owner.id, members: map[string]*member{}, joined: now}
	g.roles = []*role{
		{id: g.id, name: "@everyone", permissions: everyoneMay},
		{id: s.newID(), name: s.bot.name, managed: true},
	}
	g.members[owner.id] = &member{user: owner, joined: now}
	g.members[s.bot.id] = &member{user: s.bot, joined: now, roles: []string{g.roles[1].id}}
	s.guilds = append(s.guilds, g)
	s.dispatchGuild(g, intentGuilds, "GUILD_CREATE", s.guildEvent(g))
	return &Guild{ID: g.id, Name: name, sim: s, g: g}
}

func (s *Sim) newUser(name string) *user {
	u := &user{id: s.newID(), name: name}
	s.users[u.id] = u
	return u
}

// AddChannel adds a text channel.
func (g *Guild) AddChannel(name string) *Channel { return g.add(kindText, name) }

// AddAnnouncements adds an announcement channel, whose messages can be published.
func (g *Guild) AddAnnouncements(name string) *Channel { return g.add(kindAnnouncement, name) }

// AddForum adds a forum, which holds threads alone. A post must have a tag when required is true.
func (g *Guild) AddForum(name string, required bool, tags ...string) *Channel {
	ch := g.add(kindForum, name)
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	for _, t := range tags {
		ch.c.tags = append(ch.c.tags, tag{ID: g.sim.newID(), Name: t})
	}
	if required {
		ch.c.flags |= flagRequireTag
	}
	return ch
}

func (g *Guild) add(kind int, name string) *Channel {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: s.newID(), name: name, kind: kind, guild: g.g, position: len(g.g.channels), created: s.clock.now()}
	s.addChannel(c)
	s.dispatchChannel(c, intentGuilds, "CHANNEL_CREATE", c.json())
	return &Channel{ID: c.id, Name: name, sim: s, c: c}
}

func (s *Sim) addChannel(c *channel) {
	s.channels[c.id] = c
	if c.guild != nil {
		c.guild.channels = append(c.guild.channels, c)
		if c.guild.system == "" && c.kind == kindText {
			c.guild.system = c.id
		}
	}
}

// AddRole adds a role.
func (g *Guild) AddRole(name string, p Permissions) *Role {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &role{id: s.newID(), name: name, permissions: p}
	g.g.roles = append(g.g.roles, r)
	s.dispatchGuild(g.g, intentGuilds, "GUILD_ROLE_CREATE", object{"guild_id": g.g.id, "role": r.json(len(g.g.roles) - 1)})
	return &Role{ID: r.id, Name: name}
}

// AddMember adds a person, with permissions beyond what everyone has.
func (g *Guild) AddMember(name string, more ...Permissions) *Member {
	var p Permissions
	for _, m := range more {
		p |= m
	}
	var roles []string
	if p != 0 {
		roles = append(roles, g.AddRole(name+"'s role", p).ID)
	}
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.newUser(name)
	m := &member{user: u, roles: roles, joined: s.clock.now()}
	g.g.members[u.id] = m
	event := m.json()
	event["guild_id"] = g.g.id
	s.dispatchGuild(g.g, intentMembers, "GUILD_MEMBER_ADD", event)
	return &Member{ID: u.id, Name: name, sim: s, g: g.g, u: u}
}

// SetPermissions changes what everyone in the guild may do.
func (g *Guild) SetPermissions(everyone Permissions) { g.setRole(g.g.roles[0], everyone) }

// SetBotPermissions changes what the bot's own role adds, as its invitation did.
func (g *Guild) SetBotPermissions(p Permissions) { g.setRole(g.g.roles[1], p) }

func (g *Guild) setRole(r *role, p Permissions) {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	r.permissions = p
	s.dispatchGuild(g.g, intentGuilds, "GUILD_ROLE_UPDATE", object{"guild_id": g.g.id, "role": r.json(slices.Index(g.g.roles, r))})
}

// Give gives a role to a member.
func (g *Guild) Give(m *Member, r *Role) {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	if in := g.g.members[m.ID]; in != nil && !in.has(r.ID) {
		in.roles = append(in.roles, r.ID)
	}
}

// Timeout keeps a member from doing anything but read for a while. The bot's id may be given.
func (g *Guild) Timeout(memberID string, d time.Duration) {
	g.sim.mu.Lock()
	defer g.sim.mu.Unlock()
	if in := g.g.members[memberID]; in != nil {
		in.timeout = g.sim.clock.now().Add(d)
	}
}

// Remove takes the bot out of the guild.
func (g *Guild) Remove() {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatchGuild(g.g, intentGuilds, "GUILD_DELETE", object{"id": g.g.id})
	g.g.gone = true
	delete(g.g.members, s.bot.id)
}

// Invite brings the bot back after Remove.
func (g *Guild) Invite() {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	g.g.gone, g.g.joined = false, s.clock.now()
	g.g.members[s.bot.id] = &member{user: s.bot, joined: g.g.joined, roles: []string{g.g.roles[1].id}}
	s.dispatchGuild(g.g, intentGuilds, "GUILD_CREATE", s.guildEvent(g.g))
}

// Outage makes the guild unavailable, or available again.
func (g *Guild) Outage(down bool) {
	s := g.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	if down {
		s.dispatchGuild(g.g, intentGuilds, "GUILD_DELETE", object{"id": g.g.id, "unavailable": true})
	}
	if g.g.down = down; !down {
		s.dispatchGuild(g.g, intentGuilds, "GUILD_CREATE", s.guildEvent(g.g))
	}
}

// Overwrite sets what a role or a member (by id: a Role's, a Member's, the bot's, or the guild's for everyone) may and
// may not do in the channel, in place of what was set for it before.
func (ch *Channel) Overwrite(id string, allow, deny Permissions) {
	s := ch.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch.c.guild == nil {
		return
	}
	o := overwrite{ID: id, Allow: allow, Deny: deny}
	if ch.c.guild.role(id) == nil {
		o.Kind = 1
	}
	s.setOverwrite(ch.c, o)
}

func (s *Sim) setOverwrite(c *channel, o overwrite) {
	c.overwrites = slices.DeleteFunc(c.overwrites, func(x overwrite) bool { return x.ID == o.ID })
	c.overwrites = append(c.overwrites, o)
	s.dispatchChannel(c, intentGuilds, "CHANNEL_UPDATE", c.json())
}

// Delete deletes the channel, with its threads.
func (ch *Channel) Delete() {
	ch.sim.mu.Lock()
	defer ch.sim.mu.Unlock()
	ch.sim.deleteChannel(ch.c)
}

func (s *Sim) deleteChannel(c *channel) {
	if s.channels[c.id] == nil {
		return
	}
	for _, t := range slices.Clone(s.threadsOf(c)) {
		s.deleteChannel(t)
	}
	delete(s.channels, c.id)
	for _, m := range c.messages {
		delete(s.messages, m.id)
	}
	for _, h := range c.webhooks {
		delete(s.webhooks, h.id)
	}
	if c.guild != nil {
		c.guild.channels = slices.DeleteFunc(c.guild.channels, func(x *channel) bool { return x == c })
	}
	event := "CHANNEL_DELETE"
	if c.thread() {
		event = "THREAD_DELETE"
	}
	s.dispatchChannel(c, intentGuilds, event, c.json())
}

func (s *Sim) threadsOf(c *channel) (out []*channel) {
	if c.guild == nil || c.thread() {
		return nil
	}
	for _, t := range c.guild.channels {
		if t.thread() && t.parent == c {
			out = append(out, t)
		}
	}
	return out
}

// Channel finds a channel or thread by its id, nil when there is none.
func (s *Sim) Channel(id string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[id]; c != nil {
		return &Channel{ID: c.id, Name: c.name, sim: s, c: c}
	}
	return nil
}

// DM is the member's direct conversation with the bot.
func (m *Member) DM() *Channel {
	m.sim.mu.Lock()
	defer m.sim.mu.Unlock()
	c := m.sim.dm(m.u)
	return &Channel{ID: c.id, Name: "DM", sim: m.sim, c: c}
}

// Install lets the member have the application for themselves, also where the bot is not.
func (m *Member) Install() {
	m.sim.mu.Lock()
	defer m.sim.mu.Unlock()
	m.u.installed = true
}

// CloseDMs makes the member refuse direct messages, or take them again.
func (m *Member) CloseDMs(closed bool) {
	m.sim.mu.Lock()
	defer m.sim.mu.Unlock()
	m.u.dmsClosed = closed
}

func (s *Sim) dm(u *user) *channel {
	if u.dm == nil {
		u.dm = &channel{id: s.newID(), kind: kindDM, recipient: u, created: s.clock.now()}
		s.addChannel(u.dm)
	}
	return u.dm
}

func (g *Guild) String() string    { return g.Name }
func (ch *Channel) String() string { return "#" + ch.Name }
func (m *Member) String() string   { return fmt.Sprintf("@%s", m.Name) }
