package ledger

import (
	"bytes"
	"iter"
	"math"
	"time"

	"lobby/shared/wire"
)

// scanStep is how many events of the index Since looks at before it lets the
// committer in.
const scanStep = 8192

// Last is the number of the newest event, 0 if there is none.
func (l *Ledger) Last() uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.index.last()
}

// Newest is the number of the conversation's newest message or offer, 0 if it has none.
func (l *Ledger) Newest(conv string) uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if c := l.index.named(conv); c != nil {
		return uint64(c.newest)
	}
	return 0
}

// Convs yields every conversation that the log has an event of.
func (l *Ledger) Convs() iter.Seq[string] {
	return func(yield func(string) bool) {
		l.mu.RLock()
		convs := l.index.convs[:len(l.index.convs):len(l.index.convs)]
		l.mu.RUnlock()
		for _, c := range convs {
			if !yield(c.name) {
				return
			}
		}
	}
}

// ConvsOf returns the pairs that the member belongs to and that have a message,
// in the order of their first one. The room, which is everyone's, is not among
// them.
func (l *Ledger) ConvsOf(member uint64) []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var names []string
	for _, id := range l.index.pairs[member] {
		names = append(names, l.index.convs[id].name)
	}
	return names
}

// Unread counts the conversation's messages and offers that are not from the
// member, after one number and up to another, but not beyond limit.
func (l *Ledger) Unread(conv string, member, after, upto uint64, limit int) int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	c := l.index.named(conv)
	if c == nil {
		return 0
	}
	own, wrote := l.index.memberIDs[member]
	end := c.posts.len()
	if upto < math.MaxUint32 {
		end = search(&c.posts, uint32(upto)+1)
	}
	count := 0
	for i := end - 1; i >= 0 && count < limit; i-- {
		seq := c.posts.at(i)
		if uint64(seq) <= after {
			break
		}
		e := l.index.entries.at(int(seq - 1))
		if said(e.kind()) && (!wrote || e.from != own) {
			count++
		}
	}
	return count
}

// Page returns the newest events of a conversation that are older than before,
// or the newest of all if before is 0: at most limit, oldest first, each as
// JSON without a newline. Read events are not among them. more says that there
// are older ones still.
func (l *Ledger) Page(conv string, before uint64, limit int) (lines [][]byte, more bool, err error) {
	extents, more := l.pageExtents(conv, before, limit)
	lines, err = readLines(extents)
	return lines, more, err
}

func (l *Ledger) pageExtents(conv string, before uint64, limit int) (extents []extent, more bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	c := l.index.named(conv)
	if c == nil {
		return nil, false
	}
	end := c.posts.len()
	if before != 0 && before <= math.MaxUint32 {
		end = search(&c.posts, uint32(before))
	}
	start := max(0, end-max(0, limit))
	for i := start; i < end; i++ {
		extents = append(extents, l.index.locate(uint64(c.posts.at(i))))
	}
	return extents, start > 0
}

// Since returns the events after a number that visible allows, at most limit,
// in order, each as JSON without a newline. All such events up to and with
// through are among them; more says that there are others after it.
//
// visible is asked once for each conversation, kind and sender that occur, and
// must not call the ledger.
func (l *Ledger) Since(after uint64, limit int, visible func(conv string, kind wire.Kind, from uint64) bool) (lines [][]byte, through uint64, more bool, err error) {
	s := since{limit: limit, visible: visible, known: make(map[who]bool), through: after}
	for next := after + 1; next != 0; {
		next = l.sinceStep(&s, next)
	}
	lines, err = readLines(s.extents)
	return lines, s.through, s.more, err
}

// since is the state of one call of Since.
type since struct {
	limit   int
	visible func(string, wire.Kind, uint64) bool
	known   map[who]bool // visible's answers
	extents []extent
	through uint64
	more    bool
}

// who is a conversation and kind, as in an entry, and a sender.
type who struct{ place, from uint32 }

// sinceStep looks at up to scanStep events and returns the next one to look at,
// or 0 if that was all.
func (l *Ledger) sinceStep(s *since, next uint64) uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	last := l.index.last()
	if next > last {
		s.through = max(s.through, last)
		return 0
	}
	for end := min(last, next+scanStep-1); next <= end; next++ {
		e := l.index.entries.at(int(next - 1))
		if !s.sees(l.index, e) {
			continue
		}
		if len(s.extents) >= s.limit {
			s.more = true
			return 0
		}
		s.extents = append(s.extents, l.index.locate(next))
		s.through = next
	}
	return next
}

func (s *since) sees(x *index, e entry) bool {
	w := who{e.place, e.from}
	sees, ok := s.known[w]
	if !ok {
		sees = s.visible(x.convs[e.conv()].name, e.kind(), x.members[e.from])
		s.known[w] = sees
	}
	return sees
}

// Find returns the message or offer with which a member used its own id cid for the
// first time. It knows stored events only: a caller that must not store an id
// twice also keeps the ids of the drafts that it waits for.
//
// If the disk can't be read, the message is known by a hash of 40 bits, and at
// is zero.
func (l *Ledger) Find(from uint64, cid string) (seq uint64, at time.Time, ok bool) {
	id := []byte(cid)
	for _, e := range l.findExtents(from, id) {
		r, err := readRecord(e)
		if err != nil {
			l.options.Log.Error("an event that was sent again can't be read", "error", err)
			return e.seq, time.Time{}, true
		}
		if bytes.Equal(r.cid, id) {
			return e.seq, r.time, true
		}
	}
	return 0, time.Time{}, false
}

// Known reports whether Find would have to read the disk, because the member has
// most likely used cid before. It reads nothing itself.
func (l *Ledger) Known(from uint64, cid string) bool {
	return len(l.findExtents(from, []byte(cid))) > 0
}

// findExtents locates the messages of a member whose id may be cid.
func (l *Ledger) findExtents(from uint64, cid []byte) []extent {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var extents []extent
	for _, seq := range l.index.cids.find(l.index.cids.hash(from, cid)) {
		if e := l.index.entries.at(int(seq - 1)); l.index.members[e.from] == from {
			extents = append(extents, l.index.locate(uint64(seq)))
		}
	}
	return extents
}
