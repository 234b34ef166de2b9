package commands

import (
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// People knows people by what somebody types. *tv.People satisfies it.
type People interface {
	Find(asked string) []string
	Near(asked string, limit int) []string
	Complete(typed string, limit int) []string
	Spellings(name string) []string
}

// peopleFinder finds the person that is meant.
type peopleFinder struct{ names func() People }

// find returns the person that the option names. When it may be several, or
// none goes by that name, the UserError offers those that are near.
func (f peopleFinder) find(req Request) (string, error) {
	asked, people := req.Options["person"], f.names()
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
