package ledger

import (
	"errors"
	"fmt"
)

// A finished segment's index file is read for as long as the log is open. When the
// disk does not answer for it any more, the table that is in it is made anew from
// the segment, stays in memory and stands in for it: what is stored can still be
// read, and an id that was used does not pass for a new one.

// ask puts a question to the segment's table, and once more to the one that
// stands in where its index file can't be read.
func (s *segment) ask(question func(table) error) error {
	t := s.index()
	err := question(t)
	sealed, ok := t.(*sealedTable)
	if err == nil || !ok || errors.Is(err, ErrClosed) {
		return err
	}
	instead, standInErr := sealed.standIn(s, err)
	if standInErr != nil {
		return errors.Join(err, standInErr)
	}
	return question(instead)
}

// standIn has a table made from the segment take the place of this one, which
// failed for a reason. The index file stays open, for those who are reading it.
func (t *sealedTable) standIn(s *segment, reason error) (table, error) {
	s.standingIn.Lock()
	defer s.standingIn.Unlock()
	if now := s.index(); now != table(t) {
		return now, nil // somebody else was faster
	}
	open, err := t.ledger.tableOf(s)
	if err != nil {
		return nil, err
	}
	if open.list.len() != int(t.head.Events) {
		return nil, fmt.Errorf("%w: %s has %d events instead of %d", ErrDamaged, s.path, open.list.len(), t.head.Events)
	}
	t.ledger.options.Log.Warn("an index file can't be read; its segment was read instead, and stays indexed in memory",
		"segment", s.path, "error", reason)
	s.setIndex(open)
	return open, nil
}

// tableOf reads and checks all of a segment.
func (l *Ledger) tableOf(s *segment) (*openTable, error) {
	t := newOpenTable()
	err := scanSegment(s, s.first, func(r *record, offset int64) { t.add(r, offset, l.hash(r)) })
	return t, err
}
