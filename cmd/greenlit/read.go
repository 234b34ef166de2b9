package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"time"

	"greenlit/internal/bot"
	"greenlit/internal/config"
	"greenlit/internal/facts"
	"greenlit/internal/feed"
	"greenlit/internal/news"
	"greenlit/internal/page"
	"greenlit/internal/tv"
)

type readCmd struct {
	Input   string `arg:"" help:"An article: a file or address of an HTML page or plain text with the headline in its first line; - reads standard input."`
	JSON    bool   `name:"json" env:"READ_JSON" help:"Print JSON."`
	Save    bool   `env:"READ_SAVE" help:"Put the article into the store."`
	Explain bool   `env:"READ_EXPLAIN" help:"Print beside each fact the rule that found it, and how often that rule is right."`
	Lines   bool   `env:"READ_LINES" help:"Read a file of JSON objects, one a line, and print the facts of each."`
	config.Store
	config.Web
	config.Log
}

// Run prints what the bot understands of the article.
func (c *readCmd) Run(ctx context.Context, s streams) error {
	if c.Lines {
		if c.Save {
			return usageError{errors.New("--lines and --save do not go together: lines are no articles")}
		}
		return c.lines(s)
	}
	doc, err := c.document(ctx, s)
	if err != nil {
		return err
	}
	a := article(doc, c.Input)
	shows := tv.Catalogue()
	if !c.Save {
		a.Understand(facts.NewReader(facts.Lists{Shows: shows}).Read(a))
	} else if shows, err = c.save(ctx, s, &a); err != nil {
		return err
	}
	titles := map[tv.Slug]tv.Show{}
	for _, show := range append(shows, a.Learnt...) {
		titles[show.Slug] = show
	}
	if c.JSON {
		return printJSON(s.out, a, titles, c.Explain)
	}
	return printReading(s.out, a, titles, c.Explain)
}

// save reads the article by what the store knows too, and keeps it.
func (c *readCmd) save(ctx context.Context, s streams, a *news.Article) ([]tv.Show, error) {
	b, err := bot.Open(ctx, bot.Options{DatabaseURL: c.DatabaseURL, Log: c.Logger(s.err)})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	a.Understand(b.Read(*a))
	return b.Shows(), b.Save(ctx, *a)
}

// document reads the input, whatever it is.
func (c *readCmd) document(ctx context.Context, s streams) (page.Document, error) {
	lower := strings.ToLower(c.Input)
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		f := page.Fetcher{Client: feed.NewClient(feed.ClientOptions{AllowHosts: c.Hosts()}), UserAgent: c.UserAgent()}
		doc, err := f.Read(ctx, c.Input)
		if err != nil {
			return doc, fmt.Errorf("%s: %w", c.Input, unread(err))
		}
		return doc, nil
	}
	in, err := c.open(s)
	if err != nil {
		return page.Document{}, err
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, maxArticle+1))
	switch {
	case err != nil:
		return page.Document{}, fmt.Errorf("%s: %w", c.Input, err)
	case len(raw) > maxArticle:
		return page.Document{}, fmt.Errorf("%s: this is too big for an article: more than %d MB", c.Input, maxArticle>>20)
	}
	utf16 := bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff"))
	if !utf16 && bytes.IndexByte(raw, 0) >= 0 {
		return page.Document{}, fmt.Errorf("%s: this is neither a page nor a text", c.Input)
	}
	var doc page.Document
	if isHTML(raw) {
		doc, err = page.FromHTML(raw, nil)
	} else {
		doc, err = page.FromText(strings.ToValidUTF8(string(raw), "\uFFFD"))
	}
	if err != nil {
		return doc, fmt.Errorf("%s: there is no article in it", c.Input)
	}
	return doc, nil
}

// open opens the file or standard input.
func (c *readCmd) open(s streams) (io.ReadCloser, error) {
	if c.Input == "-" {
		signal.Reset() // nobody can be asked to stop typing
		return io.NopCloser(s.in), nil
	}
	info, err := os.Stat(c.Input)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %q; a web address begins with https:// or http://", c.Input)
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name a file in it", c.Input)
	}
	return os.Open(c.Input)
}

// unread puts into words why a page was not asked for.
func unread(err error) error {
	switch {
	case errors.Is(err, news.ErrPrivate):
		return errors.New(feed.Explain(err) + " To allow it, name the host in ALLOWED_HOSTS.")
	case errors.Is(err, news.ErrNotURL), errors.Is(err, news.ErrRedirect):
		return errors.New(feed.Explain(err))
	case errors.Is(err, page.ErrNoText):
		return errors.New("there is no article in it; greenlit feed reads feeds")
	}
	return err
}

// maxArticle is how long a file may be, in bytes.
const maxArticle = 2 << 20

// isHTML reports whether what is read is a page, by its first tag.
func isHTML(raw []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(raw[:min(len(raw), 1024)], []byte("\ufeff"))))
	for _, tag := range []string{"<!doctype", "<html", "<head", "<body", "<article", "<!--", "<?xml", "<p>", "<p ", "<h1", "<div", "<meta", "<title"} {
		if bytes.HasPrefix(head, []byte(tag)) {
			return true
		}
	}
	return false
}

// article is the document as an article of no feed.
func article(d page.Document, input string) news.Article {
	a := news.Article{
		Title: d.Title, Author: d.Author, AuthorRole: d.AuthorRole, Outlet: d.Outlet, Link: d.Link, Image: d.Image,
		Language: d.Language, Published: d.Published, Updated: d.Updated, Categories: d.Categories, Blocks: d.Blocks, Seen: time.Now(),
	}
	if a.Link == "" && strings.Contains(input, "://") {
		a.Link = input
	}
	return a
}

// lines reads objects of facts.Line and prints the facts of each.
func (c *readCmd) lines(s streams) error {
	in, err := c.open(s)
	if err != nil {
		return err
	}
	defer in.Close()
	reader := facts.NewReader(facts.Lists{Shows: tv.Catalogue()})
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	lines := bufio.NewReader(in)
	for n := 1; ; n++ {
		raw, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(raw)) > 0 {
			var l facts.Line
			if wrong := json.Unmarshal(raw, &l); wrong != nil {
				return fmt.Errorf("%s, line %d: not an object with id, text, part, published and context: %w", c.Input, n, wrong)
			}
			if wrong := e.Encode(reader.ReadLine(l)); wrong != nil {
				return wrong
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.Input, err)
		}
	}
}
