package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// AppendEvent encodes e without a newline and appends it to dst. It is written
// out because every message passes here once for the disk and all recipients,
// and so that the order of the fields is fixed: the log's lines are these bytes.
func AppendEvent(dst []byte, e *Event) []byte {
	dst = append(dst, `{"type":"event","seq":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, `,"time":`...)
	dst = e.Time.UTC().AppendFormat(dst, `"`+timeLayout+`"`)
	dst = appendField(dst, "kind", string(e.Kind))
	dst = appendField(dst, "conv", e.Conv)
	if e.From != 0 {
		dst = append(dst, `,"from":`...)
		dst = strconv.AppendUint(dst, e.From, 10)
	}
	if e.CID != "" {
		dst = appendField(dst, "cid", e.CID)
	}
	if e.Text != "" {
		dst = appendField(dst, "text", e.Text)
	}
	for i, m := range e.Members {
		if i == 0 {
			dst = append(dst, `,"members":[`...)
		} else {
			dst = append(dst, ',')
		}
		dst = strconv.AppendUint(dst, m, 10)
	}
	if len(e.Members) > 0 {
		dst = append(dst, ']')
	}
	if e.Upto != 0 {
		dst = append(dst, `,"upto":`...)
		dst = strconv.AppendUint(dst, e.Upto, 10)
	}
	return append(dst, '}')
}

func appendField(dst []byte, name, value string) []byte {
	dst = append(dst, ',', '"')
	dst = append(dst, name...)
	dst = append(dst, '"', ':')
	return appendString(dst, value)
}

const hexDigits = "0123456789abcdef"

// appendString writes s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD; U+2028 and U+2029 are escaped, so that a line is a line everywhere.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == '"' || r == '\\':
			dst = append(append(dst, s[start:i]...), '\\', byte(r))
		case r == '\n':
			dst = append(append(dst, s[start:i]...), `\n`...)
		case r == '\t':
			dst = append(append(dst, s[start:i]...), `\t`...)
		case r < 0x20 || r == 0x7f:
			dst = append(append(dst, s[start:i]...), `\u00`...)
			dst = append(dst, hexDigits[r>>4], hexDigits[r&0xf])
		case r == utf8.RuneError && size == 1:
			dst = append(append(dst, s[start:i]...), `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			dst = append(append(dst, s[start:i]...), `\u202`...)
			dst = append(dst, hexDigits[r&0xf])
		default:
			i += size
			continue
		}
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// appendPage joins the events as they are.
func appendPage(dst []byte, p *Page) ([]byte, error) {
	lines := make([][]byte, len(p.Events))
	for i := range p.Events {
		lines[i] = AppendEvent(nil, &p.Events[i])
	}
	return AppendPage(dst, p.Re, p.Conv, lines, p.Last, p.More), nil
}

// AppendPage encodes a Page, with its newline, from events that are encoded
// already, as the log holds them.
func AppendPage(dst []byte, re uint64, conv string, events [][]byte, last, more bool) []byte {
	dst = append(dst, `{"type":"page","re":`...)
	dst = strconv.AppendUint(dst, re, 10)
	dst = appendField(dst, "conv", conv)
	dst = append(dst, `,"events":[`...)
	dst = append(dst, bytes.Join(events, []byte(","))...)
	dst = fmt.Appendf(dst, `],"last":%t,"more":%t}`, last, more)
	return append(dst, '\n')
}

var _ json.Marshaler = Event{}

// MarshalJSON gives AppendEvent's form, so that there is one.
func (e Event) MarshalJSON() ([]byte, error) { return AppendEvent(nil, &e), nil }
