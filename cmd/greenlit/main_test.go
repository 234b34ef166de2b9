package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"github.com/joho/godotenv"

	"greenlit/internal/discordsim"
	"greenlit/internal/store/storetest"
)

// greenlit runs the program and returns what it printed and its exit status.
func greenlit(t *testing.T, in string, args ...string) (out, errs string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), args, streams{strings.NewReader(in), &o, &e})
	return o.String(), e.String(), status
}

// clean takes Greenlit's variables out of the environment of the test.
func clean(t *testing.T) {
	t.Helper()
	for _, name := range envNames(t) {
		t.Setenv(name, "")
	}
}

func envNames(t *testing.T) []string {
	t.Helper()
	k, err := kong.New(new(cli), kong.Bind(streams{}))
	if err != nil {
		t.Fatal(err)
	}
	return variables(k.Model.Node)
}

func TestWithoutTokenItNamesTheDemo(t *testing.T) {
	clean(t)
	for _, args := range [][]string{nil, {"run"}} {
		out, errs, status := greenlit(t, "", args...)
		if status != exitUsage || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "greenlit demo") {
			t.Errorf("%v: got status %d and %q, want 2 and one line that names greenlit demo", args, status, errs)
		}
	}
}

func TestEnvExampleListsEverySettingOfRun(t *testing.T) {
	example, err := godotenv.Read("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	k, err := kong.New(new(cli), kong.Bind(streams{}))
	if err != nil {
		t.Fatal(err)
	}
	defaults := map[string]string{}
	for _, command := range k.Model.Children {
		for _, f := range command.Flags {
			if command.Name == "run" && len(f.Tag.Envs) > 0 {
				defaults[f.Tag.Envs[0]] = f.Default
			}
		}
	}
	if d := cmp.Diff(defaults, example); d != "" {
		t.Errorf(".env.example differs from the settings of greenlit run (-want +got):\n%s", d)
	}
}

func TestReadmeNamesEveryVariable(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range envNames(t) {
		if !bytes.Contains(readme, []byte("`"+name+"`")) {
			t.Errorf("README.md does not name %s", name)
		}
	}
}

func TestEveryFlagIsAnEnvironmentVariable(t *testing.T) {
	k, err := kong.New(new(cli), kong.Bind(streams{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range k.Model.Children {
		for _, f := range command.Flags {
			if len(f.Tag.Envs) == 0 {
				t.Errorf("greenlit %s --%s has no variable", command.Name, f.Name)
			}
		}
	}
}

// What cannot work ends in one plain line on standard error, and a status that
// is not zero.
func TestWrongInputIsOneLine(t *testing.T) {
	clean(t)
	dir := t.TempDir()
	noDatabase := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(noDatabase, []byte(strings.Repeat("This is a text and no database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	closed := closedPort(t)
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"unknown flag", []string{"run", "--colour"}, "see greenlit run --help"},
		{"unknown command", []string{"dmeo"}, `no command "dmeo" but run, demo, ask`},
		{"nothing to read", []string{"read"}, "see greenlit read --help"},
		{"read a folder", []string{"read", dir}, "is a folder"},
		{"read an address without a scheme", []string{"read", "tvline.com"}, "begins with https://"},
		{"read a private address", []string{"read", "http://10.0.0.1/"}, "ALLOWED_HOSTS"},
		{"lines of a folder", []string{"read", "--lines", dir}, "is a folder"},
		{"address of the simulator", []string{"discordsim", "--addr=here"}, "DISCORDSIM_ADDR"},
		{"address of metrics", []string{"run", "--discord-token=x", "--metrics-listen=9464"}, "METRICS_LISTEN"},
		{"API of another kind", []string{"run", "--discord-token=x", "--discord-api-url=discord"}, "DISCORD_API_URL"},
		{"feeds file missing", []string{"run", "--discord-token=x", "--feeds-file=" + filepath.Join(dir, "none.txt")}, "none.txt"},
		{"folder missing", []string{"ask", "/help", "--database-url=" + filepath.Join(dir, "no", "where", "x.db")}, "where"},
		{"file is no database", []string{"ask", "/help", "--database-url=" + noDatabase}, "notes.txt"},
		{"path is a folder", []string{"ask", "/help", "--database-url=" + dir}, dir},
		{"database URL of another kind", []string{"ask", "/help", "--database-url=mysql://db/greenlit"}, "postgres"},
		{"PostgreSQL out of reach", []string{"ask", "/help", "--database-url=postgres://bot:hunter2@" + closed + "/greenlit"}, closed},
		{"article is a program", []string{"read", "/bin/sh"}, "neither"},
		{"article missing", []string{"read", filepath.Join(dir, "none.html")}, "none.html"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, errs, status := greenlit(t, "", test.args...)
			if status == exitOK || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, test.want) || strings.Contains(errs, "hunter2") {
				t.Errorf("got status %d, %q and %q, want one line that says %q", status, out, errs, test.want)
			}
		})
	}
}

func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestAskTellsThatTheStoreIsNew(t *testing.T) {
	clean(t)
	file := filepath.Join(t.TempDir(), "x.db")
	if _, errs, status := greenlit(t, "", "ask", "--database-url="+file, "/help"); status != exitOK || !strings.Contains(errs, "new") {
		t.Errorf("got status %d and %q, want a hint", status, errs)
	}
	if _, errs, status := greenlit(t, "", "ask", "--database-url="+file, "/help"); status != exitOK || errs != "" {
		t.Errorf("again: got status %d and %q, want no hint", status, errs)
	}
}

func TestWrongTokenEndsTheBot(t *testing.T) {
	clean(t)
	sim, err := discordsim.Start(discordsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	_, errs, status := greenlit(t, "", "run", "--discord-token=wrong.token.here", "--discord-api-url="+sim.URL(),
		"--feeds-file=none", "--log-level=error", "--database-url="+filepath.Join(t.TempDir(), "x.db"))
	if status != exitError || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "DISCORD_TOKEN") || strings.Contains(errs, "wrong.token.here") {
		t.Errorf("got status %d and %q, want 1 and one line about the token without the token", status, errs)
	}
}

// A broken .env stops what needs its settings, and nothing else.
func TestBrokenEnvFile(t *testing.T) {
	clean(t)
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".env", []byte("LOG_LEVEL=info\n\nno setting\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args   []string
		status int
		out    string
		errs   string
	}{
		{[]string{"--help"}, exitOK, "Usage: greenlit", ""},
		{[]string{"--version"}, exitOK, "greenlit ", ""},
		{[]string{"ask", "/help"}, exitOK, "/news", ".env, line 3:"},
		{[]string{"demo", "--help"}, exitOK, "Usage: greenlit demo", ""},
		{[]string{"run"}, exitUsage, "", ".env, line 3:"},
		{[]string{"reread"}, exitUsage, "", ".env, line 3:"},
	} {
		out, errs, status := greenlit(t, "", test.args...)
		if status != test.status || !strings.Contains(out, test.out) || !strings.Contains(errs, test.errs) || (errs == "") != (test.errs == "") {
			t.Errorf("%v: got status %d, %q and %q; want %d, %q and %q", test.args, status, out, errs, test.status, test.out, test.errs)
		}
	}
}

func TestAddressOfNoDiscordEndsTheBot(t *testing.T) {
	clean(t)
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	_, errs, status := greenlit(t, "", "run", "--discord-token=x", "--discord-api-url="+web.URL,
		"--feeds-file=none", "--log-level=error", "--database-url="+filepath.Join(t.TempDir(), "x.db"))
	if status != exitError || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "DISCORD_API_URL") {
		t.Errorf("got status %d and %q, want 1 and one line that names the setting", status, errs)
	}
}

func TestGuildThatTheBotIsNotInEndsIt(t *testing.T) {
	clean(t)
	sim, err := discordsim.Start(discordsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	_, errs, status := greenlit(t, "", "run", "--discord-token="+sim.Token(), "--discord-api-url="+sim.URL()+"/v10/", "--discord-guild-id=12345",
		"--feeds-file=none", "--log-level=error", "--database-url="+filepath.Join(t.TempDir(), "x.db"))
	if status != exitError || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "DISCORD_GUILD_ID 12345") {
		t.Errorf("got status %d and %q, want 1 and one line that names the setting", status, errs)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	clean(t)
	sim, err := discordsim.Start(discordsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	ctx, stop := context.WithCancel(t.Context())
	var o, e bytes.Buffer
	ended := make(chan int, 1)
	metrics := closedPort(t)
	go func() {
		ended <- run(ctx, []string{"run", "--discord-token=" + sim.Token(), "--discord-api-url=" + sim.URL(), "--feeds-file=none",
			"--log-level=error", "--metrics-listen=" + metrics, "--database-url=" + filepath.Join(t.TempDir(), "x.db")},
			streams{strings.NewReader(""), &o, &e})
	}()
	wait, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := sim.Registered(wait, "news"); err != nil {
		t.Fatal(err)
	}
	for told := ""; !strings.Contains(told, "greenlit_outbox_waiting 0"); told = get(wait, "http://"+metrics+"/metrics") {
		if wait.Err() != nil {
			t.Fatalf("the metrics say nothing of the outbox:\n%s", told)
		}
	}
	stop()
	select {
	case status := <-ended:
		if status != exitOK {
			t.Errorf("got status %d and %q, want 0", status, e.String())
		}
	case <-time.After(5 * time.Second):
		t.Error("the bot still runs five seconds after its end was asked for")
	}
}

// get returns a page, or why there is none, after a moment.
func get(ctx context.Context, address string) string {
	select {
	case <-time.After(20 * time.Millisecond): // the one who is asked is still starting
	case <-ctx.Done():
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err.Error()
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return string(body)
}

func TestDemoAnswersItsInputAndEnds(t *testing.T) {
	clean(t)
	out, errs, status := greenlit(t, "/news defenders\n/cast jessica-jones\n/cast nosuchshow\n/help\nquit\n", "demo")
	if status != exitOK {
		t.Fatalf("got status %d and %q after:\n%s", status, errs, out)
	}
	for _, want := range []string{
		"A new post in #tv-news:", "Rewatch Club", // came while it ran
		"Who Plays Whom", "The Cold Open", // an answer of /news
		"Krysten Ritter as Jessica Jones", "David Tennant",
		"nosuchshow",
		"/subscribe",
		"Why Krysten Ritter’s Return", // the last article
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the demo does not show %q:\n%s", want, out)
		}
	}
}

// seed is the article that the project starts from.
func seed(t *testing.T) string {
	t.Helper()
	file := "../../../shared/seed/defenders.txt"
	if _, err := os.Stat(file); err != nil {
		t.Skip("the seed article is not beside the project: ", err)
	}
	return file
}

func TestSeedArticleAnswersCommands(t *testing.T) {
	for _, engine := range []struct {
		name string
		url  func(*testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "greenlit.db") }},
		{"postgres", func(t *testing.T) string { return storetest.Postgres(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			clean(t)
			file := seed(t)
			t.Setenv("DATABASE_URL", engine.url(t))
			for range 2 { // saving again changes nothing
				if _, errs, status := greenlit(t, "", "read", "--save", file); status != exitOK {
					t.Fatalf("read: status %d, %s", status, errs)
				}
			}
			for ask, want := range map[string][]string{
				"/news defenders":              {"Krysten Ritter Already Wants Season 2", "Heroic Hollywood", "Michael Mistroff", "Entertainment Weekly"},
				"/news jessica-jones":          {"Krysten Ritter Already Wants Season 2", "Heroic Hollywood", "Michael Mistroff", "Entertainment Weekly"},
				"/news Marvel's The Defenders": {"Krysten Ritter Already Wants Season 2"},
				"/cast jessica-jones":          {"Krysten Ritter as Jessica Jones", "Already Wants Season 2", "Heroic Hollywood"},
				"/cast defenders": {"Charlie Cox as Daredevil", "Krysten Ritter as Jessica Jones", "Mike Colter as Luke Cage",
					"Finn Jones as Iron Fist", "Sigourney Weaver as Alexandra", "Marco Ramirez", "howrunner", "Heroic Hollywood"},
				"/news defendrs":                {"Krysten Ritter Already Wants Season 2"},
				"/cast deffendrs of the galaxy": {"don't know"},
			} {
				out, errs, status := greenlit(t, "", "ask", ask)
				for _, w := range want {
					if !strings.Contains(strings.Join(strings.Fields(out), " "), w) {
						t.Errorf("%s: status %d, no %q in:\n%s%s", ask, status, w, out, errs)
					}
				}
			}
		})
	}
}

func TestSeedArticleGivesNoSecondSeasonOfTheDefenders(t *testing.T) {
	clean(t)
	out, errs, status := greenlit(t, "", "read", "--json", seed(t))
	if status != exitOK {
		t.Fatalf("status %d, %s", status, errs)
	}
	var got struct {
		Facts []struct {
			Type, Show, Status string
			Season             *int
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	renewed := false
	for _, f := range got.Facts {
		if f.Type != "status" || f.Season == nil || *f.Season != 2 {
			continue
		}
		if f.Show == "The Defenders" {
			t.Errorf("claims %+v", f)
		}
		renewed = renewed || f.Show == "Jessica Jones" && f.Status == "renewed"
	}
	if !renewed {
		t.Error("Jessica Jones is not renewed for season 2")
	}
}

func TestReadWithoutSavingTouchesNoStore(t *testing.T) {
	clean(t)
	dir := t.TempDir()
	t.Chdir(dir)
	out, errs, status := greenlit(t, "‘Severance’ Renewed for Season 3 at Apple TV+\n\nApple TV+ has renewed ‘Severance’ for a third season.\n", "read", "-")
	if status != exitOK || !strings.Contains(out, "Severance") {
		t.Errorf("got status %d, %q, %q", status, out, errs)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left %v behind", left)
	}
}

func TestFeedPrintsOneObjectForEachInput(t *testing.T) {
	clean(t)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(`<rss version="2.0"><channel><title>Pilot Week</title><item><title>Cloak &amp;amp; Dagger</title><link>https://pilot.example/1</link></item></channel></rss>`))
	}))
	defer web.Close()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte("<!doctype html><p>No feed"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ALLOWED_HOSTS", strings.TrimPrefix(web.URL, "http://"))
	out, errs, status := greenlit(t, "", "feed", "--json", web.URL, file, "http://10.0.0.1/feed", t.TempDir())
	if status != exitError {
		t.Errorf("got status %d and %q, want 1: an input is no feed", status, errs)
	}
	type row struct {
		Input, Error, Title string
		OK                  bool
		Items               []struct{ Title, Link string }
	}
	var rows []row
	for d := json.NewDecoder(strings.NewReader(out)); d.More(); {
		var r row
		if err := d.Decode(&r); err != nil {
			t.Fatalf("%v in:\n%s", err, out)
		}
		rows = append(rows, r)
	}
	if len(rows) != 4 || strings.Contains(out, `\u00`) {
		t.Fatalf("got %d rows, want 4 that can be read:\n%s", len(rows), out)
	}
	if r := rows[0]; !r.OK || r.Title != "Pilot Week" || len(r.Items) != 1 || r.Items[0].Link != "https://pilot.example/1" {
		t.Errorf("feed: got %+v", r)
	}
	if inside, folder := rows[2].Error, rows[3].Error; !strings.Contains(inside, "ALLOWED_HOSTS") || !strings.Contains(folder, "folder") {
		t.Errorf("a private address and a folder: got %q and %q", inside, folder)
	}
	for _, r := range rows[1:] {
		if r.OK || r.Error == "" || strings.Contains(r.Error, "dial") || strings.Contains(r.Error, "inside Greenlit") {
			t.Errorf("%s: got %+v, want a sentence", r.Input, r)
		}
	}
}
