package files

import (
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"hash"
	"os"
	"sync"

	"lobby/shared/wire"
	"lobby/shared/writeback"
)

// checkpointBytes is after how many bytes a spool is brought to the disk for
// certain. While one checkpoint is under way the next bytes are taken in, but
// not more than as many again: after a crash at most twice as much has to be
// sent again, and no more than that waits in memory for the disk.
const checkpointBytes = 16 << 20

// spool holds the bytes of one offer. One upload writes, downloads read behind.
type spool struct {
	store  *Store
	seq    uint64
	size   int64
	users  int             // guarded by Store.mu
	before <-chan struct{} // the spool that this one takes the place of is closed
	closed chan struct{}

	mu       sync.Mutex
	file     *os.File // nil until opened
	shut     bool     // fail has closed file
	disk     *writeback.File
	hash     hash.Hash // of the first held bytes
	held     int64
	safe     int64         // as of the last checkpoint that is on the disk
	syncing  bool          // a checkpoint is under way
	changed  chan struct{} // closed and replaced when something of the above changes
	writer   *Upload       // the newest; older ones have lost the right to write
	complete bool
	err      error // why it is of no use any more
}

func newSpool(s *Store, o *offer) *spool {
	p := &spool{store: s, seq: o.seq, size: o.file.Size, hash: sha256.New(), before: o.closing, closed: make(chan struct{}), changed: make(chan struct{})}
	p.complete = o.Ready
	return p
}

// open opens the file, with what of it is on the disk for certain.
func (p *spool) open() error {
	if p.before != nil {
		<-p.before
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil || p.file != nil {
		return p.err
	}
	n, err := readNote(p.store.notePath(p.seq))
	if err != nil {
		return err
	}
	f, err := os.OpenFile(p.store.path(p.seq), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open a spool: %w", err)
	}
	if err := p.restore(f, n); err != nil {
		return errors.Join(err, f.Close())
	}
	p.file, p.disk = f, writeback.Follow(f, p.held)
	return nil
}

// restore takes up a spool where its note says that it is safe. A file that is
// shorter than that was tampered with, and is begun anew.
func (p *spool) restore(f *os.File, n note) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at a spool: %w", err)
	}
	if n.Held > 0 && n.Held <= info.Size() && n.Held <= p.size {
		if err := p.hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(n.Hash); err != nil {
			return fmt.Errorf("take up the hash of a spool: %w", err)
		}
		p.held = n.Held
	} else if p.complete && p.size > 0 {
		return fmt.Errorf("the spool of offer %d is not whole any more", p.seq)
	}
	p.safe = p.held
	if err := f.Truncate(p.held); err != nil {
		return fmt.Errorf("cut off what of a spool may not be on the disk: %w", err)
	}
	return nil
}

// signal wakes everyone who waits for a change. mu is held.
func (p *spool) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// fail makes every transfer of the spool end with an error, and returns when
// nothing is written any more and the file is closed: some systems remove none
// that is open.
func (p *spool) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
		p.signal()
	}
	for p.syncing {
		p.waitLocked()
	}
	if p.file != nil && !p.shut {
		p.shut = true
		_ = errors.Join(p.disk.Stop(), p.file.Close()) // what is in it goes
	}
}

// close is called when nobody uses the spool any more. Its error is of the disk:
// nobody else may have heard of it.
func (p *spool) close() error {
	defer close(p.closed)
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.syncing {
		p.waitLocked()
	}
	if p.file == nil || p.shut {
		return nil
	}
	err := p.disk.Stop()
	if err == nil && p.err == nil && p.held > p.safe {
		p.err = p.checkpoint(p.held, p.hashState())
	}
	if f := (*wire.Fault)(nil); !errors.As(p.err, &f) { // that one is the client's
		err = errors.Join(err, p.err)
	}
	err = errors.Join(err, p.file.Close())
	p.file = nil
	if err != nil {
		return fmt.Errorf("close the spool of offer %d: %w", p.seq, err)
	}
	return nil
}

// waitLocked waits for a change; mu is held before and after, not meanwhile.
func (p *spool) waitLocked() {
	changed := p.changed
	p.mu.Unlock()
	<-changed
	p.mu.Lock()
}

func (p *spool) hashState() []byte {
	state, err := p.hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		panic(fmt.Sprintf("files: the state of a hash: %v", err)) // it never fails
	}
	return state
}

// checkpoint brings the first held bytes to the disk, and then the note that
// says so.
func (p *spool) checkpoint(held int64, state []byte) error {
	if err := p.file.Sync(); err != nil {
		return fmt.Errorf("bring a spool to the disk: %w", err)
	}
	if err := (note{Held: held, Hash: state}).write(p.store.notePath(p.seq)); err != nil {
		return fmt.Errorf("note how much of a spool is on the disk: %w", err)
	}
	return nil
}

// checkpointBeside begins a checkpoint when it is time, and waits while the one
// under way is too far behind. mu is held.
func (p *spool) checkpointBeside() {
	for p.syncing && p.held-p.safe >= 2*checkpointBytes && p.err == nil {
		p.waitLocked()
	}
	if p.syncing || p.held-p.safe < checkpointBytes || p.err != nil {
		return
	}
	p.syncing = true
	held, state := p.held, p.hashState()
	go func() {
		err := p.checkpoint(held, state)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.syncing = false
		if err == nil {
			p.safe = held
		} else if p.err == nil {
			p.err = err
		}
		p.signal()
	}()
}

// restart throws away what was written: it is not what was offered. Downloads
// that have read of it fail. mu is held.
func (p *spool) restart() error {
	for p.syncing {
		p.waitLocked()
	}
	f := &wire.Fault{Code: wire.CodeMismatch, Text: "the bytes are not those that were offered"}
	p.err = f
	p.signal()
	p.store.mu.Lock()
	p.store.retire(p)
	p.store.mu.Unlock()
	if err := p.disk.Stop(); err != nil {
		return err
	}
	if err := p.file.Truncate(0); err != nil {
		return fmt.Errorf("empty a spool: %w", err)
	}
	if err := (note{}).write(p.store.notePath(p.seq)); err != nil {
		return fmt.Errorf("note that a spool is empty: %w", err)
	}
	return f
}
