package peer

import (
	"errors"

	"lobby/server/accounts"
	"lobby/shared/wire"
)

// How often a member asks about its own account: a person does it a few times a
// year, and each change of a password costs two hashes of it.
const (
	selfRate  = 1
	selfBurst = 20
)

// self answers a request about the member's own account.
func (p *peer) self(req wire.Request) error {
	limits := p.Limits
	limits.Rate, limits.Burst = min(limits.Rate, selfRate), selfBurst
	if f := p.rates.spend("self", p.member, p.from, limits); f != nil {
		return f
	}
	switch req := req.(type) {
	case wire.ChangePassword:
		return p.changePassword(req)
	case wire.Forget:
		return p.forget(req)
	}
	return p.send(wire.Known{Re: req.RequestID(), Devices: p.devices()})
}

// changePassword hashes on the client's own goroutine, as a login does.
func (p *peer) changePassword(req wire.ChangePassword) error {
	change := accounts.PasswordChange{Old: req.Old, New: req.New}
	if req.Everywhere {
		own := p.conn.Peer()
		change.Only = &own
	}
	forgot, err := p.Accounts.ChangePassword(p.ctx, p.from, p.member, change)
	if f, ok := errors.AsType[*wire.Fault](err); ok {
		return f
	}
	if err != nil { // the server stops
		return &wire.Fault{Code: wire.CodeBusy, Text: "the password was not changed"}
	}
	p.Log.Info("changed the password", "member", p.member, "everywhere", req.Everywhere)
	if forgot {
		p.session.Dismissed("another device has changed the password")
	}
	return p.send(wire.Done{Re: req.ID})
}

func (p *peer) devices() []wire.Device {
	connected := p.session.Connected()
	var list []wire.Device
	for _, d := range p.Accounts.Devices(p.member) {
		list = append(list, wire.Device{
			Key: d.Key[:], Label: d.Label, Added: wire.At(d.Added), Seen: wire.At(d.Seen),
			Online: connected[d.Key], This: d.Key == p.conn.Peer(),
		})
	}
	return list
}

// forget makes a device unknown, which may be the one that asks: the answer goes
// first.
func (p *peer) forget(req wire.Forget) error {
	known, err := p.Accounts.Forget(p.member, [32]byte(req.Key))
	if err != nil {
		return err
	}
	err = p.send(wire.Done{Re: req.ID})
	if known { // also when nobody is there any more to be answered
		p.session.Dismissed("the device was logged out by another one")
	}
	return err
}
