//go:build unix

package store_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

var size = flag.Int("articles", 20_000, "articles in the database of the benchmarks")

// benchShows is how many shows the benchmarks' articles are about. The first
// ten have half of all articles.
const benchShows = 2000

// fill makes articles, two shows and three facts each, of 100 feeds, of which
// every second is shared.
func fill(b *testing.B, e engine, url string) {
	b.Helper()
	db := raw(b, e, url)
	const show = `'show-' || (CASE WHEN i %% 2 = 0 THEN (i / 2) %% 10 ELSE (i / 2) %% %d END)`
	for _, statement := range []string{
		`INSERT INTO feeds (url, title, outlet, shared, etag, last_modified, failures, error)
			SELECT 'https://' || i || '.example/feed', 'Feed ' || i, '', i % 2 = 0, '', '', 0, '' FROM n WHERE i <= 100`,
		`INSERT INTO feed_guilds (guild, feed_id, added_by, added_at) SELECT 'g', id, '', 0 FROM feeds WHERE NOT shared AND id % 10 = 1`,
		`INSERT INTO stories (id, key, created_at) SELECT i, 'a.example/' || i, 0 FROM n`,
		`INSERT INTO articles (id, feed_id, item_key, hash, story_id, published_at, seen_at, title, link, author, author_role, outlet,
				source, image, language, categories, summary, blocks)
			SELECT i, 1 + i / 20 % 100, 'https://a.example/' || i, 'hash', i, 1700000000000 + i * 1000, 1700000000000 + i * 1000,
				'The headline of the article with the number ' || i, 'https://a.example/' || i, 'A. Writer', 'Editor', 'Outlet',
				'', 'https://a.example/' || i || '.jpg', 'en', '["TV","News"]', '` + strings.Repeat("Summary. ", 30) + `',
				'` + strings.Repeat("Text. ", 300) + `' FROM n`,
		fmt.Sprintf(`INSERT INTO article_shows (article_id, show, rank, about, feed_id, dated_at)
			SELECT i, `+show+`, 0, true, 1 + i / 20 %% 100, 1700000000000 + i * 1000 FROM n`, benchShows),
		`INSERT INTO article_shows (article_id, show, rank, about, feed_id, dated_at)
			SELECT i, 'passing-' || i % 100, 1, false, 1 + i / 20 % 100, 1700000000000 + i * 1000 FROM n`,
		fmt.Sprintf(`INSERT INTO facts (article_id, rank, dated_at, type, show, person, character, role, status, season, date, network,
				place, text, outlet, certainty, former, evidence_block, evidence_start, evidence_end, sentence, rule)
			SELECT i, f, 1700000000000 + i * 1000, CASE f WHEN 1 THEN 'cast' WHEN 2 THEN 'crew' ELSE 'status' END, `+show+`,
				'Person ' || i %% 50, 'Character', '', '', 0, '', '', '', '', '', 'confirmed', false, 1, 0, 50, 'A sentence.', 'rule'
			FROM n CROSS JOIN (SELECT 1 AS f UNION ALL SELECT 2 UNION ALL SELECT 3) f`, benchShows),
	} {
		_, err := db.Exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, *size) + statement)
		must(b, err)
	}
	for _, table := range []string{"stories", "articles"} {
		if e.name == "postgres" { // does not see the ids that were given
			_, err := db.Exec(`SELECT setval(pg_get_serial_sequence($1, 'id'), $2)`, table, *size)
			must(b, err)
		}
	}
	if e.name == "postgres" { // where it happens by itself
		_, err := db.Exec(`VACUUM ANALYZE`)
		must(b, err)
	}
}

func onBothFilled(b *testing.B, bench func(b *testing.B, s *store.Store)) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			url := e.url(b)
			s := open(b, url)
			fill(b, e, url)
			db := raw(b, e, url)
			db.SetMaxIdleConns(1)
			b.Run("baseline=SELECT_1", func(b *testing.B) {
				defer cpu(b)()
				for b.Loop() {
					var n int
					must(b, db.QueryRowContext(b.Context(), `SELECT 1`).Scan(&n))
				}
			})
			bench(b, s)
		})
	}
}

// cpu reports the processor time of each round of a benchmark. The time on the
// clock is also that of neighbours, and a server's is not in it.
func cpu(b *testing.B) (report func()) {
	now := func() int64 {
		var u syscall.Rusage
		must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
		return u.Utime.Nano() + u.Stime.Nano()
	}
	start := now()
	return func() { b.ReportMetric(float64((now()-start)/int64(b.N)/1000), "cpu-µs/op") }
}

