package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lobby/server/accounts"
	"lobby/server/admin"
	"lobby/server/announce"
	"lobby/server/door"
	"lobby/server/files"
	"lobby/server/hub"
	"lobby/server/identity"
	"lobby/server/ledger"
	"lobby/server/metrics"
	"lobby/server/pacer"
	"lobby/server/peer"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// MulticastOff as Config.Multicast means that nothing is announced.
const MulticastOff = "off"

// Config says what server to start. Take DefaultConfig and change what is to
// differ.
type Config struct {
	Listen    string   // TCP address
	Data      string   // folder, made if it does not exist
	Name      string   // of the server, for people
	Hosts     []string // names on the internet that the server is opened by
	Multicast string   // group and port of the notices, or MulticastOff
	TTL       int      // of the notices
	Metrics   string   // TCP address to serve Prometheus at; empty for none

	Page http.Handler // what a browser gets; nil answers 404
	Log  *slog.Logger

	// What hardly anyone changes.

	Doors    door.Limits
	Peers    peer.Limits
	Accounts accounts.Options
	Ledger   ledger.Options // but Replay, Committed and Stored
	Files    files.Options
	Presence Presence
}

// Presence holds the times of package hub; zero means its defaults.
type Presence struct{ Grace, StartGrace, Tick time.Duration }

// DefaultConfig is a server for this machine alone: who wants to let others in
// gives Listen an address that they reach.
func DefaultConfig() Config {
	return Config{
		Listen:    fmt.Sprintf("127.0.0.1:%d", wire.DefaultPort),
		Data:      "data",
		Name:      "Lobby",
		Multicast: announce.DefaultGroup,
		TTL:       announce.DefaultTTL,
		Doors:     door.DefaultLimits,
		Peers:     peer.DefaultLimits,
		Log:       slog.New(slog.DiscardHandler),
	}
}

// Server is a running server.
type Server struct {
	log *slog.Logger
	key secure.Key // the server's identity

	listener  net.Listener // the door's, from when that is open
	unlock    func() error
	accounts  *accounts.Store
	ledger    *ledger.Ledger
	files     *files.Store
	pacer     *pacer.Pacer
	announcer *announce.Announcer // nil without multicast
	hub       *hub.Hub
	door      *door.Door
	meter     meter
	control   *admin.Socket // nil where it could not be opened
}

// Start starts a server. Its errors are sentences for an operator; nothing is
// left running or locked after one.
func Start(cfg Config) (*Server, error) {
	s := &Server{log: cfg.Log}
	if err := s.start(cfg); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (s *Server) start(cfg Config) (err error) {
	// What an operator may have got wrong comes first, so that a mistake leaves
	// no folder behind.
	if err := checkName(cfg.Name); err != nil {
		return err
	}
	for _, host := range cfg.Hosts {
		if host == "" || strings.ContainsAny(host, ":/ ") {
			return fmt.Errorf("--host %q is not a name alone, such as lobby.example.org", host)
		}
	}
	if cfg.Data == "" {
		return errors.New("--data must name a folder")
	}
	if err := s.openNetwork(cfg); err != nil {
		return err
	}
	if s.unlock, err = ledger.Lock(cfg.Data); err != nil {
		if errors.Is(err, ledger.ErrLocked) {
			return fmt.Errorf("another server uses the data folder %s: %w", cfg.Data, err)
		}
		return fmt.Errorf("the data folder %s can't be used: %w", cfg.Data, err)
	}
	if err := admin.CheckVersions(cfg.Data); err != nil {
		return err
	}
	if s.key, err = identity.Load(cfg.Data); err != nil {
		return err
	}
	if err := admin.CheckAccounts(cfg.Data); err != nil {
		return err
	}
	cfg.Accounts.Log = cfg.Log
	if s.accounts, err = accounts.Open(filepath.Join(cfg.Data, admin.AccountsFile), cfg.Accounts); err != nil {
		return fmt.Errorf("the accounts can't be opened: %w", err)
	}
	if err := s.openLog(cfg); err != nil {
		return err
	}
	s.openControl(cfg)
	s.openDoor(cfg)
	s.serveMetrics(cfg.Log)
	return nil
}

// checkName refuses a name that could not be shown on one line.
func checkName(name string) error {
	unfit := !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) })
	if n := utf8.RuneCountInString(name); unfit || n > wire.MaxServer || strings.TrimSpace(name) == "" {
		return fmt.Errorf("--name must have 1 to %d characters that can be shown on one line; this one has %d", wire.MaxServer, n)
	}
	return nil
}

// openNetwork opens what others connect to. Who comes before the server serves
// waits in the system's own queue.
func (s *Server) openNetwork(cfg Config) (err error) {
	if s.listener, err = listen("--listen", cfg.Listen); err != nil {
		return err
	}
	if cfg.Metrics != "" {
		s.meter.metrics = metrics.New()
		if s.meter.listener, err = listen("--metrics", cfg.Metrics); err != nil {
			return err
		}
	}
	return s.openAnnouncer(cfg)
}

// openControl lets the operator ask the running server. Without it the server
// still serves, and is administered while it is stopped.
func (s *Server) openControl(cfg Config) {
	desk := &admin.Desk{Accounts: s.accounts, Hub: s.hub, Events: s.ledger, Log: cfg.Log}
	var err error
	if s.control, err = admin.Listen(cfg.Data, desk.Do, cfg.Log); err != nil {
		cfg.Log.Warn("commands for the running server will not reach it", "error", err)
	}
}

// readFactor is how many times as often the log may be read for a member as the
// member may send: who comes back after a month reads much and says little.
const readFactor = 5

