package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// apiVersion is what all requests use; discordgo 0.29 has 9 compiled in.
	apiVersion = "10"
	// attemptTime bounds one attempt at a request, answer included.
	attemptTime = 15 * time.Second
	// longestWait is how long a request waits for one of Discord's limits
	// before its caller is told to come back later.
	longestWait = time.Minute
	// mostRepeats bounds the repeats of a request after Discord failed, and
	// mostRefusals those after it said that there were too many.
	mostRepeats  = 3
	mostRefusals = 10
	// mostBody bounds the answers that are read.
	mostBody = 16 << 20
)

// A transport makes discordgo's requests in the way that Discord asks for. It
// sends them to the configured API, waits for limits, repeats what may be
// repeated, and hides the limits from discordgo, whose own limiter holds a
// lock for the length of a request and knows neither the context nor the
// limit of all requests together.
type transport struct {
	base   http.RoundTripper
	api    string // address with version, no slash at the end
	log    *slog.Logger
	limits *limits

	refused     chan struct{} // closed when Discord no longer accepts the token
	refusedOnce sync.Once

	mu      sync.Mutex
	gateway string // where discordgo is sent when it asks for the gateway
}

func newTransport(api *url.URL, o Options) *transport {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.DialContext = o.dial
	base.TLSClientConfig = o.tls.Clone()
	base.MaxIdleConnsPerHost = 64 // a server without HTTP/2 gets a connection for each request under way
	base.ResponseHeaderTimeout = attemptTime
	return &transport{
		base:    base,
		api:     strings.TrimRight(api.String(), "/") + "/v" + apiVersion,
		log:     o.Log,
		limits:  newLimits(o.RequestsPerSecond, o.Log),
		refused: make(chan struct{}),
	}
}

// setGateway sets what the next question for the gateway's address is
// answered with. The supervisor has asked Discord already, and knows the
// address to resume at, which discordgo ignores (issue 1502).
func (t *transport) setGateway(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.gateway = address
}

func (t *transport) gatewayAnswer() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	body, _ := json.Marshal(map[string]string{"url": t.gateway})
	return body
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	path, ok := belowVersion(req.URL.EscapedPath())
	if !ok {
		return nil, fmt.Errorf("request is not for Discord's API")
	}
	if path == "/gateway" {
		return answer(req, http.StatusOK, http.Header{}, t.gatewayAnswer()), nil
	}
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	r := routeOf(ctx, req.Method, path)
	target := t.api + path
	if req.URL.RawQuery != "" {
		target += "?" + req.URL.RawQuery
	}

	repeats, refusals := 0, 0
	for {
		resp, raw, v, err := t.try(ctx, r, req, target, body)
		switch {
		case err != nil:
			return nil, err
		case v.limited:
			refusals++
			if refusals > mostRefusals || v.wait > longestWait {
				return nil, &LimitError{What: v.what, Wait: v.wait}
			}
			if r.interaction { // the limits make only others wait
				if err := pause(ctx, v.wait, v.what); err != nil {
					return nil, err
				}
			}
			continue
		case v.failure == nil && r.callback && repeats > 0 && code(raw) == codeAlreadyAcknowledged:
			return answer(req, http.StatusNoContent, resp.Header, nil), nil
		case v.failure == nil:
			return answer(req, resp.StatusCode, resp.Header, raw), nil
		case !(r.repeatable || notSent(v.failure)) || repeats == mostRepeats:
			return nil, v.failure
		}
		t.log.Warn("request repeated", "route", r.name, "reason", v.failure)
		if err := sleep(ctx, backoff(repeats)); err != nil {
			return nil, err
		}
		repeats++
	}
}

// try makes the request once it may go, and says what came of it. An error
// is for good.
func (t *transport) try(ctx context.Context, r route, req *http.Request, target string, body []byte) (*http.Response, []byte, verdict, error) {
	select {
	case <-t.refused:
		return nil, nil, verdict{}, ErrToken
	default:
	}
	ticket, err := t.limits.wait(ctx, r)
	if err != nil {
		return nil, nil, verdict{}, err
	}
	resp, raw, err := t.attempt(ctx, req, target, body)
	if err != nil {
		ticket.done(nil, 0)
		if ctx.Err() != nil {
			return nil, nil, verdict{}, context.Cause(ctx)
		}
		return nil, nil, verdict{failure: fmt.Errorf("no answer from Discord: %w", plain(err))}, nil
	}
	v := t.limits.judge(r, resp, raw)
	ticket.done(resp.Header, v.bucket)
	switch {
	case v.limited:
	case resp.StatusCode == http.StatusUnauthorized && !r.tokenInPath:
		t.refuse()
		return nil, nil, verdict{}, ErrToken
	case resp.StatusCode >= http.StatusInternalServerError:
		v.failure = statusError(resp.StatusCode)
	}
	return resp, raw, v, nil
}

// codeAlreadyAcknowledged is Discord's refusal of a second first answer.
const codeAlreadyAcknowledged = 40060

// refuse remembers that the token is not accepted. Each further request would
// count for the ban of the address.
func (t *transport) refuse() {
	t.refusedOnce.Do(func() { close(t.refused) })
}

// attempt makes the request once and reads the whole answer.
func (t *transport) attempt(ctx context.Context, req *http.Request, target string, body []byte) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	out, err := http.NewRequestWithContext(ctx, req.Method, target, reader)
	if err != nil {
		return nil, nil, err
	}
	out.Header = req.Header
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostBody+1))
	if err != nil {
		return nil, nil, err
	}
	if len(raw) > mostBody {
		return nil, nil, errors.New("answer too big")
	}
	return resp, raw, nil
}

// answer makes the response that discordgo gets, without the limits.
func answer(req *http.Request, status int, header http.Header, body []byte) *http.Response {
	header = header.Clone()
	for name := range header {
		if strings.HasPrefix(name, "X-Ratelimit-") {
			delete(header, name)
		}
	}
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		Request: req,
	}
}

// belowVersion returns the path after discordgo's /api/v9.
func belowVersion(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "/api/v")
	if !ok {
		return "", false
	}
	rest = strings.TrimLeft(rest, "0123456789")
	return rest, strings.HasPrefix(rest, "/")
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}

// notSent reports whether the request can't have reached Discord.
func notSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// code returns the JSON error code of an answer; 0 when it has none.
func code(raw []byte) int {
	var e struct{ Code int }
	if json.Unmarshal(raw, &e) != nil {
		return 0
	}
	return e.Code
}

// backoff returns how long to wait before repeat n, counted from 0: a random
// part of 0.3, 0.6, 1.2, … seconds, so that clients that failed together
// don't come back together.
func backoff(n int) time.Duration {
	return rand.N(300 * time.Millisecond << n)
}

// sleep waits, unless the context ends before.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// CloseIdleConnections is called by http.Client.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
