package store_test

import (
	"database/sql"
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

// waits returns how many transactions wait for others.
func waits(t testing.TB, db *sql.DB) (n int) {
	t.Helper()
	must(t, db.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n))
	return n
}

// A story that is saved while its channel is being stopped, or its guild left,
// is not posted there.
func TestStoryMeetsAChannelThatIsBeingStopped(t *testing.T) {
	for _, how := range []string{"stopped", "left"} {
		t.Run(how, func(t *testing.T) {
			e := engines[1]
			url := e.url(t)
			s := open(t, url)
			f := addFeed(t, s, "", "https://a.example/feed")
			subscribe(t, s, "g", "c", news.Everything)
			save(t, s, f, noon, about("x", "https://a.example/0", noon))
			deliver(t, s, noon)

			// Both are held up by who has the channel.
			db := raw(t, e, url)
			holder, err := db.Begin()
			must(t, err)
			_, err = holder.Exec(`SELECT 1 FROM channels WHERE channel = 'c' FOR UPDATE`)
			must(t, err)
			begin := func(do func() error) chan error {
				done, waiting := make(chan error, 1), 0
				before := waits(t, db)
				go func() { done <- do() }()
				for waiting <= before && len(done) == 0 {
					waiting = waits(t, db)
				}
				return done
			}
			stopped := begin(func() error {
				if how == "left" {
					return s.LeaveGuild(t.Context(), "g", noon)
				}
				return s.StopChannel(t.Context(), "c", "it is gone", noon)
			})
			saved := begin(func() error {
				_, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: []news.Article{about("x", "https://a.example/1", noon)}}, noon)
				return err
			})
			must(t, holder.Commit())
			must(t, <-stopped)
			must(t, <-saved)
			wantPosts(t, claim(t, s, noon, 10))
		})
	}
}

func TestSubscribingStartsAStoppedChannelAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		f := addFeed(t, s, "", "https://a.example/feed")
		for _, channel := range []news.ChannelID{"c", "other"} {
			for _, show := range []tv.Slug{"x", "y"} {
				subscribe(t, s, "g", channel, show)
			}
			must(t, s.StopChannel(t.Context(), channel, "it can't be seen", noon))
		}
		subscribe(t, s, "g", "c", "new")
		save(t, s, f, noon, about("y", "https://a.example/1", noon))
		wantPosts(t, claim(t, s, noon, 10), "c https://a.example/1")
	})
}
