package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenlit/internal/news"
)

func TestTokenIsAskedForWithTheWayOut(t *testing.T) {
	err := Discord{Token: " ", APIURL: "https://discord.com/api"}.Check()
	if !errors.Is(err, ErrNoToken) || !strings.Contains(err.Error(), "greenlit demo") {
		t.Errorf("got %v, want a line that names greenlit demo", err)
	}
}

func TestWrongDiscordSettingsAreNamed(t *testing.T) {
	for _, d := range []struct {
		name    string
		setting Discord
		want    string
	}{
		{"API without scheme", Discord{Token: "t", APIURL: "discord.com/api"}, "DISCORD_API_URL"},
		{"API of another kind", Discord{Token: "t", APIURL: "ftp://discord.com"}, "DISCORD_API_URL"},
		{"guild by name", Discord{Token: "t", APIURL: "http://127.0.0.1:1/api", Rate: 45, GuildID: "my server"}, "DISCORD_GUILD_ID"},
		{"guild of too many digits", Discord{Token: "t", APIURL: "http://127.0.0.1:1/api", Rate: 45, GuildID: "99999999999999999999999"}, "DISCORD_GUILD_ID"},
		{"no requests at all", Discord{Token: "t", APIURL: "http://127.0.0.1:1/api"}, "DISCORD_RATE"},
	} {
		t.Run(d.name, func(t *testing.T) {
			if err := d.setting.Check(); err == nil || !strings.Contains(err.Error(), d.want) {
				t.Errorf("got %v, want an error that names %s", err, d.want)
			}
		})
	}
	if err := (Discord{Token: "t", APIURL: "https://discord.com/api", Rate: 45, GuildID: "123"}).Check(); err != nil {
		t.Errorf("good settings: %v", err)
	}
}

func TestAPIIsWithoutItsVersion(t *testing.T) {
	for in, want := range map[string]string{
		"https://discord.com/api": "https://discord.com/api", "http://127.0.0.1:1/api/v10/": "http://127.0.0.1:1/api",
	} {
		if got := (Discord{APIURL: in}).API(); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestLogSettingsGoInAnyCase(t *testing.T) {
	for text, ok := range map[string]bool{"INFO": true, "debug": true, "Warn": true, "loud": false, "": false} {
		var l Level
		if err := l.UnmarshalText([]byte(text)); (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "debug, info, warn or error") {
			t.Errorf("level %q: got %v", text, err)
		}
	}
	var out bytes.Buffer
	l := Log{}
	if err := errors.Join(l.Level.UnmarshalText([]byte("WARN")), l.Format.UnmarshalText([]byte("JSON"))); err != nil {
		t.Fatal(err)
	}
	l.Logger(&out).Info("small")
	l.Logger(&out).Warn("big")
	if got := out.String(); !strings.HasPrefix(got, "{") || !strings.Contains(got, "big") || strings.Contains(got, "small") {
		t.Errorf("the log is %q, want the warning alone as JSON", got)
	}
}

func TestBrokenEnvFileKeepsItsSecrets(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".env")
	for text, line := range map[string]string{
		"DISCORD_TOKEN=secret\nthis is no setting 'secret\n":    "line 2:",
		"\ufeffA='1\n2'\r\n\r\n# it's\r\nB=\"secret\r\nC=1\r\n": "line 5:",
		"secret":               "line 1:",
		"A=1\n\nsecret\nB=2\n": "line 3:",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := LoadEnv(file)
		if err == nil || !strings.Contains(err.Error(), ".env.example") || !strings.Contains(err.Error(), line) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v, want %s, a hint at .env.example and no secret", text, err, line)
		}
	}
	if err := LoadEnv(filepath.Join(t.TempDir(), ".env")); err != nil {
		t.Errorf("no file: %v", err)
	}
}

