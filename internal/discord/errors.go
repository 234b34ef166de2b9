package discord

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// A LimitError says that Discord does not want the request now, and that
// waiting for it would take longer than the caller's time.
type LimitError struct {
	What string // which limit
	Wait time.Duration
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s for another %s", e.What, e.Wait.Round(time.Millisecond))
}

// RetryAfter returns how long to wait before the request is made again.
func (e *LimitError) RetryAfter() time.Duration { return e.Wait }

// A HiddenError says that a message may be in a channel where the bot can't
// look for it.
type HiddenError struct{ Channel, Why string }

func (e *HiddenError) Error() string {
	return fmt.Sprintf("can't see what was posted in channel %s: %s", e.Channel, e.Why)
}

// Hidden tells the error from others.
func (e *HiddenError) Hidden() {}

// A statusError is an answer that says nothing of the request itself.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("Discord answered %d %s", int(e), http.StatusText(int(e)))
}

// plain returns err without what net/http quotes of the request: paths of
// interactions and webhooks hold their tokens.
func plain(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}
