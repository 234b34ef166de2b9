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
		token("POST", "guilds/{guild}/channels", createChannel),
		token("GET", "guilds/{guild}/threads/active", activeThreads),
		token("GET", "guilds/{guild}/roles", getGuildRoles),
		token("PUT", "guilds/{guild}/members/{user}/roles/{role}", giveRole),
		token("DELETE", "guilds/{guild}/members/{user}/roles/{role}", takeRole),
		token("GET", "guilds/{guild}/members", getGuildMembers),
		token("GET", "guilds/{guild}/members/{user}", getGuildMember),

		token("GET", "channels/{channel}", getChannel),
		token("PATCH", "channels/{channel}", editChannel),
		token("DELETE", "channels/{channel}", deleteChannel),
		token("PUT", "channels/{channel}/permissions/{overwrite}", putOverwrite),
		token("DELETE", "channels/{channel}/permissions/{overwrite}", deleteOverwrite),
		token("POST", "channels/{channel}/followers", follow),
		token("POST", "channels/{channel}/threads", createThread),
		token("GET", "channels/{channel}/threads/archived/public", archivedThreads),
		token("PUT", "channels/{channel}/thread-members/@me", joinThread),
		token("DELETE", "channels/{channel}/thread-members/@me", leaveThread),
		token("GET", "channels/{channel}/webhooks", channelWebhooks),
		token("POST", "channels/{channel}/webhooks", createWebhook),
		token("GET", "channels/{channel}/pins", listPinned),
		token("POST", "channels/{channel}/typing", startTyping),

		token("GET", messages, listMessages),
		token("POST", messages, createMessage),
		token("POST", messages+"/bulk-delete", bulkDelete),
		token("GET", messages+"/pins", listPins),
		token("PUT", messages+"/pins/{message}", pin),
		token("DELETE", messages+"/pins/{message}", unpin),
		token("PUT", "channels/{channel}/pins/{message}", pin),
		token("DELETE", "channels/{channel}/pins/{message}", unpin),
		token("POST", messages+"/{message}/crosspost", crosspost),
		token("POST", messages+"/{message}/threads", createThreadFrom),
		token("PUT", messages+"/{message}/reactions/{emoji}/@me", react),
		token("DELETE", messages+"/{message}/reactions/{emoji}/@me", unreact),
		token("GET", messages+"/{message}", getMessage),
		token("PATCH", messages+"/{message}", editMessage),
		token("DELETE", messages+"/{message}", deleteMessage),

		open("POST", "interactions/{interaction}/{token}/callback", answerInteraction),
		token("GET", "webhooks/{webhook}", getWebhook),
		token("PATCH", "webhooks/{webhook}", renameWebhook),
		token("DELETE", "webhooks/{webhook}", deleteWebhook),
		open("GET", followUp, getWebhook),
		open("PATCH", followUp, renameWebhook),
		open("DELETE", followUp, deleteWebhook),
		open("POST", followUp, executeWebhook),
		open("GET", followUp+"/messages/{which}", getWebhookMessage),
		open("PATCH", followUp+"/messages/{which}", editWebhookMessage),
		open("DELETE", followUp+"/messages/{which}", deleteWebhookMessage),
	}
	all = append(all,
		token("GET", local+"/permissions", listCommandPermissions),
		token("GET", local+"/{command}/permissions", getCommandPermissions),
		token("PUT", local+"/{command}/permissions", refuseCommandPermissions),
		token("GET", "applications/{app}/emojis", listEmojis),
		token("GET", "applications/{app}/entitlements", listEntitlements),
	)
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
