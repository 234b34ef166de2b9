package discordsim

import "net/http"

// A webhook posts to a channel for whoever has its token, or copies what a followed channel publishes.
type webhook struct {
	id, name, token string
	channel         *channel
	follows         *channel // of a follower webhook
	byApp           bool
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

func (h *webhook) execute(r *request) (int, any, error) {
	f := r.form()
	m := r.sim.draft(f, draftOptions{files: r.files, channel: h.channel})
	name := f.text("username", 0, 80)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if m.empty() {
		return 0, nil, errEmptyMessage
	}
	m.author, m.webhook, m.authorName = r.sim.bot, h.id, h.name
	if name != "" {
		m.authorName = name
	}
	r.sim.post(h.channel, m)
	if !r.queryTrue("wait") {
		return http.StatusNoContent, nil, nil
	}
	return http.StatusOK, m.json(), nil
}
