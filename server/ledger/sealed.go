package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"strings"
	"time"
)

// An index file lies beside each segment that is finished, so that a start need
// not read that. It holds nothing that can't be made from the segment, is made
// anew when it is missing or is not right in any way; its
// checksum tells whether all of it has reached the disk. All numbers are little-endian:
//
//	indexMagic, then the CRC-32C of all that follows
//	indexHeader
//	12 bytes for each event: entry
//	4 bytes for each post: its place, those of a conversation together
//	8 bytes for each slot of a table of ids: see sealedTable.find
//	8 bytes for each word of the ids' filter
//	8 bytes for each member
//	14 bytes for each conversation: posts, newest, length of its name
//	the names of the conversations
//	the sealed lines, each with its newline, of the events to be replayed
const (
	indexSuffix = ".index"
	indexMagic  = "LBYINDEX"

	// unfinishedSuffix stands behind the name of an index file that is being
	// written.
	unfinishedSuffix = ".new"

	// indexSchema is the version of the format; files of any other are made
	// anew.
	indexSchema = 2

	entryBytes = 12
	postBytes  = 4
	slotBytes  = 8
	convBytes  = 4 + 4 + 4

	// indexStart is where an index file's checksum begins to count.
	indexStart = int64(len(indexMagic) + crc32.Size)
)

// indexHeader is the beginning of an index file.
type indexHeader struct {
	Schema     uint32
	Events     uint32
	First      uint64 // number of the first event
	Bytes      uint64 // length of the segment
	LastOffset uint64 // of the segment's last line
	Posts      uint32
	Slots      uint32
	Words      uint32 // of the filter
	Members    uint32
	Convs      uint32
	Names      uint32 // bytes
	Replay     uint32 // bytes
	Key        cidKey
}

var indexHeaderBytes = int64(binary.Size(indexHeader{}))

// size is how long the file is, and tail where it begins to be kept in memory.
func (h *indexHeader) size() int64 {
	return h.tail() + 8*int64(h.Words) + 8*int64(h.Members) + convBytes*int64(h.Convs) + int64(h.Names) + int64(h.Replay)
}

func (h *indexHeader) tail() int64 { return h.slotsAt() + slotBytes*int64(h.Slots) }

func (h *indexHeader) entriesAt() int64 { return indexStart + indexHeaderBytes }
func (h *indexHeader) postsAt() int64   { return h.entriesAt() + entryBytes*int64(h.Events) }
func (h *indexHeader) slotsAt() int64   { return h.postsAt() + postBytes*int64(h.Posts) }

// indexPath names the index file of the segment of a path.
func indexPath(segment string) string {
	return strings.TrimSuffix(segment, segmentSuffix) + indexSuffix
}

// sealedTable is the table of a finished segment: most of it stays in its file.
type sealedTable struct {
	ledger *Ledger
	file   file
	head   indexHeader
	starts []uint32 // of each conversation's posts, and where the last ends
	filter filter
}

// openSealed opens and checks the index file of a segment. It returns what is in
// it, and the lines that are to be replayed. An error wraps errIndex, or
// fs.ErrNotExist where there is no such file.
func (l *Ledger) openSealed(s *segment) (t *sealedTable, c contents, replay []byte, err error) {
	f, size, err := openSized(l.disk, indexPath(s.path), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, c, nil, err
	}
	if err != nil {
		return nil, c, nil, fmt.Errorf("%w: %w", errIndex, err)
	}
	t = &sealedTable{ledger: l, file: f}
	tail, err := t.load(size)
	if err == nil {
		c, replay, err = t.parse(tail)
	}
	if err == nil {
		c.newest, err = t.matches(s)
	}
	if err != nil {
		return nil, c, nil, errors.Join(fmt.Errorf("%w: %s: %w", errIndex, indexPath(s.path), err), f.Close())
	}
	return t, c, replay, nil
}

// load reads the header, holds the checksum against all of the file, and returns
// the part that is kept in memory.
func (t *sealedTable) load(size int64) ([]byte, error) {
	start := make([]byte, indexStart+indexHeaderBytes)
	if size < int64(len(start)) {
		return nil, errors.New("it is too short")
	}
	if _, err := t.file.ReadAt(start, 0); err != nil {
		return nil, err
	}
	if string(start[:len(indexMagic)]) != indexMagic {
		return nil, errors.New("it is not one")
	}
	want := binary.LittleEndian.Uint32(start[len(indexMagic):])
	if _, err := binary.Decode(start[indexStart:], binary.LittleEndian, &t.head); err != nil {
		return nil, err
	}
	if t.head.Schema != indexSchema {
		return nil, fmt.Errorf("it has schema %d", t.head.Schema)
	}
	if t.head.size() != size {
		return nil, fmt.Errorf("it has %d bytes instead of %d", size, t.head.size())
	}
	sum := crc32.Checksum(start[indexStart:], castagnoli)
	buf := make([]byte, min(size, 256<<10))
	for at := int64(len(start)); at < t.head.tail(); {
		part := buf[:min(int64(len(buf)), t.head.tail()-at)]
		if _, err := t.file.ReadAt(part, at); err != nil {
			return nil, err
		}
		sum = crc32.Update(sum, castagnoli, part)
		at += int64(len(part))
	}
	tail := make([]byte, size-t.head.tail())
	if _, err := t.file.ReadAt(tail, t.head.tail()); err != nil && len(tail) > 0 {
		return nil, err
	}
	if crc32.Update(sum, castagnoli, tail) != want {
		return nil, errors.New("it does not match its checksum")
	}
	return tail, nil
}

