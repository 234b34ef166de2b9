package store

import (
	"context"
	"fmt"
	"slices"

	"greenlit/internal/news"
)

// A story is kept by the canonical link of its first article, so that items
// are found by their links without a column of their own.
const itemsByLink = `
	SELECT a.item_key, a.link
	FROM stories st JOIN articles a ON a.story_id = COALESCE(st.same_as, st.id) AND a.feed_id = $1
	WHERE st.key IN (%s)`

// ItemKeys returns the keys of those items of the feed that are stored with
// one of the links, by the links as asked for. A link that several items have
// names none of them.
func (s *Store) ItemKeys(ctx context.Context, feed int64, links []string) (map[string]string, error) {
	type item struct{ key, link string }
	scan := func(r row) (i item, err error) {
		err = r.Scan(&i.key, &i.link)
		return i, err
	}
	named := map[string][]string{} // by canonical link
	for part := range slices.Chunk(links, 256) {
		stories := make([]string, len(part))
		for i, link := range part {
			stories[i] = key(news.StoryKey(news.Article{Link: link}))
		}
		placeholders, args := list(2, stories)
		found, err := all(ctx, s.read, scan, fmt.Sprintf(itemsByLink, placeholders), append([]any{feed}, args...)...)
		if err != nil {
			return nil, fmt.Errorf("items of feed %d by link: %w", feed, err)
		}
		for _, i := range found {
			link := news.CanonicalLink(i.link)
			if !slices.Contains(named[link], i.key) {
				named[link] = append(named[link], i.key)
			}
		}
	}
	keys := map[string]string{}
	for _, link := range links {
		if of := named[news.CanonicalLink(link)]; len(of) == 1 {
			keys[link] = of[0]
		}
	}
	return keys, nil
}
