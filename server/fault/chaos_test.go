package fault

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"lobby/server/servertest"
)

// chaos breaks things while members chat, as a schedule says.
type chaos struct {
	witness *witness
	server  *lobbyd
	clients []*client
	proxies []*proxy     // of the clients
	disk    string       // can be filled; "" if not
	broken  atomic.Bool  // the disk stores nothing
	gate    atomic.Int64 // so many answers end the talk until the next step is done

	noErrors error  // why the disk can't answer with errors, nor a call be killed
	done     []step // so far
}

// quiet is for how long no answer may come until the next step is done before its
// place: what is broken may be what keeps the run from getting there.
const quiet = 700 * time.Millisecond

// run does what is scheduled until ctx ends, or so many steps are done, and leaves
// fine weather, a server that serves, and all clients running.
func (x *chaos) run(ctx context.Context, s *schedule, steps int) (err error) {
	ends := make(map[kind]func() error) // of what has begun
	beside := 0                         // answers while a step was done, which no place counts
	for len(x.done) < steps && err == nil {
		next := s.next()
		place := next.at() + beside
		if next.takesLong() {
			x.open(place)
		} else {
			x.open(math.MaxInt)
		}
		if x.await(ctx, place); ctx.Err() != nil {
			break
		}
		x.done = append(x.done, next)
		before := x.witness.answers()
		k := next.fault.kind
		if next.end {
			err = ends[k]()
			delete(ends, k)
		} else {
			ends[k], err = x.begin(ctx, next.fault)
		}
		beside += x.witness.answers() - before
	}
	x.open(math.MaxInt)
	for _, end := range ends {
		err = errors.Join(err, end())
	}
	for _, p := range x.proxies {
		p.set(weather{})
		p.cutLines() // what hangs may not hang on
	}
	return err
}

// headSteps is how many steps of a schedule are printed.
const headSteps = 40

// head prints the first steps that were done, and the last.
func (x *chaos) head() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d steps were done; after so many answers\n", len(x.done))
	for i, s := range x.done {
		if i < headSteps || i == len(x.done)-1 {
			fmt.Fprintln(&b, s)
		} else if i == headSteps {
			fmt.Fprintln(&b, "  ...")
		}
	}
	return b.String()
}

// open lets the members talk until so many answers were given. Then they wait for a
// step that takes long, so that it is at its place but for what was under way.
func (x *chaos) open(answers int) {
	x.gate.Store(int64(answers))
	for _, c := range x.clients {
		poke(c.wake)
	}
}

// mayTalk tells a client whether its member may write something.
func (x *chaos) mayTalk() bool { return int64(x.witness.answers()) < x.gate.Load() }

// await waits until so many answers were given, until none come any more, or until
// ctx ends.
func (x *chaos) await(ctx context.Context, place int) {
	reached := x.witness.reach(place)
	for {
		before := x.witness.answers()
		select {
		case <-reached:
			return
		case <-ctx.Done():
			return
		case <-time.After(quiet):
			if x.witness.answers() == before {
				x.witness.count(func(f *figures) { f.early++ })
				return
			}
		}
	}
}

// begin breaks something, and returns what ends that.
func (x *chaos) begin(ctx context.Context, f fault) (end func() error, err error) {
	switch f.kind {
	case kill, killInCall, stop:
		return nothing, x.restartServer(ctx, f)
	case failing:
		return x.breakDisk(f, func() (mend func() error, err error) {
			if x.noErrors != nil {
				return nothing, nil
			}
			x.witness.count(func(f *figures) { f.errors++ })
			how := diskErrors[f.n]
			return servertest.FailCalls(x.server.process.Process.Pid, how.calls, how.errno)
		})
	case full:
		return x.breakDisk(f, func() (free func() error, err error) {
			if x.disk == "" {
				return nothing, nil
			}
			x.witness.count(func(f *figures) { f.full++ })
			return fill(x.disk)
		})
	case restart:
		return x.shut(x.clients[f.client], f.wild), nil
	}
	return x.breakLine(f, x.proxies[f.client]), nil
}

func nothing() error { return nil }

