package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rogpeppe/go-internal/testscript"

	"greenlit/internal/discordsim"
	"greenlit/internal/discordsim/spec"
	"greenlit/internal/news"
	"greenlit/internal/store/storetest"
)

// TestScripts drives the whole bot against the simulator, over real sockets,
// as testdata/script tells. Each script runs on both engines.
func TestScripts(t *testing.T) {
	for _, engine := range []struct {
		name string
		open func(t *testing.T, work string) string // returns a database URL
	}{
		{"sqlite", func(_ *testing.T, work string) string { return filepath.Join(work, "greenlit.db") }},
		{"postgres", func(t *testing.T, _ string) string { return storetest.Postgres(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir: "testdata/script",
				Setup: func(env *testscript.Env) error {
					w, err := newWorld(engine.open(t, env.WorkDir), described(t))
					if err != nil {
						return err
					}
					env.Values[worldKey{}] = w
					env.Defer(w.close)
					return nil
				},
				Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
					"start": command((*world).start), "stop": command((*world).stop),
					"publish": command((*world).publish), "withdraw": command((*world).withdraw),
					"operator": command((*world).operator),
					"closes":   command((*world).closes), "opens": command((*world).opens), "deletes": command((*world).deletes),
					"removes": command((*world).removes), "invites": command((*world).invites), "outage": command((*world).outage), "notes": command((*world).notes),
					"later": command((*world).later), "poll": command((*world).poll), "fetch": command((*world).fetch),
					"types": command((*world).types), "chooses": command((*world).chooses),
					"sees": command((*world).sees), "posts": command((*world).posts),
				},
			})
		})
	}
}

// patience is how long a script waits for what must come; it never waits for
// what must not.
const patience = 20 * time.Second

type worldKey struct{}

// A world is what a script plays in: a Discord with one server, a web server
// for feeds, and the bot, which may be started and stopped.
type world struct {
	database string
	sim      *discordsim.Sim
	guild    news.GuildID
	server   *discordsim.Guild
	channels map[string]*discordsim.Channel
	members  map[string]*discordsim.Member
	web      *httptest.Server
	answer   *discordsim.Reply

	mu    sync.Mutex
	pages map[string][]byte // by path
	gone  map[string]bool   // paths for ever withdrawn
	clock time.Duration     // how far the bot's clock is ahead

	bot  *Bot
	quit context.CancelFunc
	done chan error
}

func newWorld(database string, observe func(discordsim.Exchange)) (*world, error) {
	sim, err := discordsim.Start(discordsim.Config{AppName: "Greenlit", Observe: observe})
	if err != nil {
		return nil, err
	}
	g := sim.AddGuild("Sofa Club")
	w := &world{
		database: database, sim: sim, guild: news.GuildID(g.ID), server: g, pages: map[string][]byte{}, gone: map[string]bool{},
		channels: map[string]*discordsim.Channel{},
		members: map[string]*discordsim.Member{
			"maya": g.AddMember("maya", discordsim.ManageGuild),
			"theo": g.AddMember("theo"),
		},
	}
	for _, name := range []string{"general", "tv-news", "marvel"} {
		w.channels[name] = g.AddChannel(name)
	}
	w.web = httptest.NewServer(w)
	return w, nil
}

// description is Discord's own description of its API, where it is at hand.
var description = sync.OnceValues(func() (*spec.Spec, error) {
	const file = "../../../shared/discord/openapi.json"
	if _, err := os.Stat(file); err != nil {
		return nil, nil
	}
	return spec.Load(file)
})

// described holds everything that the bot sends, and what it is answered,
// against the description.
func described(t testing.TB) func(discordsim.Exchange) {
	s, err := description()
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		return nil
	}
	return func(x discordsim.Exchange) {
		if !s.Known(x.Method, x.Path) {
			t.Errorf("%s %s is not in Discord's description", x.Method, x.Path)
		}
		if err := s.Exchange(x.Method, x.Path, x.Request, x.Status, x.Response); err != nil {
			t.Error(err)
		}
	}
}

func (w *world) close() {
	if w.bot != nil {
		w.quit()
		<-w.done
		w.bot.Close()
	}
	w.web.Close()
	w.sim.Close()
}

