package bot

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store/storetest"
	"greenlit/internal/tv"
)

// onBothStores runs a test on a bot with either engine.
func onBothStores(t *testing.T, test func(t *testing.T, b *Bot)) {
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "greenlit.db") },
		"postgres": func(t *testing.T) string { return storetest.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			b, err := Open(t.Context(), Options{DatabaseURL: url(t)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { b.Close() })
			test(t, b)
		})
	}
}

// written is an article as earlier rules read it: wrongly.
func written(n int) news.Article {
	a := news.Article{
		Title: "‘Severance’ Renewed for Season 3 at Apple TV+", Link: fmt.Sprintf("https://coldopen.example/%d", n), Outlet: "The Cold Open",
		Published: time.Date(2025, 3, 21, 0, 0, n, 0, time.UTC),
		Blocks:    []news.Block{{Kind: news.Paragraph, Text: "Apple TV+ has renewed “Severance” for a third season."}},
	}
	a.Shows = []news.Mention{{Show: "wrong-show", About: true}}
	a.People = []string{"Wrong Person"}
	a.Facts = []tv.Fact{{Type: tv.Cast, Show: "wrong-show", Person: "Wrong Person", Certainty: tv.Confirmed, Rule: "cast.wrong"}}
	a.Learnt = []tv.Show{{Slug: "wrong-show", Title: "Renewed", Ambiguity: tv.Rare}}
	return a
}

func TestRereadReplacesWhatEarlierRulesMade(t *testing.T) {
	onBothStores(t, func(t *testing.T, b *Bot) {
		ctx := t.Context()
		for n := range rereadBatch + 5 {
			if err := b.Save(ctx, written(n)); err != nil {
				t.Fatal(err)
			}
		}
		for round, want := range []int{rereadBatch + 5, 0} { // the second time there is nothing left to change
			var seen []int
			done, changed, err := b.Reread(ctx, func(done, _ int) { seen = append(seen, done) })
			if err != nil || done != rereadBatch+5 || changed != want {
				t.Errorf("round %d: %d read, %d changed, %v; want %d and %d", round, done, changed, err, rereadBatch+5, want)
			}
			if len(seen) != 2 || seen[0] != rereadBatch {
				t.Errorf("progress was told at %v, want after each batch", seen)
			}
		}
		if stated, _ := b.store.Statements(ctx, "", "wrong-show"); len(stated) != 0 {
			t.Errorf("there is still %+v", stated)
		}
		stated, err := b.store.Statements(ctx, "", "severance", tv.Status)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := news.StatusOf(stated); !ok || s.Kind != tv.Renewed || s.Season != 3 {
			t.Errorf("status is %+v, want renewed for season 3", s)
		}
	})
}

func TestRereadKeepsWhatWasDoneWhenItIsStopped(t *testing.T) {
	onBothStores(t, func(t *testing.T, b *Bot) {
		for n := range rereadBatch + 5 {
			if err := b.Save(t.Context(), written(n)); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		done, changed, err := b.Reread(ctx, func(int, int) { stop() })
		if !errors.Is(err, context.Canceled) || done != rereadBatch || changed != rereadBatch {
			t.Errorf("%d read, %d changed, %v; want one batch and the end of the context", done, changed, err)
		}
		if done, changed, err := b.Reread(t.Context(), nil); err != nil || done != rereadBatch+5 || changed != 5 {
			t.Errorf("again: %d read, %d changed, %v; want all read and the last five changed", done, changed, err)
		}
	})
}
