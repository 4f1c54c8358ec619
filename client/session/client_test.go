package session

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// patience ends a test that would hang. It measures nothing.
const patience = 30 * time.Second

const password = "correct horse battery"

// client is a session with a model attached, as in the program: one goroutine
// owns the model, drains the inbox and hands the effects back.
type client struct {
	t       testing.TB
	session *Session
	inbox   *Inbox
	wake    chan struct{}
	calls   chan func()
	stop    chan struct{}
	stopped sync.WaitGroup
	log     *syncBuffer

	patience time.Duration

	// These belong to the goroutine.
	state   *model.State
	history []model.Event
	waiters []waiter
	batch   []model.Event
}

type waiter struct {
	met  func() bool
	done chan struct{}
}

// newClient makes a client that is not started. edit changes its Config.
func newClient(t testing.TB, store Store, edit func(*Config)) *client {
	t.Helper()
	c := &client{
		t: t, state: model.New(), log: &syncBuffer{}, patience: patience,
		wake: make(chan struct{}, 1), calls: make(chan func()), stop: make(chan struct{}),
	}
	c.inbox = NewInbox(func() { poke(c.wake) })
	cfg := Config{
		Store: store, Inbox: c.inbox, Device: "test",
		Log:    slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		jitter: func() float64 { return 0 },
	}
	if edit != nil {
		edit(&cfg)
	}
	c.session = New(cfg)
	c.stopped.Go(c.run)
	return c
}

// startClient starts one that is closed at the end of the test.
func startClient(t testing.TB, store Store, server string, edit func(*Config)) *client {
	t.Helper()
	c := newClient(t, store, edit)
	c.session.Start(server)
	t.Cleanup(c.close)
	return c
}

// startPatient starts one in a bubble of synctest, where hours cost nothing.
func startPatient(t testing.TB, store Store, edit func(*Config)) *client {
	t.Helper()
	c := startClient(t, store, "host", edit)
	c.patience = 24 * time.Hour
	return c
}

func (c *client) close() {
	c.session.Close()
	select {
	case <-c.stop:
	default:
		close(c.stop)
	}
	c.stopped.Wait()
}

func (c *client) run() {
	for {
		select {
		case <-c.stop:
			return
		case f := <-c.calls:
			f()
		case <-c.wake:
			c.batch = c.inbox.Drain(c.batch[:0])
			for _, e := range c.batch {
				c.history = append(c.history, e)
				c.perform(c.state.Apply(e))
				c.look()
			}
		}
		c.look()
	}
}

// look tells the waiters what they wait for.
func (c *client) look() {
	rest := c.waiters[:0]
	for _, w := range c.waiters {
		if w.met() {
			close(w.done)
		} else {
			rest = append(rest, w)
		}
	}
	c.waiters = rest
}

func (c *client) perform(effects []model.Effect) {
	for _, e := range effects {
		c.session.Do(e)
	}
}

// in runs f on the goroutine that owns the model.
func (c *client) in(f func(*model.State)) {
	done := make(chan struct{})
	c.calls <- func() { f(c.state); close(done) }
	<-done
}

func (c *client) do(intents ...model.Intent) {
	c.in(func(s *model.State) {
		for _, i := range intents {
			c.perform(s.Do(i))
		}
	})
}

// await waits until the model is as it should be.
func (c *client) await(what string, met func(*model.State) bool) {
	c.t.Helper()
	c.awaitAny(what, func() bool { return met(c.state) })
}

// awaitEvent waits until an event of type E came that match accepts, now or
// before; nil accepts all.
func awaitEvent[E model.Event](c *client, match func(E) bool) E {
	c.t.Helper()
	var found E
	c.awaitAny(fmt.Sprintf("a %T", found), func() bool {
		for _, e := range c.history {
			if e, ok := e.(E); ok && (match == nil || match(e)) {
				found = e
				return true
			}
		}
		return false
	})
	return found
}

func (c *client) awaitAny(what string, met func() bool) {
	c.t.Helper()
	w := waiter{met: met, done: make(chan struct{})}
	c.calls <- func() { c.waiters = append(c.waiters, w) }
	select {
	case <-w.done:
	case <-time.After(c.patience):
		c.in(func(s *model.State) {
			c.t.Errorf("phase %v, link %+v, login %+v, problem %+v", s.Phase, s.Link, s.Login, s.Login.Problem)
		})
		c.t.Fatalf("waited in vain for %s; log:\n%s", what, c.log)
	}
}

// count tells how many events of type E have come.
func count[E model.Event](c *client) (n int) {
	c.in(func(*model.State) {
		for _, e := range c.history {
			if _, ok := e.(E); ok {
				n++
			}
		}
	})
	return n
}

func (c *client) register(server, name string) {
	c.t.Helper()
	c.do(model.Register{Server: server, Name: name, Password: password})
	c.awaitUp()
}

func (c *client) awaitUp() {
	c.t.Helper()
	c.await("a connection that is up", func(s *model.State) bool { return s.Link.Status == model.LinkUp })
}

func (c *client) say(conv, text string) {
	c.do(model.SendText{Conv: conv, Text: text, CID: rand.Text(), Now: time.Now()})
}

// awaitText waits until a conversation shows a text.
func (c *client) awaitText(conv, text string) {
	c.t.Helper()
	c.await("the text "+text, func(s *model.State) bool {
		v := s.Convs[conv]
		if v == nil {
			return false
		}
		for _, r := range v.Rows {
			if r.Kind == wire.KindMessage && r.Text == text {
				return true
			}
		}
		return false
	})
}

// texts returns what a conversation shows.
func (c *client) texts(conv string) (out []string) {
	c.in(func(s *model.State) {
		for _, r := range s.Convs[conv].Rows {
			if r.Kind == wire.KindMessage {
				out = append(out, r.Text)
			}
		}
	})
	return out
}

// problem waits until the login form shows one.
func (c *client) problem() model.Problem {
	c.t.Helper()
	var p model.Problem
	c.await("a problem at the form", func(s *model.State) bool {
		if s.Login.Problem != nil {
			p = *s.Login.Problem
		}
		return s.Login.Problem != nil && !s.Login.Busy
	})
	return p
}

func tempStore(t testing.TB) Store {
	t.Helper()
	return openStore(t, t.TempDir())
}

func openStore(t testing.TB, dir string) Store {
	t.Helper()
	s, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// syncBuffer is a log for many goroutines.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
