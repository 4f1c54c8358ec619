package session

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"time"

	"lobby/client/model"
	"lobby/shared/secure"
)

// Config says what a Session works with.
type Config struct {
	Store     Store
	Inbox     *Inbox
	Device    string // label of this device, for its owner; at most wire.MaxDevice code points
	Multicast bool   // listen to the notices of the server's network, where the system can
	Pasted    string // folder of files that were pasted, which are removed once they were sent; "" for none
	Downloads string // folder for what is fetched, unless the user chooses a place
	Window    int64  // bytes of a file that may be under way, for each transfer; 0 for any number
	Log       *slog.Logger

	// Dial opens a connection to host and port. Nil is TCP, or in the browser
	// a WebSocket.
	Dial func(ctx context.Context, addr string) (net.Conn, error)

	jitter  func() float64 // 0 to below 1; nil outside tests
	finding time.Duration  // how long an upload may take to find its place; 0, which is findingTime, outside tests
}

// Session carries out the model's effects. Its methods are for any goroutine.
type Session struct {
	cfg   Config
	work  *mailbox
	files *files
	pins  *pins
	key   secure.Key // of this device

	ctx     context.Context // of the keeper and the probe
	cancel  context.CancelFunc
	closing chan struct{} // closed by Close
	once    sync.Once     // of closing
	running sync.WaitGroup

	// These belong to run.
	keeper      *keeper // nil before the first Dial and after a Disconnect
	cancelProbe context.CancelFunc
	outboxes    []model.Outbox
	drafts      []model.Drafts
	cargos      []model.Cargo
	carries     map[uint64]*carry  // by offer
	parts       map[uint64]part    // by offer; what is being fetched on this login
	sent        map[uint64]*prefix // the same of what is being sent
}

