package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	// schema is the version of the format that this package writes.
	schema = 1

	segmentSuffix = ".jsonl"
)

// segment is one file of the log.
type segment struct {
	path  string
	first uint64 // number of its first event
	size  int64  // bytes that are durable; guarded by the ledger's lock

	// What the numbers of its table stand for in the whole index. The ledger's
	// lock guards them.
	convs, members []uint32

	table      atomic.Pointer[table] // an openTable, or a sealedTable once that is on the disk
	standingIn sync.Mutex            // held while a sealedTable that can't be read is replaced

	mu     sync.RWMutex
	file   file         // guarded by mu, for it is replaced after a failure
	sealed *sealedTable // guarded by mu; nil without an index file
}

// segmentPath names the segment whose first event is first.
func segmentPath(dir string, first uint64) string {
	return filepath.Join(dir, fmt.Sprintf("%010d%s", first, segmentSuffix))
}

// segmentFirst is segmentPath's inverse, of the name without its folder. Any
// other name is not a segment's, and is left alone.
func segmentFirst(name string) (uint64, bool) {
	digits, ok := strings.CutSuffix(name, segmentSuffix)
	if !ok {
		return 0, false
	}
	first, err := strconv.ParseUint(digits, 10, 64)
	return first, err == nil && first > 0 && segmentPath("", first) == name
}

// header is the first line of a segment.
type header struct {
	Type   string `json:"type"`
	Schema int    `json:"schema"`
	First  uint64 `json:"first"`
}

// appendHeader appends the header line of a segment, with its newline.
func appendHeader(dst []byte, first uint64) []byte {
	start := len(dst)
	dst = fmt.Appendf(dst, `{"type":"log","schema":%d,"first":%d}`, schema, first)
	return appendSeal(dst, start)
}

// checkHeader refuses a header's body that is not the segment's.
func checkHeader(body []byte, s *segment) error {
	var h header
	if err := json.Unmarshal(append(body[:len(body):len(body)], '}'), &h); err != nil || h.Type != "log" {
		return s.damaged(1, 0, "the line is not the header of a log segment")
	}
	switch {
	case h.Schema > schema:
		return &SchemaError{File: s.path, Schema: h.Schema, Known: schema}
	case h.Schema < 1:
		return s.damaged(1, 0, fmt.Sprintf("schema %d never existed", h.Schema))
	case h.First != s.first:
		return s.damaged(1, 0, fmt.Sprintf("the first event is said to be %d, but the file is named for %d", h.First, s.first))
	}
	return nil
}

// fillSegment writes the header of a new segment file and makes both durable.
func fillSegment(d disk, dir string, f file, header []byte) error {
	if err := writeHeader(f, header); err != nil {
		return err
	}
	return d.syncDir(dir)
}

func writeHeader(f file, header []byte) error {
	if _, err := f.WriteAt(header, 0); err != nil {
		return err
	}
	return f.Sync()
}

// openSegment opens a segment file for reading, and for writing if it is the
// last one.
func openSegment(d disk, path string, first uint64, last bool) (*segment, error) {
	flag := os.O_RDONLY
	if last {
		flag = os.O_RDWR
	}
	f, size, err := openSized(d, path, flag)
	if err != nil {
		return nil, err
	}
	return &segment{path: path, first: first, size: size, file: f}, nil
}

func openSized(d disk, path string, flag int) (file, int64, error) {
	f, err := d.open(path, flag, 0)
	if err != nil {
		return nil, 0, fmt.Errorf("open log segment: %w", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: errors.New("not a regular file")}
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open log segment: %w", err), f.Close())
	}
	return f, info.Size(), nil
}

// readAt fills b from the segment.
func (s *segment) readAt(b []byte, offset int64) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, err := s.file.ReadAt(b, offset)
	if errors.Is(err, fs.ErrClosed) {
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("read %d bytes of %s at offset %d: %w", len(b), s.path, offset, err)
	}
	return nil
}

// replace takes another open file of the same path for the segment's.
func (s *segment) replace(f file) {
	s.mu.Lock()
	old := s.file
	s.file = f
	s.mu.Unlock()
	old.Close() // nothing is lost: what was not durable has been given up
}

// index is the segment's table, which is never nil once it is part of the log.
func (s *segment) index() table { return *s.table.Load() }

func (s *segment) setIndex(t table) { s.table.Store(&t) }

// setSealed is setIndex for a table whose file is closed with the segment.
func (s *segment) setSealed(t *sealedTable) {
	s.mu.Lock()
	s.sealed = t
	s.mu.Unlock()
	s.setIndex(t)
}

func (s *segment) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.file.Close()
	if s.sealed != nil {
		err = errors.Join(err, s.sealed.file.Close())
	}
	return err
}

// indexDamaged says that the segment's index file is not as it was when it was
// opened.
func (s *segment) indexDamaged() error {
	return fmt.Errorf("%w: %s does not agree with the events; remove it, and the next start makes it anew",
		errIndex, indexPath(s.path))
}

// damaged describes a line that was not written by this version.
func (s *segment) damaged(line int, offset int64, reason string) error {
	return &DamageError{File: s.path, Line: line, Offset: offset, Reason: reason}
}

// unreadable describes a line that is not whole. At the end of the log it may
// be what an interrupted write has left.
func (s *segment) unreadable(line int, offset int64, reason string) error {
	return &DamageError{File: s.path, Line: line, Offset: offset, Reason: reason, tail: true}
}
