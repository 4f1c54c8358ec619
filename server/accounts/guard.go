package accounts

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"lobby/server/household"
	"lobby/shared/wire"
)

// guardLimit bounds each of the guard's tables, in entries of about 200 bytes.
// Whoever floods them to make the guard forget a name needs as many tries,
// each with a hash to wait for: minutes, as long as the delay itself.
const guardLimit = 16384

// guard delays logins after wrong passwords.
//
// A try counts against its name and its address. A name that has logged in from
// an address before is counted there on its own instead: so nobody elsewhere
// can lock a member out, and nobody else behind the address can either.
//
// It never tells whether a name has an account: unknown names are counted too.
type guard struct {
	name, address Delay
	clock         func() time.Time
	seed          maphash.Seed

	mu        sync.Mutex
	names     *recent[uint64, tries]
	addresses *recent[netip.Prefix, tries]
	familiar  *recent[visit, tries]
}

// visit is a name seen at an address. Names are hashed, so that the tables'
// memory does not depend on them.
type visit struct {
	name    uint64
	address netip.Prefix
}

func newGuard(name, address Delay, clock func() time.Time) *guard {
	return &guard{
		name: name, address: address, clock: clock, seed: maphash.MakeSeed(),
		names:     newRecent[uint64, tries](guardLimit),
		addresses: newRecent[netip.Prefix, tries](guardLimit),
		familiar:  newRecent[visit, tries](guardLimit),
	}
}

// try is one login that the guard has let begin.
type try struct {
	guard *guard
	visit visit
	// familiar says which count it was taken into.
	familiar bool
}

// begin lets a login by name from an address begin, or returns a Fault of
// CodeWait. The try counts as wrong until one of its methods says otherwise.
func (g *guard) begin(name string, from netip.Addr) (try, error) {
	t := try{guard: g, visit: g.visit(name, from)}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.clock()
	if own := g.familiar.get(t.visit); own != nil {
		if wait := own.wait(g.name, now); wait > 0 {
			return try{}, waitFault(wait, "too many wrong passwords")
		}
		t.familiar = true
		own.add(now)
		return t, nil
	}
	byName, byAddress := g.names.getOrAdd(t.visit.name), g.addresses.getOrAdd(t.visit.address)
	if wait := max(byName.wait(g.name, now), byAddress.wait(g.address, now)); wait > 0 {
		return try{}, waitFault(wait, "too many wrong passwords")
	}
	byName.add(now)
	byAddress.add(now)
	return t, nil
}

// takeBack says that the try came to nothing: no password was checked.
func (t try) takeBack() {
	t.guard.mu.Lock()
	defer t.guard.mu.Unlock()
	t.uncount()
}

// right says that the password was right. The name is at home at the address
// from now on, and starts there without wrong tries. Those that others made in
// its name stay counted.
func (t try) right() {
	t.guard.mu.Lock()
	defer t.guard.mu.Unlock()
	t.uncount()
	*t.guard.familiar.getOrAdd(t.visit) = tries{}
}

// home makes the name at home at an address, as right does.
func (g *guard) home(name string, from netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.familiar.getOrAdd(g.visit(name, from))
}

func (g *guard) visit(name string, from netip.Addr) visit {
	return visit{maphash.String(g.seed, name), household.Of(from)}
}

func (t try) uncount() {
	g := t.guard
	if t.familiar {
		if own := g.familiar.get(t.visit); own != nil {
			own.takeBack()
		}
		return
	}
	if byName := g.names.get(t.visit.name); byName != nil {
		byName.takeBack()
	}
	if byAddress := g.addresses.get(t.visit.address); byAddress != nil {
		byAddress.takeBack()
	}
}

func waitFault(wait time.Duration, text string) *wire.Fault {
	ms := (wait + time.Millisecond - 1) / time.Millisecond
	return &wire.Fault{Code: wire.CodeWait, RetryMS: int64(ms), Text: text}
}
