package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/page"
)

// What a poll spends on the pages of its articles.
const (
	maxPages  = 30
	pagesTime = 30 * time.Second
	// patience is the part of it in which pages are asked for that have a
	// picture only, and that may go by on pages that do not come.
	patience = 10 * time.Second
)

// A pageOf is an article that lacks what its page has: its text, or its
// picture only.
type pageOf struct {
	article   news.Article
	lacksText bool
}

// readPages finishes the articles with their pages, each of which is asked for
// once, whatever comes of it: an article without its page is as its feed gave
// it. What is ready is saved before the next page is asked for, so that no
// article waits for the page of a later one.
func (r *reading) readPages(ctx context.Context, pages []pageOf) error {
	if len(pages) == 0 {
		return nil
	}
	slices.Reverse(pages) // feeds begin with the newest
	slices.SortStableFunc(pages, func(a, b pageOf) int { return a.article.When().Compare(b.article.When()) })
	r.work.rest()
	begin, left := time.Now(), patience
	for n, p := range pages {
		until := begin.Add(patience)
		if p.lacksText {
			until = begin.Add(pagesTime)
		}
		if limit := min(left, time.Until(until)); limit > 0 && n < maxPages {
			if err := r.save(ctx); err != nil {
				return err
			}
			start := time.Now()
			err := r.readPage(ctx, &p, limit)
			if ctx.Err() != nil { // it is asked for when the feed is polled again
				return ctx.Err()
			}
			if err != nil {
				r.poller.logOf(r.feed).Debug("page not read", "page", bareURL(p.article.Link), "error", err)
				left -= time.Since(start)
			}
		}
		r.finish(&p.article)
		r.articles = append(r.articles, p.article)
	}
	return nil
}

// save saves what is ready. The feed stays as it was, and its claim runs on:
// its state after the poll is saved with the last of the articles, so that a
// crash before that loses none.
func (r *reading) save(ctx context.Context) error {
	if len(r.articles) == 0 {
		return nil
	}
	f := r.feed
	f.NextPoll = r.poller.Now().Add(lease)
	saved, err := r.poller.save(ctx, news.Fetch{Feed: f, Articles: r.articles})
	if err != nil {
		return notSaved(err)
	}
	if saved.Flood {
		return errStopped
	}
	r.articles = nil
	r.saved = sum(r.saved, saved)
	return nil
}

// errStopped means that the store polls the feed no more.
var errStopped = errors.New("feed stopped")

// readPage adds what the article's page says.
func (r *reading) readPage(ctx context.Context, p *pageOf, limit time.Duration) error {
	if !r.poller.hosts.held(p.article.Link).IsZero() {
		return errors.New("its host wants no requests now")
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done, err := r.poller.hosts.turn(ctx, p.article.Link)
	if err != nil {
		return fmt.Errorf("turn of its host: %w", err)
	}
	defer done()
	d, err := r.poller.Pages.Read(ctx, p.article.Link)
	if err != nil {
		return err
	}
	if p.lacksText && length(d.Blocks) > length(p.article.Blocks) {
		p.article.Blocks = d.Blocks
	}
	r.complete(&p.article, d)
	p.article.Canonical = d.Link
	return nil
}

// complete fills in what the feed does not say.
func (r *reading) complete(a *news.Article, d page.Document) {
	fill(&a.Author, d.Author)
	if strings.EqualFold(a.Author, d.Author) {
		fill(&a.AuthorRole, d.AuthorRole)
	}
	fill(&a.Outlet, d.Outlet)
	fill(&a.Image, d.Image)
	fill(&a.Language, d.Language)
	if a.Published.IsZero() && !d.Published.After(r.now) {
		a.Published = d.Published
	}
	if len(a.Categories) == 0 {
		a.Categories = d.Categories
	}
}

// keep has an edited article keep what its page said when it was new.
func (r *reading) keep(ctx context.Context, a *news.Article, lacksText bool) error {
	was, err := r.poller.Store.ItemArticle(ctx, r.feed.ID, a.Key)
	if err != nil {
		return err
	}
	// A text that is the summary was replaced with it.
	if lacksText && length(was.Blocks) > max(length(a.Blocks), len(was.Summary)) {
		a.Blocks = was.Blocks
	}
	r.complete(a, page.Document{
		Author: was.Author, AuthorRole: was.AuthorRole, Outlet: was.Outlet, Image: was.Image,
		Language: was.Language, Published: was.Published, Categories: was.Categories,
	})
	return nil
}

// length is that of the text, without what stands at its pictures.
func length(blocks []news.Block) (n int) {
	for _, b := range blocks {
		if b.Kind != news.Caption {
			n += len(b.Text)
		}
	}
	return n
}
