package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"greenlit/internal/news"
)

// What is kept of sites' robots.txt, and for how long (RFC 9309).
const (
	maxRobots   = 512 << 10
	robotsTime  = 24 * time.Hour
	robotsRetry = 10 * time.Minute // where it could not be had
	maxSites    = 1000
)

// robots remembers which pages sites let programs read.
type robots struct {
	mu    sync.Mutex
	sites map[string]siteRules // by scheme and host
}

type siteRules struct {
	rules []rule
	until time.Time
}

// A rule allows or forbids paths that match a pattern with "*" and a final "$".
type rule struct {
	allow   bool
	pattern string
}

// allowed reports whether the page's site lets Greenlit read it. A site that
// can't say what it allows is left alone for a while.
func (f *Fetcher) allowed(ctx context.Context, page *url.URL) (bool, error) {
	key := page.Scheme + "://" + strings.ToLower(page.Host)
	now := time.Now()
	f.robots.mu.Lock()
	s, ok := f.robots.sites[key]
	f.robots.mu.Unlock()
	if !ok || now.After(s.until) {
		rules, err := f.rules(ctx, key+"/robots.txt")
		s = siteRules{rules: rules, until: now.Add(robotsTime)}
		if errors.Is(err, context.Canceled) { // which says nothing of the site
			return false, noAnswer(err)
		}
		if err != nil {
			s = siteRules{rules: []rule{{pattern: "/"}}, until: now.Add(robotsRetry)}
		}
		f.robots.mu.Lock()
		if f.robots.sites == nil || len(f.robots.sites) >= maxSites {
			f.robots.sites = map[string]siteRules{}
		}
		f.robots.sites[key] = s
		f.robots.mu.Unlock()
		if err != nil {
			return false, noAnswer(err)
		}
	}
	path := page.EscapedPath()
	if path == "" {
		path = "/"
	}
	if page.RawQuery != "" {
		path += "?" + page.RawQuery
	}
	return permits(s.rules, path), nil
}

// rules reads a site's robots.txt. A site without one, or that refuses it,
// permits everything; a broken server is an error.
func (f *Fetcher) rules(ctx context.Context, address string) ([]rule, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", f.UserAgent)
	resp, err := f.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode >= 500:
		return nil, fmt.Errorf("%w: robots.txt: status %d", news.ErrTrouble, resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return nil, nil
	}
	file, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots))
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(f.UserAgent, "/")
	return parseRobots(string(file), strings.ToLower(name)), nil
}

// parseRobots returns the rules for the program of that name, or else those
// for every program.
func parseRobots(file, name string) []rule {
	var own, all []rule
	named, forOwn, forAll, inRules := false, false, false, false
	file = strings.TrimPrefix(file, "\ufeff")
	for line := range strings.FieldsFuncSeq(file, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ := strings.Cut(line, "#")
		field, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch field = strings.ToLower(strings.TrimSpace(field)); field {
		case "user-agent":
			if inRules {
				forOwn, forAll, inRules = false, false, false
			}
			agent := strings.ToLower(value)
			forAll = forAll || agent == "*"
			if agent == name && name != "" {
				forOwn, named = true, true
			}
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue
			}
			rule := rule{allow: field == "allow", pattern: value}
			if forOwn {
				own = append(own, rule)
			}
			if forAll {
				all = append(all, rule)
			}
		}
	}
	if named {
		return own
	}
	return all
}

// permits reports whether the rules allow a path: the longest pattern that
// matches decides, and of two as long the one that allows.
func permits(rules []rule, path string) bool {
	best, allow := -1, true
	for _, r := range rules {
		if n := len(r.pattern); n >= best && matches(r.pattern, path) && (n > best || r.allow) {
			best, allow = n, r.allow
		}
	}
	return allow
}

func matches(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
	return !end || path == ""
}
