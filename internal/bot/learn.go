package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"greenlit/internal/facts"
	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// knownPeople is how many people of the store the reader is given: those of
// the newest articles.
const knownPeople = 20_000

// learnGap is the least time between two times that the lists are made anew
// because of what was fetched.
const learnGap = 10 * time.Second

// learn makes the lists anew from the catalogue and the store, one at a time,
// so that older ones never come in place of newer.
func (b *Bot) learn(ctx context.Context) error {
	b.learning.Lock()
	defer b.learning.Unlock()
	return b.renew(ctx)
}

// learnSoon is learn if nobody did so lately, or else leaves it to
// keepLearning.
func (b *Bot) learnSoon(ctx context.Context) error {
	b.learning.Lock()
	defer b.learning.Unlock()
	if time.Since(b.learnt) < learnGap {
		select {
		case b.stale <- struct{}{}:
		default: // it knows
		}
		return nil
	}
	err := b.renew(ctx)
	b.learnt = time.Now()
	return err
}

// renew makes the lists; learning is locked.
func (b *Bot) renew(ctx context.Context) error {
	learnt, err := b.store.LearntShows(ctx)
	if err != nil {
		return fmt.Errorf("learnt shows: %w", err)
	}
	people, err := b.store.People(ctx, knownPeople)
	if err != nil {
		return fmt.Errorf("known people: %w", err)
	}
	shows := append(tv.Catalogue(), learnt...)
	public := slices.DeleteFunc(slices.Clone(shows), func(s tv.Show) bool { return s.Private })
	b.lists.Store(&lists{
		shows:  shows,
		names:  tv.NewNames(shows),
		people: tv.NewPeople(people),
		reader: facts.NewReader(facts.Lists{Shows: public, People: people}),
	})
	return nil
}

// keepLearning takes in what learnSoon left, and what other processes on the
// same store have learnt.
func (b *Bot) keepLearning(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-b.stale:
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(learnGap):
			}
		}
		if err := b.learn(ctx); err != nil && ctx.Err() == nil {
			b.log.Warn("lists not renewed", "error", err)
		}
	}
}

// A learner is the steady store as the poller sees it. It has the bot learn the shows
// that a fetch brought, and those that a second article confirms, and tells the
// operator of a flood.
type learner struct {
	steady
	bot *Bot
}

func (l learner) SaveFetch(ctx context.Context, f news.Fetch, at time.Time) (news.Saved, error) {
	saved, err := l.Store.SaveFetch(ctx, f, at)
	if saved.Flood {
		l.bot.log.Error("feed brought far too much and is not asked for any more", "feed", f.Feed.ID, "title", f.Feed.Title, "shared", f.Feed.Shared)
	}
	if err == nil && (len(saved.Learnt) > 0 || l.bot.confirms(f.Articles)) {
		if err := l.bot.learnSoon(ctx); err != nil {
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
			if show, ok := names.Show(m.Show); ok && show.Candidate && !show.Private && m.About {
				return true
			}
		}
	}
	return false
}
