package discordsim

import (
	"net/http"
	"strings"
	"time"
)

// Kinds of interaction.
const (
	interactionCommand      = 2
	interactionComponent    = 3
	interactionAutocomplete = 4
	interactionModal        = 5
)

// Kinds of answer.
const (
	answerPong           = 1
	answerMessage        = 4
	answerDeferred       = 5
	answerDeferredUpdate = 6
	answerUpdate         = 7
	answerChoices        = 8
	answerModal          = 9
)

// An interaction waits for its answer, and is answered once.
type interaction struct {
	id, token string
	kind      int
	created   time.Time
	channel   *channel
	user      *user
	command   *command
	data      object
	source    *message // whose component was used
	opener    *interaction
	userOnly  bool // nobody but the user installed the application

	answer    int      // kind of the first answer, 0 before
	original  *message // what @original names
	settled   bool     // the person has seen the answer
	choices   []object
	modal     object
	followUps int
	changed   signal
}

func (i *interaction) metadata() object {
	o := object{"id": i.id, "type": i.kind, "user": i.user.json(), "authorizing_integration_owners": i.owners()}
	if i.kind == interactionCommand {
		o["name"], o["command_type"] = i.fullName(), i.command.kind
	}
	if i.source != nil && i.kind == interactionComponent {
		o["interacted_message_id"] = i.source.id
	}
	if i.kind == interactionModal && i.opener != nil {
		o["triggering_interaction_metadata"] = i.opener.metadata()
	}
	return o
}

func (i *interaction) owners() object {
	if i.userOnly {
		return object{"1": i.user.id}
	}
	if i.channel.guild == nil {
		return object{"0": "0"}
	}
	return object{"0": i.channel.guild.id}
}

// fullName is the command's name with its group and subcommand.
func (i *interaction) fullName() string {
	words := []string{i.command.name}
	options, _ := i.data["options"].([]object)
	for len(options) == 1 {
		kind, _ := options[0]["type"].(int)
		if kind != optSub && kind != optGroup {
			break
		}
		words = append(words, options[0]["name"].(string))
		options, _ = options[0]["options"].([]object)
	}
	return strings.Join(words, " ")
}

func (s *Sim) late(i *interaction) bool {
	return i.answer == 0 && s.clock.now().Sub(i.created) > s.limits.AnswerWithin
}

func (s *Sim) expired(i *interaction) bool {
	return s.clock.now().Sub(i.created) > s.limits.TokenLife
}

// answerInteraction is the callback endpoint.
func answerInteraction(r *request) (int, any, error) {
	s := r.sim
	i := s.interactions[r.v("token")]
	if i == nil || i.id != r.v("interaction") || s.late(i) || s.expired(i) {
		return 0, nil, errUnknownInteraction
	}
	if i.answer != 0 {
		return 0, nil, errAlreadyAnswered
	}
	f := r.form()
	kind := 0
	if f.required("type") {
		kind = f.choice("type", i.answers()...)
	}
	data := f.form("data")
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	var err error
	switch kind {
	case answerMessage:
		err = s.answerWithMessage(i, data, r.files)
	case answerDeferred:
		flags := int(data.number("flags", 0, 1<<40)) & flagEphemeral
		if err = f.err(); err == nil {
			s.postAnswer(i, &message{flags: flags | flagLoading})
		}
	case answerDeferredUpdate:
		i.original = i.source
	case answerUpdate:
		if err = s.edit(i.source, data, r.files); err == nil {
			i.original, i.settled = i.source, true
		}
	case answerChoices:
		err = i.takeChoices(data)
	case answerModal:
		err = i.takeModal(data)
	}
	if err != nil {
		return 0, nil, err
	}
	i.answer = kind
	i.changed.fire()
	if r.queryTrue("with_response") {
		return http.StatusOK, i.response(), nil
	}
	return http.StatusNoContent, nil, nil
}

// answers are the kinds of answer that this kind of interaction takes.
func (i *interaction) answers() []int {
	switch i.kind {
	case interactionAutocomplete:
		return []int{answerChoices}
	case interactionComponent:
		return []int{answerMessage, answerDeferred, answerDeferredUpdate, answerUpdate, answerModal}
	case interactionModal:
		if i.source != nil {
			return []int{answerMessage, answerDeferred, answerDeferredUpdate, answerUpdate}
		}
		return []int{answerMessage, answerDeferred}
	}
	return []int{answerMessage, answerDeferred, answerModal}
}

func (s *Sim) answerWithMessage(i *interaction, data form, files []file) error {
	m := s.draft(data, draftOptions{files: files, ephemeral: true, channel: i.channel})
	if err := data.err(); err != nil {
		return err
	}
	if m.empty() {
		return errEmptyMessage
	}
	s.postAnswer(i, m)
	i.settled = true
	return nil
}

// postAnswer makes a message the interaction's original answer.
func (s *Sim) postAnswer(i *interaction, m *message) {
	i.original = m
	if i.kind == interactionCommand {
		m.kind = messageCommandReply
	} else if i.source != nil {
		m.kind, m.reply = messageReply, i.source
	}
	s.postFor(i, m)
}

func (s *Sim) postFor(i *interaction, m *message) {
	m.author, m.webhook, m.app, m.interaction = s.bot, s.bot.id, true, i
	if i.userOnly && !i.channel.permissions(i.user.id, s.clock.now()).has(UseExternalApps) {
		m.flags |= flagEphemeral
	}
	if m.flags&flagEphemeral != 0 {
		m.visibleTo = i.user.id
	}
	s.post(i.channel, m)
}

