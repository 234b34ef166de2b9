package bot

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/prometheus/client_golang/prometheus"

	"greenlit/internal/discordsim"
	"greenlit/internal/news"
)

// asProcess makes the test binary be a bot instead of testing one. Its value
// is the settings, as JSON.
const asProcess = "GREENLIT_TEST_PROCESS"

func TestMain(m *testing.M) {
	if settings, ok := os.LookupEnv(asProcess); ok {
		os.Exit(beProcess(settings))
	}
	os.Exit(m.Run())
}

// Settings of a bot in a process of its own.
type settings struct {
	Token, API string
	Plain      bool // discordgo alone, with a handler that only answers
	Database   string
	Web        string        // host of the feeds
	Ahead      time.Duration // how far its clock is ahead
	PollEvery  time.Duration
	PerSecond  float64
}

// memory is what a process holds once garbage is collected.
type memory struct {
	Heap, Resident uint64
	Goroutines     int
}

// beProcess is a bot until its standard input ends or its process is killed.
// Each line of the input asks for its memory.
func beProcess(given string) int {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var s settings
	if err := json.Unmarshal([]byte(given), &s); err != nil {
		log.Error("settings", "error", err)
		return 1
	}
	ended := make(chan error, 1)
	go func() {
		if s.Plain {
			ended <- s.plain()
		} else {
			ended <- s.bot(log)
		}
	}()
	asked := make(chan bool)
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			asked <- true
		}
		close(asked)
	}()
	for {
		select {
		case err := <-ended:
			log.Error("ended by itself", "error", err)
			return 1
		case _, ok := <-asked:
			if !ok {
				return 0
			}
			if err := json.NewEncoder(os.Stdout).Encode(held()); err != nil {
				return 1
			}
		}
	}
}

func held() memory {
	runtime.GC()
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	m := memory{Heap: stats.HeapAlloc, Goroutines: runtime.NumGoroutine()}
	if pages, err := os.ReadFile("/proc/self/statm"); err == nil { // only Linux tells
		var size uint64
		fmt.Sscan(string(pages), &size, &m.Resident)
		m.Resident *= uint64(os.Getpagesize())
	}
	return m
}

func (s settings) bot(log *slog.Logger) error {
	ctx := context.Background()
	b, err := Open(ctx, Options{
		DatabaseURL: s.Database, UserAgent: "Greenlit test", AllowedHosts: []string{s.Web}, PollEvery: s.PollEvery,
		Log: log, Now: func() time.Time { return time.Now().Add(s.Ahead) },
	})
	if err != nil {
		return err
	}
	return b.Run(ctx, Discord{Token: s.Token, APIURL: s.API, RequestsPerSecond: s.PerSecond}, prometheus.NewRegistry())
}

func (s settings) plain() error {
	session, err := plainSession(s.Token, s.API)
	if err != nil {
		return err
	}
	session.AddHandler(func(session *discordgo.Session, i *discordgo.InteractionCreate) {
		_ = session.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "Hello"},
		})
	})
	if err := session.Open(); err != nil {
		return err
	}
	select {}
}

// prepare has the bot read its feeds once, which posts nothing, and subscribes
// channels.
func (s settings) prepare(t testing.TB, p *press, subscriptions []news.Subscription) {
	t.Helper()
	ctx := t.Context()
	b, err := Open(ctx, Options{DatabaseURL: s.Database, AllowedHosts: []string{s.Web}, PollEvery: s.PollEvery})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var feeds []news.Feed
	for i := range p.feeds {
		feeds = append(feeds, news.Feed{URL: p.address(i), Shared: true})
	}
	if err := b.ShareFeeds(ctx, feeds); err != nil {
		t.Fatal(err)
	}
	if n, err := b.poller.Poll(ctx); err != nil || n != len(feeds) {
		t.Fatalf("read %d feeds: %v", n, err)
	}
	for _, sub := range subscriptions {
		sub.Since = time.Now()
		if _, err := b.store.Subscribe(ctx, sub); err != nil {
			t.Fatal(err)
		}
	}
}

// A process is a bot that runs beside the test.
type process struct {
	cmd     *exec.Cmd
	ask     io.WriteCloser
	answers io.ReadCloser
	ended   chan struct{} // closed once it has ended
}

// begin starts a bot, whose log is added to the file.
func (s settings) begin(log *os.File) (*process, error) {
	given, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(binary), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), asProcess+"="+string(given))
	p.cmd.Stderr = log
	if p.answers, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if p.ask, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { // kill waits for it
		_, _ = p.cmd.Process.Wait()
		close(p.ended)
	}()
	return p, nil
}

// run starts a bot until the end of the test, and waits until it is connected
// and has its commands.
func (s settings) run(t testing.TB, sim *discordsim.Sim) *process {
	t.Helper()
	p, err := s.begin(logFile(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.kill(); err != nil {
			t.Error(err)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := sim.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	if err := sim.Registered(ctx, "news"); err != nil {
		t.Fatal(err)
	}
	return p
}

// kill ends the process at once, as the machine's failure does.
func (p *process) kill() error {
	select {
	case <-p.ended:
		return errors.New("the bot ended by itself")
	default:
	}
	err := p.cmd.Process.Kill()
	<-p.ended
	return errors.Join(err, p.ask.Close(), p.answers.Close())
}

// memory asks the process what it holds.
func (p *process) memory() (m memory, err error) {
	if _, err := io.WriteString(p.ask, "memory\n"); err != nil {
		return m, err
	}
	return m, json.NewDecoder(p.answers).Decode(&m)
}

// logFile is where the bots of a test log to. Its end is shown if the test
// fails.
func logFile(t testing.TB) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			all, _ := os.ReadFile(f.Name())
			lines := strings.SplitAfter(string(all), "\n")
			t.Logf("last lines of the log:\n%s", strings.Join(lines[max(0, len(lines)-60):], ""))
		}
		f.Close()
	})
	return f
}

// plainSession is discordgo as it comes, led to the simulator.
func plainSession(token, api string) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(api)
	if err != nil {
		return nil, err
	}
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost = 256 // the simulator has no HTTP/2, as Discord has
	s.Client = &http.Client{Transport: elsewhere{base, u}}
	s.Identify.Intents = discordgo.IntentsGuilds
	return s, nil
}

// elsewhere sends discordgo's requests to another API.
type elsewhere struct {
	base http.RoundTripper
	api  *url.URL
}

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = e.api.Scheme, e.api.Host
	return e.base.RoundTrip(r)
}

// startSim starts a simulator until the test's end.
func startSim(t testing.TB, c discordsim.Config) *discordsim.Sim {
	t.Helper()
	c.AppName = "Greenlit"
	sim, err := discordsim.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	return sim
}
