// Greenlit is a Discord bot for TV news and show info.
//
// It polls TV-news feeds, reads every article, answers slash commands from
// what it read, and posts each story once to the channels that follow the
// show. Without a subcommand it runs the bot; `greenlit demo` shows it at work
// on this machine, without a Discord account.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"greenlit/internal/config"
)

// Exit statuses: done, could not go on, and wrong settings or arguments.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

type cli struct {
	Version kong.VersionFlag `help:"Show the version."`

	Run  runCmd  `cmd:"" default:"withargs" help:"Run the bot. This is the default."`
	Demo demoCmd `cmd:"" help:"Show the bot at work on this machine, without a Discord account."`
	Ask  askCmd  `cmd:"" help:"Answer one command from the store: greenlit ask '/news defenders'."`
	Read readCmd `cmd:"" help:"Read one article and print what the bot understands of it."`
	Feed feedCmd `cmd:"" help:"Print what the bot sees in a feed."`

	Reread rereadCmd `cmd:"" help:"Read all stored articles again, with the rules of this version."`

	Discordsim discordsimCmd `cmd:"" help:"Run the simulated Discord alone, for any client."`
}

// streams are where the program reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop) // who asks twice does not want to wait
	status := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// run is the program: it parses args, does what they say and returns the exit
// status. What goes wrong is one line on s.err.
func run(ctx context.Context, args []string, s streams) int {
	envErr := config.LoadEnv(".env")
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("greenlit"),
		kong.Description("A Discord bot for TV news and show info. Settings also come from the environment and from the file .env."),
		kong.Writers(s.out, s.err),
		kong.Vars{"version": version()},
		kong.Exit(func(status int) { exit = status }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return fail(s, exitError, err)
	}
	config.Unset(variables(parser.Model.Node))
	k, err := parser.Parse(args)
	if exit >= 0 { // --help or --version
		return exit
	}
	if err != nil {
		return fail(s, exitUsage, misuse(err, args, parser.Model.Node))
	}
	switch command := k.Selected().Name; {
	case envErr == nil || command == "demo":
	case command == "ask": // which shows what is there, and changes nothing
		fmt.Fprintf(s.err, "greenlit: %v; going on without this file\n", envErr)
	default:
		return fail(s, exitUsage, envErr)
	}
	switch err := k.Run(); {
	case err == nil, errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitOK
	case errors.As(err, new(usageError)):
		return fail(s, exitUsage, err)
	default:
		return fail(s, exitError, err)
	}
}

// misuse says what is wrong with the arguments, and where the right ones stand.
func misuse(err error, args []string, program *kong.Node) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return fmt.Errorf("%w; see greenlit run --help", err)
	}
	var names []string
	for _, c := range program.Children {
		if c.Name == args[0] {
			return fmt.Errorf("%w; see greenlit %s --help", err, c.Name)
		}
		names = append(names, c.Name)
	}
	return fmt.Errorf("there is no command %q but %s; see greenlit --help", args[0], strings.Join(names, ", "))
}

// A usageError is wrong settings or arguments.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

func fail(s streams, status int, err error) int {
	fmt.Fprintln(s.err, "greenlit:", strings.Join(strings.Fields(err.Error()), " "))
	return status
}

// variables returns the names of all environment variables that flags of the
// command or of its subcommands take their values from.
func variables(n *kong.Node) []string {
	var names []string
	for _, f := range n.Flags {
		names = append(names, f.Tag.Envs...)
	}
	for _, child := range n.Children {
		names = append(names, variables(child)...)
	}
	return names
}
