package discord

import (
	"context"
	"net/http"
	"strings"
)

// A call says of a request what its method and path don't.
type call struct {
	// interaction requests authorise themselves by the token in their path
	// and don't count for the global limit.
	interaction bool
	// repeatable requests change nothing when they arrive twice, such as a
	// message with an enforced nonce.
	repeatable bool
}

type callKey struct{}

func withCall(ctx context.Context, c call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// A route is what requests share that share a rate limit.
type route struct {
	name  string // method and path without ids
	major string // the channel, guild or webhook that the limit is for
	call
	callback    bool // the first answer to an interaction
	tokenInPath bool // authorises the request instead of the bot's
}

// routeOf classifies a request by its path below the API's version.
func routeOf(ctx context.Context, method, path string) route {
	r := route{}
	r.call, _ = ctx.Value(callKey{}).(call)
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case parts[0] == "interactions":
		r.interaction, r.callback, r.tokenInPath = true, true, true
	case len(parts) > 1 && (parts[0] == "channels" || parts[0] == "guilds" || parts[0] == "webhooks"):
		r.major = parts[1]
		if parts[0] == "webhooks" && len(parts) > 2 {
			r.tokenInPath = true
			r.major += "/" + parts[2]
			parts[2] = ":token"
		}
	}
	for i, p := range parts {
		switch {
		case isID(p):
			parts[i] = ":id"
		case i > 0 && parts[i-1] == "reactions":
			parts[i] = ":emoji"
		}
	}
	if r.callback {
		// One request for each, so there is no limit to learn.
		parts = parts[:1]
	}
	r.name = method + " " + strings.Join(parts, "/")
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete:
		r.repeatable = true
	}
	if r.callback {
		// A second answer is refused with 40060, which the transport knows.
		r.repeatable = true
	}
	return r
}

// isID reports whether s is a snowflake.
func isID(s string) bool {
	return len(s) > 0 && strings.Trim(s, "0123456789") == ""
}
