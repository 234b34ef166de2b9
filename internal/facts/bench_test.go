package facts

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// Words of which titles and surnames are made up.
const (
	titleWords = `harbor night copper glass salt lantern winter river stone garden silver northern hidden broken silent crimson golden
		broadway station island house bridge market summer county kingdom valley ocean desert forest falcon raven tiger family doctor murder
		secret daughter hospital street law castle ghost summit orchard mercy honor justice paper letters empire colony signal static`
	surnameParts = `whit ash brad hart mor win thorn hol cald fair lang stan har red black wood ston mar nor pem`
	surnameEnds  = `field well ley more ton worth by ridge combe ford shaw stead wick man ner croft low ham`
)

// benchLists are lists of a size that a large database would give: titles of
// one to four words, and full names.
func benchLists(shows, people int) Lists {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(titleWords)
	word := func() string { w := words[rnd.IntN(len(words))]; return strings.ToUpper(w[:1]) + w[1:] }
	var l Lists
	if shows > 0 {
		l.Shows = tv.Catalogue()
	}
	for i := len(l.Shows); i < shows; i++ {
		var title string
		switch rnd.IntN(5) {
		case 0:
			title = "The " + word() + " " + word()
		case 1:
			title = word() + " of the " + word() + " " + word()
		case 2:
			title = word() + " & " + word() + ": " + word()
		default:
			title = word() + " " + word() + " " + word()
		}
		if rnd.IntN(3) > 0 { // most titles are one show's
			title += " " + word()
		}
		l.Shows = append(l.Shows, tv.Show{Slug: tv.Slug(fmt.Sprint(tv.SlugOf(title), "-", i)), Title: title, Year: 1960 + i%66, Ambiguity: tv.Distinct})
	}
	given := slices.Sorted(func(yield func(string) bool) {
		for n := range givenNames {
			if !yield(n) {
				return
			}
		}
	})
	parts, ends := strings.Fields(surnameParts), strings.Fields(surnameEnds)
	seen := map[string]bool{}
	for len(l.People) < people {
		p, e := parts[rnd.IntN(len(parts))], ends[rnd.IntN(len(ends))]
		g := given[rnd.IntN(len(given))]
		name := strings.ToUpper(g[:1]) + g[1:] + " " + strings.ToUpper(p[:1]) + p[1:] + e
		if !seen[name] {
			seen[name] = true
			l.People = append(l.People, name)
		}
	}
	return l
}

// plain is what an article says beside its facts. A % stands for a name.
const plain = `The island has one road and it floods twice a day, which is how the trouble begins. A storm takes the harbour wall
in the first minutes and with it the only boat that could have reached the mainland before the weekend. What follows is less a mystery
than a study of people who have run out of excuses, and the camera never looks away from them. By the third hour the town has split
into those who want to leave and those who have nowhere to go, and the writing is at its best when nobody is right. Viewers who came
for the weather will stay for the kitchen scenes, where most of the season is decided over soup. The music is sparse, the light is
grey, and the jokes arrive when they are least welcome. There is a version of this story that would have been told in two hours with
a chase at the end; this one takes its time and is better for it. Nobody explains the lighthouse, and nobody should. It was written in
a rented flat over one winter, with a map of the coast on the wall and no idea who would want to see it. % remembers the table read as
the moment when the room went quiet. The crew built the harbour twice, once in a tank and once on a beach that has since closed to
visitors. For % the appeal was simple: a part that listens more than it speaks. Ratings for the slot have been uneven since the
spring, and nobody at the network will say what a good number would be. The costumes come from a shop in the old town that was about to
shut. Critics were kind to the opening hours and less so to the middle, which wanders. A colleague who worked with % on the early
scripts describes long lunches and short arguments. The trailer, which runs for two minutes, shows a funeral, a ferry and very little
else. Fans have spent the summer counting the candles in the last scene. It helps that the landscape does half of the work. The budget
is said to be modest for the hour it fills, and it shows only in the crowd scenes. Music rights held up the release abroad. Every
department found a way to use rope. The finale runs long, as finales do, and ends where the first hour began. % laughs when asked about
the horse. The town itself has put up a sign. There were four drafts of the ending, and the one that stayed is the shortest. Some of
the extras had been fishermen, and it is easy to tell which. The dialect coach left after a week and came back after two. `

