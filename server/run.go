package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"lobby/server/accounts"
	"lobby/server/app"
	"lobby/server/door/page"
	"lobby/server/hasher"
	"lobby/shared/secure"
)

// How long a stopping server waits for its clients to take what is theirs, and
// after how long it ends whatever else still hangs, such as a disk.
const (
	closeTimeout = 4 * time.Second
	endTimeout   = 5 * time.Second
)

var errHung = errors.New("the server did not stop in time; what was acknowledged is stored")

// Run serves until the process is told to end: by SIGINT or SIGTERM, of which a
// second one ends it at once.
func (c *serveCommand) Run(stdout io.Writer) error {
	// From here on, so that a signal during a long start is not lost.
	signalled, restore := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer restore()

	cfg, err := c.config(shareCores())
	if err != nil {
		return err
	}
	defer collectLess()()
	hashing := hasher.NewPool(hashingProcess, hashPatience, cfg.Log)
	defer hashing.Close()
	cfg.Accounts.Hash = hashing.Hash

	stopProfile, err := startProfile(c.Profile)
	if err != nil {
		return err
	}
	server, err := app.Start(cfg)
	if err != nil {
		return errors.Join(err, stopProfile())
	}
	fmt.Fprintf(stdout, "Lobby listens on %s, its page is %s, its key is %s\n",
		server.Addr(), pageURL(server.Addr()), secure.Fingerprint(server.Key()))
	switch code := server.SetupCode(); {
	case code == "":
	case inJournal(stdout):
		fmt.Fprintf(stdout, "There is no administrator yet: lobbyd user add NAME --admin --data %s makes one\n", c.Data)
	default:
		fmt.Fprintf(stdout, "There is no administrator yet: who registers at %s#code=%s becomes one\n", pageURL(server.Addr()), code)
	}

	if err := notify(stateReady); err != nil {
		cfg.Log.Warn("systemd does not hear of this server", "error", err)
	}

	switch within, err := watchdogTime(); {
	case err != nil:
		cfg.Log.Warn("systemd does not watch this server", "error", err)
	case within > 0:
		go func() { // not waited for: what it asks may hang
			if err := keepWatched(signalled, within, server.Alive); err != nil {
				cfg.Log.Warn("systemd does not hear that this server lives", "error", err)
			}
		}()
	}

	<-signalled.Done()
	restore()
	_ = notify(stateStopping) // what goes wrong with it went wrong before
	return errors.Join(stopProfile(), closeInTime(server))
}

// config is what the flags say, for a machine with so many cores.
func (c *serveCommand) config(cores int) (app.Config, error) {
	cfg := app.DefaultConfig()
	cfg.Listen, cfg.Data, cfg.Name = c.Listen, c.Data, c.Name
	cfg.Multicast, cfg.TTL = c.Multicast, int(c.TTL)
	cfg.Page = page.Handler()
	cfg.Log = newLog(os.Stderr, c.LogLevel)
	cfg.Accounts.Registration = accounts.Registration(c.Register)
	// Passwords never take more than half of the cores from those who talk.
	cfg.Accounts.Hashing = max(1, cores/2)
	cfg.Metrics, cfg.Hosts = c.Metrics, c.Host
	if c.Skew != 0 {
		clock := func() time.Time { return time.Now().Add(c.Skew) }
		cfg.Ledger.Clock, cfg.Accounts.Clock = clock, clock
	}
	return cfg, c.Limits.apply(&cfg)
}

func closeInTime(server *app.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	closed := make(chan error, 1)
	go func() { closed <- server.Close(ctx) }()
	select {
	case err := <-closed:
		return err
	case <-time.After(endTimeout):
		return errHung
	}
}

// newLog logs for people on a terminal and for programs elsewhere.
func newLog(to *os.File, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if info, err := to.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return slog.New(slog.NewTextHandler(to, options))
	}
	return slog.New(slog.NewJSONHandler(to, options))
}

// pageURL is where a browser on this machine finds the page.
func pageURL(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return "http://" + addr.String() + "/"
	}
	if tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d/", tcp.Port)
	}
	return fmt.Sprintf("http://%s/", tcp)
}
