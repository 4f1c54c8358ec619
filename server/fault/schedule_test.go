package fault

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// schedule is what breaks in a run, and where: a pure function of the seed and of
// how many clients there are. A place is a number of answers, of messages that were
// acknowledged or refused since the members began to talk, and no moment: on a slow
// machine the same faults meet the same stretch of the talk later. Members wait at
// the place of a step that takes long, and what is answered while any is done is not
// counted.
type schedule struct {
	lanes []*lane
}

// lane is a row of faults of which each ends before the next begins. Those of
// different lanes overlap.
type lane struct {
	rng   *rand.Rand // nobody else's
	draw  func(*rand.Rand) fault
	rest  int   // how many answers may be given between two faults, at most
	fault fault // the one that is next, or has begun
	begun bool
}

// fault is something that breaks.
type fault struct {
	kind      kind
	client    int // whose line or program; not that of a server's fault
	at, until int // how many answers were given when it begins, and ends
	n         int // how much, as its kind says
	starts    []time.Duration
	wild      bool
	skew      time.Duration // of the next server's clock
}

// kind is what breaks.
type kind string

const (
	cut       kind = "the line is cut"
	hangUp    kind = "both ends hang up"
	cutLater  kind = "the line is cut after n bytes"
	desert    kind = "the client is gone and the server not told"
	stall     kind = "the line stalls, cut in the end if wild"
	stallUp   kind = "the line stalls towards the server, cut in the end if wild"
	stallDown kind = "the line stalls towards the client, cut in the end if wild"
	lag       kind = "each piece takes n ms"
	throttle  kind = "the line carries n bytes a second"
	cutOff    kind = "nobody gets through"

	kill       kind = "the server is killed, and those that start so long after their start"
	killInCall kind = "the server is killed in a system call"
	stop       kind = "the server is stopped"
	full       kind = "the disk is full, and the server killed then if wild"
	failing    kind = "the disk answers with errors, and the server is killed then if wild"

	restart kind = "the client is closed, killed if wild"
)

// step is the beginning or the end of a fault.
type step struct {
	fault fault
	end   bool
}

func newSchedule(seed uint64, clients int) *schedule {
	s := &schedule{}
	for i, l := range []*lane{{draw: lineFault, rest: 10}, {draw: serverFault, rest: 60}, {draw: clientFault, rest: 40}} {
		draw := l.draw
		l.rng = source(seed, uint64(1+i))
		l.draw = func(rng *rand.Rand) fault {
			f := draw(rng)
			f.client = rng.IntN(clients)
			return f
		}
		l.follow()
		s.lanes = append(s.lanes, l)
	}
	return s
}

// next returns the step at the next place.
func (s *schedule) next() step {
	l := slices.MinFunc(s.lanes, func(a, b *lane) int { return a.place() - b.place() })
	done := step{l.fault, l.begun}
	if l.begun {
		l.follow()
	} else {
		l.begun = true
	}
	return done
}

func (l *lane) place() int { return step{l.fault, l.begun}.at() }

// follow draws the fault after this one.
func (l *lane) follow() {
	f := l.draw(l.rng)
	f.at = l.fault.until + 1 + l.rng.IntN(l.rest)
	f.until += f.at
	l.fault, l.begun = f, false
}

// takesLong tells whether it is some time from the step's place until something breaks.
func (s step) takesLong() bool {
	switch s.fault.kind {
	case full, failing, killInCall:
		return !s.end
	}
	return false // and who dies should do so in the middle of a talk
}

func (s step) at() int {
	if s.end {
		return s.fault.until
	}
	return s.fault.at
}

func (s step) String() string {
	f := s.fault
	if s.end {
		return fmt.Sprintf("%5d  end of: %s", f.until, f.kind)
	}
	return fmt.Sprintf("%5d  %s (to %d, client %d, n %d, wild %t, starts %v, clock %v)",
		f.at, f.kind, f.until, f.client, f.n, f.wild, f.starts, f.skew)
}

// upTo draws from one to most.
func upTo(rng *rand.Rand, most int) int { return 1 + rng.IntN(most) }

// while is how many answers may be given while most faults last, at most.
const while = 30

func lineFault(rng *rand.Rand) fault {
	kinds := []kind{cut, cut, hangUp, cutLater, desert, stall, stallUp, stallDown, lag, throttle, cutOff}
	f := fault{kind: kinds[rng.IntN(len(kinds))], wild: rng.IntN(2) == 0}
	switch f.kind {
	case cutLater:
		f.n = rng.IntN(20_000)
	case lag:
		f.n, f.until = upTo(rng, 80), upTo(rng, while)
	case throttle:
		f.n, f.until = 2000+rng.IntN(60_000), upTo(rng, while)
	case cutOff: // often for more than what is sent to who missed it
		f.until = upTo(rng, 2*maxSync)
	case desert, stall, stallUp, stallDown:
		f.until = upTo(rng, while)
	}
	return f
}

func serverFault(rng *rand.Rand) fault {
	kinds := []kind{kill, kill, kill, killInCall, stop, failing, full, full}
	f := fault{kind: kinds[rng.IntN(len(kinds))], wild: rng.IntN(3) == 0, skew: time.Duration(rng.IntN(5)-2) * time.Hour}
	switch f.kind {
	case kill:
		for rng.IntN(3) == 0 {
			f.starts = append(f.starts, time.Duration(rng.IntN(60))*time.Millisecond)
		}
	case killInCall:
		f.n = rng.IntN(len(storingCalls))
	case failing:
		f.n, f.until = rng.IntN(len(diskErrors)), upTo(rng, 12)
	case full:
		f.until = upTo(rng, 12) // refusals, of which there are no more than unsent messages
	}
	return f
}

func clientFault(rng *rand.Rand) fault {
	f := fault{kind: restart, wild: rng.IntN(2) == 0}
	switch rng.IntN(6) {
	case 0: // away for many pages
		f.until = upTo(rng, 4*maxSync)
	case 1, 2:
		f.until = upTo(rng, while)
	}
	return f
}

// storingCalls are system calls in which a message becomes stored.
var storingCalls = []string{"pwrite64", "fsync,fdatasync"}

// diskErrors are system calls that fail together, and how.
var diskErrors = []struct{ calls, errno string }{
	{"fsync,fdatasync", "EIO"},
	{"fsync,fdatasync,ftruncate", "EIO"},
	{"pwrite64", "EIO"},
	{"pwrite64,fsync,fdatasync,ftruncate", "EROFS"},
}

// A seed draws the same steps each time, in the order of their places, and another
// seed draws others.
func TestScheduleOfSeed(t *testing.T) {
	draw := func(seed uint64) (trace []string) {
		s := newSchedule(seed, 7)
		for place := 0; len(trace) < 1000; {
			next := s.next()
			if next.at() < place {
				t.Errorf("%v comes after place %d", next, place)
			}
			place = next.at()
			trace = append(trace, next.String())
		}
		return trace
	}
	if !slices.Equal(draw(7), draw(7)) {
		t.Error("a seed draws other steps the second time")
	}
	if slices.Equal(draw(7), draw(8)) {
		t.Error("two seeds draw the same steps")
	}
}
