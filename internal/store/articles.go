package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

const articleColumns = `a.id, a.feed_id, a.item_key, a.hash, a.story_id, a.published_at, a.updated_at, a.seen_at, a.title,
	a.link, a.author, a.author_role, a.outlet, a.source, a.image, a.language, a.categories, a.summary`

// columns are the places for articleColumns.
func (t *told) columns() []any {
	if t.Article == nil {
		t.Article = new(news.Article)
	}
	return []any{&t.ID, &t.FeedID, &t.Key, &t.Hash, &t.story, clock{&t.Published}, clock{&t.Updated}, clock{&t.Seen},
		&t.Title, &t.Link, &t.Author, &t.AuthorRole, &t.Outlet, &t.Source, &t.Image, &t.Language,
		decoder[string]{&t.Categories}, &t.Summary}
}

func scanTold(r row) (t told, err error) {
	err = r.Scan(t.columns()...)
	return t, err
}

// The newest article of each story is wanted: where one story fills several
// places of a page, the next page is read too.
var articlesAbout = `
	SELECT ` + articleColumns + ` FROM article_shows s JOIN articles a ON a.id = s.article_id
	WHERE s.show = $1 AND s.about AND (s.feed_id = 0 OR ` + fmt.Sprintf(visible, "s.feed_id", "$2") + `)
	ORDER BY s.dated_at DESC, s.article_id DESC
	LIMIT CAST($3 AS BIGINT) OFFSET CAST($4 AS BIGINT)`

// ArticlesAbout returns the newest articles about a show that the guild may
// see, one for each story, newest first, without blocks and reading.
func (s *Store) ArticlesAbout(ctx context.Context, guild news.GuildID, show tv.Slug, limit int) ([]news.Article, error) {
	if limit <= 0 {
		return nil, nil
	}
	var articles []news.Article
	told := map[int64]bool{}
	for offset := 0; ; offset += limit {
		page, err := all(ctx, s.read, scanTold, articlesAbout, key(show), text(guild), limit, offset)
		if err != nil {
			return nil, fmt.Errorf("articles about %s: %w", show, err)
		}
		for _, a := range page {
			if len(articles) == limit {
				break
			}
			if !told[a.story] {
				told[a.story] = true
				articles = append(articles, *a.Article)
			}
		}
		if len(articles) == limit || len(page) < limit {
			return articles, nil
		}
	}
}

// enoughArticles is where ArticleCounts stops to count.
const enoughArticles = 1000

var countArticles = `
	SELECT COUNT(*) FROM (
		SELECT 1 FROM article_shows s
		WHERE s.show = $1 AND s.about AND (s.feed_id = 0 OR ` + fmt.Sprintf(visible, "s.feed_id", "$2") + `)
		ORDER BY s.dated_at DESC, s.article_id DESC
		LIMIT CAST($3 AS BIGINT)) n`

// ArticleCounts returns how many articles about each show the guild may see,
// up to a thousand. Shows without any are left out.
func (s *Store) ArticleCounts(ctx context.Context, guild news.GuildID, shows []tv.Slug) (map[tv.Slug]int, error) {
	counts := make(map[tv.Slug]int, len(shows))
	for _, show := range shows {
		var n int
		if err := s.read.QueryRowContext(ctx, countArticles, key(show), text(guild), enoughArticles).Scan(&n); err != nil {
			return nil, fmt.Errorf("count articles about %s: %w", show, err)
		}
		if n > 0 {
			counts[show] = n
		}
	}
	return counts, nil
}

const factColumns = `type, show, person, character, role, status, season, date, network, place, text, outlet, certainty,
	former, evidence_block, evidence_start, evidence_end, sentence, rule`

// A statement and the story of its article.
type statement struct {
	fact tv.Fact
	told
}

func scanStatement(r row) (s statement, err error) {
	f := &s.fact
	err = r.Scan(append(s.columns(), &f.Type, &f.Show, &f.Person, &f.Character, &f.Role, &f.Status, &f.Season, &f.Date,
		&f.Network, &f.Place, &f.Text, &f.Outlet, &f.Certainty, &f.Former,
		&f.Evidence.Block, &f.Evidence.Start, &f.Evidence.End, &f.Evidence.Sentence, &f.Rule)...)
	return s, err
}

