package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"lobby/shared/wire"
)

// Defaults of Options.
const (
	DefaultKeep         = 7 * 24 * time.Hour
	DefaultMemberBytes  = 32 << 30
	DefaultServerBytes  = 256 << 30
	DefaultMemberOffers = 4096
	DefaultTransfers    = 16
	DefaultMinFree      = 1 << 30
)

// sweepEvery is how often offers are looked through for those that are too old.
const sweepEvery = time.Minute

// Options bound what a Store keeps. Zero values mean the defaults.
type Options struct {
	Keep         time.Duration // an offer expires so long after it was made
	MemberBytes  int64         // of open offers of one member together
	ServerBytes  int64         // of all offers whose uploads have begun
	MinFree      int64         // bytes of the disk that are left free; negative for none
	MemberOffers int           // open at a time, of one member
	Transfers    int           // connections of one member at a time

	// Admits tells whether a member and its device may still be here; it is
	// asked for every piece of a transfer. nil admits everyone.
	Admits func(member uint64, device [32]byte) bool

	Clock func() time.Time // nil means time.Now
	Log   *slog.Logger     // nil means that nothing is logged

	free func(dir string) (int64, error) // bytes of the disk; nil asks the system
}

// Store is the open offers and their spools. Its methods are for any goroutine.
type Store struct {
	dir string
	o   Options

	// record has an event stored in the log, and returns when it is; set by
	// Start.
	record  func(wire.Event) error
	running sync.WaitGroup
	ending  context.Context // ends with Close
	stop    context.CancelFunc

	mu      sync.Mutex
	offers  map[uint64]*offer
	members map[uint64]*usage
	bytes   int64 // of the offers that are counted for the server
	tickets tickets

	uploads, downloads int          // that go on, guarded by mu
	received, sent     atomic.Int64 // bytes of files
}

// offer is an open offer.
type offer struct {
	seq  uint64
	conv string
	from uint64
	file wire.File
	at   time.Time
	wire.Standing

	counted bool            // for the server: an upload has begun
	spool   *spool          // nil while no transfer uses it
	closing <-chan struct{} // of the spool before; nil if there was none
}

// usage is what a member takes.
type usage struct {
	offers    int
	bytes     int64
	transfers int
}

// Open makes a store on a folder, which is made if it is not there. Replay must
// be called for the log's events, and then Start.
func Open(dir string, o Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for files: %w", err)
	}
	ending, stop := context.WithCancel(context.Background())
	return &Store{
		dir: dir, o: o.withDefaults(), ending: ending, stop: stop,
		offers: make(map[uint64]*offer), members: make(map[uint64]*usage), tickets: newTickets(),
	}, nil
}

func (o Options) withDefaults() Options {
	if o.Keep == 0 {
		o.Keep = DefaultKeep
	}
	if o.MemberBytes == 0 {
		o.MemberBytes = DefaultMemberBytes
	}
	if o.ServerBytes == 0 {
		o.ServerBytes = DefaultServerBytes
	}
	if o.MemberOffers == 0 {
		o.MemberOffers = DefaultMemberOffers
	}
	if o.MinFree == 0 {
		o.MinFree = DefaultMinFree
	}
	if o.free == nil {
		o.free = freeBytes
	}
	if o.Transfers == 0 {
		o.Transfers = DefaultTransfers
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Start removes what belongs to no open offer, and from then on ends offers
// that are too old. record has an event stored in the log and returns when that
// is done.
func (s *Store) Start(record func(wire.Event) error) error {
	s.record = record
	if err := s.lookThrough(); err != nil {
		return err
	}
	s.endLost()
	s.running.Go(s.sweep)
	return nil
}

// Close ends what Start began, and returns when nothing of the store runs any
// more but transfers, whose connections must have ended before.
func (s *Store) Close() {
	s.stop()
	s.running.Wait()
}

func (s *Store) sweep() {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		s.Expire()
		select {
		case <-s.ending.Done():
			return
		case <-ticker.C:
		}
	}
}

// Expire ends the offers that are too old.
func (s *Store) Expire() {
	oldest := s.o.Clock().Add(-s.o.Keep)
	var old []wire.Event
	s.mu.Lock()
	for _, o := range s.offers {
		if o.at.Before(oldest) {
			old = append(old, o.event(wire.StateExpired, 0))
		}
	}
	s.mu.Unlock()
	for _, e := range old {
		if err := s.record(e); err != nil {
			s.o.Log.Warn("an offer could not be ended; it will be tried again", "offer", e.Offer, "error", err)
			return
		}
	}
}

func (o *offer) event(to wire.State, by uint64) wire.Event {
	return wire.Event{Kind: wire.KindFile, Conv: o.conv, From: by, Offer: o.seq, State: to}
}

// lookThrough counts the spools that are there, and removes those without an open
// offer, since the process ended before it could, and those of which only downloads
// that waited have made an empty file.
func (s *Store) lookThrough() error {
	names, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("read the folder for files: %w", err)
	}
	for _, name := range names {
		seq, ok := spoolSeq(name.Name())
		if !ok {
			continue
		}
		begun, err := s.uploadBegun(seq)
		if err != nil {
			return err
		}
		if !begun || !s.countSpool(seq) {
			s.remove(seq, os.Remove) // nobody talks yet
		}
	}
	return nil
}

// uploadBegun tells whether there is anything of an upload: bytes, or a note.
func (s *Store) uploadBegun(seq uint64) (bool, error) {
	for path, least := range map[string]int64{s.path(seq): 1, s.notePath(seq): 0} {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return false, fmt.Errorf("look at a spool: %w", err)
		case info.Size() >= least:
			return true, nil
		}
	}
	return false, nil
}

// endLost makes offers too old whose files were whole and are gone, as after a
// backup without them was restored: nobody could ever fetch them.
func (s *Store) endLost() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.offers {
		if !o.Ready || o.file.Size == 0 {
			continue
		}
		_, err := os.Stat(s.path(o.seq))
		n, noteErr := readNote(s.notePath(o.seq))
		if errors.Is(err, fs.ErrNotExist) || noteErr == nil && n.Held < o.file.Size {
			o.at = time.Time{}
		}
	}
}

// remove deletes a spool's files in a way that removes one.
func (s *Store) remove(seq uint64, one func(path string) error) {
	for _, path := range []string{s.path(seq), s.notePath(seq), s.notePath(seq) + tempSuffix} {
		if err := one(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.o.Log.Error("a file that is not needed any more could not be removed", "file", path, "error", err)
		}
	}
}
