package discordsim

import (
	"net/http"
	"slices"
)

func createChannel(r *request) (int, any, error) {
	s := r.sim
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	if err := s.needInGuild(g, ManageChannels); err != nil {
		return 0, nil, err
	}
	f := r.form()
	c := &channel{guild: g, position: len(g.channels), created: s.clock.now()}
	f.required("name")
	if f.has("type") {
		c.kind = f.choice("type", kindText, kindVoice, kindCategory, kindAnnouncement, kindForum, kindMedia)
	}
	s.readChannel(f, c)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	c.id = s.newID()
	s.addChannel(c)
	s.dispatchChannel(c, intentGuilds, "CHANNEL_CREATE", c.json())
	return http.StatusCreated, c.json(), nil
}

// readChannel takes over what a body gives of a channel.
func (s *Sim) readChannel(f form, c *channel) {
	if f.has("name") {
		c.name = f.text("name", 1, 100)
	}
	if f.given("topic") {
		c.topic = f.text("topic", 0, 1024)
	}
	if f.has("nsfw") {
		c.nsfw = f.flag("nsfw")
	}
	if f.has("position") {
		c.position = int(f.number("position", 0, 1<<31))
	}
	if f.has("rate_limit_per_user") {
		c.slowmode = int(f.number("rate_limit_per_user", 0, 21600))
	}
	if f.given("parent_id") {
		c.parent = s.channels[f.id("parent_id")]
	}
	if f.has("flags") {
		c.flags = int(f.number("flags", 0, 1<<31)) & flagRequireTag
	}
	if f.has("permission_overwrites") {
		c.overwrites = nil
		for _, o := range f.forms("permission_overwrites", 0, 500) {
			c.overwrites = append(c.overwrites, overwrite{o.id("id"), o.choice("type", 0, 1), o.bits("allow"), o.bits("deny")})
		}
	}
	if f.has("available_tags") {
		c.tags = nil
		for _, o := range f.forms("available_tags", 0, 20) {
			t := tag{ID: o.id("id"), Name: o.text("name", 0, 20), Moderated: o.flag("moderated")}
			if t.ID == "" {
				t.ID = s.newID()
			}
			c.tags = append(c.tags, t)
		}
	}
}

func editChannel(r *request) (int, any, error) {
	s := r.sim
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	if c.guild == nil {
		return 0, nil, errInDM
	}
	f := r.form()
	all, event := ManageChannels, "CHANNEL_UPDATE"
	if c.thread() {
		all, event = ManageThreads, "THREAD_UPDATE"
		if c.owner == s.bot.id && !c.locked && !f.has("locked") {
			all = SendMessagesInThreads
		}
	}
	if err := s.need(c, all); err != nil {
		return 0, nil, err
	}
	next := *c
	if c.thread() {
		readThreadEdit(f, &next)
		if f.has("applied_tags") {
			s.readTags(f, c.parent, &next)
		}
	} else {
		s.readChannel(f, &next)
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	*c = next
	s.dispatchChannel(c, intentGuilds, event, c.json())
	return http.StatusOK, c.json(), nil
}

func readThreadEdit(f form, t *channel) {
	if f.has("name") {
		t.name = f.text("name", 1, 100)
	}
	if f.has("archived") {
		t.archived = f.flag("archived")
	}
	if f.has("locked") {
		t.locked = f.flag("locked")
	}
	if f.has("auto_archive_duration") {
		t.autoArchive = f.choice("auto_archive_duration", 60, 1440, 4320, 10080)
	}
}

func putOverwrite(r *request) (int, any, error) {
	c, err := r.channelFor(ManageRoles)
	if err != nil {
		return 0, nil, err
	}
	f := r.form()
	f.required("type")
	o := overwrite{r.v("overwrite"), f.choice("type", 0, 1), f.bits("allow"), f.bits("deny")}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	r.sim.setOverwrite(c, o)
	return http.StatusNoContent, nil, nil
}

func deleteOverwrite(r *request) (int, any, error) {
	c, err := r.channelFor(ManageRoles)
	if err != nil {
		return 0, nil, err
	}
	c.overwrites = slices.DeleteFunc(c.overwrites, func(x overwrite) bool { return x.ID == r.v("overwrite") })
	r.sim.dispatchChannel(c, intentGuilds, "CHANNEL_UPDATE", c.json())
	return http.StatusNoContent, nil, nil
}

func giveRole(r *request) (int, any, error) { return r.changeRole(true) }
func takeRole(r *request) (int, any, error) { return r.changeRole(false) }

// changeRole gives or takes a role, which must stand below the bot's own.
func (r *request) changeRole(give bool) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	m, which := g.members[r.v("user")], g.role(r.v("role"))
	switch {
	case m == nil:
		return 0, nil, errUnknownMember
	case which == nil:
		return 0, nil, errUnknownRole
	}
	if err := r.sim.needInGuild(g, ManageRoles); err != nil {
		return 0, nil, err
	}
	if which.managed || which.id == g.id {
		return 0, nil, errMissingPermissions
	}
	m.roles = slices.DeleteFunc(slices.Clone(m.roles), func(id string) bool { return id == which.id })
	if give {
		m.roles = append(m.roles, which.id)
	}
	event := m.json()
	event["guild_id"] = g.id
	r.sim.dispatchGuild(g, intentMembers, "GUILD_MEMBER_UPDATE", event)
	return http.StatusNoContent, nil, nil
}

func listEmojis(*request) (int, any, error) { return http.StatusOK, object{"items": []any{}}, nil }

func listEntitlements(*request) (int, any, error) { return http.StatusOK, []any{}, nil }
