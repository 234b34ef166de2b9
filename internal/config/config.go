// Package config is Greenlit's settings: flags and environment variables with
// their defaults, and the messages for those that are wrong.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/joho/godotenv"
)

// LoadEnv sets environment variables from the file, as godotenv reads it.
// Variables that are set already stay as they are, and a file that does not
// exist is none.
func LoadEnv(file string) error {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s cannot be read: %w", file, path.Err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	vars, err := parseEnv(text)
	if err != nil {
		// The parser's error quotes the file, and the file holds the token.
		return fmt.Errorf("%s, line %d: not of the form NAME=value, or a quotation mark is open; .env.example shows the form", file, brokenLine(text))
	}
	for name, value := range vars {
		if _, set := os.LookupEnv(name); set {
			continue
		}
		if err := os.Setenv(name, value); err != nil {
			return fmt.Errorf("%s: %s cannot be set: %w", file, name, err)
		}
	}
	return nil
}

// parseEnv reads settings. For godotenv a last line without "=" is a value of
// no name.
func parseEnv(text []byte) (map[string]string, error) {
	vars, err := godotenv.UnmarshalBytes(text)
	if _, nameless := vars[""]; nameless {
		return nil, errors.New("a value without a name")
	}
	return vars, err
}

// brokenLine returns the number of the line at which the text stops being
// settings. A value in quotation marks may go over several.
func brokenLine(text []byte) int {
	lines := bytes.SplitAfter(text, []byte("\n"))
	first := 0
	for next := 1; next <= len(lines); next++ {
		if _, err := parseEnv(bytes.Join(lines[first:next], nil)); err == nil {
			first = next
		}
	}
	return first + 1
}

