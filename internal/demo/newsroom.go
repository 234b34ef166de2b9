package demo

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/textproto"
	"path"
	"strings"
	"sync"
	"text/template"
	"time"

	"greenlit/internal/news"
)

//go:embed articles outlets
var files embed.FS

// An outlet publishes articles on loopback: a feed at /feed, and a page for
// each article.
type outlet struct {
	name string
	dir  string // of its articles and templates
	kind string // template of its feed

	addr   string
	server *http.Server

	mu        sync.Mutex
	published []article // newest first

	known     chan struct{} // closed when the bot was told that nothing is new
	knownOnce sync.Once
}

// An article of an outlet, as the file in articles tells it.
type article struct {
	Title, Author, Summary, Body, Link, Slug string
	Categories                               []string
	Date                                     time.Time
}

// openOutlets starts the three sample outlets with all articles that are not
// kept back as live ones.
func openOutlets(ctx context.Context) (map[string]*outlet, error) {
	outlets := map[string]*outlet{}
	for _, o := range []*outlet{
		{name: "The Cold Open", dir: "cold-open", kind: "rss.xml"},
		{name: "Pilot Week", dir: "pilot-week", kind: "atom.xml"},
		{name: "Sofa Wire", dir: "sofa-wire", kind: "summary.xml"},
	} {
		if err := o.open(ctx); err != nil {
			closeOutlets(outlets)
			return nil, err
		}
		outlets[o.name] = o
	}
	return outlets, nil
}

func closeOutlets(outlets map[string]*outlet) {
	for _, o := range outlets {
		o.server.Close()
	}
}

func (o *outlet) open(ctx context.Context) error {
	o.known = make(chan struct{})
	names, err := fs.Glob(files, "articles/"+o.dir+"/*.html")
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("outlet %s: %w", o.name, err)
	}
	o.addr = l.Addr().String()
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "live-") {
			continue
		}
		if _, err := o.publish(name, time.Now()); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	o.server = &http.Server{Handler: o, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = o.server.Serve(l) }() // ends with closeOutlets, and says no more than that
	return nil
}

// feed returns the outlet's feed as the operator would list it.
func (o *outlet) feed() news.Feed {
	return news.Feed{URL: "http://" + o.addr + "/feed", Outlet: o.name, Shared: true}
}

// settled waits until the bot has stored all that the feed held at the start:
// until it asks with the feed's ETag.
func (o *outlet) settled(ctx context.Context) error {
	select {
	case <-o.known:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the bot did not poll %s: %w", o.name, ctx.Err())
	}
}

// publish puts the article of a file into the feed and returns its title. One
// that has no date of its own is dated now.
func (o *outlet) publish(file string, now time.Time) (title string, err error) {
	raw, err := files.ReadFile(file)
	if err != nil {
		return "", err
	}
	r := textproto.NewReader(bufio.NewReader(bytes.NewReader(raw)))
	head, err := r.ReadMIMEHeader()
	if err != nil {
		return "", fmt.Errorf("article %s: %w", file, err)
	}
	_, body, _ := strings.Cut(string(raw), "\n\n")
	slug := strings.TrimSuffix(path.Base(file), ".html")
	a := article{
		Title: head.Get("Title"), Author: head.Get("Author"), Summary: head.Get("Summary"), Body: body,
		Categories: strings.Split(head.Get("Categories"), ", "),
		Link:       "http://" + o.addr + "/" + slug, Slug: slug, Date: now.UTC(),
	}
	if d := head.Get("Date"); d != "" {
		if a.Date, err = time.Parse(time.RFC3339, d); err != nil {
			return "", fmt.Errorf("article %s: %w", file, err)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.published = append([]article{a}, o.published...)
	return a.Title, nil
}

// ServeHTTP serves the feed and the pages. The feed's ETag is the number of
// its articles, so that a poll of an unchanged feed costs a 304.
func (o *outlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	published := o.published
	o.mu.Unlock()
	if r.URL.Path == "/feed" {
		tag := fmt.Sprintf(`"%d"`, len(published))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			o.knownOnce.Do(func() { close(o.known) })
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/xml; charset=utf-8")
		o.render(w, o.kind, map[string]any{"Name": o.name, "Home": "http://" + o.addr + "/", "Articles": published})
		return
	}
	for _, a := range published {
		if r.URL.Path == "/"+a.Slug {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			o.render(w, "page.html", map[string]any{"Name": o.name, "Article": a})
			return
		}
	}
	http.NotFound(w, r)
}

func (o *outlet) render(w http.ResponseWriter, name string, data any) {
	var page bytes.Buffer
	if err := templates.ExecuteTemplate(&page, name, data); err != nil {
		http.Error(w, "this page has a fault", http.StatusInternalServerError)
		return
	}
	w.Write(page.Bytes())
}

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"rfc1123": func(t time.Time) string { return t.Format(time.RFC1123Z) },
	"rfc3339": func(t time.Time) string { return t.Format(time.RFC3339) },
}).ParseFS(files, "outlets/*"))
