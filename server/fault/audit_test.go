package fault

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"lobby/client/model"
	"lobby/server/ledger"
	"lobby/shared/wire"
)

// readLog returns everything that a stopped server has stored.
func readLog(data string) ([]wire.Event, error) {
	l, err := ledger.Open(filepath.Join(data, "log"), ledger.Options{})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	all := func(string, wire.Kind, uint64) bool { return true }
	var events []wire.Event
	for more := true; more; {
		var lines [][]byte
		var err error
		if lines, _, more, err = l.Since(uint64(len(events)), 1000, all); err != nil {
			return nil, err
		}
		for _, line := range lines {
			m, err := wire.DecodeAnswer(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", line, err)
			}
			events = append(events, m.(wire.Event))
		}
	}
	return events, nil
}

// audit holds what was promised against what is stored.
func (w *witness) audit(log []wire.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.auditOrder(log)
	w.auditMarks(log)
	stored := w.auditMessages(log)
	for cid, seq := range w.acked {
		if stored[cid] != seq {
			w.complainLocked("%s was acknowledged as %d and is stored as %d", cid, seq, stored[cid])
		}
	}
	for cid, m := range w.typed {
		if stored[cid] == 0 && !m.forgotten {
			w.complainLocked("%s is lost", cid)
		}
	}
}

// auditOrder holds that there is one order, and that it is what anyone was told.
func (w *witness) auditOrder(log []wire.Event) {
	for i, e := range log {
		if e.Seq != uint64(i+1) {
			w.complainLocked("event %d stands at %d", e.Seq, i+1)
		}
		if i > 0 && e.Time.Before(log[i-1].Time.Time) {
			w.complainLocked("event %d is older than the one before", e.Seq)
		}
	}
	for seq, e := range w.events {
		if seq > uint64(len(log)) || !same(e, log[seq-1]) {
			w.complainLocked("%+v was told and is not stored", e)
		}
	}
}

// auditMarks holds that every login was told of a mark that is stored, whatever the
// server took it from.
func (w *witness) auditMarks(log []wire.Event) {
	stored := make(map[mark]bool)
	for _, e := range log {
		if e.Kind == wire.KindRead {
			stored[mark{e.From, e.Conv, e.Upto}] = true
		}
	}
	for m := range w.marks {
		if m.upto > 0 && !stored[m] {
			w.complainLocked("member %d was told to have read %s up to %d, which is not stored", m.member, m.conv, m.upto)
		}
	}
}

// auditMessages holds that each message is stored once, as it was typed, and
// returns where.
func (w *witness) auditMessages(log []wire.Event) map[string]uint64 {
	stored := make(map[string]uint64)
	for _, e := range log {
		if e.Kind != wire.KindMessage {
			continue
		}
		m, known := w.typed[e.CID]
		if first := stored[e.CID]; first != 0 {
			w.complainLocked("%s is stored as %d and as %d", e.CID, first, e.Seq)
		} else if !known || m.from != e.From || m.conv != e.Conv || m.text != e.Text {
			w.complainLocked("%+v is stored and was typed as %+v", e, m)
		}
		stored[e.CID] = e.Seq
	}
	return stored
}

// auditModel holds a client that has paged back to the beginning against the
// log, as its member may see it.
func auditModel(s *model.State, log []wire.Event) []error {
	var wrong []error
	rows := make(map[string][]wire.Event)
	marks := make(map[string]uint64)
	for _, e := range log {
		switch {
		case !wire.Visible(s.Self.ID, e.Conv, e.Kind, e.From):
		case e.Kind == wire.KindRead:
			marks[e.Conv] = max(marks[e.Conv], e.Upto)
		default:
			rows[e.Conv] = append(rows[e.Conv], e)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if c := s.Convs[id]; c != nil {
			wrong = append(wrong, auditConv(s, c, rows[id], marks[id])...)
		} else {
			wrong = append(wrong, fmt.Errorf("%s is missing", id))
		}
	}
	for id, c := range s.Convs {
		if len(c.Rows) > 0 && len(rows[id]) == 0 {
			wrong = append(wrong, fmt.Errorf("%s is shown and not stored", id))
		}
	}
	return wrong
}

func auditConv(s *model.State, c *model.Conv, log []wire.Event, mark uint64) (wrong []error) {
	complain := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("%s: "+format, append([]any{c.ID}, args...)...))
	}
	if len(c.Rows) != len(log) {
		complain("%d rows of %d", len(c.Rows), len(log))
	}
	for i := range min(len(c.Rows), len(log)) {
		if r, e := c.Rows[i], log[i]; !shows(r, e) {
			complain("row %d is %+v, stored is %+v", i, r, e)
			break
		}
	}
	var newest uint64
	unread := 0
	for _, e := range log {
		if e.Kind == wire.KindMessage {
			newest = e.Seq
			if e.Seq > mark && e.From != s.Self.ID {
				unread++
			}
		}
	}
	if c.Newest != newest {
		complain("the newest message is %d, stored is %d", c.Newest, newest)
	}
	// A row that is no message can be seen; the mark stays on the message before.
	if upto := min(c.Read, newest); upto < mark || messagesBetween(log, mark, upto) > 0 {
		complain("read up to %d, stored is %d", c.Read, mark)
	}
	if want := min(unread, wire.MaxUnread); c.Unread != want {
		complain("%d unread, stored are %d", c.Unread, want)
	}
	if len(c.Pending) > 0 {
		complain("not sent: %+v", c.Pending)
	}
	return wrong
}

func messagesBetween(log []wire.Event, after, upto uint64) (n int) {
	for _, e := range log {
		if e.Kind == wire.KindMessage && e.Seq > after && e.Seq <= upto {
			n++
		}
	}
	return n
}

// shows reports whether a row is that event.
func shows(r model.Row, e wire.Event) bool {
	return r.Seq == e.Seq && r.Kind == e.Kind && r.From == e.From && r.Text == e.Text &&
		r.Time.Equal(e.Time.Time) && slices.Equal(r.Members, e.Members)
}
