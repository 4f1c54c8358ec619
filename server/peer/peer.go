package peer

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/accounts"
	"lobby/server/hub"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Accounts is what logging in needs of the accounts. Errors that are the
// client's are a *wire.Fault.
type Accounts interface {
	Register(ctx context.Context, from netip.Addr, name, password, code string, d accounts.Device) (accounts.Member, error)
	Login(ctx context.Context, from netip.Addr, name, password string, d accounts.Device) (accounts.Member, error)
	Resume(name string, key [32]byte) (accounts.Member, error)
	Forget(member uint64, key [32]byte) error
}

// Service serves connections. Its fields must not change while it does.
type Service struct {
	Key      secure.Key // the server's identity
	Hub      *hub.Hub
	Accounts Accounts
	Limits   Limits
	Log      *slog.Logger
}

// errEnded means that the connection is being closed and takes no answers.
var errEnded = errors.New("connection is ending")

// peer is one connection after its handshake.
type peer struct {
	*Service
	ctx   context.Context
	from  netip.Addr
	conn  *secure.Conn
	queue *queue

	// What follows belongs to the reading goroutine.

	session      *hub.Session // nil before the login
	member       uint64
	loginTimer   *time.Timer
	faults       int           // messages in a row that broke the protocol
	sends, reads *rate.Limiter // nil until the first
}

// Serve serves a connection from an address until it ends, and closes it. When
// ctx ends before the login, the connection does too; afterwards it is the
// hub's to end it.
func (s *Service) Serve(ctx context.Context, nc net.Conn, from netip.Addr) {
	defer nc.Close()
	release := context.AfterFunc(ctx, func() { nc.Close() })
	defer release()
	conn, err := secure.Server(nc, secure.Config{
		Static:           s.Key,
		Prologue:         wire.Prologue,
		HandshakeTimeout: s.Limits.Handshake,
		ReadTimeout:      s.Limits.Silence,
		WriteTimeout:     s.Limits.Write,
	})
	if err != nil {
		s.Log.Debug("no handshake", "from", from, "error", err)
		return
	}
	p := &peer{Service: s, ctx: ctx, from: from, conn: conn, queue: newQueue(nc, conn, s.Limits)}
	p.loginTimer = time.AfterFunc(s.Limits.Login, func() {
		p.End(wire.Bye{Code: wire.CodeSilent, Text: "no login in time"})
	})
	defer p.loginTimer.Stop()
	err = p.readAll(release)
	if p.session != nil {
		p.session.Leave()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		p.End(wire.Bye{Code: wire.CodeSilent, Text: "nothing came in time"})
	} else {
		p.queue.abandon()
	}
	p.queue.wait()
	s.Log.Debug("connection ended", "from", from, "member", p.member, "error", err)
}

// readAll handles what comes until the connection fails or is closed. While it
// is being closed by us it only reads on, so that the client's last words do not
// cost it ours.
func (p *peer) readAll(loggedIn func() bool) error {
	for {
		record, err := p.conn.ReadRecord()
		if err != nil {
			return err
		}
		if p.queue.isEnding() {
			continue
		}
		before := p.session
		if err := p.handleRecord(record); err != nil && !errors.Is(err, errEnded) {
			return err
		}
		if before == nil && p.session != nil {
			loggedIn()
			p.loginTimer.Stop()
		}
	}
}

// Deliver is called by the hub: see hub.Peer.
func (p *peer) Deliver(chunk []byte) { p.queue.push(chunk) }

// Answer is called on the reading goroutine: see hub.Peer.
func (p *peer) Answer(chunk []byte) error {
	if !p.queue.pushWaiting(chunk) {
		return errEnded
	}
	return nil
}

// End is called by the hub: see hub.Peer.
func (p *peer) End(bye wire.Bye) { p.queue.end(bye) }
