package model

import (
	"time"

	"lobby/shared/wire"
)

// Conv is one conversation: the room, or a pair of members.
type Conv struct {
	ID          string
	Rows        []Row     // what happened, ordered by Seq, without gaps from the first on
	Pending     []Pending // own messages that the server has not acknowledged, oldest first
	Newest      uint64    // number of the newest message, 0 if none
	Read        uint64    // read up to and with this number
	Unread      int       // messages of others after Read, at most wire.MaxUnread
	FirstUnread uint64    // number of the row above which "new messages" stands, 0 for none
	More        bool      // older rows exist on the server
	Loading     bool      // a page of history is under way
	Loaded      bool      // at least one page of history has come
	Draft       string    // what stands in the composer

	// floor is the number from which on Rows is complete. An event below it is
	// left to a page of history: showing it would hide the gap above it.
	floor    uint64
	parts    []wire.Event // of the page under way
	marking  bool         // a Read is under way
	marked   uint64       // Read as the server knows it
	unsure   bool         // Unread can't be told from Rows yet
	lineFrom uint64       // FirstUnread is the first message of others after it
	seekLine bool         // FirstUnread is still to be found
}

// Row is one line of a conversation's log.
type Row struct {
	Seq     uint64
	Time    time.Time // UTC
	Kind    wire.Kind // message, joined or left
	From    uint64    // message: the sender
	Text    string    // message
	Members []uint64  // joined, left
	CID     string    // own messages: the CID of the Pending that it was
}

// Pending is an own message that the server has not acknowledged.
type Pending struct {
	Conv   string    `json:"conv"`
	CID    string    `json:"cid"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`               // when it was written, by this device's clock
	Failed *Problem  `json:"failed,omitempty"` // why it was refused; with RetryMS it is tried again by itself

	sent bool // on this connection
}

// Outbox is what one member has yet to send to one server.
type Outbox struct {
	Server string    `json:"server"`
	Member uint64    `json:"member"`
	Rows   []Pending `json:"rows"`
}
