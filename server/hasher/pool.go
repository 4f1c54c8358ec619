package hasher

import (
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"slices"
	"sync"
	"time"

	"lobby/server/accounts"
)

const (
	// idleTime: starting a process takes about as long as a hash.
	idleTime = time.Minute

	// restTime is for how long none is started after one has failed.
	restTime = time.Minute
)

// Pool hashes passwords in processes, as many as there are callers at a time. It
// starts one when none is free, and ends those that have nothing to do. Where that
// fails the caller's own process hashes.
type Pool struct {
	command  func() *exec.Cmd
	log      *slog.Logger
	patience time.Duration // how long a hash may take
	idle     time.Duration // how long a process stays without one

	mu     sync.Mutex
	free   []*worker
	rest   time.Time // none is started before
	closed bool
}

// NewPool returns a Pool whose processes are started by what command returns: a
// program that calls Serve with its standard input and output. One that takes longer
// than patience for a hash has failed.
func NewPool(command func() *exec.Cmd, patience time.Duration, log *slog.Logger) *Pool {
	return &Pool{command: command, log: log, patience: patience, idle: idleTime}
}

// Hash does what accounts.Argon2id does.
func (p *Pool) Hash(password, salt []byte, params accounts.Params, bytes uint32) []byte {
	w, err := p.take()
	if w != nil {
		var sum []byte
		if sum, err = w.hash(job{password, salt, params, bytes}, p.patience); err == nil {
			p.put(w)
			return sum
		}
	}
	if err != nil {
		p.failed(w, err)
	}
	return accounts.Argon2id(password, salt, params, bytes)
}

// take returns a worker that nobody else has, or none: with an error when one could
// not be started.
func (p *Pool) take() (*worker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		w := p.free[n-1]
		p.free = p.free[:n-1]
		w.bored.Stop() // if it is too late for that, it finds that w is not free
		return w, nil
	}
	if p.closed || time.Now().Before(p.rest) {
		return nil, nil
	}
	return startWorker(p.command())
}

// put gives a worker back.
func (p *Pool) put(w *worker) {
	p.mu.Lock()
	w.bored = time.AfterFunc(p.idle, func() { p.dismiss(w) })
	p.free = append(p.free, w)
	closed := p.closed
	p.mu.Unlock()
	if closed {
		p.dismiss(w)
	}
}

// dismiss ends a worker, unless somebody has it.
func (p *Pool) dismiss(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.free, w)
	if i < 0 {
		return
	}
	p.free = slices.Delete(p.free, i, i+1)
	go func() {
		if err := w.end(); err != nil {
			p.log.Warn("a process that hashed passwords did not end well", "error", err)
		}
	}()
}

// failed notes that a process could not be started, or did not do its work.
func (p *Pool) failed(w *worker, err error) {
	p.mu.Lock()
	p.rest = time.Now().Add(restTime)
	p.mu.Unlock()
	go func() { // not waited for: a process may take its time to end
		if w != nil {
			err = errors.Join(err, w.end())
		}
		p.log.Warn("this process makes the hashes itself for a while, which makes messages wait",
			"for", restTime, "error", fmt.Errorf("hash in another process: %w", err))
	}()
}

// Close has the processes end that are free, and those at work when they are done.
// It waits for none of them.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	free := slices.Clone(p.free)
	p.mu.Unlock()
	for _, w := range free {
		w.bored.Stop()
		p.dismiss(w)
	}
}
