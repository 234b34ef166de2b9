package commands

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/discordtest"
	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// memory is an article store for tests.
type memory struct {
	articles   map[tv.Slug][]news.Article
	statements map[tv.Slug][]news.Statement
	feeds      []news.Feed
	subs       []news.Subscription
	notices    news.ChannelID
	err        error // of each call
	asked      func(context.Context)
}

func (m *memory) ArticlesUntil(ctx context.Context, _ news.GuildID, show tv.Slug, until time.Time, limit int) ([]news.Article, error) {
	if m.asked != nil {
		m.asked(ctx)
	}
	list := slices.DeleteFunc(slices.Clone(m.articles[show]), func(a news.Article) bool { return !before(a, until) })
	return list[:min(len(list), limit)], m.err
}

func (m *memory) ArticleCounts(_ context.Context, _ news.GuildID, shows []tv.Slug) (map[tv.Slug]int, error) {
	counts := map[tv.Slug]int{}
	for _, s := range shows {
		counts[s] = len(m.articles[s])
	}
	return counts, m.err
}

func (m *memory) StatementsUntil(_ context.Context, _ news.GuildID, show tv.Slug, until time.Time, types ...tv.FactType) ([]news.Statement, error) {
	return slices.DeleteFunc(slices.Clone(m.statements[show]), func(s news.Statement) bool {
		return !slices.Contains(types, s.Type) || !before(s.Article, until)
	}), m.err
}

func (m *memory) StatementsOfPerson(_ context.Context, _ news.GuildID, person string, until time.Time) ([]news.Statement, error) {
	var found []news.Statement
	for _, show := range slices.Sorted(maps.Keys(m.statements)) {
		for _, s := range m.statements[show] {
			if s.Person == person && before(s.Article, until) {
				found = append(found, s)
			}
		}
	}
	return found, m.err
}

func before(a news.Article, until time.Time) bool { return until.IsZero() || a.When().Before(until) }

func (m *memory) AddFeed(_ context.Context, _ news.GuildID, f news.Feed, _ news.UserID, _ time.Time) (news.Feed, bool, error) {
	for _, known := range m.feeds {
		if known.URL == f.URL {
			return known, false, m.err
		}
	}
	f.ID = int64(len(m.feeds) + 1)
	m.feeds = append(m.feeds, f)
	return f, true, m.err
}

func (m *memory) RemoveFeed(_ context.Context, _ news.GuildID, feed int64) (bool, error) {
	before := len(m.feeds)
	m.feeds = slices.DeleteFunc(m.feeds, func(f news.Feed) bool { return f.ID == feed && !f.Shared })
	return len(m.feeds) < before, m.err
}

func (m *memory) Feeds(context.Context, news.GuildID) ([]news.Feed, error) { return m.feeds, m.err }

func (m *memory) Subscribe(_ context.Context, s news.Subscription) (bool, error) {
	for i, known := range m.subs {
		if known.Channel == s.Channel && known.Show == s.Show {
			stopped := known.Stopped != ""
			m.subs[i].Stopped = ""
			return stopped, m.err
		}
	}
	m.subs = append(m.subs, s)
	return true, m.err
}

func (m *memory) Unsubscribe(_ context.Context, _ news.GuildID, channel news.ChannelID, show tv.Slug) (bool, error) {
	before := len(m.subs)
	m.subs = slices.DeleteFunc(m.subs, func(s news.Subscription) bool { return s.Channel == channel && s.Show == show })
	return len(m.subs) < before, m.err
}

func (m *memory) Subscriptions(context.Context, news.GuildID) ([]news.Subscription, error) {
	return m.subs, m.err
}

// check is a Checker that answers from a table.
type check map[string]any // a news.Feed or an error by address

func (c check) Check(_ context.Context, url string) (news.Feed, error) {
	switch v := c[url].(type) {
	case news.Feed:
		v.URL = url
		return v, nil
	case error:
		return news.Feed{}, v
	}
	return news.Feed{}, news.ErrNoAnswer
}

var shows = []tv.Show{
	{Slug: "the-defenders", Title: "The Defenders", Year: 2017, Network: "Netflix", Aliases: []string{"Marvel's The Defenders"}},
	{Slug: "the-defenders-1961", Title: "The Defenders", Year: 1961, Network: "CBS"},
	{Slug: "jessica-jones", Title: "Jessica Jones", Year: 2015, Network: "Netflix", Aliases: []string{"Marvel's Jessica Jones"}},
	{Slug: "luke-cage", Title: "Luke Cage", Year: 2016, Network: "Netflix"},
	{Slug: "harbor-lights", Title: "Harbor Lights", Learnt: true},
}

