// Package demo shows the whole bot at work on one machine: a simulated
// Discord, three outlets with feeds, and the bot between them, all on loopback.
package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"greenlit/internal/bot"
	"greenlit/internal/discordsim"
	"greenlit/internal/news"
	"greenlit/internal/render"
)

// Options say who watches the demo.
type Options struct {
	In  io.Reader
	Out io.Writer
	// Interactive is set when a person types: then there is a prompt, and
	// further articles appear at leisure.
	Interactive bool
	Log         *slog.Logger
}

// liveAfter is when, in an interactive demo, the second live article appears.
const liveAfter = 25 * time.Second

// patience is how long the demo waits for the bot to do something.
const patience = 20 * time.Second

// Run shows the bot until In ends, somebody types quit, or ctx ends.
func Run(ctx context.Context, o Options) error {
	dir, err := os.MkdirTemp("", "greenlit-demo-")
	if err != nil {
		return fmt.Errorf("demo: a directory for its store: %w", err)
	}
	defer os.RemoveAll(dir)

	outlets, err := openOutlets(ctx)
	if err != nil {
		return err
	}
	defer closeOutlets(outlets)
	sim, err := discordsim.Start(discordsim.Config{AppName: "Greenlit"})
	if err != nil {
		return err
	}
	defer sim.Close()

	b, err := openBot(ctx, filepath.Join(dir, "greenlit.db"), outlets, o.Log)
	if err != nil {
		return err
	}
	defer b.Close()

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	o.Out = audience{o.Out, stop}
	d := newStage(o, sim, outlets)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return b.Run(ctx, bot.Discord{Token: sim.Token(), APIURL: sim.URL()}, prometheus.NewRegistry())
	})
	g.Go(func() error {
		defer stop()
		return d.play(ctx)
	})
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// An audience that has left, such as head after its last line, ends the demo.
type audience struct {
	io.Writer
	left func()
}

func (a audience) Write(text []byte) (int, error) {
	n, err := a.Writer.Write(text)
	if err != nil {
		a.left()
	}
	return n, err
}

func openBot(ctx context.Context, file string, outlets map[string]*outlet, log *slog.Logger) (*bot.Bot, error) {
	var feeds []news.Feed
	var hosts []string
	for _, o := range outlets {
		feeds = append(feeds, o.feed())
		hosts = append(hosts, o.addr)
	}
	b, err := bot.Open(ctx, bot.Options{
		DatabaseURL:  file,
		UserAgent:    "Greenlit demo",
		AllowedHosts: hosts,
		PollEvery:    time.Second,
		Log:          log,
	})
	if err != nil {
		return nil, err
	}
	if err := b.ShareFeeds(ctx, feeds); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// A stage is where the demo plays: one server with its channels and members.
type stage struct {
	Options
	sim      *discordsim.Sim
	outlets  map[string]*outlet
	general  *discordsim.Channel
	channels map[string]string  // names by id, which the printer shares
	maya     *discordsim.Member // who types: a moderator
	print    *printer
}

func newStage(o Options, sim *discordsim.Sim, outlets map[string]*outlet) *stage {
	g := sim.AddGuild("Sofa Club")
	d := &stage{
		Options: o, sim: sim, outlets: outlets,
		general:  g.AddChannel("general"),
		maya:     g.AddMember("maya", discordsim.ManageGuild),
		channels: map[string]string{},
	}
	d.print = &printer{w: o.Out, channels: d.channels}
	for _, c := range []*discordsim.Channel{d.general, g.AddChannel("tv-news"), g.AddChannel("off-topic")} {
		d.channels[c.ID] = c.Name
	}
	g.AddMember("theo")
	g.AddMember("ines")
	return d
}

// play shows the opening and then answers what is typed.
func (d *stage) play(ctx context.Context) error {
	events := d.sim.Watch(ctx)
	if err := d.opening(ctx); err != nil {
		return err
	}
	if err := d.publish("The Cold Open", "live-1-rewatch.html"); err != nil {
		return err
	}
	if err := d.awaitPost(ctx, events); err != nil {
		return err
	}
	d.print.line("")
	d.print.line("You are maya, a moderator, in #general. Type /news defenders, /cast jessica-jones, /help, or quit.")
	last, err := d.converse(ctx, events)
	if err != nil || last {
		return err
	}
	// The input ended before the last article was due.
	if err := d.publish("Sofa Wire", "live-2-born-again.html"); err != nil {
		return err
	}
	return d.awaitPost(ctx, events)
}

// converse answers lines and shows posts until the input ends. It reports
// whether nothing more is to be shown.
func (d *stage) converse(ctx context.Context, events <-chan discordsim.Event) (done bool, err error) {
	due := time.NewTimer(liveAfter)
	defer due.Stop()
	if !d.Interactive {
		due.Stop()
	}
	lines := d.lines()
	d.prompt()
	for {
		select {
		case <-ctx.Done():
			return true, ctx.Err()
		case <-due.C:
			d.print.line("")
			if err := d.publish("Sofa Wire", "live-2-born-again.html"); err != nil {
				return true, err
			}
		case e := <-events:
			if d.showPost(e) {
				d.prompt()
			}
		case line, ok := <-lines:
			if !ok || isQuit(line) {
				return d.Interactive, nil
			}
			if !d.Interactive && line != "" {
				d.echo(line)
			}
			d.answer(ctx, line)
			d.prompt()
		}
	}
}

// opening waits for the bot, has the store filled and the channel subscribed.
func (d *stage) opening(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	d.print.line("Greenlit demo: a Discord, three outlets and the bot, all on this machine.")
	d.print.line("%-14s %s, server Sofa Club, with #general, #tv-news and #off-topic", "Discord", d.sim.URL())
	for _, name := range []string{"The Cold Open", "Pilot Week", "Sofa Wire"} {
		d.print.line("%-14s http://%s/feed", name, d.outlets[name].addr)
	}
	if err := d.sim.Registered(ctx, "news", "cast", "help", "subscribe"); err != nil {
		return fmt.Errorf("the bot did not register its commands: %w", err)
	}
	d.print.line("")
	d.print.line("The bot is connected and has registered its slash commands.")
	d.print.line("It reads the feeds for the first time; that fills the store and posts nothing.")
	for _, o := range d.outlets {
		if err := o.settled(ctx); err != nil {
			return err
		}
	}
	for _, line := range []string{"/subscribe show:defenders channel:#tv-news", "/subscribe show:jessica-jones channel:#tv-news"} {
		d.echo(line)
		d.answer(ctx, line)
	}
	return nil
}

// publish has an outlet publish a further article.
func (d *stage) publish(name, file string) error {
	o := d.outlets[name]
	title, err := o.publish("articles/"+o.dir+"/"+file, time.Now())
	if err != nil {
		return err
	}
	d.print.line("")
	d.print.line("%s publishes: %s", name, title)
	return nil
}

// awaitPost waits for a post in a channel and shows it.
func (d *stage) awaitPost(ctx context.Context, events <-chan discordsim.Event) error {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return errors.New("the post did not arrive in #tv-news")
		case e := <-events:
			if d.showPost(e) {
				return nil
			}
		}
	}
}

