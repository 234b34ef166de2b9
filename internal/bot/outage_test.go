package bot

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// A logbook keeps what is logged.
type logbook struct {
	mu    sync.Mutex
	lines []string
}

func (l *logbook) Enabled(context.Context, slog.Level) bool { return true }
func (l *logbook) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *logbook) WithGroup(string) slog.Handler            { return l }
func (l *logbook) Handle(_ context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, r.Level.String()+" "+r.Message)
	return nil
}

// about returns the lines that say something.
func (l *logbook) about(what string) (lines []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.lines {
		if strings.Contains(line, what) {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestDatabaseOutageIsLoggedOnceAndAskedLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var logged logbook
		o := &outage{log: slog.New(&logged)}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
		defer cancel()
		down := func() bool { at := time.Since(start); return at > 5*time.Minute && at < 15*time.Minute }
		var mu sync.Mutex
		asked := map[string]int{}     // while it was down
		answered := map[string]bool{} // within a minute and a half after that
		var loops sync.WaitGroup
		for _, who := range []string{"feeds", "deliveries", "notices"} {
			loops.Go(func() {
				for ; ctx.Err() == nil; time.Sleep(time.Second) {
					_, err := claim(ctx, o, who, func() ([]int, error) {
						mu.Lock()
						defer mu.Unlock()
						if down() {
							asked[who]++
							return nil, errors.New("no connection")
						}
						answered[who] = answered[who] || time.Since(start) > 15*time.Minute && time.Since(start) < 16*time.Minute+30*time.Second
						return nil, nil
					})
					if err != nil && ctx.Err() == nil {
						t.Errorf("%s: %v", who, err)
					}
				}
			})
		}
		loops.Wait()
		if got := strings.Join(logged.lines, ", "); got != "ERROR database does not answer, INFO database answers again" {
			t.Errorf("logged %s; want once that it does not answer and once that it does", got)
		}
		total := 0
		for who, n := range asked {
			if total += n; !answered[who] {
				t.Errorf("%s did not ask soon after the outage", who)
			}
		}
		if total < 10 || total > 30 {
			t.Errorf("asked %d times in 10 minutes, want about once a minute", total)
		}
	})
}

func TestOneTroubleDoesNotStopTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &outage{log: slog.New(slog.DiscardHandler)}
		asked, refused := 0, 0
		for range 60 {
			_, _ = claim(t.Context(), o, "notices", func() ([]int, error) { refused++; return nil, errors.New("no such column") })
			_, _ = claim(t.Context(), o, "feeds", func() ([]int, error) { asked++; return nil, nil })
			time.Sleep(time.Second)
		}
		if asked != 60 || refused > 10 {
			t.Errorf("in a minute feeds were asked for %d times, want 60, and notices %d times, want few", asked, refused)
		}
	})
}

func TestCommandsAreAnsweredPrivatelyWithoutADatabase(t *testing.T) {
	w, err := newWorld(filepath.Join(t.TempDir(), "greenlit.db"), described(t))
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	var logged logbook
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	b, err := Open(ctx, Options{DatabaseURL: w.database, Log: slog.New(&logged)})
	if err != nil {
		t.Fatal(err)
	}
	running, quit := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.Run(running, Discord{Token: w.sim.Token(), APIURL: w.sim.URL()}, prometheus.NewRegistry())
	}()
	if err := w.sim.Registered(ctx, "news", "feeds"); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for who, line := range map[string]string{"theo": "/news show:jessica-jones", "maya": "/feeds list"} {
		reply, err := w.members[who].Type(ctx, w.channels["general"], line)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(reply.Message); !reply.Ephemeral || !strings.Contains(got, "wrong on my side") || strings.Contains(got, "sql") {
			t.Errorf("%s got %q (private: %v), want a private answer in plain words", line, got, reply.Ephemeral)
		}
	}
	quit()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if got := logged.about("database"); len(got) > 1 || len(logged.about("claimed")) > 0 {
		t.Errorf("logged %q, want one line on the database at most", logged.lines)
	}
}
