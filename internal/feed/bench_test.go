package feed_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"greenlit/internal/feed"
	"greenlit/internal/news"
	"greenlit/internal/store"
	"greenlit/internal/store/storetest"
)

// The feeds of the benchmarks are served by another process, so that what is
// measured is what polling costs.
func TestMain(m *testing.M) {
	if os.Getenv("GREENLIT_FEED_FARM") == "" {
		os.Exit(m.Run())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(l.Addr().String() + "\n")
	go func() { // ends with the benchmark
		_, _ = bufio.NewReader(os.Stdin).ReadByte()
		os.Exit(0)
	}()
	var version atomic.Int64 // of all feeds
	_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/next" {
			version.Add(1)
			return
		}
		v := version.Load()
		tag := fmt.Sprintf(`"%d"`, v)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write(farmFeed(r.URL.Path, v))
	}))
}

// farmFeed is a feed of 40 items, about 33 KB, of which the last versions
// brought one each.
func farmFeed(path string, version int64) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Farm</title><link>https://farm.example` + path + `</link>`)
	for i := range int64(40) {
		n := version + 40 - i
		link := fmt.Sprintf("https://farm.example%s/%d", path, n)
		at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
		fmt.Fprintf(&b, `<item><title>Item %d of the farm&#8217;s feed</title><link>%s</link><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate><dc:creator>Nora Bell</dc:creator><category>TV</category><description>A short text.</description><content:encoded><![CDATA[<p>%s</p>]]></content:encoded></item>`,
			n, link, link, at.Format(time.RFC1123Z), strings.Repeat("Words of <em>a longer text</em> that says little. ", 9))
	}
	b.WriteString(`</channel></rss>`)
	return []byte(b.String())
}

// farm is a poller with a real store and many feeds of another process.
type farm struct {
	poller *feed.Poller
	feeds  int
	host   string
	now    time.Time
}

func newFarm(b *testing.B, database string, feeds int) *farm {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "GREENLIT_FEED_FARM=1")
	stop, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = stop.Close(); _ = cmd.Wait() })
	host, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	f := &farm{feeds: feeds, host: strings.TrimSpace(host), now: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)}
	s, err := store.Open(b.Context(), database)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	for i := range feeds {
		if _, _, err := s.AddFeed(b.Context(), "", news.Feed{URL: fmt.Sprintf("http://%s/%d", f.host, i)}, "", f.now); err != nil {
			b.Fatal(err)
		}
	}
	client := feed.NewClient(feed.ClientOptions{AllowHosts: []string{f.host}})
	b.Cleanup(client.CloseIdleConnections)
	f.poller = &feed.Poller{
		Store: s, Fetcher: &feed.Fetcher{Client: client, UserAgent: "Greenlit/bench"}, HostGap: -1,
		Now: func() time.Time { return f.now },
	}
	f.poll(b.Context(), b)
	return f
}

func (f *farm) poll(ctx context.Context, b *testing.B) {
	f.now = f.now.Add(48 * time.Hour)
	if n, err := f.poller.Poll(ctx); err != nil || n != f.feeds {
		b.Fatalf("polled %d feeds of %d: %v", n, f.feeds, err)
	}
}

// next gives every feed a new item.
func (f *farm) next(b *testing.B) {
	resp, err := http.Get("http://" + f.host + "/next") //nolint:noctx // a benchmark's own server
	if err != nil {
		b.Fatal(err)
	}
	_ = resp.Body.Close()
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// databases are SQLite, and PostgreSQL where there is a server. The CPU time of
// a PostgreSQL server is not ours and not in the figures.
func databases(b *testing.B, bench func(b *testing.B, database string)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, filepath.Join(b.TempDir(), "bench.db")) })
	b.Run("postgres", func(b *testing.B) { bench(b, storetest.Postgres(b)) })
}

func BenchmarkUnchangedFeed(b *testing.B) {
	databases(b, func(b *testing.B, database string) {
		f := newFarm(b, database, 200)
		f.poll(b.Context(), b)
		before := cpu()
		for b.Loop() {
			f.poll(b.Context(), b)
		}
		b.ReportMetric(float64(cpu()-before)/1e6/float64(b.N*f.feeds), "cpu-ms/poll")
	})
}

func BenchmarkFeedWithOneNewItem(b *testing.B) {
	databases(b, func(b *testing.B, database string) {
		f := newFarm(b, database, 200)
		before := cpu()
		for b.Loop() {
			f.next(b)
			f.poll(b.Context(), b)
		}
		b.ReportMetric(float64(cpu()-before)/1e6/float64(b.N*f.feeds), "cpu-ms/poll")
	})
}

// BenchmarkGofeed is what the parser alone takes for the feed of the others.
func BenchmarkGofeed(b *testing.B) {
	body := string(farmFeed("/1", 1))
	before := cpu()
	for b.Loop() {
		if _, err := gofeed.NewParser().ParseString(body); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cpu()-before)/1e6/float64(b.N), "cpu-ms/poll")
}

// BenchmarkMemory holds 5,000 feeds of 40 items each.
func BenchmarkMemory(b *testing.B) {
	f := newFarm(b, filepath.Join(b.TempDir(), "bench.db"), 5000)
	for b.Loop() {
		f.poll(b.Context(), b)
	}
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
	runtime.KeepAlive(f)
	// What the process has now; its most was while 200,000 items were stored.
	if statm, err := os.ReadFile("/proc/self/statm"); err == nil {
		var size, resident float64
		_, _ = fmt.Sscan(string(statm), &size, &resident)
		b.ReportMetric(resident*float64(os.Getpagesize())/(1<<20), "rss-MB")
	}
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	b.ReportMetric(float64(u.Maxrss)/(1<<10), "maxrss-MB")
}
