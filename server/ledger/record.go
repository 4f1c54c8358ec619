package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lobby/shared/wire"
)

// record is what the ledger knows of an event: everything but its text. The
// byte slices and members belong to whoever decoded the record, and are
// overwritten by the next decoding.
type record struct {
	seq     uint64
	time    time.Time
	kind    wire.Kind
	conv    []byte
	from    uint64
	cid     []byte
	members []uint64
	upto    uint64

	// Only events about files have these. Such events are few, and are always
	// left to encoding/json.
	file   *wire.File
	offer  uint64
	state  wire.State
	sha256 []byte
}

// event is the record as an event without its text, with memory of its own.
func (r *record) event() wire.Event {
	return wire.Event{
		Members: append([]uint64(nil), r.members...), // nil if there are none
		Seq:     r.seq, Time: wire.Time{Time: r.time}, Kind: r.kind, Conv: string(r.conv),
		From: r.from, CID: string(r.cid), Upto: r.upto,
		File: r.file, Offer: r.offer, State: r.state, SHA256: r.sha256,
	}
}

// decode reads the body of an event's line. Lines as wire.AppendEvent writes
// them take the short way; anything else, such as an escape in an id or fields
// in another order, is left to encoding/json.
func (r *record) decode(body []byte) error {
	if r.scan(body) {
		return nil
	}
	return r.unmarshal(body)
}

func (r *record) unmarshal(body []byte) error {
	var e struct {
		Type string `json:"type"`
		wire.Event
	}
	if err := json.Unmarshal(append(bytes.Clone(body), '}'), &e); err != nil {
		return fmt.Errorf("decode event: %w", err)
	}
	if e.Type != "event" {
		return errors.New("line is not an event")
	}
	*r = record{
		seq: e.Seq, time: e.Time.Time, kind: e.Kind, conv: []byte(e.Conv),
		from: e.From, cid: []byte(e.CID), members: e.Members, upto: e.Upto,
		file: e.File, offer: e.Offer, state: e.State, sha256: e.SHA256,
	}
	return nil
}

// scan reads a body in the exact form that wire.AppendEvent gives it, and says
// whether it has that form. It is about twenty times as fast as encoding/json,
// for it looks only at what the index needs and allocates nothing; that is what
// makes the start fast.
func (r *record) scan(body []byte) bool {
	s := scanner{rest: body}
	*r = record{members: r.members[:0]}
	ok := s.word(`{"type":"event","seq":`) && s.uint(&r.seq) &&
		s.word(`,"time":"`) && s.time(&r.time) &&
		s.word(`","kind":"`) && s.kind(&r.kind) &&
		s.word(`,"conv":"`) && s.plain(&r.conv)
	if ok && s.word(`,"from":`) {
		ok = s.uint(&r.from)
	}
	if ok && s.word(`,"cid":"`) {
		ok = s.plain(&r.cid)
	}
	if ok && s.word(`,"text":"`) {
		ok = s.skip()
	}
	if ok && s.word(`,"members":[`) {
		ok = s.uints(&r.members)
	}
	if ok && s.word(`,"upto":`) {
		ok = s.uint(&r.upto)
	}
	return ok && len(s.rest) == 0
}

// scanner takes pieces off the front of a body. Each method says whether the
// piece was there; if not, what is left means nothing.
type scanner struct{ rest []byte }

// word takes exactly w.
func (s *scanner) word(w string) bool {
	if len(s.rest) < len(w) || string(s.rest[:len(w)]) != w {
		return false
	}
	s.rest = s.rest[len(w):]
	return true
}

// uint takes a number of at most 19 digits, which fits 64 bits, without leading
// zeros.
func (s *scanner) uint(v *uint64) bool {
	n, i := uint64(0), 0
	for i < len(s.rest) && s.rest[i]-'0' <= 9 {
		n = n*10 + uint64(s.rest[i]-'0')
		i++
	}
	if i == 0 || i > 19 || (i > 1 && s.rest[0] == '0') {
		return false
	}
	*v, s.rest = n, s.rest[i:]
	return true
}

// uints takes numbers up to a closing bracket, at least one.
func (s *scanner) uints(v *[]uint64) bool {
	for {
		var n uint64
		if !s.uint(&n) {
			return false
		}
		*v = append(*v, n)
		if !s.word(",") {
			return s.word("]")
		}
	}
}

// plain takes a string of printable ASCII without escapes, and the quote that
// ends it.
func (s *scanner) plain(v *[]byte) bool {
	for i, c := range s.rest {
		switch {
		case c == '"':
			*v, s.rest = s.rest[:i:i], s.rest[i+1:]
			return true
		case c < ' ' || c > '~' || c == '\\':
			return false
		}
	}
	return false
}

// skip passes over a string of any content and the quote that ends it.
func (s *scanner) skip() bool {
	for {
		i := bytes.IndexByte(s.rest, '"')
		if i < 0 {
			return false
		}
		escapes := 0
		for escapes < i && s.rest[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			s.rest = s.rest[i+1:]
			return true
		}
		// The quote is escaped by the backslash before it, so that one can't
		// escape anything further on: the text goes on behind the quote.
		s.rest = s.rest[i+1:]
	}
}

// kind takes the name of a known kind and the quote that ends it.
func (s *scanner) kind(v *wire.Kind) bool {
	for _, k := range kinds {
		if s.word(string(k)) {
			*v = k
			return s.word(`"`)
		}
	}
	return false
}

// time takes a time such as 2026-11-22T03:04:05.678Z.
func (s *scanner) time(v *time.Time) bool {
	const layout = "0000-00-00T00:00:00.000Z"
	if len(s.rest) < len(layout) {
		return false
	}
	b := s.rest[:len(layout)]
	for i := range layout {
		if layout[i] == '0' && b[i]-'0' > 9 || layout[i] != '0' && b[i] != layout[i] {
			return false
		}
	}
	number := func(b []byte) (n int) {
		for _, c := range b {
			n = n*10 + int(c-'0')
		}
		return n
	}
	month, day := number(b[5:7]), number(b[8:10])
	hour, minute, second := number(b[11:13]), number(b[14:16]), number(b[17:19])
	if month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return false
	}
	t := time.Date(number(b[:4]), time.Month(month), day, hour, minute, second, number(b[20:23])*1e6, time.UTC)
	if t.Day() != day {
		return false // a day that the month does not have
	}
	*v, s.rest = t, s.rest[len(layout):]
	return true
}
