package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Guilds is what the gateway tells of the guilds that the bot is in. An outage
// of a guild is nothing that it tells.
type Guilds struct {
	In []string
	// All is set at the start of a session, when In are all guilds of the
	// shard.
	All   bool
	Shard [2]int // which of how many; zero when there is one
	// Left is a guild that the bot was just removed from; "" for none.
	Left string
}

// Covers reports whether the guild's events go to the shard.
func (g Guilds) Covers(guild string) bool {
	id, err := strconv.ParseUint(guild, 10, 64)
	return err == nil && (g.Shard[1] <= 1 || int((id>>22)%uint64(g.Shard[1])) == g.Shard[0])
}

func (c *Client) tellGuilds(g Guilds) {
	if c.options.OnGuilds != nil {
		c.options.OnGuilds(g)
	}
}

// InGuild asks Discord whether the bot is in a guild.
func (c *Client) InGuild(ctx context.Context, guild string) (bool, error) {
	id, err := strconv.ParseUint(guild, 10, 64)
	if err != nil || id == 0 {
		return false, fmt.Errorf("guild %q has no id", guild)
	}
	// The list goes by id. A question for the guild itself would be refused,
	// and Discord counts refusals.
	query := url.Values{"limit": {"1"}, "after": {strconv.FormatUint(id-1, 10)}}
	raw, err := c.do(http.MethodGet, discordgo.EndpointUserGuilds("@me")+"?"+query.Encode(), nil, nil, call{}, discordgo.WithContext(ctx))
	if err != nil {
		return false, fmt.Errorf("list guilds: %w", err)
	}
	var list []struct{ ID string }
	if err := json.Unmarshal(raw, &list); err != nil {
		return false, errors.New("list guilds: the answer is no list")
	}
	return len(list) > 0 && list[0].ID == guild, nil
}
