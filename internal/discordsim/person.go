package discordsim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// What a Discord client tells the person who types, before the bot hears of anything.
var (
	ErrUnknownCommand = errors.New("no such command")
	ErrNotAllowed     = errors.New("not allowed to use this command here")
	ErrInput          = errors.New("the client does not accept this input")
	ErrNoAnswer       = errors.New("the application did not respond")
)

// A Reply is what a person sees as the answer to a command, a click or a choice.
type Reply struct {
	Message
	Deferred bool            // the bot asked for time first
	Modal    json.RawMessage // a dialogue instead of a message
	source   *interaction
}

// A Choice is one suggestion of an autocomplete answer.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Type uses a slash command as a person does in a channel and waits for the bot's answer, of a deferred one until it
// is there. Options are named (`/news show:defenders limit:3`), or the one required option is just typed (`/news defenders`),
// or the first where none is required.
func (m *Member) Type(ctx context.Context, ch *Channel, line string) (*Reply, error) {
	i, err := m.start(ch, line, interactionCommand)
	if err != nil {
		return nil, fmt.Errorf("%s types %q: %w", m.Name, line, err)
	}
	r, err := m.sim.answerOf(ctx, i)
	if err != nil {
		return nil, fmt.Errorf("%s types %q: %w", m.Name, line, err)
	}
	return r, nil
}

// Complete types a slash command without sending it and waits for the suggestions for its last option.
func (m *Member) Complete(ctx context.Context, ch *Channel, line string) ([]Choice, error) {
	i, err := m.start(ch, line, interactionAutocomplete)
	if err == nil {
		_, err = m.sim.answerOf(ctx, i)
	}
	if err != nil {
		return nil, fmt.Errorf("%s types %q: %w", m.Name, line, err)
	}
	m.sim.mu.Lock()
	defer m.sim.mu.Unlock()
	out := []Choice{}
	for _, c := range i.choices {
		out = append(out, Choice{Name: c["name"].(string), Value: c["value"]})
	}
	return out, nil
}

func (m *Member) start(ch *Channel, line string, kind int) (*interaction, error) {
	s := m.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	data, c, err := s.parseLine(m.u, ch.c, line, kind == interactionAutocomplete)
	if err != nil {
		return nil, err
	}
	i := &interaction{kind: kind, channel: ch.c, user: m.u, command: c, data: data, userOnly: ch.c.guild != nil && ch.c.guild.gone}
	s.newInteraction(i)
	return i, nil
}

// Click presses a button of a reply or message, by its custom id or its label, and waits for what the bot does: another
// message, a change of this one, or a modal. A bot that answers with a deferred update is waited for until it edits.
func (m *Member) Click(ctx context.Context, r *Reply, button string) (*Reply, error) {
	return m.use(ctx, r.Message, fmt.Sprintf("clicks %q", button), func(c Component) object {
		if c.Type != compButton || c.URL != "" || c.Disabled || c.CustomID != button && c.Label != button {
			return nil
		}
		return object{"custom_id": c.CustomID, "component_type": c.Type}
	})
}

// Choose picks values of a select menu of a reply, by value or label.
func (m *Member) Choose(ctx context.Context, r *Reply, values ...string) (*Reply, error) {
	return m.use(ctx, r.Message, fmt.Sprintf("chooses %q", values), func(c Component) object {
		if c.Type != compSelect || c.Disabled {
			return nil
		}
		picked := []string{}
		for _, v := range values {
			at := slices.IndexFunc(c.Options, func(o Option) bool { return o.Value == v || o.Label == v })
			if at < 0 {
				return nil
			}
			picked = append(picked, c.Options[at].Value)
		}
		return object{"custom_id": c.CustomID, "component_type": c.Type, "values": picked}
	})
}

// use works a component of a message as it is now.
func (m *Member) use(ctx context.Context, on Message, what string, pick func(Component) object) (*Reply, error) {
	s := m.sim
	s.mu.Lock()
	msg := s.messages[on.ID]
	if msg == nil || msg.visibleTo != "" && msg.visibleTo != m.ID {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s %s: %w: the message is not there", m.Name, what, ErrInput)
	}
	now := msg.public()
	var data object
	for _, c := range now.All() {
		if data = pick(c); data != nil {
			break
		}
	}
	if data == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s %s: %w: the message does not offer it", m.Name, what, ErrInput)
	}
	i := &interaction{kind: interactionComponent, channel: msg.channel, user: m.u, data: data, source: msg}
	i.userOnly = msg.interaction != nil && msg.interaction.userOnly
	s.newInteraction(i)
	s.mu.Unlock()
	r, err := s.answerOf(ctx, i)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", m.Name, what, err)
	}
	return r, nil
}

