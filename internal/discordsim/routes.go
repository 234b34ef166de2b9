package discordsim

import "strings"

// routes is the REST API that the simulator speaks, under /api/v9 and /api/v10.
var routes = makeRoutes()

func makeRoutes() []route {
	token := func(method, pattern string, do handler) route { return route{method: method, pattern: pattern, do: do} }
	open := func(method, pattern string, do handler) route {
		return route{method: method, pattern: pattern, do: do, open: true}
	}
	const (
		global   = "applications/{app}/commands"
		local    = "applications/{app}/guilds/{guild}/commands"
		messages = "channels/{channel}/messages"
		followUp = "webhooks/{webhook}/{token}"
	)
	all := []route{
		open("GET", "gateway", getGateway),
		token("GET", "gateway/bot", getGatewayBot),
		token("GET", "applications/@me", getApplication),
		token("GET", "oauth2/applications/@me", getApplication),

		token("GET", "users/@me", getMe),
		token("GET", "users/@me/guilds", getMyGuilds),
		token("POST", "users/@me/channels", openDM),
		token("GET", "users/{user}", getUser),

		token("GET", "guilds/{guild}", getGuild),
		token("GET", "guilds/{guild}/channels", getGuildChannels),
		token("GET", "guilds/{guild}/roles", getGuildRoles),
		token("GET", "guilds/{guild}/members", getGuildMembers),
		token("GET", "guilds/{guild}/members/{user}", getGuildMember),

		token("GET", "channels/{channel}", getChannel),
		token("DELETE", "channels/{channel}", deleteChannel),
		token("POST", "channels/{channel}/typing", startTyping),

		token("GET", messages, listMessages),
		token("POST", messages, createMessage),
		token("POST", messages+"/bulk-delete", bulkDelete),
		token("GET", messages+"/{message}", getMessage),
		token("PATCH", messages+"/{message}", editMessage),
		token("DELETE", messages+"/{message}", deleteMessage),

		open("POST", "interactions/{interaction}/{token}/callback", answerInteraction),
		open("POST", followUp, executeWebhook),
		open("GET", followUp+"/messages/{which}", getWebhookMessage),
		open("PATCH", followUp+"/messages/{which}", editWebhookMessage),
		open("DELETE", followUp+"/messages/{which}", deleteWebhookMessage),
	}
	for _, base := range []string{global, local} {
		all = append(all,
			token("GET", base, listCommands),
			token("POST", base, createCommand),
			token("PUT", base, overwriteCommands),
			token("GET", base+"/{command}", getCommand),
			token("PATCH", base+"/{command}", editCommand),
			token("DELETE", base+"/{command}", deleteCommand),
		)
	}
	for i := range all {
		all[i].parts = strings.Split(all[i].pattern, "/")
	}
	return all
}