// ServeHTTP serves what was published, with validators.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	page, ok := w.pages[r.URL.Path]
	gone := w.gone[r.URL.Path]
	w.mu.Unlock()
	if gone {
		http.Error(rw, "gone", http.StatusGone)
		return
	}
	if !ok {
		http.NotFound(rw, r)
		return
	}
	http.ServeContent(rw, r, filepath.Base(r.URL.Path), time.Time{}, strings.NewReader(strings.ReplaceAll(string(page), "WEB", w.web.URL)))
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.clock)
}

func command(do func(*world, *testscript.TestScript, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		err := do(ts.Value(worldKey{}).(*world), ts, args)
		switch {
		case neg && err == nil:
			ts.Fatalf("it worked, and it should not")
		case !neg && err != nil:
			ts.Fatalf("%v", err)
		case neg:
			fmt.Fprintln(ts.Stderr(), err)
		}
	}
}

// start starts the bot and waits until it answers commands.
func (w *world) start(*testscript.TestScript, []string) error {
	ctx, quit := context.WithCancel(context.Background())
	b, err := w.open(ctx)
	if err != nil {
		quit()
		return err
	}
	w.bot, w.quit, w.done = b, quit, make(chan error, 1)
	go func() {
		w.done <- b.Run(ctx, Discord{Token: w.sim.Token(), APIURL: w.sim.URL()}, prometheus.NewRegistry())
	}()
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := w.sim.Ready(soon); err != nil {
		return err
	}
	return w.sim.Registered(soon, "news", "subscribe")
}

func (w *world) open(ctx context.Context) (*Bot, error) {
	return Open(ctx, Options{
		DatabaseURL: w.database, UserAgent: "Greenlit script", Now: w.now, PollEvery: time.Minute,
		AllowedHosts: []string{strings.TrimPrefix(w.web.URL, "http://")},
	})
}

// stop ends the bot as SIGTERM does.
func (w *world) stop(*testscript.TestScript, []string) error {
	begin := time.Now()
	w.quit()
	err := <-w.done
	if took := time.Since(begin); err == nil && took > 5*time.Second {
		err = fmt.Errorf("stopping took %v", took)
	}
	if closing := w.bot.Close(); err == nil {
		err = closing
	}
	w.bot = nil
	return err
}

// publish FILE PATH puts a file of the script on the web; WEB in it stands
// for the server's address.
func (w *world) publish(ts *testscript.TestScript, args []string) error {
	page, err := os.ReadFile(ts.MkAbs(args[0]))
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[args[1]] = page
	return nil
}

// withdraw PATH takes a page off the web, with "for good" behind it for ever.
func (w *world) withdraw(_ *testscript.TestScript, args []string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.pages, args[0])
	w.gone[args[0]] = len(args) > 1
	return nil
}

// closes CHANNEL takes the bot's permission to post there.
func (w *world) closes(_ *testscript.TestScript, args []string) error {
	w.channels[args[0]].Overwrite(w.sim.AppID(), 0, discordsim.SendMessages)
	return nil
}

// opens CHANNEL gives it back.
func (w *world) opens(_ *testscript.TestScript, args []string) error {
	w.channels[args[0]].Overwrite(w.sim.AppID(), discordsim.SendMessages, 0)
	return nil
}

// deletes CHANNEL deletes it.
func (w *world) deletes(_ *testscript.TestScript, args []string) error {
	w.channels[args[0]].Delete()
	return nil
}

// removes takes the bot out of the server.
func (w *world) removes(*testscript.TestScript, []string) error {
	w.server.Remove()
	return nil
}

// invites brings it back.
func (w *world) invites(*testscript.TestScript, []string) error {
	w.server.Invite()
	return nil
}

// outage makes the server unavailable, and available again.
func (w *world) outage(*testscript.TestScript, []string) error {
	w.server.Outage(true)
	w.server.Outage(false)
	return nil
}

