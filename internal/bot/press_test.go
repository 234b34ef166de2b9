package bot

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"greenlit/internal/discordsim"
)

// onShow is how many of a feed's items its document shows.
const onShow = 20

// A press is a web server with feeds in which stories appear. Story 17 has
// the address /story/17.
type press struct {
	web  *httptest.Server
	hits chan struct{} // gets a value at each request, if somebody waits for it

	mu      sync.Mutex
	ahead   time.Duration // how far its clock is ahead
	feeds   [][]story
	stories int
	served  []int // how often each feed was answered
	trouble int   // so many requests go wrong
}

// A story is an article of one feed, about one show or none.
type story struct {
	number, feed int
	show         string
	at           time.Time
}

func newPress(t testing.TB, feeds int) *press {
	p := &press{hits: make(chan struct{}), feeds: make([][]story, feeds), served: make([]int, feeds)}
	p.web = httptest.NewServer(p)
	t.Cleanup(p.web.Close)
	return p
}

func (p *press) host() string         { return strings.TrimPrefix(p.web.URL, "http://") }
func (p *press) address(i int) string { return fmt.Sprintf("%s/feed/%d", p.web.URL, i) }

func (p *press) publish(feed int, show string) story {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := story{p.stories, feed, show, time.Now().Add(p.ahead)}
	p.stories++
	p.feeds[feed] = append(p.feeds[feed], s)
	return s
}

// later lets time pass for it.
func (p *press) later(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ahead += d
}

// feed returns the feed of a story.
func (p *press) feed(number int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	for feed, stories := range p.feeds {
		for _, s := range stories {
			if s.number == number {
				return feed
			}
		}
	}
	return -1
}

// fail makes the next requests go wrong.
func (p *press) fail(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trouble = n
}

// rounds returns how often every feed was answered.
func (p *press) rounds() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	least := p.served[0]
	for _, n := range p.served {
		least = min(least, n)
	}
	return least
}

// ServeHTTP serves the feeds and the pages of stories.
func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		select {
		case p.hits <- struct{}{}:
		default:
		}
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trouble > 0 {
		p.trouble--
		if rand.N(2) == 0 {
			panic(http.ErrAbortHandler)
		}
		http.Error(w, "out of order", http.StatusServiceUnavailable)
		return
	}
	kind, number, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	n, err := strconv.Atoi(number)
	switch {
	case err == nil && kind == "feed" && n < len(p.feeds):
		p.served[n]++
		document := p.document(n)
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(p.feeds[n])))
		w.Header().Set("Content-Type", "application/rss+xml")
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(document))
	case err == nil && kind == "story" && n < p.stories:
		fmt.Fprintf(w, "<!doctype html><title>Story %d</title><article><h1>Story %d</h1>%s</article>", n, n, strings.Repeat("<p>"+filler+"</p>", 8))
	default:
		http.NotFound(w, r)
	}
}

const filler = "There are four questions in this round of the quiz, and the answers will be found at the end of the page, below the table."

var things = strings.Fields("Amber Basalt Cedar Dill Ebony Flint Granite Hazel Indigo Jasper Kelp Linen Marble Nettle Oak Pewter " +
	"Quartz Rye Slate Thistle Umber Velvet Willow Yarrow Zinc Basil Copper Fennel Ivory")

func (p *press) document(feed int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<rss version=\"2.0\"><channel><title>Quiz Night %d</title>\n", feed)
	all := p.feeds[feed]
	for i := range min(onShow, len(all)) {
		s := all[len(all)-1-i]
		// No two of them sound like one story.
		title := fmt.Sprintf("%s over %s in round %d", things[s.number%len(things)], things[(s.number/len(things)+7*s.number+3)%len(things)], s.number)
		if s.show != "" {
			title = fmt.Sprintf("‘%s’ quiz: %s", s.show, title)
		}
		text := filler
		if s.number%2 == 0 { // else the bot reads the page
			text = strings.Repeat("<p>"+filler+"</p>", 14)
		}
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s/story/%d</link><guid>%d</guid><pubDate>%s</pubDate><description><![CDATA[%s]]></description></item>\n",
			title, p.web.URL, s.number, s.number, s.at.Format(time.RFC1123Z), text)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

var storyLink = regexp.MustCompile(`/story/(\d+)`)

// told returns the numbers of the stories that a message tells, in order.
func told(m discordsim.Message) (numbers []int) {
	seen := map[int]bool{}
	for _, e := range m.Embeds {
		for _, match := range storyLink.FindAllStringSubmatch(e.URL+" "+e.Description, -1) {
			if n, err := strconv.Atoi(match[1]); err == nil && !seen[n] {
				seen[n] = true
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}
