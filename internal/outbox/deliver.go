package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

// deliver attempts one delivery, marks what became of it, and returns how many
// are posted: several when they were late and went together.
func (w *Worker) deliver(ctx context.Context, d news.Delivery) int {
	log := w.Log.With("delivery", d.ID, "channel", d.Channel)
	p, err := w.attempt(ctx, d)
	now := w.Now()
	o := judge(err, d.Attempts, w.refusals.count(d.ID, err))

	ctx, cancel := marking(ctx)
	defer cancel()
	posted := 0
	switch o.verdict {
	case sent:
		posted = 1 + len(p.with)
		w.count.delivered.Add(float64(posted))
		for _, d := range append(p.with, d) {
			w.count.delay.Observe(max(now.Sub(d.Article.When()).Seconds(), 0))
		}
		log.Debug("delivered", "message", p.message, "stories", posted)
		err = w.markDelivered(ctx, d, p, now)
	case again:
		w.count.retried.Inc()
		log.Warn("delivery postponed", "reason", o.reason, "attempts", d.Attempts+1, "wait", o.wait)
		err = w.Store.Postpone(ctx, d.ID, now.Add(o.wait), o.reason)
	case bad:
		w.count.aside.Inc()
		log.Error("delivery set aside", "reason", o.reason, "title", d.Article.Title, "link", d.Article.Link)
		err = w.Store.SetAside(ctx, d.ID, o.reason)
	case stop:
		w.count.stopped.Inc()
		log.Warn("channel stopped", "guild", d.Guild, "reason", o.reason)
		err = w.Store.StopChannel(ctx, d.Channel, o.reason, now)
	}
	if err != nil {
		// The claim ends by itself, and the nonce keeps the message single.
		log.Error("delivery can't be marked", "error", err)
	}
	return posted
}

func (w *Worker) markDelivered(ctx context.Context, d news.Delivery, p post, at time.Time) error {
	if len(p.with) == 0 {
		return w.Store.Delivered(ctx, d.ID, p.message, at)
	}
	ids := []int64{d.ID}
	for _, late := range p.with {
		ids = append(ids, late.ID)
	}
	return w.Store.DeliveredTogether(ctx, ids, p.message, at)
}

// A post is a message that is there.
type post struct {
	message string
	with    []news.Delivery // that it tells besides
}

// errRender is for a delivery that no message can be made of.
var errRender = errors.New("the story can't be shown")

// attempt sends the message, unless it is there already.
func (w *Worker) attempt(ctx context.Context, d news.Delivery) (post, error) {
	ctx, cancel := context.WithTimeout(ctx, min(w.Lease*3/4, sendTime))
	defer cancel()
	m, err := w.render(d)
	if err != nil {
		return post{}, err
	}
	rest, err := w.behind(ctx, d)
	if err != nil {
		return post{}, err
	}
	// What an earlier summary told is looked up even while its nonce holds: a
	// story may have come to light since then.
	if d.Attempts > 0 && (len(rest) > 0 || w.forgotten(d.First)) {
		p, err := w.find(ctx, d, m, rest)
		if err != nil || p.message != "" {
			return p, err
		}
	}
	n := nonce(d.Channel, d.ID)
	if len(rest) > 0 {
		all := append([]news.Delivery{d}, rest...)
		together, told := summary(all)
		id, err := w.Sender.Send(ctx, string(d.Channel), n, together)
		if judge(err, 0, 0).verdict != bad {
			return post{id, all[1:told]}, err
		}
		w.Log.Error("summary of late stories refused", "channel", d.Channel, "reason", err)
	}
	w.markLate(m, d)
	id, err := w.Sender.Send(ctx, string(d.Channel), n, m)
	return post{message: id}, err
}

// forgotten reports whether Discord may no longer know the nonce of a first
// attempt. One that is still to come was made by a clock that was set back since.
func (w *Worker) forgotten(first time.Time) bool {
	ago := w.Now().Sub(first)
	return ago < 0 || ago > nonceTime
}

// since returns from when on a message of the first attempt has to be looked for.
func (w *Worker) since(first time.Time) time.Time {
	if now := w.Now(); first.After(now) {
		first = now.Add(-clockBack)
	}
	return first.Add(-clockSkew)
}

// find looks for the message in the channel, alone or as a summary; the post has no message when it is not there.
func (w *Worker) find(ctx context.Context, d news.Delivery, m *discordgo.MessageSend, rest []news.Delivery) (p post, err error) {
	p.message, err = w.Sender.Find(ctx, string(d.Channel), w.since(d.First), func(old *discordgo.Message) bool {
		if same(old, m) {
			return true
		}
		if !inSummary(old, d) {
			return false
		}
		for _, late := range rest {
			if inSummary(old, late) {
				p.with = append(p.with, late)
			}
		}
		return true
	})
	return p, err
}