// notes removed|back waits until the bot has noted where it is.
func (w *world) notes(_ *testscript.TestScript, args []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		left, err := w.bot.store.Guilds(ctx)
		if err != nil || left[w.guild] == (args[0] == "removed") {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the bot has not noted that it is %s", args[0])
		case <-time.After(20 * time.Millisecond): // the store tells nobody
		}
	}
}

// operator PATH... makes these the operator's feeds.
func (w *world) operator(_ *testscript.TestScript, paths []string) error {
	var feeds []news.Feed
	for _, p := range paths {
		feeds = append(feeds, news.Feed{URL: w.web.URL + p, Shared: true})
	}
	return w.bot.ShareFeeds(context.Background(), feeds)
}

// later DURATION sets the bot's clock forward.
func (w *world) later(_ *testscript.TestScript, args []string) error {
	d, err := time.ParseDuration(args[0])
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock += d
	return err
}

// poll polls what is due, and waits until no delivery waits any more.
func (w *world) poll(*testscript.TestScript, []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	now := w.now()
	if _, err := w.bot.poller.Poll(ctx); err != nil {
		return err
	}
	// The bot polls by itself too, and may still be at it.
	for {
		feeds, err := w.bot.store.Feeds(ctx, w.guild)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(feeds, func(f news.Feed) bool { return !f.NextPoll.IsZero() && !f.NextPoll.After(now) }) {
			if err := w.bot.learn(ctx); err != nil { // which the bot does within seconds
				return err
			}
			return nothingWaits(ctx, w.bot)
		}
		select {
		case <-ctx.Done():
			return errors.New("feeds are still to be polled")
		case <-time.After(20 * time.Millisecond): // the store tells nobody
		}
	}
}

// fetch polls what is due while the bot is stopped, so that nothing is posted.
func (w *world) fetch(*testscript.TestScript, []string) error {
	b, err := w.open(context.Background())
	if err != nil {
		return err
	}
	defer b.Close()
	_, err = b.poller.Poll(context.Background())
	return err
}

// types WHO CHANNEL LINE uses a slash command; stdout is the answer.
func (w *world) types(ts *testscript.TestScript, args []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	line := strings.ReplaceAll(strings.Join(args[2:], " "), "WEB", w.web.URL)
	r, err := w.members[args[0]].Type(ctx, w.channels[args[1]], line)
	if err != nil {
		return err
	}
	return w.show(ts, r)
}

// chooses WHO VALUE picks from the menu of the last answer.
func (w *world) chooses(ts *testscript.TestScript, args []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := w.members[args[0]].Choose(ctx, w.answer, args[1])
	if err != nil {
		return err
	}
	return w.show(ts, r)
}

func (w *world) show(ts *testscript.TestScript, r *discordsim.Reply) error {
	w.answer = r
	if r.Ephemeral {
		fmt.Fprintln(ts.Stdout(), "(private)")
	}
	_, err := fmt.Fprintln(ts.Stdout(), text(r.Message))
	return err
}

// text is all that a message says.
func text(m discordsim.Message) string {
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Author.Name, e.Title, e.URL, e.Description)
		for _, f := range e.Fields {
			parts = append(parts, f.Name, f.Value)
		}
		parts = append(parts, e.Footer.Text)
	}
	for _, c := range m.All() {
		for _, o := range c.Options {
			parts = append(parts, o.Value+": "+o.Label)
		}
	}
	return strings.Join(parts, "\n")
}

// sees CHANNEL TEXT waits until a message in the channel says TEXT.
func (w *world) sees(_ *testscript.TestScript, args []string) error {
	want := strings.ReplaceAll(args[1], "WEB", w.web.URL)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := w.sim.WaitMessage(ctx, w.channels[args[0]], func(m discordsim.Message) bool {
		return strings.Contains(text(m), want)
	})
	return err
}

// posts CHANNEL N checks how many messages the channel shows.
func (w *world) posts(_ *testscript.TestScript, args []string) error {
	want, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	if got := w.sim.Messages(w.channels[args[0]]); len(got) != want {
		var all []string
		for _, m := range got {
			all = append(all, text(m))
		}
		return fmt.Errorf("%s shows %d messages, want %d:\n%s", args[0], len(got), want, strings.Join(all, "\n--\n"))
	}
	return nil
}
