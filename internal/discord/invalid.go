package discord

import (
	"log/slog"
	"sync"
	"time"
)

const (
	// Discord bans an address for a while that makes 10,000 invalid requests
	// within 10 minutes: answered 401, 403, or 429 unless shared.
	invalidWindow = 10 * time.Minute
	invalidSlow   = 1_000
	invalidStop   = 5_000
	invalidSlots  = 20
	slotTime      = invalidWindow / invalidSlots
)

// invalid counts invalid requests, by slots of half a minute.
type invalid struct {
	mu    sync.Mutex
	slots [invalidSlots + 1]struct {
		number int64 // of half minutes since 1970
		count  int
	}
	total int
}

func (v *invalid) add(now time.Time, log *slog.Logger) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.expire(now)
	number := now.UnixNano() / int64(slotTime)
	slot := &v.slots[number%int64(len(v.slots))]
	slot.number = number
	slot.count++
	v.total++
	switch v.total {
	case invalidSlow:
		log.Error("many requests were refused; slowing down", "count", v.total, "within", invalidWindow)
	case invalidStop:
		log.Error("too many requests were refused; stopping for a while", "count", v.total, "within", invalidWindow)
	}
}

// state tells whether to go slowly, and for how long not at all.
func (v *invalid) state(now time.Time) (slow bool, stop time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.expire(now)
	if v.total < invalidStop {
		return v.total >= invalidSlow, 0
	}
	oldest := int64(0)
	for _, s := range v.slots {
		if s.count > 0 && (oldest == 0 || s.number < oldest) {
			oldest = s.number
		}
	}
	free := time.Unix(0, (oldest+invalidSlots+1)*int64(slotTime))
	return true, free.Sub(now)
}

func (v *invalid) expire(now time.Time) {
	number := now.UnixNano() / int64(slotTime)
	for i, s := range v.slots {
		if s.count > 0 && s.number < number-invalidSlots {
			v.total -= s.count
			v.slots[i].count = 0
		}
	}
}
