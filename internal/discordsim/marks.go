package discordsim

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A reaction is an emoji that the bot put under a message.
type reaction struct {
	emoji object
	key   string
}

const mostPins = 250

func pin(r *request) (int, any, error)   { return r.setPin(true) }
func unpin(r *request) (int, any, error) { return r.setPin(false) }

func (r *request) setPin(on bool) (int, any, error) {
	c, err := r.channelFor(PinMessages)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	if on && !m.pinned && len(c.pins()) >= mostPins {
		return 0, nil, refuse(http.StatusBadRequest, 30003, "Maximum number of pinned messages in a channel reached (250)")
	}
	if m.pinned = on; on {
		m.pinnedAt = r.sim.clock.now()
		c.lastPin = m.pinnedAt
	}
	r.sim.updated(m)
	r.sim.dispatchChannel(c, intentGuilds, "CHANNEL_PINS_UPDATE", object{
		"channel_id": c.id, "guild_id": c.guildID(), "last_pin_timestamp": stampOrNil(c.lastPin),
	})
	return http.StatusNoContent, nil, nil
}

// pins are the pinned messages, latest first.
func (c *channel) pins() (out []*message) {
	for _, m := range slices.Backward(c.messages) {
		if m.pinned {
			out = append(out, m)
		}
	}
	return out
}

func listPins(r *request) (int, any, error) {
	c, err := r.channelFor(ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	items := []object{}
	for _, m := range c.pins() {
		items = append(items, object{"pinned_at": stamp(m.pinnedAt), "message": m.json()})
	}
	return http.StatusOK, object{"items": items, "has_more": false}, nil
}

// listPinned is the older form of the list.
func listPinned(r *request) (int, any, error) {
	c, err := r.channelFor(ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, m := range c.pins() {
		out = append(out, m.json())
	}
	return http.StatusOK, out, nil
}

func react(r *request) (int, any, error)   { return r.setReaction(true) }
func unreact(r *request) (int, any, error) { return r.setReaction(false) }

func (r *request) setReaction(on bool) (int, any, error) {
	c, err := r.channelFor(ReadMessageHistory)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.messageIn(c)
	if err != nil {
		return 0, nil, err
	}
	key, err := url.PathUnescape(r.v("emoji"))
	if err != nil {
		return 0, nil, errNotFound
	}
	emoji := object{"id": nil, "name": key}
	if name, id, ok := strings.Cut(key, ":"); ok {
		emoji = object{"id": id, "name": name}
	} else if !strings.ContainsFunc(key, func(c rune) bool { return c > 0x7f }) {
		return 0, nil, refuse(http.StatusBadRequest, 10014, "Unknown Emoji")
	}
	had := slices.ContainsFunc(m.reactions, func(x reaction) bool { return x.key == key })
	if on && !had {
		if err := r.sim.need(c, AddReactions); err != nil {
			return 0, nil, err
		}
		m.reactions = append(m.reactions, reaction{emoji, key})
	}
	if !on {
		m.reactions = slices.DeleteFunc(m.reactions, func(x reaction) bool { return x.key == key })
	}
	r.sim.told(Edited, m)
	return http.StatusNoContent, nil, nil
}

func (m *message) reactionsJSON() []object {
	var out []object
	for _, x := range m.reactions {
		out = append(out, object{
			"emoji": x.emoji, "count": 1, "count_details": object{"burst": 0, "normal": 1}, "burst_colors": []any{},
			"me": true, "me_burst": false,
		})
	}
	return out
}
