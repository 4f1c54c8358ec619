package ledger

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lobby/shared/wire"
)

// Limits and defaults of Options.
const (
	// DefaultSegmentBytes is small enough to copy and to look at, and large
	// enough that a log of 10 million events has some 30 files.
	DefaultSegmentBytes = 64 << 20

	// MaxSegmentBytes keeps offsets within a segment in 32 bits, with the
	// largest batch on top.
	MaxSegmentBytes = 1 << 30

	// DefaultQueueEvents and DefaultQueueBytes bound what waits for the disk.
	DefaultQueueEvents = 1 << 16
	DefaultQueueBytes  = 32 << 20
)

// Options sets up a ledger. The zero value works.
type Options struct {
	// SegmentBytes is the size at which a new segment is begun; 0 means
	// DefaultSegmentBytes, and more than MaxSegmentBytes means that. A batch
	// is never split, so a segment may be larger by one batch.
	SegmentBytes int64

	// QueueEvents and QueueBytes bound the drafts that wait to be written;
	// 0 means the defaults.
	QueueEvents int
	QueueBytes  int64

	// Clock gives the time of events; nil means time.Now. An event is never
	// given an earlier time than the one before it.
	Clock func() time.Time

	// Replay is called by Open for events other than messages, in order. Of
	// events of finished segments only those are given that others after them
	// in the segment have not made void: the last by which a member joined or
	// left, the read mark of a member in a conversation that reaches furthest,
	// and all about files.
	Replay func(e wire.Event)

	// Committed is called with what became of drafts, in the order in which
	// they were appended, each exactly once, from the one goroutine that
	// writes. Until it returns nothing more is written. The slice and all in
	// it are the callee's.
	Committed func(done []Commit)

	// Stored is called after each batch was written, or could not be; nil is
	// not.
	Stored func(Batch)

	// Log gets what an operator must know; nil means nothing does.
	Log *slog.Logger
}

// Draft is an event that is to be logged. Its Seq and Time are given by the
// ledger; its Members must not be changed any more.
type Draft struct {
	Event wire.Event
	Tag   any // comes back in the Commit
}

// Commit says what became of a draft.
type Commit struct {
	Event wire.Event // with its Seq and Time, unless Err is set
	Wire  []byte     // the event's JSON and a newline, as a client gets it
	Tag   any
	Err   error // the event was not stored
}

// Batch is what was written and synced at once.
type Batch struct {
	Events   int
	Messages int // of the events
	Bytes    int
	Took     time.Duration // to write and sync
	Err      error         // none of it was stored
}

// Ledger is an open event log. All its methods may be called from any
// goroutine.
type Ledger struct {
	dir     string
	options Options
	disk    disk
	report  Report
	queue   *queue
	done    chan struct{} // closed when the committer has ended
	ready   readiness
	key     cidKey // does not change once the ledger is open

	sealing sync.WaitGroup // index files that are being written
	sealOne sync.Mutex
	unread  []*segment // taken in by their index files, and not read at start
	scrub   scrub

	// The committer's own.
	newest  time.Time  // of the last event
	table   *openTable // of the last segment
	suspect bool       // the last segment may hold more, or less, than is durable
	stray   string     // a segment file that could not be made and not be removed
	failing bool       // the last batch was not stored
	encoded []byte     // lines of the current batch
	records []placed   // and what the index is to know of them

	mu    sync.RWMutex
	index *index // guarded by mu; written by the committer alone
}

// Open opens the log in the folder dir, which is made if it is not there. It
// checks every line of the last segment, and of those without a good index file;
// the others are checked in the background, see Damaged. A torn last line is cut off and reported; see Report. A log
// that is damaged elsewhere is refused with a DamageError, and one that a newer
// version wrote with a SchemaError. Lock keeps other processes out.
func Open(dir string, o Options) (*Ledger, error) { return open(dir, o, realDisk{}) }

func open(dir string, o Options, d disk) (*Ledger, error) {
	l := &Ledger{
		dir:     dir,
		options: o.withDefaults(),
		disk:    d,
		done:    make(chan struct{}),
		index:   newIndex(),
		key:     newCIDKey(),
	}
	l.queue = newQueue(l.options.QueueEvents, l.options.QueueBytes)
	if err := l.start(); err != nil {
		return nil, errors.Join(err, l.closeFiles())
	}
	go l.run()
	l.startScrub()
	return l, nil
}

func (o Options) withDefaults() Options {
	if o.SegmentBytes <= 0 {
		o.SegmentBytes = DefaultSegmentBytes
	}
	o.SegmentBytes = min(o.SegmentBytes, MaxSegmentBytes)
	if o.QueueEvents <= 0 {
		o.QueueEvents = DefaultQueueEvents
	}
	if o.QueueBytes <= 0 {
		o.QueueBytes = DefaultQueueBytes
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Committed == nil {
		o.Committed = func([]Commit) {}
	}
	if o.Stored == nil {
		o.Stored = func(Batch) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func (l *Ledger) start() error {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return fmt.Errorf("make log folder: %w", err)
	}
	if err := l.load(l.options.Replay); err != nil {
		return err
	}
	if t := l.report.Torn; t != nil {
		l.options.Log.Warn("cut a torn last line off the event log",
			"file", t.File, "line", t.Line, "offset", t.Offset, "bytes", t.Bytes, "kept", t.Kept)
	}
	if len(l.index.segments) > 0 {
		if err := l.disk.syncDir(l.dir); err != nil {
			return fmt.Errorf("sync log folder: %w", err)
		}
		return nil
	}
	if err := l.disk.syncDir(filepath.Dir(l.dir)); err != nil {
		return fmt.Errorf("make log folder durable: %w", err)
	}
	return l.beginSegment(1)
}

// Report says what Open found.
func (l *Ledger) Report() Report { return l.report }

// Append queues an event, without waiting for the disk. It fails with ErrBusy
// or ErrClosed; otherwise Options.Committed is told what became of the event,
// with an error that wraps ErrEvent if it is not one that can be read back.
func (l *Ledger) Append(d Draft) error {
	return l.queue.put(d)
}

// Close stores what is queued, calls Options.Committed for it, finishes index
// files that are being written, and closes the files. It must not be called by a goroutine that Committed waits for. A
// second Close only waits for what is queued.
func (l *Ledger) Close() error {
	first := l.queue.close()
	<-l.done
	if !first {
		return nil
	}
	l.stopScrub()
	l.sealing.Wait()
	return l.closeFiles()
}

func (l *Ledger) closeFiles() error {
	var errs []error
	for _, s := range l.index.segments {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}
