package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

const recap = "‘Severance’ Recap: Season 2, Episode 8\n\nIn the eighth episode of the second season of “Severance,” the lift stops between two floors.\n"

func TestRereadTellsWhatChanged(t *testing.T) {
	clean(t)
	t.Setenv("DATABASE_URL", filepath.Join(t.TempDir(), "greenlit.db"))
	if _, errs, status := greenlit(t, recap, "read", "--save", "-"); status != exitOK {
		t.Fatalf("read: status %d, %s", status, errs)
	}
	out, errs, status := greenlit(t, "", "reread")
	if status != exitOK || out != "Articles read again: 1, changed: 0.\n" || errs != "" {
		t.Errorf("got status %d, %q and %q", status, out, errs)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var o, e bytes.Buffer
	if status := run(ctx, []string{"reread"}, streams{strings.NewReader(""), &o, &e}); status != exitOK {
		t.Errorf("stopped at once: status %d, %q and %q, want 0", status, o.String(), e.String())
	}
}

func TestReadTellsSpoilersAndRules(t *testing.T) {
	clean(t)
	out, errs, status := greenlit(t, recap, "read", "-")
	if status != exitOK || !strings.Contains(out, "Spoilers  plot of Severance, season 2, episode 8\n") || strings.Contains(out, "          by ") {
		t.Errorf("got status %d, %s and:\n%s", status, errs, out)
	}
	renewal := "‘Severance’ Renewed for Season 3 at Apple TV+\n\nThere is more of the Apple TV+ series “Severance” to come.\n"
	out, _, _ = greenlit(t, renewal, "read", "--explain", "-")
	if !strings.Contains(out, "\n          by status.renewed, right in ") || strings.Contains(out, "Spoilers") {
		t.Errorf("no rule and its precision in:\n%s", out)
	}

	var got struct {
		Spoiler struct {
			Level, Show     string
			Season, Episode int
		}
		Facts []struct {
			Rule      string
			Precision *struct{ Right, Found int }
		}
	}
	out, _, _ = greenlit(t, recap, "read", "--json", "-")
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if s := got.Spoiler; s.Level != "plot" || s.Show != "severance" || s.Season != 2 || s.Episode != 8 {
		t.Errorf("spoiler is %+v", s)
	}
	out, _, _ = greenlit(t, renewal, "read", "--json", "--explain", "-")
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Facts) == 0 || got.Facts[0].Precision == nil || got.Facts[0].Precision.Found == 0 {
		t.Errorf("facts are %+v, want the precision of their rules", got.Facts)
	}
}
