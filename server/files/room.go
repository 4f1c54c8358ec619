package files

import (
	"fmt"

	"lobby/shared/wire"
)

// What a member offers counts for the member from then on: who promises much has
// less to promise. For the server it counts when the first upload begins, since
// a promise takes no room, and would keep others from the room there is.

// roomFor says why the server has no room for so many bytes more, counted ones
// included. mu is held.
func (s *Store) roomFor(size int64) *wire.Fault {
	if room := s.o.ServerBytes - s.bytes; size > room {
		return noRoom("the server has room for %d bytes", max(0, room))
	}
	return s.diskFor(size)
}

// diskFor says why the disk has no room for so many bytes more: some of it is
// kept for the event log. A disk that can't be asked is left to fail when it is
// written to.
func (s *Store) diskFor(size int64) *wire.Fault {
	free, err := s.o.free(s.dir)
	if err != nil {
		s.o.Log.Warn("how much room the disk has is not known", "error", err)
		return nil
	}
	if room := free - s.o.MinFree; size > room {
		return noRoom("the server's disk has room for %d bytes", max(0, room))
	}
	return nil
}

func noRoom(format string, bytes int64) *wire.Fault {
	return &wire.Fault{Code: wire.CodeQuota, Field: "size", Text: fmt.Sprintf(format, bytes)}
}

// makeRoom counts an offer for the server, if it was not before. mu is held.
func (s *Store) makeRoom(o *offer) *wire.Fault {
	if o.counted {
		return nil
	}
	if f := s.roomFor(o.file.Size); f != nil {
		return f
	}
	o.counted = true
	s.bytes += o.file.Size
	return nil
}

// countSpool counts an offer whose upload has begun before this start, once. It
// reports false where the offer is not open.
func (s *Store) countSpool(seq uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.offers[seq]
	if o != nil && !o.counted {
		o.counted = true
		s.bytes += o.file.Size
	}
	return o != nil
}
