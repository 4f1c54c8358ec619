package peer

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"lobby/shared/wire"
)

func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rates
		limits := Limits{Rate: 1, Burst: 3, AddressShare: 2}
		home, away := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
		neighbour := netip.MustParseAddr("2001:db8::2") // of the same network as away
		spend := func(request string, member uint64, from netip.Addr, want bool) {
			t.Helper()
			f := r.spend(request, member, from, limits)
			if (f == nil) != want {
				t.Errorf("%s of member %d from %s: %v", request, member, from, f)
			}
			if f != nil && (f.Code != wire.CodeWait || f.RetryMS < 1 || f.RetryMS > 1000) {
				t.Errorf("refused with %v", f)
			}
		}
		for range 3 {
			spend("send", 1, home, true)
		}
		for range 9 {
			spend("send", 1, home, false) // which costs the address nothing
		}
		spend("send", 1, away, false) // one member, wherever it is
		spend("read", 1, home, true)  // another request
		for range 3 {
			spend("send", 2, home, true)
		}
		spend("send", 3, home, false) // the address has had its share
		spend("send", 3, away, true)
		spend("send", 3, neighbour, true)
		time.Sleep(time.Second) // of the bubble's clock
		spend("send", 1, home, true)
		spend("send", 1, home, false)

		// What was refused has cost neither.
		time.Sleep(time.Second)
		spend("send", 3, home, true)

		limits.Rate = rate.Inf
		for range 100 {
			spend("send", 1, home, true)
		}
	})
}

// However many ask at the same time, what is refused costs nothing.
func TestRatesTogether(t *testing.T) {
	var r rates
	limits := Limits{Rate: 1e-6, Burst: 100, AddressShare: 100}
	home := netip.MustParseAddr("192.0.2.1")
	var asking sync.WaitGroup
	var allowed atomic.Int64
	for range 16 {
		asking.Go(func() {
			for range 1000 {
				if r.spend("send", 1, home, limits) == nil {
					allowed.Add(1)
				}
			}
		})
	}
	asking.Wait()
	own := r.table[rateKey{request: "send", member: 1}]
	if left := own.Tokens(); allowed.Load() != 100 || left < -0.01 {
		t.Errorf("%d were allowed, %v are left", allowed.Load(), left)
	}
}

// Members who have been quiet are forgotten, those who have not are not.
func TestRatesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rates
		limits := Limits{Rate: 1, Burst: 2, AddressShare: 1 << 20}
		for id := range uint64(3 * sweepAfter) {
			r.spend("send", id+1, netip.Addr{}, limits)
			time.Sleep(time.Second)
		}
		if len(r.table) > sweepAfter+3 {
			t.Errorf("%d entries", len(r.table))
		}
		for range 2 {
			r.spend("send", 1, netip.Addr{}, limits)
		}
		for id := range uint64(2 * sweepAfter) {
			r.spend("send", id+10, netip.Addr{}, limits)
		}
		if f := r.spend("send", 1, netip.Addr{}, limits); f == nil {
			t.Error("a flood made a member's count forgotten")
		}
	})
}