// Log is how the program logs, to standard error.
type Log struct {
	Level  Level  `name:"log-level" env:"LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	Format Format `name:"log-format" env:"LOG_FORMAT" default:"text" help:"text or json."`
}

// A Level is the least that is logged, which people write in any case.
type Level slog.Level

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *Level) UnmarshalText(text []byte) error {
	if err := (*slog.Level)(l).UnmarshalText(text); err != nil {
		return errors.New("want debug, info, warn or error")
	}
	return nil
}

// A Format is what a line of the log looks like: "text" or "json".
type Format string

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Format) UnmarshalText(text []byte) error {
	switch *f = Format(strings.ToLower(string(text))); *f {
	case "text", "json":
		return nil
	}
	return errors.New("want text or json")
}

// Logger returns the logger that the settings ask for.
func (l Log) Logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.Level(l.Level)}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// Store is where everything is kept.
type Store struct {
	DatabaseURL string `name:"database-url" env:"DATABASE_URL" default:"greenlit.db" help:"SQLite file, or postgres://user:password@host/database."`
}

// Discord is how the bot reaches Discord.
type Discord struct {
	Token   string  `name:"discord-token" env:"DISCORD_TOKEN" placeholder:"TOKEN" help:"The bot's token. Prefer the environment: flags show in process lists."`
	APIURL  string  `name:"discord-api-url" env:"DISCORD_API_URL" default:"https://discord.com/api" help:"Discord's API, or a simulator's."`
	Rate    float64 `name:"discord-rate" env:"DISCORD_RATE" default:"45" help:"Requests a second at most; Discord allows a bot 50 unless it granted more."`
	GuildID string  `name:"discord-guild-id" env:"DISCORD_GUILD_ID" placeholder:"ID" help:"Register commands in this server only, where changes show at once."`
}

// ErrNoToken says that the bot cannot run without a token.
var ErrNoToken = errors.New("no DISCORD_TOKEN is set: put your bot's token in .env, or see the bot work without one: greenlit demo")

// API returns APIURL without a version, which the client adds itself.
func (d Discord) API() string {
	return apiVersion.ReplaceAllString(strings.TrimRight(d.APIURL, "/"), "")
}

var apiVersion = regexp.MustCompile(`/v[0-9]+$`)

// Check reports the first setting that cannot work, in words for the operator.
func (d Discord) Check() error {
	if strings.TrimSpace(d.Token) == "" {
		return ErrNoToken
	}
	u, err := url.Parse(d.APIURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return errors.New("DISCORD_API_URL is not a web address such as https://discord.com/api")
	}
	if d.Rate < 1 || d.Rate > 1000 {
		return errors.New("DISCORD_RATE is not a number of requests a second from 1 to 1000")
	}
	if _, err := strconv.ParseUint(d.GuildID, 10, 64); d.GuildID != "" && err != nil {
		return fmt.Errorf("DISCORD_GUILD_ID %q is not an id: it is a number that Discord's Copy Server ID gives", d.GuildID)
	}
	return nil
}

// Web is how feeds and pages are fetched.
type Web struct {
	Contact      string   `name:"contact" env:"CONTACT" placeholder:"ADDRESS" help:"Page or mail address that is sent with every request, for sites to turn to."`
	AllowedHosts []string `name:"allowed-hosts" env:"ALLOWED_HOSTS" placeholder:"HOST" help:"Hosts in private networks that may be fetched from, such as 127.0.0.1:8080."`
}

// WebSub is where hubs tell of what feeds have new.
type WebSub struct {
	PublicURL string `name:"public-url" env:"PUBLIC_URL" placeholder:"URL" help:"Where the web reaches the address to listen at. With both set, feeds' hubs tell of news at once."`
	Listen    string `name:"listen" env:"LISTEN" placeholder:"ADDRESS" help:"Address to listen at for feeds' hubs, such as :8080."`
}

// Check reports settings that cannot work, in words for the operator.
func (w WebSub) Check() error {
	if (w.PublicURL == "") != (w.Listen == "") {
		return errors.New("PUBLIC_URL and LISTEN belong together: set both, or neither")
	}
	u, err := url.Parse(w.PublicURL)
	if w.PublicURL != "" && (err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return errors.New("PUBLIC_URL is not a web address such as https://greenlit.example.org")
	}
	return checkListen("LISTEN", w.Listen)
}

// checkListen reports an address that nobody can listen at.
func checkListen(name, address string) error {
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if address != "" && err != nil {
		return fmt.Errorf("%s is not an address such as :8080 or 127.0.0.1:8080", name)
	}
	return nil
}

// Metrics is where Prometheus reads how the bot does.
type Metrics struct {
	MetricsListen string `name:"metrics-listen" env:"METRICS_LISTEN" placeholder:"ADDRESS" help:"Address to serve /metrics at for Prometheus, such as 127.0.0.1:9464."`
}

// Check reports a setting that cannot work, in words for the operator.
func (m Metrics) Check() error { return checkListen("METRICS_LISTEN", m.MetricsListen) }

// Hosts are the allowed hosts, without what belongs to a whole address.
func (w Web) Hosts() []string {
	var hosts []string
	for _, h := range w.AllowedHosts {
		if _, after, ok := strings.Cut(h, "://"); ok {
			h = after
		}
		h, _, _ = strings.Cut(h, "/")
		if h = strings.TrimSpace(h); h != "" {
			hosts = append(hosts, h)
		}
	}
	return hosts
}

// UserAgent is what requests for feeds and pages say about who asks.
func (w Web) UserAgent() string {
	if w.Contact == "" {
		return "Greenlit/1.0 (TV-news bot for Discord)"
	}
	return "Greenlit/1.0 (TV-news bot for Discord; +" + strings.Map(printable, w.Contact) + ")"
}

// printable drops what must not stand in a header.
func printable(r rune) rune {
	if r < ' ' || r > '~' || r == '(' || r == ')' {
		return -1
	}
	return r
}

// Unset removes the named environment variables that are set to nothing, so
// that an empty line of .env means the default.
func Unset(names []string) {
	for _, n := range names {
		if v, ok := os.LookupEnv(n); ok && strings.TrimSpace(v) == "" {
			os.Unsetenv(n)
		}
	}
}
