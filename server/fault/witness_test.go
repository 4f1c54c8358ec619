package fault

import (
	"fmt"
	"sync"

	"lobby/shared/wire"
)

// witness notes what members typed and what the server told them, to be held
// against the log afterwards. Its methods are for any goroutine.
type witness struct {
	mu     sync.Mutex
	typed  map[string]typed
	acked  map[string]uint64     // cid to number
	events map[uint64]wire.Event // every event that anyone was told of
	next   []waiting             // those who wait for answers
	marks  map[mark]bool         // every read mark that a login was told
	wrong  []error               // promises that were broken
	counts figures

	refusals int // of messages
}

// mark is how far a member has read in a conversation.
type mark struct {
	member uint64
	conv   string
	upto   uint64
}

// typed is a message as its member sent it off.
type typed struct {
	from       uint64
	conv, text string
	forgotten  bool // its client was killed before it had stored the message
}

// waiting waits until so many messages were acknowledged or refused.
type waiting struct {
	answers int
	done    chan struct{}
}

// figures are what a run comes to.
type figures struct {
	messages, acks, resent           int
	logins, reconnects, gaps         int
	kills, stops, cuts, stalls, slow int
	inCalls, early                   int // of the kills, and of the steps of a schedule
	full, errors, jumps              int
	restarts, crashes                int
	refused                          map[wire.Code]int
}

func newWitness() *witness {
	return &witness{
		typed: make(map[string]typed), acked: make(map[string]uint64), events: make(map[uint64]wire.Event), marks: make(map[mark]bool),
		counts: figures{refused: make(map[wire.Code]int)},
	}
}

// count changes the figures.
func (w *witness) count(f func(*figures)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(&w.counts)
}

// gaps is how often a client was told that it missed too much.
func (w *witness) gaps() (n int) {
	w.count(func(f *figures) { n = f.gaps })
	return n
}

// complain notes that something is not as promised.
func (w *witness) complain(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complainLocked(format, args...)
}

func (w *witness) complainLocked(format string, args ...any) {
	if len(w.wrong) < 20 {
		w.wrong = append(w.wrong, fmt.Errorf(format, args...))
	}
}

func (w *witness) types(cid string, m typed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.typed[cid] = m
	w.counts.messages++
}

// forgets notes a message that was in the memory of a killed client alone.
func (w *witness) forgets(cid string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.typed[cid]
	m.forgotten = true
	w.typed[cid] = m
}

// acknowledges notes that the server promised to have stored a message.
func (w *witness) acknowledges(cid string, seq uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if before, known := w.acked[cid]; known {
		if before != seq {
			w.complainLocked("%s was acknowledged as %d and as %d", cid, before, seq)
		}
		return
	}
	w.acked[cid] = seq
	w.counts.acks++
	w.answered()
}

// refuses notes that the server has not done what it was asked for, such as store a
// message.
func (w *witness) refuses(code wire.Code, message bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts.refused[code]++
	if message {
		w.refusals++
		w.answered()
	}
}

// answered wakes those who waited for this answer.
func (w *witness) answered() {
	keep := w.next[:0]
	for _, n := range w.next {
		if w.answersLocked() >= n.answers {
			close(n.done)
		} else {
			keep = append(keep, n)
		}
	}
	w.next = keep
}

func (w *witness) answersLocked() int { return len(w.acked) + w.refusals }

// answers is how many messages were acknowledged or refused so far.
func (w *witness) answers() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answersLocked()
}

// reach returns a channel that is closed when so many answers were given in all.
func (w *witness) reach(answers int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	done := make(chan struct{})
	w.next = append(w.next, waiting{answers, done})
	w.answered()
	return done
}

// tells notes an event that a member was told of.
func (w *witness) tells(member uint64, e wire.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !wire.Visible(member, e.Conv, e.Kind, e.From) {
		w.complainLocked("member %d was told of %+v, which is not its business", member, e)
	}
	before, known := w.events[e.Seq]
	if !known {
		w.events[e.Seq] = e
	} else if !same(before, e) {
		w.complainLocked("event %d was told as %+v and as %+v", e.Seq, before, e)
	}
}

// tellsMark notes how far a login was told that its member has read.
func (w *witness) tellsMark(m mark) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.marks[m] = true
}

// same reports whether two events are one.
func same(a, b wire.Event) bool {
	return string(wire.AppendEvent(nil, &a)) == string(wire.AppendEvent(nil, &b))
}
