package fault

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"lobby/server/servertest"
)

// chaos breaks things while members chat. What it breaks, how and for how long
// depends on the seed alone.
type chaos struct {
	witness *witness
	server  *lobbyd
	clients []*client
	proxies []*proxy    // of the clients
	disk    string      // can be filled; "" if not
	broken  atomic.Bool // the disk stores nothing

	noErrors error // why the disk can't answer with errors
}

// progress waits until so many messages were acknowledged, but not longer than
// atMost: where what was broken stops everything, nothing is acknowledged.
func (x *chaos) progress(ctx context.Context, acks int, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-x.witness.acksFromNow(acks):
	case <-timer.C:
	case <-ctx.Done():
	}
}

// while waits for a drawn bit of progress, with the fault in place.
func (x *chaos) while(ctx context.Context, rng *rand.Rand) {
	x.progress(ctx, 1+rng.IntN(60), time.Duration(50+rng.IntN(1500))*time.Millisecond)
}

// breakNetwork breaks one connection after the other until ctx ends, and leaves
// fine weather.
func (x *chaos) breakNetwork(ctx context.Context, rng *rand.Rand) {
	for ctx.Err() == nil {
		p := x.proxies[rng.IntN(len(x.proxies))]
		x.breakLine(ctx, rng, p)
		x.while(ctx, rng)
	}
	for _, p := range x.proxies {
		p.set(weather{})
		p.cutLines() // what hangs may not hang on
	}
}

func (x *chaos) breakLine(ctx context.Context, rng *rand.Rand, p *proxy) {
	some := time.Duration(1+rng.IntN(80)) * time.Millisecond
	slow := 2000 + rng.IntN(60_000)
	switch rng.IntN(11) {
	case 0, 1:
		x.cuts(p.cutLines())
	case 2:
		x.cuts(p.hangUp())
	case 3:
		x.cuts(p.cutAfter(int64(rng.IntN(20_000))))
	case 4:
		x.cuts(len(p.open()))
		end := p.desert()
		x.while(ctx, rng)
		end()
	case 5:
		x.storm(ctx, rng, p, weather{up: flow{stalled: true}, down: flow{stalled: true}})
	case 6:
		x.storm(ctx, rng, p, weather{up: flow{stalled: true}})
	case 7:
		x.storm(ctx, rng, p, weather{down: flow{stalled: true}})
	case 8:
		x.slow(ctx, rng, p, weather{up: flow{delay: some}, down: flow{delay: some}})
	case 9:
		x.slow(ctx, rng, p, weather{up: flow{rate: slow}, down: flow{rate: slow}})
	case 10: // often for more than what is sent to who missed it
		end := p.cutOff()
		x.progress(ctx, 1+rng.IntN(4*maxSync), 5*time.Second)
		end()
	}
}

// storm stalls a line. Half of them come to life again as if nothing had
// happened, and half are cut.
func (x *chaos) storm(ctx context.Context, rng *rand.Rand, p *proxy, w weather) {
	x.witness.count(func(f *figures) { f.stalls++ })
	p.set(w)
	x.while(ctx, rng)
	if rng.IntN(2) == 0 {
		x.cuts(p.cutLines())
	}
	p.set(weather{})
}

func (x *chaos) slow(ctx context.Context, rng *rand.Rand, p *proxy, w weather) {
	x.witness.count(func(f *figures) { f.slow++ })
	p.set(w)
	x.while(ctx, rng)
	p.set(weather{})
}

func (x *chaos) cuts(n int) { x.witness.count(func(f *figures) { f.cuts += n }) }

// breakServer kills, stops, and breaks the disk until ctx ends, and leaves a server that
// serves.
func (x *chaos) breakServer(ctx context.Context, rng *rand.Rand) (err error) {
	for ctx.Err() == nil && err == nil {
		x.while(ctx, rng)
		switch rng.IntN(8) {
		case 0, 1, 2, 3:
			err = x.killServer(ctx, rng)
		case 4:
			err = x.stopServer(rng)
		case 5:
			err = x.breakDisk(ctx, rng, x.errors(rng))
		default:
			err = x.breakDisk(ctx, rng, x.fill)
		}
	}
	return err
}

