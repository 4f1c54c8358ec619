package ledger

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// scrubRest is how many times as long as it worked the scrub rests, so that
	// nobody notices it: it takes a twentieth of one core, and of the disk.
	scrubRest = 19

	// scrubStep is how many lines it reads in one go.
	scrubStep = 1024

	// scrubTold is of how many damaged lines the operator is told one by one.
	scrubTold = 20
)

// scrub reads, while the server runs, the segments that the start has taken in
// by their index files. It repairs nothing.
type scrub struct {
	stop    chan struct{}
	running sync.WaitGroup
	damaged atomic.Int64
}

// errStopped ends a scrub.
var errStopped = errors.New("the ledger is being closed")

func (l *Ledger) startScrub() {
	l.scrub.stop = make(chan struct{})
	if len(l.unread) > 0 {
		l.scrub.running.Go(l.scrubUnread)
	}
}

func (l *Ledger) stopScrub() {
	close(l.scrub.stop)
	l.scrub.running.Wait()
}

// Damaged is how many damaged lines have been found since Open in segments that
// Open did not read. They are reported to Options.Log as well. Every other event
// can be read and new ones can be stored all the same.
func (l *Ledger) Damaged() int64 { return l.scrub.damaged.Load() }

func (l *Ledger) scrubUnread() {
	began, lines := time.Now(), 0
	in := inspection{Inspector: Inspector{
		Line: func(Line) error {
			if lines++; lines%scrubStep > 0 {
				return nil
			}
			err := l.scrub.rest(scrubRest * time.Since(began))
			began = time.Now()
			return err
		},
		Damage: func(d *DamageError) error {
			l.foundDamage(d)
			return nil
		},
	}}
	for i, s := range l.unread {
		in.next, in.damaged = s.first, 0
		// The start has seen that the next segment begins where this one ends.
		end := s.first + uint64(s.sealed.head.Events)
		if err := in.segment(s.path, s.first, end, s.size, false); err != nil {
			if !errors.Is(err, errStopped) {
				l.options.Log.Error("a log segment can't be checked", "segment", s.path, "error", err)
			}
			return
		}
		if missing := end - in.next; missing > in.damaged {
			l.foundDamage(&DamageError{File: s.path, Line: 1, Reason: "events are missing at its end"})
		}
		if i == len(l.unread)-1 {
			l.options.Log.Info("checked the log segments that were not read at start", "segments", len(l.unread), "damaged_lines", l.Damaged())
		}
	}
}

// rest waits, or returns errStopped when the ledger is being closed.
func (s *scrub) rest(d time.Duration) error {
	select {
	case <-s.stop:
		return errStopped
	case <-time.After(d):
		return nil
	}
}

func (l *Ledger) foundDamage(d *DamageError) {
	switch n := l.scrub.damaged.Add(1); {
	case n <= scrubTold:
		l.options.Log.Error("the event log is damaged; what else is in it can be read, and new events are stored; see lobbyd verify and repair",
			"file", d.File, "line", d.Line, "offset", d.Offset, "reason", d.Reason)
	case n == scrubTold+1:
		l.options.Log.Error("the event log has more damaged lines; lobbyd verify lists all")
	}
}
