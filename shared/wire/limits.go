package wire

import "time"

// Prologue names the protocol and its version in the Noise handshake: two ends
// that do not agree on it fail the handshake instead of misreading each other.
const Prologue = "Lobby/1"

// DefaultPort is the one TCP port of a server.
const DefaultPort = 7070

// Limits of what a peer may send. A field beyond its limit is answered with a
// Fault of code CodeBadMessage, or a more precise one where there is one.
const (
	// MaxMessage is the size of one encoded message with its newline, in
	// bytes: what fits into one Noise record of 65,535 bytes beside its
	// 16-byte tag.
	MaxMessage = 65535 - 16

	// MaxName is the length of a member's name, in code points.
	MaxName = 32

	// MinPassword and MaxPassword bound a password, in code points. Eight is
	// the least that NIST SP 800-63B allows for a password a person chooses.
	MinPassword = 8
	MaxPassword = 128

	// MaxDevice is the length of a device's label, in code points.
	MaxDevice = 64

	// MaxServer is the length of a server's name, in code points.
	MaxServer = 64

	// MaxCode is the length of the code of a registration, in code points.
	MaxCode = 64

	// MaxText is the length of a chat message, in code points.
	MaxText = 4000

	// MaxTextBytes is the same limit in bytes of UTF-8, four a code point.
	MaxTextBytes = 4 * MaxText

	// MaxCID is the length of a client's own id of a message, in bytes of
	// printable ASCII without the space.
	MaxCID = 64

	// MaxConv is the length of a conversation's id, in bytes. Two member ids
	// of 16 digits (below 2^53), a dash and a letter need 34.
	MaxConv = 40

	// MaxPage is the most events that one history request may ask for.
	MaxPage = 200

	// MaxSync is the most events that one sync request is answered with, where
	// the server's operator has not chosen fewer; past it the answer says that
	// there is a gap.
	MaxSync = 2000

	// MaxPresence is the most member ids in one joined or left event, so that
	// the event fits into a datagram of MaxDatagram bytes.
	MaxPresence = 48

	// MaxDatagram is the size of a sealed multicast notice, in bytes: less
	// than an Ethernet frame's payload, so that it is never fragmented.
	MaxDatagram = 1200

	// MaxFile is the size of a file, in bytes: what a JSON number carries
	// exactly. What a server takes is far less, and its operator's choice.
	MaxFile = 1<<53 - 1

	// MaxFileName is the length of an offered file's name, in code points.
	MaxFileName = 255

	// MaxMime is the length of a media type, in bytes. RFC 6838 allows 127 on
	// each side of the slash.
	MaxMime = 255

	// MaxSide is the greatest width or height of a picture, in pixels: what a
	// JPEG can have.
	MaxSide = 65535

	// MaxPreview is the size of a picture's preview, in bytes: 8 KiB in base64,
	// which leaves room for six and more offers in one message of a page.
	MaxPreview = 6 << 10

	// TicketSize is the length of a ticket, in bytes.
	TicketSize = 32

	// KeySize is the length of a device's static key, in bytes.
	KeySize = 32

	// HashSize is the length of a SHA-256, in bytes.
	HashSize = 32

	// MaxData is the most of a file that one data record carries, in bytes:
	// a record less the byte that marks it.
	MaxData = MaxMessage - 1

	// PieceSize is how much of a file our programs put into a data record, in bytes:
	// as many whole pages of 4 KiB as fit, because a disk's cache takes and gives
	// parts of pages more slowly.
	PieceSize = 60 << 10

	// MaxID is the greatest request id, member id or sequence number: the
	// greatest integer that a JSON number carries exactly everywhere.
	MaxID = 1<<53 - 1
)

// Times that both ends keep.
const (
	// PingAfter is the silence after which a client sends a Ping.
	PingAfter = 30 * time.Second

	// PeerTimeout is the silence after which a server takes a client for gone.
	PeerTimeout = 90 * time.Second

	// ServerTimeout is the silence after which a client takes the server for
	// gone: a ping and its answer fit in.
	ServerTimeout = 60 * time.Second

	// TicketLife is how long a ticket waits for its connection.
	TicketLife = 60 * time.Second

	// HeldEvery is how often a server repeats Held while a download waits.
	HeldEvery = 20 * time.Second

	// LoginTimeout is how long a connection may go on without being logged in.
	LoginTimeout = 60 * time.Second
)
