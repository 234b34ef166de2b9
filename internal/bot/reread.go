package bot

import (
	"context"
	"fmt"
	"slices"

	"greenlit/internal/facts"
	"greenlit/internal/tv"
)

// rereadBatch is how many articles are in memory at once.
const rereadBatch = 100

// Reread reads every stored article again with the rules of this program, and
// replaces what the earlier ones made of it: shows, people, facts and what it
// gives away. It posts nothing. It may run beside a bot at work, and what was
// done when ctx ends stays. Progress is called after each batch and may be nil.
func (b *Bot) Reread(ctx context.Context, progress func(done, changed int)) (done, changed int, err error) {
	reader, err := b.rereader(ctx)
	if err != nil {
		return 0, 0, err
	}
	for id := int64(0); ; {
		articles, err := b.store.ArticlesAfter(ctx, id, rereadBatch)
		if err != nil || len(articles) == 0 {
			return done, changed, err
		}
		for _, a := range articles {
			id = a.ID
			a.Understand(reader.Read(a))
			differs, err := b.store.ReplaceReading(ctx, a, b.now())
			if err != nil {
				return done, changed, err
			}
			done++
			if differs {
				changed++
			}
		}
		if progress != nil {
			progress(done, changed)
		}
	}
}

// rereader is a reader without the candidates among the shows: an article has
// to announce those again, or an earlier rule's mistake would confirm itself.
func (b *Bot) rereader(ctx context.Context) (*facts.Reader, error) {
	people, err := b.store.People(ctx, knownPeople)
	if err != nil {
		return nil, fmt.Errorf("known people: %w", err)
	}
	shows := slices.DeleteFunc(slices.Clone(b.Shows()), func(s tv.Show) bool { return s.Candidate })
	return facts.NewReader(facts.Lists{Shows: shows, People: people}), nil
}
