package discordsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A request is one REST call on its way to a handler, which runs under the simulator's lock.
type request struct {
	*http.Request
	sim   *Sim
	vars  map[string]string // of the route's pattern
	bot   bool              // came with the bot's token
	body  any
	raw   []byte // of body, where it came as JSON
	files []file
}

// An Exchange is one REST request and its answer. What is no JSON is left out.
type Exchange struct {
	Method, Path string // the path without /api/v10
	Request      []byte
	Status       int
	Response     []byte
}

type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.Header().Get("Content-Type") == "application/json" {
		r.body.Write(b)
	}
	return r.ResponseWriter.Write(b)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

type file struct {
	index int
	name  string
	kind  string
	size  int
}

func (r *request) v(name string) string     { return r.vars[name] }
func (r *request) query(name string) string { return r.URL.Query().Get(name) }
func (r *request) queryTrue(name string) bool {
	q := strings.ToLower(r.query(name))
	return q == "true" || q == "1"
}

// A handler answers with a status and a body; nil means an empty one.
type handler func(r *request) (int, any, error)

type route struct {
	method, pattern string
	parts           []string
	open            bool // needs no bot token: the path holds one
	do              handler
}

const (
	maxBody = 25 << 20
	maxFile = 10 << 20
)

func (s *Sim) serveAPI(w http.ResponseWriter, hr *http.Request) {
	hr.Body = http.MaxBytesReader(w, hr.Body, maxBody)
	r := &request{Request: hr, sim: s}
	started := time.Now()
	if !s.begin() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer s.work.Done()
	if s.cfg.Observe != nil {
		rec := &recorder{ResponseWriter: w}
		w = rec
		defer func() {
			s.cfg.Observe(Exchange{
				Method: hr.Method, Path: "/" + strings.TrimPrefix(strings.TrimLeft(strings.TrimPrefix(hr.URL.Path, "/api/v"), "0123456789"), "/"),
				Request: r.raw, Status: rec.status, Response: rec.body.Bytes(),
			})
		}()
	}
	status := s.answer(w, r)
	s.log.Debug("rest", "method", hr.Method, "path", withoutTokens(hr.URL.Path), "status", status, "took", time.Since(started))
}

// begin counts a request, which Close then waits for; a closed simulator takes none.
func (s *Sim) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.done:
		return false
	default:
		s.work.Add(1)
		s.stats.Requests++
		s.changed.fire()
		return true
	}
}

// withoutTokens hides what is a credential in a path.
func withoutTokens(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		if len(parts[i]) > 40 {
			parts[i] = "TOKEN"
		}
	}
	return strings.Join(parts, "/")
}

