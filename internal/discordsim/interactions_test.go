package discordsim_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"greenlit/internal/discordsim"
)

// A plainBot is a gateway client without a library, in one guild with one channel and one fan, which has /news.
type plainBot struct {
	*wire
	sim *discordsim.Sim
	g   *discordsim.Guild
	ch  *discordsim.Channel
	fan *discordsim.Member

	session packet // READY
}

func connect(t *testing.T, c discordsim.Config) *plainBot {
	t.Helper()
	sim := start(t, c)
	b := &plainBot{sim: sim, g: sim.AddGuild("Sofa Club")}
	b.ch, b.fan = b.g.AddChannel("tv-news"), b.g.AddMember("theo")
	call(t, sim, "PUT", "/applications/"+sim.AppID()+"/commands", []m{{
		"name": "news", "description": "d",
		"options": []m{{"type": 3, "name": "show", "description": "d", "required": true, "autocomplete": true}},
	}}).want(t, 200, 0)
	b.wire = dial(t, gatewayURL(t, sim), "v=10&encoding=json")
	b.next()
	b.send(2, identify(sim, nil))
	b.session = b.next()
	b.next()
	return b
}

// A typed command waits for its answer in the background.
type typed struct {
	packet
	b     *plainBot
	reply chan *discordsim.Reply
	err   chan error
}

// do lets the fan do something and returns the interaction that the bot gets.
func (b *plainBot) do(ctx context.Context, what func(context.Context) (*discordsim.Reply, error)) *typed {
	b.t.Helper()
	i := &typed{b: b, reply: make(chan *discordsim.Reply, 1), err: make(chan error, 1)} // room, so that nobody waits for a reader
	go func() {
		r, err := what(ctx)
		i.reply <- r
		i.err <- err
	}()
	i.packet = b.next()
	if i.T != "INTERACTION_CREATE" {
		b.t.Fatalf("got %+v, want an interaction", i.packet)
	}
	return i
}

func (b *plainBot) news(ctx context.Context) *typed {
	b.t.Helper()
	return b.do(ctx, func(ctx context.Context) (*discordsim.Reply, error) { return b.fan.Type(ctx, b.ch, "/news defenders") })
}

func (i *typed) callback(body m) answer {
	i.b.t.Helper()
	return call(i.b.t, i.b.sim, "POST", "/interactions/"+i.d("id").(string)+"/"+i.d("token").(string)+"/callback?with_response=true", body)
}

func (i *typed) hook(method, rest string, body any) answer {
	i.b.t.Helper()
	return call(i.b.t, i.b.sim, method, "/webhooks/"+i.b.sim.AppID()+"/"+i.d("token").(string)+rest, body)
}

const original = "/messages/@original"

func TestAnswerOnce(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	i := b.news(ctx)
	member, _ := i.d("member").(map[string]any)
	if i.d("app_permissions") == nil || member["permissions"] == nil || i.d("guild_id") != b.g.ID || i.d("version") != 1.0 {
		t.Errorf("the interaction lacks something: %+v", i.D)
	}
	i.hook("PATCH", original, m{"content": "too early"}).want(t, 404, 10015)
	i.callback(m{"type": 4, "data": m{"content": text(2001)}}).want(t, 400, 50035)
	first := i.callback(m{"type": 4, "data": m{"content": "news", "flags": 64}})
	first.want(t, 200, 0)
	if first.at("resource", "message", "content") != "news" {
		t.Errorf("got %s, want the message", first.raw)
	}
	i.callback(m{"type": 4, "data": m{"content": "again"}}).want(t, 400, 40060)
	r := <-i.reply
	if err := <-i.err; err != nil || r.Content != "news" || !r.Ephemeral {
		t.Fatalf("the fan sees %+v, %v", r, err)
	}
	call(t, b.sim, "GET", "/channels/"+b.ch.ID+"/messages/"+r.ID, nil).want(t, 404, 10008)
	i.hook("GET", original, nil).want(t, 200, 0)
	i.hook("PATCH", original, m{"content": "changed"}).want(t, 200, 0)
	later := i.hook("POST", "", m{"content": "and more"})
	later.want(t, 200, 0)
	i.hook("PATCH", "/messages/"+later.at("id").(string), m{"content": "and less"}).want(t, 200, 0)
	i.hook("DELETE", original, nil).want(t, 204, 0)
	i.hook("GET", original, nil).want(t, 404, 10008)
	b.sim.Advance(15 * time.Minute)
	i.hook("POST", "", m{"content": "too late"}).want(t, 401, 50027)
}

func TestAnswerTooLate(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	i := b.news(ctx)
	b.sim.Advance(3*time.Second + time.Millisecond)
	i.callback(m{"type": 4, "data": m{"content": "late"}}).want(t, 404, 10062)
	<-i.reply
	if err := <-i.err; !errors.Is(err, discordsim.ErrNoAnswer) {
		t.Errorf("got %v, want that the application did not respond", err)
	}
}

func TestDeferredAnswer(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	i := b.news(ctx)
	i.callback(m{"type": 5}).want(t, 200, 0)
	b.sim.Advance(10 * time.Minute)
	if got := i.hook("GET", original, nil).at("flags"); got != 128.0 {
		t.Errorf("a deferred answer has flags %v, want loading", got)
	}
	i.hook("PATCH", original, m{"content": "at last"}).want(t, 200, 0)
	r := <-i.reply
	if err := <-i.err; err != nil || r.Content != "at last" || !r.Deferred || r.Loading || r.Edited {
		t.Errorf("the fan sees %+v, %v", r, err)
	}
}

