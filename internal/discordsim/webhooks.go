package discordsim

import (
	"net/http"
	"slices"
	"strings"
)

// A webhook posts to a channel for whoever has its token, or copies what a followed channel publishes.
type webhook struct {
	id, name, token string
	channel         *channel
	follows         *channel // of a follower webhook
}

// target finds what a webhook route's id and token name: an interaction, or a webhook.
func (r *request) target() (*interaction, *webhook, error) {
	if r.v("webhook") == r.sim.bot.id {
		i, err := r.sim.answered(r.v("token"))
		return i, nil, err
	}
	h := r.sim.webhooks[r.v("webhook")]
	if h == nil {
		return nil, nil, errUnknownWebhook
	}
	if h.token == "" || h.token != r.v("token") {
		return nil, nil, errWebhookToken
	}
	return nil, h, nil
}

func executeWebhook(r *request) (int, any, error) {
	i, h, err := r.target()
	if err != nil {
		return 0, nil, err
	}
	if h != nil {
		return h.execute(r)
	}
	m, err := r.sim.followUp(i, r.form(), r.files)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.json(), nil
}

func (r *request) webhookMessage() (*interaction, *message, error) {
	i, h, err := r.target()
	if err != nil {
		return nil, nil, err
	}
	if i != nil {
		m, err := r.sim.messageOf(i, r.v("which"))
		return i, m, err
	}
	m := r.sim.messages[r.v("which")]
	if m == nil || m.webhook != h.id {
		return nil, nil, errUnknownMessage
	}
	return nil, m, nil
}

func getWebhookMessage(r *request) (int, any, error) {
	_, m, err := r.webhookMessage()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, m.json(), nil
}

func editWebhookMessage(r *request) (int, any, error) {
	i, m, err := r.webhookMessage()
	if err != nil {
		return 0, nil, err
	}
	if err := r.sim.edit(m, r.form(), r.files); err != nil {
		return 0, nil, err
	}
	if i != nil && m == i.original {
		i.settled = true
		i.changed.fire()
	}
	return http.StatusOK, m.json(), nil
}

func deleteWebhookMessage(r *request) (int, any, error) {
	i, m, err := r.webhookMessage()
	if err != nil {
		return 0, nil, err
	}
	r.sim.remove(m)
	if i != nil && m == i.original {
		i.settled = true
		i.changed.fire()
	}
	return http.StatusNoContent, nil, nil
}

// execute posts as a webhook, into a thread or a new forum post where asked to.
func (h *webhook) execute(r *request) (int, any, error) {
	s := r.sim
	f := r.form()
	to, err := h.destination(r, f)
	if err != nil {
		return 0, nil, err
	}
	m := s.draft(f, draftOptions{files: r.files, channel: h.channel})
	name := f.text("username", 0, 80)
	f.link("avatar_url", "http", "https")
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if m.empty() {
		return 0, nil, errEmptyMessage
	}
	m.author, m.webhook, m.authorName = s.bot, h.id, h.name
	if name != "" {
		m.authorName = name
	}
	if to.id == "" {
		if err := s.checkTags(h.channel, to); err != nil {
			return 0, nil, err
		}
		s.openThread(to)
		s.postFirst(to, m)
	} else {
		s.post(to, m)
	}
	if !r.queryTrue("wait") {
		return http.StatusNoContent, nil, nil
	}
	return http.StatusOK, m.json(), nil
}

// destination is where a webhook's message goes: its channel, a thread of it, or a thread yet to be opened.
func (h *webhook) destination(r *request, f form) (*channel, error) {
	thread, title := r.query("thread_id"), f.text("thread_name", 0, 100)
	switch {
	case thread != "" && title != "":
		return nil, errForumBothThreads
	case title != "" && !h.channel.forum():
		return nil, errNotForumThread
	case title != "":
		t := r.sim.readThread(form{object{"name": title}, f.problems}, h.channel, kindThread)
		r.sim.readTags(f, h.channel, t)
		return t, nil
	case thread != "":
		t := r.sim.channels[thread]
		if t == nil || t.parent != h.channel || !t.thread() {
			return nil, errUnknownChannel
		}
		return t, nil
	case h.channel.forum():
		return nil, errForumNeedsThread
	}
	return h.channel, nil
}

