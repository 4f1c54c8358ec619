package hub

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// Times of presence, used where Options leave them zero.
const (
	// DefaultGrace is how long a member may be without a connection before
	// the others are told: a page that is reloaded is back within it.
	DefaultGrace = 5 * time.Second

	// DefaultStartGrace is the same after a start of the server, when every
	// client has to find its way back.
	DefaultStartGrace = 30 * time.Second

	// DefaultTick is how long changes of presence are gathered into one event.
	DefaultTick = 50 * time.Millisecond
)

// retryPresence is the pause before a presence event that could not be stored
// is tried again.
const retryPresence = time.Second

// ErrStopped is returned to those who join a hub that is being stopped.
var ErrStopped = errors.New("the server is stopping")

// ErrDismissed is returned to those who join although Options.Admits does not
// admit them, because the operator was faster.
var ErrDismissed = errors.New("the member or its device was removed")

// Options say what a hub works with. Ledger is required.
type Options struct {
	Ledger    Ledger
	Files     Files         // nil takes no offers
	Announcer Announcer     // nil announces nothing
	Members   []wire.Member // every account; Online is ignored
	Past      *Past         // what the ledger's replay brought; nil is an empty log's
	Server    string        // the server's name, for people
	LogID     string        // of the ledger, for clients to tell it from others
	Group     wire.Group    // given to members in their welcome

	// Admits says whether a member may be connected with a device. It is
	// called by the hub's goroutine and must not block; nil admits everyone.
	Admits func(member uint64, device [32]byte) bool

	Grace, StartGrace, Tick time.Duration

	// ReadRate and ReadBurst bound how often the log is read for one member:
	// so many times a second, after so many at once. A ReadBurst of 0 is no
	// bound.
	ReadRate  rate.Limit
	ReadBurst int

	// MaxSync is the most events that one answer to Sync brings; 0 means
	// wire.MaxSync.
	MaxSync int

	Log *slog.Logger
}

// Hub is the switchboard of one server. Its methods may be called from any
// goroutine but, unless they say otherwise, not from a Peer's methods.
type Hub struct {
	ledger    Ledger
	files     Files
	announcer Announcer
	server    string
	logID     string
	admits    func(member uint64, device [32]byte) bool
	readRate  rate.Limit
	readBurst int
	maxSync   int
	grace     time.Duration
	tick      time.Duration
	log       *slog.Logger

	commands chan func()
	commits  chan []ledger.Commit
	readers  chan struct{} // one token for each reading of the log that may run
	ending   chan struct{} // closed by Stop, or else by Close
	endOnce  sync.Once
	quit     chan struct{} // closed by Close
	done     chan struct{} // closed when run has returned
	drained  chan struct{} // closed when everything appended before Stop came back

	looking sync.WaitGroup // readings of the log for cids that look known

	// What follows belongs to run alone.

	group   wire.Group
	members map[uint64]*member
	last    uint64            // number of the newest event that was handed out
	newest  map[string]uint64 // conversation to number of its newest message, as of last
	outbox  outbox            // what is on its way to the sessions
	room    run               // consecutive events of the room on their way out
	roster  [][]byte          // the encoded member list, nil when it has changed
	fresh   []*member         // new members of whom the sessions have not been told

	inflight map[messageKey]*message // appended, not yet stored
	appended int                     // drafts that have not come back

	dirty   map[*member]struct{} // whose presence may have changed
	ticking bool                 // dirty will be looked at

	stopping bool
}

// member is one account, with its connections and what it has read.
type member struct {
	wire.Member // Online as of the newest event handed out
	sessions    []*Session
	pairs       []string         // conversations of two with a message
	marks       map[string]*mark // conversation to read mark
	said        bool             // presence according to the newest event appended
	turns       *turns
	away        *time.Timer // runs while a member without sessions still counts as present
}

