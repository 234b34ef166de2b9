package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/tv"
)

// tells is an article by which an outlet tells of the show "x".
func tells(outlet, title string, at time.Time) news.Article {
	link := fmt.Sprintf("https://%s.example/%s", outlet, strings.ReplaceAll(strings.ToLower(title), " ", "-"))
	a := about("x", link, at)
	a.Outlet, a.Title = outlet, title
	return a
}

// Two ways to tell one story, and another story.
const (
	renewed = "HBO Renews X for Season 2"
	again   = "X Gets a Second Season at HBO"
	joins   = "Ada Vance Joins X"
)

func edits(t testing.TB, s *store.Store, at time.Time) []news.Edit {
	t.Helper()
	got, err := s.ClaimEdits(t.Context(), at, lease, 10)
	must(t, err)
	return got
}

// wantEdits compares edits in short, such as "m1: b c".
func wantEdits(t testing.TB, when string, got []news.Edit, want ...string) {
	t.Helper()
	var short []string
	for _, e := range got {
		short = append(short, e.Message+": "+also(e.Delivery))
	}
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("edits %s (-want +got):\n%s", when, diff)
	}
}

func also(d news.Delivery) string {
	var outlets []string
	for _, a := range d.Also {
		outlets = append(outlets, a.Outlet)
	}
	return strings.Join(outlets, " ")
}

// deliver marks all that waits as posted, as messages named for the channel.
func deliver(t testing.TB, s *store.Store, at time.Time) []news.Delivery {
	t.Helper()
	got := claim(t, s, at, 10)
	for _, d := range got {
		must(t, s.Delivered(t.Context(), d.ID, "in "+string(d.Channel), at))
	}
	return got
}

func TestStoryOfSeveralOutletsIsPostedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var feeds []news.Feed
		for _, name := range []string{"a", "b", "c", "d"} {
			feeds = append(feeds, addFeed(t, s, "", "https://"+name+".example/feed"))
		}
		subscribe(t, s, "g", "ch", "x")
		first := tells("a", renewed, noon)
		save(t, s, feeds[0], noon, first)
		wantPosts(t, deliver(t, s, noon), "ch "+first.Link)

		second := tells("b", again, minutes(-90))
		if saved := save(t, s, feeds[1], minutes(5), second); saved.New != 1 || saved.Deliveries != 0 {
			t.Errorf("the second outlet saved %+v, want one new article and no delivery", saved)
		}
		wantEdits(t, "at once", edits(t, s, minutes(5)))
		due := edits(t, s, minutes(6))
		wantEdits(t, "after a minute", due, "in ch: b")
		if e := due[0]; e.Article.Link != first.Link || e.Show.Slug != "x" || e.Also[0].Link != second.Link || e.Also[0].Title != again {
			t.Errorf("edit is %+v, want the first article and a link to the second", e)
		}
		wantEdits(t, "while one is claimed", edits(t, s, minutes(6)))
		must(t, s.Edited(t.Context(), due[0]))
		wantEdits(t, "once it was made", edits(t, s, minutes(10)))

		save(t, s, feeds[2], minutes(20), tells("c", "X Renewed for Season 2 at HBO", minutes(20)))
		save(t, s, feeds[3], minutes(20).Add(40*time.Second), tells("d", "X Will Return for Season 2", minutes(20)))
		wantEdits(t, "a minute after the third outlet", edits(t, s, minutes(21)))
		wantEdits(t, "a minute after the fourth", edits(t, s, minutes(22)), "in ch: b c d")

		other := tells("b", joins, minutes(30))
		save(t, s, feeds[1], minutes(30), other)
		wantPosts(t, deliver(t, s, minutes(30)), "ch "+other.Link)
	})
}

func TestPageThatFeedsLinkDifferentlyIsOneStory(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const page = "https://a.example/2026/x"
		of := func(title, link, canonical string) news.Article {
			a := about("x", link, noon)
			a.Title, a.Canonical = title, canonical
			return a
		}
		news1, news2 := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://a.example/drama/feed")
		news3 := addFeed(t, s, "", "https://a.example/hot/feed")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, news1, noon, of("Red lanterns", page+"?from=all", page))
		wantPosts(t, deliver(t, s, noon), "ch "+page+"?from=all")
		save(t, s, news2, minutes(5), of("Green umbrellas", page+"?from=drama", page))
		save(t, s, news3, minutes(6), of("Blue windows", page, ""))
		wantPosts(t, deliver(t, s, minutes(10)))

		// A site that calls all its pages alike.
		save(t, s, news1, minutes(20), of("Seven doors", "https://a.example/show?id=1", "https://a.example/show"), of("Nine bridges", "https://a.example/show?id=2", "https://a.example/show"))
		wantPosts(t, deliver(t, s, minutes(30)), "ch https://a.example/show?id=1")
		wantPosts(t, deliver(t, s, minutes(31)), "ch https://a.example/show?id=2")
	})
}

func TestPostNamesWhoToldBeforeIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b, c := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed"), addFeed(t, s, "", "https://c.example/feed")
		subscribe(t, s, "g", "ch", news.Everything)
		save(t, s, a, noon, tells("a", renewed, noon))
		save(t, s, b, noon, tells("b", again, noon))
		d := claim(t, s, minutes(1), 10)
		if len(d) != 1 || also(d[0]) != "b" {
			t.Fatalf("claimed %+v, want one delivery that names b", d)
		}
		// One more comes while it is under way.
		save(t, s, c, minutes(1), tells("c", "X Renewed for Season 2 at HBO", noon))
		must(t, s.Delivered(t.Context(), d[0].ID, "m", minutes(2)))
		wantEdits(t, "after it was sent", edits(t, s, minutes(10)), "m: b c")
	})
}

func TestPostThatMayHaveBeenSentBeforeIsEdited(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, a, noon, tells("a", renewed, noon))
		claim(t, s, noon, 1) // sent, and the process ends
		save(t, s, b, noon, tells("b", again, noon))
		d := claim(t, s, minutes(2), 1)[0]
		must(t, s.Delivered(t.Context(), d.ID, "m", minutes(2)))
		wantEdits(t, "after the second attempt", edits(t, s, minutes(2)), "m: b")
	})
}

func TestOneOutletNeedsNoEdit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		tvFeed, all := addFeed(t, s, "", "https://a.example/tv"), addFeed(t, s, "", "https://a.example/all")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, tvFeed, noon, tells("a", renewed, noon))
		deliver(t, s, noon)
		save(t, s, all, noon, tells("a", renewed, noon))
		wantEdits(t, "for another feed of the outlet", edits(t, s, minutes(10)))
	})
}

func TestEditsOfWhatAGuildSees(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		own, shared := addFeed(t, s, "g1", "https://own.example/feed"), addFeed(t, s, "", "https://shared.example/feed")
		other := addFeed(t, s, "g2", "https://other.example/feed")
		subscribe(t, s, "g1", "one", "x")
		subscribe(t, s, "g2", "two", "x")
		first, second := tells("own", renewed, noon), tells("shared", again, noon)
		save(t, s, own, noon, first)
		wantPosts(t, deliver(t, s, noon), "one "+first.Link)
		save(t, s, shared, noon, second)
		got := deliver(t, s, noon)
		wantPosts(t, got, "two "+second.Link)
		if also(got[0]) != "" {
			t.Errorf("the other guild's post names %q, which it doesn't see", also(got[0]))
		}
		due := edits(t, s, minutes(1))
		wantEdits(t, "after the shared feed", due, "in one: shared")
		must(t, s.Edited(t.Context(), due[0]))
		save(t, s, other, minutes(1), tells("other", "X Renewed for Season 2 at HBO", noon))
		wantEdits(t, "after the other guild's own feed", edits(t, s, minutes(2)), "in two: other")
	})
}

// A guild's feed must not be able to make two stories one in other guilds.
func TestAGuildsFeedDoesNotJoinStoriesOfOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		own, a, b := addFeed(t, s, "g1", "https://own.example/feed"), addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		subscribe(t, s, "g2", "two", "x")
		both := tells("own", "Ada Vance Joins X, Renewed for Season 2", noon)
		first, second := tells("a", renewed, noon), tells("b", joins, noon)
		for _, art := range []*news.Article{&both, &second} {
			art.People = []string{"Ada Vance"}
		}
		save(t, s, own, noon, both)
		save(t, s, a, noon, first)
		wantPosts(t, deliver(t, s, noon), "two "+first.Link)
		save(t, s, b, noon, second)
		wantPosts(t, deliver(t, s, noon), "two "+second.Link)
	})
}

