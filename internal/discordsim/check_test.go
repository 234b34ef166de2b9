package discordsim_test

import (
	"fmt"
	"strings"
	"testing"

	"greenlit/internal/discordsim"
)

// unlimited is a simulator of which no test of bodies gets a 429.
func unlimited(t *testing.T) discordsim.Config {
	l := discordsim.DefaultLimits()
	l.Route, l.Routes, l.Global = discordsim.Limit{}, nil, discordsim.Limit{}
	return conform(t, discordsim.Config{Limits: &l})
}

func embed(e m) m { return m{"embeds": []m{e}} }

func row(c ...m) m { return m{"components": []m{{"type": 1, "components": c}}} }

func repeat(n int, f func(i int) m) []m {
	var out []m
	for i := range n {
		out = append(out, f(i))
	}
	return out
}

func button(id string) m { return m{"type": 2, "style": 1, "label": "b", "custom_id": id} }

func menu(options ...m) m { return m{"type": 3, "custom_id": "pick", "options": options} }

func option(i int) m { return m{"label": fmt.Sprint(i), "value": fmt.Sprint(i)} }

// Each body is at the edge of a limit: it is taken, or refused with the code at its place.
func TestMessageLimits(t *testing.T) {
	t.Parallel()
	big := m{"title": text(256), "description": text(3000), "footer": m{"text": text(2048)}, "author": m{"name": text(256)}}
	tests := []struct {
		name string
		body m
		at   string // path of the error; "" is taken
		code string
	}{
		{name: "content 2000", body: m{"content": text(2000)}},
		{name: "content 2001", body: m{"content": text(2001)}, at: "content", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "astral characters count double", body: m{"content": strings.Repeat("😀", 1001)}, at: "content", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "title 256", body: embed(m{"title": text(256)})},
		{name: "title 257", body: embed(m{"title": text(257)}), at: "embeds 0 title", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "description 4096", body: embed(m{"description": text(4096)})},
		{name: "description 4097", body: embed(m{"description": text(4097)}), at: "embeds 0 description", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "25 fields", body: embed(m{"fields": repeat(25, func(int) m { return m{"name": "n", "value": "v"} })})},
		{name: "26 fields", body: embed(m{"fields": repeat(26, func(int) m { return m{"name": "n", "value": "v"} })}), at: "embeds 0 fields", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "field without value", body: embed(m{"fields": []m{{"name": "n", "value": " "}}}), at: "embeds 0 fields 0 value", code: "BASE_TYPE_REQUIRED"},
		{name: "field value 1025", body: embed(m{"fields": []m{{"name": "n", "value": text(1025)}}}), at: "embeds 0 fields 0 value", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "sum 6000", body: m{"embeds": []m{big, {"description": text(6000 - 256 - 3000 - 2048 - 256)}}}},
		{name: "sum 6001", body: m{"embeds": []m{big, {"description": text(6001 - 256 - 3000 - 2048 - 256)}}}, at: "embeds", code: "MAX_EMBED_SIZE_EXCEEDED"},
		{name: "10 embeds", body: m{"embeds": repeat(10, func(int) m { return m{"title": "t"} })}},
		{name: "11 embeds", body: m{"embeds": repeat(11, func(int) m { return m{"title": "t"} })}, at: "embeds", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "URL without scheme", body: embed(m{"title": "t", "url": "example.com/x"}), at: "embeds 0 url", code: "URL_TYPE_INVALID_URL"},
		{name: "URL of another scheme", body: embed(m{"title": "t", "url": "ftp://example.com/x"}), at: "embeds 0 url", code: "URL_TYPE_INVALID_SCHEME"},
		{name: "timestamp", body: embed(m{"title": "t", "timestamp": "yesterday"}), at: "embeds 0 timestamp", code: "DATE_TIME_TYPE_PARSE"},
		{name: "colour", body: embed(m{"title": "t", "color": 1 << 24}), at: "embeds 0 color", code: "NUMBER_TYPE_MAX"},
		{name: "custom id 100", body: row(button(text(100)))},
		{name: "custom id 101", body: row(button(text(101))), at: "components 0 components 0 custom_id", code: "BASE_TYPE_BAD_LENGTH"},
		{name: "custom id twice", body: row(button("a"), button("a")), at: "components 0 components 1 custom_id", code: "COMPONENT_CUSTOM_ID_DUPLICATED"},
		{name: "5 buttons", body: row(repeat(5, func(i int) m { return button(fmt.Sprint(i)) })...)},
		{name: "6 buttons", body: row(repeat(6, func(i int) m { return button(fmt.Sprint(i)) })...), at: "components 0 components", code: "BASE_TYPE_BAD_LENGTH"},
		{name: "label 81", body: row(m{"type": 2, "style": 1, "label": text(81), "custom_id": "a"}), at: "components 0 components 0 label", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "link button with custom id", body: row(m{"type": 2, "style": 5, "label": "b", "url": "https://example.com", "custom_id": "a"}), at: "components 0 components 0 custom_id", code: "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
		{name: "25 options", body: row(menu(repeat(25, option)...))},
		{name: "26 options", body: row(menu(repeat(26, option)...)), at: "components 0 components 0 options", code: "BASE_TYPE_BAD_LENGTH"},
		{name: "option value twice", body: row(menu(option(1), option(1))), at: "components 0 components 0 options 1 value", code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"},
		{name: "button beside a menu", body: row(button("a"), menu(option(1))), at: "components 0 components", code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{name: "button outside a row", body: m{"components": []m{button("a")}}, at: "components 0 type", code: "BASE_TYPE_CHOICES"},
		{name: "text display without its flag", body: m{"components": []m{{"type": 10, "content": "x"}}}, at: "components 0 type", code: "BASE_TYPE_CHOICES"},
		{name: "text display", body: m{"flags": 1 << 15, "components": []m{{"type": 10, "content": text(4000)}}}},
		{name: "4001 characters of text", body: m{"flags": 1 << 15, "components": []m{{"type": 10, "content": text(4000)}, {"type": 10, "content": "x"}}}, at: "components", code: "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
		{name: "content beside new components", body: m{"flags": 1 << 15, "content": "x", "components": []m{{"type": 10, "content": "x"}}}, at: "content", code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{name: "nonce 25", body: m{"content": "x", "nonce": text(25)}},
		{name: "nonce 26", body: m{"content": "x", "nonce": text(26)}, at: "nonce", code: "NONCE_TYPE_TOO_LONG"},
		{name: "parse and users", body: m{"content": "x", "allowed_mentions": m{"parse": []string{"users"}, "users": []string{"1"}}}, at: "allowed_mentions", code: "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
		{name: "parse nothing", body: m{"content": "x", "allowed_mentions": m{"parse": []string{}}}},
	}
	sim := start(t, unlimited(t))
	ch := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, sim, "POST", "/channels/"+ch.ID+"/messages", tt.body)
			if tt.at == "" {
				got.want(t, 200, 0)
				return
			}
			got.want(t, 400, 50035)
			path := append([]string{"errors"}, strings.Fields(tt.at)...)
			if code := got.at(append(path, "_errors", "0", "code")...); code != tt.code {
				t.Errorf("got %v at %s, want %s: %s", code, tt.at, tt.code, got.raw)
			}
		})
	}
	lenient := start(t, discordsim.Config{}) // the description counts space around a text, the documentation does not
	ch2 := lenient.AddGuild("Sofa Club").AddChannel("tv-news")
	call(t, lenient, "POST", "/channels/"+ch2.ID+"/messages", embed(m{"title": " " + text(256) + " "})).want(t, 200, 0)
	call(t, sim, "POST", "/channels/"+ch.ID+"/messages", m{"content": " "}).want(t, 400, 50006)
	call(t, sim, "POST", "/channels/"+ch.ID+"/messages", "{").want(t, 400, 50109)
	call(t, sim, "POST", "/channels/1/messages", m{"content": "x"}).want(t, 404, 10003)
	call(t, sim, "POST", "/channels/x/messages", m{"content": "x"}).want(t, 400, 50035)
}

func TestCommandLimits(t *testing.T) {
	str := func(name string, more m) m {
		o := m{"type": 3, "name": name, "description": "d"}
		for k, v := range more {
			o[k] = v
		}
		return o
	}
	with := func(options ...m) m { return m{"name": "news", "description": "d", "options": options} }
	choices := func(n, size int) m {
		return m{"choices": repeat(n, func(i int) m { return m{"name": fmt.Sprint(i), "value": fmt.Sprint(i) + text(size)} })}
	}
	tests := []struct {
		name string
		body m
		at   string
		code string
	}{
		{name: "plain", body: with(str("show", m{"required": true, "autocomplete": true}))},
		{name: "no description", body: m{"name": "news"}, at: "description", code: "BASE_TYPE_REQUIRED"},
		{name: "description 101", body: m{"name": "news", "description": text(101)}, at: "description", code: "BASE_TYPE_BAD_LENGTH"},
		{name: "upper case", body: m{"name": "News", "description": "d"}, at: "name", code: "APPLICATION_COMMAND_INVALID_NAME"},
		{name: "space", body: m{"name": "tv news", "description": "d"}, at: "name", code: "APPLICATION_COMMAND_INVALID_NAME"},
		{name: "other scripts", body: m{"name": "новости", "description": "d"}},
		{name: "name 33", body: m{"name": text(33), "description": "d"}, at: "name", code: "BASE_TYPE_BAD_LENGTH"},
		{name: "25 options", body: with(repeat(25, func(i int) m { return str(fmt.Sprint("o", i), nil) })...)},
		{name: "26 options", body: with(repeat(26, func(i int) m { return str(fmt.Sprint("o", i), nil) })...), at: "options", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "25 choices", body: with(str("show", choices(25, 0)))},
		{name: "26 choices", body: with(str("show", choices(26, 0))), at: "options 0 choices", code: "BASE_TYPE_MAX_LENGTH"},
		{name: "choices and autocomplete", body: with(str("show", m{"autocomplete": true, "choices": []m{{"name": "a", "value": "a"}}})), at: "options 0 choices", code: "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE"},
		{name: "required last", body: with(str("a", nil), str("b", m{"required": true})), at: "options", code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		{name: "option twice", body: with(str("a", nil), str("a", nil)), at: "options 1 name", code: "APPLICATION_COMMAND_OPTION_NAMES_NOT_UNIQUE"},
		{name: "subcommand beside an option", body: with(m{"type": 1, "name": "add", "description": "d"}, str("a", nil)), at: "options", code: "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
		{name: "too large", body: with(repeat(4, func(i int) m { return str(fmt.Sprint("o", i), choices(25, 90)) })...), at: "", code: "APPLICATION_COMMAND_TOO_LARGE"},
		{name: "unknown locale", body: m{"name": "news", "description": "d", "name_localizations": m{"xx": "a"}}, at: "name_localizations xx", code: "BASE_TYPE_CHOICES"},
		{name: "message command", body: m{"name": "What show is this?", "type": 3}},
		{name: "message command with description", body: m{"name": "What", "type": 3, "description": "d"}, at: "description", code: "APPLICATION_COMMAND_INVALID_DESCRIPTION"},
	}
	sim := start(t, unlimited(t))
	path := "/applications/" + sim.AppID() + "/commands"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			one, all := call(t, sim, "POST", path, tt.body), call(t, sim, "PUT", path, []m{tt.body})
			if tt.code == "" {
				if one.status != 201 && one.status != 200 || all.status != 200 {
					t.Errorf("got %s and %s, want it taken", one.raw, all.raw)
				}
				return
			}
			for prefix, got := range map[string]answer{"errors": one, "errors 0": all} {
				got.want(t, 400, 50035)
				path := append(strings.Fields(prefix), strings.Fields(tt.at)...)
				if code := got.at(append(path, "_errors", "0", "code")...); code != tt.code {
					t.Errorf("got %v at %q, want %s: %s", code, path, tt.code, got.raw)
				}
			}
		})
	}
}

func TestCommandsKeepTheirIDs(t *testing.T) {
	sim := start(t, unlimited(t))
	path := "/applications/" + sim.AppID() + "/commands"
	command := func(name string) m { return m{"name": name, "description": "d"} }
	first := call(t, sim, "POST", path, command("news"))
	first.want(t, 201, 0)
	again := call(t, sim, "POST", path, m{"name": "news", "description": "changed"})
	again.want(t, 200, 0)
	all := call(t, sim, "PUT", path, []m{command("cast"), command("news")})
	if all.at("1", "id") != first.at("id") || again.at("id") != first.at("id") {
		t.Errorf("/news has ids %v, %v and %v, want one", first.at("id"), again.at("id"), all.at("1", "id"))
	}
	call(t, sim, "PUT", path, []m{command("cast"), command("cast")}).want(t, 400, 50035)
	call(t, sim, "PUT", path, []m{}).want(t, 200, 0)
	call(t, sim, "GET", path+"/"+first.at("id").(string), nil).want(t, 404, 10063)
	call(t, sim, "GET", "/applications/1/commands", nil).want(t, 403, 20012)
}

// A day has 200 new commands; one that is there already does not count.
func TestCommandsPerDay(t *testing.T) {
	sim := start(t, unlimited(t))
	path := "/applications/" + sim.AppID() + "/commands"
	put := func(prefix string) answer {
		return call(t, sim, "PUT", path, repeat(100, func(i int) m { return m{"name": fmt.Sprint(prefix, i), "description": "d"} }))
	}
	put("a").want(t, 200, 0)
	put("a").want(t, 200, 0)
	put("b").want(t, 200, 0)
	put("c").want(t, 400, 30034)
	sim.Advance(25 * 3600e9)
	put("c").want(t, 200, 0)
	call(t, sim, "POST", path, m{"name": "more", "description": "d"}).want(t, 400, 30032)
}
