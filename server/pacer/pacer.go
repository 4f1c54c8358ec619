// Package pacer has transfers give way to messages. Both need the disk and the
// processor: beside a file that is carried as fast as the machine can, storing a
// message takes many times as long as by itself.
//
// While nobody talks, transfers run freely. While somebody does, all of them together
// keep to a rate that follows what storing messages takes, as a sender on the network
// follows what its packets tell it: up slowly while messages are stored quickly, and
// down by a part when one was not.
package pacer

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"lobby/server/ledger"
)

// Rates are in bytes per second, of all transfers together, in and out: what goes
// through the server counts twice. BENCHMARKS.md has what they lead to.
const (
	// firstRate is kept until there is something to learn from.
	firstRate = 100e6

	// leastRate is never gone below, so that a disk which is always slow does not
	// stop transfers.
	leastRate = 20e6

	// raise is by how much the rate rises in each second of talk, and cut what is left
	// of it after a message that took too long, as in TCP. A rate of 200 MB/s stands
	// still at a cut in five seconds: of twenty messages a second that is one of 100.
	raise = 20e6
	cut   = 0.5

	// cutEvery is how long what a cut has brought is waited for before the next.
	// It is CoDel's interval (RFC 8289, section 4.4): a write that waits behind much
	// else says so many times over.
	cutEvery = int64(100 * time.Millisecond)

	// burst is how many bytes go at once after a wait: four records, half a
	// millisecond of a disk that takes 500 MB/s.
	burst = 256 << 10
)

const (
	// tolerable is how long a batch of messages may take to be stored whatever the
	// disk can. Linux has the same for what others write to a disk that does not
	// turn (its writeback throttling, block/blk-wbt.c).
	tolerable = 2 * time.Millisecond

	// tolerableFactor is how many times what storing takes at its quickest it may
	// take on disks for which tolerable is out of reach.
	tolerableFactor = 8

	// lull is how long after a message somebody still talks.
	lull = int64(time.Second)
)

// Pacer holds transfers back while messages are stored.
type Pacer struct {
	begun   time.Time
	lull    atomic.Int64 // when talk ends unless there is another message, in nanoseconds since begun
	carried atomic.Bool  // something was since the last message
	waited  atomic.Bool  // for the rate, since the last message
	limiter *rate.Limiter

	// For the goroutine that calls Stored.
	quickest time.Duration // that storing a batch takes
	cutAt    int64         // in nanoseconds since begun
}

// New returns a pacer that has seen no message.
func New() *Pacer {
	return &Pacer{begun: time.Now(), limiter: rate.NewLimiter(firstRate, burst)}
}

// Wait returns when so many bytes of a file may be carried, which are not more than
// fit into a record. Its error is why ctx has ended.
func (p *Pacer) Wait(ctx context.Context, bytes int) error {
	if p.elapsed() >= p.lull.Load() {
		return nil // nobody talks
	}
	p.carried.Store(true)
	if p.limiter.AllowN(time.Now(), bytes) {
		return nil
	}
	p.waited.Store(true)
	if err := p.limiter.WaitN(ctx, bytes); err != nil {
		return context.Cause(ctx)
	}
	return nil
}

// Stored learns from what was stored; see ledger.Options. It is for one goroutine.
func (p *Pacer) Stored(b ledger.Batch) {
	if b.Err != nil {
		return
	}
	// The quickest is forgotten bit by bit, for a disk may have become slower: in 700
	// batches it doubles.
	if p.quickest += p.quickest / 1000; p.quickest == 0 || b.Took < p.quickest {
		p.quickest = b.Took
	}
	if b.Messages == 0 {
		return // nobody looks at a screen for it
	}
	now := p.elapsed()
	before := p.lull.Swap(now + lull)
	carried, waited := p.carried.Swap(false), p.waited.Swap(false)
	if now >= before {
		return // what it took is from before the rate held
	}
	slow := b.Took > max(tolerable, tolerableFactor*p.quickest)
	switch {
	case slow && carried && now-p.cutAt >= cutEvery:
		p.cutAt = now
		p.limiter.SetLimit(max(leastRate, cut*p.limiter.Limit()))
	case !slow && waited:
		since := time.Duration(now - (before - lull))
		p.limiter.SetLimit(p.limiter.Limit() + rate.Limit(raise*since.Seconds()))
	}
}

// elapsed is the time since begun, in nanoseconds.
func (p *Pacer) elapsed() int64 { return int64(time.Since(p.begun)) }

// Rate is what all transfers together keep to while somebody talks, in bytes per
// second.
func (p *Pacer) Rate() float64 { return float64(p.limiter.Limit()) }