// showPost shows a message that the bot posted by itself. It reports whether
// the event was one.
func (d *stage) showPost(e discordsim.Event) bool {
	m := e.Message
	var from struct {
		Interaction any `json:"interaction_metadata"`
	}
	if e.What != discordsim.Created || !m.Author.Bot || json.Unmarshal(m.Raw, &from) != nil || from.Interaction != nil {
		return false
	}
	d.print.line("")
	d.print.line("A new post in #%s:", d.channels[m.ChannelID])
	d.print.message(m)
	return true
}

// answer types the line as maya and prints the bot's answer. A number picks
// from the menu of the answer before.
func (d *stage) answer(ctx context.Context, line string) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if line == "" {
		return
	}
	var r *discordsim.Reply
	var err error
	if strings.Trim(line, "-+0123456789") == "" {
		n, numErr := strconv.Atoi(line)
		switch most := len(d.print.menu.values); {
		case most == 0:
			d.print.line("There is nothing to choose from now. Type a command, such as /news defenders.")
			return
		case numErr != nil || n < 1 || n > most:
			d.print.line("Type a number from 1 to %d to choose, or another command.", most)
			return
		}
		r, err = d.maya.Choose(ctx, d.print.menu.reply, d.print.menu.values[n-1])
	} else {
		name, options, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
		line = strings.TrimSpace("/" + strings.ToLower(name) + " " + options)
		r, err = d.maya.Type(ctx, d.general, line)
	}
	if err != nil {
		d.print.line("%s", refusal(line, err))
		return
	}
	d.print.reply(r)
}

// refusal says why Discord did not pass on what was typed.
func refusal(line string, err error) string {
	line = render.Cut(render.Line(line), 60)
	_, detail, _ := strings.Cut(err.Error(), discordsim.ErrInput.Error()+": ")
	switch {
	case errors.Is(err, discordsim.ErrUnknownCommand):
		return fmt.Sprintf("There is no command “%s”. /help shows those that there are.", line)
	case errors.Is(err, discordsim.ErrInput):
		return fmt.Sprintf("Discord does not send “%s”: %s. /help shows how commands are typed.", line, render.Cut(render.Line(detail), 100))
	}
	return err.Error()
}

// isQuit reports whether a line ends the demo.
func isQuit(line string) bool {
	word := strings.ToLower(strings.TrimPrefix(line, "/"))
	return word == "quit" || word == "exit"
}

// echo shows a line that nobody typed on this terminal.
func (d *stage) echo(line string) {
	d.print.line("")
	d.print.line("maya in #general> %s", render.Line(line))
}

func (d *stage) prompt() {
	if d.Interactive {
		d.print.prompt("maya in #general> ")
	}
}

// lines passes on what is typed until the input ends. A read from a terminal
// cannot be interrupted, so its goroutine may end with the program only.
func (d *stage) lines() <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		r := bufio.NewReader(d.In)
		for {
			line, err := r.ReadString('\n')
			if line = strings.TrimSpace(line); line != "" || err == nil {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}
