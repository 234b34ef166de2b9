package outbox

import (
	"context"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"greenlit/internal/news"
	"greenlit/internal/render"
)

const (
	mostTogether = 25 // stories in one message
	summaryText  = 4000
)

// behind returns what is posted together with d because it waited too long.
// The answer is the same at each attempt, as the first may have got through:
// it goes by the time of that one, and d remains the oldest until it is marked.
func (w *Worker) behind(ctx context.Context, d news.Delivery) ([]news.Delivery, error) {
	if d.First.Sub(d.Created) <= w.LateAfter {
		return nil, nil
	}
	rest, err := w.Store.Backlog(ctx, d.ID, d.First, mostTogether-1)
	if err != nil {
		return nil, fmt.Errorf("what waits behind: %w", err)
	}
	return rest, nil
}

// summary is the message for stories that waited too long, the first of them
// that it has room for; it returns how many those are.
func summary(deliveries []news.Delivery) (*discordgo.MessageSend, int) {
	text, n := "", 0
	for _, d := range deliveries {
		line := summaryLine(d)
		if n > 0 && render.Length(text)+render.Length(line) >= summaryText {
			break
		}
		text += line + "\n"
		n++
	}
	return &discordgo.MessageSend{
		Content: fmt.Sprintf("Late: %d stories from <t:%d:f> on that could not be posted in time.", n, deliveries[0].Created.Unix()),
		Embeds: render.Fit([]*discordgo.MessageEmbed{{
			Title:       fmt.Sprintf("%d stories", n),
			Description: text,
		}}),
		AllowedMentions: render.NoMentions(),
	}, n
}

func summaryLine(d news.Delivery) string { return "• " + render.Headline(d.Article) }

// inSummary reports whether an old message tells the delivery's story in a line.
func inSummary(old *discordgo.Message, d news.Delivery) bool {
	line := strings.TrimSpace(summaryLine(d))
	for _, e := range old.Embeds {
		for have := range strings.Lines(e.Description) {
			if strings.TrimSpace(have) == line {
				return true
			}
		}
	}
	return false
}

// markLate says so on a post of its own.
func (w *Worker) markLate(m *discordgo.MessageSend, d news.Delivery) {
	if m.Content == "" && w.Now().Sub(d.Created) > w.LateAfter {
		m.Content = fmt.Sprintf("Late: this is from <t:%d:f> and could not be posted in time.", d.Created.Unix())
	}
}
