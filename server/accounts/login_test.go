package accounts

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

// Who guesses can't tell a name without an account from a wrong password, not
// by the answers before, at and after the delay, and not by the work.
func TestUnknownAndWrongAreTheSame(t *testing.T) {
	answers := func(name string) (got []wire.Fault) {
		clock := newHandClock()
		s := open(t, newPath(t), Options{Clock: clock.Now})
		register(t, s, "Ann", phone(1))
		for i := range 10 {
			_, err := login(s, away, name, "wrong password")
			f, _ := err.(*wire.Fault)
			if f == nil {
				t.Fatalf("login as %q: %v", name, err)
			}
			got = append(got, *f)
			clock.Advance(time.Duration(i) * 400 * time.Millisecond)
		}
		return got
	}
	want := answers("Ann")
	for _, name := range []string{"Nobody", "", "\xff", "Ann\x00", strings.Repeat("x", 1000)} {
		if diff := cmp.Diff(want, answers(name)); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
	s := open(t, newPath(t), Options{})
	register(t, s, "Ann", phone(1))
	ann, _ := s.byName("Ann")
	if d, h := s.dummy, ann.hash; d.params != h.params || len(d.salt) != len(h.salt) || len(d.sum) != len(h.sum) {
		t.Errorf("the dummy %v costs other than %v", d, h)
	}
}

func TestUnusablePasswordIsDenied(t *testing.T) {
	s := open(t, newPath(t), Options{NameDelay: Delay{100, 1, 1, 1}})
	register(t, s, "Ann", phone(1))
	for _, password := range []string{"", "\x00", "\xff", "short", strings.Repeat("x", wire.MaxPassword+1)} {
		_, err := login(s, home, "Ann", password)
		wantFault(t, err, wire.CodeDenied)
	}
}

// The dummy's hash must not open anything, whatever it is.
func TestNobodyLogsInWithoutAccount(t *testing.T) {
	s := open(t, newPath(t), Options{})
	s.dummy = newHash(Argon2id, goodPassword, cheap)
	_, err := login(s, home, "Nobody", goodPassword)
	wantFault(t, err, wire.CodeDenied)
}

// Each caller may write into its own fault.
func TestFaultsAreNotShared(t *testing.T) {
	s := open(t, newPath(t), Options{})
	for name, ask := range map[string]func() error{
		"denied": func() error { _, err := login(s, home, "Nobody", goodPassword); return err },
		"device": func() error { _, err := s.Resume("Nobody", key(1)); return err },
		"name":   func() error { _, err := s.Register(t.Context(), home, "", goodPassword, "", phone(1)); return err },
	} {
		if a, b := ask().(*wire.Fault), ask().(*wire.Fault); a == b {
			t.Errorf("%s: two callers got one fault", name)
		}
	}
}

func TestHashIsRenewed(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	ann := register(t, s, "Ann", phone(1))
	closeStore(t, s)

	dearer := Params{MemoryKiB: 16, Passes: 2, Threads: 1}
	s = open(t, path, Options{Params: dearer})
	_, err := login(s, home, "Ann", "wrong password")
	wantFault(t, err, wire.CodeDenied)
	if a, _ := s.byName("Ann"); a.hash.params != cheap {
		t.Errorf("a wrong password renewed the hash to %+v", a.hash.params)
	}
	for range 2 {
		if m, err := login(s, home, "Ann", goodPassword); err != nil || m != ann {
			t.Fatalf("%v, %v", m, err)
		}
		closeStore(t, s)
		s = open(t, path, Options{Params: dearer})
		if a, _ := s.byName("Ann"); a.hash.params != dearer {
			t.Errorf("the hash has %+v", a.hash.params)
		}
	}
}

// A login with a password that was replaced while it was being checked leaves no device.
func TestLoginIsOvertakenByAReset(t *testing.T) {
	s := open(t, newPath(t), Options{})
	ann := register(t, s, "Ann", phone(1))
	a, _ := s.byName("Ann")
	if err := s.Reset(t.Context(), ann.ID, "another password"); err != nil {
		t.Fatal(err)
	}
	if s.admit(ann.ID, phone(2), a.hash, nil) {
		t.Error("it is let in")
	}
	_, err := s.Resume("Ann", key(2))
	wantFault(t, err, wire.CodeDevice)
}

// Two logins at once may both see a hash that is to be renewed; both are right.
func TestLoginIsOvertakenByARenewal(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	ann := register(t, s, "Ann", phone(1))
	closeStore(t, s)
	s = open(t, path, Options{Params: Params{MemoryKiB: 16, Passes: 2, Threads: 1}})
	var logins sync.WaitGroup
	for n := range byte(4) {
		logins.Go(func() {
			if m, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(2+n)); err != nil || m != ann {
				t.Errorf("%v, %v", m, err)
			}
		})
	}
	logins.Wait()
	for n := range byte(4) {
		if _, err := s.Resume("Ann", key(2+n)); err != nil {
			t.Errorf("device %d: %v", 2+n, err)
		}
	}
}