func TestKindsOfAnswer(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	i := b.news(ctx)
	i.callback(m{"type": 7, "data": m{"content": "x"}}).want(t, 400, 50035)
	i.callback(m{"type": 8, "data": m{"choices": []m{}}}).want(t, 400, 50035)
	i.callback(m{"type": 4, "data": m{"content": "pick", "components": []m{
		{"type": 1, "components": []m{menu(option(1), option(2))}}, {"type": 1, "components": []m{button("ask")}},
	}}}).want(t, 200, 0)
	r := <-i.reply

	i = b.do(ctx, func(ctx context.Context) (*discordsim.Reply, error) { return b.fan.Choose(ctx, r, "2") })
	i.callback(m{"type": 6}).want(t, 200, 0)
	i.hook("PATCH", original, m{"content": "two"}).want(t, 200, 0)
	if got := <-i.reply; got.Content != "two" || got.ID != r.ID {
		t.Errorf("got %s, want the message of the menu changed", got.Raw)
	}

	i = b.do(ctx, func(ctx context.Context) (*discordsim.Reply, error) { return b.fan.Click(ctx, r, "ask") })
	i.callback(m{"type": 9, "data": m{"custom_id": "m", "title": text(46), "components": []m{}}}).want(t, 400, 50035)
	i.callback(m{"type": 9, "data": m{"custom_id": "m", "title": "Ask", "components": []m{
		{"type": 18, "label": "Show", "component": m{"type": 4, "custom_id": "show", "style": 1}},
	}}}).want(t, 200, 0)
	modal := <-i.reply
	i = b.do(ctx, func(ctx context.Context) (*discordsim.Reply, error) {
		return b.fan.Submit(ctx, modal, map[string]string{"show": "defenders"})
	})
	i.callback(m{"type": 9, "data": m{"custom_id": "m", "title": "Again", "components": []m{}}}).want(t, 400, 50035)
	data, _ := i.d("data").(map[string]any)
	if got := (answer{body: data}).at("components", "0", "component", "value"); got != "defenders" {
		t.Errorf("the modal comes with %v, want what was typed", got)
	}
	i.callback(m{"type": 7, "data": m{"content": "thanks"}}).want(t, 200, 0)
	if got := <-i.reply; got.Content != "thanks" {
		t.Errorf("got %s, want the message changed", got.Raw)
	}
}

func TestChoices(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	var choices []discordsim.Choice
	i := b.do(ctx, func(ctx context.Context) (r *discordsim.Reply, err error) {
		choices, err = b.fan.Complete(ctx, b.ch, "/news show:def")
		return nil, err
	})
	i.callback(m{"type": 4, "data": m{"content": "x"}}).want(t, 400, 50035)
	i.callback(m{"type": 5}).want(t, 400, 50035)
	i.callback(m{"type": 8, "data": m{"choices": repeat(26, func(int) m { return m{"name": "n", "value": "v"} })}}).want(t, 400, 50035)
	i.callback(m{"type": 8, "data": m{"choices": []m{{"name": text(101), "value": "v"}}}}).want(t, 400, 50035)
	i.callback(m{"type": 8, "data": m{"choices": repeat(25, func(int) m { return m{"name": "n", "value": "v"} })}}).want(t, 200, 0)
	<-i.reply
	if err := <-i.err; err != nil || len(choices) != 25 {
		t.Errorf("got %d choices, %v, want 25", len(choices), err)
	}
}

// A person brings the application along to a server where the bot is not: five messages may follow the answer.
func TestUserInstall(t *testing.T) {
	b, ctx := connect(t, unlimited(t)), deadline(t)
	b.g.Remove()
	if p := b.next(); p.T != "GUILD_DELETE" {
		t.Fatalf("got %+v, want GUILD_DELETE", p)
	}
	b.fan.Install()
	if _, err := b.fan.Type(ctx, b.ch, "/news x"); !errors.Is(err, discordsim.ErrUnknownCommand) {
		t.Errorf("a command that is not for users: got %v", err)
	}
	call(t, b.sim, "PUT", "/applications/"+b.sim.AppID()+"/commands", []m{{
		"name": "news", "description": "d", "integration_types": []int{0, 1}, "options": []m{{"type": 3, "name": "show", "description": "d"}},
	}}).want(t, 200, 0)
	i := b.news(ctx)
	if got := (answer{body: i.D}).at("authorizing_integration_owners", "1"); got != b.fan.ID {
		t.Errorf("authorized by %v, want the fan", got)
	}
	i.callback(m{"type": 4, "data": m{"content": "news"}}).want(t, 200, 0)
	for range 5 {
		i.hook("POST", "", m{"content": "more"}).want(t, 200, 0)
	}
	i.hook("POST", "", m{"content": "too much"}).want(t, 400, 40094)

	b.ch.Overwrite(b.g.ID, 0, discordsim.UseExternalApps)
	i = b.news(ctx)
	i.callback(m{"type": 4, "data": m{"content": "news"}}).want(t, 200, 0)
	<-i.err
	if r := <-i.reply; !r.Ephemeral {
		t.Error("without Use External Apps everybody sees the answer")
	}
}
