package peer

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"time"

	"lobby/server/accounts"
	"lobby/server/files"
	"lobby/server/hub"
	"lobby/server/pacer"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Accounts is what members ask of the accounts. Errors that are the client's are
// a *wire.Fault.
type Accounts interface {
	Register(ctx context.Context, from netip.Addr, name, password, code string, d accounts.Device) (accounts.Member, error)
	Login(ctx context.Context, from netip.Addr, name, password string, d accounts.Device) (accounts.Member, error)
	Resume(name string, key [32]byte) (accounts.Member, error)
	Forget(member uint64, key [32]byte) (known bool, err error)
	ChangePassword(ctx context.Context, from netip.Addr, member uint64, c accounts.PasswordChange) (forgot bool, err error)
	Devices(member uint64) []accounts.KnownDevice
	Arrived(member uint64, key [32]byte)
	Left(member uint64, key [32]byte)
}

// Service serves connections. Its fields must not change while it does.
type Service struct {
	Key      secure.Key // the server's identity
	Hub      *hub.Hub
	Accounts Accounts
	Files    *files.Store // nil takes no files
	Pacer    *pacer.Pacer // of the transfers
	Limits   Limits
	Meter    Meter
	Log      *slog.Logger

	turns   turns
	writers writers
	tidier  tidier
	rates   rates
}

// errEnded means that the connection is being closed and takes no answers.
var errEnded = errors.New("connection is ending")

// peer is one connection after its handshake.
type peer struct {
	*Service
	ctx   context.Context
	spare func() bool // once called, ctx no longer ends the connection
	from  netip.Addr
	conn  *secure.Conn
	queue *queue

	// What follows belongs to the reading goroutine.

	begun      bool // the first record has come
	loginTimer *time.Timer
	session    *hub.Session // nil before the login
	member     uint64
	faults     int   // messages in a row that broke the protocol
	pace       *pace // of a download
	answers    answers
}

// Serve takes over a connection from an address, and returns when the client is
// logged in or the connection has ended. One that is logged in goes on by itself
// until it ends. It is closed in either case. When ctx ends before the login, the
// connection does too; afterwards it is the hub's to end it.
func (s *Service) Serve(ctx context.Context, nc net.Conn, from netip.Addr) {
	release := context.AfterFunc(ctx, func() { nc.Close() })
	defer release()
	conn, err := secure.Server(nc, secure.Config{
		Static:           s.Key,
		Prologue:         wire.Prologue,
		HandshakeTimeout: s.Limits.Handshake,
		ReadTimeout:      s.Limits.Silence,
		WriteTimeout:     s.Limits.Write,
		Turn:             func(work func()) { s.turns.take(s.Limits.Handshakes, work) },
	})
	s.Meter.Handshake(err == nil)
	if err != nil {
		s.Log.Debug("no handshake", "from", from, "error", err)
		return // Server has closed it
	}
	p := &peer{Service: s, ctx: ctx, spare: release, from: from, conn: conn, queue: newQueue(nc, conn, s.Limits, &s.writers)}
	p.queue.overflow = s.Meter.Overflow
	p.loginTimer = time.AfterFunc(s.Limits.Login, func() {
		p.End(wire.Bye{Code: wire.CodeSilent, Text: "no login in time"})
	})
	defer p.loginTimer.Stop()
	if err := p.readUntil(func() bool { return p.session != nil }); err != nil {
		p.ended(err)
		return
	}
	s.tidier.loggedIn()
	// The handshake and the login have made this goroutine's stack several times
	// as large as a connection needs that is silent most of the time.
	go func() { p.ended(p.readUntil(never)) }()
}

func never() bool { return false }

// readUntil handles what comes until enough says so, or the connection fails or
// is closed. While it is being closed by us it only reads on, so that the
// client's last words do not cost it ours.
func (p *peer) readUntil(enough func() bool) error {
	for !enough() {
		record, err := p.conn.ReadRecord()
		if err != nil {
			return err
		}
		if !p.begun {
			p.begun = true
			// A transfer writes by itself: not beside the queue, that says goodbye
			// when the time for the login is over.
			if carry := p.carrier(record); carry != nil && p.loginTimer.Stop() {
				return carry()
			}
		}
		if p.queue.isEnding() {
			continue
		}
		if err := p.handleRecord(record); err != nil && !errors.Is(err, errEnded) {
			return err
		}
	}
	return nil
}

// ended clears up after reading has failed.
func (p *peer) ended(err error) {
	if p.session != nil {
		p.Accounts.Left(p.member, p.conn.Peer())
		p.session.Leave()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		p.End(wire.Bye{Code: wire.CodeSilent, Text: "nothing came in time"})
	} else {
		p.queue.abandon()
	}
	p.queue.wait()
	p.queue.nc.Close()
	p.Log.Debug("connection ended", "from", p.from, "member", p.member, "error", err)
}

// Deliver is called by the hub: see hub.Peer.
func (p *peer) Deliver(chunks [][]byte) { p.queue.push(chunks...) }

// Answer is called on the reading goroutine: see hub.Peer.
func (p *peer) Answer(chunk []byte) error {
	if !p.queue.pushWaiting(chunk) {
		return errEnded
	}
	return nil
}

// End is called by the hub: see hub.Peer.
func (p *peer) End(bye wire.Bye) { p.queue.end(bye) }