func BenchmarkArticlesAbout(b *testing.B) {
	onBothFilled(b, func(b *testing.B, s *store.Store) {
		for _, guild := range []news.GuildID{"g", ""} {
			b.Run(fmt.Sprintf("guild=%q", guild), func(b *testing.B) {
				defer cpu(b)()
				var took []time.Duration
				for i := 0; b.Loop(); i++ {
					start := time.Now()
					_, err := s.ArticlesAbout(b.Context(), guild, tv.Slug(fmt.Sprint("show-", i%benchShows)), 5)
					must(b, err)
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			})
		}
		b.Run("Statements", func(b *testing.B) {
			defer cpu(b)()
			for i := 0; b.Loop(); i++ {
				_, err := s.Statements(b.Context(), "g", tv.Slug(fmt.Sprint("show-", 10+i%1000)), tv.Cast, tv.Crew)
				must(b, err)
			}
		})
	})
}

func BenchmarkSaveFetch(b *testing.B) {
	onBothFilled(b, func(b *testing.B, s *store.Store) {
		subscribe(b, s, "g", "c1", "show-1")
		subscribe(b, s, "g", "c2", news.Everything)
		b.Run("unchanged", func(b *testing.B) {
			f := addFeed(b, s, "", "https://b.example/feed")
			defer cpu(b)()
			for b.Loop() {
				save(b, s, f, noon)
			}
		})
		b.Run("one new of 40", func(b *testing.B) {
			f := addFeed(b, s, "", "https://a.example/feed")
			keys := make([]string, 40)
			defer cpu(b)()
			for i := 0; b.Loop(); i++ {
				for k := range keys {
					keys[k] = fmt.Sprintf("https://bench.example/%d", i-k)
				}
				_, err := s.ItemHashes(b.Context(), f.ID, keys)
				must(b, err)
				a := about("show-1", keys[0], noon)
				a.Shows = append(a.Shows, news.Mention{Show: "show-2"})
				a.People = []string{"Person 1", "Person 2", "Person 3"}
				a.Blocks = []news.Block{{Kind: news.Paragraph, Text: strings.Repeat("Text. ", 500)}}
				for n := range 8 {
					a.Facts = append(a.Facts, tv.Fact{Type: tv.Cast, Show: "show-1", Person: fmt.Sprint("Person ", n), Certainty: tv.Confirmed})
				}
				save(b, s, f, noon, a)
			}
		})
	})
}

func BenchmarkClaimDeliveries(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			s := open(b, e.url(b))
			f := addFeed(b, s, "", "https://a.example/feed")
			for i := range 2000 { // of which 500 in one guild
				subscribe(b, s, news.GuildID(fmt.Sprint("g", max(0, i-500))), news.ChannelID(fmt.Sprint("c", i)), news.Everything)
			}
			story := 0
			more := func() {
				story++
				save(b, s, f, noon, about("x", fmt.Sprintf("https://a.example/%d", story), noon))
			}
			b.Run("fan-out to 2000", func(b *testing.B) {
				defer cpu(b)()
				for b.Loop() {
					more()
				}
			})
			now := noon
			b.Run("claim 10, mark 10", func(b *testing.B) {
				defer cpu(b)()
				for b.Loop() {
					now = now.Add(time.Second)
					got := claim(b, s, now, 10)
					if len(got) == 0 {
						b.StopTimer()
						more()
						b.StartTimer()
					}
					for _, d := range got {
						must(b, s.Delivered(b.Context(), d.ID, "m", now))
					}
				}
			})
		})
	}
}

// BenchmarkPrune prunes a year of posts, three for each article, while another
// writes.
func BenchmarkPrune(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			url := e.url(b)
			s := open(b, url)
			fill(b, e, url)
			db := raw(b, e, url)
			run := func(statement string, args ...any) {
				b.Helper()
				_, err := db.Exec(statement, args...)
				must(b, err)
			}
			year := fmt.Sprintf(`%d + CAST(a.id AS BIGINT) * %d`, days(-365).UnixMilli(), (365*24*time.Hour).Milliseconds()/int64(*size))
			run(`INSERT INTO article_events (article_id, story_id, event) SELECT id, story_id, '` + strings.Repeat("x", 400) + `' FROM articles`)
			run(`UPDATE articles AS a SET seen_at = ` + year)
			run(`INSERT INTO deliveries (story_id, article_id, guild, channel, show, state, attempts, created_at, first_at, delivered_at, message)
				SELECT a.id, a.id, 'g' || c, 'channel-' || c, '*', 'delivered', 1, ` + year + `, ` + year + `, ` + year + `, '1234567890123456789'
				FROM articles a CROSS JOIN (SELECT 1 AS c UNION ALL SELECT 2 UNION ALL SELECT 3) c`)
			bytes := func() (n int64) {
				if e.name == "sqlite" {
					must(b, db.QueryRow(`SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size`).Scan(&n))
					return n
				}
				run(`VACUUM FULL`)
				must(b, db.QueryRow(`SELECT pg_database_size(current_database())`).Scan(&n))
				return n
			}
			before := bytes()
			stop, longest := make(chan struct{}), make(chan time.Duration)
			go func() {
				most := time.Duration(0)
				for {
					select {
					case <-stop:
						longest <- most
						return
					case <-time.After(time.Millisecond):
					}
					start := time.Now()
					if err := s.SetNotices(context.Background(), "g", "c"); err != nil {
						b.Error(err)
					}
					most = max(most, time.Since(start))
				}
			}()
			var pruned store.Pruned
			for b.Loop() {
				for range 2 {
					p, err := s.Prune(b.Context(), noon)
					must(b, err)
					pruned.Posts += p.Posts
					pruned.Events += p.Events
				}
			}
			close(stop)
			b.ReportMetric(float64((<-longest).Milliseconds()), "longest-write-ms")
			b.ReportMetric(float64(pruned.Posts), "posts")
			b.ReportMetric(float64(pruned.Events), "events")
			b.ReportMetric(float64(before)/1e6, "MB-before")
			b.ReportMetric(float64(bytes())/1e6, "MB-after")
		})
	}
}
