package accounts

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"lobby/shared/wire"
)

// Member is one account as the rest of the server sees it.
type Member struct {
	ID      uint64 // 1 to wire.MaxID, never reused
	Name    string
	Created time.Time
}

// Device is what a member logs in from.
type Device struct {
	Key   [32]byte // Noise static key, which the handshake has proved
	Label string   // for people; cut to wire.MaxDevice code points
}

// Options adjust a Store. The zero value of each field means its default.
type Options struct {
	Clock func() time.Time // time.Now
	Log   *slog.Logger     // discards

	Params  Params   // DefaultParams; hashes made with others are renewed at the next login
	Hash    HashFunc // Argon2id
	Hashing int      // passwords hashed at once: one for every two cores, at least 1
	Waiting int      // callers that wait for their turn: 128

	Registration Registration // OpenToAll

	NameDelay    Delay // DefaultNameDelay
	AddressDelay Delay // DefaultAddressDelay

	Newcomers Newcomers // DefaultNewcomers
}

const defaultWaiting = 128

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	o.Params = cmp.Or(o.Params, DefaultParams)
	if o.Hash == nil {
		o.Hash = Argon2id
	}
	o.Hashing = cmp.Or(o.Hashing, max(1, runtime.GOMAXPROCS(0)/2))
	o.Waiting = cmp.Or(o.Waiting, defaultWaiting)
	o.Registration = cmp.Or(o.Registration, OpenToAll)
	o.NameDelay = cmp.Or(o.NameDelay, DefaultNameDelay)
	o.AddressDelay = cmp.Or(o.AddressDelay, DefaultAddressDelay)
	o.Newcomers = cmp.Or(o.Newcomers, DefaultNewcomers)
	return o
}

// Store holds the accounts. Its methods may be called from any goroutine. The
// errors they return are *wire.Fault, to be sent as they are and each made for
// one caller; only a context that ended gives its own error.
type Store struct {
	options   Options
	queue     *queue
	guard     *guard
	newcomers *newcomers
	here      here
	dummy     passwordHash // checked where there is no account, to take as long

	// changing is held over a change and its way to the disk, so that one
	// change is decided on what the one before left. It is taken before mu.
	changing sync.Mutex
	journal  *journal
	next     uint64 // the id of the next new member
	closed   bool

	// mu guards the maps, which are only ever held for moments. An account is
	// never changed, but replaced.
	mu       sync.RWMutex
	accounts map[uint64]*account
	byKey    map[string]uint64
	byLook   [2]map[string]uint64
	invites  map[string]Invite
	setup    string // registers an administrator; empty when there is one
}

// account is all there is to know of one member.
type account struct {
	Member
	hash     passwordHash
	devices  []device
	admin    bool
	disabled bool
	ahead    bool // something in it is not on the disk yet
}

type device struct {
	Device
	added, seen time.Time
}

// errClosed is the reason why a closed store stores nothing.
var errClosed = errors.New("the accounts are closed")

// Open reads the accounts file at path, and makes it when there is none. It
// cuts a torn last line off, which it keeps beside and reports to the log, and
// drops lines that later ones replace, by writing the file anew. The error is a
// *DamageError or *NewerError when the file can't be used as it is; it is then
// left as it is.
func Open(path string, o Options) (*Store, error) {
	o = o.withDefaults()
	s := &Store{
		options:   o,
		queue:     newQueue(o.Hashing, o.Waiting),
		guard:     newGuard(o.NameDelay, o.AddressDelay, o.Clock),
		newcomers: newNewcomers(o.Newcomers, o.Clock),
		dummy:     passwordHash{o.Params, randomBytes(saltBytes), randomBytes(hashBytes)},
		journal:   &journal{path: path, create: createFile},
		byKey:     make(map[string]uint64),
		byLook:    [2]map[string]uint64{make(map[string]uint64), make(map[string]uint64)},
	}
	if err := settle(path); err != nil {
		return nil, err
	}
	l, err := load(path)
	if errors.Is(err, fs.ErrNotExist) {
		l, err = newLoaded(), nil
		l.untidy = true
	}
	if err != nil {
		return nil, err
	}
	s.accounts, s.invites, s.next = l.accounts, l.invites, l.next
	admins := 0
	for _, a := range s.accounts {
		s.index(a)
		if a.admin {
			admins++
		}
	}
	if admins == 0 {
		s.setup = newCode()
	}
	if err := s.tidy(l); err != nil {
		return nil, err
	}
	return s, nil
}

// tidy makes the file what the program writes, and opens it.
func (s *Store) tidy(l loaded) error {
	if len(l.torn) > 0 {
		kept, err := keepTorn(s.journal.path, l.torn)
		if err != nil {
			return err
		}
		s.options.Log.Warn("accounts: the last line was cut off in writing and is dropped; it was not acknowledged",
			"file", s.journal.path, "bytes", len(l.torn), "kept", kept)
	}
	if l.untidy {
		return s.rewrite(changes{})
	}
	// A crash while the file was being written anew leaves this behind.
	if err := os.Remove(s.journal.path + ".new"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an unfinished file: %w", err)
	}
	return s.journal.open()
}

// Close writes what is not on the disk yet, when devices were last seen, and
// closes the file. Later changes fail.
func (s *Store) Close() error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if s.closed {
		return nil
	}
	var ahead []*account
	s.mu.RLock()
	for _, a := range s.accounts {
		if a.ahead {
			ahead = append(ahead, a)
		}
	}
	s.mu.RUnlock()
	err := s.write(changes{accounts: ahead})
	s.closed = true
	return errors.Join(err, s.journal.close())
}

