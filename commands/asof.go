package commands

import (
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// asOfOption is the option that asks for what was known on a day.
func asOfOption() *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: "as_of", MaxLength: maxChoice,
		Description: "As it was known on a day, such as 2025-03-21, or at the end of 2025-03 or 2025",
	}
}

// dateForms are the ways to write a date, and how precise they are.
var dateForms = []struct{ layout, date string }{
	{time.DateOnly, time.DateOnly}, {"2006-1-2", time.DateOnly}, {"2 January 2006", time.DateOnly}, {"2 Jan 2006", time.DateOnly},
	{"January 2 2006", time.DateOnly}, {"Jan 2 2006", time.DateOnly},
	{"2006-01", "2006-01"}, {"2006-1", "2006-01"}, {"January 2006", "2006-01"}, {"Jan 2006", "2006-01"}, {"2006", "2006"},
}

// asOf reads the day that is asked for: the date as typed, and when it is
// over, which is the zero time when none was asked for.
func asOf(req Request, now time.Time) (day tv.Date, until time.Time, err error) {
	asked := strings.Join(strings.Fields(strings.ReplaceAll(req.Options["as_of"], ",", " ")), " ")
	if asked == "" {
		return "", time.Time{}, nil
	}
	for _, f := range dateForms {
		t, err := time.Parse(f.layout, asked)
		if err != nil {
			continue
		}
		last := t
		switch f.date {
		case "2006":
			last = t.AddDate(1, 0, -1)
		case "2006-01":
			last = t.AddDate(0, 1, -1)
		}
		if t.After(now) {
			return "", time.Time{}, tell("I can't know yet what will be known in %s. Give `as_of` a day that has been.", quoted(asked))
		}
		return tv.Date(t.Format(f.date)), news.EndOfDay(last), nil
	}
	return "", time.Time{}, tell("%s is no date that I can read. Write `as_of` as year-month-day, such as 2025-03-21, or as 2025-03 or 2025.", quoted(asked))
}
