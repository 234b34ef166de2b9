package discordsim

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Flags of messages and of forums.
const (
	flagCrossposted     = 1 << 0
	flagIsCrosspost     = 1 << 1
	flagSuppressEmbeds  = 1 << 2
	flagHasThread       = 1 << 5
	flagEphemeral       = 1 << 6
	flagLoading         = 1 << 7
	flagSilent          = 1 << 12
	flagComponentsV2    = 1 << 15
	flagRequireTag      = 1 << 4
	messageReply        = 19
	messageCommandReply = 20
)

// A message keeps its embeds and components as they were sent, after Discord's checks.
type message struct {
	id, content string
	kind        int
	channel     *channel
	author      *user
	authorName  string // of a webhook
	webhook     string // webhook or application id
	app         bool   // the webhook is an interaction's
	nonce       any
	embeds      []object
	components  []object
	attachments []object
	mentions    mentions
	flags       int
	created     time.Time
	edited      time.Time
	edits       []time.Time
	reply       *message
	thread      *channel
	interaction *interaction
	visibleTo   string // the one user who sees an ephemeral one
	tts, pinned bool
	pinnedAt    time.Time
	reactions   []reaction
	origin      *message // of a copy of a published one
	gone        bool
}

// A nonce remembers which message it made, for the few minutes that Discord does.
type nonce struct {
	message string
	until   time.Time
}

func (m *message) json() object {
	author := m.author.json()
	if m.webhook != "" && !m.app {
		author = (&user{id: m.webhook, name: m.authorName, bot: true}).json()
	}
	o := object{
		"id": m.id, "channel_id": m.channel.id, "type": m.kind, "content": m.content, "author": author,
		"timestamp": stamp(m.created), "edited_timestamp": stampOrNil(m.edited), "flags": m.flags, "tts": m.tts, "pinned": m.pinned,
		"embeds": some(m.embeds), "components": some(m.components),
		"attachments": some(m.attachments), "mention_everyone": m.mentions.everyone,
		"mentions": some(m.mentions.users), "mention_roles": some(m.mentions.roles),
	}
	if m.flags&flagSuppressEmbeds != 0 {
		o["embeds"] = []object{}
	}
	if m.webhook != "" {
		o["webhook_id"] = m.webhook
		if m.app {
			o["application_id"] = m.webhook
		}
	}
	if i := m.interaction; i != nil {
		o["interaction_metadata"] = i.metadata()
		if i.kind == interactionCommand && m == i.original {
			o["interaction"] = object{"id": i.id, "type": i.kind, "name": i.fullName(), "user": i.user.json()}
		}
	}
	if m.reply != nil {
		o["message_reference"] = object{"type": 0, "message_id": m.reply.id, "channel_id": m.channel.id, "guild_id": m.channel.guildID()}
		o["referenced_message"] = nil
		if !m.reply.gone {
			o["referenced_message"] = withoutReference(m.reply.json())
		}
	}
	if m.origin != nil {
		o["message_reference"] = object{"type": 0, "message_id": m.origin.id, "channel_id": m.origin.channel.id, "guild_id": m.origin.channel.guildID()}
	}
	if len(m.reactions) > 0 {
		o["reactions"] = m.reactionsJSON()
	}
	if m.thread != nil {
		o["thread"] = m.thread.json()
	}
	return o
}

func withoutReference(o object) object {
	delete(o, "referenced_message")
	return o
}

// channelFor finds the channel that a route names, if the bot can see it and has these permissions there.
func (r *request) channelFor(all Permissions) (*channel, error) {
	c := r.sim.channels[r.v("channel")]
	if c == nil {
		return nil, errUnknownChannel
	}
	return c, r.sim.need(c, all)
}

// messageIn finds a message of the route that the bot can read.
func (r *request) messageIn(c *channel) (*message, error) {
	m := r.sim.messages[r.v("message")]
	if m == nil || m.channel != c || m.gone || m.flags&flagEphemeral != 0 {
		return nil, errUnknownMessage
	}
	return m, nil
}

