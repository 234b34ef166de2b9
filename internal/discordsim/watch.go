package discordsim

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// A Message is what a channel shows.
type Message struct {
	ID          string          `json:"id"`
	ChannelID   string          `json:"channel_id"`
	GuildID     string          `json:"guild_id"`
	Author      Author          `json:"author"`
	Content     string          `json:"content"`
	Embeds      []Embed         `json:"embeds"`
	Components  []Component     `json:"components"`
	Attachments []Attachment    `json:"attachments"`
	Flags       int             `json:"flags"`
	Nonce       string          `json:"-"`
	Sent        time.Time       `json:"timestamp"`
	Edited      bool            `json:"-"`
	Ephemeral   bool            `json:"-"` // only one person sees it
	Loading     bool            `json:"-"` // a deferred answer that has not come yet
	Published   bool            `json:"-"` // of an announcement channel
	ReplyTo     string          `json:"-"` // id of the message that it answers
	Everyone    bool            `json:"mention_everyone"`
	Mentions    []Author        `json:"mentions"`
	Raw         json.RawMessage `json:"-"` // as the API gives it
}

// An Author of a message: a person, the bot, or a webhook.
type Author struct {
	ID   string `json:"id"`
	Name string `json:"username"`
	Bot  bool   `json:"bot"`
}

// An Embed as Discord shows it.
type Embed struct {
	Title       string       `json:"title"`
	Description string       `json:"description"`
	URL         string       `json:"url"`
	Color       int          `json:"color"`
	Timestamp   string       `json:"timestamp"`
	Author      EmbedAuthor  `json:"author"`
	Footer      EmbedFooter  `json:"footer"`
	Image       EmbedImage   `json:"image"`
	Thumbnail   EmbedImage   `json:"thumbnail"`
	Fields      []EmbedField `json:"fields"`
}

// An EmbedAuthor is the line over an embed's title.
type EmbedAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// An EmbedFooter is the line under an embed.
type EmbedFooter struct {
	Text string `json:"text"`
}

// An EmbedImage is a picture of an embed.
type EmbedImage struct {
	URL string `json:"url"`
}

// An EmbedField is a titled part of an embed.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// A Component is a row, button, menu or any newer kind.
type Component struct {
	Type        int         `json:"type"`
	CustomID    string      `json:"custom_id"`
	Label       string      `json:"label"`
	Style       int         `json:"style"`
	URL         string      `json:"url"`
	Disabled    bool        `json:"disabled"`
	Placeholder string      `json:"placeholder"`
	Content     string      `json:"content"`
	Options     []Option    `json:"options"`
	Components  []Component `json:"components"`
	Accessory   *Component  `json:"accessory"`
	Component   *Component  `json:"component"`
}

// An Option of a select menu.
type Option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

// An Attachment is a file of a message, without its content.
type Attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Size        int    `json:"size"`
	Description string `json:"description"`
}

// All walks the message's components, those inside others too, in order.
func (m *Message) All() []Component { return flatten(m.Components) }

func flatten(in []Component) (out []Component) {
	for _, c := range in {
		out = append(out, c)
		out = append(out, flatten(c.Components)...)
		for _, one := range []*Component{c.Accessory, c.Component} {
			if one != nil {
				out = append(out, flatten([]Component{*one})...)
			}
		}
	}
	return out
}

// public is the message for those outside the simulator.
func (m *message) public() Message {
	raw, err := json.Marshal(m.json())
	var out Message
	if err == nil {
		_ = json.Unmarshal(raw, &out) // of our own making
	}
	out.Raw, out.GuildID = raw, m.channel.guildID()
	out.Edited, out.Ephemeral, out.Loading = !m.edited.IsZero(), m.flags&flagEphemeral != 0, m.flags&flagLoading != 0
	out.Published = m.flags&flagCrossposted != 0
	if m.nonce != nil {
		out.Nonce = nonceKey("", m.nonce)[1:]
	}
	if m.reply != nil {
		out.ReplyTo = m.reply.id
	}
	return out
}

// Messages is what everybody sees in a channel, oldest first.
func (s *Sim) Messages(ch *Channel) []Message { return s.seen(ch, "") }

// Messages is what this person sees in a channel, oldest first: also what is shown to them alone.
func (m *Member) Messages(ch *Channel) []Message { return m.sim.seen(ch, m.ID) }

func (s *Sim) seen(ch *Channel, by string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range ch.c.messages {
		if m.flags&flagEphemeral == 0 || m.visibleTo == by {
			out = append(out, m.public())
		}
	}
	return out
}

// WaitMessage waits until everybody sees a message in the channel that matches, and returns the first of them.
func (s *Sim) WaitMessage(ctx context.Context, ch *Channel, match func(Message) bool) (Message, error) {
	w := s.watch()
	defer s.unwatch(w)
	for _, m := range s.Messages(ch) {
		if match(m) {
			return m, nil
		}
	}
	for {
		for _, e := range w.take() {
			if m := e.Message; m.ChannelID == ch.ID && e.What != Deleted && !m.Ephemeral && match(m) {
				return m, nil
			}
		}
		select {
		case <-w.wake:
		case <-s.done:
			return Message{}, fmt.Errorf("waiting for a message in %s: the simulator is closed", ch)
		case <-ctx.Done():
			return Message{}, fmt.Errorf("waiting for a message in %s: %w", ch, ctx.Err())
		}
	}
}

// What happened to a message.
type What string

// The things that happen to messages.
const (
	Created What = "created"
	Edited  What = "edited"
	Deleted What = "deleted"
)

// An Event tells of a message that came, changed or went, ephemeral ones too.
type Event struct {
	What    What
	Message Message
}

// A watcher holds events until they are read.
type watcher struct {
	mu    sync.Mutex
	queue []Event
	wake  chan struct{}
}

func (w *watcher) push(e Event) {
	w.mu.Lock()
	w.queue = append(w.queue, e)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *watcher) take() []Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	queue := w.queue
	w.queue = nil
	return queue
}

func (s *Sim) watch() *watcher {
	w := &watcher{wake: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[w] = true
	return w
}

func (s *Sim) unwatch(w *watcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.watchers, w)
}

// Watch tells of every message from now on, in all channels, until the context ends; then the channel is closed.
// Nothing is dropped for a slow reader.
func (s *Sim) Watch(ctx context.Context) <-chan Event {
	w, out := s.watch(), make(chan Event)
	s.mu.Lock()
	defer s.mu.Unlock()
	started := s.spawn(func() {
		defer close(out)
		defer s.unwatch(w)
		for {
			for _, e := range w.take() {
				select {
				case out <- e:
				case <-ctx.Done():
					return
				case <-s.done:
					return
				}
			}
			select {
			case <-w.wake:
			case <-ctx.Done():
				return
			case <-s.done:
				return
			}
		}
	})
	if !started {
		close(out)
	}
	return out
}
