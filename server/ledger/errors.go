package ledger

import (
	"errors"
	"fmt"
)

var (
	// ErrClosed is the answer of a ledger after Close.
	ErrClosed = errors.New("ledger is closed")

	// ErrBusy is the answer to Append when the queue is full: the disk does
	// not keep up. The same draft may be appended again later.
	ErrBusy = errors.New("ledger queue is full")

	// ErrEvent means that a draft is not an event that the log can hold: its
	// kind is unknown, it has no conversation, or it is too large.
	ErrEvent = errors.New("event can't be logged")

	// ErrLocked means that another process uses the data folder.
	ErrLocked = errors.New("in use by another process")

	// ErrDamaged is wrapped by every DamageError.
	ErrDamaged = errors.New("event log is damaged")

	// errIndex means that an index file can't be used. It holds nothing that is
	// not in the segments.
	errIndex = errors.New("index file is damaged")
)

// DamageError says where a segment holds something else than was written.
type DamageError struct {
	File   string // path of the segment
	Line   int    // counted from 1, the header
	Offset int64  // of the line's first byte
	Reason string

	tail bool // it may be an interrupted write, if nothing follows it
}

// Error names the place and what an operator can do.
func (e *DamageError) Error() string {
	return fmt.Sprintf("%v: %s, line %d (byte offset %d): %s; "+
		"nothing was changed; put back an intact copy of this file from a backup, "+
		"or make a folder of all that is good with: lobbyd repair",
		ErrDamaged, e.File, e.Line, e.Offset, e.Reason)
}

// Unwrap gives ErrDamaged.
func (e *DamageError) Unwrap() error { return ErrDamaged }

// SchemaError says that a segment was written by a newer version.
type SchemaError struct {
	File   string
	Schema int // the segment's
	Known  int // the newest that this version reads
}

// Error says what an operator can do.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("%s has schema %d, but this version reads no newer than %d; "+
		"nothing was changed; start the version that wrote it, or a newer one",
		e.File, e.Schema, e.Known)
}
