package commands

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"greenlit/internal/discordtest"
	"greenlit/internal/feed"
	"greenlit/internal/news"
)

const harborFeed = "https://harbor.example/feed"

// edited sends an interaction that is answered late, and returns the answer.
func (b *bench) edited(i *discordgo.InteractionCreate) *discordgo.InteractionResponse {
	b.t.Helper()
	r := b.send(i)
	if r.Type != discordgo.InteractionResponseDeferredChannelMessageWithSource {
		b.t.Fatalf("first answer is of type %d, want a deferral:\n%s", r.Type, text(r))
	}
	edits := b.session.Edits()
	if len(edits) != 1 {
		b.t.Fatalf("%d edits, want 1", len(edits))
	}
	e := edits[0]
	if e.AllowedMentions == nil || e.AllowedMentions.Parse == nil {
		b.t.Errorf("the late answer may ping: %+v", e.AllowedMentions)
	}
	return &discordgo.InteractionResponse{Data: &discordgo.InteractionResponseData{
		Content: *e.Content, Embeds: *e.Embeds, Components: *e.Components, Flags: r.Data.Flags,
	}}
}

func addFeed(url string) *discordgo.InteractionCreate {
	return discordtest.Command("feeds add", discordtest.String("url", url), discordtest.Moderator())
}

func TestFeedsAdd(t *testing.T) {
	b := newBench(t)
	b.check[harborFeed] = news.Feed{Title: "The *Harbor* Times"}
	b.sees(b.edited(addFeed(" <"+harborFeed+"> ")), true, "The *Harbor* Times is added.", "/subscribe")
	if n := len(b.store.feeds); n != 2 || b.store.feeds[1].URL != harborFeed {
		t.Errorf("feeds are %+v, want the new one among them", b.store.feeds)
	}
}

func TestFeedsAddTwice(t *testing.T) {
	b := newBench(t)
	b.store.feeds = append(b.store.feeds, news.Feed{ID: 2, URL: harborFeed, Title: "Harbor"})
	b.check[harborFeed] = news.Feed{Title: "Harbor"}
	b.sees(b.edited(addFeed(harborFeed)), true, "Harbor is one of this server's feeds already.")

	b = newBench(t)
	b.check["https://tvline.example/feed"] = news.Feed{}
	b.sees(b.edited(addFeed("https://tvline.example/feed")), true, "TVLine is one of the operator's feeds, which every server sees already.")
}

func TestFeedsAddTellsWhatIsWrong(t *testing.T) {
	mux := http.NewServeMux()
	for path, status := range map[string]int{"/locked": 403, "/gone": 410, "/broken": 503, "/flooded": 429, "/teapot": 418} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	mux.Handle("/inside", http.RedirectHandler("http://10.0.0.1/feed", http.StatusFound))
	mux.Handle("/circle", http.RedirectHandler("/circle", http.StatusFound))
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><html><p>Hi") })
	mux.HandleFunc("/site", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/locked">`)
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<rss>", strings.Repeat("<item/>", 5000)) })
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	client := feed.NewClient(feed.ClientOptions{AllowHosts: []string{strings.TrimPrefix(web.URL, "http://")}, Timeout: 200 * time.Millisecond})
	t.Cleanup(client.CloseIdleConnections)
	poller := &feed.Poller{Fetcher: &feed.Fetcher{Client: client}, HostGap: -1}

	for address, want := range map[string]string{
		"WEB/locked":           "The server does not let Greenlit read this feed (status 403). Open it in your browser.",
		"WEB/teapot":           "The server refused to hand out the feed (status 418). Open it in your browser.",
		"WEB/missing":          "There is nothing at this address (status 404). Check the address for typing errors",
		"WEB/gone":             "gone for good (status 410). Look on the site for its new address.",
		"WEB/broken":           "The server has trouble of its own (status 503). Try again later.",
		"WEB/flooded":          "The server asks Greenlit to come back later (status 429). Try again later.",
		"WEB/inside":           "The server sends Greenlit on into a private network, which it does not enter. Open the address in your browser.",
		"WEB/circle":           "The server sends Greenlit round in a circle. Open the address in your browser.",
		"WEB/page":             "This is a web page and not a feed. Look on the site for a link named RSS",
		"WEB/site":             "the feed that it names can't be read: The server does not let Greenlit read this feed (status 403). Look",
		"WEB/big":              "The feed is too big to be read: it has more than 1000 items. Look on the site for a smaller feed",
		"WEB/slow":             "The server did not answer in time. Check the address",
		"http://10.0.0.1/feed": "The address lies in a private network, which Greenlit does not enter. Use the feed's public address.",
		"my *favourite* site":  "“my *favourite* site” was not added. This is not a web address that starts with http:// or https://. Copy",
	} {
		t.Run(address, func(t *testing.T) {
			b := newBench(t)
			b.needs.Check, b.needs.Explain = poller, feed.Explain
			b.router = NewRouter(All(b.needs), slog.New(slog.NewTextHandler(b.log, nil)))
			b.sees(b.edited(addFeed(strings.Replace(address, "WEB", web.URL, 1))), true, want)
			if len(b.store.feeds) != 1 || b.log.Len() > 0 {
				t.Errorf("feeds are %+v and the log is %q, want neither changed", b.store.feeds, b.log)
			}
		})
	}
}

func TestFeedsAddLogsWhatNobodyCanActOn(t *testing.T) {
	b := newBench(t)
	b.check["https://x.example/feed"] = errors.New(`Get "https://x.example/feed?key=secret": the moon is full`)
	b.sees(b.edited(addFeed("https://x.example/feed")), true, "That went wrong on my side.")
	if log := b.log.String(); !strings.Contains(log, "the moon is full") || strings.Contains(log, "secret") {
		t.Errorf("the log has not the cause alone:\n%s", log)
	}
}

func TestFeedsAddHasALimit(t *testing.T) {
	b := newBench(t)
	for i := range maxFeeds {
		b.store.feeds = append(b.store.feeds, news.Feed{ID: int64(i + 2), URL: fmt.Sprint("https://x.example/", i)})
	}
	b.check[harborFeed] = news.Feed{}
	b.sees(b.edited(addFeed(harborFeed)), true, "This server has 50 feeds", "/feeds remove")
}

func TestFeedsIsForModerators(t *testing.T) {
	tests := []struct {
		name string
		opt  discordtest.Opt
		want string
	}{
		{"member", discordtest.Permissions(discordgo.PermissionSendMessages), "/feeds is for those who may manage this server."},
		{"direct message", discordtest.DM(), "/feeds sets up a server, so it works inside one only."},
		{"moderator", discordtest.Moderator(), "TVLine"},
		{"administrator", discordtest.Permissions(discordgo.PermissionAdministrator), "TVLine"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.sees(b.send(discordtest.Command("feeds list", tt.opt)), true, tt.want)
		})
	}
	b := newBench(t)
	b.sees(b.send(discordtest.Command("feeds add", discordtest.String("url", harborFeed))), true, "is for those who may manage")
	if got := b.suggested(discordtest.Autocomplete("feeds remove", discordtest.String("feed", ""))); len(got) > 0 {
		t.Errorf("a member is suggested %v", got)
	}
}