// breakClients closes and kills clients until ctx ends, and leaves all running.
func (x *chaos) breakClients(ctx context.Context, rng *rand.Rand) {
	for ctx.Err() == nil {
		x.while(ctx, rng)
		c := x.clients[rng.IntN(len(x.clients))]
		kill := rng.IntN(2) == 0
		x.witness.count(func(f *figures) {
			if kill {
				f.crashes++
			} else {
				f.restarts++
			}
		})
		switch rng.IntN(6) {
		case 0: // away for many pages
			c.restart(kill, func() { x.progress(ctx, 1+rng.IntN(10*maxSync), 20*time.Second) })
		case 1, 2:
			c.restart(kill, func() { x.while(ctx, rng) })
		default:
			c.restart(kill, func() {})
		}
	}
}

func (x *chaos) stopServer(rng *rand.Rand) error {
	x.witness.count(func(f *figures) { f.stops++ })
	if err := x.server.stop(); err != nil {
		return err
	}
	x.setClock(rng)
	return x.server.start()
}

// setClock draws by how much the next server's clock is wrong.
func (x *chaos) setClock(rng *rand.Rand) {
	skew := time.Duration(rng.IntN(5)-2) * time.Hour
	if skew != x.server.skew {
		x.witness.count(func(f *figures) { f.jumps++ })
	}
	x.server.skew = skew
}

// killServer kills the server, and now and then the next one while it starts.
func (x *chaos) killServer(ctx context.Context, rng *rand.Rand) error {
	x.witness.count(func(f *figures) { f.kills++ })
	if err := x.server.kill(); err != nil {
		return err
	}
	x.setClock(rng)
	for rng.IntN(3) == 0 {
		x.witness.count(func(f *figures) { f.kills++ })
		if err := x.server.killStarting(ctx, time.Duration(rng.IntN(60))*time.Millisecond); err != nil {
			return err
		}
	}
	return x.server.start()
}

// diskErrors are system calls that fail together, and how.
var diskErrors = []struct{ calls, errno string }{
	{"fsync,fdatasync", "EIO"},
	{"fsync,fdatasync,ftruncate", "EIO"},
	{"pwrite64", "EIO"},
	{"pwrite64,fsync,fdatasync,ftruncate", "EROFS"},
}

// errors draws how the server's disk answers, and returns what makes it do so.
func (x *chaos) errors(rng *rand.Rand) func() (mend func() error, err error) {
	drawn := diskErrors[rng.IntN(len(diskErrors))]
	return func() (mend func() error, err error) {
		if x.noErrors != nil {
			return nil, nil
		}
		x.witness.count(func(f *figures) { f.errors++ })
		return servertest.FailCalls(x.server.process.Process.Pid, drawn.calls, drawn.errno)
	}
}

// fill takes all the room that is left on the server's disk.
func (x *chaos) fill() (free func() error, err error) {
	if x.disk == "" {
		return nil, nil
	}
	x.witness.count(func(f *figures) { f.full++ })
	return fill(x.disk)
}

// breakDisk has nothing stored for a while. Where that can't be done there is
// nothing to mend.
func (x *chaos) breakDisk(ctx context.Context, rng *rand.Rand, begin func() (mend func() error, err error)) error {
	x.broken.Store(true)
	mend, err := begin()
	if err != nil {
		return err
	}
	if mend != nil {
		x.while(ctx, rng)
		if rng.IntN(3) == 0 {
			x.witness.count(func(f *figures) { f.kills++ })
			err = x.server.kill()
		}
		if err := errors.Join(err, mend()); err != nil {
			return err
		}
	}
	x.broken.Store(false)
	for _, c := range x.clients {
		poke(c.wake) // its member may try again
	}
	if x.server.process == nil {
		return x.server.start()
	}
	return nil
}