// What is learnt of a device while a change of the account goes to the disk is kept.
func TestSeenMeanwhileIsKept(t *testing.T) {
	clock := newHandClock()
	s := open(t, newPath(t), Options{Clock: clock.Now})
	ann := register(t, s, "Ann", phone(1))
	err := s.change(ann.ID, func(a *account) bool {
		clock.Advance(time.Hour)
		s.Left(ann.ID, key(1))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := s.byName("Ann")
	if seen := a.devices[0].seen; !seen.Equal(wire.At(clock.Now()).Time) && !seen.Equal(clock.Now()) {
		t.Errorf("seen at %v, want %v", seen, clock.Now())
	}
}

// The one test that pays for real hashes.
func TestDefaultParams(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{Params: DefaultParams})
	ann := register(t, s, "Ann", phone(1))
	if data := readFile(t, path); !strings.Contains(data, `"$argon2id$v=19$m=19456,t=2,p=1$`) || strings.Contains(data, goodPassword) {
		t.Errorf("the file is\n%s", data)
	}
	if m, err := login(s, home, "Ann", goodPassword); err != nil || m != ann {
		t.Errorf("%v, %v", m, err)
	}
	_, err := login(s, home, "Ann", goodPassword+" ")
	wantFault(t, err, wire.CodeDenied)
}

func TestDevices(t *testing.T) {
	path := newPath(t)
	clock := newHandClock()
	s := open(t, path, Options{Clock: clock.Now})
	add := func(n byte) {
		t.Helper()
		clock.Advance(time.Minute)
		if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(n)); err != nil {
			t.Fatal(err)
		}
	}
	known := func(name string, n byte) bool {
		clock.Advance(time.Minute)
		_, err := s.Resume(name, key(n))
		if err != nil {
			wantFault(t, err, wire.CodeDevice)
		}
		return err == nil
	}
	ann := register(t, s, "Ann", phone(1))
	register(t, s, "Bob", phone(1)) // one device, two members
	for n := byte(2); n <= maxDevices; n++ {
		add(n)
	}
	if !known("Ann", 1) || known("Bob", 2) {
		t.Error("after sixteen devices Ann's first is not known, or Bob's are")
	}
	// The first was seen just now, so the second makes room for a new one,
	// also when the server was stopped between.
	closeStore(t, s)
	s = open(t, path, Options{Clock: clock.Now})
	add(17)
	if !known("Ann", 1) || known("Ann", 2) || !known("Ann", 17) {
		t.Error("it was not the device seen longest ago that was forgotten")
	}
	add(17)
	if a, _ := s.byName("Ann"); len(a.devices) != maxDevices {
		t.Errorf("%d devices", len(a.devices))
	}
	for i, member := range []uint64{ann.ID, ann.ID, 99} {
		if known, err := s.Forget(member, key(1)); err != nil || known != (i == 0) {
			t.Fatalf("forgetting number %d: %v, %v", i, known, err)
		}
	}
	if known("Ann", 1) || !known("Bob", 1) || !known("Ann", 3) {
		t.Error("forgetting took the wrong device")
	}
}

// A device that is connected stays known, however long ago it logged in, as long
// as another can make room.
func TestConnectedDevicesStay(t *testing.T) {
	clock := newHandClock()
	s := open(t, newPath(t), Options{Clock: clock.Now})
	ann := register(t, s, "Ann", phone(1))
	add := func(n byte) {
		t.Helper()
		clock.Advance(time.Minute)
		if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(n)); err != nil {
			t.Fatal(err)
		}
	}
	known := func() (all []byte) {
		for _, d := range s.Devices(ann.ID) {
			all = append(all, d.Key[0])
		}
		return all
	}
	for n := byte(2); n <= maxDevices; n++ {
		add(n)
	}
	for n := byte(1); n < maxDevices; n++ {
		s.Arrived(ann.ID, key(n))
	}
	s.Arrived(ann.ID, key(1)) // by a second connection
	add(17)
	if got := known(); slices.Contains(got, maxDevices) || len(got) != maxDevices {
		t.Errorf("known are %v, though number %d was the only one away", got, maxDevices)
	}
	s.Arrived(ann.ID, key(17))
	s.Left(ann.ID, key(1))
	s.Left(ann.ID, key(3))
	add(18)
	if got := known(); slices.Contains(got, 3) || !slices.Contains(got, 1) {
		t.Errorf("known are %v, though number 3 was the only one away", got)
	}
	s.Arrived(ann.ID, key(18))
	clock.Advance(time.Minute)
	s.Left(ann.ID, key(1))
	s.Left(ann.ID, key(2))
	s.Arrived(ann.ID, key(1))
	s.Arrived(ann.ID, key(2))
	add(19) // all are here, and of these number 4 logged in longest ago
	if got := known(); slices.Contains(got, 4) || len(got) != maxDevices {
		t.Errorf("known are %v", got)
	}
}

