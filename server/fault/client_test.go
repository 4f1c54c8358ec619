package fault

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/session"
	"lobby/shared/wire"
)

// password is every member's.
const password = "correct horse battery"

// client is the program without its window: session and model, and one goroutine
// that owns the model, hands events in and effects out.
type client struct {
	label   string // such as "ann-2"
	name    string // of the member
	server  string // address
	dir     string // of its store
	witness *witness
	habits  *habits // what its member does; nil does nothing by itself

	stop    chan struct{}
	stopped sync.WaitGroup
	calls   chan func()
	wake    chan struct{}

	// What follows belongs to the goroutine.

	store   *mortalStore
	inbox   *session.Inbox
	session *session.Session
	state   *model.State
	member  uint64            // its id
	marks   map[string]uint64 // how far the server says that the member has read
	heard   func(wire.Event)  // is called for each live event, if set
	waiters []waiter
	batch   []model.Event
}

type waiter struct {
	met  func(*model.State) bool
	done chan struct{}
}

// startClient makes a client for a member. The member has yet to log in.
func startClient(t testing.TB, w *witness, label, name, server string) *client {
	t.Helper()
	c := &client{
		label: label, name: name, server: server, dir: t.TempDir(), witness: w,
		stop: make(chan struct{}), calls: make(chan func()), wake: make(chan struct{}, 1),
	}
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	c.stopped.Go(c.run)
	t.Cleanup(c.close)
	return c
}

// begin starts the program on what is stored.
func (c *client) begin() error {
	store, err := session.OpenStore(c.dir)
	if err != nil {
		return err
	}
	c.store = &mortalStore{Store: store}
	c.inbox = session.NewInbox(func() { poke(c.wake) })
	c.session = session.New(session.Config{
		Store: c.store, Inbox: c.inbox, Device: c.label, Log: slog.New(slog.DiscardHandler),
	})
	c.state, c.marks = model.New(), make(map[string]uint64)
	c.session.Start(c.server)
	return nil
}

func (c *client) close() {
	close(c.stop)
	c.stopped.Wait()
	c.session.Close()
}

func (c *client) run() {
	for {
		select {
		case <-c.stop:
			return
		case f := <-c.calls:
			f()
		case <-c.wake:
			c.takeIn()
		}
		c.lookAtWaiters()
	}
}

// takeIn applies what has come.
func (c *client) takeIn() {
	c.batch = c.inbox.Drain(c.batch[:0])
	for _, e := range c.batch {
		c.observe(e)
		c.perform(c.state.Apply(e))
		if c.habits != nil {
			c.habits.act(c)
		}
	}
	if c.habits != nil {
		c.habits.tryAgain(c)
		c.habits.talk(c)
	}
}

func (c *client) perform(effects []model.Effect) {
	for _, e := range effects {
		if t, ok := e.(model.Transmit); ok && c.habits != nil {
			c.habits.transmits(t.Request)
		}
		c.session.Do(e)
	}
}

// observe keeps what the server has told.
func (c *client) observe(e model.Event) {
	switch e := e.(type) {
	case model.Welcomed:
		c.member = e.Welcome.Member.ID
		clear(c.marks)
		c.witness.count(func(f *figures) { f.logins++ })
	case model.Received:
		c.observeMessage(e.Message)
	case model.Answered:
		c.observeAnswer(e.Request, e.Message)
	case model.Lost:
		c.witness.count(func(f *figures) { f.reconnects++ })
	case model.LoginFailed, model.Ended, model.KeyMismatch, model.Failed:
		c.witness.complain("%s: %T %+v", c.label, e, e)
	case model.Waiting:
		if c.habits != nil {
			c.dialSoon(c.habits.pause())
		}
	}
}

func (c *client) observeMessage(m wire.Message) {
	switch m := m.(type) {
	case wire.Convs:
		for _, conv := range m.Convs {
			if !wire.Visible(c.member, conv.Conv, wire.KindMessage, 0) {
				c.witness.complain("%s was told of %s", c.label, conv.Conv)
			}
			c.marks[conv.Conv] = conv.Read
			c.witness.tellsMark(mark{c.member, conv.Conv, conv.Read})
		}
	case wire.Event:
		c.told(m)
		if c.heard != nil {
			c.heard(m)
		}
	}
}

func (c *client) told(e wire.Event) {
	c.witness.tells(c.member, e)
	switch {
	case e.Kind == wire.KindRead:
		c.marks[e.Conv] = max(c.marks[e.Conv], e.Upto)
	case e.Kind == wire.KindMessage && e.From == c.member:
		c.witness.acknowledges(e.CID, e.Seq)
	}
}