// Submit fills the modal of a reply, by the custom ids of its inputs, and waits for the answer.
func (m *Member) Submit(ctx context.Context, r *Reply, values map[string]string) (*Reply, error) {
	s := m.sim
	s.mu.Lock()
	if r.source == nil || r.source.modal == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s submits: %w: no modal is open", m.Name, ErrInput)
	}
	modal := r.source.modal
	var filled []object
	for _, c := range modal["components"].([]object) {
		filled = append(filled, fill(c, values))
	}
	i := &interaction{
		kind: interactionModal, channel: r.source.channel, user: m.u, source: r.source.source, opener: r.source, command: r.source.command,
		data: object{"custom_id": modal["custom_id"], "components": filled}, userOnly: r.source.userOnly,
	}
	s.newInteraction(i)
	s.mu.Unlock()
	answer, err := s.answerOf(ctx, i)
	if err != nil {
		return nil, fmt.Errorf("%s submits: %w", m.Name, err)
	}
	return answer, nil
}

// fill is a modal's component as it is submitted.
func fill(c object, values map[string]string) object {
	out := object{"type": c["type"], "id": c["id"]}
	if id, ok := c["custom_id"].(string); ok {
		out["custom_id"] = id
		if c["type"] == compInput {
			out["value"] = values[id]
		} else {
			out["values"] = []string{values[id]}
		}
	}
	if in, ok := c["components"].([]object); ok {
		var filled []object
		for _, x := range in {
			filled = append(filled, fill(x, values))
		}
		out["components"] = filled
	}
	if in, ok := c["component"].(object); ok {
		out["component"] = fill(in, values)
	}
	return out
}

// answerOf waits until the person sees the answer to an interaction.
func (s *Sim) answerOf(ctx context.Context, i *interaction) (*Reply, error) {
	for {
		s.mu.Lock()
		limit := s.limits.AnswerWithin
		if i.answer != 0 {
			limit = s.limits.TokenLife
		}
		left := i.created.Add(limit).Sub(s.clock.now())
		if i.settled {
			r := i.reply()
			s.mu.Unlock()
			return r, nil
		}
		wake := i.changed.wait()
		s.mu.Unlock()
		if left < 0 {
			return nil, ErrNoAnswer
		}
		timer := time.NewTimer(left + time.Millisecond)
		select {
		case <-wake:
		case <-timer.C:
		case <-s.done:
			return nil, fmt.Errorf("%w: the simulator is closed", ErrNoAnswer)
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
		timer.Stop()
	}
}

func (i *interaction) reply() *Reply {
	r := &Reply{source: i, Deferred: i.answer == answerDeferred || i.answer == answerDeferredUpdate}
	if i.original != nil {
		r.Message = i.original.public()
	}
	if i.modal != nil {
		r.Modal, _ = json.Marshal(i.modal) // it came from JSON
	}
	return r
}

// Say writes an ordinary message.
func (m *Member) Say(ch *Channel, content string) (Message, error) {
	s := m.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	if !ch.c.permissions(m.ID, s.clock.now()).has(SendMessages) {
		return Message{}, fmt.Errorf("%s writes in %s: %w", m.Name, ch, ErrNotAllowed)
	}
	f := read(object{"content": content})
	msg := s.draft(f, draftOptions{fromChannel: true, channel: ch.c})
	if err := f.err(); err != nil {
		return Message{}, fmt.Errorf("%s writes in %s: %w", m.Name, ch, ErrInput)
	}
	msg.author = m.u
	s.post(ch.c, msg)
	return msg.public(), nil
}

// A CommandInfo is a registered slash command as its users see it in the list of commands.
type CommandInfo struct{ Name, Description string }

// Commands lists the commands that this person is offered in a channel.
func (m *Member) Commands(ch *Channel) []CommandInfo {
	s := m.sim
	s.mu.Lock()
	defer s.mu.Unlock()
	byName := map[string]CommandInfo{}
	for _, c := range s.commands {
		if c.kind == commandChat && (c.guild == "" || c.guild == ch.c.guildID()) && s.mayUse(c, m.u, ch.c) == nil {
			d, _ := c.doc["description"].(string)
			byName[c.name] = CommandInfo{c.name, d}
		}
	}
	var out []CommandInfo
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, byName[name])
	}
	return out
}
