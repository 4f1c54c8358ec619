package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Append encodes m as one line, with its newline, and appends it to dst. The
// type comes first. It fails when the line is longer than MaxMessage: what has
// lists is for the caller to divide.
func Append(dst []byte, m Message) ([]byte, error) {
	start := len(dst)
	dst, err := appendMessage(dst, m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", m.Type(), err)
	}
	if size := len(dst) - start; size > MaxMessage {
		return nil, fmt.Errorf("encode %s: %d bytes, at most %d are allowed", m.Type(), size, MaxMessage)
	}
	return dst, nil
}

func appendMessage(dst []byte, m Message) ([]byte, error) {
	switch m := m.(type) {
	case Event:
		return append(AppendEvent(dst, &m), '\n'), nil
	case Sent:
		return appendSent(dst, &m), nil
	case Page:
		events := make([][]byte, len(m.Events))
		for i := range m.Events {
			events[i] = AppendEvent(nil, &m.Events[i])
		}
		return AppendPage(dst, m.Re, m.Conv, events, m.Last, m.More), nil
	case Members:
		if m.Members == nil { // an empty list, not null
			m.Members = []Member{}
		}
		return appendFields(dst, m)
	case Convs:
		if m.Convs == nil {
			m.Convs = []Conv{}
		}
		return appendFields(dst, m)
	case Known:
		if m.Devices == nil {
			m.Devices = []Device{}
		}
		return appendFields(dst, m)
	}
	return appendFields(dst, m)
}

// appendSent is written out, as AppendEvent is, because every message is
// answered with one.
func appendSent(dst []byte, m *Sent) []byte {
	dst = append(dst, `{"type":"sent","re":`...)
	dst = strconv.AppendUint(dst, m.Re, 10)
	dst = appendField(dst, "cid", m.CID)
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendUint(dst, m.Seq, 10)
	dst = append(dst, `,"time":`...)
	dst = m.Time.appendJSON(dst)
	return append(dst, '}', '\n')
}

// appendFields puts the type before what encoding/json makes of m.
func appendFields(dst []byte, m Message) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, err
	}
	dst = append(dst, `{"type":"`...)
	dst = append(dst, m.Type()...)
	dst = append(dst, `",`...) // every message has a field
	return append(dst, buf.Bytes()[len("{"):]...), nil
}

// AppendPage encodes a Page, with its newline, from events that are encoded
// already, as the log holds them. That the line is not longer than MaxMessage is
// the caller's to see to.
func AppendPage(dst []byte, re uint64, conv string, events [][]byte, last, more bool) []byte {
	dst = append(dst, `{"type":"page","re":`...)
	dst = strconv.AppendUint(dst, re, 10)
	dst = appendField(dst, "conv", conv)
	dst = append(dst, `,"events":[`...)
	for i, e := range events {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, e...)
	}
	dst = append(dst, `],"last":`...)
	dst = strconv.AppendBool(dst, last)
	dst = append(dst, `,"more":`...)
	dst = strconv.AppendBool(dst, more)
	return append(dst, '}', '\n')
}
