package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"greenlit/internal/news"
)

// An article and the story that it tells.
type told struct {
	*news.Article
	story int64
	// fresh is set when no other article is known to tell the story.
	fresh bool
	event *news.Event // once it was asked for
}

// tells returns what the article tells.
func (t *told) tells() news.Event {
	if t.event == nil {
		e := news.EventOf(*t.Article)
		t.event = &e
	}
	return *t.event
}

// toldOf returns the articles with their stories. A known item stays in its
// story. The unknown ones go by their link, and the story is fresh when it is
// new.
func (s *Store) toldOf(ctx context.Context, tx *sql.Tx, feed int64, articles []news.Article, at time.Time) (all, unknown []*told, err error) {
	known, err := knownStories(ctx, tx, feed, articles)
	if err != nil {
		return nil, nil, err
	}
	all = make([]*told, len(articles))
	keys := map[*told]string{}
	for i := range articles {
		a := &told{Article: &articles[i]}
		all[i] = a
		if a.story = known[key(a.Key)]; a.story == 0 {
			keys[a] = key(news.StoryKey(*a.Article))
			unknown = append(unknown, a)
		}
	}
	slices.SortStableFunc(unknown, func(a, b *told) int { return cmp.Compare(keys[a], keys[b]) })
	for i, a := range unknown {
		if i > 0 && keys[unknown[i-1]] == keys[a] {
			a.story, a.fresh = unknown[i-1].story, unknown[i-1].fresh
			continue
		}
		if a.story, a.fresh, err = s.storyOf(ctx, tx, keys[a], at); err != nil {
			return nil, nil, fmt.Errorf("story %q: %w", keys[a], err)
		}
	}
	return all, unknown, nil
}

// knownStories returns the stories of those articles that are stored, by the
// key of their item.
func knownStories(ctx context.Context, tx *sql.Tx, feed int64, articles []news.Article) (map[string]int64, error) {
	stories := map[string]int64{}
	for part := range slices.Chunk(articles, 256) {
		keys := make([]string, len(part))
		for i, a := range part {
			keys[i] = key(a.Key)
		}
		placeholders, args := list(2, keys)
		rows, err := all(ctx, tx, func(r row) (a struct {
			key   string
			story int64
		}, err error) {
			err = r.Scan(&a.key, &a.story)
			return a, err
		}, `SELECT item_key, story_id FROM articles WHERE feed_id = $1 AND item_key IN (`+placeholders+`)`,
			append([]any{feed}, args...)...)
		if err != nil {
			return nil, fmt.Errorf("known items: %w", err)
		}
		for _, a := range rows {
			stories[a.key] = a.story
		}
	}
	return stories, nil
}

// storyOf returns the story that is kept by the key, and locks it.
func (s *Store) storyOf(ctx context.Context, tx *sql.Tx, key string, at time.Time) (id int64, fresh bool, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO stories (key, created_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING RETURNING id`,
		key, at.UnixMilli()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `SELECT COALESCE(same_as, id) FROM stories WHERE key = $1 `+s.lockRow(), key).Scan(&id)
		return id, false, err
	}
	return id, err == nil, err
}

// lockShows lets nobody else save new articles about the same shows until the
// transaction ends: of two outlets which are saved at once, one has to find
// the other's story, and their deliveries must not wait for each other. SQLite
// has one writer anyway.
func (s *Store) lockShows(ctx context.Context, tx *sql.Tx, articles []*told) error {
	if s.lock == "" {
		return nil
	}
	var shows []int32
	for _, a := range articles {
		for _, m := range a.Shows {
			if m.About {
				sum := fnv.New32a()
				sum.Write([]byte(m.Show))
				shows = append(shows, int32(sum.Sum32()%1024))
			}
		}
	}
	if len(shows) == 0 {
		return nil
	}
	slices.Sort(shows)
	_, err := tx.ExecContext(ctx, s.lock, slices.Compact(shows))
	return err
}

// sameStories are the stories that the fresh ones of a fetch turned out to be.
type sameStories map[int64]int64

// find puts an article of a fresh story into the one that it tells too. Its
// own then stands for that one, so that its link is known there, if the feed is
// the operator's: a guild's feed may name a page that is not its outlet's, and
// must not decide what story that page tells. The same holds for what the page
// calls its own address.
func (same sameStories) find(ctx context.Context, tx *sql.Tx, a *told, shared bool, at time.Time) error {
	fresh := a.story
	if story, ok := same[fresh]; ok {
		a.story, a.fresh = story, false
		return nil
	}
	same[fresh] = fresh
	page := key(news.PageKey(*a.Article))
	story, err := storyOfPage(ctx, tx, page, a.FeedID)
	if err == nil && story == 0 {
		story, err = sameStory(ctx, tx, a.tells())
	}
	if err == nil && page != "" && shared {
		_, err = tx.ExecContext(ctx, `
			INSERT INTO stories (key, created_at, same_as) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
			page, at.UnixMilli(), cmp.Or(story, fresh))
	}
	if err != nil || story == 0 {
		return err
	}
	same[fresh], a.story, a.fresh = story, story, false
	if !shared {
		_, err = tx.ExecContext(ctx, `DELETE FROM stories WHERE id = $1`, fresh)
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE stories SET same_as = $2 WHERE id = $1`, fresh, story)
	return err
}

// storyOfPage returns the story that is kept by a page's own address; 0 if there
// is none, or if the feed told it before: a site may call all its pages alike.
func storyOfPage(ctx context.Context, tx *sql.Tx, page string, feed int64) (id int64, err error) {
	if page == "" {
		return 0, nil
	}
	err = tx.QueryRowContext(ctx, `
		SELECT COALESCE(st.same_as, st.id) FROM stories st WHERE st.key = $1
			AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.story_id = COALESCE(st.same_as, st.id) AND a.feed_id = $2)`,
		page, feed).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// isShared reports whether what a feed says is for all guilds: it is the
// operator's, or none.
func isShared(ctx context.Context, tx *sql.Tx, feed int64) (shared bool, err error) {
	if feed == 0 {
		return true, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT shared FROM feeds WHERE id = $1`, feed).Scan(&shared)
	return shared, err
}

