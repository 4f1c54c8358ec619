package accounts

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/household"
	"lobby/shared/wire"
)

// Newcomers bounds the accounts that are made from one address without a code:
// so many at once, and afterwards so many a second. What has a code is bounded
// by its invite.
type Newcomers struct {
	Burst int
	Rate  rate.Limit
}

// DefaultNewcomers let four classes of 60 behind one address register in the
// same minute. After that a script needs a day for 1,440 accounts.
var DefaultNewcomers = Newcomers{Burst: 240, Rate: rate.Every(time.Minute)}

// newcomers counts the accounts made from each address.
type newcomers struct {
	limit Newcomers
	clock func() time.Time

	mu        sync.Mutex
	addresses *recent[netip.Prefix, *rate.Limiter]
}

func newNewcomers(limit Newcomers, clock func() time.Time) *newcomers {
	return &newcomers{limit: limit, clock: clock, addresses: newRecent[netip.Prefix, *rate.Limiter](guardLimit)}
}

// look returns a Fault of CodeWait when no account may be made from an address
// now. It counts nothing: a name that is taken and a bad password are free.
func (n *newcomers) look(from netip.Addr) *wire.Fault {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.clock()
	r := n.limiter(from).ReserveN(now, 1)
	defer r.CancelAt(now)
	return tooMany(r.DelayFrom(now))
}

// take counts an account, unless look would refuse it.
func (n *newcomers) take(from netip.Addr) *wire.Fault {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := n.clock()
	r := n.limiter(from).ReserveN(now, 1)
	f := tooMany(r.DelayFrom(now))
	if f != nil {
		r.CancelAt(now)
	}
	return f
}

// limiter returns what is counted of an address. The caller holds mu.
func (n *newcomers) limiter(from netip.Addr) *rate.Limiter {
	l := n.addresses.getOrAdd(household.Of(from))
	if *l == nil {
		*l = rate.NewLimiter(n.limit.Rate, n.limit.Burst)
	}
	return *l
}

func tooMany(wait time.Duration) *wire.Fault {
	if wait <= 0 {
		return nil
	}
	return waitFault(wait, "too many accounts from this address")
}