// New returns a session that has not begun.
func New(cfg Config) *Session {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Dial == nil {
		cfg.Dial = dialServer
	}
	if cfg.jitter == nil {
		cfg.jitter = rand.Float64
	}
	cfg.finding = cmp.Or(cfg.finding, findingTime)
	s := &Session{cfg: cfg, work: newMailbox(), closing: make(chan struct{}), cancelProbe: func() {}, carries: map[uint64]*carry{}, parts: map[uint64]part{}, sent: map[uint64]*prefix{}}
	s.files = newFiles(cfg.Store, s.push)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Start reads what was stored, pushes model.Started, and from then on carries
// out effects. A server given here takes the place of the last one; without
// either it is the one that the page came from.
func (s *Session) Start(server string) {
	started := s.load(server)
	s.push(started)
	s.running.Go(s.run)
	s.running.Go(s.files.run)
}

// Do has an effect carried out, after those before it. It never blocks.
func (s *Session) Do(e model.Effect) { s.work.put(e) }

// Close carries out what was given to Do, ends the connection, and returns when
// everything is stored and every goroutine has ended. A logout under way is
// waited for, for at most leaveTimeout.
func (s *Session) Close() {
	s.once.Do(func() { close(s.closing) })
	s.running.Wait()
}

func (s *Session) push(e model.Event) { s.cfg.Inbox.Push(e) }

func (s *Session) run() {
	defer s.files.close()
	defer s.cancel()
	for {
		select {
		case <-s.closing:
			s.carryOutAll()
			s.finish()
			return
		case <-s.work.ready:
			s.carryOutAll()
		}
	}
}

func (s *Session) carryOutAll() {
	for _, e := range s.work.take() {
		s.carryOut(e)
	}
}

func (s *Session) carryOut(e model.Effect) {
	switch e := e.(type) {
	case model.Dial:
		s.dial(e)
	case model.Trust:
		s.trust(e)
	case model.Redial:
		if s.keeper != nil {
			poke(s.keeper.redial)
		}
	case model.Transmit:
		if s.keeper != nil {
			s.keeper.transmit(e)
		}
	case model.Withdraw:
		if s.keeper != nil {
			s.keeper.withdraw(e.CID)
		}
	case model.Disconnect:
		s.disconnect()
	case model.ProbeServer:
		s.probe(e.Server)
	case model.ForgetSession:
		s.files.save(sessionFile, lastLogin{})
	case model.Save:
		s.files.save(settingsFile, e.Settings)
	case model.SaveOutbox:
		s.saveOutbox(e.Outbox)
	case model.SaveDrafts:
		s.saveDrafts(e.Drafts)
	case model.Unpin:
		s.unpin(e.Server)
	case model.SaveCargo:
		s.saveCargo(e.Cargo)
	case model.Examine:
		s.running.Go(func() { s.examine(e) })
	case model.ListFolder:
		s.running.Go(func() { s.push(s.listFolder(e)) })
	case model.Carry:
		s.beginCarry(e)
	case model.Halt:
		s.halt(e)
	}
}

// dial begins to keep a connection, in place of the one there is.
func (s *Session) dial(d model.Dial) {
	s.stop()
	if d.Server == "" {
		d.Server = ownServer()
	}
	addr, err := parseAddress(d.Server, defaultPort())
	if err != nil {
		s.push(model.LoginFailed{Problem: problemOf(fail(model.CodeBadAddress, err))})
		return
	}
	s.keep(d, addr)
}

func (s *Session) keep(d model.Dial, addr address) {
	ctx, cancel := context.WithCancel(s.ctx)
	s.keeper = newKeeper(s, d, addr, cancel)
	s.running.Go(func() { s.keeper.run(ctx) })
}

// trust pins the key that the user accepted, and goes on as it was going to.
func (s *Session) trust(t model.Trust) {
	s.pin(t.Server, t.Key)
	if k := s.keeper; k != nil && k.addr.name == t.Server {
		s.stop()
		s.keep(k.dial, k.addr)
	}
}

// disconnect ends the connection once everything is answered. A keeper that
// waits for the user's word about a key has ended already, and holds a
// password: it is dropped.
func (s *Session) disconnect() {
	s.endCarries()
	if s.keeper == nil {
		return
	}
	select {
	case <-s.keeper.done:
		s.keeper = nil
	default:
		s.keeper.leave()
	}
}

// stop ends the connection at once and waits until its goroutines are gone.
func (s *Session) stop() {
	s.endCarries()
	if s.keeper != nil {
		s.keeper.cancel()
		<-s.keeper.done
		s.keeper = nil
	}
}

// finish ends the connection, after the logout that may be under way.
func (s *Session) finish() {
	if s.keeper != nil && s.keeper.isLeaving() {
		<-s.keeper.done
	}
	s.stop()
}

// pin stores a server's key.
func (s *Session) pin(server string, key [32]byte) {
	if s.pins.pin(server, key) {
		s.files.save(serversFile, s.pins.encode())
		s.push(model.Pinned{Known: s.pins.known()})
	}
}

// unpin forgets a server's key.
func (s *Session) unpin(server string) {
	if s.pins.unpin(server) {
		s.files.save(serversFile, s.pins.encode())
		s.push(model.Pinned{Known: s.pins.known()})
	}
}

func (s *Session) saveOutbox(o model.Outbox) {
	s.outboxes = slices.DeleteFunc(s.outboxes, func(old model.Outbox) bool {
		return old.Server == o.Server && old.Member == o.Member
	})
	if len(o.Rows) > 0 {
		s.outboxes = append(s.outboxes, o)
	}
	s.files.save(outboxFile, slices.Clone(s.outboxes))
}

func (s *Session) saveDrafts(d model.Drafts) {
	s.drafts = slices.DeleteFunc(s.drafts, func(old model.Drafts) bool {
		return old.Server == d.Server && old.Member == d.Member
	})
	if len(d.Drafts) > 0 {
		s.drafts = append(s.drafts, d)
	}
	s.files.save(draftsFile, slices.Clone(s.drafts))
}

func (s *Session) saveCargo(c model.Cargo) {
	for _, old := range s.cargos {
		if old.Server == c.Server && old.Member == c.Member {
			s.forgetCarried(old, c)
		}
	}
	s.cargos = slices.DeleteFunc(s.cargos, func(old model.Cargo) bool {
		return old.Server == c.Server && old.Member == c.Member
	})
	if !c.Empty() {
		s.cargos = append(s.cargos, c)
	}
	s.files.save(cargoFile, slices.Clone(s.cargos))
}

// forgetCarried lets go of what the user chose and is not to be carried any more.
func (s *Session) forgetCarried(before, now model.Cargo) {
	wanted := map[string]bool{"": true}
	for _, f := range now.Sends {
		wanted[f.Path] = true
	}
	for _, f := range now.Fetches {
		wanted[f.As] = true
	}
	for _, f := range before.Sends {
		if !wanted[f.Path] {
			s.forget(f.Path)
		}
	}
	for _, f := range before.Fetches {
		if !wanted[f.As] {
			s.forget(f.As)
		}
	}
}
