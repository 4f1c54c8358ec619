package peer

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"lobby/server/accounts"
	"lobby/server/hub"
	"lobby/shared/wire"
)

// handleRecord handles the messages of one record in order. An error ends the
// connection.
func (p *peer) handleRecord(record []byte) error {
	for first := true; first || len(record) > 0; first = false {
		line, rest, whole := bytes.Cut(record, []byte("\n"))
		record = rest
		var err error
		if whole {
			err = p.handleLine(line)
		} else {
			err = &wire.Fault{Code: wire.CodeBadMessage, Text: "a record must end with the newline of a message"}
		}
		if err = p.answerError(err); err != nil {
			return err
		}
	}
	return nil
}

// answerError sends what went wrong with a request to the client. It returns an
// error when the connection is to end, or is ending.
func (p *peer) answerError(err error) error {
	var f *wire.Fault
	if !errors.As(err, &f) {
		p.faults = 0
		return err
	}
	if !breaksProtocol(f.Code) {
		p.faults = 0
		return p.send(*f)
	}
	p.faults++
	if p.faults < p.Limits.Faults {
		return p.send(*f)
	}
	p.End(wire.Bye{Code: f.Code, Text: "too many messages that are none: " + f.Text})
	return errEnded
}

func breaksProtocol(c wire.Code) bool {
	switch c {
	case wire.CodeBadMessage, wire.CodeUnknownType, wire.CodeNotLoggedIn, wire.CodeLoggedIn:
		return true
	}
	return false
}

// handleLine handles one message. An error that is a *wire.Fault is for the
// client and does not end the connection.
func (p *peer) handleLine(line []byte) error {
	req, err := wire.DecodeRequest(line)
	if err != nil {
		return err
	}
	err = p.handle(req)
	var f *wire.Fault
	if errors.As(err, &f) {
		answered := *f // it may be shared
		answered.Re = req.RequestID()
		return &answered
	}
	return err
}

func (p *peer) handle(req wire.Request) error {
	switch req := req.(type) {
	case wire.Ping:
		return p.send(wire.Pong{Re: req.ID})
	case wire.Register, wire.Login, wire.Resume:
		return p.logIn(req)
	}
	if p.session == nil {
		return &wire.Fault{Code: wire.CodeNotLoggedIn, Text: fmt.Sprintf("%s needs a login first", req.Type())}
	}
	switch req := req.(type) {
	case wire.Send:
		if f := p.rates.spend(req.Type(), p.member, p.from, p.Limits); f != nil {
			return f
		}
		if f := p.spendBytes(len(req.Text)); f != nil {
			return f
		}
		p.session.Send(req)
		return nil
	case wire.Read:
		if f := p.rates.spend(req.Type(), p.member, p.from, p.Limits); f != nil {
			return f
		}
		p.session.Read(req)
		return nil
	case wire.Offer, wire.Respond, wire.Transfer:
		if f := p.spendFiling(); f != nil {
			return f
		}
		if offer, ok := req.(wire.Offer); ok {
			if f := p.spendBytes(len(offer.Name) + len(offer.Preview)); f != nil {
				return f
			}
		}
		p.file(req)
		return nil
	case wire.Upload, wire.Download, wire.Taken, wire.Finish:
		return &wire.Fault{Code: wire.CodeTicket, Field: "type", Text: "a transfer has a connection of its own, which it begins"}
	case wire.History:
		return p.session.History(req)
	case wire.Sync:
		return p.session.Sync(req)
	case wire.ChangePassword, wire.Devices, wire.Forget:
		return p.self(req)
	case wire.Logout:
		return p.logOut(req)
	}
	return &wire.Fault{Code: wire.CodeUnknownType, Field: "type", Text: fmt.Sprintf("type %q is not handled", req.Type())}
}

// logIn answers Register, Login and Resume, and counts them.
func (p *peer) logIn(req wire.Request) error {
	if p.session != nil {
		return &wire.Fault{Code: wire.CodeLoggedIn, Text: "the connection is logged in already"}
	}
	err := p.join(req)
	var f *wire.Fault
	switch {
	case err == nil:
		p.Meter.Login(req.Type(), "")
	case errors.As(err, &f):
		p.Meter.Login(req.Type(), f.Code)
	}
	return err
}

// join makes the connection a member's. The password's hash is computed here, on
// the client's own goroutine.
func (p *peer) join(req wire.Request) error {
	device := p.conn.Peer()
	m, err := p.authenticate(req, device)
	if err != nil {
		var f *wire.Fault
		if errors.As(err, &f) {
			return f
		}
		if p.ctx.Err() != nil {
			return err
		}
		p.Log.Error("a login failed", "from", p.from, "error", err)
		return &wire.Fault{Code: wire.CodeInternal, Text: "the server could not complete the login"}
	}
	// From here on the hub is to end the connection, with words.
	if !p.spare() && p.ctx.Err() != nil {
		return errEnded
	}
	session, err := p.Hub.Join(req.RequestID(), wire.Member{ID: m.ID, Name: m.Name}, device, p)
	if errors.Is(err, hub.ErrStopped) {
		p.End(wire.Bye{Code: wire.CodeStopping, Text: "the server stops"})
		return errEnded
	}
	if errors.Is(err, hub.ErrDismissed) {
		p.End(wire.Bye{Code: wire.CodeLoggedOut, Text: "the member or its device was removed"})
		return errEnded
	}
	if err != nil {
		return err
	}
	p.session, p.member = session, m.ID
	p.Accounts.Arrived(m.ID, device)
	p.Log.Info("logged in", "member", m.ID, "from", p.from, "by", req.Type())
	return nil
}

func (p *peer) authenticate(req wire.Request, key [32]byte) (accounts.Member, error) {
	switch req := req.(type) {
	case wire.Register:
		return p.Accounts.Register(p.ctx, p.from, req.Name, req.Password, req.Code, accounts.Device{Key: key, Label: req.Device})
	case wire.Login:
		return p.Accounts.Login(p.ctx, p.from, req.Name, req.Password, accounts.Device{Key: key, Label: req.Device})
	case wire.Resume:
		return p.Accounts.Resume(req.Name, key)
	}
	return accounts.Member{}, fmt.Errorf("%s is no login", req.Type())
}

// logOut forgets the device and ends every connection of it, this one too.
func (p *peer) logOut(req wire.Logout) error {
	if _, err := p.Accounts.Forget(p.member, p.conn.Peer()); err != nil {
		p.Log.Error("a device could not be forgotten", "member", p.member, "error", err)
		return &wire.Fault{Code: wire.CodeNotStored, Text: "the server could not write to its disk"}
	}
	err := p.send(wire.Done{Re: req.ID})
	p.session.LoggedOut() // also when nobody is there any more to be answered
	return err
}

// send answers with one message, waiting for room in the queue, and longer where
// the client has had too many answers.
func (p *peer) send(m wire.Message) error {
	if d := p.answers.delay(p.Limits, time.Now()); d > 0 {
		time.Sleep(d)
	}
	line, err := wire.Append(nil, m)
	if err != nil {
		return err
	}
	return p.Answer(line)
}
