package discordsim

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mayUse tells whether a person is offered a command in a channel.
func (s *Sim) mayUse(c *command, u *user, ch *channel) error {
	if types, _ := c.doc["integration_types"].([]int); ch.guild != nil && ch.guild.gone && (!u.installed || !slices.Contains(types, 1)) {
		return fmt.Errorf("%w: the bot is not in this server", ErrUnknownCommand)
	}
	if ch.guild == nil {
		if c.guild != "" || c.doc["dm_permission"] == false {
			return ErrUnknownCommand
		}
		return nil
	}
	if contexts, ok := c.doc["contexts"].([]int); ok && !slices.Contains(contexts, 0) {
		return ErrUnknownCommand
	}
	p := ch.permissions(u.id, s.clock.now())
	if !p.has(ViewChannel | UseCommands) {
		return fmt.Errorf("%w: needs View Channel and Use Application Commands", ErrNotAllowed)
	}
	need, restricted := c.doc["default_member_permissions"].(Permissions)
	if restricted && (need == 0 && !p.has(Administrator) || !p.has(need)) {
		return fmt.Errorf("%w: needs permissions %s", ErrNotAllowed, need)
	}
	return nil
}

// findChat finds the slash command that a name means in a channel; a guild's own goes before a global one.
func (s *Sim) findChat(name string, ch *channel) *command {
	var found *command
	for _, c := range s.commands {
		if c.kind == commandChat && c.name == name && (c.guild == "" || c.guild == ch.guildID()) && (found == nil || c.guild != "") {
			found = c
		}
	}
	return found
}

// parseLine makes an interaction's data of what a person typed.
func (s *Sim) parseLine(u *user, ch *channel, line string, partial bool) (object, *command, error) {
	line, ok := strings.CutPrefix(line, "/")
	if !ok {
		return nil, nil, fmt.Errorf("%w: a command starts with /", ErrInput)
	}
	if s.channels[ch.id] == nil {
		return nil, nil, fmt.Errorf("%w: the channel is gone", ErrInput)
	}
	if ch.guild != nil && ch.guild.members[u.id] == nil {
		return nil, nil, fmt.Errorf("%w: not a member of this server", ErrNotAllowed)
	}
	name, rest, _ := strings.Cut(line, " ")
	c := s.findChat(name, ch)
	if c == nil {
		return nil, nil, fmt.Errorf("%w: /%s", ErrUnknownCommand, name)
	}
	if err := s.mayUse(c, u, ch); err != nil {
		return nil, nil, err
	}
	p := &lineParser{sim: s, channel: ch, user: u, partial: partial, resolved: map[string]object{}}
	options, err := p.options(list(c.doc["options"]), rest)
	if err != nil {
		return nil, nil, err
	}
	data := object{"id": c.id, "name": c.name, "type": c.kind}
	if c.guild != "" {
		data["guild_id"] = c.guild
	}
	if len(options) > 0 {
		data["options"] = options
	}
	if len(p.resolved) > 0 {
		data["resolved"] = p.resolved
	}
	if partial && focused(data) == nil {
		return nil, nil, fmt.Errorf("%w: the last option has no autocomplete", ErrInput)
	}
	return data, c, nil
}

func list(v any) []object {
	l, _ := v.([]object)
	return l
}

type lineParser struct {
	sim      *Sim
	channel  *channel
	user     *user
	partial  bool // only typing: nothing is required, the last option has the focus
	resolved map[string]object
}