// benchArticles are articles of about 6 kB, no two alike: a third of their
// sentences state something, of shows and people that the lists know.
func benchArticles(tb testing.TB, l Lists, n int) (articles []news.Article, size int) {
	rnd := rand.New(rand.NewPCG(3, 4))
	lines := labelledLines(tb, "testdata/lines.jsonl")
	prose := strings.SplitAfter(strings.Join(strings.Fields(plain), " ")+" ", ". ")
	prose = slices.DeleteFunc(prose, func(s string) bool { return strings.TrimSpace(s) == "" })
	statements := []string{"%S was renewed for season %d by HBO. ", "%P plays %P in “%S.” ", "“We had no plan at all,” %P told Variety. ", "%P created %S, which airs on NBC. ",
		"%P has joined the cast of %S as %P. ", "Filming on %S began in Toronto last week. ", "The series stars %P, %P and %P. ", "“%S” returns on March %d at 9/8c on Fox. "}
	for range n {
		show := func() string { return l.Shows[rnd.IntN(len(l.Shows))].Title }
		person := func() string { return l.People[rnd.IntN(len(l.People))] }
		subject := show()
		a := news.Article{Title: fmt.Sprintf("‘%s’ Renewed for Season %d as %s Joins", subject, 2+rnd.IntN(8), person()), Published: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}
		if rnd.IntN(2) == 0 {
			a.Categories = []string{"TV", subject}
		}
		for length := 0; length < 6000; {
			var b strings.Builder
			for range 2 + rnd.IntN(3) {
				switch rnd.IntN(6) {
				case 0:
					b.WriteString(lines[rnd.IntN(len(lines))].Text + " ")
				case 1:
					s := statements[rnd.IntN(len(statements))]
					for strings.Contains(s, "%P") {
						s = strings.Replace(s, "%P", person(), 1)
					}
					s = strings.Replace(s, "%S", []string{subject, show()}[rnd.IntN(2)], 1)
					b.WriteString(strings.Replace(s, "%d", fmt.Sprint(2+rnd.IntN(8)), 1))
				default:
					b.WriteString(strings.Replace(prose[rnd.IntN(len(prose))], "%", person(), 1))
				}
			}
			text := strings.TrimSpace(b.String())
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: text})
			length += len(text)
			size += len(text)
		}
		articles = append(articles, a)
	}
	return articles, size / n
}

// BenchmarkRead reads 300 different articles in turn, with 60,000 titles and
// 100,000 names in the lists and with none. Beside the time by the clock, it
// tells how many articles a core reads in a second of its own, which other
// work on the machine does not change, and the memory of the lists.
//
//	GOMAXPROCS=1 go test ./internal/facts -run none -bench Read -benchtime 3000x
func BenchmarkRead(b *testing.B) {
	full := benchLists(60_000, 100_000)
	articles, size := benchArticles(b, full, 300)
	for _, bench := range []struct {
		name  string
		lists Lists
	}{{"lists", full}, {"none", Lists{}}} {
		b.Run(bench.name, func(b *testing.B) {
			before := heap()
			r := NewReader(bench.lists)
			lists := heap() - before
			facts := 0
			for _, a := range articles { // the rules' automata grow as they are used
				facts += len(r.Read(a).Facts)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			b.ResetTimer()
			used := cpu()
			for i := range b.N {
				r.Read(articles[i%len(articles)])
			}
			used = cpu() - used
			b.ReportMetric(float64(b.N)/used.Seconds(), "articles/core-s")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(facts)/float64(len(articles)), "facts/article")
			b.ReportMetric(float64(lists)/(1<<20), "list-MB")
			runtime.KeepAlive(r)
		})
	}
}

// heap is the memory in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// cpu is the time that the process has computed, garbage collection included.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
