package wire

import (
	"encoding/json"
	"strconv"
)

// Kind says what happened in an Event.
type Kind string

// The kinds of events. A client skips kinds that it does not know.
const (
	// KindMessage: From said Text in Conv.
	KindMessage Kind = "message"
	// KindJoined: Members came online; Conv is the room.
	KindJoined Kind = "joined"
	// KindLeft: Members went offline; Conv is the room.
	KindLeft Kind = "left"
	// KindRead: From has read Conv up to and with Upto. Only From sees it.
	KindRead Kind = "read"
	// KindOffer: From offers File in Conv. Seq is the offer's id.
	KindOffer Kind = "offer"
	// KindFile: the offer numbered Offer, of Conv, has come to State. From is
	// the member who brought it there, 0 for the server.
	KindFile Kind = "file"
)

// Event is one entry of the server's ordered log, and the message that tells a
// client of it. Seq is contiguous from 1 over the whole server; a client sees
// only those of its own conversations, so for it numbers are missing.
type Event struct {
	Seq     uint64   `json:"seq"`
	Time    Time     `json:"time"`
	Kind    Kind     `json:"kind"`
	Conv    string   `json:"conv"`
	From    uint64   `json:"from,omitempty"`    // message, read, offer, file: the member
	CID     string   `json:"cid,omitempty"`     // message, offer: the sender's own id for it
	Text    string   `json:"text,omitempty"`    // message
	Members []uint64 `json:"members,omitempty"` // joined, left: 1 to MaxPresence members
	Upto    uint64   `json:"upto,omitempty"`    // read
	File    *File    `json:"file,omitempty"`    // offer
	Offer   uint64   `json:"offer,omitempty"`   // file: the offer's Seq
	State   State    `json:"state,omitempty"`   // file
	SHA256  []byte   `json:"sha256,omitempty"`  // file, StateReady: of the content
}

// AppendEvent encodes e without a newline and appends it to dst. It is written
// out because every message passes here once for the disk and all recipients,
// and so that the order of the fields is fixed: the log's lines are these bytes.
func AppendEvent(dst []byte, e *Event) []byte {
	dst = append(dst, `{"type":"event","seq":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, `,"time":`...)
	dst = e.Time.appendJSON(dst)
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
	if e.Kind == KindOffer || e.Kind == KindFile {
		dst = appendFileFields(dst, e)
	}
	return append(dst, '}')
}

var _ json.Marshaler = Event{}

// MarshalJSON gives AppendEvent's form, so that there is one.
func (e Event) MarshalJSON() ([]byte, error) { return AppendEvent(nil, &e), nil }
