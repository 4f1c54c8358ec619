package pacer

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lobby/server/ledger"
)

const record = 64 << 10

// carry has so many bytes carried, and returns how long that took.
func carry(t *testing.T, p *Pacer, bytes int) time.Duration {
	t.Helper()
	begun := time.Now()
	for ; bytes > 0; bytes -= record {
		if err := p.Wait(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(begun)
}

// say has a message stored every 50 ms, which takes so long, while something is
// carried as fast as it may.
func say(t *testing.T, p *Pacer, count int, took time.Duration) {
	t.Helper()
	for range count {
		p.Stored(ledger.Batch{Events: 1, Messages: 1, Took: took})
		for begun := time.Now(); time.Since(begun) < 50*time.Millisecond; {
			carry(t, p, record)
		}
	}
}

const quick, slow = 300 * time.Microsecond, 10 * time.Millisecond

func TestFreeWhileNobodyTalks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New()
		p.Stored(ledger.Batch{Events: 5, Took: slow}) // somebody has come
		if took := carry(t, p, 1<<30); took != 0 {
			t.Errorf("before anybody talked a transfer was held back for %v", took)
		}
		say(t, p, 3, quick)
		if took := carry(t, p, 10e6); took == 0 {
			t.Error("while somebody talks a transfer is not held back")
		}
		time.Sleep(time.Duration(lull))
		if took := carry(t, p, 1<<30); took != 0 {
			t.Errorf("after talk has ended a transfer was held back for %v", took)
		}
	})
}

func TestRateFollowsTheDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New()
		say(t, p, 200, quick) // ten seconds
		if got := p.Rate(); got < firstRate+8*raise || got > firstRate+10*raise {
			t.Errorf("after ten seconds of quick messages the rate is %.0f", got)
		}
		say(t, p, 200, slow)
		if got := p.Rate(); got != leastRate {
			t.Errorf("after ten seconds of slow messages the rate is %.0f, want %.0f", got, leastRate)
		}
		if took := carry(t, p, leastRate); took < 900*time.Millisecond || took > 1100*time.Millisecond {
			t.Errorf("at the least rate a second's bytes took %v", took)
		}
		say(t, p, 100, quick)
		if got := p.Rate(); got < leastRate+4*raise {
			t.Errorf("after five seconds of quick messages the rate is %.0f", got)
		}
	})
}

// What nobody carries says nothing of what carrying costs.
func TestRateStandsWithoutTransfers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New()
		for i := range 100 {
			p.Stored(ledger.Batch{Events: 1, Messages: 1, Took: []time.Duration{quick, slow}[i/50]})
			time.Sleep(50 * time.Millisecond)
		}
		if got := p.Rate(); got != firstRate {
			t.Errorf("the rate is %.0f, want %.0f", got, firstRate)
		}
	})
}

// On a disk that needs 10 ms for every write, 10 ms are not slow.
func TestSlowDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New()
		say(t, p, 100, slow)
		if got := p.Rate(); got < firstRate {
			t.Errorf("the rate is %.0f, and began at %.0f", got, firstRate)
		}
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New()
		say(t, p, 1, quick)
		left := errors.New("left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(10*time.Millisecond, func() { cancel(left) })
		var err error
		for err == nil {
			p.Stored(ledger.Batch{Events: 1, Messages: 1, Took: slow})
			err = p.Wait(ctx, record)
		}
		if !errors.Is(err, left) {
			t.Errorf("it ended with %v", err)
		}
	})
}
