package bot

import (
	"context"
	"fmt"
	"time"

	"greenlit/internal/facts"
	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

// knownPeople is how many people of the store the reader is given: those of
// the newest articles.
const knownPeople = 100_000

// learn makes the lists anew from the catalogue and the store.
func (b *Bot) learn(ctx context.Context) error {
	learnt, err := b.store.LearntShows(ctx)
	if err != nil {
		return fmt.Errorf("learnt shows: %w", err)
	}
	people, err := b.store.People(ctx, knownPeople)
	if err != nil {
		return fmt.Errorf("known people: %w", err)
	}
	shows := append(tv.Catalogue(), learnt...)
	b.lists.Store(&lists{
		shows:  shows,
		names:  tv.NewNames(shows),
		people: tv.NewPeople(people),
		reader: facts.NewReader(facts.Lists{Shows: shows, People: people}),
	})
	return nil
}

// keepLearning takes in what other processes on the same store have learnt.
func (b *Bot) keepLearning(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := b.learn(ctx); err != nil && ctx.Err() == nil {
				b.log.Warn("lists not renewed", "error", err)
			}
		}
	}
}

// A learner is the store as the poller sees it. It has the bot learn the shows
// that a fetch brought, and those that a second article confirms.
type learner struct {
	*store.Store
	bot *Bot
}

func (l learner) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	saved, err := l.Store.SaveFetch(ctx, f, at)
	if err == nil && (len(saved.Learnt) > 0 || l.bot.confirms(f.Articles)) {
		if err := l.bot.learn(ctx); err != nil {
			l.bot.log.Warn("lists not renewed", "error", err)
		}
	}
	return saved, err
}

// confirms reports whether articles are about a show of which one article
// alone told so far.
func (b *Bot) confirms(articles []news.Article) bool {
	names := b.lists.Load().names
	for _, a := range articles {
		for _, m := range a.Shows {
			if show, ok := names.Show(m.Show); ok && show.Candidate && m.About {
				return true
			}
		}
	}
	return false
}
