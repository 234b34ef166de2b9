package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

const articleColumns = `a.id, a.feed_id, a.item_key, a.hash, a.story_id, a.published_at, a.updated_at, a.seen_at, a.title,
	a.link, a.author, a.author_role, a.outlet, a.source, a.image, a.language, a.categories, a.summary,
	COALESCE(p.level, 0), COALESCE(p.show, ''), COALESCE(p.title, ''), COALESCE(p.season, 0), COALESCE(p.episode, 0),
	COALESCE(p.told, FALSE)`

// withSpoilers follows the articles, as a, in a FROM with articleColumns.
const withSpoilers = ` LEFT JOIN article_spoilers p ON p.article_id = a.id `

// columns are the places for articleColumns.
func (t *told) columns() []any {
	if t.Article == nil {
		t.Article = new(news.Article)
	}
	return []any{&t.ID, &t.FeedID, &t.Key, &t.Hash, &t.story, clock{&t.Published}, clock{&t.Updated}, clock{&t.Seen},
		&t.Title, &t.Link, &t.Author, &t.AuthorRole, &t.Outlet, &t.Source, &t.Image, &t.Language,
		decoder[string]{&t.Categories}, &t.Summary, &t.Spoiler.Level, &t.Spoiler.Show, &t.Spoiler.Title,
		&t.Spoiler.Season, &t.Spoiler.Episode, &t.Spoiler.Told}
}

func scanTold(r row) (t told, err error) {
	err = r.Scan(t.columns()...)
	return t, err
}

// The newest article of each story is wanted: where one story fills several
// places of a page, the next page is read too.
var articlesAbout = `
	SELECT ` + articleColumns + ` FROM article_shows s JOIN articles a ON a.id = s.article_id` + withSpoilers + `
	WHERE s.show = $1 AND s.about AND s.dated_at < $5 AND (s.feed_id = 0 OR ` + fmt.Sprintf(visible, "s.feed_id", "$2") + `)
	ORDER BY s.dated_at DESC, s.article_id DESC
	LIMIT CAST($3 AS BIGINT) OFFSET CAST($4 AS BIGINT)`

// ArticlesAbout returns the newest articles about a show that the guild may
// see, one for each story, newest first, without blocks and of the reading
// with the spoiler alone.
func (s *Store) ArticlesAbout(ctx context.Context, guild news.GuildID, show tv.Slug, limit int) ([]news.Article, error) {
	return s.ArticlesUntil(ctx, guild, show, time.Time{}, limit)
}

