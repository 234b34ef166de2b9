package discordsim

import (
	"net/http"
	"slices"
	"strconv"
)

func getApplication(r *request) (int, any, error) {
	return http.StatusOK, object{
		"id": r.sim.bot.id, "name": r.sim.bot.name, "icon": nil, "description": "", "summary": "", "type": nil, "bot_public": true,
		"bot_require_code_grant": false, "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
		"flags": 0, "bot": r.sim.bot.json(), "approximate_guild_count": len(r.sim.guilds), "redirect_uris": []any{},
		"interactions_endpoint_url": nil, "role_connections_verification_url": nil, "owner": r.sim.bot.json(), "team": nil,
		"integration_types_config": object{"0": object{}}, "rpc_origins": []any{},
		"approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "event_webhooks_status": 1, "event_webhooks_url": nil, "event_webhooks_types": []any{}, "flags_new": "0", "eligible_oauth2_scopes": []any{},
	}, nil
}

func getMe(r *request) (int, any, error) {
	o := r.sim.bot.json()
	o["email"], o["verified"], o["mfa_enabled"], o["locale"], o["bio"], o["premium_type"] = nil, true, false, "en-US", "", 0
	return http.StatusOK, o, nil
}

func getUser(r *request) (int, any, error) {
	if u := r.sim.users[r.v("user")]; u != nil {
		return http.StatusOK, u.json(), nil
	}
	return 0, nil, errUnknownUser
}

func getMyGuilds(r *request) (int, any, error) {
	limit := 200
	if n, err := strconv.Atoi(r.query("limit")); err == nil {
		limit = max(1, min(n, 200))
	}
	out := []object{}
	for _, g := range r.sim.guilds {
		after, _ := strconv.ParseUint(r.query("after"), 10, 64)
		id, _ := strconv.ParseUint(g.id, 10, 64)
		if g.gone || id <= after || len(out) == limit {
			continue
		}
		out = append(out, object{
			"id": g.id, "name": g.name, "icon": nil, "banner": nil, "owner": false, "features": []any{"COMMUNITY"},
			"permissions": g.base(g.members[r.sim.bot.id]),
		})
	}
	return http.StatusOK, out, nil
}

func openDM(r *request) (int, any, error) {
	f := r.form()
	f.required("recipient_id")
	id := f.id("recipient_id")
	if err := f.err(); err != nil {
		return 0, nil, err
	}
	u := r.sim.users[id]
	if u == nil || u == r.sim.bot {
		f.in("recipient_id").add("USER_CANNOT_MESSAGE_SELF", "Cannot send messages to this user")
		return 0, nil, f.err()
	}
	return http.StatusOK, r.sim.dm(u).json(), nil
}

// inGuild finds the guild that a route names, if the bot is in it.
func (r *request) inGuild() (*guild, error) {
	for _, g := range r.sim.guilds {
		if g.id == r.v("guild") && g.gone {
			return nil, errMissingAccess
		} else if g.id == r.v("guild") {
			return g, nil
		}
	}
	return nil, errUnknownGuild
}

func getGuild(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	o := g.json()
	if r.queryTrue("with_counts") {
		o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), 1
	}
	return http.StatusOK, o, nil
}

func getGuildChannels(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	out := []object{}
	for _, c := range g.channels {
		if !c.thread() {
			out = append(out, c.json())
		}
	}
	return http.StatusOK, out, nil
}

func getGuildRoles(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, g.json()["roles"], nil
}

func getGuildMember(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	id := r.v("user")
	if id == "@me" {
		id = r.sim.bot.id
	}
	if m := g.members[id]; m != nil {
		return http.StatusOK, m.json(), nil
	}
	if r.sim.users[id] == nil {
		return 0, nil, errUnknownUser
	}
	return 0, nil, errUnknownMember
}

// getGuildMembers lists members, which needs the privileged intent.
func getGuildMembers(r *request) (int, any, error) {
	g, err := r.inGuild()
	if err != nil {
		return 0, nil, err
	}
	if r.sim.cfg.Privileged&intentMembers == 0 {
		return 0, nil, errMissingAccess
	}
	limit := 1
	if n, err := strconv.Atoi(r.query("limit")); err == nil {
		limit = max(1, min(n, 1000))
	}
	out := []object{}
	for _, id := range sortedIDs(g.members) {
		if len(out) < limit && newer(id, r.query("after")) {
			out = append(out, g.members[id].json())
		}
	}
	return http.StatusOK, out, nil
}

func sortedIDs[T any](m map[string]T) []string {
	var ids []string
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if newer(a, b) {
			return 1
		}
		return -1
	})
	return ids
}

// newer compares snowflakes.
func newer(a, b string) bool {
	x, _ := strconv.ParseUint(a, 10, 64)
	y, _ := strconv.ParseUint(b, 10, 64)
	return x > y
}

func getChannel(r *request) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.json(), nil
}

func deleteChannel(r *request) (int, any, error) {
	c, err := r.channelFor(ViewChannel)
	if err != nil {
		return 0, nil, err
	}
	all := ManageChannels
	if c.thread() {
		all = ManageThreads
	}
	if err := r.sim.need(c, all); err != nil {
		return 0, nil, err
	}
	o := c.json()
	if c.guild != nil {
		r.sim.deleteChannel(c)
	}
	return http.StatusOK, o, nil
}

func startTyping(r *request) (int, any, error) {
	if _, err := r.channelFor(SendMessages); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}
