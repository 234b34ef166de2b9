package news

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
)

// StoryKey names the story that an article tells: articles with one key are
// posted once. It is the canonical form of the article's link or, where the
// link names no page, its outlet, title and day. It is never empty.
func StoryKey(a Article) string {
	if link := CanonicalLink(a.Link); link != "" {
		return link
	}
	day := ""
	if when := a.When(); !when.IsZero() {
		day = when.UTC().Format(time.DateOnly)
	}
	title := a.Title
	if squeeze(title) == "" {
		title = a.Summary
	}
	if squeeze(title) == "" && len(a.Blocks) > 0 {
		title = a.Blocks[0].Text
	}
	if squeeze(title) == "" {
		title = a.Key
	}
	// A host holds no space, so this is never a link's key.
	return shorten("untitled link: " + squeeze(a.Outlet) + " / " + squeeze(title) + " / " + day)
}

// PageKey is the StoryKey of the address that the article's page calls its own,
// where it differs from the article's link and names the same document; else
// it is "". Sites that get it wrong call all their articles by one address.
func PageKey(a Article) string {
	own, link := CanonicalLink(a.Canonical), CanonicalLink(a.Link)
	name := document(own)
	if own == link || name == "" || name != document(link) {
		return ""
	}
	return own
}

// document returns the last part of a canonical link's path.
func document(link string) string {
	link, _, _ = strings.Cut(link, "?")
	_, file, found := strings.Cut(link, "/")
	if !found {
		return ""
	}
	return path.Base(file)
}

func squeeze(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " "))
}

// longestKey bounds what hostile feeds can make a story's key.
const longestKey = 500

func shorten(key string) string {
	if len(key) <= longestKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToValidUTF8(key[:longestKey-2*len(sum)-1], "") + "#" + hex.EncodeToString(sum[:])
}

// CanonicalLink returns the form of a page's address in which addresses are
// compared: without scheme, "www." and the like, tracking parameters, AMP
// wrapping and fragment. It is no address to visit. It is "" for what is no
// http or https URL, and for a bare host, which names no page.
func CanonicalLink(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return ""
	}
	for range 3 {
		inner := unwrap(u)
		if inner == nil {
			break
		}
		u = inner
	}
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" {
		return ""
	}
	host := canonicalHost(u)
	if host == "" {
		return ""
	}
	p := canonicalPath(u.EscapedPath())
	query := canonicalQuery(u.RawQuery, host)
	if p == "" && query == "" {
		return ""
	}
	if query != "" {
		query = "?" + query
	}
	return shorten(host + p + query)
}

// unwrap returns the address that a redirecting or caching address holds, or
// nil.
func unwrap(u *url.URL) *url.URL {
	host := canonicalHost(u)
	query := u.Query()
	inner := ""
	switch {
	case (host == "google.com" || host == "news.google.com") && u.Path == "/url":
		inner = query.Get("url")
		if inner == "" {
			inner = query.Get("q")
		}
	case host == "google.com" && strings.HasPrefix(u.Path, "/amp/"):
		inner = ampTarget(strings.TrimPrefix(u.EscapedPath(), "/amp/"), u.RawQuery)
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
		// The first part is the kind of document: c, v, i, …
		if _, rest, ok := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/"); ok {
			inner = ampTarget(rest, u.RawQuery)
		}
	case host == "youtu.be" && len(u.Path) > 1:
		inner = "https://youtube.com/watch?v=" + url.QueryEscape(strings.Trim(u.Path, "/"))
	}
	if inner == "" {
		return nil
	}
	target, err := url.Parse(inner)
	if err != nil || target.Host == "" {
		return nil
	}
	return target
}

// ampTarget returns the address at the end of an AMP cache's path: "s/" for
// https, then host and path.
func ampTarget(rest, query string) string {
	rest = strings.TrimPrefix(rest, "s/")
	if !strings.Contains(rest, ".") {
		return ""
	}
	if query != "" {
		query = "?" + query
	}
	return "https://" + rest + query
}

// canonicalHost returns the host in lower case and Punycode, without a
// default port and without what only says how the page is laid out.
func canonicalHost(u *url.URL) string {
	host, port := strings.Trim(strings.ToLower(u.Hostname()), "."), u.Port()
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	for cut := true; cut; {
		cut = false
		for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
			if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
				host, cut = rest, true
			}
		}
	}
	if strings.ContainsAny(host, " \x00") {
		return ""
	}
	if host != "" && port != "" && port != "80" && port != "443" {
		host = net.JoinHostPort(host, port)
	}
	return host
}

// canonicalPath brings percent-encoding, slashes and dots into one form, and
// cuts what names the same page: "/amp", ".amp", "/index.html", a last slash.
func canonicalPath(escaped string) string {
	var parts []string
	for part := range strings.SplitSeq(escaped, "/") {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		switch part {
		case "", ".":
		case "..":
			parts = parts[:max(0, len(parts)-1)]
		default:
			parts = append(parts, url.PathEscape(part))
		}
	}
	if n := len(parts); n > 0 && (parts[n-1] == "index.html" || parts[n-1] == "index.htm") {
		parts = parts[:n-1]
	}
	if n := len(parts); n > 1 && parts[n-1] == "amp" {
		parts = parts[:n-1]
	}
	if n := len(parts); n > 0 {
		last := strings.TrimSuffix(parts[n-1], ".amp")
		if ext := path.Ext(last); ext != "" && strings.HasSuffix(last, ".amp"+ext) {
			last = strings.TrimSuffix(last, ".amp"+ext) + ext
		}
		if last != "" {
			parts[n-1] = last
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "/" + strings.Join(parts, "/")
}

// canonicalQuery sorts the parameters and drops those that do not choose the
// page.
func canonicalQuery(raw, host string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		if name == "" && value == "" || tracks(strings.ToLower(name), strings.ToLower(value), host) {
			continue
		}
		kept = append(kept, url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	slices.Sort(kept)
	return strings.Join(kept, "&")
}

func tracks(name, value, host string) bool {
	switch name {
	case "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
		"mc_cid", "mc_eid", "mkt_tok", "ocid", "cmpid", "smid", "ito", "xtor", "srsltid", "mibextid", "ref_src", "ref_url",
		"guccounter", "guce_referrer", "guce_referrer_sig", "_ga", "_gl", "_openstat", "__twitter_impression":
		return true
	case "amp":
		return true
	case "outputtype":
		return value == "amp"
	case "ref":
		return strings.TrimPrefix(value, "www.") == host
	}
	for _, prefix := range []string{"utm_", "mtm_", "at_", "ns_", "_hs"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