func TestEditThatIsDueAgainWhileItIsMade(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, b, c := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed"), addFeed(t, s, "", "https://c.example/feed")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, a, noon, tells("a", renewed, noon))
		deliver(t, s, noon)
		save(t, s, b, noon, tells("b", again, noon))
		e := edits(t, s, minutes(1))[0]
		save(t, s, c, minutes(1), tells("c", "X Renewed for Season 2 at HBO", noon))
		must(t, s.PostponeEdit(ctx, e, minutes(100)))
		must(t, s.Edited(ctx, e))
		due := edits(t, s, minutes(2))
		wantEdits(t, "for the third outlet", due, "in ch: b c")
		if due[0].Attempts != 0 {
			t.Errorf("it counts %d attempts, want those of this edit alone", due[0].Attempts)
		}
		// Whoever claimed it dies, and the next one has to wait.
		due = edits(t, s, minutes(3))
		wantEdits(t, "after the lease", due, "in ch: b c")
		if due[0].Attempts != 1 {
			t.Errorf("it counts %d attempts, want 1", due[0].Attempts)
		}
		must(t, s.PostponeEdit(ctx, due[0], minutes(20)))
		wantEdits(t, "before it may go on", edits(t, s, minutes(19)))
		wantEdits(t, "when it may", edits(t, s, minutes(20)), "in ch: b c")

		must(t, s.DropEdit(ctx, due[0]))
		d := addFeed(t, s, "", "https://d.example/feed")
		save(t, s, d, minutes(30), tells("d", "X Will Return for Season 2", noon))
		wantEdits(t, "of a message that is gone", edits(t, s, minutes(60)))
	})
}

func TestJoinedLinkStaysKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b, c := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed"), addFeed(t, s, "", "https://c.example/feed")
		subscribe(t, s, "g", "ch", "x")
		second := tells("b", again, noon)
		save(t, s, a, noon, tells("a", renewed, noon))
		save(t, s, b, noon, second)
		deliver(t, s, noon)
		week := 7 * 24 * 60
		second.Key, second.Published = "another key", minutes(week)
		second.Seen = minutes(week)
		for _, f := range []news.Feed{b, c} {
			if saved := save(t, s, f, minutes(week), second); saved.Deliveries != 0 {
				t.Errorf("the second outlet's page made %d deliveries a week later, want none", saved.Deliveries)
			}
		}
		found, err := s.ArticlesAbout(t.Context(), "", "x", 10)
		must(t, err)
		if len(found) != 1 {
			t.Errorf("%d stories about the show, want 1", len(found))
		}
	})
}

// A guild's feed may name any page as its own.
func TestGuildsFeedDoesNotDecideWhatAPageTells(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, hostile := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "h", "https://h.example/feed")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, a, noon, tells("a", renewed, noon))
		deliver(t, s, noon)
		genuine := tells("a", joins, minutes(4))
		claimed := tells("h", again, minutes(3))
		claimed.Link = genuine.Link
		save(t, s, hostile, minutes(3), claimed)
		if saved := save(t, s, a, minutes(5), genuine); saved.Deliveries != 1 {
			t.Errorf("%d deliveries of the outlet's own article, want 1", saved.Deliveries)
		}
	})
}

func TestEachOutletOfAStoryIsASource(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		fact := tv.Fact{Type: tv.Status, Show: "x", Status: tv.Renewed, Season: 2, Certainty: tv.Confirmed}
		for _, outlet := range []string{"a", "b", "c"} {
			a := tells(outlet, renewed, noon)
			a.Facts = []tv.Fact{fact}
			save(t, s, addFeed(t, s, "", "https://"+outlet+".example/tv"), noon, a)
			save(t, s, addFeed(t, s, "", "https://"+outlet+".example/all"), noon, a)
		}
		got, err := s.Statements(t.Context(), "", "x", tv.Status)
		must(t, err)
		var sources []string
		for _, st := range got {
			sources = append(sources, st.Article.Outlet)
		}
		if diff := cmp.Diff([]string{"c", "b", "a"}, sources); diff != "" {
			t.Errorf("sources (-want +got):\n%s", diff)
		}
	})
}

func TestSilentFetchJoinsAndEditsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		a, b := addFeed(t, s, "", "https://a.example/feed"), addFeed(t, s, "", "https://b.example/feed")
		subscribe(t, s, "g", "ch", "x")
		save(t, s, a, noon, tells("a", renewed, noon))
		deliver(t, s, noon)
		_, err := s.SaveFetch(t.Context(), news.Fetch{Feed: b, Silent: true, Articles: []news.Article{tells("b", again, noon)}}, noon)
		must(t, err)
		wantEdits(t, "after a silent fetch", edits(t, s, minutes(10)))
		found, err := s.ArticlesAbout(t.Context(), "", "x", 10)
		must(t, err)
		if len(found) != 1 {
			t.Errorf("%d stories about the show, want 1", len(found))
		}
	})
}

// Several pollers may save the outlets' articles at the same moment.
func TestOutletsSavedAtOnceAreOneStory(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		subscribe(t, s, "g", "ch", news.Everything)
		var feeds []news.Feed
		for i := range 6 {
			feeds = append(feeds, addFeed(t, s, "", fmt.Sprintf("https://feed%d.example", i)))
		}
		const shows = 20
		var wg sync.WaitGroup
		for i, f := range feeds {
			wg.Go(func() {
				for show := range shows {
					a := tells(fmt.Sprint("outlet", i), fmt.Sprintf("HBO Renews Show%d for Season 2", show), noon)
					a.Shows = []news.Mention{{Show: tv.Slug(fmt.Sprint("show", show)), About: true}}
					if _, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: []news.Article{a}}, noon); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n, _, err := s.WaitingDeliveries(t.Context()); err != nil || n != shows {
			t.Errorf("%d deliveries, %v; want one for each of %d stories", n, err, shows)
		}
	})
}

// Feeds of one outlet bring the same pages in any order, for the same channels.
func TestFeedsSavedAtOnceDoNotBlockEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var feeds []news.Feed
		for i := range 5 {
			feeds = append(feeds, addFeed(t, s, "", fmt.Sprintf("https://feed%d.example", i)))
		}
		page := func(i, minute int) news.Article {
			a := about(tv.Slug(fmt.Sprint("show", i%7)), fmt.Sprintf("https://a.example/%d", i), minutes(minute))
			a.Outlet = "a"
			return a
		}
		const pages = 40
		for i := range pages { // known to the first feed, and posted nowhere
			save(t, s, feeds[0], noon, page(i, i))
		}
		subscribe(t, s, "g", "one", news.Everything)
		subscribe(t, s, "g", "two", news.Everything)
		var wg sync.WaitGroup
		for n, f := range feeds[1:] {
			wg.Go(func() {
				for i := 0; i < pages; i += 4 {
					fetch := news.Fetch{Feed: f}
					for k := range 4 {
						minute := i + k
						if n%2 == 1 {
							minute = -minute
						}
						fetch.Articles = append(fetch.Articles, page(i+k, minute))
					}
					if _, err := s.SaveFetch(t.Context(), fetch, noon); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n, _, err := s.WaitingDeliveries(t.Context()); err != nil || n != 2*pages {
			t.Errorf("%d deliveries, %v; want %d", n, err, 2*pages)
		}
	})
}

// Some outlets bring a story at the link of the first, others at their own.
func TestStoryToldAtOnceAtOneLinkAndOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		subscribe(t, s, "g", "ch", "x")
		var feeds []news.Feed
		for i := range 7 {
			feeds = append(feeds, addFeed(t, s, "", fmt.Sprintf("https://feed%d.example", i)))
		}
		const rounds = 15
		for round := range rounds {
			at := noon.Add(time.Duration(round) * 10 * 24 * time.Hour)
			title := fmt.Sprintf("HBO Renews X for Season %d", round+2)
			first := tells("outlet0", title, at)
			save(t, s, feeds[0], at, first)
			var wg sync.WaitGroup
			for i, f := range feeds[1:] {
				wg.Go(func() {
					a := tells(fmt.Sprint("outlet", i+1), title, at)
					if i%2 == 0 {
						a.Link = first.Link
					}
					f.LastPoll, f.NextPoll = at, at.Add(time.Hour)
					if _, err := s.SaveFetch(t.Context(), news.Fetch{Feed: f, Articles: []news.Article{a}}, at); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		if n, _, err := s.WaitingDeliveries(t.Context()); err != nil || n != rounds {
			t.Errorf("%d deliveries, %v; want one for each of %d stories", n, err, rounds)
		}
	})
}
