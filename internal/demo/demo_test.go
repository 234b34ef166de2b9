package demo

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
)

// head is a pipe whose reader leaves after a line.
type head struct{ bytes.Buffer }

func (h *head) Write(text []byte) (int, error) {
	if h.Len() > 0 {
		return 0, errors.New("broken pipe")
	}
	return h.Buffer.Write(text)
}

func TestDemoEndsWhenNobodyWatches(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var out head
	// The input never ends.
	in, held, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer held.Close()
	if err := Run(t.Context(), Options{In: in, Out: &out, Interactive: true, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 || out.Len() == 0 {
		t.Errorf("the demo leaves %v behind after %q", left, out.String())
	}
}

func TestDemoAnswersWhatCannotBeAsked(t *testing.T) {
	var out bytes.Buffer
	in := strings.Join([]string{"2", "/news office", "3", "99999999999999999999", "-1", "1", "/NEWS defenders", "hello there\x1b[A",
		"/feeds add", "/news " + strings.Repeat("x", 100_000), "", "QUIT", "/news nothing"}, "\n")
	if err := Run(t.Context(), Options{In: strings.NewReader(in), Out: &out, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for want, times := range map[string]int{
		"\x1b": 0,
		"Stories about The Defenders (2017, Netflix) will be posted in #tv-news, each": 1,
		"There is nothing to choose from now. Type a command":                          1,
		"Type a number from 1 to 2 to choose":                                          3,
		"No news about The Office":                                                     1,
		"Who Plays Whom":                                                               1,
		"There is no command “/hello there[A”. /help shows":                            1,
		"“/feeds add”: option url is required. /help shows":                            1,
		"…”: option show: must be 0 to 100 characters long.":                           1,
		"/news nothing": 0,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("the demo says %q %d times, want %d", want, n, times)
		}
	}
}
