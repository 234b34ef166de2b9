package bot

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"greenlit/internal/store"
)

// prunes notes when it is asked, by the clock that it is given.
type prunes struct {
	at  []time.Time
	err error
}

func (p *prunes) Prune(_ context.Context, now time.Time) (store.Pruned, error) {
	p.at = append(p.at, now)
	return store.Pruned{}, p.err
}

func TestStoreIsPrunedSoonAndDaily(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		asked := &prunes{err: errors.New("the disk is slow")}
		ctx, cancel := context.WithTimeout(t.Context(), 49*time.Hour)
		defer cancel()
		ahead := func() time.Time { return time.Now().Add(time.Hour) }
		if err := (pruner{asked, ahead, slog.New(slog.DiscardHandler)}).Run(ctx); err != nil {
			t.Error(err)
		}
		want := []time.Duration{10 * time.Minute, 10*time.Minute + 24*time.Hour, 10*time.Minute + 48*time.Hour}
		if len(asked.at) != len(want) {
			t.Fatalf("pruned at %v, want %v after the start", asked.at, want)
		}
		for i, at := range asked.at {
			if got := at.Sub(start) - time.Hour; got != want[i] {
				t.Errorf("pruned %v after the start, want %v", got, want[i])
			}
		}
	})
}
