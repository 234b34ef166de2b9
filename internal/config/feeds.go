package config

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"greenlit/internal/news"
)

// Feeds names the operator's feeds.
type Feeds struct {
	FeedsFile string `name:"feeds-file" env:"FEEDS_FILE" placeholder:"FILE" help:"Feeds that every server sees, one a line: URL, outlet. Empty takes the built-in list, \"none\" no feed."`
}

//go:embed feeds.txt
var builtIn string

// List reads the operator's feeds.
func (f Feeds) List() ([]news.Feed, error) {
	switch strings.ToLower(f.FeedsFile) {
	case "":
		return parseFeeds("feeds.txt", strings.NewReader(builtIn))
	case "none":
		return nil, nil
	}
	file, err := os.Open(f.FeedsFile)
	var feeds []news.Feed
	if err == nil {
		defer file.Close()
		feeds, err = parseFeeds(f.FeedsFile, file)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("FEEDS_FILE %s cannot be read: %w", f.FeedsFile, path.Err)
	}
	return feeds, err
}

// parseFeeds reads lines of a URL and the outlet's name; # opens a comment.
func parseFeeds(name string, r io.Reader) ([]news.Feed, error) {
	var feeds []news.Feed
	seen := map[string]int{}
	lines := bufio.NewScanner(r)
	n := 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		address := strings.Fields(line)[0]
		outlet := strings.TrimPrefix(line, address)
		u, err := url.Parse(address)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
			return nil, fmt.Errorf("%s, line %d: a feed is a web address without a password, then the outlet's name, such as https://example.com/feed The Example", name, n)
		}
		if first, ok := seen[address]; ok {
			return nil, fmt.Errorf("%s, line %d: this feed stands in line %d already", name, n, first)
		}
		seen[address] = n
		feeds = append(feeds, news.Feed{URL: address, Outlet: strings.TrimSpace(outlet), Shared: true})
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s, line %d: this line is too long for a feed: more than %d KB", name, n, bufio.MaxScanTokenSize>>10)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return feeds, nil
}
