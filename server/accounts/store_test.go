package accounts

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// cheap makes a hash cost microseconds.
var cheap = Params{MemoryKiB: 8, Passes: 1, Threads: 1}

var (
	home = netip.MustParseAddr("192.0.2.1")
	away = netip.MustParseAddr("198.51.100.7")
)

// handClock stands still until it is moved.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func newHandClock() *handClock {
	return &handClock{now: time.Date(2026, 3, 4, 5, 6, 7, 89e6, time.UTC)}
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const goodPassword = "correct horse"

func key(n byte) [32]byte { return [32]byte{0: n, 31: 1} }

func phone(n byte) Device { return Device{Key: key(n), Label: fmt.Sprintf("phone %d", n)} }

// open opens a store in a new folder, unless path says where.
func open(t *testing.T, path string, o Options) *Store {
	t.Helper()
	if o.Params == (Params{}) {
		o.Params = cheap
	}
	if o.Clock == nil {
		o.Clock = newHandClock().Now
	}
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newPath(t *testing.T) string { return filepath.Join(t.TempDir(), "accounts.jsonl") }

func register(t *testing.T, s *Store, name string, d Device) Member {
	t.Helper()
	m, err := s.Register(context.Background(), home, name, goodPassword, "", d)
	if err != nil {
		t.Fatalf("register %q: %v", name, err)
	}
	return m
}

func login(s *Store, from netip.Addr, name, password string) (Member, error) {
	return s.Login(context.Background(), from, name, password, phone(200))
}

// wantFault fails unless err is a fault with this code, which it returns.
func wantFault(t *testing.T, err error, code wire.Code) *wire.Fault {
	t.Helper()
	f, ok := errors.AsType[*wire.Fault](err)
	if !ok || f.Code != code {
		t.Fatalf("got %v, want fault %s", err, code)
	}
	return f
}

func closeStore(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestRestartKeepsEverything(t *testing.T) {
	path := newPath(t)
	clock := newHandClock()
	s := open(t, path, Options{Clock: clock.Now})
	ann := register(t, s, "Ann", phone(1))
	clock.Advance(time.Second)
	bob := register(t, s, "王小明", phone(2))
	if _, err := s.Login(t.Context(), home, "ＡＮＮ", goodPassword, phone(3)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forget(bob.ID, key(2)); err != nil {
		t.Fatal(err)
	}
	want := []Member{ann, bob}
	if diff := cmp.Diff(want, s.Members()); diff != "" {
		t.Fatal(diff)
	}
	for restart := range 2 {
		closeStore(t, s)
		s = open(t, path, Options{Clock: clock.Now})
		if diff := cmp.Diff(want, s.Members()); diff != "" {
			t.Fatalf("after restart %d: %s", restart, diff)
		}
	}
	for _, n := range []byte{1, 3} {
		if m, err := s.Resume("ann", key(n)); err != nil || m != ann {
			t.Errorf("resume of Ann by device %d: %v, %v", n, m, err)
		}
	}
	_, err := s.Resume("王小明", key(2))
	wantFault(t, err, wire.CodeDevice)
	if m, err := login(s, home, "王小明", goodPassword); err != nil || m != bob {
		t.Errorf("login: %v, %v", m, err)
	}
}

func TestIDsAreNotReusedAfterCompaction(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	register(t, s, "Ann", phone(1))
	bob := register(t, s, "Bob", phone(1))
	closeStore(t, s)

	// Bob's line goes, as if an account had been removed; the number that a
	// rewritten file carries in its header stays.
	l, err := load(path)
	if err != nil {
		t.Fatal(err)
	}
	delete(l.accounts, bob.ID)
	head, err := encodeLine(header{Type: "accounts", Schema: schema, Next: l.next})
	if err != nil {
		t.Fatal(err)
	}
	line, err := encodeLine(l.accounts[1].record())
	if err != nil {
		t.Fatal(err)
	}
	twice := string(head) + string(line) + string(line) // so that it is written anew
	if err := os.WriteFile(path, []byte(twice), 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, Options{})
	if got := readFile(t, path); strings.Count(got, "\n") != 2 {
		t.Fatalf("not compacted:\n%s", got)
	}
	closeStore(t, s)
	s = open(t, path, Options{})
	if m := register(t, s, "Carl", phone(1)); m.ID != bob.ID+1 {
		t.Errorf("new member has id %d, want %d", m.ID, bob.ID+1)
	}
}

func TestSameNameAtOnceOneWins(t *testing.T) {
	s := open(t, newPath(t), Options{Hashing: 4})
	names := []string{"Dora", "dora", "DORA", "Ｄｏｒａ", " dora ", "dora", "DorA", "dorа" /* ends in Cyrillic */}
	var wg sync.WaitGroup
	errs := make([]error, len(names))
	for i, name := range names {
		wg.Go(func() {
			_, errs[i] = s.Register(t.Context(), home, name, goodPassword, "", phone(byte(i)))
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		f, _ := errors.AsType[*wire.Fault](err)
		switch {
		case err == nil:
			won++
		case f == nil || f.Code != wire.CodeNameTaken && f.Reason != wire.ReasonMixed:
			t.Errorf("register %q: %v", names[i], err)
		}
	}
	if won != 1 || len(s.Members()) != 1 {
		t.Errorf("%d won, %d members", won, len(s.Members()))
	}
}

func TestManyAtOnce(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			name := fmt.Sprintf("學生 %02d", i)
			m, err := s.Register(t.Context(), home, name, goodPassword, "", phone(1))
			if err != nil {
				t.Errorf("register %q: %v", name, err)
				return
			}
			if _, err := s.Resume(name, key(1)); err != nil {
				t.Errorf("resume %q: %v", name, err)
			}
			if _, err := s.Login(t.Context(), home, name, goodPassword, phone(2)); err != nil {
				t.Errorf("login %q: %v", name, err)
			}
			if _, err := s.Forget(m.ID, key(1)); err != nil {
				t.Errorf("forget %q: %v", name, err)
			}
			s.Members()
		})
	}
	wg.Wait()
	want := s.Members()
	if len(want) != 60 {
		t.Fatalf("%d members", len(want))
	}
	closeStore(t, s)
	if diff := cmp.Diff(want, open(t, path, Options{}).Members()); diff != "" {
		t.Error(diff)
	}
}

func TestClosed(t *testing.T) {
	s := open(t, newPath(t), Options{})
	ann := register(t, s, "Ann", phone(1))
	closeStore(t, s)
	closeStore(t, s)
	_, err := s.Register(t.Context(), home, "Bob", goodPassword, "", phone(1))
	wantFault(t, err, wire.CodeNotStored)
	_, err = s.Forget(ann.ID, key(1))
	wantFault(t, err, wire.CodeNotStored)
	if len(s.Members()) != 1 {
		t.Errorf("members: %v", s.Members())
	}
}