// matches holds the table against the segment as it is now: its name, length,
// first and last line. Whether what lies between is as it was written is told
// when it is read. It returns the time of the last event.
func (t *sealedTable) matches(s *segment) (newest time.Time, err error) {
	h := &t.head
	if h.First != s.first || h.Bytes != uint64(s.size) || h.Events == 0 || h.LastOffset >= h.Bytes || h.Bytes-h.LastOffset > uint64(maxLine)+1 {
		return newest, errors.New("it is another segment's, or of another time")
	}
	start := make([]byte, len(appendHeader(nil, s.first)))
	if err := s.readAt(start[:min(int64(len(start)), s.size)], 0); err != nil {
		return newest, err
	}
	line := make([]byte, h.Bytes-h.LastOffset)
	if err := s.readAt(line, int64(h.LastOffset)); err != nil {
		return newest, err
	}
	covered, ok := body(line[:len(line)-1])
	var r record
	if !bytes.Equal(start, appendHeader(nil, s.first)) || !ok || r.decode(covered) != nil || r.seq != h.First+uint64(h.Events)-1 {
		return newest, errors.New("the segment does not begin or end as it says")
	}
	return r.time, nil
}

// parse takes the tail apart.
func (t *sealedTable) parse(tail []byte) (c contents, replay []byte, err error) {
	h := &t.head
	c = contents{events: int(h.Events), members: make([]uint64, h.Members), convs: make([]convContents, h.Convs)}
	t.filter = make(filter, h.Words)
	for i := range t.filter {
		t.filter[i], tail = binary.LittleEndian.Uint64(tail), tail[8:]
	}
	for i := range c.members {
		c.members[i], tail = binary.LittleEndian.Uint64(tail), tail[8:]
	}
	names := tail[convBytes*int(h.Convs):]
	names, replay = names[:h.Names], names[h.Names:]
	t.starts = make([]uint32, 1, h.Convs+1)
	posts := uint64(0)
	for i := range c.convs {
		conv := &c.convs[i]
		conv.posts, conv.newest = binary.LittleEndian.Uint32(tail), binary.LittleEndian.Uint32(tail[4:])
		length := binary.LittleEndian.Uint32(tail[8:])
		tail = tail[convBytes:]
		posts += uint64(conv.posts)
		if uint64(length) > uint64(len(names)) || posts > uint64(h.Posts) || conv.newest > h.Events {
			return c, nil, errors.New("its conversations do not fit into it")
		}
		conv.name, names = string(names[:length]), names[length:]
		t.starts = append(t.starts, uint32(posts))
	}
	if h.Words == 0 || h.Slots == 0 {
		return c, nil, errors.New("it has no table of ids")
	}
	return c, replay, nil
}

// read fills b from the file.
func (t *sealedTable) read(b []byte, at int64) error {
	_, err := t.file.ReadAt(b, at)
	if errors.Is(err, fs.ErrClosed) {
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("read the index of the events from %d on: %w", t.head.First, err)
	}
	return nil
}

func (t *sealedTable) entries(at int, into []entry) error {
	if at < 0 || at+len(into) > int(t.head.Events) {
		return fmt.Errorf("%w: it has no events %d to %d", errIndex, at, at+len(into)-1)
	}
	b := make([]byte, entryBytes*len(into))
	if err := t.read(b, t.head.entriesAt()+entryBytes*int64(at)); err != nil {
		return err
	}
	for i := range into {
		e := b[entryBytes*i:]
		into[i] = entry{binary.LittleEndian.Uint32(e), binary.LittleEndian.Uint32(e[4:]), binary.LittleEndian.Uint32(e[8:])}
	}
	return nil
}

func (t *sealedTable) posts(conv uint32, nth int, into []uint32) error {
	b := make([]byte, postBytes*len(into))
	if err := t.read(b, t.head.postsAt()+postBytes*(int64(t.starts[conv])+int64(nth))); err != nil {
		return err
	}
	for i := range into {
		into[i] = binary.LittleEndian.Uint32(b[postBytes*i:])
		if into[i] >= t.head.Events {
			return fmt.Errorf("%w: it has no event %d", errIndex, into[i])
		}
		if i > 0 && into[i] <= into[i-1] {
			return fmt.Errorf("%w: its events %d and %d are not in order", errIndex, into[i-1], into[i])
		}
	}
	return nil
}

// slotHome is where the search for a hash begins. The slots are an open-addressed
// table as in cidShard, but in one piece, and not of a power of two.
func slotHome(hash uint64, slots uint32) uint32 {
	return uint32(uint64(uint32(hash)) * uint64(slots) >> 32)
}

// slotsAtOnce is how many slots are read at once; a search seldom needs more.
const slotsAtOnce = 32

func (t *sealedTable) mayHave(hash uint64) bool { return t.filter.has(hash) }

func (t *sealedTable) find(hash uint64) ([]uint32, error) {
	if !t.filter.has(hash) {
		return nil, nil
	}
	var places []uint32
	var b [slotBytes * slotsAtOnce]byte
	at := slotHome(hash, t.head.Slots)
	for seen := uint32(0); seen < t.head.Slots; {
		n := min(slotsAtOnce, t.head.Slots-at)
		if err := t.read(b[:slotBytes*n], t.head.slotsAt()+slotBytes*int64(at)); err != nil {
			return nil, err
		}
		for i := range n {
			slot := binary.LittleEndian.Uint64(b[slotBytes*i:])
			switch place := uint32(slot); {
			case slot == 0:
				return places, nil
			case place == 0 || place > t.head.Events:
				return nil, fmt.Errorf("%w: it has no event %d", errIndex, place)
			case uint32(slot>>32) == uint32(hash):
				places = append(places, place-1)
			}
		}
		seen += n
		at = (at + n) % t.head.Slots
	}
	return places, nil
}
