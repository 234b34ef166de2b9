package outbox

import (
	"errors"
	"net/http"
	"sync"

	"github.com/bwmarrin/discordgo"
)

// refusals counts how often Discord refused what is still tried again, by the
// id of the delivery; notices have their negative. A new process counts anew.
type refusals struct {
	mu sync.Mutex
	n  map[int64]int
}

// count takes in the outcome of an attempt, and returns how many refusals there
// were. Attempts that brought no answer, or Discord's own trouble, are none.
func (r *refusals) count(id int64, err error) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n == nil || len(r.n) > 10_000 { // of those set aside meanwhile
		r.n = map[int64]int{}
	}
	var e *discordgo.RESTError
	switch {
	case err == nil:
		delete(r.n, id)
		return 0
	case errors.As(err, &e) && e.Response != nil && e.Response.StatusCode != http.StatusUnauthorized &&
		e.Response.StatusCode >= 400 && e.Response.StatusCode < 500:
		r.n[id]++
	}
	return r.n[id]
}