// mostStatements of one type are returned for a show.
const mostStatements = 500

var statements = `
	SELECT ` + articleColumns + `, f.type, f.show, f.person, f.character, f.role, f.status, f.season, f.date, f.network,
		f.place, f.text, f.outlet, f.certainty, f.former, f.evidence_block, f.evidence_start, f.evidence_end,
		f.sentence, f.rule
	FROM facts f JOIN articles a ON a.id = f.article_id
	WHERE f.show = $1 AND f.type = $2 AND (a.feed_id = 0 OR ` + fmt.Sprintf(visible, "a.feed_id", "$3") + `)
	ORDER BY f.dated_at DESC, f.article_id DESC, f.rank
	LIMIT CAST($4 AS BIGINT)`

// Statements returns what articles that the guild may see state of a show,
// newest article first and in the order of its text: facts of the given
// types, or of all types, and of every certainty. Of one type it returns the
// newest 500. Of several articles that tell one story, only the newest is a
// source of the same fact.
func (s *Store) Statements(ctx context.Context, guild news.GuildID, show tv.Slug, types ...tv.FactType) ([]news.Statement, error) {
	if len(types) == 0 {
		var err error
		types, err = all(ctx, s.read, one[tv.FactType], `SELECT DISTINCT type FROM facts WHERE show = $1`, key(show))
		if err != nil {
			return nil, fmt.Errorf("what is stated of %s: %w", show, err)
		}
	}
	type tale struct {
		tv.Fact
		story int64
	}
	by := map[tale]int64{} // article
	var found []news.Statement
	for _, t := range types {
		stated, err := all(ctx, s.read, scanStatement, statements, key(show), text(t), text(guild), mostStatements)
		if err != nil {
			return nil, fmt.Errorf("%s facts of %s: %w", t, show, err)
		}
		for _, f := range stated {
			same := tale{f.fact, f.story}
			same.Evidence, same.Rule = tv.Evidence{}, ""
			if article, ok := by[same]; ok && article != f.ID {
				continue
			}
			by[same] = f.ID
			found = append(found, news.Statement{Fact: f.fact, Article: *f.Article})
		}
	}
	// Within an article the facts of a type keep their order.
	slices.SortStableFunc(found, func(a, b news.Statement) int {
		return cmp.Or(b.Article.When().Compare(a.Article.When()), cmp.Compare(b.Article.ID, a.Article.ID))
	})
	return found, nil
}

// LearntShows returns the shows that no list knows and articles announced.
func (s *Store) LearntShows(ctx context.Context) ([]tv.Show, error) {
	shows, err := all(ctx, s.read, scanShow, `
		SELECT slug, title, year, network, country, aliases, ambiguity FROM shows ORDER BY learnt_at, slug`)
	if err != nil {
		return nil, fmt.Errorf("learnt shows: %w", err)
	}
	return shows, nil
}

func scanShow(r row) (tv.Show, error) {
	show := tv.Show{Learnt: true}
	err := r.Scan(&show.Slug, &show.Title, &show.Year, &show.Network, &show.Country, decoder[string]{&show.Aliases},
		&show.Ambiguity)
	return show, err
}

// People returns the people whom the newest articles name, most often named
// first.
func (s *Store) People(ctx context.Context, limit int) ([]string, error) {
	named, err := all(ctx, s.read, one[string], `
		SELECT person FROM article_people ORDER BY article_id DESC, rank LIMIT CAST($1 AS BIGINT)`, 20*limit)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	times := map[string]int{}
	var people []string
	for _, person := range named {
		if times[person]++; times[person] == 1 {
			people = append(people, person)
		}
	}
	slices.SortStableFunc(people, func(a, b string) int { return cmp.Compare(times[b], times[a]) })
	return people[:min(limit, len(people))], nil
}
