package discordsim_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordsim"
)

func TestControl(t *testing.T) {
	t.Parallel()
	sim := start(t, discordsim.Config{})
	ask := func(method, name string, body any, more ...string) answer {
		t.Helper()
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), method, sim.ControlURL()+"/"+name, strings.NewReader(string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(more); i += 2 {
			r.Header.Set(more[i], more[i+1])
			if more[i] == "Host" {
				r.Host = more[i+1]
			}
		}
		return send(t, r)
	}
	id := func(a answer) string { s, _ := a.at("id").(string); return s }
	guild := id(ask("POST", "guilds", m{"name": "Sofa Club"}))
	channel := id(ask("POST", "channels", m{"guild": guild, "name": "tv-news"}))
	member := id(ask("POST", "members", m{"guild": guild, "name": "maya", "permissions": "32"}))

	s := session(t, sim, sim.Token())
	s.AddHandler(newsBot(t))
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.ApplicationCommandBulkOverwrite(sim.AppID(), guild, []*discordgo.ApplicationCommand{newsCommand, feedsCommand}); err != nil {
		t.Fatal(err)
	}
	r := ask("POST", "type", m{"member": member, "channel": channel, "line": "/news defenders"})
	if r.at("message", "embeds", "0", "title") != "News of defenders" {
		t.Errorf("type: got %s", r.raw)
	}
	message, _ := r.at("message", "id").(string)
	if r = ask("POST", "click", m{"member": member, "message": message, "button": "next"}); r.at("message", "content") != "next" {
		t.Errorf("click: got %s", r.raw)
	}
	if r = ask("POST", "complete", m{"member": member, "channel": channel, "line": "/news show:def"}); r.at("0", "value") != "defenders" {
		t.Errorf("complete: got %s", r.raw)
	}
	if r = ask("POST", "type", m{"member": member, "channel": channel, "line": "/nothing"}); r.status != 400 || r.at("error") == nil {
		t.Errorf("unknown command: got %d %s", r.status, r.raw)
	}
	if r = ask("GET", "messages?channel="+channel, nil); r.at("0", "id") != message {
		t.Errorf("messages: got %s", r.raw)
	}
	if r = ask("GET", "state", nil); r.at("guilds", "0", "channels", "0", "id") != channel || strings.Contains(r.raw, sim.Token()) {
		t.Errorf("state: got %s", r.raw)
	}
	ask("POST", "fault", discordsim.Fault{Path: "/users/@me", Status: 500, Times: 1})
	call(t, sim, "GET", "/users/@me", nil).want(t, 500, 0)
	ask("POST", "overwrite", m{"channel": channel, "target": guild, "deny": discordsim.SendMessages})
	call(t, sim, "POST", "/channels/"+channel+"/messages", m{"content": "x"}).want(t, 403, 50013)
	ask("POST", "delete", m{"channel": channel})
	call(t, sim, "GET", "/channels/"+channel, nil).want(t, 404, 10003)

	if r = ask("POST", "heal", m{}, "Content-Type", "text/plain"); r.status != http.StatusUnsupportedMediaType {
		t.Errorf("a form that any page can post: got %d", r.status)
	}
	if r = ask("GET", "state", nil, "Host", "rebound.example:80"); r.status != http.StatusForbidden {
		t.Errorf("another host name: got %d", r.status)
	}
}
