package accounts

import "sync"

// here counts the connections that members have from their devices.
type here struct {
	mu    sync.Mutex
	count map[memberDevice]int
}

type memberDevice struct {
	member uint64
	key    [32]byte
}

// Arrived notes that a member is connected with a device. Until Left was called as
// often, none but another connected one makes room for a new device instead of it.
func (s *Store) Arrived(member uint64, key [32]byte) {
	s.here.add(memberDevice{member, key}, 1)
}

// Left notes that a connection has ended: up to now the device was seen.
func (s *Store) Left(member uint64, key [32]byte) {
	s.here.add(memberDevice{member, key}, -1)
	now := s.options.Clock()
	s.remember(member, func(a *account) {
		if i := a.find(key); i >= 0 {
			a.devices[i].seen = now
		}
	})
}

func (h *here) add(d memberDevice, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.count == nil {
		h.count = make(map[memberDevice]int)
	}
	if h.count[d] += n; h.count[d] == 0 {
		delete(h.count, d)
	}
}

func (h *here) is(member uint64, key [32]byte) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.count[memberDevice{member, key}] > 0
}
