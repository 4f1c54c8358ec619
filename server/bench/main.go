// Bench measures lobbyd from outside: it starts the real program on a folder of
// its own, connects to it over the loopback as its members would, and prints
// what it reached as a table in Markdown, each figure beside what the machine
// itself could do at that moment.
//
// Everything that arrives is counted and its order checked; a figure during
// which anything was lost, repeated or refused is an error. The processor's time
// of the server is what the system accounted to its process, so that the load
// generator, which shares the machine, is not in it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// options are the program's command line.
type options struct {
	Figures regexpFlag    `arg:"" optional:"" default:"." help:"Regular expression that names the figures to measure (${default})."`
	List    bool          `help:"Print the names of the figures."`
	Server  string        `default:"out/bench/lobbyd" placeholder:"FILE" help:"The server's program (${default})."`
	Porter  string        `default:"out/bench/porter" placeholder:"FILE" help:"The program of a client that carries files (${default})."`
	Dir     string        `default:"out/bench" placeholder:"DIR" help:"Folder for the servers' data, on a disk like the one that a server would use (${default})."`
	Stored  []int         `default:"0,1000000" help:"How many events are stored already, for the figures that depend on it (${default})."`
	Sizes   []int64       `default:"1,100,1024" help:"Sizes of the file that is carried, in MiB (${default})."`
	Runs    int           `default:"3" help:"Runs of which the median is taken (${default})."`
	Window  time.Duration `default:"2s" help:"How long each run measures (${default})."`
	Profile string        `placeholder:"DIR" help:"Have each server write its profiles below this folder."`
	Timeout time.Duration `default:"15m" help:"After how long all of it is given up (${default})."`
}

type regexpFlag struct{ *regexp.Regexp }

func (f *regexpFlag) UnmarshalText(text []byte) (err error) {
	f.Regexp, err = regexp.Compile(string(text))
	return err
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("bench"), kong.Description("Measures lobbyd from outside."))
	if o.List {
		for _, f := range figures(o) {
			fmt.Println(f.name)
		}
		return
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	// The generator's own garbage collection must not be what is measured.
	debug.SetGCPercent(800)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	l := &lab{options: o}
	if err := l.prepare(); err != nil {
		return err
	}
	m, err := describeMachine()
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s, commit %s, `%s`, medians of %d runs of %s\n\n",
		time.Now().Format(time.DateOnly), m, revision(), command(), o.Runs, o.Window)
	fmt.Println("| figure | target | measured | one seal, write, fsync | load |")
	fmt.Println("|---|---|---|---|---|")
	var failed []error
	for _, f := range figures(o) {
		if !o.Figures.MatchString(f.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", f.name)
		if err := measure(ctx, l, f); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.name, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// revision is the commit that the program was built from.
func revision() string {
	id, edited := "unknown", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				id = s.Value[:min(7, len(s.Value))]
			case s.Key == "vcs.modified" && s.Value == "true":
				edited = " and changes"
			}
		}
	}
	return id + edited
}

// command is how the program was called.
func command() string { return strings.Join(append([]string{"bench"}, os.Args[1:]...), " ") }

// measure prints the rows of one figure.
func measure(ctx context.Context, l *lab, f figure) error {
	limits, err := measureMachine(l.options.Dir)
	if err != nil {
		return err
	}
	load := loadAverage()
	rows, err := f.run(ctx, l)
	for _, r := range rows {
		fmt.Printf("| %s | %s | %s | %s | %s |\n", r.what, r.target, r.measured(limits), limits, load)
	}
	return err
}
