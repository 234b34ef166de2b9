package discordsim

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits are the numbers that Discord documents or that have been observed. Change a copy of DefaultLimits rather than
// start from nothing: a Limit without a count or window is off, and interactions without time expire at once.
type Limits struct {
	Global  Limit            // of all requests with the bot's token, answers to interactions excepted
	Route   Limit            // of each route that Routes does not name
	Routes  map[string]Limit // by method and pattern, such as "POST channels/{channel}/messages"
	Invalid Limit            // of answers 401, 403 and 429, by IP address, before the ban

	AnswerWithin time.Duration // an interaction's first answer
	TokenLife    time.Duration // edits and follow-ups of an interaction
	NonceWindow  time.Duration // an enforced nonce is remembered

	Heartbeat      time.Duration
	SessionStarts  int // identifies in 24 hours; one more resets the token
	MaxConcurrency int // identifies in each IdentifyEvery
	IdentifyEvery  time.Duration
	SessionLife    time.Duration // a lost session can be resumed
}

// A Limit allows so many requests in each window, which starts with the first of them.
type Limit struct {
	Count  int
	Window time.Duration
}

// DefaultLimits are Discord's own. Those of single routes are not documented; they are what bots have seen.
func DefaultLimits() Limits {
	const (
		messages = "channels/{channel}/messages"
		followUp = "webhooks/{webhook}/{token}"
	)
	return Limits{
		Global:  Limit{50, time.Second},
		Route:   Limit{10, 2 * time.Second},
		Invalid: Limit{10_000, 10 * time.Minute},
		Routes: map[string]Limit{
			"POST " + messages:                                 {5, 5 * time.Second},
			"PATCH " + messages + "/{message}":                 {5, 5 * time.Second},
			"DELETE " + messages + "/{message}":                {5, time.Second},
			"GET " + messages:                                  {5, time.Second},
			"POST " + messages + "/{message}/crosspost":        {10, time.Hour},
			"PATCH channels/{channel}":                         {5, 15 * time.Second},
			"POST " + followUp:                                 {5, 2 * time.Second},
			"POST interactions/{interaction}/{token}/callback": {},
		},
		AnswerWithin: 3 * time.Second, TokenLife: 15 * time.Minute, NonceWindow: 5 * time.Minute,
		Heartbeat: 41250 * time.Millisecond, SessionStarts: 1000, MaxConcurrency: 1, IdentifyEvery: 5 * time.Second,
		SessionLife: 3 * time.Minute,
	}
}

func (l Limit) off() bool { return l.Count <= 0 || l.Window <= 0 }

// buckets counts requests. The banned part is by IP address.
type buckets struct {
	mu      sync.Mutex
	windows map[string]*window
	swept   time.Time
}

type window struct {
	ends time.Time
	used int
}

// take counts one request; when the window is full it tells how long it lasts.
func (b *buckets) take(key string, l Limit, now time.Time) (left int, reset time.Duration, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.windows == nil {
		b.windows = map[string]*window{}
	}
	if now.Sub(b.swept) > time.Minute {
		for k, w := range b.windows {
			if now.After(w.ends) {
				delete(b.windows, k)
			}
		}
		b.swept = now
	}
	w := b.windows[key]
	if w == nil || !now.Before(w.ends) {
		w = &window{ends: now.Add(l.Window)}
		b.windows[key] = w
	}
	reset = w.ends.Sub(now)
	if w.used >= l.Count {
		return 0, reset, false
	}
	w.used++
	return l.Count - w.used, reset, true
}

// A limited request gets one of Discord's three forms of 429.
type limited struct {
	scope string // user, global or shared
	after time.Duration
	code  int
}

func (s *Sim) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock.now()
}

// limit counts a request against the global limit and its route's, and sets the documented headers.
func (s *Sim) limit(h http.Header, r *request, rt *route) *limited {
	now := s.now()
	if !s.limits.Global.off() && !exempt(r, rt) {
		key := "global bot"
		if !r.bot {
			key = "global " + address(r)
		}
		if _, reset, ok := s.buckets.take(key, s.limits.Global, now); !ok {
			return &limited{scope: "global", after: reset}
		}
	}
	name := rt.method + " " + rt.pattern
	l, named := s.limits.Routes[name]
	if !named {
		l = s.limits.Route
	}
	if l.off() {
		return nil
	}
	sum := sha256.Sum256([]byte(name))
	hash := hex.EncodeToString(sum[:16])
	left, reset, ok := s.buckets.take(hash+" "+major(r), l, now)
	h.Set("X-RateLimit-Bucket", hash)
	h.Set("X-RateLimit-Limit", strconv.Itoa(l.Count))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(now.Add(reset).UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", math.Ceil(reset.Seconds()*1000)/1000))
	if !ok {
		return &limited{scope: "user", after: reset}
	}
	return nil
}

// exempt tells the endpoints of interactions, which the global limit does not count.
func exempt(r *request, rt *route) bool {
	return strings.HasPrefix(rt.pattern, "interactions/") || strings.HasPrefix(rt.pattern, "webhooks/{webhook}/{token}") && r.v("webhook") == r.sim.bot.id
}

// major is what separates buckets of the same hash.
func major(r *request) string {
	if hook := r.v("webhook"); hook != "" {
		return "webhook " + hook + " " + r.v("token")
	}
	return "channel " + r.v("channel") + " guild " + r.v("guild")
}

func address(r *request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *Sim) writeLimited(w http.ResponseWriter, r *request, l *limited) int {
	h := w.Header()
	message := "You are being rate limited."
	if l.scope == "global" {
		h.Set("X-RateLimit-Global", "true")
	}
	if l.scope == "shared" {
		message = "The resource is being rate limited."
	} else {
		s.countInvalid(r)
	}
	h.Set("X-RateLimit-Scope", l.scope)
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(l.after.Seconds()))))
	body := object{"message": message, "retry_after": math.Ceil(l.after.Seconds()*1000) / 1000, "global": l.scope == "global"}
	if l.code != 0 {
		body["code"] = l.code
	}
	s.mu.Lock()
	s.stats.Limited++
	if l.scope == "global" {
		s.stats.GlobalLimited++
	}
	s.mu.Unlock()
	writeJSON(w, http.StatusTooManyRequests, body)
	return http.StatusTooManyRequests
}

func (s *Sim) countInvalid(r *request) {
	now := s.now()
	s.mu.Lock()
	s.stats.Invalid++
	s.mu.Unlock()
	if !s.limits.Invalid.off() {
		s.buckets.take("invalid "+address(r), s.limits.Invalid, now)
	}
}

// banned tells whether an address made too many invalid requests.
func (s *Sim) banned(r *request) bool {
	if s.limits.Invalid.off() {
		return false
	}
	now := s.now()
	s.buckets.mu.Lock()
	defer s.buckets.mu.Unlock()
	w := s.buckets.windows["invalid "+address(r)]
	return w != nil && w.used >= s.limits.Invalid.Count && now.Before(w.ends)
}

// writeBan is the page of the edge in front of Discord, which is not JSON.
func writeBan(w http.ResponseWriter) int {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.Header().Set("Retry-After", "600")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Access denied | discord.com</title></head><body>error code: 1015</body></html>\n"))
	return http.StatusTooManyRequests
}
