package discordsim_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"greenlit/internal/discordsim"
)

func TestRouteLimit(t *testing.T) {
	sim := start(t, conform(t, discordsim.Config{}))
	g := sim.AddGuild("Sofa Club")
	one, two := g.AddChannel("one"), g.AddChannel("two")
	post := func(ch *discordsim.Channel) answer {
		return call(t, sim, "POST", "/channels/"+ch.ID+"/messages", m{"content": "x"})
	}
	for i := range 5 {
		a := post(one)
		a.want(t, 200, 0)
		if got := a.header.Get("X-RateLimit-Remaining"); got != strconv.Itoa(4-i) {
			t.Errorf("after %d: %s remain", i+1, got)
		}
	}
	over := post(one)
	over.want(t, 429, 0)
	for _, h := range []string{"Limit", "Remaining", "Reset", "Reset-After", "Bucket"} {
		if over.header.Get("X-RateLimit-"+h) == "" {
			t.Errorf("429 without X-RateLimit-%s", h)
		}
	}
	if wait, _ := over.at("retry_after").(float64); wait <= 0 || wait > 5 || over.at("global") != false || over.header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("got %s with %v", over.raw, over.header)
	}
	a := post(two)
	a.want(t, 200, 0)
	if a.header.Get("X-RateLimit-Bucket") != over.header.Get("X-RateLimit-Bucket") {
		t.Error("two channels have two bucket names; the channel is no part of the name")
	}
	sim.Advance(5 * time.Second)
	post(one).want(t, 200, 0)
	if s := sim.Stats(); s.Limited != 1 || s.GlobalLimited != 0 || s.Invalid != 1 {
		t.Errorf("got %+v, want one limited request", s)
	}
}

func TestGlobalLimit(t *testing.T) {
	l := discordsim.DefaultLimits()
	l.Route, l.Routes, l.Global = discordsim.Limit{}, nil, discordsim.Limit{Count: 3, Window: time.Minute}
	b := connect(t, conform(t, discordsim.Config{Limits: &l})) // two requests
	i := b.news(deadline(t))
	call(t, b.sim, "GET", "/users/@me", nil).want(t, 200, 0)
	over := call(t, b.sim, "GET", "/users/@me", nil)
	over.want(t, 429, 0)
	if over.at("global") != true || over.header.Get("X-RateLimit-Global") != "true" || over.header.Get("X-RateLimit-Scope") != "global" ||
		over.header.Get("Retry-After") == "" || over.header.Get("X-RateLimit-Reset-After") != "" {
		t.Errorf("got %s with %v, want the global form", over.raw, over.header)
	}
	i.callback(m{"type": 5}).want(t, 200, 0) // answers to interactions are not counted
	i.hook("PATCH", original, m{"content": "x"}).want(t, 200, 0)
}

func TestSharedLimit(t *testing.T) {
	sim := start(t, conform(t, discordsim.Config{}))
	ch := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	sim.Break(discordsim.Fault{Path: "/messages", Times: 1, Status: 429, Scope: "shared", Retry: 1337 * time.Second})
	over := call(t, sim, "POST", "/channels/"+ch.ID+"/messages", m{"content": "x"})
	over.want(t, 429, 0)
	if over.header.Get("Retry-After") != "1337" || over.at("retry_after") != 1337.0 || over.header.Get("X-RateLimit-Scope") != "shared" ||
		over.header.Get("X-RateLimit-Remaining") == "0" || sim.Stats().Invalid != 0 {
		t.Errorf("got %s with %v, want the shared form, which is not invalid", over.raw, over.header)
	}
}

func TestInvalidRequestsAreBanned(t *testing.T) {
	l := discordsim.DefaultLimits()
	l.Invalid.Count = 3
	sim := start(t, discordsim.Config{Limits: &l})
	for range 3 {
		call(t, sim, "GET", "/applications/1/commands", nil).want(t, 403, 20012)
	}
	a := call(t, sim, "GET", "/users/@me", nil)
	if a.status != http.StatusTooManyRequests || !strings.Contains(a.raw, "1015") || a.at("message") != nil {
		t.Errorf("got %d %s, want the page of the edge", a.status, a.raw)
	}
	sim.Advance(l.Invalid.Window)
	call(t, sim, "GET", "/users/@me", nil).want(t, 200, 0)
}

func TestFaults(t *testing.T) {
	sim := start(t, discordsim.Config{})
	ch := sim.AddGuild("Sofa Club").AddChannel("tv-news")
	path := "/channels/" + ch.ID + "/messages"
	post := func() answer { return call(t, sim, "POST", path, m{"content": "x"}) }

	sim.Break(discordsim.Fault{Method: "POST", Path: "/messages", Times: 1, Status: 503})
	post().want(t, 503, 0)
	if n := len(sim.Messages(ch)); n != 0 {
		t.Errorf("%d messages after a fault before the effect, want none", n)
	}
	sim.Break(discordsim.Fault{Method: "POST", Path: "/messages", Times: 1, Status: 502, After: true, HTML: true})
	if a := post(); a.status != 502 || !strings.Contains(a.raw, "<html>") {
		t.Errorf("got %d %s, want a page", a.status, a.raw)
	}
	if n := len(sim.Messages(ch)); n != 1 {
		t.Errorf("%d messages after a fault behind the effect, want one", n)
	}
	sim.Break(discordsim.Fault{Reset: true, Skip: 1})
	post().want(t, 200, 0)
	r, err := http.NewRequestWithContext(t.Context(), "GET", sim.URL()+"/v10/gateway", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(r); err == nil {
		res.Body.Close()
		t.Errorf("got %s, want a dropped connection", res.Status)
	}
	sim.Heal()
	post().want(t, 200, 0)

	sim.Break(discordsim.Fault{Path: "/messages", Status: 403, Code: 50013, Every: 2})
	sim.Advance(5 * time.Second)
	post().want(t, 200, 0)
	post().want(t, 403, 50013)
	post().want(t, 200, 0)
	post().want(t, 403, 50013)
	sim.Heal()
	before := len(sim.Messages(ch))
	sim.Break(discordsim.Fault{Path: "/messages", Cut: true, Times: 1})
	r, err = http.NewRequestWithContext(t.Context(), "POST", sim.URL()+"/v10"+path, strings.NewReader(`{"content":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1)")
	r.Header.Set("Authorization", "Bot "+sim.Token())
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil || len(sim.Messages(ch)) != before+1 {
		t.Errorf("got %v and %d messages more, want a broken answer and one message", err, len(sim.Messages(ch))-before)
	}
}

func TestTokenReset(t *testing.T) {
	b := connect(t, unlimited(t))
	old := b.sim.Token()
	b.sim.ResetToken()
	if got := b.closed(); got != 4004 {
		t.Errorf("closed with %d, want 4004", got)
	}
	if b.sim.Token() == old {
		t.Error("the token is the same")
	}
	call(t, b.sim, "GET", "/users/@me", nil).want(t, 200, 0)
}

func TestClosedDMs(t *testing.T) {
	sim := start(t, unlimited(t))
	fan := sim.AddGuild("Sofa Club").AddMember("theo")
	path := "/channels/" + fan.DM().ID + "/messages"
	call(t, sim, "POST", path, m{"content": "x"}).want(t, 200, 0)
	fan.CloseDMs(true)
	call(t, sim, "POST", path, m{"content": "x"}).want(t, 403, 50007)
}