// options reads what follows a command, group or subcommand.
func (p *lineParser) options(defs []object, rest string) ([]object, error) {
	if len(defs) > 0 && (defs[0]["type"] == optSub || defs[0]["type"] == optGroup) {
		name, after, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
		for _, d := range defs {
			if d["name"] == name {
				in, err := p.options(list(d["options"]), after)
				return []object{{"type": d["type"], "name": name, "options": some(in)}}, err
			}
		}
		return nil, fmt.Errorf("%w: no subcommand %q", ErrUnknownCommand, name)
	}
	given, err := p.split(defs, rest)
	if err != nil {
		return nil, err
	}
	var out []object
	for _, g := range given {
		last := p.partial && len(out) == len(given)-1
		o, err := p.option(g.def, g.text, last)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	for _, d := range defs {
		has := slices.ContainsFunc(given, func(g typed) bool { return g.def["name"] == d["name"] })
		if d["required"] == true && !has && !p.partial {
			return nil, fmt.Errorf("%w: option %s is required", ErrInput, d["name"])
		}
	}
	return out, nil
}

type typed struct {
	def  object
	text string
}

// split finds `name:value` for the command's own options; text before the first goes to the one required option, or
// where none is required to the first.
func (p *lineParser) split(defs []object, rest string) ([]typed, error) {
	var names []string
	for _, d := range defs {
		names = append(names, regexp.QuoteMeta(d["name"].(string)))
	}
	var out []typed
	var at [][]int
	if len(names) > 0 {
		at = regexp.MustCompile(`(?:^|\s)(`+strings.Join(names, "|")+`):`).FindAllStringSubmatchIndex(rest, -1)
	}
	first := rest
	for i, m := range at {
		if i == 0 {
			first = rest[:m[0]]
		}
		end := len(rest)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		name := rest[m[2]:m[3]]
		if slices.ContainsFunc(out, func(t typed) bool { return t.def["name"] == name }) {
			return nil, fmt.Errorf("%w: option %s is given twice", ErrInput, name)
		}
		def := defs[slices.IndexFunc(defs, func(d object) bool { return d["name"] == name })]
		out = append(out, typed{def, strings.TrimSpace(rest[m[1]:end])})
	}
	first = strings.TrimSpace(first)
	if first == "" {
		return out, nil
	}
	free := slices.Clone(defs)
	free = slices.DeleteFunc(free, func(d object) bool {
		return slices.ContainsFunc(out, func(t typed) bool { return t.def["name"] == d["name"] })
	})
	required := slices.DeleteFunc(slices.Clone(free), func(d object) bool { return d["required"] != true })
	switch {
	case len(required) == 1:
		return append([]typed{{required[0], first}}, out...), nil
	case len(required) == 0 && len(free) > 0:
		return append([]typed{{free[0], first}}, out...), nil
	}
	return nil, fmt.Errorf("%w: %q belongs to no option", ErrInput, first)
}

func (p *lineParser) option(def object, text string, focus bool) (object, error) {
	kind := def["type"].(int)
	out := object{"name": def["name"], "type": kind}
	if focus && def["autocomplete"] == true {
		out["value"], out["focused"] = text, true
		return out, nil
	}
	bad := func(why string) (object, error) {
		return nil, fmt.Errorf("%w: option %s: %s", ErrInput, def["name"], why)
	}
	if text == "" {
		return bad("is empty")
	}
	if choices := list(def["choices"]); len(choices) > 0 {
		at := slices.IndexFunc(choices, func(c object) bool { return c["name"] == text || fmt.Sprint(c["value"]) == text })
		if at < 0 {
			return bad("must be one of its choices")
		}
		out["value"] = choices[at]["value"]
		return out, nil
	}
	switch kind {
	case optString:
		lo, hi := 0, 6000
		if n, ok := def["min_length"].(int64); ok {
			lo = int(n)
		}
		if n, ok := def["max_length"].(int64); ok {
			hi = int(n)
		}
		if n := length(text); n < lo || n > hi {
			return bad(fmt.Sprintf("must be %d to %d characters long", lo, hi))
		}
		out["value"] = text
	case optInteger, optNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || kind == optInteger && n != float64(int64(n)) {
			return bad("is not a number")
		}
		for key, sign := range map[string]float64{"min_value": 1, "max_value": -1} {
			if limit, ok := def[key]; ok {
				if l, err := strconv.ParseFloat(fmt.Sprint(limit), 64); err == nil && sign*n < sign*l {
					return bad("is out of range")
				}
			}
		}
		out["value"] = n
	case optBoolean:
		b, err := strconv.ParseBool(strings.ToLower(text))
		if err != nil {
			return bad("must be True or False")
		}
		out["value"] = b
	default:
		id := p.entity(kind, text, def)
		if id == "" {
			return bad("no such " + map[int]string{optUser: "user", optChannel: "channel", optRole: "role"}[kind])
		}
		out["value"] = id
	}
	return out, nil
}

var entityForm = regexp.MustCompile(`^<(?:@!?|@&|#)(\d+)>$`)

// entity finds the user, channel or role that a person named, and adds it to what the interaction has resolved.
func (p *lineParser) entity(kind int, text string, def object) string {
	if m := entityForm.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	g := p.channel.guild
	name := strings.TrimLeft(text, "#@")
	if kind == optUser || kind == optMentionable {
		for _, id := range sortedIDs(p.sim.users) {
			u := p.sim.users[id]
			m := (*member)(nil)
			if g != nil {
				m = g.members[id]
			}
			if (id == text || u.name == name) && (g == nil || m != nil) {
				p.resolve("users", id, u.json())
				if m != nil {
					partial := m.json()
					delete(partial, "user")
					partial["permissions"] = p.channel.permissions(id, p.sim.clock.now())
					p.resolve("members", id, partial)
				}
				return id
			}
		}
	}
	if g == nil {
		return ""
	}
	if kind == optRole || kind == optMentionable {
		for i, r := range g.roles {
			if r.id == text || r.name == name {
				p.resolve("roles", r.id, r.json(i))
				return r.id
			}
		}
	}
	if kind == optChannel {
		types, _ := def["channel_types"].([]int)
		for _, c := range g.channels {
			if (c.id == text || c.name == name) && (len(types) == 0 || slices.Contains(types, c.kind)) &&
				c.permissions(p.user.id, p.sim.clock.now()).has(ViewChannel) {
				p.resolve("channels", c.id, p.partialChannel(c))
				return c.id
			}
		}
	}
	return ""
}

func (p *lineParser) partialChannel(c *channel) object {
	now := p.sim.clock.now()
	o := c.json()
	delete(o, "permission_overwrites")
	o["app_permissions"] = c.permissions(p.sim.bot.id, now)
	o["permissions"] = c.permissions(p.user.id, now)
	return o
}

func (p *lineParser) resolve(kind, id string, o object) {
	if p.resolved[kind] == nil {
		p.resolved[kind] = object{}
	}
	p.resolved[kind][id] = o
}