func (c *client) observeAnswer(r wire.Request, m wire.Message) {
	switch m := m.(type) {
	case wire.Sent:
		c.witness.acknowledges(m.CID, m.Seq)
	case wire.Page:
		for _, e := range m.Events {
			if h, ok := r.(wire.History); !ok || e.Conv != h.Conv {
				c.witness.complain("%s asked for %+v and got %+v", c.label, r, e)
			}
			c.told(e)
		}
	case wire.Synced:
		if m.Gap {
			c.witness.count(func(f *figures) { f.gaps++ })
		}
	case wire.Fault:
		_, message := r.(wire.Send)
		c.witness.refuses(m.Code, message)
	}
}

// dialSoon does not let the connection wait for the longer and longer times
// that a client lets pass by itself.
func (c *client) dialSoon(pause time.Duration) {
	time.AfterFunc(pause, func() { c.later(func() { c.perform(c.state.Do(model.ReconnectNow{})) }) })
}

func (c *client) lookAtWaiters() {
	keep := c.waiters[:0]
	for _, w := range c.waiters {
		if w.met(c.state) {
			close(w.done)
		} else {
			keep = append(keep, w)
		}
	}
	c.waiters = keep
}

// later has the client's goroutine call f, unless it has ended.
func (c *client) later(f func()) {
	select {
	case c.calls <- f:
	case <-c.stop:
	}
}

// in has the client's goroutine call f and waits until it has.
func (c *client) in(f func(*model.State)) {
	done := make(chan struct{})
	c.later(func() { f(c.state); close(done) })
	select {
	case <-done:
	case <-c.stop:
	}
}

func (c *client) do(intents ...model.Intent) {
	c.in(func(s *model.State) {
		for _, i := range intents {
			c.perform(s.Do(i))
		}
	})
}

// await waits until the model is as it should be.
func (c *client) await(what string, met func(*model.State) bool) error {
	w := waiter{met: met, done: make(chan struct{})}
	c.later(func() { c.waiters = append(c.waiters, w) })
	select {
	case <-w.done:
		return nil
	case <-time.After(patience):
	}
	var state string
	c.in(func(s *model.State) {
		state = fmt.Sprintf("phase %v, link %+v, problem %+v, unsent %d, last %d", s.Phase, s.Link, s.Login.Problem, s.Unsent(), s.LastSeq)
	})
	return fmt.Errorf("%s waited in vain for %s: %s", c.label, what, state)
}

func (c *client) awaitUp() error {
	return c.await("a connection", func(s *model.State) bool { return s.Link.Status == model.LinkUp })
}

// register makes the member's account.
func (c *client) register() error {
	c.do(model.Register{Server: c.server, Name: c.name, Password: password})
	return c.awaitUp()
}

// logIn makes this client one more device of the member.
func (c *client) logIn() error {
	c.do(model.LogIn{Server: c.server, Name: c.name, Password: password})
	return c.awaitUp()
}

// say types a message and returns the id that it was given.
func (c *client) say(conv, cid, text string) {
	c.witness.types(cid, typed{from: c.member, conv: conv, text: text})
	c.perform(c.state.Do(model.SendText{Conv: conv, Text: text, CID: cid, Now: time.Now()}))
}

// shut closes the program as a person does, or kills it. It returns what starts it
// again.
func (c *client) shut(kill bool) (start func() error) {
	closed, again, started := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	c.later(func() {
		if kill {
			c.store.die()
		}
		before := c.state
		c.session.Close()
		for _, e := range c.inbox.Drain(nil) {
			c.observe(e) // it was told, though too late to be shown
		}
		close(closed)
		<-again
		err := c.begin()
		if err == nil {
			err = c.compareOutboxes(before, kill)
		}
		started <- err
	})
	<-closed
	return func() error {
		close(again)
		return <-started
	}
}

// compareOutboxes finds out which messages did not survive the end of a client.
// Only a kill may cost any.
func (c *client) compareOutboxes(before *model.State, killed bool) error {
	stored := make(map[string]bool)
	for _, e := range c.inbox.Drain(nil) {
		if e, ok := e.(model.Started); ok {
			for _, o := range e.Outboxes {
				for _, p := range o.Rows {
					stored[p.CID] = true
				}
			}
		}
		c.observe(e)
		c.perform(c.state.Apply(e))
	}
	for _, conv := range before.Convs {
		for _, p := range conv.Pending {
			switch {
			case stored[p.CID]:
			case killed:
				c.witness.forgets(p.CID)
			default:
				return fmt.Errorf("%s was not stored", p.CID)
			}
		}
	}
	return nil
}

// mortalStore is a store that a kill takes away: what is saved afterwards is
// nowhere.
type mortalStore struct {
	session.Store

	mu   sync.Mutex
	dead bool
}

func (s *mortalStore) die() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dead = true
}

func (s *mortalStore) Save(name string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dead {
		return nil
	}
	return s.Store.Save(name, data)
}

// poke leaves a value in a channel with room for one.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// source returns random numbers that depend on the seed and on what they are for.
func source(seed, use uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, use)) }
