package files

import (
	"bytes"
	"errors"
	"fmt"

	"lobby/shared/wire"
)

// errReplaced ends an upload whose place another one has taken: the sender has
// connected anew before the old connection was seen to be dead.
var errReplaced error = &wire.Fault{Code: wire.CodeOffer, Field: "offer", Text: "another connection goes on with this upload"}

// Upload is one connection's writing of a spool. It is for one goroutine.
type Upload struct {
	hold *holder
}

// Upload begins an upload, with a ticket that the device of that key was given.
// Close must follow. Errors that are the client's are a *wire.Fault.
func (s *Store) Upload(ticket []byte, device [32]byte) (*Upload, error) {
	h, err := s.admit(ticket, device, true)
	if err != nil {
		return nil, err
	}
	u := &Upload{h}
	if err := h.spool.open(); err != nil {
		return nil, errors.Join(err, u.Close())
	}
	p := h.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writer = u
	p.signal()
	return u, nil
}

// Held is how many bytes there are already. What is written next follows them.
func (u *Upload) Held() int64 {
	p := u.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

// Write adds bytes. More than were offered are refused.
func (u *Upload) Write(data []byte) error {
	if f := u.hold.admitted(); f != nil {
		return f
	}
	p := u.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := u.check(); err != nil {
		return err
	}
	if int64(len(data)) > p.size-p.held {
		return &wire.Fault{Code: wire.CodeMismatch, Text: fmt.Sprintf("more than the %d bytes that were offered", p.size)}
	}
	if p.held/checkpointBytes < (p.held+int64(len(data)))/checkpointBytes {
		if f := p.store.diskFor(0); f != nil {
			return f // what is there stays, and can be gone on with
		}
	}
	// Nobody reads beyond held, and only the newest upload comes here.
	if _, err := p.file.WriteAt(data, p.held); err != nil {
		return fmt.Errorf("write to a spool: %w", err)
	}
	p.hash.Write(data)
	p.held += int64(len(data))
	p.store.received.Add(int64(len(data)))
	p.signal()
	if err := p.disk.Wrote(p.held); err != nil && p.err == nil {
		p.err = err
	}
	p.checkpointBeside()
	return p.err
}

// check says why this upload may not write. The spool's mu is held.
func (u *Upload) check() error {
	p := u.hold.spool
	switch {
	case p.err != nil:
		return p.err
	case p.writer != u:
		return errReplaced
	}
	return nil
}

// Finish ends the upload: the file is whole if it has the offered size and this
// SHA-256. It returns when the file is on the disk and the log says so.
func (u *Upload) Finish(sum []byte) error {
	if err := u.verify(sum); err != nil {
		return err
	}
	s := u.hold.store
	e, ok := s.readyEvent(u.hold.spool.seq, sum)
	if !ok {
		return gone(u.hold.spool.seq)
	}
	if err := s.record(e); err != nil {
		return fmt.Errorf("note in the log that a file is whole: %w", err)
	}
	// Only now do downloads end: who has a file says so, and is believed because
	// the log has said before that it is whole.
	p := u.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complete = true
	p.signal()
	return nil
}

// verify holds what was written against what was offered, and brings it to the
// disk.
func (u *Upload) verify(sum []byte) error {
	p := u.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := u.check(); err != nil {
		return err
	}
	if p.held < p.size {
		return &wire.Fault{Code: wire.CodeMismatch, Text: fmt.Sprintf("%d of the %d bytes that were offered", p.held, p.size)}
	}
	if !bytes.Equal(p.hash.Sum(nil), sum) {
		return p.restart()
	}
	for p.syncing {
		p.waitLocked()
	}
	if p.err != nil {
		return p.err
	}
	if err := p.checkpoint(p.held, p.hashState()); err != nil {
		return err
	}
	p.safe = p.held
	p.signal()
	return nil
}

func (s *Store) readyEvent(seq uint64, sum []byte) (wire.Event, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.offers[seq]
	if o == nil {
		return wire.Event{}, false
	}
	e := o.event(wire.StateReady, 0)
	e.SHA256 = bytes.Clone(sum)
	return e, true
}

// Close ends the upload; another may go on with it. An error is the disk's, and
// names the offer: some of what was written may have to be sent again.
func (u *Upload) Close() error { return u.hold.leave() }
