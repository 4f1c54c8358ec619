package wire

import (
	"bytes"
	"math"
	"unicode/utf8"
)

// scanRequest reads the requests that come most often, in exactly the form that
// Append gives them, and says whether the line is one. Anything else, such as a
// text with escapes, is left to encoding/json, which takes ten times as long and
// several times the stack: what a connection that only pings keeps small.
func scanRequest(line []byte) (Request, bool) {
	if len(line) > MaxMessage || !utf8.Valid(line) {
		return nil, false
	}
	line, _ = bytes.CutSuffix(line, []byte("\n"))
	s := scanner{rest: line}
	switch {
	case s.word(`{"type":"send","id":`):
		return s.send()
	case s.word(`{"type":"read","id":`):
		return s.read()
	case s.word(`{"type":"ping","id":`):
		var m Ping
		return m, s.uint(&m.ID) && s.end()
	}
	return nil, false
}

func (s *scanner) send() (Request, bool) {
	var m Send
	ok := s.uint(&m.ID) &&
		s.word(`,"conv":`) && s.text(&m.Conv) &&
		s.word(`,"cid":`) && s.text(&m.CID) &&
		s.word(`,"text":`) && s.text(&m.Text) && s.end()
	return m, ok
}

func (s *scanner) read() (Request, bool) {
	var m Read
	ok := s.uint(&m.ID) &&
		s.word(`,"conv":`) && s.text(&m.Conv) &&
		s.word(`,"upto":`) && s.uint(&m.Upto) && s.end()
	return m, ok
}

// scanEvent reads a message's event, in exactly the form that AppendEvent gives it,
// and says whether the line is one. As with scanRequest, the rest is left to
// encoding/json. A client that comes back gets thousands of these at once.
func scanEvent(line []byte) (Event, bool) {
	if len(line) > MaxMessage || !utf8.Valid(line) {
		return Event{}, false
	}
	line, _ = bytes.CutSuffix(line, []byte("\n"))
	s := scanner{rest: line}
	e := Event{Kind: KindMessage}
	ok := s.word(`{"type":"event","seq":`) && s.uint(&e.Seq) &&
		s.word(`,"time":`) && s.time(&e.Time) &&
		s.word(`,"kind":"message","conv":`) && s.text(&e.Conv) &&
		s.word(`,"from":`) && s.uint(&e.From) &&
		s.word(`,"cid":`) && s.text(&e.CID) &&
		s.word(`,"text":`) && s.text(&e.Text) && s.end()
	return e, ok
}

// scanner takes pieces off the front of a line. Each method says whether the
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

// uint takes a number without leading zeros that surely fits 64 bits.
func (s *scanner) uint(v *uint64) bool {
	n, i := uint64(0), 0
	for ; i < len(s.rest) && s.rest[i]-'0' <= 9; i++ {
		if n > math.MaxUint64/10-1 {
			return false
		}
		n = n*10 + uint64(s.rest[i]-'0')
	}
	if i == 0 || (i > 1 && s.rest[0] == '0') {
		return false
	}
	*v, s.rest = n, s.rest[i:]
	return true
}

// text takes a string without escapes.
func (s *scanner) text(v *string) bool {
	if !s.word(`"`) {
		return false
	}
	for i, c := range s.rest {
		switch {
		case c == '"':
			*v, s.rest = string(s.rest[:i]), s.rest[i+1:]
			return true
		case c < ' ' || c == '\\':
			return false
		}
	}
	return false
}

// time takes a Time.
func (s *scanner) time(v *Time) (ok bool) {
	if len(s.rest) < len(timeLayout) {
		return false
	}
	*v, ok = parseTime(s.rest[:len(timeLayout)])
	s.rest = s.rest[len(timeLayout):]
	return ok
}

// end takes the closing brace that must be the line's last byte.
func (s *scanner) end() bool { return s.word("}") && len(s.rest) == 0 }