var ritter = news.Article{
	ID: 1, Title: "Krysten Ritter Already Wants Season 2", Link: "https://heroichollywood.example/ritter/",
	Author: "Michael Mistroff", Outlet: "Heroic Hollywood", Source: "Entertainment Weekly",
	Published: time.Date(2017, 2, 14, 18, 30, 0, 0, time.UTC),
}

func credited(show tv.Slug, person, character string) news.Statement {
	return news.Statement{Article: ritter, Fact: tv.Fact{
		Type: tv.Cast, Show: show, Person: person, Character: character, Certainty: tv.Confirmed,
	}}
}

// bench is the commands over a store, and a session that records what they say.
type bench struct {
	t       *testing.T
	store   *memory
	check   check
	needs   Needs
	router  *Router
	session *discordtest.Session
	log     *bytes.Buffer
}

func newBench(t *testing.T) *bench {
	b := &bench{
		t:       t,
		check:   check{},
		session: &discordtest.Session{},
		log:     &bytes.Buffer{},
		store: &memory{
			articles: map[tv.Slug][]news.Article{
				"the-defenders": {ritter}, "jessica-jones": {ritter}, "harbor-lights": {ritter},
			},
			statements: map[tv.Slug][]news.Statement{
				"jessica-jones": {credited("jessica-jones", "Krysten Ritter", "Jessica Jones")},
			},
			feeds: []news.Feed{{ID: 1, URL: "https://tvline.example/feed", Outlet: "TVLine", Shared: true}},
		},
	}
	names := tv.NewNames(shows)
	people := tv.NewPeople([]string{"Krysten Ritter", "Mike Colter", "Ada Vance", "John Ritter"})
	b.needs = Needs{
		Store: b.store, Check: b.check,
		Shows:  func() Shows { return names },
		People: func() People { return people },
		Now:    func() time.Time { return time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC) },
	}
	b.router = NewRouter(All(b.needs), slog.New(slog.NewTextHandler(b.log, nil)))
	return b
}

// send sends an interaction and returns the answer to it. Every answer that
// shows text must ping nobody.
func (b *bench) send(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
	b.t.Helper()
	before := len(b.session.Responses())
	b.router.Interaction(b.t.Context(), b.session, i)
	got := b.session.Responses()[before:]
	if len(got) != 1 {
		b.t.Fatalf("%d answers to one interaction, want 1", len(got))
	}
	if r := got[0]; r.Type == discordgo.InteractionResponseChannelMessageWithSource || r.Type == discordgo.InteractionResponseUpdateMessage {
		if m := r.Data.AllowedMentions; m == nil || m.Parse == nil || len(m.Parse)+len(m.Users)+len(m.Roles) > 0 {
			b.t.Errorf("the answer may ping: %+v", m)
		}
	}
	return got[0]
}

// text returns an answer as a terminal would show it.
func text(r *discordgo.InteractionResponse) string {
	return render.Plain(r.Data.Content, r.Data.Embeds)
}

func private(r *discordgo.InteractionResponse) bool {
	return r.Data.Flags&discordgo.MessageFlagsEphemeral != 0
}

// sees fails unless the answer contains each of the texts, and is for the
// person alone or not.
func (b *bench) sees(r *discordgo.InteractionResponse, alone bool, want ...string) {
	b.t.Helper()
	got := text(r)
	joined := strings.Join(strings.Fields(got), " ")
	for _, w := range want {
		if !strings.Contains(joined, w) {
			b.t.Errorf("the answer does not say %q:\n%s", w, got)
		}
	}
	if private(r) != alone {
		b.t.Errorf("private is %t, want %t:\n%s", private(r), alone, got)
	}
}

// menuOf returns the menu of an answer.
func (b *bench) menuOf(r *discordgo.InteractionResponse) discordgo.SelectMenu {
	b.t.Helper()
	if len(r.Data.Components) != 1 {
		b.t.Fatalf("%d rows of components, want 1 in:\n%s", len(r.Data.Components), text(r))
	}
	return r.Data.Components[0].(discordgo.ActionsRow).Components[0].(discordgo.SelectMenu)
}

// suggested returns the names of an autocomplete answer.
func (b *bench) suggested(i *discordgo.InteractionCreate) []string {
	b.t.Helper()
	r := b.send(i)
	if r.Type != discordgo.InteractionApplicationCommandAutocompleteResult || r.Data.Choices == nil {
		b.t.Fatalf("answer %+v, want a list of choices", r)
	}
	var names []string
	for _, c := range r.Data.Choices {
		names = append(names, c.Name)
	}
	return names
}
