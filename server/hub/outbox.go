package hub

// How many slices the outbox keeps between two bursts, and of how many chunks
// each, 24 bytes a chunk.
const (
	keptOuts   = 1024
	keptChunks = 64
)

// outbox gathers what one step of the hub brings the sessions, so that each of
// them gets all of it at once: a sender its own message and the acknowledgement,
// a member of the room everything of a batch. A peer is then woken, seals and
// writes once for it.
type outbox struct {
	filled []*Session // those whose out is not empty, each once
	spare  [][][]byte // empty slices for out, so that silent sessions keep none
}

// add appends a chunk to what a session gets.
func (o *outbox) add(s *Session, chunk []byte) {
	if len(s.out) == 0 {
		o.filled = append(o.filled, s)
		if last := len(o.spare) - 1; last >= 0 {
			s.out, o.spare = o.spare[last], o.spare[:last]
		}
	}
	s.out = append(s.out, chunk)
}

// empty hands everything to the peers.
func (o *outbox) empty() {
	for i, s := range o.filled {
		s.peer.Deliver(s.out)
		if len(o.spare) < keptOuts && cap(s.out) <= keptChunks {
			clear(s.out) // drop its references
			o.spare = append(o.spare, s.out[:0])
		}
		s.out, o.filled[i] = nil, nil
	}
	o.filled = o.filled[:0]
}