// render makes the message. Text of strangers goes through it, so a panic in
// it concerns this one delivery.
func (w *Worker) render(d news.Delivery) (m *discordgo.MessageSend, err error) {
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("panic while rendering", "delivery", d.ID, "panic", p, "stack", string(debug.Stack()))
			m, err = nil, errRender
		}
	}()
	if m = w.Render(d); m == nil {
		return nil, errRender
	}
	return m, nil
}

// nonce names a delivery to Discord, in the 25 characters that it takes.
// Nonces are the bot's, not the channel's.
func nonce(channel news.ChannelID, ids ...int64) string {
	sum := sha256.Sum256(fmt.Append(nil, channel, ids))
	return base32.StdEncoding.EncodeToString(sum[:])[:25]
}

// same reports whether the old message is the new one, posted before: whether
// it shows the same article.
func same(old *discordgo.Message, m *discordgo.MessageSend) bool {
	if len(m.Embeds) == 0 {
		return old.Content == m.Content
	}
	want := m.Embeds[0]
	for _, e := range old.Embeds {
		if want.URL != "" && link(e.URL) == link(want.URL) {
			return true
		}
		if want.URL == "" && e.URL == "" && strings.TrimSpace(e.Title) == strings.TrimSpace(want.Title) {
			return true
		}
	}
	return false
}

// link returns an address in the form in which two are compared, as Discord
// may answer with another spelling than it was given.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(u.Host) + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery
}

// What becomes of a delivery.
type verdict int

const (
	sent verdict = iota
	again
	bad
	stop
)

type outcome struct {
	verdict verdict
	reason  string        // in words: for moderators when stopped, else for the operator
	wait    time.Duration // before the next attempt
}

// stops are Discord's codes after which a channel gets no more posts until a
// moderator subscribes it again.
var stops = map[int]string{
	10003:  "the channel no longer exists",
	10004:  "the bot is no longer in the server",
	50001:  "the bot can't see the channel; it needs View Channel",
	50013:  "the bot may not post in the channel; it needs Send Messages and Embed Links",
	40058:  "the channel is a forum, which takes threads and no messages",
	50008:  "the channel takes no messages",
	30007:  "the channel has too many webhooks",
	160005: "the thread is locked",
	50083:  "the thread is archived",
}

const (
	codeUnknownMessage = 10008
	mostRefusals       = 10 // that are not known to be for good
	longestWait        = 5 * time.Minute
)

// judge decides by kind of failure, after so many attempts and refusals.
func judge(err error, attempts, refusals int) outcome {
	if err == nil {
		return outcome{verdict: sent}
	}
	var refused *discordgo.RESTError
	if errors.As(err, &refused) && refused.Response != nil {
		status, code := refused.Response.StatusCode, 0
		if refused.Message != nil {
			code = refused.Message.Code
		}
		switch {
		case stops[code] != "":
			return outcome{verdict: stop, reason: stops[code]}
		case code == codeUnknownMessage:
			// The nonce is known and its message gone: it was posted, and
			// somebody deleted it.
			return outcome{verdict: sent}
		case (status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge) && refused.Message != nil,
			refusals >= mostRefusals:
			return outcome{verdict: bad, reason: words(err)}
		}
	}
	var hidden interface{ Hidden() }
	if errors.As(err, &hidden) {
		// It may be there or not. No story is told twice, so this one is not
		// sent again, though it may be lost; what waits behind it goes on.
		return outcome{verdict: bad, reason: words(err)}
	}
	if errors.Is(err, errRender) {
		return outcome{verdict: bad, reason: err.Error()}
	}
	if errors.Is(err, context.Canceled) {
		// At shutdown: the next start tries at once.
		return outcome{verdict: again, reason: "interrupted"}
	}
	wait := min(2*time.Second<<min(attempts, 20), longestWait)
	wait = wait*3/4 + rand.N(wait/2)
	var limit interface{ RetryAfter() time.Duration }
	if errors.As(err, &limit) {
		wait = max(wait, limit.RetryAfter())
	}
	return outcome{verdict: again, reason: words(err), wait: wait}
}

// words returns what an error says, without the rest of a page that some
// server between may have answered.
func words(err error) string { return render.Cut(render.Line(err.Error()), 500) }
