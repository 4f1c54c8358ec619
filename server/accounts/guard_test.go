package accounts

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"lobby/shared/wire"
)

func TestDelayDoubles(t *testing.T) {
	d := Delay{Free: 3, First: time.Second, Cap: 10 * time.Second, Forgive: time.Minute}
	want := []time.Duration{0, 0, 0, 0, 1e9, 2e9, 4e9, 8e9, 10e9, 10e9}
	for tries, want := range want {
		if got := d.after(tries); got != want {
			t.Errorf("after %d tries %v, want %v", tries, got, want)
		}
	}
	if got := d.after(1 << 40); got != d.Cap {
		t.Errorf("after very many %v", got)
	}
}

// wrong makes a wrong try and returns the delay it was refused with, or 0.
func wrong(t *testing.T, g *guard, name string, from netip.Addr) time.Duration {
	t.Helper()
	_, err := g.begin(name, from)
	if err == nil {
		return 0
	}
	f := wantFault(t, err, wire.CodeWait)
	if f.RetryMS <= 0 {
		t.Fatalf("wait of %d ms", f.RetryMS)
	}
	return time.Duration(f.RetryMS) * time.Millisecond
}

func wantWait(t *testing.T, g *guard, name string, from netip.Addr, want time.Duration) {
	t.Helper()
	if got := wrong(t, g, name, from); got != want {
		t.Fatalf("%q from %v waits %v, want %v", name, from, got, want)
	}
}

func TestDelayOfAName(t *testing.T) {
	clock := newHandClock()
	g := newGuard(Delay{Free: 3, First: time.Second, Cap: 10 * time.Second, Forgive: time.Hour}, DefaultAddressDelay, clock.Now)
	addr := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}) }
	for i := range 4 {
		wantWait(t, g, "ann", addr(i), 0)
	}
	for i, wait := range []time.Duration{1e9, 2e9, 4e9, 8e9, 10e9, 10e9} {
		wantWait(t, g, "ann", addr(100+i), wait)
		wantWait(t, g, "ann", addr(101+i), wait) // being refused makes it no longer
		clock.Advance(wait - time.Millisecond)
		wantWait(t, g, "ann", addr(102+i), time.Millisecond)
		clock.Advance(time.Millisecond)
		wantWait(t, g, "ann", addr(103+i), 0)
	}
	wantWait(t, g, "bob", addr(100), 0)

	// Ten were wrong. Eight hours forgive eight of them.
	clock.Advance(8 * time.Hour)
	wantWait(t, g, "ann", addr(1), 0)
	wantWait(t, g, "ann", addr(1), 0)
	wantWait(t, g, "ann", addr(1), time.Second)
}

func TestDelayOfAnAddress(t *testing.T) {
	clock := newHandClock()
	g := newGuard(DefaultNameDelay, Delay{Free: 10, First: time.Second, Cap: time.Minute, Forgive: time.Hour}, clock.Now)
	for i := range 11 {
		wantWait(t, g, fmt.Sprint(i), home, 0)
	}
	wantWait(t, g, "ann", home, time.Second)
	wantWait(t, g, "ann", netip.MustParseAddr("::ffff:192.0.2.1"), time.Second)
	wantWait(t, g, "ann", away, 0)
}

// A class of 60 behind one address, each of whom mistypes twice, all at once
// and each before the first answer.
func TestDelaySparesAClass(t *testing.T) {
	g := newGuard(DefaultNameDelay, DefaultAddressDelay, newHandClock().Now)
	for i := range 60 {
		for range 2 {
			wantWait(t, g, fmt.Sprintf("student %d", i), home, 0)
		}
	}
	for i := range 60 {
		try, err := g.begin(fmt.Sprintf("student %d", i), home)
		if err != nil {
			t.Fatalf("student %d: %v", i, err)
		}
		try.right()
	}
}

// However much others guess, a member is not kept from where it has been.
func TestDelayAtHome(t *testing.T) {
	clock := newHandClock()
	s := open(t, newPath(t), Options{Clock: clock.Now})
	register(t, s, "Ann", phone(1))
	for i := range 300 {
		wrong(t, s.guard, "ann", netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}))
		wrong(t, s.guard, fmt.Sprint(i), home)
	}
	_, err := login(s, away, "Ann", goodPassword)
	if f := wantFault(t, err, wire.CodeWait); f.RetryMS > DefaultNameDelay.Cap.Milliseconds() {
		t.Errorf("wait %d ms", f.RetryMS)
	}
	for range DefaultNameDelay.Free + 1 {
		_, err := login(s, home, "Ann", "wrong password")
		wantFault(t, err, wire.CodeDenied)
	}
	_, err = login(s, home, "Ann", goodPassword)
	wantFault(t, err, wire.CodeWait)
	clock.Advance(DefaultNameDelay.First)
	if _, err := login(s, home, "Ann", goodPassword); err != nil {
		t.Errorf("login at home: %v", err)
	}
	clock.Advance(DefaultNameDelay.Cap)
	if _, err := login(s, away, "Ann", goodPassword); err != nil {
		t.Errorf("login elsewhere after the longest delay: %v", err)
	}
}

// A right password of one's own does not wipe out wrong ones for others' names.
func TestDelayIsNotReset(t *testing.T) {
	s := open(t, newPath(t), Options{AddressDelay: Delay{Free: 4, First: time.Hour, Cap: time.Hour, Forgive: time.Hour}})
	if _, err := s.Register(t.Context(), away, "Mallory", goodPassword, "", phone(1)); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		_, err := login(s, home, fmt.Sprintf("victim %d", i), "wrong password")
		wantFault(t, err, wire.CodeDenied)
		if i < 4 {
			if _, err := login(s, home, "Mallory", goodPassword); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err := login(s, home, "victim 9", "wrong password")
	wantFault(t, err, wire.CodeWait)
}

func TestGuardIsBounded(t *testing.T) {
	g := newGuard(DefaultNameDelay, DefaultAddressDelay, newHandClock().Now)
	for i := range 2*guardLimit + 10 {
		from := netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(i >> 16), byte(i >> 8), byte(i)})
		try, err := g.begin(fmt.Sprint(i), from)
		if err != nil {
			t.Fatal(err)
		}
		try.right()
	}
	if n, a, f := len(g.names.items), len(g.addresses.items), len(g.familiar.items); n != guardLimit || a != guardLimit || f != guardLimit {
		t.Errorf("tables of %d, %d and %d", n, a, f)
	}
	if n := g.names.order.Len(); n != guardLimit {
		t.Errorf("order of %d", n)
	}
}

func TestRecentDropsTheOldest(t *testing.T) {
	r := newRecent[string, int](2)
	*r.getOrAdd("a") = 1
	*r.getOrAdd("b") = 2
	r.get("a")
	*r.getOrAdd("c") = 3
	if r.get("b") != nil || *r.get("a") != 1 || *r.get("c") != 3 {
		t.Errorf("%v", r.items)
	}
}
