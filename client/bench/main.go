//go:build linux

// Bench measures the client from outside, in a window and in a page: it starts
// the real program on a real server, types and scrolls as a user does, and prints
// what that took as a table in Markdown, each figure beside what the machine
// itself takes for something similar.
//
// Windows and browsers run on an X server whose picture lies in memory. That a
// key has been answered is seen there, in the pixels.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// patience is how long anything that must happen may take.
const patience = 2 * time.Minute

// options are the program's command line.
type options struct {
	Figures regexpFlag    `arg:"" optional:"" default:"." help:"Regular expression that names the figures to measure (${default})."`
	List    bool          `help:"Print the names of the figures."`
	Server  string        `default:"out/bench/lobbyd" type:"path" placeholder:"FILE" help:"The server's program (${default})."`
	Client  string        `default:"out/bench/lobby" type:"path" placeholder:"FILE" help:"The client's program (${default})."`
	Bare    string        `default:"out/bench/bare" type:"path" placeholder:"FILE" help:"A program with an empty window (${default})."`
	Timeout time.Duration `default:"20m" help:"After how long all of it is given up (${default})."`
}

type regexpFlag struct{ *regexp.Regexp }

func (f *regexpFlag) UnmarshalText(text []byte) (err error) {
	f.Regexp, err = regexp.Compile(string(text))
	return err
}

// lab is what figures are measured with.
type lab struct {
	options options
	dir     string // removed at the end
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("bench"), kong.Description("Measures the client from outside."))
	if o.List {
		for _, f := range figures {
			fmt.Println(f.name)
		}
		return
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	machine, err := describeMachine()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lobby-bench-")
	if err != nil {
		return err
	}
	l := &lab{options: o, dir: dir}
	printed := false
	var failed []error
	for _, f := range figures {
		if !o.Figures.MatchString(f.name) || ctx.Err() != nil {
			continue
		}
		if !printed {
			fmt.Printf("\n%s, %s, drawing without a graphics card\n\n", time.Now().Format(time.DateOnly), machine)
			fmt.Printf("| figure | target | measured | the machine | load |\n|---|---|---|---|---|\n")
			printed = true
		}
		fmt.Fprintln(os.Stderr, "measuring", f.name)
		if err := l.measure(ctx, f); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.name, err))
		}
	}
	if len(failed) > 0 {
		return errors.Join(append(failed, fmt.Errorf("the programs' own words are in %s", dir))...)
	}
	return os.RemoveAll(dir)
}

// measure prints the rows of one figure.
func (l *lab) measure(ctx context.Context, f figure) error {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return err
	}
	now, _, _ := strings.Cut(string(load), " ")
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("not done after %s", patience))
	defer cancel()
	rows, err := f.run(ctx, l)
	for _, r := range rows {
		fmt.Printf("| %s | %s | %s | %s | %s |\n", r.what, r.target, r.measured, r.machine, now)
	}
	return err
}

// sizeOf is the size of a file in bytes.
func sizeOf(path ...string) (int64, error) {
	info, err := os.Stat(filepath.Join(path...))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
