package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"greenlit/internal/news"
)

// A Look is what Greenlit sees in a feed, in the form that "greenlit feed"
// prints.
type Look struct {
	Input string `json:"input"`
	OK    bool   `json:"ok"`
	Error string `json:"error"`
	Title string `json:"title"`
	Items []Item `json:"items"`
}

// Look reads a feed from a file, or from the web when the input is an http or
// https address. What is wrong with it stands in the Look's Error.
func (f *Fetcher) Look(ctx context.Context, input string) Look {
	l := Look{Input: input, Items: []Item{}}
	doc, err := f.look(ctx, input)
	var file *fs.PathError
	if err != nil {
		l.Error = Explain(err)
		switch {
		case errors.Is(err, os.ErrNotExist):
			l.Error = "There is no such file. A web address begins with https:// or http://."
		case errors.Is(err, news.ErrPrivate), errors.Is(err, ssrf.ErrProhibitedPort):
			l.Error += " To allow it, name the host in ALLOWED_HOSTS."
		case errors.Is(err, syscall.EISDIR):
			l.Error = "This is a folder. Name a file in it, or a web address."
		case errors.As(err, &file):
			l.Error = "The file can't be read: " + file.Err.Error() + "."
		}
		return l
	}
	l.OK, l.Title = true, doc.Title
	if doc.Items != nil {
		l.Items = doc.Items
	}
	return l
}

func (f *Fetcher) look(ctx context.Context, input string) (Document, error) {
	if lower := strings.ToLower(input); strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		doc, answer, err := f.read(ctx, input)
		if errors.Is(err, news.ErrNotFeed) {
			err = fromPage(answer.Body, answer.URL, err, func(candidate string) (err error) {
				doc, _, err = f.read(ctx, candidate)
				return err
			})
		}
		return doc, err
	}
	file, err := os.Open(input)
	if err != nil {
		return Document{}, fmt.Errorf("open feed: %w", err)
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, maxBody+1))
	if err != nil {
		return Document{}, fmt.Errorf("read feed: %w", err)
	}
	return Parse(body, "", "")
}

func (f *Fetcher) read(ctx context.Context, address string) (Document, Answer, error) {
	answer, err := f.Fetch(ctx, address, "", "")
	if err != nil {
		return Document{}, answer, err
	}
	doc, err := Parse(answer.Body, answer.Header.Get("Content-Type"), answer.URL)
	return doc, answer, err
}

// MarshalJSON writes times in RFC 3339, or as "" where the feed gives none.
func (i Item) MarshalJSON() ([]byte, error) {
	type plain Item // without this method
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // whoever asked decides on that
	err := e.Encode(struct {
		plain
		Published string `json:"published"`
		Updated   string `json:"updated"`
	}{plain(i), stamp(i.Published), stamp(i.Updated)})
	return b.Bytes(), err
}