func createMessage(r *request) (int, any, error) {
	s := r.sim
	c := s.channels[r.v("channel")]
	if c == nil {
		return 0, nil, errUnknownChannel
	}
	if err := s.canPost(c); err != nil {
		return 0, nil, err
	}
	f := r.form()
	m := s.draft(f, draftOptions{files: r.files, fromChannel: true, channel: c})
	nonceOf, enforce := checkNonce(f), f.flag("enforce_nonce")
	ref := f.form("message_reference")
	reply := f.has("message_reference") && ref.required("message_id")
	target := s.messages[ref.id("message_id")]
	if reply && (target == nil || target.gone || target.channel != c) {
		target = nil
		if !ref.has("fail_if_not_exists") || ref.flag("fail_if_not_exists") {
			f.in("message_reference").add("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
		}
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if m.empty() {
		return 0, nil, errEmptyMessage
	}
	if err := s.canAttach(c, m); err != nil {
		return 0, nil, err
	}
	if nonceOf != nil && enforce {
		old, seen, err := s.sameNonce(nonceOf)
		if err != nil {
			return 0, nil, err
		}
		if seen {
			return http.StatusOK, s.echo(old), nil
		}
		s.forget()
		defer func() { // after the message has its id
			s.nonces[nonceKey(s.bot.id, nonceOf)] = nonce{m.id, s.clock.now().Add(s.limits.NonceWindow)}
		}()
	}
	if target != nil {
		m.kind, m.reply = messageReply, target
	}
	m.author, m.nonce = s.bot, nonceOf
	s.post(c, m)
	return http.StatusOK, s.echo(m), nil
}

// echo is the answer to the one who made a message, with the nonce that it was made with.
func (s *Sim) echo(m *message) object {
	o := m.json()
	if m.nonce != nil {
		o["nonce"] = m.nonce
	}
	return o
}

func checkNonce(f form) any {
	v := f.object["nonce"]
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		if length(v) > 25 {
			f.in("nonce").add("NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")
		}
		if v == "" {
			return nil
		}
	case interface{ Int64() (int64, error) }:
		if _, err := v.Int64(); err != nil {
			f.in("nonce").add("NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")
		}
	default:
		f.in("nonce").add("NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")
	}
	return v
}

func nonceKey(author string, n any) string { return author + " " + fmt.Sprint(n) }

// sameNonce finds the message that the bot lately made with the same nonce, in any channel. One deleted since is unknown.
func (s *Sim) sameNonce(n any) (*message, bool, error) {
	seen, ok := s.nonces[nonceKey(s.bot.id, n)]
	if !ok || s.clock.now().After(seen.until) {
		return nil, false, nil
	}
	m := s.messages[seen.message]
	if m == nil {
		return nil, true, errUnknownMessage
	}
	return m, true, nil
}

// canPost tells whether the bot may send to a channel at all.
func (s *Sim) canPost(c *channel) error {
	send := SendMessages
	if c.thread() {
		send = SendMessagesInThreads
	}
	if err := s.need(c, ViewChannel); err != nil {
		return err
	}
	switch {
	case c.recipient != nil && c.recipient.dmsClosed:
		return errNoDMs
	case c.forum():
		return errNotInForum
	case c.kind == kindCategory:
		return errNotText
	case c.locked && c.guild != nil && !c.permissions(s.bot.id, s.clock.now()).has(ManageThreads):
		return errLockedThread
	}
	return s.need(c, send)
}

// canAttach refuses files and embeds that the bot may not send.
func (s *Sim) canAttach(c *channel, m *message) error {
	p := c.permissions(s.bot.id, s.clock.now())
	if len(m.attachments) > 0 && !p.has(AttachFiles) {
		return errMissingPermissions
	}
	if len(m.embeds) > 0 && !p.has(EmbedLinks) {
		return errMissingPermissions
	}
	return nil
}

// post puts a message into a channel and tells whoever may know.
func (s *Sim) post(c *channel, m *message) {
	if m.id == "" {
		m.id = s.newID()
	}
	m.channel, m.created = c, s.clock.now()
	s.messages[m.id] = m
	c.messages = append(c.messages, m)
	if keep := s.cfg.KeepMessages; keep > 0 && len(c.messages) > keep {
		for _, old := range c.messages[:len(c.messages)-keep] {
			delete(s.messages, old.id)
		}
		c.messages = slices.Clone(c.messages[len(c.messages)-keep:])
	}
	if m.flags&flagEphemeral == 0 {
		c.last = m.id
		c.sent++
		c.archived = c.archived && c.locked
		event := s.echo(m)
		if c.guild != nil {
			event["guild_id"] = c.guild.id
			if in := c.guild.members[m.author.id]; in != nil && m.webhook == "" {
				member := in.json()
				delete(member, "user")
				event["member"] = member
			}
		}
		s.dispatchMessage(c, m, "MESSAGE_CREATE", event)
	}
	s.told(Created, m)
}

func (s *Sim) told(what What, m *message) {
	for w := range s.watchers {
		w.push(Event{What: what, Message: m.public()})
	}
}

func getMessage(r *request) (int, any, error) {
	c, err := r.channelFor(ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.json(), nil
}

func editMessage(r *request) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	if m.author != r.sim.bot || m.webhook != "" && !m.app {
		return 0, nil, errNotOwnMessage
	}
	f := r.form()
	if err := r.sim.edit(m, f, r.files); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.json(), nil
}

// edit changes what the body gives of a message and leaves the rest.
func (s *Sim) edit(m *message, f form, files []file) error {
	merged := object{"flags": m.flags & (flagSuppressEmbeds | flagComponentsV2)}
	for k, v := range f.object {
		if v != nil {
			merged[k] = v
		}
	}
	next := s.draft(form{merged, f.problems}, draftOptions{files: files, edit: m, fromChannel: !m.app, channel: m.channel})
	if next.flags&flagComponentsV2 == 0 && m.flags&flagComponentsV2 != 0 {
		f.in("flags").add("MESSAGE_FLAGS_CANNOT_UNSET_V2", "The components v2 flag cannot be removed from a message")
	}
	if err := f.err(); err != nil {
		return err
	}
	now := s.clock.now()
	if m.flags&flagCrossposted != 0 {
		m.edits = slices.DeleteFunc(m.edits, func(t time.Time) bool { return now.Sub(t) > time.Hour })
		if len(m.edits) >= 3 {
			return errAnnouncementEdits
		}
		m.edits = append(m.edits, now)
	}
	changed := *m
	if f.given("content") {
		changed.content, changed.mentions = next.content, next.mentions
	}
	if f.given("embeds") {
		changed.embeds = next.embeds
	}
	if f.given("components") {
		changed.components = next.components
	}
	if f.given("attachments") || len(files) > 0 {
		changed.attachments = next.attachments
	}
	changed.flags = m.flags&^(flagSuppressEmbeds|flagComponentsV2|flagLoading) | next.flags&(flagSuppressEmbeds|flagComponentsV2)
	if changed.empty() {
		return errEmptyMessage
	}
	if m.flags&flagLoading == 0 {
		changed.edited = now
	}
	*m = changed
	s.updated(m)
	return nil
}

func (s *Sim) updated(m *message) {
	if m.flags&flagEphemeral == 0 {
		event := m.json()
		if m.channel.guild != nil {
			event["guild_id"] = m.channel.guild.id
		}
		s.dispatchMessage(m.channel, m, "MESSAGE_UPDATE", event)
	}
	s.told(Edited, m)
}

func deleteMessage(r *request) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	if m.author != r.sim.bot || m.webhook != "" && !m.app {
		if c.guild == nil {
			return 0, nil, errInDM
		}
		if err := r.sim.need(c, ManageMessages); err != nil {
			return 0, nil, err
		}
	}
	r.sim.remove(m)
	return http.StatusNoContent, nil, nil
}

