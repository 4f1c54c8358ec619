package admin

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"lobby/server/accounts"
	"lobby/server/ledger"
	"lobby/shared/wire"
)

// Hub is what a running server does about changed accounts; see package hub.
type Hub interface {
	Added(wire.Member)
	Renamed(wire.Member)
	Dismiss(member uint64, bye wire.Bye)
}

// Log is the event log of a running server.
type Log interface{ Parts() []ledger.Part }

// Desk carries out requests. Without a running server Hub and Events are nil.
type Desk struct {
	Accounts *accounts.Store
	Hub      Hub
	Events   Log
	Log      *slog.Logger
}

// Do carries out a request.
func (d *Desk) Do(ctx context.Context, r Request) Answer {
	do, ok := map[string]func(context.Context, Request) (Answer, error){
		UserList:     d.listUsers,
		UserAdd:      d.addUser,
		UserReset:    d.resetUser,
		UserDisable:  d.disableUser,
		UserEnable:   d.enableUser,
		UserRename:   d.renameUser,
		DeviceList:   d.listDevices,
		DeviceRevoke: d.revokeDevice,
		InviteAdd:    d.addInvite,
		InviteList:   d.listInvites,
		InviteRevoke: d.revokeInvite,
		TakeSnapshot: d.snapshot,
	}[r.Do]
	if !ok {
		return Answer{Error: fmt.Sprintf("the running server does not know %q; it may be of another version", r.Do)}
	}
	answer, err := do(ctx, r)
	if err != nil {
		return Answer{Error: sentence(err)}
	}
	d.Log.Info("carried out for the operator", "request", r.Do)
	return answer
}

// sentence takes a Fault's code off its text.
func sentence(err error) string {
	if f, ok := errors.AsType[*wire.Fault](err); ok {
		return f.Text
	}
	return err.Error()
}

func (d *Desk) named(name string) (accounts.Account, error) {
	a, ok := d.Accounts.Named(name)
	if !ok {
		return a, fmt.Errorf("there is no user %q", name)
	}
	return a, nil
}

func (d *Desk) listUsers(context.Context, Request) (Answer, error) {
	var answer Answer
	for _, a := range d.Accounts.Accounts() {
		answer.Users = append(answer.Users, shown(a))
	}
	return answer, nil
}

func shown(a accounts.Account) User {
	u := User{ID: a.ID, Name: a.Name, Admin: a.Admin, Disabled: a.Disabled, Devices: len(a.Devices), Created: a.Created}
	for _, device := range a.Devices {
		if device.Seen.After(u.Seen) {
			u.Seen = device.Seen
		}
	}
	return u
}

func (d *Desk) addUser(ctx context.Context, r Request) (Answer, error) {
	m, err := d.Accounts.Add(ctx, r.Name, r.Password, r.Admin)
	if err != nil {
		return Answer{}, err
	}
	if d.Hub != nil {
		d.Hub.Added(wire.Member{ID: m.ID, Name: m.Name})
	}
	return Answer{Users: []User{{ID: m.ID, Name: m.Name, Admin: r.Admin, Created: m.Created}}}, nil
}

func (d *Desk) resetUser(ctx context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	if err := d.Accounts.Reset(ctx, a.ID, r.Password); err != nil {
		return Answer{}, err
	}
	d.dismiss(a.ID, wire.CodeLoggedOut, "the operator has set another password")
	return Answer{}, nil
}

func (d *Desk) disableUser(_ context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	if err := d.Accounts.Disable(a.ID, true); err != nil {
		return Answer{}, err
	}
	d.dismiss(a.ID, wire.CodeDisabled, "the operator has disabled the account")
	return Answer{}, nil
}

func (d *Desk) enableUser(_ context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	return Answer{}, d.Accounts.Disable(a.ID, false)
}

func (d *Desk) renameUser(_ context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	name, err := d.Accounts.Rename(a.ID, r.Name)
	if err != nil {
		return Answer{}, err
	}
	if d.Hub != nil {
		d.Hub.Renamed(wire.Member{ID: a.ID, Name: name})
	}
	return Answer{Users: []User{{ID: a.ID, Name: name, Admin: a.Admin, Disabled: a.Disabled, Created: a.Created}}}, nil
}

func (d *Desk) listDevices(_ context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	for _, known := range a.Devices {
		answer.Devices = append(answer.Devices, Device{deviceID(known.Key), known.Label, known.Added, known.Seen})
	}
	slices.SortFunc(answer.Devices, func(a, b Device) int { return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID)) })
	return answer, nil
}

func deviceID(key [32]byte) string { return hex.EncodeToString(key[:]) }

func (d *Desk) revokeDevice(_ context.Context, r Request) (Answer, error) {
	a, err := d.named(r.User)
	if err != nil {
		return Answer{}, err
	}
	var meant []accounts.KnownDevice
	for _, known := range a.Devices {
		if r.Device != "" && strings.HasPrefix(deviceID(known.Key), strings.ToLower(r.Device)) {
			meant = append(meant, known)
		}
	}
	if len(meant) != 1 {
		return Answer{}, fmt.Errorf("%d devices of %s have an id that begins with %q; `lobbyd device list %[2]s` shows them", len(meant), a.Name, r.Device)
	}
	if _, err := d.Accounts.Forget(a.ID, meant[0].Key); err != nil {
		return Answer{}, err
	}
	d.dismiss(a.ID, wire.CodeLoggedOut, "the operator has revoked the device")
	return Answer{}, nil
}

// dismiss ends the sessions that the accounts do not admit any more.
func (d *Desk) dismiss(member uint64, code wire.Code, text string) {
	if d.Hub != nil {
		d.Hub.Dismiss(member, wire.Bye{Code: code, Text: text})
	}
}

func (d *Desk) addInvite(_ context.Context, r Request) (Answer, error) {
	i, err := d.Accounts.Invite(r.Count, r.Lasting)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Invites: []Invite{{accounts.ShowCode(i.Code), i.Left, i.Expires}}}, nil
}

func (d *Desk) listInvites(context.Context, Request) (Answer, error) {
	var answer Answer
	for _, i := range d.Accounts.Invites() {
		answer.Invites = append(answer.Invites, Invite{accounts.ShowCode(i.Code), i.Left, i.Expires})
	}
	return answer, nil
}

func (d *Desk) revokeInvite(_ context.Context, r Request) (Answer, error) {
	found, err := d.Accounts.Revoke(r.Code)
	if err == nil && !found {
		err = errors.New("there is no invite with this code")
	}
	return Answer{}, err
}

func (d *Desk) snapshot(context.Context, Request) (Answer, error) {
	if d.Events == nil {
		return Answer{}, errors.New("no server runs")
	}
	s := Snapshot{Log: d.Events.Parts()}
	var err error
	s.Accounts, err = d.Accounts.Durable()
	return Answer{Snapshot: &s}, err
}
