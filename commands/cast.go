package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
	"greenlit/internal/tv"
)

// Statements looks up what articles dated before a time state about a show or
// about a person's parts and jobs, newest article first. The zero time is the
// end of all.
type Statements interface {
	StatementsUntil(ctx context.Context, guild news.GuildID, show tv.Slug, until time.Time, types ...tv.FactType) ([]news.Statement, error)
	StatementsOfPerson(ctx context.Context, guild news.GuildID, person string, until time.Time) ([]news.Statement, error)
}

// castCommand is /cast: who is in a show and who makes it, or the shows that
// a person is in, each with the article that says so.
type castCommand struct {
	shows      finder
	people     peopleFinder
	statements Statements
	now        func() time.Time
}

func (c castCommand) command() Command {
	show := showOption("The show, such as jessica-jones or The Defenders")
	show.Required = false
	return Command{
		Definition: &discordgo.ApplicationCommand{
			Name:        "cast",
			Description: "Who is in a show and who makes it, or what somebody is in, and which article says so",
			Options: []*discordgo.ApplicationCommandOption{
				show, personOption("The shows that somebody is in, such as Krysten Ritter"), asOfOption(),
			},
			Contexts: anywhere(),
		},
		Complete: func(ctx context.Context, req Request) ([]Choice, error) {
			if req.Focused == "person" {
				return c.people.complete(req), nil
			}
			return c.shows.complete(ctx, req)
		},
		Handle: c.answer,
	}
}

func (c castCommand) answer(ctx context.Context, req Request) (Reply, error) {
	day, until, err := asOf(req, c.now())
	if err != nil {
		return Reply{}, err
	}
	person, err := c.isPerson(ctx, req)
	switch {
	case err != nil:
		return Reply{}, err
	case person:
		req.Options = map[string]string{"person": req.Options["show"]}
		return c.ofPerson(ctx, req, day, until)
	case req.Options["show"] != "":
		return c.ofShow(ctx, req, day, until)
	case req.Options["person"] != "":
		return c.ofPerson(ctx, req, day, until)
	}
	return Reply{}, tell("/cast needs show or person: whose cast, or whose shows?")
}

// isPerson reports whether somebody's full name was given for a show.
func (c castCommand) isPerson(ctx context.Context, req Request) (bool, error) {
	asked := req.Options["show"]
	if asked == "" || req.Options["person"] != "" || len(c.shows.names().Find(asked)) > 0 {
		return false, nil
	}
	if len(c.people.names().Spellings(asked)) > 0 {
		return true, nil
	}
	name, err := c.people.unlisted(ctx, req, asked)
	return name != "", err
}

// ofShow lists who is in a show, or what one person is in it.
func (c castCommand) ofShow(ctx context.Context, req Request, day tv.Date, until time.Time) (Reply, error) {
	show, err := c.shows.find(ctx, req, "show")
	if err != nil {
		return Reply{}, err
	}
	var person string
	if req.Options["person"] != "" {
		if person, err = c.people.find(ctx, req); err != nil {
			return Reply{}, err
		}
	}
	stated, err := c.statements.StatementsUntil(ctx, req.Guild, show.Slug, until, tv.Cast, tv.Crew)
	if err != nil {
		return Reply{}, fmt.Errorf("cast of %s: %w", show.Slug, err)
	}
	credits := append(news.Credits(stated), news.Talk(stated)...)
	if person != "" {
		credits = slices.DeleteFunc(credits, func(n news.Credit) bool { return tv.Fold(n.Person) != tv.Fold(person) })
	}
	switch {
	case len(credits) == 0 && person != "":
		return Reply{Content: fmt.Sprintf("No article that I have read says%s that %s is in %s.", inDay(day), bold(person), bold(show.Label()))}, nil
	case len(credits) == 0 && day != "":
		return Reply{Content: fmt.Sprintf("No article that I have read said%s who is in %s.", inDay(day), bold(show.Label()))}, nil
	case len(credits) == 0:
		return Reply{Content: fmt.Sprintf("No article that I have read says yet who is in %s. /news may have more.", bold(show.Label()))}, nil
	}
	return Reply{Embeds: render.Cast(show, credits, day)}, nil
}

func inDay(day tv.Date) string {
	if day == "" {
		return ""
	}
	return " as of " + day.Human()
}

// ofPerson lists the shows that a person is in or works on: cast before crew,
// and what is newest first.
func (c castCommand) ofPerson(ctx context.Context, req Request, day tv.Date, until time.Time) (Reply, error) {
	person, err := c.people.find(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	shows := c.shows.names()
	var slugs []tv.Slug
	of := map[tv.Slug][]news.Statement{}
	spellings := c.people.names().Spellings(person)
	if len(spellings) == 0 {
		spellings = []string{person}
	}
	for _, spelling := range spellings {
		stated, err := c.statements.StatementsOfPerson(ctx, req.Guild, spelling, until)
		if err != nil {
			return Reply{}, fmt.Errorf("shows of %q: %w", person, err)
		}
		for _, s := range stated {
			if _, known := of[s.Show]; !known {
				slugs = append(slugs, s.Show)
			}
			of[s.Show] = append(of[s.Show], s)
		}
	}
	var parts []render.Part
	for _, slug := range slugs {
		show, ok := shows.Show(slug)
		if !ok {
			show = tv.Show{Slug: slug, Title: string(slug)}
		}
		for _, credit := range append(news.Credits(of[slug]), news.Talk(of[slug])...) {
			parts = append(parts, render.Part{Show: show, Credit: credit})
		}
	}
	if len(parts) == 0 {
		return Reply{Content: fmt.Sprintf("No article that I have read says%s which shows %s is in.", inDay(day), bold(person))}, nil
	}
	slices.SortStableFunc(parts, func(a, b render.Part) int {
		return cmp.Or(cmp.Compare(rank(a.Credit), rank(b.Credit)), b.Article.When().Compare(a.Article.When()))
	})
	return Reply{Embeds: render.Person(person, parts, day)}, nil
}

// rank orders credits by the section that they are shown in.
func rank(c news.Credit) int {
	r := 0
	if c.Type == tv.Crew {
		r = 1
	}
	if c.Former {
		r += 2
	}
	if !c.Certainty.Answers() {
		r = 4
	}
	return r
}