// New starts a hub. Close ends it.
func New(o Options) *Hub {
	h := &Hub{
		ledger:    o.Ledger,
		files:     o.Files,
		announcer: o.Announcer,
		server:    o.Server,
		logID:     o.LogID,
		group:     o.Group,
		admits:    o.Admits,
		grace:     orDefault(o.Grace, DefaultGrace),
		tick:      orDefault(o.Tick, DefaultTick),
		log:       o.Log,
		commands:  make(chan func(), 1024),
		commits:   make(chan []ledger.Commit, 64),
		readers:   make(chan struct{}, 4*runtime.GOMAXPROCS(0)),
		ending:    make(chan struct{}),
		readRate:  o.ReadRate,
		readBurst: o.ReadBurst,
		maxSync:   cmp.Or(o.MaxSync, wire.MaxSync),
		quit:      make(chan struct{}),
		done:      make(chan struct{}),
		drained:   make(chan struct{}),
		members:   make(map[uint64]*member, len(o.Members)),
		last:      o.Ledger.Last(),
		newest:    make(map[string]uint64),
		inflight:  make(map[messageKey]*message),
		dirty:     make(map[*member]struct{}),
	}
	if h.readBurst == 0 {
		h.readRate = rate.Inf
	}
	if h.files == nil {
		h.files = noFiles{}
	}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	if h.admits == nil {
		h.admits = func(uint64, [32]byte) bool { return true }
	}
	for _, m := range o.Members {
		h.addMember(m)
	}
	for conv := range h.ledger.Convs() {
		h.noteMessage(conv, h.ledger.Newest(conv))
	}
	if o.Past != nil {
		h.restore(o.Past, orDefault(o.StartGrace, DefaultStartGrace))
	}
	go h.run()
	return h
}

func orDefault(d, def time.Duration) time.Duration {
	if d == 0 {
		return def
	}
	return d
}

func (h *Hub) addMember(m wire.Member) *member {
	added := &member{Member: wire.Member{ID: m.ID, Name: m.Name}, marks: make(map[string]*mark), turns: h.newTurns()}
	h.members[m.ID] = added
	return added
}

// run is the hub's goroutine.
func (h *Hub) run() {
	defer close(h.done)
	for {
		select {
		case batch := <-h.commits:
			h.commit(batch)
		case do := <-h.commands:
			do()
		case <-h.quit:
			return
		}
		h.outbox.empty()
	}
}

// do has the hub's goroutine call f, soon, unless the hub is closed.
func (h *Hub) do(f func()) {
	select {
	case h.commands <- f:
	case <-h.done:
	}
}

// ask has the hub's goroutine call f and waits until it has. It reports false
// when the hub is closed.
func (h *Hub) ask(f func()) bool {
	called := make(chan struct{})
	h.do(func() {
		f()
		close(called)
	})
	select {
	case <-called:
		return true
	case <-h.done:
		return false
	}
}

// Stop takes no more requests, waits until everything appended is stored and
// delivered, and then ends every session. It gives up waiting, but still ends
// the sessions, when ctx ends. The hub goes on serving sessions that leave;
// Close comes after it.
func (h *Hub) Stop(ctx context.Context) error {
	h.endOnce.Do(func() { close(h.ending) })
	h.do(func() {
		h.stopping = true
		h.checkDrained()
	})
	var err error
	select {
	case <-h.drained:
	case <-h.done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	h.ask(h.endAll)
	return err
}

// checkDrained notices that a stopping hub has nothing to wait for any more.
func (h *Hub) checkDrained() {
	if !h.stopping || h.appended > 0 {
		return
	}
	select {
	case <-h.drained:
	default:
		close(h.drained)
	}
}

func (h *Hub) endAll() {
	for _, m := range h.members {
		for _, s := range m.sessions {
			s.end(wire.Bye{Code: wire.CodeStopping, Text: "the server stops"})
		}
	}
}

// Close ends the hub's goroutine without ceremony. It must be called once.
func (h *Hub) Close() {
	h.endOnce.Do(func() { close(h.ending) })
	close(h.quit)
	<-h.done
	h.looking.Wait()
}
