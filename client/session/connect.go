package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Bounds of the steps before a login is answered. The last one covers the
// server's own work on a password, while others log in too.
const (
	dialTimeout      = 10 * time.Second
	handshakeTimeout = 10 * time.Second
	loginTimeout     = 20 * time.Second
)

// writeTimeout is how long the system may take to accept one record.
const writeTimeout = 20 * time.Second

// broken wraps why a connection ended that had been logged in.
type broken struct{ error }

func (b *broken) Unwrap() error { return b.error }

// refusal is the server's no to a login.
type refusal struct{ fault wire.Fault }

func (r *refusal) Error() string { return "login refused: " + r.fault.Error() }

// passes reports whether the same login may succeed later.
func (r *refusal) passes() bool {
	switch r.fault.Code {
	case wire.CodeBusy, wire.CodeWait, wire.CodeInternal, wire.CodeNotStored:
		return true
	}
	return false
}

// ended is the server's farewell.
type ended struct{ bye wire.Bye }

func (e *ended) Error() string {
	return fmt.Sprintf("the server ended the connection: %s: %s", e.bye.Code, e.bye.Text)
}

var errLeft = errors.New("everything was answered")

// connect dials, shakes hands, logs in, and listens until the connection ends.
// It returns why, never nil.
func (k *keeper) connect(ctx context.Context) error {
	nc, err := k.s.dialAddress(ctx, k.addr)
	if err != nil {
		return err
	}
	defer nc.Close()
	defer context.AfterFunc(ctx, func() { nc.Close() })()
	conn, err := k.s.shakeHands(nc, k.addr, func(key [32]byte) error { return k.s.pins.check(k.addr.name, key) })
	if err != nil {
		return err
	}
	k.s.push(model.Connected{Words: secure.Fingerprint(conn.Peer())})
	k.s.pin(k.addr.name, conn.Peer())

	ctx, cancel := context.WithCancel(ctx)
	l := newLink(conn)
	var helpers sync.WaitGroup
	helpers.Go(func() { l.write(ctx) })
	defer helpers.Wait()
	defer cancel()
	k.setLink(l)
	defer k.setLink(nil)

	l.send(k.loginRequest())
	stopHearing := func() {}
	hear := func(g wire.Group) {
		stopHearing()
		if k.s.cfg.Multicast && g.Addr != "" {
			var heard context.Context
			heard, stopHearing = context.WithCancel(ctx)
			helpers.Go(func() { k.s.hearNotices(heard, g) })
		}
	}
	err = l.reason(k.listen(l, hear))
	l.fail(err)
	if l.isWelcomed() {
		return &broken{err}
	}
	return err
}

func (s *Session) dialAddress(ctx context.Context, addr address) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	nc, err := s.cfg.Dial(ctx, addr.dial)
	if err != nil {
		return nil, dialFailure(err)
	}
	return nc, nil
}

// shakeHands stops, before this device's key is sent, at a server that verify
// does not accept. When it fails, nc is closed.
func (s *Session) shakeHands(nc net.Conn, addr address, verify func([32]byte) error) (*secure.Conn, error) {
	conn, err := secure.Client(lingering{nc}, secure.Config{
		Static:           s.key,
		Prologue:         wire.Prologue,
		Verify:           verify,
		HandshakeTimeout: handshakeTimeout,
		ReadTimeout:      loginTimeout,
		WriteTimeout:     writeTimeout,
	})
	if err == nil {
		return conn, nil
	}
	defer nc.Close()
	var mismatch *keyMismatch
	switch {
	case errors.As(err, &mismatch), errors.Is(err, errSeen):
		return nil, err
	case timedOut(err) && answersAsWeb(nc):
		return nil, fail(model.CodeNotLobby, errWeb)
	}
	return nil, handshakeFailure(err, s.pins.has(addr.name))
}

func (k *keeper) loginRequest() wire.Request {
	d := k.dial
	switch {
	case d.Resume:
		return wire.Resume{Name: d.Name}
	case d.Register:
		return wire.Register{Name: d.Name, Password: d.Password, Device: k.s.cfg.Device, Code: d.Code}
	}
	return wire.Login{Name: d.Name, Password: d.Password, Device: k.s.cfg.Device}
}

// listen takes in what the server says until the connection ends.
func (k *keeper) listen(l *link, hear func(wire.Group)) error {
	for {
		record, err := l.conn.ReadRecord()
		if err != nil {
			return err
		}
		for line := range bytes.Lines(record) {
			m, err := wire.DecodeAnswer(line)
			if err != nil {
				return fmt.Errorf("understand the server: %w", err)
			}
			if err := k.take(l, m, hear); err != nil {
				return err
			}
		}
		if k.isLeaving() && l.idle() {
			return errLeft
		}
	}
}

// take passes a message on to the model. An error ends the connection.
func (k *keeper) take(l *link, m wire.Message, hear func(wire.Group)) error {
	switch m := m.(type) {
	case wire.Welcome:
		k.welcome(l, m)
		hear(m.Group)
	case wire.Regroup:
		hear(m.Group)
	case wire.Members:
		k.noteName(m)
		k.s.push(model.Received{Message: m})
	case wire.Convs, wire.Ready, wire.Event:
		k.s.push(model.Received{Message: m})
	case wire.Sent:
		k.pass(l, m.Re, true, m)
	case wire.Page:
		k.pass(l, m.Re, m.Last, m)
	case wire.Synced:
		k.pass(l, m.Re, true, m)
	case wire.Known:
		k.pass(l, m.Re, true, m)
	case wire.Ticket:
		k.pass(l, m.Re, true, m)
	case wire.Done:
		k.pass(l, m.Re, true, m)
	case wire.Pong:
		l.answered(m.Re, true)
	case wire.Fault:
		if !l.isWelcomed() {
			return &failure{problem: model.FromFault(m), cause: &refusal{m}}
		}
		k.s.cfg.Log.Warn("the server refused a request", "fault", m.Error())
		k.pass(l, m.Re, true, m)
	case wire.Bye:
		return &failure{problem: model.Problem{Code: m.Code, Detail: m.Text}, cause: &ended{m}}
	}
	return nil
}

// pass hands an answer to the model with the request that it is for.
func (k *keeper) pass(l *link, re uint64, last bool, m wire.Message) {
	if r, ok := l.answered(re, last); ok {
		k.s.push(model.Answered{Request: r, Message: m})
	}
}

// welcome forgets the password: from now on the device is known.
func (k *keeper) welcome(l *link, w wire.Welcome) {
	l.answered(w.Re, true)
	l.setWelcomed()
	k.upSince = time.Now()
	l.conn.SetReadTimeout(wire.ServerTimeout)
	resumed := k.dial.Resume
	k.member = w.Member.ID
	k.comeBackAs(w.Member.Name)
	k.s.push(model.Welcomed{Welcome: w, Server: k.addr.name, Resumed: resumed})
}

// comeBackAs notes by which name the next connections log in.
func (k *keeper) comeBackAs(name string) {
	k.dial = model.Dial{Server: k.dial.Server, Name: name, Resume: true}
	k.s.files.save(sessionFile, lastLogin{Server: k.addr.name, Name: name})
}

// noteName notices that the operator gave the member another name.
func (k *keeper) noteName(m wire.Members) {
	for _, member := range m.Members {
		if member.ID == k.member && member.Name != k.dial.Name {
			k.comeBackAs(member.Name)
		}
	}
}
