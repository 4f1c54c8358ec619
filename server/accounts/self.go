package accounts

import (
	"context"
	"net/netip"
	"slices"

	"lobby/shared/wire"
)

// What members do to their own account.

// PasswordChange is another password for a member.
type PasswordChange struct {
	Old, New string
	Only     *[32]byte // key of the one device that stays known; nil lets all stay
}

// ChangePassword gives a member another password, and returns when that is on
// the disk. It reports whether that made a device unknown. A wrong old one counts
// as a wrong login from there. The Fault's code is CodeDenied, CodePassword,
// CodeWait, CodeBusy or CodeNotStored.
func (s *Store) ChangePassword(ctx context.Context, from netip.Addr, member uint64, c PasswordChange) (forgot bool, err error) {
	fresh, err := cleanPassword(c.New)
	if err != nil {
		if f, ok := err.(*wire.Fault); ok {
			f.Field = "new"
		}
		return false, err
	}
	a, err := s.proveOld(ctx, from, member, c.Old)
	if err != nil {
		return false, err
	}
	hash, err := s.hash(ctx, fresh)
	if err != nil {
		return false, err
	}
	overtaken := false
	err = s.set(member, func(now *account) bool {
		// Another device, or the operator, may have been faster.
		overtaken = now.hash.String() != a.hash.String()
		if overtaken {
			return false
		}
		now.hash = hash
		if c.Only != nil {
			had := len(now.devices)
			now.devices = slices.DeleteFunc(now.devices, func(d device) bool { return d.Key != *c.Only })
			forgot = len(now.devices) < had
		}
		return true
	})
	if err == nil && overtaken {
		err = wrongOld()
	}
	return forgot && err == nil, err
}

// proveOld returns the member's account if the password is its own.
func (s *Store) proveOld(ctx context.Context, from netip.Addr, member uint64, password string) (*account, error) {
	s.mu.RLock()
	a := s.accounts[member]
	s.mu.RUnlock()
	if a == nil {
		return nil, wrongOld()
	}
	try, err := s.guard.begin(keyOfClean(a.Name), from)
	if err != nil {
		return nil, err
	}
	clean, unusable := opaque(password)
	match, err := s.matches(ctx, a.hash, clean)
	if err != nil {
		try.takeBack()
		return nil, err
	}
	if unusable != nil || !match {
		s.options.Log.Info("accounts: change of a password denied", "member", member, "from", from)
		return nil, wrongOld()
	}
	try.right()
	return a, nil
}

func wrongOld() *wire.Fault {
	return &wire.Fault{Code: wire.CodeDenied, Field: "old", Text: "not the password until now"}
}

// Devices returns what a member logs in from without the password, the device
// that was added first at the front.
func (s *Store) Devices(member uint64) []KnownDevice {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.accounts[member]
	if a == nil {
		return nil
	}
	return a.seen().Devices
}
