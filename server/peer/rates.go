package peer

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/household"
	"lobby/shared/wire"
)

// rates bound how often members send, each over all of its connections, and how
// often all those do who are behind one address.
type rates struct {
	mu    sync.Mutex
	table map[rateKey]*rate.Limiter
	swept int // entries after the last sweep
}

// rateKey is what one limiter counts: a request's type, and who makes it: a
// member or everybody at an address.
type rateKey struct {
	request string
	member  uint64       // 0 for an address
	address netip.Prefix // of an IPv4 host or an IPv6 network, zero for a member
}

// sweepAfter is how many entries are added between two sweeps, at least.
const sweepAfter = 1024

// burstShare is which part of what may wait for a client one member may say at
// once: so many members can do that together, and none of those who read as
// fast as it comes is taken for slow.
const burstShare = 16

// spendBytes takes what a message adds to everybody's queue from what the member
// has left. As many of the longest go on as go on of any.
func (p *peer) spendBytes(size int) *wire.Fault {
	limits := p.Limits
	limits.Rate *= wire.MaxTextBytes
	limits.Burst = max(wire.MaxMessage, limits.Queue/burstShare)
	return p.rates.spendMany("bytes", size, p.member, p.from, limits)
}

// spend takes a request from what a member and its address have left, or says
// when it can be made.
func (r *rates) spend(request string, member uint64, from netip.Addr, limits Limits) *wire.Fault {
	return r.spendMany(request, 1, member, from, limits)
}

// spendMany takes several at once; they must not be more than limits.Burst.
func (r *rates) spendMany(request string, n int, member uint64, from netip.Addr, limits Limits) *wire.Fault {
	if limits.Rate == rate.Inf {
		return nil
	}
	share := max(1, limits.AddressShare)
	// A reservation gives back all it took only while none was made after it.
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	own := r.limiter(rateKey{request: request, member: member}, limits.Rate, limits.Burst, now)
	all := r.limiter(rateKey{request: request, address: household.Of(from)}, limits.Rate*rate.Limit(share), limits.Burst*share, now)

	first, second := own.ReserveN(now, n), all.ReserveN(now, n)
	wait := max(first.DelayFrom(now), second.DelayFrom(now))
	if wait == 0 {
		return nil
	}
	first.CancelAt(now)
	second.CancelAt(now)
	return &wire.Fault{Code: wire.CodeWait, RetryMS: max(1, wait.Milliseconds()), Text: "too many at once"}
}

// limiter returns the limiter of a key. The caller holds mu.
func (r *rates) limiter(key rateKey, limit rate.Limit, burst int, now time.Time) *rate.Limiter {
	if l := r.table[key]; l != nil {
		return l
	}
	if r.table == nil {
		r.table = make(map[rateKey]*rate.Limiter)
	}
	if len(r.table) >= r.swept+sweepAfter {
		r.sweep(now)
	}
	l := rate.NewLimiter(limit, burst)
	r.table[key] = l
	return l
}

// sweep forgets those who have everything left again: a new limiter says the
// same of them.
func (r *rates) sweep(now time.Time) {
	for key, l := range r.table {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(r.table, key)
		}
	}
	r.swept = len(r.table)
}
