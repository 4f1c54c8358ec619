package hub

import (
	"fmt"

	"lobby/shared/wire"
)

// Bounds on what one reading of the log takes into memory.
const (
	// maxPageBytes bounds the events of one answer to History; it ends early,
	// and says that there is more, rather than go beyond.
	maxPageBytes = 256 << 10

	// syncStep is how many events of an answer to Sync are read at a time.
	syncStep = 200
)

// pageOverhead is more than a Page message takes beside its events: type, re of
// 16 digits, conv of wire.MaxConv bytes, last, more.
const pageOverhead = 256

// History answers with a page of a conversation, in one or more parts.
func (s *Session) History(req wire.History) error {
	var refused *wire.Fault
	if !s.hub.ask(func() { refused = s.hub.authorise(s, req.Conv) }) {
		return ErrStopped
	}
	if refused != nil {
		return s.answerFault(req.ID, *refused)
	}
	lines, more, err := s.page(req)
	if err != nil {
		return s.unreadable(req.ID, err)
	}
	lines, cut := newestWithin(lines, maxPageBytes)
	parts := splitPage(lines)
	for i, part := range parts {
		last := i == len(parts)-1
		line := wire.AppendPage(nil, req.ID, req.Conv, part, last, last && (more || cut))
		if err := s.peer.Answer(line); err != nil {
			return err
		}
	}
	return nil
}

// page reads in the member's turn.
func (s *Session) page(req wire.History) (lines [][]byte, more bool, err error) {
	s.hub.reading(s.turns, func() { lines, more, err = s.hub.ledger.Page(req.Conv, req.Before, req.Limit) })
	return lines, more, err
}

// newestWithin keeps the newest lines, at the end, that together are within
// bytes, and at least one.
func newestWithin(lines [][]byte, bytes int) (kept [][]byte, cut bool) {
	first := len(lines)
	for total := 0; first > 0; first-- {
		total += len(lines[first-1])
		if total > bytes && first < len(lines) {
			break
		}
	}
	return lines[first:], first > 0
}

// splitPage cuts a page into parts that each fit into one message; an empty
// page is one empty part.
func splitPage(lines [][]byte) [][][]byte {
	var parts [][][]byte
	start, size := 0, pageOverhead
	for i, line := range lines {
		if size+len(line)+1 > wire.MaxMessage {
			parts = append(parts, lines[start:i])
			start, size = i, pageOverhead
		}
		size += len(line) + 1
	}
	return append(parts, lines[start:])
}

// Sync answers with the events after a number that the member may see, or, when
// those are more than Options.MaxSync, says that there is a gap. So it does after a
// number that the log has not reached: the client knows another log, such as that
// from before a backup was restored.
func (s *Session) Sync(req wire.Sync) error {
	if last := s.hub.ledger.Last(); req.After > last {
		return s.peer.Answer(encode(wire.Synced{Re: req.ID, Through: last, Gap: true}))
	}
	lines, through, more, err := s.since(req.After)
	if err != nil {
		return s.unreadable(req.ID, err)
	}
	if more || len(lines) > s.hub.maxSync {
		gap, through, err := s.beyondSync(through, len(lines))
		if err != nil {
			return s.unreadable(req.ID, err)
		}
		if gap {
			return s.peer.Answer(encode(wire.Synced{Re: req.ID, Through: through, Gap: true}))
		}
	}
	for {
		if err := s.answerEvents(lines); err != nil {
			return err
		}
		if !more {
			return s.peer.Answer(encode(wire.Synced{Re: req.ID, Through: through}))
		}
		if lines, through, more, err = s.since(through); err != nil {
			return s.unreadable(req.ID, err)
		}
	}
}

// answerEvents sends encoded events, several to a chunk.
func (s *Session) answerEvents(lines [][]byte) error {
	var chunk []byte
	for i, line := range lines {
		chunk = append(append(chunk, line...), '\n')
		if i < len(lines)-1 && len(chunk)+len(lines[i+1]) < maxRun {
			continue
		}
		if err := s.peer.Answer(chunk); err != nil {
			return err
		}
		chunk = nil
	}
	return nil
}

// since reads in the member's turn.
func (s *Session) since(after uint64) (lines [][]byte, through uint64, more bool, err error) {
	s.hub.reading(s.turns, func() {
		lines, through, more, err = s.hub.ledger.Since(after, syncStep, func(conv string, kind wire.Kind, from uint64) bool {
			return wire.Visible(s.id, conv, kind, from)
		})
	})
	return lines, through, more, err
}

// beyondSync reads on, for the count alone, until it is known whether more than
// Options.MaxSync events would have to be sent.
func (s *Session) beyondSync(through uint64, count int) (gap bool, last uint64, err error) {
	for more := true; more && count <= s.hub.maxSync; {
		var lines [][]byte
		if lines, through, more, err = s.since(through); err != nil {
			return false, 0, err
		}
		count += len(lines)
	}
	return count > s.hub.maxSync, s.hub.ledger.Last(), nil
}

// answerFault refuses a request whose answer the peer waits for.
func (s *Session) answerFault(re uint64, f wire.Fault) error {
	f.Re = re
	return s.peer.Answer(encode(f))
}

// unreadable tells the member that the log could not be read, and the operator
// why.
func (s *Session) unreadable(re uint64, err error) error {
	s.hub.log.Error("the log could not be read", "error", err)
	f := wire.Fault{Code: wire.CodeInternal, Text: "the server could not read its log"}
	if answerErr := s.answerFault(re, f); answerErr != nil {
		return fmt.Errorf("answer that the log could not be read: %w", answerErr)
	}
	return nil
}
