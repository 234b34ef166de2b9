package discordsim

import (
	"slices"
	"time"
)

// An object is JSON as the wire has it. What the simulator need not understand stays in this form.
type object = map[string]any

type user struct {
	id, name string
	bot      bool
	dm       *channel

	dmsClosed bool
	installed bool // has the application, wherever they are
}

type role struct {
	id, name    string
	permissions Permissions
	managed     bool
	mentionable bool
}

type member struct {
	user    *user
	roles   []string
	joined  time.Time
	timeout time.Time // sees only until then
}

func (m *member) has(role string) bool { return slices.Contains(m.roles, role) }

type guild struct {
	id, name, owner string
	system          string // channel of Discord's own notices
	roles           []*role
	channels        []*channel // threads too
	members         map[string]*member
	joined          time.Time
	down            bool // an outage
	gone            bool // the bot was removed
}

func (g *guild) role(id string) *role {
	for _, r := range g.roles {
		if r.id == id {
			return r
		}
	}
	return nil
}

// Kinds of channel, by Discord's numbers.
const (
	kindText         = 0
	kindDM           = 1
	kindVoice        = 2
	kindCategory     = 4
	kindAnnouncement = 5
	kindNewsThread   = 10
	kindThread       = 11
	kindPrivate      = 12
	kindForum        = 15
	kindMedia        = 16
)

type tag struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Moderated bool    `json:"moderated"`
	EmojiID   *string `json:"emoji_id"`
	EmojiName *string `json:"emoji_name"`
}

type channel struct {
	id, name, topic string
	kind            int
	guild           *guild // nil in a DM
	recipient       *user  // of a DM
	parent          *channel
	position        int
	overwrites      []overwrite
	messages        []*message // oldest first
	last            string
	lastPin         time.Time
	flags           int
	nsfw            bool
	slowmode        int
	webhooks        []*webhook
	followers       []*webhook

	// Forums and threads.
	tags        []tag
	appliedTags []string
	owner       string
	archived    bool
	locked      bool
	autoArchive int
	created     time.Time
	joined      map[string]time.Time
	sent        int
}

func (c *channel) thread() bool { return c.kind >= kindNewsThread && c.kind <= kindPrivate }
func (c *channel) forum() bool  { return c.kind == kindForum || c.kind == kindMedia }

func (c *channel) guildID() string {
	if c.guild == nil {
		return ""
	}
	return c.guild.id
}

// guild finds a guild that the bot is in.
func (s *Sim) guild(id string) *guild {
	for _, g := range s.guilds {
		if g.id == id && !g.gone {
			return g
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

func stampOrNil(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t)
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (u *user) json() object {
	o := object{
		"id": u.id, "username": u.name, "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0, "flags": 0,
		"banner": nil, "accent_color": nil, "avatar_decoration_data": nil, "collectibles": nil, "primary_guild": nil,
	}
	if u.bot {
		o["bot"] = true
		o["discriminator"] = "0000"
	} else {
		o["global_name"] = u.name
	}
	return o
}

func (r *role) json(position int) object {
	return object{
		"id": r.id, "name": r.name, "description": nil, "permissions": r.permissions, "position": position, "color": 0,
		"colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}, "hoist": false,
		"managed": r.managed, "mentionable": r.mentionable, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
}

func (m *member) json() object {
	return object{
		"user": m.user.json(), "nick": nil, "avatar": nil, "banner": nil, "roles": some(m.roles),
		"joined_at": stamp(m.joined), "premium_since": nil, "pending": false, "flags": 0, "mute": false, "deaf": false,
		"communication_disabled_until": stampOrNil(m.timeout), "avatar_decoration_data": nil, "collectibles": nil,
	}
}

func (g *guild) json() object {
	roles := []object{}
	for i, r := range g.roles {
		roles = append(roles, r.json(i))
	}
	return object{
		"id": g.id, "name": g.name, "owner_id": g.owner, "roles": roles, "emojis": []any{}, "stickers": []any{}, "features": []any{"COMMUNITY"},
		"icon": nil, "banner": nil, "splash": nil, "discovery_splash": nil, "home_header": nil, "description": nil, "region": "deprecated",
		"afk_channel_id": nil, "afk_timeout": 300, "system_channel_id": textOrNil(g.system), "system_channel_flags": 0,
		"widget_enabled": false, "widget_channel_id": nil, "verification_level": 1, "default_message_notifications": 1,
		"mfa_level": 0, "explicit_content_filter": 2, "max_presences": nil, "max_members": 500000, "max_stage_video_channel_users": 50,
		"max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"preferred_locale": "en-US", "rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "premium_progress_bar_enabled_user_updated_at": nil, "nsfw": false, "nsfw_level": 0,
		"application_id": nil, "incidents_data": nil, "latest_onboarding_question_id": nil, "moderator_reporting": nil, "profile": nil, "owner_configured_content_level": 0, "hub_type": nil, "inventory_settings": nil,
	}
}

// event is the guild as GUILD_CREATE tells it, as far as the bot can see it.
func (s *Sim) guildEvent(g *guild) object {
	o := g.json()
	channels, threads := []object{}, []object{}
	now := s.clock.now()
	for _, c := range g.channels {
		switch {
		case c.thread():
			if !c.archived && c.permissions(s.bot.id, now).has(ViewChannel) {
				threads = append(threads, c.json())
			}
		default:
			channels = append(channels, c.json())
		}
	}
	o["channels"], o["threads"] = channels, threads
	o["members"] = []object{g.members[s.bot.id].json()}
	o["member_count"] = len(g.members)
	o["joined_at"] = stamp(g.joined)
	o["large"], o["unavailable"] = false, false
	o["voice_states"], o["presences"], o["stage_instances"], o["guild_scheduled_events"], o["soundboard_sounds"] = []any{}, []any{}, []any{}, []any{}, []any{}
	return o
}

func (c *channel) json() object {
	o := object{"id": c.id, "type": c.kind, "flags": c.flags, "last_message_id": textOrNil(c.last)}
	if c.guild == nil {
		o["recipients"] = []object{c.recipient.json()}
		return o
	}
	o["guild_id"], o["name"] = c.guild.id, c.name
	o["parent_id"] = nil
	if c.parent != nil {
		o["parent_id"] = c.parent.id
	}
	o["rate_limit_per_user"] = c.slowmode
	if c.thread() {
		o["owner_id"] = c.owner
		o["message_count"], o["total_message_sent"], o["member_count"] = min(c.sent, 50), c.sent, min(len(c.joined), 50)
		o["applied_tags"] = some(c.appliedTags)
		meta := object{
			"archived": c.archived, "auto_archive_duration": c.autoArchive, "archive_timestamp": stamp(c.created),
			"locked": c.locked, "create_timestamp": stamp(c.created),
		}
		if c.kind == kindPrivate {
			meta["invitable"] = true
		}
		o["thread_metadata"] = meta
		return o
	}
	o["position"], o["topic"], o["nsfw"] = c.position, textOrNil(c.topic), c.nsfw
	o["permission_overwrites"] = some(c.overwrites)
	o["last_pin_timestamp"] = stampOrNil(c.lastPin)
	if c.forum() {
		o["available_tags"] = some(c.tags)
		o["default_reaction_emoji"], o["default_sort_order"], o["default_forum_layout"] = nil, nil, 0
		o["template"] = ""
	}
	return o
}

// some is a list that JSON shows as one though it is empty.
func some[T any](l []T) []T { return append([]T{}, l...) }
