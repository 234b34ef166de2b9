package commands

import "time"

// Store is what the commands need of the article store.
type Store interface {
	Articles
	ArticleCounts
	Statements
	Feeds
	Subscriptions
	Notices
}

// Needs is what the commands work with.
type Needs struct {
	Store Store
	// Shows returns the shows known now. It is called for each request, so
	// that a show that was only just learnt is found.
	Shows func() Shows
	// People returns the people known now.
	People func() People
	Check  Checker
	// Explain says in a sentence what Check found wrong.
	Explain func(error) string
	Now     func() time.Time
}

// All returns the commands.
func All(n Needs) []Command {
	shows := finder{names: n.Shows, count: n.Store}
	list := []Command{
		newsCommand{shows: shows, articles: n.Store, statements: n.Store, now: n.Now}.command(),
		castCommand{shows: shows, people: peopleFinder{names: n.People, statements: n.Store}, statements: n.Store, now: n.Now}.command(),
		feedsCommand{feeds: n.Store, check: n.Check, explain: n.Explain, subscriptions: n.Store, shows: shows, now: n.Now}.command(),
		subscribeCommand{shows: shows, subscriptions: n.Store, feeds: n.Store, now: n.Now}.command(),
		unsubscribeCommand{shows: shows, subscriptions: n.Store}.command(),
		noticesCommand{n.Store}.command(),
	}
	return append(list, helpCommand(list))
}
