package discord

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// answerTime is what answers under way get at shutdown.
const answerTime = 3 * time.Second

// Run connects to Discord, keeps the connection, and hands interactions to
// Options.OnInteraction until ctx ends, for which it returns nil. It calls
// ready once, after the first READY, with the id of the app; an error of ready
// ends Run. Other errors are what Discord does not forgive, in words: ErrToken,
// and the close codes after which a bot must not come back.
func (c *Client) Run(ctx context.Context, ready func(ctx context.Context, app string) error) error {
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	c.answers.start(life)

	group, ctx := errgroup.WithContext(ctx)
	g := &gateway{c: c, app: make(chan string, 1), down: make(chan struct{}, 1)}
	group.Go(func() error { return g.run(ctx) })
	group.Go(func() error {
		select {
		case <-ctx.Done():
		case app := <-g.app:
			if ready == nil {
				return nil
			}
			if err := ready(ctx, app); err != nil && ctx.Err() == nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case <-c.transport.refused:
			return ErrToken
		}
	})
	err := group.Wait()

	answered := c.answers.stop()
	if !within(answerTime, answered) {
		end()
		if !within(time.Second, answered) {
			c.log.Error("interactions were still being answered at the end")
		}
	}
	c.http.CloseIdleConnections()
	return err
}

// within waits for done, but not longer than d.
func within(d time.Duration, done <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}