func (i *interaction) takeChoices(data form) error {
	data.required("choices")
	kind := optString
	if o := focused(i.data); o != nil {
		kind, _ = o["type"].(int)
	}
	for _, c := range data.forms("choices", 0, 25) {
		i.choices = append(i.choices, checkChoice(c, kind))
	}
	if err := data.err(); err != nil {
		i.choices = nil
		return err
	}
	i.settled = true
	return nil
}

func (i *interaction) takeModal(data form) error {
	for key, hi := range map[string]int{"custom_id": 100, "title": 45} {
		if data.required(key) {
			data.text(key, 1, hi)
		}
	}
	components := checkModal(data)
	if err := data.err(); err != nil {
		return err
	}
	i.modal = data.with(object{"components": components})
	i.settled = true
	return nil
}

func (i *interaction) response() object {
	about := object{"id": i.id, "type": i.kind}
	out := object{"interaction": about}
	if m := i.original; m != nil {
		about["response_message_id"] = m.id
		about["response_message_loading"] = m.flags&flagLoading != 0
		about["response_message_ephemeral"] = m.flags&flagEphemeral != 0
	}
	if i.answer == answerMessage || i.answer == answerUpdate {
		out["resource"] = object{"type": i.answer, "message": i.original.json()}
	}
	return out
}

// newInteraction starts an interaction and sends it to the bot.
func (s *Sim) newInteraction(i *interaction) {
	i.id, i.token, i.created = s.newID(), secret(120), s.clock.now()
	s.forget()
	s.interactions[i.token] = i
	if i.userOnly {
		for _, ses := range s.sessions {
			if ses.owns(i.channel.guildID()) {
				s.dispatchTo(ses, "INTERACTION_CREATE", s.interactionJSON(i))
			}
		}
		return
	}
	s.dispatchChannel(i.channel, 0, "INTERACTION_CREATE", s.interactionJSON(i))
}

// forget drops interactions and nonces that nobody can use any more, once in a while.
func (s *Sim) forget() {
	now := s.clock.now()
	if now.Sub(s.forgot) < time.Minute {
		return
	}
	s.forgot = now
	for token, i := range s.interactions {
		if s.expired(i) {
			delete(s.interactions, token)
		}
	}
	for key, n := range s.nonces {
		if now.After(n.until) {
			delete(s.nonces, key)
		}
	}
}

func (s *Sim) interactionJSON(i *interaction) object {
	now := s.clock.now()
	o := object{
		"id": i.id, "application_id": s.bot.id, "type": i.kind, "data": i.data, "token": i.token, "version": 1,
		"channel_id": i.channel.id, "channel": i.channel.json(), "locale": "en-US", "entitlements": []any{}, "entitlement_sku_ids": []any{},
		"authorizing_integration_owners": i.owners(), "attachment_size_limit": maxFile,
		"app_permissions": i.channel.permissions(s.bot.id, now), "context": 1,
	}
	if i.source != nil {
		o["message"] = i.source.json()
	}
	g := i.channel.guild
	if g == nil {
		o["user"] = i.user.json()
		return o
	}
	member := g.members[i.user.id].json()
	member["permissions"] = i.channel.permissions(i.user.id, now)
	o["context"], o["member"], o["guild_id"], o["guild_locale"] = 0, member, g.id, "en-US"
	o["guild"] = object{"id": g.id, "locale": "en-US", "features": []any{"COMMUNITY"}}
	return o
}

// focused is the option that a person is typing.
func focused(data object) object {
	options, _ := data["options"].([]object)
	for _, o := range options {
		if o["focused"] == true {
			return o
		}
		if in := focused(o); in != nil {
			return in
		}
	}
	return nil
}

// answered finds the interaction of a token that may still be edited or followed up.
func (s *Sim) answered(token string) (*interaction, error) {
	i := s.interactions[token]
	switch {
	case i == nil || s.expired(i):
		return nil, errWebhookToken
	case i.answer == 0:
		return nil, errUnknownWebhook
	}
	return i, nil
}

// followUp sends another message. After a deferral the first one takes the place of the answer.
func (s *Sim) followUp(i *interaction, f form, files []file) (*message, error) {
	if i.original != nil && i.original.flags&flagLoading != 0 && !i.original.gone {
		if err := s.edit(i.original, f, files); err != nil {
			return nil, err
		}
		i.settled = true
		i.changed.fire()
		return i.original, nil
	}
	m := s.draft(f, draftOptions{files: files, ephemeral: true, channel: i.channel})
	if err := f.err(); err != nil {
		return nil, err
	}
	if m.empty() {
		return nil, errEmptyMessage
	}
	if i.userOnly && i.followUps >= 5 {
		return nil, errFollowUps
	}
	i.followUps++
	if i.original != nil && !i.original.gone {
		m.kind, m.reply = messageReply, i.original
	}
	s.postFor(i, m)
	i.settled = i.settled || i.answer == answerDeferredUpdate
	i.changed.fire()
	return m, nil
}

// messageOf finds a message that an interaction's token may read and change.
func (s *Sim) messageOf(i *interaction, which string) (*message, error) {
	m := i.original
	if which != "@original" {
		m = s.messages[which]
		if m != nil && m != i.original && m.interaction != i {
			m = nil
		}
	}
	if m == nil || m.gone {
		return nil, errUnknownMessage
	}
	return m, nil
}
