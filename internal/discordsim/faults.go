package discordsim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Fault makes REST requests go wrong: by a Status, a Reset, a Cut or a Delay. Delay goes with the others.
type Fault struct {
	Method string `json:"method"` // "" is every method
	Path   string `json:"path"`   // part of the path, such as "/messages"; "" is every path
	Times  int    `json:"times"`  // how many requests; 0 is all until Heal
	Skip   int    `json:"skip"`   // let so many through first
	Every  int    `json:"every"`  // then only every so manieth; 0 is each

	Status int           `json:"status"` // answer with it: 500, 502, 503, 504, 401, 429, …
	Code   int           `json:"code"`   // Discord's own code in the answer, such as 50013
	Scope  string        `json:"scope"`  // of a 429: user, global or shared; "html" is the ban page of the edge
	After  bool          `json:"after"`  // do what was asked first: the answer alone is lost
	Reset  bool          `json:"reset"`  // drop the connection instead of answering
	Cut    bool          `json:"cut"`    // do what was asked, and drop the connection amid the answer
	HTML   bool          `json:"html"`   // a page instead of JSON, as from a proxy
	Delay  time.Duration `json:"delay"`  // wait so many nanoseconds before anything
	Retry  time.Duration `json:"retry"`  // a 429's retry_after; 0 is one second

	seen int
}

type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Break adds a fault. Faults are tried in the order in which they were added.
func (s *Sim) Break(f Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &f)
}

// Heal removes all faults.
func (s *Sim) Heal() {
	s.faults.mu.Lock()
	s.faults.list = nil
	s.faults.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.noAcks = false
		c.frozen.Store(false)
	}
	s.startFaults, s.lose, s.repeat = nil, 0, 0
}

// take finds the fault of a request and uses one of its times.
func (f *faults) take(method, path string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, x := range f.list {
		if x.Method != "" && x.Method != method || !strings.Contains(path, x.Path) {
			continue
		}
		if x.Skip > 0 {
			x.Skip--
			continue
		}
		if x.seen++; x.Every > 1 && x.seen%x.Every != 0 {
			continue
		}
		hit := *x
		if x.Times == 1 {
			f.list = slices.Delete(f.list, i, i+1)
		} else if x.Times > 1 {
			x.Times--
		}
		return &hit
	}
	return nil
}

// before does what goes wrong before the request is looked at, and tells whether that was all.
func (f *Fault) before(w http.ResponseWriter, r *request) bool {
	if f.Delay > 0 {
		select {
		case <-time.After(f.Delay):
		case <-r.Context().Done():
		case <-r.sim.done:
		}
	}
	if f.After || f.Cut {
		return false
	}
	if f.Status == http.StatusTooManyRequests && f.Scope != "html" {
		l := &limited{scope: f.Scope, after: f.Retry, code: f.Code}
		if l.after == 0 {
			l.after = time.Second
		}
		if l.scope == "" {
			l.scope = "user"
		}
		if l.scope != "global" {
			w.Header().Set("X-RateLimit-Limit", "10")
			w.Header().Set("X-RateLimit-Remaining", "9")
			w.Header().Set("X-RateLimit-Reset-After", "1.000")
			w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(r.sim.now().Add(time.Second).Unix(), 10))
			w.Header().Set("X-RateLimit-Bucket", "00000000000000000000000000000000")
		}
		r.sim.writeLimited(w, r, l)
		return true
	}
	return f.after(w)
}

// after answers wrongly, or not at all.
func (f *Fault) after(w http.ResponseWriter) bool {
	switch {
	case f.Reset:
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			conn.Close()
		}
		f.Status = http.StatusBadGateway // for the log
		return true
	case f.Cut:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(`{"id":"`))
		panic(http.ErrAbortHandler) // how net/http is told to drop a connection
	case f.Status == 0:
		return false
	case f.Scope == "html" && f.Status == http.StatusTooManyRequests:
		writeBan(w)
	case f.HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte("<html><body><h1>" + strconv.Itoa(f.Status) + "</h1></body></html>\n"))
	default:
		text := strconv.Itoa(f.Status) + ": " + http.StatusText(f.Status)
		writeJSON(w, f.Status, object{"message": text, "code": f.Code})
	}
	return true
}