// remove deletes a message.
func (s *Sim) remove(m *message) {
	m.gone = true
	delete(s.messages, m.id)
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(x *message) bool { return x == m })
	if m.flags&flagEphemeral == 0 {
		event := object{"id": m.id, "channel_id": m.channel.id}
		if m.channel.guild != nil {
			event["guild_id"] = m.channel.guild.id
		}
		s.dispatchMessage(m.channel, m, "MESSAGE_DELETE", event)
	}
	s.told(Deleted, m)
}

func bulkDelete(r *request) (int, any, error) {
	c, err := r.channelFor(ManageMessages)
	if err != nil {
		return 0, nil, err
	}
	if c.guild == nil {
		return 0, nil, errInDM
	}
	f := r.form()
	f.required("messages")
	ids := f.ids("messages", 100)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if len(ids) < 2 {
		return 0, nil, errBulkCount
	}
	var found []*message
	for _, id := range ids {
		if m := r.sim.messages[id]; m != nil && m.channel == c {
			if r.sim.clock.now().Sub(m.created) > 14*24*time.Hour {
				return 0, nil, errTooOldToDelete
			}
			found = append(found, m)
		}
	}
	for _, m := range found {
		r.sim.remove(m)
	}
	return http.StatusNoContent, nil, nil
}