// mostCandidates are compared with a new article, the newest ones.
const mostCandidates = 25

// What the operator's feeds say counts before what a guild's feed says, or a
// guild could keep the others from being told something.
const candidates = `
	SELECT s.article_id, COALESCE(e.story_id, 0), COALESCE(e.event, ''),
		s.feed_id = 0 OR EXISTS (SELECT 1 FROM feeds v WHERE v.id = s.feed_id AND v.shared)
	FROM article_shows s LEFT JOIN article_events e ON e.article_id = s.article_id
	WHERE s.show = $1 AND s.about AND s.dated_at BETWEEN $2 AND $3
	ORDER BY s.dated_at DESC, s.article_id DESC
	LIMIT CAST($4 AS BIGINT)`

// A candidate is an article whose story a new one may tell.
type candidate struct {
	article, story int64
	event          news.Event
	shared         bool
}

// scanCandidate leaves the story and the event of an old article open, of which
// what it tells was pruned.
func scanCandidate(r row) (c candidate, err error) {
	var event []byte
	if err := r.Scan(&c.article, &c.story, &event, &c.shared); err != nil || len(event) == 0 {
		return c, err
	}
	return c, json.Unmarshal(event, &c.event)
}

// recall sets the candidate's story and what it tells, and keeps that again: of
// an archive that a new feed brings, many articles are compared with one.
func (c *candidate) recall(ctx context.Context, tx *sql.Tx) error {
	t, err := scanTold(tx.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a`+withSpoilers+`WHERE a.id = $1`, c.article))
	if err != nil {
		return err
	}
	if t.Reading, err = reading(ctx, tx, c.article); err != nil {
		return err
	}
	c.story, c.event = t.story, t.tells()
	return saveEvent(ctx, tx, &t)
}

// sameStory returns the story of the same days that is told by the event too,
// by what most of its articles say; 0 if there is none.
func sameStory(ctx context.Context, tx *sql.Tx, event news.Event) (int64, error) {
	if len(event.Shows) == 0 {
		return 0, nil
	}
	found, err := all(ctx, tx, scanCandidate, candidates, key(event.Shows[0]),
		event.When.Add(-news.SameTime).UnixMilli(), event.When.Add(news.SameTime).UnixMilli(), mostCandidates)
	if err != nil {
		return 0, err
	}
	type votes struct{ same, all int }
	stories := map[int64]*[2]votes{} // of the guilds' feeds, and of the operator's
	for i := range found {
		if found[i].story == 0 {
			if err := found[i].recall(ctx, tx); err != nil {
				return 0, fmt.Errorf("what article %d tells: %w", found[i].article, err)
			}
		}
		c := found[i]
		if stories[c.story] == nil {
			stories[c.story] = new([2]votes)
		}
		v := &stories[c.story][0]
		if c.shared {
			v = &stories[c.story][1]
		}
		v.all++
		if event.Same(c.event) {
			v.same++
		}
	}
	for _, c := range found { // newest first
		v := stories[c.story][1]
		if v.all == 0 {
			v = stories[c.story][0]
		}
		if 2*v.same > v.all {
			return c.story, nil
		}
	}
	return 0, nil
}

// saveEvent keeps what an article tells, for those that come after it.
func saveEvent(ctx context.Context, tx *sql.Tx, a *told) error {
	e := a.tells()
	if len(e.Shows) == 0 {
		return nil
	}
	event, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO article_events (article_id, story_id, event) VALUES ($1, $2, $3)
		ON CONFLICT (article_id) DO NOTHING`, a.ID, a.story, text(string(event)))
	return err
}