// ArticlesUntil is ArticlesAbout for the articles dated before a time. The
// zero time is the end of all.
func (s *Store) ArticlesUntil(ctx context.Context, guild news.GuildID, show tv.Slug, until time.Time, limit int) ([]news.Article, error) {
	if limit <= 0 {
		return nil, nil
	}
	var articles []news.Article
	told := map[int64]bool{}
	for offset := 0; ; offset += limit {
		page, err := all(ctx, s.read, scanTold, articlesAbout, key(show), text(guild), limit, offset, end(until))
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

// end returns t for the database, or the end of all for the zero time.
func end(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return t.UnixMilli()
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
	err = r.Scan(append(s.columns(), factFields(&s.fact)...)...)
	return s, err
}

// factFields are the places for factColumns.
func factFields(f *tv.Fact) []any {
	return []any{&f.Type, &f.Show, &f.Person, &f.Character, &f.Role, &f.Status, &f.Season, &f.Date,
		&f.Network, &f.Place, &f.Text, &f.Outlet, &f.Certainty, &f.Former,
		&f.Evidence.Block, &f.Evidence.Start, &f.Evidence.End, &f.Evidence.Sentence, &f.Rule}
}

// mostStatements of one type are returned for a show.
const mostStatements = 500

var (
	statements         = statementsWhere(`f.show = $1`)
	statementsOfPerson = statementsWhere(`f.person = $1 AND f.person <> ''`)
)

func statementsWhere(subject string) string {
	return `
	SELECT ` + articleColumns + `, f.type, f.show, f.person, f.character, f.role, f.status, f.season, f.date, f.network,
		f.place, f.text, f.outlet, f.certainty, f.former, f.evidence_block, f.evidence_start, f.evidence_end,
		f.sentence, f.rule
	FROM facts f JOIN articles a ON a.id = f.article_id` + withSpoilers + `
	WHERE ` + subject + ` AND f.type = $2 AND f.dated_at < $5
		AND (a.feed_id = 0 OR ` + fmt.Sprintf(visible, "a.feed_id", "$3") + `)
	ORDER BY f.dated_at DESC, f.article_id DESC, f.rank
	LIMIT CAST($4 AS BIGINT)`
}

// Statements returns what articles that the guild may see state of a show,
// newest article first and in the order of its text: facts of the given
// types, or of all types, and of every certainty. Of one type it returns the
// newest 500. Of an outlet's articles that tell one story, only the newest is a
// source of the same fact.
func (s *Store) Statements(ctx context.Context, guild news.GuildID, show tv.Slug, types ...tv.FactType) ([]news.Statement, error) {
	return s.StatementsUntil(ctx, guild, show, time.Time{}, types...)
}

// StatementsUntil is Statements for the articles dated before a time. The
// zero time is the end of all.
func (s *Store) StatementsUntil(ctx context.Context, guild news.GuildID, show tv.Slug, until time.Time, types ...tv.FactType) ([]news.Statement, error) {
	if len(types) == 0 {
		var err error
		types, err = all(ctx, s.read, one[tv.FactType], `SELECT DISTINCT type FROM facts WHERE show = $1`, key(show))
		if err != nil {
			return nil, fmt.Errorf("what is stated of %s: %w", show, err)
		}
	}
	found, err := s.stated(ctx, statements, key(show), guild, until, types)
	if err != nil {
		return nil, fmt.Errorf("statements on %s: %w", show, err)
	}
	return found, nil
}

// StatementsOfPerson returns what articles dated before a time, and that the
// guild may see, state of the parts and jobs of a person in any show, in the
// form of Statements. The zero time is the end of all.
func (s *Store) StatementsOfPerson(ctx context.Context, guild news.GuildID, person string, until time.Time) ([]news.Statement, error) {
	found, err := s.stated(ctx, statementsOfPerson, key(person), guild, until, []tv.FactType{tv.Cast, tv.Crew})
	if err != nil {
		return nil, fmt.Errorf("statements on %q: %w", person, err)
	}
	return found, nil
}

func (s *Store) stated(ctx context.Context, query, subject string, guild news.GuildID, until time.Time, types []tv.FactType) ([]news.Statement, error) {
	type tale struct {
		tv.Fact
		story  int64
		source string
	}
	by := map[tale]int64{} // article
	var found []news.Statement
	for _, t := range types {
		stated, err := all(ctx, s.read, scanStatement, query, subject, text(t), text(guild), mostStatements, end(until))
		if err != nil {
			return nil, fmt.Errorf("%s facts: %w", t, err)
		}
		for _, f := range stated {
			same := tale{f.fact, f.story, f.Article.Outlet}
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

// The least and the greatest of a show's links differ unless all are one.
const learntShows = `
	SELECT slug, title, year, network, country, aliases, ambiguity, shared,
		COALESCE((SELECT MIN(a.link) ` + aboutLearnt + `), ''), COALESCE((SELECT MAX(a.link) ` + aboutLearnt + `), ''),
		COALESCE((SELECT MIN(a.outlet) ` + aboutLearnt + `), ''), COALESCE((SELECT MAX(a.outlet) ` + aboutLearnt + `), '')
	FROM shows ORDER BY learnt_at, slug`

const aboutLearnt = `FROM article_shows s JOIN articles a ON a.id = s.article_id WHERE s.show = shows.slug AND s.about AND ` + ofShared

// ofShared is true for an article, as a, that all guilds see. What a guild's
// own feed says teaches the others nothing.
const ofShared = `(a.feed_id = 0 OR EXISTS (SELECT 1 FROM feeds v WHERE v.id = a.feed_id AND v.shared))`

// LearntShows returns the shows that no list knows and articles announced.
// They are candidates until a second article that all guilds see, of another
// link, is about them.
func (s *Store) LearntShows(ctx context.Context) ([]tv.Show, error) {
	scan := func(r row) (tv.Show, error) {
		show := tv.Show{Learnt: true}
		var shared bool
		var link, otherLink, outlet, otherOutlet string
		err := r.Scan(&show.Slug, &show.Title, &show.Year, &show.Network, &show.Country, decoder[string]{&show.Aliases},
			&show.Ambiguity, &shared, &link, &otherLink, &outlet, &otherOutlet)
		link, otherLink = news.CanonicalLink(link), news.CanonicalLink(otherLink)
		show.Private = !shared
		show.Candidate = show.Private || link == otherLink && (link != "" || outlet == otherOutlet)
		return show, err
	}
	shows, err := all(ctx, s.read, scan, learntShows)
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

// Of each person that is named in the newest articles for all guilds, how often
// and where last.
const people = `
	SELECT person FROM (
		SELECT person, COUNT(*) AS times, MAX(article_id) AS newest FROM (
			SELECT p.person, p.article_id FROM article_people p JOIN articles a ON a.id = p.article_id
			WHERE ` + ofShared + ` ORDER BY p.article_id DESC LIMIT CAST($2 AS BIGINT)
		) named GROUP BY person ORDER BY newest DESC, person LIMIT CAST($1 AS BIGINT)
	) known ORDER BY times DESC, newest DESC, person`

// People returns the people whom the newest articles that all guilds see
// name, most often named first.
func (s *Store) People(ctx context.Context, limit int) ([]string, error) {
	found, err := all(ctx, s.read, one[string], people, limit, 20*limit)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return found, nil
}
