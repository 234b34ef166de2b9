package discordsim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"
)

// An order is what one call of the control endpoint asks for; each uses the fields it needs.
type order struct {
	Guild       string      `json:"guild"`
	Channel     string      `json:"channel"`
	Member      string      `json:"member"`
	Message     string      `json:"message"`
	Name        string      `json:"name"`
	Kind        string      `json:"kind"` // of a channel: text, announcement, forum
	Tags        []string    `json:"tags"`
	Permissions Permissions `json:"permissions"`
	Target      string      `json:"target"` // of an overwrite
	Allow       Permissions `json:"allow"`
	Deny        Permissions `json:"deny"`
	Line        string      `json:"line"` // what is typed
	Button      string      `json:"button"`
	Values      []string    `json:"values"`
	Seconds     float64     `json:"seconds"`
	Code        int         `json:"code"`
	Resumable   bool        `json:"resumable"`
	Count       int         `json:"count"`
}

// controls are the orders, by the last part of their path.
var controls = map[string]func(context.Context, *Sim, order) (any, error){
	"guilds": func(_ context.Context, s *Sim, o order) (any, error) {
		g := s.AddGuild(o.Name)
		return object{"id": g.ID, "name": g.Name}, nil
	},
	"channels": func(_ context.Context, s *Sim, o order) (any, error) {
		g, err := s.guildHandle(o.Guild)
		if err != nil {
			return nil, err
		}
		switch o.Kind {
		case "forum":
			return asked(g.AddForum(o.Name, false, o.Tags...)), nil
		case "announcement":
			return asked(g.AddAnnouncements(o.Name)), nil
		}
		return asked(g.AddChannel(o.Name)), nil
	},
	"members": func(_ context.Context, s *Sim, o order) (any, error) {
		g, err := s.guildHandle(o.Guild)
		if err != nil {
			return nil, err
		}
		m := g.AddMember(o.Name, o.Permissions)
		return object{"id": m.ID, "name": m.Name}, nil
	},
	"delete": func(_ context.Context, s *Sim, o order) (any, error) {
		ch, err := s.channelHandle(o.Channel)
		if err == nil {
			ch.Delete()
		}
		return nil, err
	},
	"overwrite": func(_ context.Context, s *Sim, o order) (any, error) {
		ch, err := s.channelHandle(o.Channel)
		if err == nil {
			ch.Overwrite(o.Target, o.Allow, o.Deny)
		}
		return nil, err
	},
	"remove": func(_ context.Context, s *Sim, o order) (any, error) {
		g, err := s.guildHandle(o.Guild)
		if err == nil {
			g.Remove()
		}
		return nil, err
	},
	"invite": func(_ context.Context, s *Sim, o order) (any, error) {
		g, err := s.guildHandle(o.Guild)
		if err == nil {
			g.Invite()
		}
		return nil, err
	},
	"say": func(_ context.Context, s *Sim, o order) (any, error) {
		m, ch, err := s.person(o)
		if err != nil {
			return nil, err
		}
		msg, err := m.Say(ch, o.Line)
		return msg.Raw, err
	},
	"type": func(ctx context.Context, s *Sim, o order) (any, error) {
		m, ch, err := s.person(o)
		if err != nil {
			return nil, err
		}
		return shown(m.Type(ctx, ch, o.Line))
	},
	"complete": func(ctx context.Context, s *Sim, o order) (any, error) {
		m, ch, err := s.person(o)
		if err != nil {
			return nil, err
		}
		return m.Complete(ctx, ch, o.Line)
	},
	"click": func(ctx context.Context, s *Sim, o order) (any, error) {
		m, _, err := s.person(o)
		if err != nil {
			return nil, err
		}
		return shown(m.Click(ctx, &Reply{Message: Message{ID: o.Message}}, o.Button))
	},
	"choose": func(ctx context.Context, s *Sim, o order) (any, error) {
		m, _, err := s.person(o)
		if err != nil {
			return nil, err
		}
		return shown(m.Choose(ctx, &Reply{Message: Message{ID: o.Message}}, o.Values...))
	},
	"advance": func(_ context.Context, s *Sim, o order) (any, error) {
		s.Advance(time.Duration(o.Seconds * float64(time.Second)))
		return nil, nil
	},
	"reconnect":   func(_ context.Context, s *Sim, _ order) (any, error) { s.Reconnect(); return nil, nil },
	"invalidate":  func(_ context.Context, s *Sim, o order) (any, error) { s.Invalidate(o.Resumable); return nil, nil },
	"disconnect":  func(_ context.Context, s *Sim, o order) (any, error) { s.Disconnect(o.Code); return nil, nil },
	"drop-acks":   func(_ context.Context, s *Sim, _ order) (any, error) { s.DropAcks(); return nil, nil },
	"freeze":      func(_ context.Context, s *Sim, _ order) (any, error) { s.Freeze(); return nil, nil },
	"reset-token": func(_ context.Context, s *Sim, _ order) (any, error) { s.ResetToken(); return nil, nil },
	"heartbeat":   func(_ context.Context, s *Sim, _ order) (any, error) { s.AskHeartbeat(); return nil, nil },
	"repeat":      func(_ context.Context, s *Sim, o order) (any, error) { s.Repeat(o.Count); return nil, nil },
	"lose":        func(_ context.Context, s *Sim, o order) (any, error) { s.Lose(o.Count); return nil, nil },
	"heal":        func(_ context.Context, s *Sim, _ order) (any, error) { s.Heal(); return nil, nil },
}