func (h *webhook) json(s *Sim) object {
	o := object{
		"id": h.id, "type": 1, "name": h.name, "avatar": nil, "channel_id": h.channel.id, "guild_id": h.channel.guildID(),
		"application_id": s.bot.id, "user": s.bot.json(),
	}
	if h.follows != nil {
		o["type"], o["application_id"] = 2, nil
		o["source_guild"] = object{"id": h.follows.guild.id, "name": h.follows.guild.name, "icon": nil}
		o["source_channel"] = object{"id": h.follows.id, "name": h.follows.name}
	} else {
		o["token"] = h.token
		o["url"] = s.URL() + "/webhooks/" + h.id + "/" + h.token
	}
	return o
}

const webhooksPerChannel = 15

func (s *Sim) addWebhook(c *channel, name string) (*webhook, error) {
	if len(c.webhooks) >= webhooksPerChannel {
		return nil, errTooManyWebhooks
	}
	h := &webhook{id: s.newID(), name: name, token: secret(51), channel: c}
	c.webhooks = append(c.webhooks, h)
	s.webhooks[h.id] = h
	s.dispatchChannel(c, intentWebhooks, "WEBHOOKS_UPDATE", object{"guild_id": c.guildID(), "channel_id": c.id})
	return h, nil
}

func createWebhook(r *request) (int, any, error) {
	c, err := r.channelFor(ManageWebhooks)
	if err != nil {
		return 0, nil, err
	}
	if c.guild == nil || c.thread() {
		return 0, nil, errChannelKind
	}
	f := r.form()
	name := ""
	if f.required("name") {
		name = webhookName(f)
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	h, err := r.sim.addWebhook(c, name)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, h.json(r.sim), nil
}

func webhookName(f form) string {
	name := strings.TrimSpace(f.text("name", 1, 80))
	for _, word := range []string{"clyde", "discord"} {
		if strings.Contains(strings.ToLower(name), word) {
			f.in("name").add("USERNAME_INVALID_CONTAINS", "Username cannot contain %q", word)
		}
	}
	return name
}

func channelWebhooks(r *request) (int, any, error) {
	c, err := r.channelFor(ManageWebhooks)
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, h := range c.webhooks {
		out = append(out, h.json(r.sim))
	}
	return http.StatusOK, out, nil
}

// webhook finds the webhook of a route, by its token or, with the bot's, by what the bot may do in its channel.
func (r *request) webhook() (*webhook, error) {
	h := r.sim.webhooks[r.v("webhook")]
	switch {
	case h == nil:
		return nil, errUnknownWebhook
	case r.v("token") != "" && h.token != r.v("token"):
		return nil, errWebhookToken
	case r.v("token") == "":
		return h, r.sim.need(h.channel, ManageWebhooks)
	}
	return h, nil
}

func getWebhook(r *request) (int, any, error) {
	h, err := r.webhook()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, h.json(r.sim), nil
}

func renameWebhook(r *request) (int, any, error) {
	h, err := r.webhook()
	if err != nil {
		return 0, nil, err
	}
	f := r.form()
	name := h.name
	if f.has("name") {
		name = webhookName(f)
	}
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	h.name = name
	return http.StatusOK, h.json(r.sim), nil
}

func deleteWebhook(r *request) (int, any, error) {
	h, err := r.webhook()
	if err != nil {
		return 0, nil, err
	}
	delete(r.sim.webhooks, h.id)
	is := func(x *webhook) bool { return x == h }
	h.channel.webhooks = slices.DeleteFunc(h.channel.webhooks, is)
	if h.follows != nil {
		h.follows.followers = slices.DeleteFunc(h.follows.followers, is)
	}
	return http.StatusNoContent, nil, nil
}
