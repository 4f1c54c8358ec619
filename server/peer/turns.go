package peer

import "sync"

// turns lets few do at a time what keeps a core busy. Without them each of a
// thousand handshakes that begin at once is a goroutine that is ready to run, and
// a message comes after them.
type turns struct {
	once  sync.Once
	slots chan struct{} // one for each that may work
}

// take calls work in its turn, when fewer than limit others work.
func (t *turns) take(limit int, work func()) {
	t.once.Do(func() { t.slots = make(chan struct{}, max(1, limit)) })
	t.slots <- struct{}{}
	defer func() { <-t.slots }()
	work()
}
