package accounts

import (
	"context"
	"crypto/subtle"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"

	"lobby/shared/wire"
)

// Register makes an account, with the device as its first, and returns when it
// is on the disk. from is where the caller connects from, and code what lets it
// in where Options.Registration asks for one. The Fault's code is CodeInvite,
// CodeClosed, CodeWait, CodeName, CodeNameTaken, CodePassword, CodeBusy or
// CodeNotStored.
func (s *Store) Register(ctx context.Context, from netip.Addr, name, password, code string, d Device) (Member, error) {
	p, f := s.pass(code)
	if f != nil {
		return Member{}, f // before anything about other members can be learnt
	}
	if p.free() {
		if f := s.newcomers.look(from); f != nil {
			return Member{}, f // before it costs a hash
		}
	}
	n, hash, err := s.prepare(ctx, name, password)
	if err != nil {
		return Member{}, err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if p, f = s.pass(code); f != nil {
		return Member{}, f
	}
	if p.free() {
		if f := s.newcomers.take(from); f != nil {
			return Member{}, f
		}
	}
	now := s.options.Clock()
	a := &account{hash: hash, admin: p.admin}
	a.see(d, now, nil)
	if err := s.enter(a, n, now, p.spent...); err != nil {
		return Member{}, err
	}
	s.spend(p)
	s.guard.home(n.key, from)
	s.options.Log.Info("accounts: registered", "member", a.ID, "from", from)
	return a.Member, nil
}

// newName is a name that is fit for a member, and what tells it from others.
type newName struct {
	name, key string
	looks     [2]string
}

// prepare checks the name and password of a new account and hashes the password,
// if the name is free.
func (s *Store) prepare(ctx context.Context, name, password string) (newName, passwordHash, error) {
	name, err := cleanName(name)
	if err != nil {
		return newName{}, passwordHash{}, err
	}
	password, err = cleanPassword(password)
	if err != nil {
		return newName{}, passwordHash{}, err
	}
	n := newName{name: name, key: keyOfClean(name)}
	n.looks = looks(name, n.key)
	if s.taken(n.key, n.looks, 0) {
		return newName{}, passwordHash{}, takenFault() // without a hash
	}
	hash, err := s.hash(ctx, password)
	return n, hash, err
}

// enter gives a new account its id and name and stores it, with the invites that
// it costs. The caller holds changing.
func (s *Store) enter(a *account, n newName, now time.Time, spent ...Invite) error {
	if s.taken(n.key, n.looks, 0) {
		return takenFault()
	}
	a.Member = Member{ID: s.next, Name: n.name, Created: wire.At(now).Time}
	s.next++ // even if it can't be stored: who knows what reached the disk
	if err := s.write(changes{accounts: []*account{a}, invites: spent}); err != nil {
		return s.notStored(err)
	}
	s.put(a)
	return nil
}

// Login checks a password and makes the device known. from is where the caller
// connects from. The Fault's code is CodeDenied, the same for a name without an
// account, CodeDisabled, after the right password alone, CodeWait or CodeBusy.
//
// A disk that takes no writes keeps nobody out: the device is then known until
// the server stops, or until it can be written after all.
func (s *Store) Login(ctx context.Context, from netip.Addr, name, password string, d Device) (Member, error) {
	a, key := s.byName(name)
	try, err := s.guard.begin(key, from)
	if err != nil {
		return Member{}, err
	}
	hash := s.dummy
	if a != nil {
		hash = a.hash
	}
	clean, unusable := opaque(password)
	match, err := s.matches(ctx, hash, clean)
	if err != nil {
		try.takeBack()
		return Member{}, err
	}
	if a == nil || unusable != nil || !match {
		s.options.Log.Info("accounts: login denied", "from", from)
		return Member{}, &wire.Fault{Code: wire.CodeDenied, Text: "no such name, or the wrong password"}
	}
	try.right()
	if s.isDisabled(a.ID) {
		return Member{}, disabledFault()
	}
	if !s.admit(a.ID, d, a.hash, s.renewed(ctx, a.hash, clean)) {
		// The password is another one since it was looked at. Whoever knew the old one
		// must not come in by it.
		return s.Login(ctx, from, name, password, d)
	}
	return a.Member, nil
}

// renewed returns a hash with the parameters of today, and nil when h has those, or now
// is not the time.
func (s *Store) renewed(ctx context.Context, h passwordHash, password string) *passwordHash {
	if h.params == s.options.Params {
		return nil
	}
	fresh, err := s.hash(ctx, password)
	if err != nil {
		return nil // busy: the next login does it
	}
	return &fresh
}

// admit notes that a member logged in from d with the password that has this hash,
// which a renewed one is to replace, and reports whether it still is the member's.
func (s *Store) admit(member uint64, d Device, proven passwordHash, renewed *passwordHash) bool {
	now := s.options.Clock()
	lasting, overtaken := false, false
	here := func(key [32]byte) bool { return s.here.is(member, key) }
	edit := func(a *account) bool {
		if overtaken = a.hash.String() != proven.String(); overtaken {
			return false
		}
		lasting = a.see(d, now, here)
		if renewed != nil {
			a.hash, lasting = *renewed, true
		}
		return lasting
	}
	err := s.change(member, edit)
	if err != nil {
		s.notStored(err)
	}
	if !overtaken && (err != nil || !lasting) {
		s.remember(member, func(a *account) { edit(a) })
	}
	return !overtaken
}

// Resume logs in by a device's key, without a password. The Fault's code is
// CodeDevice when the member does not have the device, or is none, and
// CodeDisabled when its account is disabled.
func (s *Store) Resume(name string, key [32]byte) (Member, error) {
	a, _ := s.byName(name)
	if a == nil || a.find(key) < 0 {
		return Member{}, &wire.Fault{Code: wire.CodeDevice, Text: "no such name, or not its device"}
	}
	if a.disabled {
		return Member{}, disabledFault()
	}
	now := s.options.Clock()
	s.remember(a.ID, func(a *account) {
		if i := a.find(key); i >= 0 {
			a.devices[i].seen = now
		}
	})
	return a.Member, nil
}

// Forget makes a device unknown to a member and returns when that is on the
// disk. It reports whether there was such a member and device. The Fault's code
// is CodeNotStored; the device is then still known.
func (s *Store) Forget(member uint64, key [32]byte) (known bool, err error) {
	err = s.change(member, func(a *account) bool {
		i := a.find(key)
		if known = i >= 0; known {
			a.devices = slices.Delete(a.devices, i, i+1)
		}
		return known
	})
	if err != nil {
		return false, s.notStored(err)
	}
	return known, nil
}

// remember changes an account in memory. It reaches the disk with the
// account's next change, or when the store is closed.
func (s *Store) remember(member uint64, edit func(*account)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[member].clone()
	edit(a)
	a.ahead = true
	s.accounts[member] = a
}

// hash hashes a clean password with a new salt, in its turn.
func (s *Store) hash(ctx context.Context, password string) (h passwordHash, err error) {
	err = s.queue.do(ctx, func() { h = newHash(s.options.Hash, password, s.options.Params) })
	return h, err
}

// matches checks a clean password, in its turn.
func (s *Store) matches(ctx context.Context, h passwordHash, password string) (match bool, err error) {
	err = s.queue.do(ctx, func() { match = h.matches(s.options.Hash, password) })
	return match, err
}

// see notes that d logged in, and reports whether it is a new device or has a
// new label. Of the devices that are not here the one that was seen longest ago
// makes room for a new one; where all are, of those.
func (a *account) see(d Device, now time.Time, here func(key [32]byte) bool) bool {
	d.Label = cleanLabel(d.Label)
	now = wire.At(now).Time
	if i := a.find(d.Key); i >= 0 {
		renamed := a.devices[i].Label != d.Label
		a.devices[i].Label, a.devices[i].seen = d.Label, now
		return renamed
	}
	if len(a.devices) >= maxDevices {
		order := func(x, y device) int { return x.seen.Compare(y.seen) }
		away := slices.DeleteFunc(slices.Clone(a.devices), func(d device) bool { return here(d.Key) })
		if len(away) == 0 {
			away = a.devices
		}
		i := a.find(slices.MinFunc(away, order).Key)
		a.devices = slices.Delete(a.devices, i, i+1)
	}
	a.devices = append(a.devices, device{d, now, now})
	return true
}

// find returns the index of the device with this key, -1 when there is none.
// It takes the same time wherever the key begins to differ.
func (a *account) find(key [32]byte) int {
	found := -1
	for i := range a.devices {
		same := subtle.ConstantTimeCompare(a.devices[i].Key[:], key[:])
		found = subtle.ConstantTimeSelect(same, i, found)
	}
	return found
}

// cleanLabel returns label without what can't be shown on one line, and cut to
// wire.MaxDevice code points.
func cleanLabel(label string) string {
	label = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(label, ""))
	if runes := []rune(label); len(runes) > wire.MaxDevice {
		label = string(runes[:wire.MaxDevice])
	}
	return strings.TrimSpace(label)
}

func takenFault() *wire.Fault {
	return &wire.Fault{Code: wire.CodeNameTaken, Field: "name", Text: "a member has this name, or one that looks the same"}
}