func asked(ch *Channel) object { return object{"id": ch.ID, "name": ch.Name} }

func shown(r *Reply, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return object{"message": r.Raw, "ephemeral": r.Ephemeral, "deferred": r.Deferred, "modal": r.Modal}, nil
}

// serveControl is the simulator's own endpoint, for those who steer it from another process. It answers to this
// machine's own programs and not to pages that a browser has open.
func (s *Sim) serveControl(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	ip := net.ParseIP(host)
	from, _, _ := net.SplitHostPort(r.RemoteAddr)
	peer := net.ParseIP(from)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil || peer == nil || !peer.IsLoopback() || host != "localhost" && (ip == nil || !ip.IsLoopback()):
		writeJSON(w, http.StatusForbidden, object{"error": "the control endpoint answers on loopback alone"})
		return
	case r.Method == http.MethodPost && kind != "application/json":
		writeJSON(w, http.StatusUnsupportedMediaType, object{"error": "send application/json"})
		return
	}
	out, err := s.control(r)
	switch {
	case errors.Is(err, errNoOrder):
		writeJSON(w, http.StatusNotFound, object{"error": err.Error()})
	case err != nil:
		writeJSON(w, http.StatusBadRequest, object{"error": err.Error()})
	case out == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		writeJSON(w, http.StatusOK, out)
	}
}

var errNoOrder = errors.New("no such order")

func (s *Sim) control(r *http.Request) (any, error) {
	name := strings.TrimPrefix(r.URL.Path, "/control/")
	if r.Method == http.MethodGet {
		switch name {
		case "state":
			return s.state(), nil
		case "messages":
			ch, err := s.channelHandle(r.URL.Query().Get("channel"))
			if err != nil {
				return nil, err
			}
			out := []json.RawMessage{}
			for _, m := range s.seen(ch, r.URL.Query().Get("as")) {
				out = append(out, m.Raw)
			}
			return out, nil
		}
		return nil, fmt.Errorf("%w: %q", errNoOrder, name)
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	switch name {
	case "fault":
		var f Fault
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("fault: %w", err)
		}
		s.Break(f)
		return nil, nil
	case "start-fault":
		var f StartFault
		if err := d.Decode(&f); err != nil {
			return nil, fmt.Errorf("start fault: %w", err)
		}
		s.BreakStart(f)
		return nil, nil
	}
	do := controls[name]
	if do == nil || r.Method != http.MethodPost {
		return nil, fmt.Errorf("%w: %q", errNoOrder, name)
	}
	var o order
	if err := d.Decode(&o); err != nil {
		return nil, fmt.Errorf("order %s: %w", name, err)
	}
	return do(r.Context(), s, o)
}

// state is what there is, with the ids that orders need.
func (s *Sim) state() object {
	s.mu.Lock()
	defer s.mu.Unlock()
	guilds := []object{}
	for _, g := range s.guilds {
		channels, members := []object{}, []object{}
		for _, c := range g.channels {
			channels = append(channels, object{"id": c.id, "name": c.name, "type": c.kind})
		}
		for _, id := range sortedIDs(g.members) {
			members = append(members, object{"id": id, "name": g.members[id].user.name, "bot": g.members[id].user.bot})
		}
		guilds = append(guilds, object{"id": g.id, "name": g.name, "channels": channels, "members": members})
	}
	commands := []object{}
	for _, c := range s.commands {
		commands = append(commands, object{"id": c.id, "name": c.name, "guild": c.guild})
	}
	return object{
		"api": s.URL(), "application": s.bot.id, "connected": len(s.conns), "guilds": guilds, "commands": commands, "stats": s.stats,
	}
}

func (s *Sim) guildHandle(id string) (*Guild, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.guilds {
		if g.id == id {
			return &Guild{ID: g.id, Name: g.name, sim: s, g: g}, nil
		}
	}
	return nil, fmt.Errorf("no guild %q", id)
}

func (s *Sim) channelHandle(id string) (*Channel, error) {
	if ch := s.Channel(id); ch != nil {
		return ch, nil
	}
	return nil, fmt.Errorf("no channel %q", id)
}

// person finds who does something, and where.
func (s *Sim) person(o order) (*Member, *Channel, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u := s.channels[o.Channel], s.users[o.Member]
	if m := s.messages[o.Message]; m != nil {
		c = m.channel
	}
	if c == nil {
		return nil, nil, fmt.Errorf("no channel %q", o.Channel)
	}
	if u == nil || u.bot || c.guild != nil && c.guild.members[u.id] == nil {
		return nil, nil, fmt.Errorf("no member %q in this channel", o.Member)
	}
	return &Member{ID: u.id, Name: u.name, sim: s, g: c.guild, u: u}, &Channel{ID: c.id, Name: c.name, sim: s, c: c}, nil
}