// Logging in again by a known device writes nothing until the end.
func TestKnownDeviceIsNotWritten(t *testing.T) {
	path := newPath(t)
	clock := newHandClock()
	s := open(t, path, Options{Clock: clock.Now})
	register(t, s, "Ann", phone(1))
	before := readFile(t, path)
	clock.Advance(time.Hour)
	if _, err := s.Resume("Ann", key(1)); err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Hour)
	if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(1)); err != nil {
		t.Fatal(err)
	}
	if readFile(t, path) != before {
		t.Error("the file was written")
	}
	closeStore(t, s)
	l, err := load(path)
	if err != nil || !l.accounts[1].devices[0].seen.Equal(clock.Now()) {
		t.Errorf("%+v, %v", l.accounts[1], err)
	}
}

func TestLabels(t *testing.T) {
	for label, want := range map[string]string{
		" Ann's\nphone\x00 ":    "Ann'sphone",
		"\u202eenohp":           "enohp",
		"手機\xff":                "手機",
		strings.Repeat("手", 65): strings.Repeat("手", wire.MaxDevice),
		"":                      "",
	} {
		if got := cleanLabel(label); got != want {
			t.Errorf("%+q is kept as %+q, want %+q", label, got, want)
		}
	}
}

// The log of a server names members by number and no secrets at all.
func TestLogHasNoSecrets(t *testing.T) {
	var log bytes.Buffer
	s := open(t, newPath(t), Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	register(t, s, "Ann", phone(1))
	login(s, home, "Ann", "wrong password")
	login(s, home, "the password as name", goodPassword)
	for _, secret := range []string{goodPassword, "wrong", "the password as name", "argon2"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, &log)
		}
	}
	if !strings.Contains(log.String(), "member=1") || !strings.Contains(log.String(), "denied") {
		t.Errorf("log:\n%s", &log)
	}
}

func TestParseHash(t *testing.T) {
	h := newHash(Argon2id, goodPassword, cheap)
	got, err := parseHash(h.String())
	if err != nil || !got.matches(Argon2id, goodPassword) || got.matches(Argon2id, goodPassword+"!") {
		t.Fatalf("%s: %v", h, err)
	}
	tail, ok := strings.CutPrefix(h.String(), "$argon2id$v=19$m=8,t=1,p=1")
	if !ok {
		t.Fatalf("PHC form %s", h)
	}
	for _, s := range []string{
		"", "$", "plain", "5f4dcc3b5aa765d61d8327deb882cf99",
		"$argon2i$v=19$m=8,t=1,p=1" + tail,
		"$argon2id$v=16$m=8,t=1,p=1" + tail,
		"$argon2id$v=19$m=7,t=1,p=1" + tail,
		"$argon2id$v=19$m=4194304,t=1,p=1" + tail,
		"$argon2id$v=19$m=8,t=0,p=1" + tail,
		"$argon2id$v=19$m=8,t=1000,p=1" + tail,
		"$argon2id$v=19$m=8,t=1,p=0" + tail,
		"$argon2id$v=19$m=8,t=1,p=257" + tail,
		"$argon2id$v=19$m=08,t=1,p=1" + tail,
		"$argon2id$v=19$m=8,t=1,p=1,x=2" + tail,
		"$argon2id$v=19$m=8,t=1,p=1$c2FsdA$" + strings.Repeat("A", 43),
		"$argon2id$v=19$m=8,t=1,p=1$" + strings.Repeat("A", 22) + "$AAAA",
		h.String() + "=", h.String() + "$", h.String()[:len(h.String())-1] + "\n",
	} {
		if got, err := parseHash(s); err == nil {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

// BenchmarkHash is one password at the default cost.
func BenchmarkHash(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newHash(Argon2id, goodPassword, DefaultParams)
	}
}

// BenchmarkResume is one login of a known device among a thousand members.
func BenchmarkResume(b *testing.B) {
	s, err := Open(b.TempDir()+"/accounts.jsonl", Options{Params: cheap})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		name := "member " + strings.Repeat("x", i%10) + string(rune('一'+i))
		h := newHash(Argon2id, goodPassword, cheap)
		a := &account{Member: Member{ID: uint64(i + 1), Name: name}, hash: h}
		a.see(phone(1), time.Now(), nil)
		s.put(a)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Resume("member 一", key(1)); err != nil {
			b.Fatal(err)
		}
	}
}
