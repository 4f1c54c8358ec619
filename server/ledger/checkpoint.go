package ledger

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
)

// seal writes the index file of a segment that has just been finished, without
// keeping the committer waiting.
func (l *Ledger) seal(s *segment, t *openTable) {
	l.sealing.Go(func() {
		l.sealOne.Lock() // more at a time would only take more memory
		defer l.sealOne.Unlock()
		replay, err := linesToReplay(s, t)
		if err != nil {
			l.options.Log.Error("a log segment that was just finished can't be read", "segment", s.path, "error", err)
			return
		}
		l.checkpoint(s, t, replay)
	})
}

// checkpoint writes the index file of a finished segment, whose table is t, and
// uses that from then on. If it can't be written the table stays in memory, and
// the next start tries again.
func (l *Ledger) checkpoint(s *segment, t *openTable, replay []byte) {
	err := writeIndex(l.disk, indexPath(s.path), encodeIndex(s, t, l.key, replay))
	var sealed *sealedTable
	if err == nil {
		sealed, _, _, err = l.openSealed(s)
	}
	if err != nil {
		l.options.Log.Warn("the index of a log segment can't be written, and stays in memory", "segment", s.path, "error", err)
		return
	}
	s.setSealed(sealed)
}

// writeIndex writes an index file. It gets its name when all of it is on the
// disk, because one whose sync failed can't be told from a good one as long as the
// system has it in memory: whoever then reads zeros takes ids that were used for
// new ones. A process that is killed before leaves a file that nobody reads, and
// that the next one writes over. The name need not be durable: where it is lost,
// the file is made anew.
func writeIndex(d disk, path string, content []byte) error {
	f, err := d.open(path+unfinishedSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(content, 0)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = d.rename(path+unfinishedSuffix, path)
	}
	if err != nil {
		return errors.Join(err, d.remove(path+unfinishedSuffix))
	}
	return nil
}

// linesToReplay reads the lines of the events that have to be replayed.
func linesToReplay(s *segment, t *openTable) ([]byte, error) {
	var extents []extent
	for _, at := range t.fold.places() {
		e := t.list.at(int(at))
		end := s.size
		if next := int(at) + 1; next < t.list.len() {
			end = int64(t.list.at(next).offset)
		}
		extents = append(extents, extent{
			seq: s.first + uint64(at), in: s, offset: int64(e.offset), length: end - int64(e.offset),
			conv: t.convs[e.conv()].name, kind: e.kind(), from: t.members[e.from],
		})
	}
	var lines []byte
	err := readSealed(extents, func(line, _ []byte, _ *record) {
		lines = append(append(lines, line...), '\n')
	}, fail)
	return lines, err
}

// encodeIndex makes the content of a segment's index file.
func encodeIndex(s *segment, t *openTable, key cidKey, replay []byte) []byte {
	events := t.list.len()
	h := indexHeader{
		Schema: indexSchema, Key: key,
		First: s.first, Bytes: uint64(s.size), Events: uint32(events), LastOffset: uint64(t.list.at(events - 1).offset),
		Slots: uint32(t.cids.used*5/4 + 1), Words: uint32(filterWords(t.cids.used)),
		Members: uint32(len(t.members)), Convs: uint32(len(t.convs)), Replay: uint32(len(replay)),
	}
	for i := range t.convs {
		h.Posts += uint32(t.convs[i].posts.len())
		h.Names += uint32(len(t.convs[i].name))
	}
	order := binary.LittleEndian
	b := make([]byte, indexStart, h.size())
	copy(b, indexMagic)
	b, _ = binary.Append(b, order, &h) // its size is fixed
	for i := range events {
		e := t.list.at(i)
		b = order.AppendUint32(order.AppendUint32(order.AppendUint32(b, e.offset), e.place), e.from)
	}
	for i := range t.convs {
		for n := range t.convs[i].posts.len() {
			b = order.AppendUint32(b, t.convs[i].posts.at(n))
		}
	}
	slots, filter := encodeIDs(&t.cids, &h)
	for _, slot := range slots {
		b = order.AppendUint64(b, slot)
	}
	for _, word := range filter {
		b = order.AppendUint64(b, word)
	}
	for _, member := range t.members {
		b = order.AppendUint64(b, member)
	}
	for i := range t.convs {
		c := &t.convs[i]
		b = order.AppendUint32(order.AppendUint32(order.AppendUint32(b, uint32(c.posts.len())), c.newest), uint32(len(c.name)))
	}
	for i := range t.convs {
		b = append(b, t.convs[i].name...)
	}
	b = append(b, replay...)
	order.PutUint32(b[len(indexMagic):], crc32.Checksum(b[indexStart:], castagnoli))
	return b
}

// encodeIDs makes the slots and the filter of a table of ids.
func encodeIDs(ids *cidTable, h *indexHeader) ([]uint64, filter) {
	slots, filter := make([]uint64, h.Slots), make(filter, h.Words)
	ids.all(func(hash uint64, at uint32) {
		filter.add(hash)
		i := slotHome(hash, h.Slots)
		for slots[i] != 0 {
			i = (i + 1) % h.Slots
		}
		slots[i] = uint64(uint32(hash))<<32 | uint64(at+1)
	})
	return slots, filter
}