func TestFeedsList(t *testing.T) {
	b := newBench(t)
	b.store.feeds = append(b.store.feeds, news.Feed{ID: 2, URL: harborFeed, Title: "Harbor", Error: "The server did not answer."})
	b.store.subs = []news.Subscription{
		{Channel: "2001", Show: news.Everything},
		{Channel: "2002", Show: "luke-cage", Stopped: "I may not write there."},
		{Channel: "2002", Show: "no-longer-known"},
	}
	b.sees(b.send(discordtest.Command("feeds list", discordtest.Moderator())), true,
		"TVLine · from the operator", "Harbor ("+harborFeed+")", "⚠ The server did not answer.",
		"Everything in #2001", "Luke Cage (2016, Netflix) in #2002 ⚠ stopped: I may not write there.", "no-longer-known in #2002")
}

func TestFeedsListOfANewServer(t *testing.T) {
	b := newBench(t)
	b.store.feeds = nil
	b.sees(b.send(discordtest.Command("feeds list", discordtest.Moderator())), true,
		"There are no feeds yet. Add one with /feeds add.", "Nothing is posted in a channel yet.")
}

func TestFeedsRemove(t *testing.T) {
	tests := []struct {
		name, feed, want string
		left             int
	}{
		{"picked", "2", "Harbor is removed.", 2},
		{"by name", "harbor", "Harbor is removed.", 2},
		{"by address", harborFeed, "Harbor is removed.", 2},
		{"the operator's", "TVLine", "Only the operator can take it away.", 3},
		{"unknown", "**9**", "This server has no feed “**9**”.", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.store.feeds = append(b.store.feeds,
				news.Feed{ID: 2, URL: harborFeed, Title: "Harbor"}, news.Feed{ID: 3, URL: "https://other.example", Title: "Other"})
			r := b.send(discordtest.Command("feeds remove", discordtest.String("feed", tt.feed), discordtest.Moderator()))
			b.sees(r, true, tt.want)
			if got := len(b.store.feeds); got != tt.left {
				t.Errorf("%d feeds are left, want %d", got, tt.left)
			}
		})
	}
}

func TestFeedsRemoveAsksWhichIsMeant(t *testing.T) {
	b := newBench(t)
	b.store.feeds = []news.Feed{{ID: 2, URL: harborFeed, Title: "Harbor"}, {ID: 3, URL: "https://other.example", Title: "Harbor"}}
	r := b.send(discordtest.Command("feeds remove", discordtest.String("feed", "harbor"), discordtest.Moderator()))
	menu := b.menuOf(r)
	b.sees(b.send(discordtest.Component(menu.CustomID, []string{menu.Options[1].Value}, discordtest.Moderator())), true, "Harbor is removed.")
	if len(b.store.feeds) != 1 || b.store.feeds[0].ID != 2 {
		t.Errorf("feeds are %+v, want the first alone", b.store.feeds)
	}
}

func TestFeedsRemoveSuggestsOwnFeeds(t *testing.T) {
	b := newBench(t)
	b.store.feeds = append(b.store.feeds,
		news.Feed{ID: 2, URL: harborFeed, Title: "Harbor @everyone" + strings.Repeat("x", 200)}, news.Feed{ID: 3, URL: "https://other.example"})
	got := b.suggested(discordtest.Autocomplete("feeds remove", discordtest.String("feed", "other"), discordtest.Moderator()))
	if d := cmp.Diff([]string{"other.example"}, got); d != "" {
		t.Errorf("suggestions (-want +got):\n%s", d)
	}
	got = b.suggested(discordtest.Autocomplete("feeds remove", discordtest.String("feed", ""), discordtest.Moderator()))
	if len(got) != 2 || len([]rune(got[0])) > 100 {
		t.Errorf("suggestions are %q, want two of at most 100 characters", got)
	}
}