func (s *Sim) answer(w http.ResponseWriter, r *request) int {
	h := w.Header()
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	h.Set("Via", "1.1 google")
	if s.banned(r) {
		return writeBan(w)
	}
	rt, err := s.match(r)
	if err != nil {
		return s.writeError(w, r, err)
	}
	fault := s.faults.take(r.Method, r.URL.Path)
	if fault != nil && fault.before(w, r) {
		return fault.Status
	}
	if err := s.authorize(r, rt); err != nil {
		return s.writeError(w, r, err)
	}
	if limited := s.limit(h, r, rt); limited != nil {
		return s.writeLimited(w, r, limited)
	}
	if err := r.parse(); err != nil {
		return s.writeError(w, r, err)
	}
	status, raw, err := s.handle(rt, r)
	if fault != nil && fault.after(w) {
		return fault.Status
	}
	if err != nil {
		return s.writeError(w, r, err)
	}
	if raw == nil {
		w.WriteHeader(status)
		return status
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
	return status
}

// handle runs a route's handler. The answer is encoded under the lock too, for it shares the simulator's lists.
func (s *Sim) handle(rt *route, r *request) (status int, raw []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, body, err := rt.do(r)
	if err == nil && body != nil {
		raw, err = json.Marshal(body)
	}
	return status, raw, err
}

func (s *Sim) writeError(w http.ResponseWriter, r *request, err error) int {
	var e *apiError
	if !errors.As(err, &e) {
		e = refuse(http.StatusInternalServerError, 0, "500: Internal Server Error")
		s.log.Error("simulator", "error", err)
	}
	if e.status == http.StatusUnauthorized || e.status == http.StatusForbidden {
		s.countInvalid(r)
	}
	writeJSON(w, e.status, e.body())
	return e.status
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// match finds the route of a path such as /api/v10/channels/1/messages; a word goes before a variable.
func (s *Sim) match(r *request) (*route, error) {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/"), "/")
	if len(parts) == 0 || len(parts[0]) < 2 || parts[0][0] != 'v' {
		return nil, errVersion // without one Discord takes version 6, which is gone
	}
	if n, err := strconv.Atoi(parts[0][1:]); err != nil || n != 9 && n != 10 {
		return nil, errVersion
	}
	parts = parts[1:]
	var found *route
	known := false
	for i := range routes {
		rt := &routes[i]
		if !rt.fits(parts) {
			continue
		}
		if known = true; rt.method == r.Method && (found == nil || rt.words() > found.words()) {
			found = rt
		}
	}
	if !known {
		return nil, errNotFound
	}
	if found == nil {
		return nil, errMethod
	}
	r.vars = map[string]string{}
	for i, p := range found.parts {
		if name, ok := strings.CutPrefix(p, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			r.vars[name] = parts[i]
			if slices.Contains(idVars, name) && !isID(parts[i]) {
				p := &problems{root: object{}}
				p.in(name+"_id").add("NUMBER_TYPE_COERCE", "Value %q is not snowflake.", parts[i])
				return nil, p.err()
			}
		}
	}
	return found, nil
}

// idVars are the variables of patterns that must be snowflakes.
var idVars = []string{"app", "guild", "channel", "message", "command", "interaction", "webhook", "overwrite", "role"}

func (rt *route) fits(parts []string) bool {
	if len(parts) != len(rt.parts) {
		return false
	}
	for i, p := range rt.parts {
		if p[0] != '{' && p != parts[i] || parts[i] == "" {
			return false
		}
	}
	return true
}

func (rt *route) words() (n int) {
	for _, p := range rt.parts {
		if p[0] != '{' {
			n++
		}
	}
	return n
}

func (s *Sim) authorize(r *request, rt *route) error {
	if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") {
		return errUserAgent
	}
	r.bot = r.Header.Get("Authorization") == "Bot "+s.Token()
	if !r.bot && !rt.open {
		return errUnauthorized
	}
	return nil
}

// parse reads JSON, a multipart form with payload_json and files, or a URL-encoded form.
func (r *request) parse() error {
	if r.Method == http.MethodGet || r.Method == http.MethodDelete {
		return nil
	}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data":
		return r.parseMultipart(params["boundary"])
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return errBadJSON
		}
		o := object{}
		for k, v := range r.PostForm {
			o[k] = v[0]
		}
		r.body = o
		return nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return errTooLarge
	}
	if len(raw) == 0 {
		return nil
	}
	if kind != "application/json" {
		p := &problems{root: object{}}
		p.add("CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}.")
		return p.err()
	}
	return r.decode(raw)
}

func (r *request) decode(raw []byte) error {
	r.raw = raw
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&r.body); err != nil {
		return errBadJSON
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errBadJSON
	}
	return nil
}

func (r *request) parseMultipart(boundary string) error {
	parts := multipart.NewReader(r.Body, boundary)
	fields := object{}
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errBadJSON
		}
		raw, err := io.ReadAll(p)
		if err != nil || len(raw) > maxFile {
			return errTooLarge
		}
		switch name := p.FormName(); {
		case p.FileName() != "":
			n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(name, "files["), "]"))
			if err != nil {
				n = len(r.files)
			}
			r.files = append(r.files, file{index: n, name: p.FileName(), kind: p.Header.Get("Content-Type"), size: len(raw)})
		case name == "payload_json":
			if err := r.decode(raw); err != nil {
				return err
			}
		default:
			fields[name] = string(raw)
		}
	}
	if r.body == nil {
		r.body = fields
	}
	if len(r.files) > 10 {
		return errTooManyFiles
	}
	return nil
}

// form is the body as an object with fields to read.
func (r *request) form() form {
	if r.body == nil && len(r.raw) > 0 {
		return read("null")
	}
	return read(r.body)
}
