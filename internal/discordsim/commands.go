package discordsim

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kinds of command, by Discord's numbers.
const (
	commandChat    = 1
	commandUser    = 2
	commandMessage = 3
)

// A command is what the application registered, globally or in one guild.
type command struct {
	id, version string
	guild       string // "" is global
	kind        int
	name        string
	doc         object // as checked
}

const createsPerDay = 200

// commandScope checks the path of a command route: the application is the bot's own, the guild one that it is in.
func (r *request) commandScope() (string, error) {
	if r.v("app") != r.sim.bot.id {
		return "", errNotThisApplication
	}
	id := r.v("guild")
	if id != "" && r.sim.guild(id) == nil {
		return "", errMissingAccess
	}
	return id, nil
}

func (s *Sim) commandsIn(guild string) (out []*command) {
	for _, c := range s.commands {
		if c.guild == guild {
			out = append(out, c)
		}
	}
	return out
}

func (s *Sim) hasCommand(name string) bool {
	return slices.ContainsFunc(s.commands, func(c *command) bool { return c.name == name })
}

// json is the command as Discord lists it; dictionaries of translations are given only where asked for.
func (c *command) json(app string, translations bool) object {
	o := object{
		"id": c.id, "application_id": app, "version": c.version, "type": c.kind, "name": c.name, "description": "",
		"default_member_permissions": nil, "nsfw": false, "name_localizations": nil, "description_localizations": nil,
	}
	if c.guild != "" {
		o["guild_id"] = c.guild
	} else {
		o["dm_permission"], o["contexts"], o["integration_types"] = true, nil, []int{0}
	}
	maps.Copy(o, c.doc)
	if !translations {
		return withoutTranslations(o)
	}
	return o
}

func withoutTranslations(o object) object {
	out := object{}
	for k, v := range o {
		if strings.HasSuffix(k, "_localizations") {
			continue
		}
		if l, ok := v.([]object); ok {
			var plain []object
			for _, e := range l {
				plain = append(plain, withoutTranslations(e))
			}
			v = plain
		}
		out[k] = v
	}
	return out
}

func listCommands(r *request) (int, any, error) {
	scope, err := r.commandScope()
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, c := range r.sim.commandsIn(scope) {
		out = append(out, c.json(r.sim.bot.id, r.queryTrue("with_localizations")))
	}
	return http.StatusOK, out, nil
}

func createCommand(r *request) (int, any, error) {
	scope, err := r.commandScope()
	if err != nil {
		return 0, nil, err
	}
	f := r.form()
	next := checkCommand(f, scope)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	status := http.StatusOK
	c := r.sim.findCommand(scope, next)
	if c == nil {
		if err := r.sim.countCreates(scope, 1); err != nil {
			return 0, nil, err
		}
		if err := tooMany(append(r.sim.commandsIn(scope), next)); err != nil {
			return 0, nil, err
		}
		status = http.StatusCreated
		next.id = r.sim.newID()
		c = next
		r.sim.commands = append(r.sim.commands, c)
	}
	c.version, c.doc = r.sim.newID(), next.doc
	r.sim.changed.fire()
	return status, c.json(r.sim.bot.id, true), nil
}

func (s *Sim) findCommand(scope string, like *command) *command {
	for _, c := range s.commandsIn(scope) {
		if c.name == like.name && c.kind == like.kind {
			return c
		}
	}
	return nil
}

// countCreates refuses more new commands in a day than Discord takes.
func (s *Sim) countCreates(scope string, n int) error {
	day := s.clock.now().Add(-24 * time.Hour)
	made := slices.DeleteFunc(s.created[scope], func(t time.Time) bool { return t.Before(day) })
	s.created[scope] = made
	if len(made)+n > createsPerDay {
		return errCommandsPerDay
	}
	for range n {
		s.created[scope] = append(s.created[scope], s.clock.now())
	}
	return nil
}

func tooMany(all []*command) error {
	count := map[int]int{}
	for _, c := range all {
		count[c.kind]++
	}
	if count[commandChat] > 100 || count[commandUser] > 15 || count[commandMessage] > 15 {
		return refuse(http.StatusBadRequest, 30032, "Maximum number of application commands reached (100).")
	}
	return nil
}

// overwriteCommands replaces all commands of a scope. One of the same name and type keeps its id.
func overwriteCommands(r *request) (int, any, error) {
	scope, err := r.commandScope()
	if err != nil {
		return 0, nil, err
	}
	p := &problems{root: object{}}
	list, ok := r.body.([]any)
	if !ok {
		p.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
	}
	var next []*command
	for i, v := range list {
		o, ok := v.(object)
		if !ok {
			p.in(i).add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
			continue
		}
		c := checkCommand(form{o, p.in(i)}, scope)
		if slices.ContainsFunc(next, func(x *command) bool { return x.name == c.name && x.kind == c.kind }) {
			p.in(i, "name").add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		next = append(next, c)
	}
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	if err := tooMany(next); err != nil {
		return 0, nil, err
	}
	fresh := 0
	for _, c := range next {
		if r.sim.findCommand(scope, c) == nil {
			fresh++
		}
	}
	if err := r.sim.countCreates(scope, fresh); err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, c := range next {
		if old := r.sim.findCommand(scope, c); old != nil {
			c.id, c.version = old.id, old.version
		} else {
			c.id = r.sim.newID()
		}
		c.version = r.sim.newID()
		out = append(out, c.json(r.sim.bot.id, true))
	}
	others := slices.DeleteFunc(r.sim.commands, func(c *command) bool { return c.guild == scope })
	r.sim.commands = slices.Concat(others, next)
	r.sim.changed.fire()
	return http.StatusOK, out, nil
}

func (r *request) command() (*command, error) {
	scope, err := r.commandScope()
	if err != nil {
		return nil, err
	}
	for _, c := range r.sim.commandsIn(scope) {
		if c.id == r.v("command") {
			return c, nil
		}
	}
	return nil, errUnknownCommand
}

func getCommand(r *request) (int, any, error) {
	c, err := r.command()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.json(r.sim.bot.id, true), nil
}

func editCommand(r *request) (int, any, error) {
	c, err := r.command()
	if err != nil {
		return 0, nil, err
	}
	f := r.form()
	merged := object{"name": c.name, "type": c.kind}
	maps.Copy(merged, generic(c.doc))
	maps.Copy(merged, f.object)
	merged["type"] = c.kind
	next := checkCommand(form{merged, f.problems}, c.guild)
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	if other := r.sim.findCommand(c.guild, next); other != nil && other != c {
		f.in("name").add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		return 0, nil, f.err()
	}
	c.name, c.doc, c.version = next.name, next.doc, r.sim.newID()
	r.sim.changed.fire()
	return http.StatusOK, c.json(r.sim.bot.id, true), nil
}

func deleteCommand(r *request) (int, any, error) {
	c, err := r.command()
	if err != nil {
		return 0, nil, err
	}
	r.sim.commands = slices.DeleteFunc(r.sim.commands, func(x *command) bool { return x == c })
	r.sim.changed.fire()
	return http.StatusNoContent, nil, nil
}

func listCommandPermissions(r *request) (int, any, error) {
	if _, err := r.commandScope(); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, []object{}, nil
}

func getCommandPermissions(r *request) (int, any, error) {
	if _, err := r.commandScope(); err != nil {
		return 0, nil, err
	}
	return 0, nil, errUnknownPermissions
}

// refuseCommandPermissions: permissions of commands are changed by people, with a Bearer token.
func refuseCommandPermissions(*request) (int, any, error) { return 0, nil, errBotsNot }
