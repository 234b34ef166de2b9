package discord

import (
	"net/http"
	"testing"
	"time"
)

// An answer that comes when its window is over frees no places in the next.
func TestLateAnswersOpenNoWindow(t *testing.T) {
	answer := func(remaining, after, ends string) http.Header {
		return http.Header{"X-Ratelimit-Limit": {"5"}, "X-Ratelimit-Remaining": {remaining}, "X-Ratelimit-Reset-After": {after}, "X-Ratelimit-Reset": {ends}}
	}
	now := time.Unix(1_000, 0)
	b := &bucket{changed: make(chan struct{})}
	sent := func() (n int) {
		for {
			if _, ok := b.take(now); !ok {
				return n
			}
			n++
		}
	}
	answered := func(h http.Header) { b.flying--; b.learn(h, now) }
	b.take(now)
	answered(answer("4", "1.0", "1001.0"))
	if n := sent(); n != 4 {
		t.Fatalf("%d more requests went in the first window, want 4", n)
	}
	now = now.Add(2 * time.Second) // its answers are late
	if n := sent(); n != 1 {
		t.Fatalf("%d requests went in the next window with four under way, want 1", n)
	}
	answered(answer("0", "1.0", "1003.0"))
	for range 4 {
		answered(answer("3", "1.0", "1001.0"))
	}
	if n := sent(); n != 0 {
		t.Errorf("%d requests went after late answers, want none", n)
	}
	now = now.Add(2 * time.Second)
	answeredBefore := b.flying
	if n := sent(); n != 5 || answeredBefore != 0 {
		t.Errorf("%d requests went in the window after that, want 5", n)
	}
	answered(answer("4", "1.0", "1003.0")) // of the window before, once more
	if n := sent(); n != 0 {
		t.Errorf("%d requests went after an answer of the window before, want none", n)
	}
}
