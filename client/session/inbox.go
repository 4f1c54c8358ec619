package session

import (
	"sync"

	"lobby/client/model"
)

// Inbox is where events wait for the goroutine that owns the model. It has no
// bound: while nobody drains it, as in a hidden page, events must not be lost.
// Its methods are for any goroutine.
type Inbox struct {
	wake func()

	mu     sync.Mutex
	events []model.Event
}

// NewInbox returns an empty inbox. wake is called, from any goroutine, each
// time that an event comes into the empty inbox.
func NewInbox(wake func()) *Inbox { return &Inbox{wake: wake} }

// Push adds an event.
func (i *Inbox) Push(e model.Event) {
	i.mu.Lock()
	first := len(i.events) == 0
	i.events = append(i.events, e)
	i.mu.Unlock()
	if first {
		i.wake()
	}
}

// Drain appends all events to into, in order, and empties the inbox.
func (i *Inbox) Drain(into []model.Event) []model.Event {
	i.mu.Lock()
	defer i.mu.Unlock()
	into = append(into, i.events...)
	clear(i.events)
	i.events = i.events[:0]
	return into
}
