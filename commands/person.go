package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// People knows people by what somebody types. *tv.People satisfies it.
type People interface {
	Find(asked string) []string
	Near(asked string, limit int) []string
	Complete(typed string, limit int) []string
	Spellings(name string) []string
}

// peopleFinder finds the person that is meant.
type peopleFinder struct {
	names      func() People
	statements Statements
}

// find returns the person that the option names. When it may be several, or
// none goes by that name, the UserError offers those that are near.
func (f peopleFinder) find(ctx context.Context, req Request) (string, error) {
	asked, people := req.Options["person"], f.names()
	if len(people.Spellings(asked)) == 0 {
		if name, err := f.unlisted(ctx, req, asked); name != "" || err != nil {
			return name, err
		}
	}
	switch found := people.Find(asked); len(found) {
	case 0:
		near := people.Near(asked, nearNames)
		if len(near) == 0 {
			return "", tell("I haven't read of anybody called %s. Check the spelling, or type a name and pick from the list.", quoted(asked))
		}
		list := personChoices(near)
		return "", &UserError{Reply{
			Content: fmt.Sprintf("I haven't read of anybody called %s. Did you mean %s?", quoted(asked), names(list)),
			Private: true, Choices: list, Option: "person",
		}}
	case 1:
		return found[0], nil
	default:
		return "", &UserError{Reply{
			Content: fmt.Sprintf("Several people go by %s. Whom do you mean?", quoted(asked)),
			Choices: personChoices(found), Option: "person",
		}}
	}
}

// unlisted returns a person by the full name who is not in the list, which is
// made anew now and then: of whom was read only just, or in a feed of this
// guild's own.
func (f peopleFinder) unlisted(ctx context.Context, req Request, asked string) (string, error) {
	asked = strings.Join(strings.Fields(asked), " ")
	for _, name := range []string{asked, cases.Title(language.Und, cases.NoLower).String(asked)} {
		stated, err := f.statements.StatementsOfPerson(ctx, req.Guild, name, time.Time{})
		if err != nil {
			return "", fmt.Errorf("person %q: %w", name, err)
		}
		if len(stated) > 0 {
			return name, nil
		}
	}
	return "", nil
}

func (f peopleFinder) complete(req Request) []Choice {
	return personChoices(f.names().Complete(req.Options["person"], maxChoices))
}

func personChoices(people []string) []Choice {
	list := make([]Choice, len(people))
	for i, p := range people {
		list[i] = Choice{Name: p, Value: p}
	}
	return list
}

// personOption is the option that names a person.
func personOption(description string) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: "person", Description: description,
		Autocomplete: true, MaxLength: maxChoice,
	}
}
