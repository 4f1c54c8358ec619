package wire

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
)

// Event is one entry of the server's ordered log, and the message that tells a
// client of it. Seq is contiguous from 1 over the whole server; a client sees
// only those of its own conversations, so for it numbers are missing.
type Event struct {
	Seq     uint64   `json:"seq"`
	Time    Time     `json:"time"`
	Kind    Kind     `json:"kind"`
	Conv    string   `json:"conv"`
	From    uint64   `json:"from,omitempty"`    // message, read: the member
	CID     string   `json:"cid,omitempty"`     // message: the sender's own id for it
	Text    string   `json:"text,omitempty"`    // message
	Members []uint64 `json:"members,omitempty"` // joined, left: 1 to MaxPresence members
	Upto    uint64   `json:"upto,omitempty"`    // read
}
