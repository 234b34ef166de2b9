package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// messageCreate is a message with the fields that discordgo's lacks.
type messageCreate struct {
	*discordgo.MessageSend
	Nonce        string `json:"nonce,omitempty"`
	EnforceNonce bool   `json:"enforce_nonce,omitempty"`
}

// Send posts a message. Discord remembers the nonce, of at most 25
// characters, for a few minutes: a message with a nonce that it knows is not
// posted again, and the id of the first is returned. A message that says
// nothing of mentions mentions nobody.
func (c *Client) Send(ctx context.Context, channel, nonce string, m *discordgo.MessageSend) (string, error) {
	send := *m
	if send.AllowedMentions == nil {
		send.AllowedMentions = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
	}
	body := messageCreate{MessageSend: &send, Nonce: nonce, EnforceNonce: nonce != ""}
	raw, err := c.do(http.MethodPost, discordgo.EndpointChannelMessages(channel), body, send.Files,
		call{repeatable: nonce != ""}, discordgo.WithContext(ctx))
	if err != nil {
		return "", fmt.Errorf("post to channel %s: %w", channel, err)
	}
	var sent struct{ ID string }
	if err := json.Unmarshal(raw, &sent); err != nil || sent.ID == "" {
		return "", fmt.Errorf("post to channel %s: the answer is no message", channel)
	}
	return sent.ID, nil
}

// messageEdit is an edit without the ids that discordgo sends along.
type messageEdit struct {
	*discordgo.MessageEdit
	ID      *string `json:"ID,omitempty"`
	Channel *string `json:"Channel,omitempty"`
}

// Edit changes one of the bot's own messages. What the edit leaves out stays.
// It mentions nobody, unless it says so.
func (c *Client) Edit(ctx context.Context, channel, message string, m *discordgo.MessageEdit) error {
	edit := *m
	if edit.AllowedMentions == nil {
		edit.AllowedMentions = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
	}
	_, err := c.do(http.MethodPatch, discordgo.EndpointChannelMessage(channel, message), messageEdit{MessageEdit: &edit}, edit.Files,
		call{repeatable: len(edit.Files) == 0}, discordgo.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("edit message %s of channel %s: %w", message, channel, err)
	}
	return nil
}

// findPages bounds how much Find reads, at 100 messages a page.
const findPages = 30

// Find looks at the channel's messages from since on for one of the bot's own
// that matches, and returns its id; "" when there is none. A *HiddenError says
// that it can't tell.
func (c *Client) Find(ctx context.Context, channel string, since time.Time, match func(*discordgo.Message) bool) (string, error) {
	me, err := c.me(ctx)
	if err != nil {
		return "", fmt.Errorf("find the bot's own id: %w", err)
	}
	start := snowflake(since)
	query := url.Values{"limit": {"100"}, "after": {strconv.FormatUint(start, 10)}}
	for n := range findPages {
		page, err := c.messages(ctx, channel, query)
		if err != nil {
			return "", err
		}
		for _, m := range page {
			if m.Author != nil && m.Author.ID == me && match(m) {
				return m.ID, nil
			}
		}
		if n == 0 && len(page) == 0 {
			return "", c.looked(ctx, channel, start)
		}
		if len(page) < 100 {
			return "", nil
		}
		query.Set("after", page[0].ID) // newest first
	}
	return "", &HiddenError{Channel: channel, Why: fmt.Sprintf("there are more than %d messages", 100*findPages)}
}

// looked returns a *HiddenError if messages since then are hidden from the bot.
// Discord answers with none when the bot may not read the channel's history.
func (c *Client) looked(ctx context.Context, channel string, since uint64) error {
	if newest, err := c.messages(ctx, channel, url.Values{"limit": {"1"}}); err != nil || len(newest) > 0 {
		return err
	}
	raw, err := c.do(http.MethodGet, discordgo.EndpointChannel(channel), nil, nil, call{}, discordgo.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("read channel %s: %w", channel, err)
	}
	var is struct {
		Last string `json:"last_message_id"`
	}
	if err := json.Unmarshal(raw, &is); err != nil {
		return fmt.Errorf("read channel %s: the answer is no channel", channel)
	}
	if last, _ := strconv.ParseUint(is.Last, 10, 64); last <= since { // 0 where nothing was posted yet
		return nil
	}
	return &HiddenError{Channel: channel, Why: "the bot needs Read Message History"}
}

func (c *Client) messages(ctx context.Context, channel string, query url.Values) ([]*discordgo.Message, error) {
	raw, err := c.do(http.MethodGet, discordgo.EndpointChannelMessages(channel)+"?"+query.Encode(), nil, nil,
		call{}, discordgo.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("read channel %s: %w", channel, err)
	}
	var page []*discordgo.Message
	if err := json.Unmarshal(raw, &page); err != nil {
		return nil, fmt.Errorf("read channel %s: the answer is no list of messages", channel)
	}
	return page, nil
}

// snowflake is the least id that Discord gives at a time.
func snowflake(t time.Time) uint64 {
	const epoch = 1420070400000 // of Discord, in Unix milliseconds
	return uint64(max(t.UnixMilli()-epoch, 0)) << 22
}

// SystemChannel returns the channel in which a guild reads Discord's own
// notices; "" if it has none.
func (c *Client) SystemChannel(ctx context.Context, guild string) (string, error) {
	raw, err := c.do(http.MethodGet, discordgo.EndpointGuild(guild), nil, nil, call{}, discordgo.WithContext(ctx))
	if err != nil {
		return "", fmt.Errorf("read guild %s: %w", guild, err)
	}
	var g struct {
		System string `json:"system_channel_id"`
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return "", fmt.Errorf("read guild %s: the answer is no guild", guild)
	}
	return g.System, nil
}

// me returns the bot's own id.
func (c *Client) me(ctx context.Context) (string, error) {
	c.mu.Lock()
	id := c.user
	c.mu.Unlock()
	if id != "" {
		return id, nil
	}
	raw, err := c.do(http.MethodGet, discordgo.EndpointUser("@me"), nil, nil, call{}, discordgo.WithContext(ctx))
	if err != nil {
		return "", err
	}
	var user struct{ ID string }
	if err := json.Unmarshal(raw, &user); err != nil || user.ID == "" {
		return "", fmt.Errorf("the answer is no user")
	}
	c.mu.Lock()
	c.user = user.ID
	c.mu.Unlock()
	return user.ID, nil
}

// do makes one REST call. discordgo's own calls keep a rate limit bucket for
// each URL for ever, and hold it while the request runs; this one gives each
// request a bucket of its own, as the transport keeps the limits.
func (c *Client) do(method, url string, body any, files []*discordgo.File, k call, options ...discordgo.RequestOption) ([]byte, error) {
	var raw []byte
	contentType := "application/json"
	var err error
	switch {
	case len(files) > 0:
		contentType, raw, err = discordgo.MultipartBodyWithJSON(body, files)
	case body != nil:
		raw, err = json.Marshal(body)
	}
	if err != nil {
		return nil, err
	}
	options = append(options[:len(options):len(options)], func(cfg *discordgo.RequestConfig) {
		cfg.Request = cfg.Request.WithContext(withCall(cfg.Request.Context(), k))
	})
	bucket := discordgo.NewRatelimiter().LockBucket("")
	answer, err := c.rest.RequestWithLockedBucket(method, url, contentType, raw, bucket, 0, options...)
	return answer, plain(err)
}
