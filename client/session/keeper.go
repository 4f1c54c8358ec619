package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// leaveTimeout is how long Disconnect waits for the last answers.
const leaveTimeout = 3 * time.Second

// keeper keeps one login's connection: it connects, and when that ends it waits
// and connects again, until it is told to leave or the server says that there
// is no use.
type keeper struct {
	s      *Session
	addr   address
	redial chan struct{}
	cancel context.CancelFunc
	done   chan struct{} // closed when run has ended

	// These belong to run; when it has ended, to who waited for that.
	dial     model.Dial // a Resume after the first Welcome: the password is gone
	member   uint64     // whose login it is, 0 before the first Welcome
	failures int        // since the connection was up for a while
	upSince  time.Time  // of this connection, zero before its Welcome

	mu      sync.Mutex
	link    *link                  // nil while there is no connection
	later   map[string]*time.Timer // that send messages that were put off, by CID
	leaving bool
}

func newKeeper(s *Session, d model.Dial, addr address, cancel context.CancelFunc) *keeper {
	return &keeper{s: s, addr: addr, dial: d, cancel: cancel, redial: make(chan struct{}, 1), done: make(chan struct{}), later: map[string]*time.Timer{}}
}

func (k *keeper) run(ctx context.Context) {
	defer close(k.done)
	for {
		k.s.push(model.Connecting{Server: k.addr.name, Attempt: k.failures + 1})
		k.upSince = time.Time{}
		err := k.connect(ctx)
		if ctx.Err() != nil || k.isLeaving() {
			k.dial = model.Dial{}
			return
		}
		k.s.cfg.Log.Info("connection ended", "server", k.addr.name, "error", err)
		if !k.upSince.IsZero() && time.Since(k.upSince) >= steadyAfter {
			k.failures = 0
		}
		k.failures++
		if !k.goOn(err) || !k.wait(ctx, err) {
			return
		}
	}
}

// goOn tells the model why the connection ended, and reports whether to try
// again. While a person waits at the form, that is for the person to say.
func (k *keeper) goOn(err error) bool {
	var mismatch *keyMismatch
	var refused *refusal
	var over *ended
	switch {
	case errors.As(err, &mismatch):
		k.s.push(model.KeyMismatch{KeyChange: mismatch.KeyChange})
		return false
	case errors.As(err, &over) && (over.bye.Code == wire.CodeLoggedOut || over.bye.Code == wire.CodeDisabled):
		k.s.push(model.Ended{Problem: problemOf(err)})
		return false
	case !k.dial.Resume, errors.As(err, &refused) && !refused.passes():
		k.dial = model.Dial{}
		k.s.push(model.LoginFailed{Problem: problemOf(err)})
		return false
	}
	var lost *broken
	if errors.As(err, &lost) {
		k.s.push(model.Lost{Problem: problemOf(err)})
	}
	return true
}

// wait lets time pass before the next attempt. It reports false when there is
// to be none.
func (k *keeper) wait(ctx context.Context, err error) bool {
	problem := problemOf(err)
	delay := max(backoff(k.failures, k.s.cfg.jitter()), time.Duration(problem.RetryMS)*time.Millisecond)
	select {
	case <-k.redial: // of before the connection ended
	default:
	}
	k.s.push(model.Waiting{RetryAt: time.Now().Add(delay), Attempt: k.failures, Cause: problem})
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-k.redial:
	case <-timer.C:
	}
	return true
}

// transmit sends a request for the model. Before the login it knows of no
// connection: the request was meant for the one before.
func (k *keeper) transmit(t model.Transmit) {
	k.mu.Lock()
	l := k.link
	k.mu.Unlock()
	switch {
	case l == nil, !l.isWelcomed():
	case t.Delay > 0:
		k.putOff(l, t)
	default:
		l.send(t.Request)
	}
}

// putOff sends a request later, unless that is withdrawn, as messages can be.
func (k *keeper) putOff(l *link, t model.Transmit) {
	message, ok := t.Request.(wire.Send)
	if !ok {
		time.AfterFunc(t.Delay, func() { l.send(t.Request) })
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	var timer *time.Timer
	timer = time.AfterFunc(t.Delay, func() {
		k.mu.Lock()
		due := k.later[message.CID] == timer
		if due {
			delete(k.later, message.CID)
		}
		k.mu.Unlock()
		if due {
			l.send(message)
		}
	})
	k.later[message.CID] = timer
}

// withdraw keeps a message that was put off from being sent.
func (k *keeper) withdraw(cid string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if timer := k.later[cid]; timer != nil {
		timer.Stop()
		delete(k.later, cid)
	}
}

// leave ends the connection once everything that was asked is answered.
func (k *keeper) leave() {
	k.mu.Lock()
	k.leaving = true
	l := k.link
	k.mu.Unlock()
	if l == nil || !l.isWelcomed() || l.idle() {
		k.cancel()
		return
	}
	time.AfterFunc(leaveTimeout, k.cancel)
}

func (k *keeper) isLeaving() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.leaving
}

func (k *keeper) setLink(l *link) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.link = l
}