// openLog opens the event log and starts the hub on it, which is where the log
// hands what it has stored.
func (s *Server) openLog(cfg Config) (err error) {
	var past hub.Past
	cfg.Ledger.Log = cfg.Log
	cfg.Files.Log, cfg.Files.Admits = cfg.Log, s.accounts.Admits
	if s.files, err = files.Open(filepath.Join(cfg.Data, "files"), cfg.Files); err != nil {
		return fmt.Errorf("the folder for files can't be used: %w", err)
	}
	greatest := uint64(0) // member id in the log
	cfg.Ledger.Replay = func(e wire.Event) {
		past.Replay(e)
		s.files.Replay(e)
		for _, id := range e.Members {
			greatest = max(greatest, id)
		}
	}
	cfg.Ledger.Committed = func(done []ledger.Commit) { s.hub.Committed(done) } // only the hub appends
	s.pacer = pacer.New()
	cfg.Ledger.Stored = s.pacer.Stored
	s.meter.watch(&cfg.Ledger)
	if s.ledger, err = ledger.Open(filepath.Join(cfg.Data, "log"), cfg.Ledger); err != nil {
		return fmt.Errorf("the event log can't be opened: %w", err)
	}
	logID, err := ledger.ID(filepath.Join(cfg.Data, "log"))
	if err != nil {
		cfg.Log.Warn("after the next start clients will read their histories anew", "error", err)
	}
	s.reserve(max(greatest, s.ledger.GreatestSender()) + 1)
	o := hub.Options{
		Ledger:     s.ledger,
		Files:      s.files,
		Past:       &past,
		Server:     cfg.Name,
		LogID:      logID,
		Admits:     s.accounts.Admits,
		Grace:      cfg.Presence.Grace,
		StartGrace: cfg.Presence.StartGrace,
		Tick:       cfg.Presence.Tick,
		ReadRate:   readFactor * cfg.Peers.Rate,
		ReadBurst:  readFactor * cfg.Peers.Burst,
		MaxSync:    cfg.Peers.Sync,
		Log:        cfg.Log,
	}
	for _, m := range s.accounts.Members() {
		o.Members = append(o.Members, wire.Member{ID: m.ID, Name: m.Name})
	}
	if s.announcer != nil {
		o.Announcer, o.Group = s.announcer, s.announcer.Group()
	}
	s.hub = hub.New(o)
	if err := s.files.Start(s.hub.Record); err != nil {
		return fmt.Errorf("the folder for files can't be used: %w", err)
	}
	return nil
}

// reserve keeps new members from getting an id that is in the log.
func (s *Server) reserve(next uint64) {
	if had := s.accounts.Next(); had < next {
		s.log.Warn("the log names members that have no account; are the accounts older than the log?", "accounts_below", had, "log_below", next)
		s.accounts.Reserve(next)
	}
}

// openAnnouncer starts the announcer. A machine whose network has no multicast
// is served without; a group that is none is a mistake to be corrected.
func (s *Server) openAnnouncer(cfg Config) error {
	if cfg.Multicast == MulticastOff {
		return nil
	}
	a, err := announce.New(cfg.Multicast, cfg.TTL, cfg.Log)
	if errors.Is(err, announce.ErrGroup) {
		return fmt.Errorf("--multicast %q is not a multicast group with a port, such as %s, or %s", cfg.Multicast, announce.DefaultGroup, MulticastOff)
	}
	if err != nil {
		cfg.Log.Warn("there will be no multicast notices; the members' connections carry them", "error", err)
		return nil
	}
	s.announcer = a
	return nil
}

func (s *Server) openDoor(cfg Config) {
	service := &peer.Service{Key: s.key, Hub: s.hub, Accounts: s.accounts, Files: s.files, Pacer: s.pacer, Limits: cfg.Peers, Meter: s.meter.peers(), Log: cfg.Log}
	s.door = door.Open(s.listener, door.Options{Serve: service.Serve, Page: cfg.Page, Hosts: cfg.Hosts, Ready: s.ledger.Ready, Limits: cfg.Doors, Log: cfg.Log})
}

// Addr is the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Key is the public half of the server's identity.
func (s *Server) Key() [32]byte { return s.key.Public }

// SetupCode registers the administrator. It is empty when there is one.
func (s *Server) SetupCode() string { return accounts.ShowCode(s.accounts.SetupCode()) }

// Alive returns when the hub has come to it and the log's disk has answered. A disk
// that is full or fails answers, too: the server then serves what it has.
func (s *Server) Alive() {
	s.hub.Answer()
	_ = s.ledger.Ready()
}

// Close lets nobody in any more, stores and delivers what has come, tells the
// members that it stops, and closes everything. Connections that are still
// there when ctx ends are cut; nothing that was acknowledged is lost by that.
func (s *Server) Close(ctx context.Context) error {
	s.door.Shut()
	if err := s.hub.Stop(ctx); err != nil {
		s.log.Warn("stopped before everything was delivered; clients fetch it at the next start", "error", err)
	}
	if err := s.door.Close(ctx); err != nil {
		s.log.Info("some clients did not hang up and were cut off")
	}
	return s.release()
}

// release closes what has been opened, the last first.
func (s *Server) release() error {
	errs := []error{s.meter.close()}
	if s.listener != nil && s.door == nil {
		errs = append(errs, s.listener.Close())
	}
	if s.control != nil {
		errs = append(errs, s.control.Close())
	}
	if s.hub != nil {
		s.hub.Close()
	}
	if s.files != nil {
		s.files.Close()
	}
	if s.announcer != nil {
		errs = append(errs, s.announcer.Close())
	}
	if s.ledger != nil {
		errs = append(errs, s.ledger.Close())
	}
	if s.accounts != nil {
		errs = append(errs, s.accounts.Close())
	}
	if s.unlock != nil {
		errs = append(errs, s.unlock())
	}
	return errors.Join(errs...)
}
