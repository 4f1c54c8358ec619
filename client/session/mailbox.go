package session

import (
	"sync"

	"lobby/client/model"
)

// mailbox is where effects wait for the goroutine that carries them out.
type mailbox struct {
	ready chan struct{} // has a value when there may be effects

	mu      sync.Mutex
	effects []model.Effect
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

func (m *mailbox) put(e model.Effect) {
	m.mu.Lock()
	m.effects = append(m.effects, e)
	m.mu.Unlock()
	poke(m.ready)
}

// take empties the mailbox. It keeps no reference: an effect may hold a
// password.
func (m *mailbox) take() []model.Effect {
	m.mu.Lock()
	defer m.mu.Unlock()
	effects := m.effects
	m.effects = nil
	return effects
}

// poke leaves a value in a channel with room for one.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