func (x *chaos) breakLine(f fault, p *proxy) (end func() error) {
	end = nothing
	switch f.kind {
	case cut:
		x.cuts(p.cutLines())
	case hangUp:
		x.cuts(p.hangUp())
	case cutLater:
		x.cuts(p.cutAfter(int64(f.n)))
	case desert:
		x.cuts(len(p.open()))
		return ending(p.desert())
	case cutOff:
		return ending(p.cutOff())
	case stall:
		return x.storm(f, p, weather{up: flow{stalled: true}, down: flow{stalled: true}})
	case stallUp:
		return x.storm(f, p, weather{up: flow{stalled: true}})
	case stallDown:
		return x.storm(f, p, weather{down: flow{stalled: true}})
	case lag:
		return x.slow(p, flow{delay: time.Duration(f.n) * time.Millisecond})
	case throttle:
		return x.slow(p, flow{rate: f.n})
	}
	return end
}

func ending(end func()) func() error { return func() error { end(); return nil } }

// storm stalls a line, which comes to life again as if nothing had happened, or is
// cut.
func (x *chaos) storm(f fault, p *proxy, w weather) (end func() error) {
	x.witness.count(func(f *figures) { f.stalls++ })
	p.set(w)
	return func() error {
		if f.wild {
			x.cuts(p.cutLines())
		}
		p.set(weather{})
		return nil
	}
}

func (x *chaos) slow(p *proxy, both flow) (end func() error) {
	x.witness.count(func(f *figures) { f.slow++ })
	p.set(weather{up: both, down: both})
	return func() error {
		p.set(weather{})
		return nil
	}
}

func (x *chaos) cuts(n int) { x.witness.count(func(f *figures) { f.cuts += n }) }

// shut ends a client, and returns what starts it again.
func (x *chaos) shut(c *client, killed bool) (start func() error) {
	x.witness.count(func(f *figures) {
		if killed {
			f.crashes++
		} else {
			f.restarts++
		}
	})
	again := c.shut(killed)
	return func() error {
		if err := again(); err != nil {
			return fmt.Errorf("%s: restart: %w", c.label, err)
		}
		return nil
	}
}

// restartServer ends the server in a way or another and starts the next.
func (x *chaos) restartServer(ctx context.Context, f fault) (err error) {
	switch f.kind {
	case stop:
		x.witness.count(func(f *figures) { f.stops++ })
		err = x.server.stop()
	case killInCall:
		err = x.killInCall(ctx, storingCalls[f.n])
	default:
		err = x.kill()
	}
	if err != nil {
		return err
	}
	x.setClock(f.skew)
	for _, after := range f.starts {
		x.witness.count(func(f *figures) { f.kills++ })
		if err := x.server.killStarting(ctx, after); err != nil {
			return err
		}
	}
	return x.server.start()
}

func (x *chaos) kill() error {
	x.witness.count(func(f *figures) { f.kills++ })
	return x.server.kill()
}

// talkToCall is how many answers more may be given until a system call comes.
const talkToCall = 20

// killInCall has the server killed when it next enters one of these system calls.
func (x *chaos) killInCall(ctx context.Context, calls string) error {
	if x.noErrors != nil {
		return x.kill()
	}
	p := x.server.process
	end, err := servertest.KillInCall(p.Process.Pid, calls)
	if err != nil {
		return err
	}
	x.witness.count(func(f *figures) { f.inCalls++ })
	x.open(x.witness.answers() + talkToCall) // something to store
	select {
	case <-p.exited:
	case <-ctx.Done():
	case <-time.After(quiet): // nobody has anything to store
	}
	return errors.Join(x.kill(), end())
}

// setClock sets by how much the next server's clock is wrong.
func (x *chaos) setClock(skew time.Duration) {
	if skew != x.server.skew {
		x.witness.count(func(f *figures) { f.jumps++ })
	}
	x.server.skew = skew
}

// breakDisk has nothing stored, and in the end members try again. Where it can't be
// done there is nothing to mend.
func (x *chaos) breakDisk(f fault, begin func() (mend func() error, err error)) (end func() error, err error) {
	x.broken.Store(true)
	mend, err := begin()
	if err != nil {
		return nothing, err
	}
	return func() error {
		var killed error
		if f.wild {
			killed = x.kill()
		}
		if err := errors.Join(killed, mend()); err != nil {
			return err
		}
		x.broken.Store(false) // and members, when they are woken for the next step, try again
		if f.wild {
			x.setClock(f.skew)
			return x.server.start()
		}
		return nil
	}, nil
}