// Members returns all members, by id.
func (s *Store) Members() []Member {
	s.mu.RLock()
	defer s.mu.RUnlock()
	members := make([]Member, 0, len(s.accounts))
	for _, a := range s.accounts {
		members = append(members, a.Member)
	}
	slices.SortFunc(members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	return members
}

// byName returns the account that a login's name means, nil when there is none,
// and what the name's wrong passwords are counted under.
func (s *Store) byName(name string) (*account, string) {
	key, ok := nameKey(name)
	if !ok {
		return nil, name
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.accounts[s.byKey[key]], key
}

// taken reports whether another member than this one, 0 for none, has this name
// or one that looks like it.
func (s *Store) taken(key string, looks [2]string, member uint64) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if id, same := s.byKey[key]; same && id != member {
		return true
	}
	for i, look := range looks {
		if id, same := s.byLook[i][look]; same && id != member {
			return true
		}
	}
	return false
}

// put makes a the account of its id.
func (s *Store) put(a *account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.accounts[a.ID]; old != nil {
		a.keepSeen(old)
		if old.Name != a.Name {
			s.unindex(old)
		}
	}
	s.accounts[a.ID] = a
	s.index(a)
}

func (s *Store) index(a *account) {
	key := keyOfClean(a.Name)
	s.byKey[key] = a.ID
	for i, look := range looks(a.Name, key) {
		s.byLook[i][look] = a.ID
	}
}

// unindex makes a member unknown by its name.
func (s *Store) unindex(a *account) {
	key := keyOfClean(a.Name)
	if s.byKey[key] == a.ID {
		delete(s.byKey, key)
	}
	for i, look := range looks(a.Name, key) {
		if s.byLook[i][look] == a.ID {
			delete(s.byLook[i], look)
		}
	}
}

// change replaces a member's account by what edit makes of a copy of it, and
// returns when that is on the disk. Without an error and without a change when
// there is no such member, or edit says that there is nothing to do.
func (s *Store) change(member uint64, edit func(*account) bool) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.mu.RLock()
	old := s.accounts[member]
	s.mu.RUnlock()
	if old == nil {
		return nil
	}
	a := old.clone()
	if !edit(a) {
		return nil
	}
	if err := s.write(changes{accounts: []*account{a}}); err != nil {
		return err
	}
	a.ahead = false
	s.put(a)
	return nil
}

// keepSeen takes over from what an account was when its devices were seen, of which
// remember may have learnt while a change went to the disk.
func (a *account) keepSeen(was *account) {
	for i, d := range a.devices {
		if j := was.find(d.Key); j >= 0 && was.devices[j].seen.After(d.seen) {
			a.devices[i].seen, a.ahead = was.devices[j].seen, true
		}
	}
}

func (a *account) clone() *account {
	c := *a
	c.devices = slices.Clone(a.devices)
	return &c
}

// changes are what is to be written: accounts and invites, each in the place of
// what it was.
type changes struct {
	accounts []*account
	invites  []Invite
}

// write brings changes to the disk. The caller holds changing.
func (s *Store) write(c changes) error {
	if s.closed {
		return errClosed
	}
	if s.journal.unsure {
		return s.rewrite(c)
	}
	var lines bytes.Buffer
	if err := c.encode(&lines); err != nil || lines.Len() == 0 {
		return err
	}
	return s.journal.append(lines.Bytes())
}

func (c changes) encode(to *bytes.Buffer) error {
	for _, a := range c.accounts {
		line, err := encodeLine(a.record())
		if err != nil {
			return err
		}
		to.Write(line)
	}
	for _, i := range c.invites {
		line, err := encodeLine(i.record())
		if err != nil {
			return err
		}
		to.Write(line)
	}
	return nil
}

// rewrite writes the file anew, with everything and these changes.
func (s *Store) rewrite(c changes) error {
	s.mu.RLock()
	accounts, invites := maps.Clone(s.accounts), maps.Clone(s.invites)
	s.mu.RUnlock()
	for _, a := range c.accounts {
		accounts[a.ID] = a
	}
	for _, i := range c.invites {
		invites[i.Code] = i
	}
	lines, err := encodeFile(s.next, accounts, invites)
	if err != nil {
		return err
	}
	return s.journal.rewrite(lines)
}

// encodeFile returns a whole file. Invites that are used up are left out.
func encodeFile(next uint64, accounts map[uint64]*account, invites map[string]Invite) ([]byte, error) {
	head, err := encodeLine(header{Type: "accounts", Schema: schema, Next: next})
	if err != nil {
		return nil, err
	}
	lines := bytes.NewBuffer(head)
	var all changes
	for _, id := range slices.Sorted(maps.Keys(accounts)) {
		all.accounts = append(all.accounts, accounts[id])
	}
	for _, code := range slices.Sorted(maps.Keys(invites)) {
		if invites[code].Left > 0 {
			all.invites = append(all.invites, invites[code])
		}
	}
	err = all.encode(lines)
	return lines.Bytes(), err
}

// notStored says that the disk would not take a change, and tells the log why.
func (s *Store) notStored(err error) *wire.Fault {
	s.options.Log.Error("accounts: a change could not be stored", "error", err)
	return &wire.Fault{Code: wire.CodeNotStored, Text: "the account could not be written to the disk"}
}
