package discordsim_test

import (
	"os"
	"sync"
	"testing"

	"greenlit/internal/discordsim"
	"greenlit/internal/discordsim/spec"
)

// description is Discord's, where it is at hand; several tests share its compiled operations.
var description = sync.OnceValues(func() (*spec.Spec, error) {
	const file = "../../../shared/discord/openapi.json"
	if _, err := os.Stat(file); err != nil {
		return nil, nil
	}
	return spec.Load(file)
})

// conform checks everything that a simulator answers against Discord's description, and what it accepts, where the
// description is at hand.
func conform(t *testing.T, c discordsim.Config) discordsim.Config {
	t.Helper()
	d, err := description()
	if err != nil {
		t.Fatal(err)
	}
	if d == nil {
		return c
	}
	c.Observe = func(x discordsim.Exchange) {
		if err := d.Exchange(x.Method, x.Path, x.Request, x.Status, x.Response); err != nil {
			t.Error(err)
		}
	}
	return c
}

// Everything a bot can read or make, once, so that each body's form is checked.
func TestAllBodies(t *testing.T) {
	l := discordsim.DefaultLimits()
	l.Route, l.Routes, l.Global = discordsim.Limit{}, nil, discordsim.Limit{}
	sim := start(t, conform(t, discordsim.Config{Limits: &l, Privileged: discordsim.GuildMembers}))
	g := sim.AddGuild("Sofa Club")
	g.SetBotPermissions(discordsim.Administrator)
	fan := g.AddMember("theo")
	role := g.AddRole("viewers", 0)
	ch, news, forum := g.AddChannel("tv-news"), g.AddAnnouncements("official"), g.AddForum("shows", true, "drama")
	ch.Overwrite(fan.ID, discordsim.EmbedLinks, discordsim.AttachFiles)
	ok := func(method, path string, body any) answer {
		t.Helper()
		a := call(t, sim, method, path, body)
		if a.status >= 300 {
			t.Errorf("%s %s: got %d %s", method, path, a.status, a.raw)
		}
		return a
	}
	id := func(a answer) string { s, _ := a.at("id").(string); return s }

	for _, path := range []string{
		"/gateway", "/gateway/bot", "/applications/@me", "/oauth2/applications/@me", "/users/@me", "/users/@me/guilds", "/users/" + fan.ID,
		"/guilds/" + g.ID, "/guilds/" + g.ID + "?with_counts=true", "/guilds/" + g.ID + "/channels", "/guilds/" + g.ID + "/roles",
		"/guilds/" + g.ID + "/members?limit=10", "/guilds/" + g.ID + "/members/" + fan.ID, "/guilds/" + g.ID + "/members/@me",
		"/channels/" + ch.ID, "/channels/" + forum.ID, "/channels/" + news.ID, "/applications/" + sim.AppID() + "/emojis",
	} {
		ok("GET", path, nil)
	}
	dm := ok("POST", "/users/@me/channels", m{"recipient_id": fan.ID})
	ok("POST", "/channels/"+id(dm)+"/messages", m{"content": "hello"})

	messages := "/channels/" + ch.ID + "/messages"
	full := ok("POST", messages, m{
		"content": "hello <@" + fan.ID + "> @everyone", "nonce": "n", "enforce_nonce": true, "flags": 4096,
		"embeds": []m{{
			"title": "T", "description": "D", "url": "https://example.com", "color": 255, "timestamp": "2026-01-02T03:04:05Z",
			"footer": m{"text": "F", "icon_url": "https://example.com/i.png"}, "author": m{"name": "A", "url": "https://example.com/a"},
			"image": m{"url": "https://example.com/i.png"}, "thumbnail": m{"url": "https://example.com/t.png"},
			"fields": []m{{"name": "N", "value": "V", "inline": true}},
		}},
		"components": []m{
			{"type": 1, "components": []m{{"type": 2, "style": 1, "label": "Next", "custom_id": "next"}, {"type": 2, "style": 5, "label": "Read", "url": "https://example.com"}}},
			{"type": 1, "components": []m{{"type": 3, "custom_id": "pick", "options": []m{{"label": "L", "value": "v"}}}}},
			{"type": 1, "components": []m{{"type": 8, "custom_id": "where"}}},
		},
	})
	ok("POST", messages, m{"content": "answer", "message_reference": m{"message_id": id(full)}})
	ok("POST", messages, m{"flags": 1 << 15, "components": []m{
		{"type": 17, "components": []m{
			{"type": 10, "content": "# Title"}, {"type": 14}, {"type": 12, "items": []m{{"media": m{"url": "https://example.com/i.png"}}}},
			{"type": 9, "components": []m{{"type": 10, "content": "text"}}, "accessory": m{"type": 11, "media": m{"url": "https://example.com/t.png"}}},
		}},
	}})
	one := messages + "/" + id(full)
	ok("PUT", messages+"/pins/"+id(full), nil)
	ok("PUT", one+"/reactions/%F0%9F%91%8D/@me", nil)
	ok("PATCH", one, m{"content": "changed"})
	thread := ok("POST", one+"/threads", m{"name": "talk"})
	ok("GET", one, nil)
	ok("GET", messages, nil)
	ok("GET", messages+"/pins", nil)
	ok("POST", "/channels/"+id(thread)+"/messages", m{"content": "in a thread"})
	ok("GET", "/channels/"+id(thread), nil)
	ok("POST", "/channels/"+ch.ID+"/threads", m{"name": "plain", "type": 11})
	tag := ok("GET", "/channels/"+forum.ID, nil).at("available_tags", "0", "id")
	post := ok("POST", "/channels/"+forum.ID+"/threads", m{"name": "post", "applied_tags": []any{tag}, "message": m{"content": "first"}})
	if post.at("message", "id") != id(post) {
		t.Errorf("a forum post's first message has another id than the post: %s", post.raw)
	}
	ok("GET", "/guilds/"+g.ID+"/threads/active", nil)
	ok("GET", "/channels/"+ch.ID+"/threads/archived/public", nil)
	ok("PUT", "/channels/"+id(thread)+"/thread-members/@me", nil)

	ok("POST", "/channels/"+news.ID+"/followers", m{"webhook_channel_id": ch.ID})
	published := ok("POST", "/channels/"+news.ID+"/messages", m{"content": "official"})
	ok("POST", "/channels/"+news.ID+"/messages/"+id(published)+"/crosspost", nil)
	if got := sim.Messages(ch); got[len(got)-1].Content != "official" {
		t.Errorf("the follower shows %q, want the published message", got[len(got)-1].Content)
	}
	hook := ok("POST", "/channels/"+ch.ID+"/webhooks", m{"name": "feed"})
	ok("GET", "/channels/"+ch.ID+"/webhooks", nil)
	base := "/webhooks/" + id(hook) + "/" + hook.at("token").(string)
	sent := ok("POST", base+"?wait=true", m{"content": "by hook", "username": "Newsroom"})
	ok("POST", base, m{"content": "by hook"})
	ok("GET", base+"/messages/"+id(sent), nil)
	ok("PATCH", base+"/messages/"+id(sent), m{"content": "changed"})
	ok("DELETE", base+"/messages/"+id(sent), nil)
	ok("GET", "/webhooks/"+id(hook), nil)
	ok("DELETE", "/webhooks/"+id(hook), nil)

	made := ok("POST", "/guilds/"+g.ID+"/channels", m{"name": "made", "type": 0})
	ok("PATCH", "/channels/"+id(made), m{"topic": "new"})
	ok("PUT", "/channels/"+id(made)+"/permissions/"+role.ID, m{"type": 0, "allow": "1024", "deny": "0"})
	ok("DELETE", "/channels/"+id(made)+"/permissions/"+role.ID, nil)
	ok("PUT", "/guilds/"+g.ID+"/members/"+fan.ID+"/roles/"+role.ID, nil)
	ok("DELETE", "/channels/"+id(made), nil)

	commands := "/applications/" + sim.AppID() + "/commands"
	guildCommands := "/applications/" + sim.AppID() + "/guilds/" + g.ID + "/commands"
	c := ok("POST", commands, m{"name": "news", "description": "News", "default_member_permissions": "32", "name_localizations": m{"de": "neues"},
		"options": []m{{"type": 3, "name": "show", "description": "Show", "required": true, "autocomplete": true}, {"type": 4, "name": "limit", "description": "How many", "min_value": 1, "max_value": 5}}})
	ok("PATCH", commands+"/"+id(c), m{"description": "Latest news"})
	ok("GET", commands+"/"+id(c), nil)
	ok("GET", commands+"?with_localizations=true", nil)
	ok("PUT", guildCommands, []m{{"name": "feeds", "description": "Feeds", "options": []m{{"type": 1, "name": "add", "description": "Add"}}}, {"type": 3, "name": "What show is this?"}})
	ok("GET", guildCommands, nil)
	ok("DELETE", commands+"/"+id(c), nil)
}