func TestEnvFileMayBeginWithAByteOrderMark(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(file, []byte("\ufeffDISCORD_GUILD_ID=123\r\nCONTACT=here\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CONTACT", "there")
	t.Setenv("DISCORD_GUILD_ID", "")
	os.Unsetenv("DISCORD_GUILD_ID")
	if err := LoadEnv(file); err != nil {
		t.Fatal(err)
	}
	if id, contact := os.Getenv("DISCORD_GUILD_ID"), os.Getenv("CONTACT"); id != "123" || contact != "there" {
		t.Errorf("got guild %q and contact %q, want the file's and what was set before", id, contact)
	}
}

func TestAllowedHostsMayBeWrittenAsAddresses(t *testing.T) {
	w := Web{AllowedHosts: []string{"http://127.0.0.1:8080/feed", " feeds.lan ", ""}}
	if d := cmp.Diff([]string{"127.0.0.1:8080", "feeds.lan"}, w.Hosts()); d != "" {
		t.Error(d)
	}
}

func TestFeedsFile(t *testing.T) {
	got, err := parseFeeds("f", strings.NewReader("\ufeff# ours\n\nhttps://a.example/feed  The Cold Open \r\nhttp://b.example/rss\tPilot Week\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Feed{
		{URL: "https://a.example/feed", Outlet: "The Cold Open", Shared: true},
		{URL: "http://b.example/rss", Outlet: "Pilot Week", Shared: true},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for in, line := range map[string]string{
		"https://a.example/feed\nTVLine https://tvline.com\n":     "line 2",
		"https://a.example/feed\nhttps://a.example/feed A\n":      "line 1",
		"# ours\n\n" + strings.Repeat("https://a.example/", 5000): "line 3: this line is too long",
		"https:///feed\n":                    "line 1",
		"https://me:secret@a.example/feed\n": "line 1",
	} {
		if _, err := parseFeeds("f", strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%q: got %v, want an error that names %s", in, err, line)
		}
	}
}

func TestBuiltInFeedsAreGood(t *testing.T) {
	feeds, err := Feeds{}.List()
	if err != nil || len(feeds) == 0 {
		t.Fatalf("got %d feeds, %v", len(feeds), err)
	}
	for _, f := range feeds {
		if f.Outlet == "" || !strings.HasPrefix(f.URL, "https://") {
			t.Errorf("%s: want https and an outlet", f.URL)
		}
	}
	if none, err := (Feeds{FeedsFile: "None"}).List(); err != nil || none != nil {
		t.Errorf("none: got %v, %v", none, err)
	}
	if _, err := (Feeds{FeedsFile: t.TempDir()}).List(); err == nil || !strings.Contains(err.Error(), "FEEDS_FILE") {
		t.Errorf("a folder: got %v, want an error that names FEEDS_FILE", err)
	}
}

func TestUserAgentTellsWhoAsks(t *testing.T) {
	if got := (Web{Contact: "https://sofa.example/bot\r\nX: y"}).UserAgent(); got != "Greenlit/1.0 (TV-news bot for Discord; +https://sofa.example/botX: y)" {
		t.Errorf("got %q", got)
	}
}

func TestWrongMetricsSettingIsNamed(t *testing.T) {
	for address, ok := range map[string]bool{"": true, "127.0.0.1:9464": true, ":0": true, "9464": false, ":99999": false} {
		if err := (Metrics{address}).Check(); (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "METRICS_LISTEN") {
			t.Errorf("%q: got %v", address, err)
		}
	}
}

func TestWrongWebSubSettingsAreNamed(t *testing.T) {
	for _, w := range []struct {
		name    string
		setting WebSub
		want    string
	}{
		{"neither", WebSub{}, ""},
		{"both", WebSub{"https://greenlit.example/bot", ":8080"}, ""},
		{"URL alone", WebSub{PublicURL: "https://greenlit.example"}, "LISTEN"},
		{"address alone", WebSub{Listen: ":8080"}, "PUBLIC_URL"},
		{"URL without scheme", WebSub{"greenlit.example", ":8080"}, "PUBLIC_URL"},
		{"URL with a query", WebSub{"https://greenlit.example/?a=b", ":8080"}, "PUBLIC_URL"},
		{"port out of range", WebSub{"https://greenlit.example", ":99999"}, "LISTEN"},
		{"address without port", WebSub{"https://greenlit.example", "127.0.0.1"}, "LISTEN"},
	} {
		t.Run(w.name, func(t *testing.T) {
			switch err := w.setting.Check(); {
			case w.want == "" && err != nil:
				t.Errorf("got %v, want nil", err)
			case w.want != "" && (err == nil || !strings.Contains(err.Error(), w.want)):
				t.Errorf("got %v, want an error that names %s", err, w.want)
			}
		})
	}
}
