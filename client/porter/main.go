// Porter is a client without a window that sends files and takes in all that it
// is offered. Benchmarks and fault tests run it, as a process that can be measured
// and killed; what carries the bytes in it is what carries them in the window.
//
// It logs in with the device and the last login in its folder, or else makes an
// account. Each line on its standard input is a path, or several with tabs between
// them, to offer to the member that it was told; the line "again" has it try again what
// failed. It says on its standard output
//
//	up ID           that it is logged in as that member
//	delivered N     how many of its own offers have been received, in all
//	got PATH        that a file is there
//	failed CODE     that a transfer needs somebody to look after it
package main

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"
	"runtime/pprof"
	"strings"

	"github.com/alecthomas/kong"

	"lobby/client/session"
)

type options struct {
	Server    string `required:"" help:"Server to connect to, as host:port."`
	Config    string `required:"" help:"Folder for settings and keys."`
	Downloads string `required:"" help:"Folder for what is fetched."`
	Name      string `help:"Name of the account to make, if there was no login yet."`
	Password  string `help:"Password for that."`
	To        uint64 `help:"Number of the member to send to."`
	Profile   string `help:"File for a profile of where the processor's time goes." placeholder:"FILE"`
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("porter"), kong.Description("A client without a window, to measure and to break."))
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "porter:", err)
		os.Exit(1)
	}
}

// run carries files until standard input ends.
func run(o options) error {
	if o.Profile != "" {
		f, err := os.Create(o.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	store, err := session.OpenStore(o.Config)
	if err != nil {
		return err
	}
	p := newPorter(o)
	p.inbox = session.NewInbox(func() { p.wake <- struct{}{} })
	p.session = session.New(session.Config{
		Store: store, Inbox: p.inbox, Device: "porter", Downloads: o.Downloads,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	defer p.session.Close()
	lines := make(chan string)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- in.Text()
		}
	}()
	p.session.Start(o.Server)
	for {
		select {
		case <-p.wake:
			p.takeIn()
		case line, ok := <-lines:
			if !ok {
				return nil
			}
			if line == "again" {
				p.goOn()
				continue
			}
			p.send(strings.Split(line, "\t"))
		}
	}
}
