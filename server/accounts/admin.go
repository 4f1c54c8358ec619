package accounts

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"lobby/shared/wire"
)

// Account is one account as its operator sees it.
type Account struct {
	Member
	Admin    bool
	Disabled bool
	Devices  []KnownDevice
}

// KnownDevice is a device from which a member may log in without a password.
type KnownDevice struct {
	Device
	Added, Seen time.Time
}

// Accounts returns all accounts, by id.
func (s *Store) Accounts() []Account {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []Account
	for _, a := range s.accounts {
		all = append(all, a.seen())
	}
	slices.SortFunc(all, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Named returns the account that a login by this name would find.
func (s *Store) Named(name string) (Account, bool) {
	a, _ := s.byName(name)
	if a == nil {
		return Account{}, false
	}
	return a.seen(), true
}

func (a *account) seen() Account {
	seen := Account{Member: a.Member, Admin: a.admin, Disabled: a.disabled}
	for _, d := range a.devices {
		seen.Devices = append(seen.Devices, KnownDevice{d.Device, d.added, d.seen})
	}
	return seen
}

// Add makes an account without a device, whatever Options.Registration says, and
// returns when it is on the disk. The Fault's code is one of Register's.
func (s *Store) Add(ctx context.Context, name, password string, admin bool) (Member, error) {
	n, hash, err := s.prepare(ctx, name, password)
	if err != nil {
		return Member{}, err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	a := &account{hash: hash, admin: admin}
	if err := s.enter(a, n, s.options.Clock()); err != nil {
		return Member{}, err
	}
	if admin {
		s.spend(passage{admin: true})
	}
	return a.Member, nil
}

// Reset gives a member another password and forgets its devices, so that nobody
// is let in by what was known before. It returns when that is on the disk.
func (s *Store) Reset(ctx context.Context, member uint64, password string) error {
	password, err := cleanPassword(password)
	if err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.set(member, func(a *account) bool {
		a.hash, a.devices = hash, nil
		return true
	})
}

// Disable keeps a member out, or lets it in again, and returns when that is on
// the disk. Sessions that it has are not the store's to end.
func (s *Store) Disable(member uint64, disabled bool) error {
	return s.set(member, func(a *account) bool {
		changed := a.disabled != disabled
		a.disabled = disabled
		return changed
	})
}

// Rename gives a member another name, which it returns as it is kept, when that
// is on the disk. The Fault's code is CodeName, CodeNameTaken or CodeNotStored.
func (s *Store) Rename(member uint64, name string) (string, error) {
	name, err := cleanName(name)
	if err != nil {
		return "", err
	}
	key := keyOfClean(name)
	taken := false
	err = s.set(member, func(a *account) bool {
		taken = s.taken(key, looks(name, key), member)
		a.Name = name
		return !taken
	})
	if err == nil && taken {
		err = takenFault()
	}
	return name, err
}

// set is change with a Fault for an error.
func (s *Store) set(member uint64, edit func(*account) bool) error {
	if err := s.change(member, edit); err != nil {
		return s.notStored(err)
	}
	return nil
}

// Admits reports whether a member may be here with the device of this key: a
// login may have begun before the operator ended it.
func (s *Store) Admits(member uint64, key [32]byte) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.accounts[member]
	return a != nil && !a.disabled && a.find(key) >= 0
}

// Next is the id that the next new member gets, at least.
func (s *Store) Next() uint64 {
	s.changing.Lock()
	defer s.changing.Unlock()
	return s.next
}

// Reserve keeps ids below next from new members: somebody had them before.
func (s *Store) Reserve(next uint64) {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.next = max(s.next, next)
}

func (s *Store) isDisabled(member uint64) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := s.accounts[member]
	return a == nil || a.disabled
}

func disabledFault() *wire.Fault {
	return &wire.Fault{Code: wire.CodeDisabled, Text: "the account is disabled"}
}

// Durable returns the file as it is on the disk at this moment.
func (s *Store) Durable() ([]byte, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	data, err := os.ReadFile(s.journal.path)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	return data[:min(int64(len(data)), s.journal.size)], nil
}
