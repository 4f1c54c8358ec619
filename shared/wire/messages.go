package wire

// Message is one of the message types of this package.
type Message interface {
	// Type is the value of the message's "type" field.
	Type() string
}

// Request is a message from a client that the server answers. Its id is chosen
// by the client, 1 to MaxID, and comes back as "re" in every part of the answer.
type Request interface {
	Message
	RequestID() uint64
}

// What a client sends.
type (
	// Register makes an account and logs in with it.
	// Answered by Welcome or Fault.
	Register struct {
		ID       uint64 `json:"id"`
		Name     string `json:"name"`           // 1 to MaxName code points
		Password string `json:"password"`       // MinPassword to MaxPassword code points
		Device   string `json:"device"`         // label of the device, 0 to MaxDevice code points
		Code     string `json:"code,omitempty"` // what lets the account be made where that needs one, 0 to MaxCode code points
	}

	// Login logs in with name and password, and makes the connection's static
	// key a known device of the member. Answered by Welcome or Fault.
	Login struct {
		ID       uint64 `json:"id"`
		Name     string `json:"name"`
		Password string `json:"password"`
		Device   string `json:"device"`
	}

	// Resume logs in without a password: the connection's static key must be
	// a known device of the member. Answered by Welcome or Fault.
	Resume struct {
		ID   uint64 `json:"id"`
		Name string `json:"name"`
	}

	// Sync asks for the events after a sequence number that the member may
	// see. Answered by Event messages in order, then Synced; or Fault.
	Sync struct {
		ID    uint64 `json:"id"`
		After uint64 `json:"after"` // 0 to MaxID
	}

	// Send says something in a conversation. Sending the same CID again is
	// answered as the first time and stores nothing. Answered by Sent or Fault.
	Send struct {
		ID   uint64 `json:"id"`
		Conv string `json:"conv"`
		CID  string `json:"cid"`  // 1 to MaxCID bytes, unique for the member for ever
		Text string `json:"text"` // 1 to MaxText code points
	}

	// History asks for a page of a conversation, backwards.
	// Answered by one or more Page messages, or Fault.
	History struct {
		ID     uint64 `json:"id"`
		Conv   string `json:"conv"`
		Before uint64 `json:"before,omitempty"` // only events with a smaller number; 0 means from the newest
		Limit  int    `json:"limit"`            // 1 to MaxPage events
	}

	// Read says that the member has read a conversation up to and with a
	// number. It never moves back. Answered by Done or Fault.
	Read struct {
		ID   uint64 `json:"id"`
		Conv string `json:"conv"`
		Upto uint64 `json:"upto"`
	}

	// Offer offers a file in a conversation. Like Send, it may be repeated with
	// the same CID. Answered by Sent, whose Seq is the offer's id, or Fault.
	Offer struct {
		ID   uint64 `json:"id"`
		Conv string `json:"conv"`
		CID  string `json:"cid"`            // 1 to MaxCID bytes, unique for the member for ever
		Name string `json:"name"`           // 1 to MaxFileName code points
		Size int64  `json:"size"`           // bytes, 0 to MaxFile
		Mime string `json:"mime,omitempty"` // 0 to MaxMime bytes of printable ASCII

		// Of a picture: its size in pixels as it is to be shown, both 0 to
		// MaxSide and both 0 or neither, and a small JPEG of it, at most
		// MaxPreview bytes.
		Width   int    `json:"width,omitempty"`
		Height  int    `json:"height,omitempty"`
		Preview []byte `json:"preview,omitempty"`

		Files int64 `json:"files,omitempty"` // that an archive holds, 0 to MaxFile; 0 if unknown
	}

	// Respond brings an offer to a state: accepted, declined and received are
	// the other member's of a pair to say, cancelled the sender's. Answered by
	// Done or Fault.
	Respond struct {
		ID    uint64 `json:"id"`
		Offer uint64 `json:"offer"`
		State State  `json:"state"`
	}

	// Transfer asks for a ticket to send an offer's file, or to fetch it.
	// Answered by Ticket or Fault.
	Transfer struct {
		ID     uint64 `json:"id"`
		Offer  uint64 `json:"offer"`
		Upload bool   `json:"upload,omitempty"`
	}

	// Upload is the first message of a connection that sends a file. Answered
	// by Held, after which the bytes from there on follow in data records and
	// Finish ends them; or Fault.
	Upload struct {
		ID     uint64 `json:"id"`
		Ticket []byte `json:"ticket"`           // TicketSize bytes
		Window int64  `json:"window,omitempty"` // Held is wanted again before so many bytes more; 0 to MaxFile, 0 for never
	}

	// Download is the first message of a connection that fetches a file.
	// Answered by Held, data records from Offset on, and Finished; or Fault.
	Download struct {
		ID     uint64 `json:"id"`
		Ticket []byte `json:"ticket"`
		Offset int64  `json:"offset,omitempty"` // bytes that the client has, 0 to MaxFile
		Window int64  `json:"window,omitempty"` // only so many bytes beyond what Taken said; 0 to MaxFile, 0 for any
	}

	// Taken says how much of a file a client has taken in, on a download with
	// a Window. It is not answered.
	Taken struct {
		ID    uint64 `json:"id"`
		Taken int64  `json:"taken"` // bytes from the beginning of the file, 0 to MaxFile
	}

	// Finish ends an upload: all bytes were sent. Answered by Done when the
	// server has them on its disk, or Fault.
	Finish struct {
		ID     uint64 `json:"id"`
		SHA256 []byte `json:"sha256"` // of the whole file
	}

	// Logout makes the server forget this device. Answered by Done, then the
	// server closes the connection.
	Logout struct {
		ID uint64 `json:"id"`
	}

	// Ping asks for a Pong, to show that the connection lives.
	Ping struct {
		ID uint64 `json:"id"`
	}
)

// What a server sends.
type (
	// Welcome is the answer to a successful Register, Login or Resume. After
	// it come Members and Convs messages and then Ready. Events with a greater
	// number than Seq follow live; those up to Seq are had by Sync or History.
	Welcome struct {
		Re     uint64 `json:"re"`
		Member Member `json:"member"` // who the client now is
		Server string `json:"server"` // the server's name, for people
		Log    string `json:"log"`    // which log Seq and all other numbers are of; "" from a server that does not say
		Seq    uint64 `json:"seq"`    // the newest event at this moment
		Group  Group  `json:"group"`
	}

	// Members adds or replaces entries of the member list. After Welcome it
	// comes as often as needed to name everyone; later, when one changes.
	Members struct {
		Members []Member `json:"members"`
	}

	// Convs states where the member stands in conversations: after Welcome,
	// in every one that has a message the member may see, and the room.
	Convs struct {
		Convs []Conv `json:"convs"`
	}

	// Ready ends what follows a Welcome.
	Ready struct {
		Re uint64 `json:"re"`
	}

	// Sent acknowledges a Send: the message is on the disk under this number.
	Sent struct {
		Re   uint64 `json:"re"`
		CID  string `json:"cid"`
		Seq  uint64 `json:"seq"`
		Time Time   `json:"time"`
	}

	// Page is a part of an answer to History, its events oldest first. The
	// parts come in order, the one with the newest events last.
	Page struct {
		Re     uint64  `json:"re"`
		Conv   string  `json:"conv"`
		Events []Event `json:"events"`
		Last   bool    `json:"last"` // the answer's last part
		More   bool    `json:"more"` // on the last part: older events exist
	}

	// Synced ends the answer to Sync.
	Synced struct {
		Re      uint64 `json:"re"`
		Through uint64 `json:"through"` // all visible events up to this number were sent
		Gap     bool   `json:"gap"`     // too much was missed, or the log is another: nothing was sent; read each conversation's newest page instead
	}

	// Ticket answers Transfer. It is good for one connection of the same device,
	// within TicketLife.
	Ticket struct {
		Re     uint64 `json:"re"`
		Ticket []byte `json:"ticket"` // TicketSize bytes
	}

	// Held says how much of a file the server has. It answers Upload and
	// Download, and is repeated on an upload with a Window and on a download
	// that waits for the sender.
	Held struct {
		Re   uint64 `json:"re"`
		Held int64  `json:"held"` // bytes
	}

	// Finished ends a download: all bytes were sent.
	Finished struct {
		Re     uint64 `json:"re"`
		SHA256 []byte `json:"sha256"` // of the whole file
	}

	// Done acknowledges a request that has nothing else to answer.
	Done struct {
		Re uint64 `json:"re"`
	}

	// Pong answers Ping.
	Pong struct {
		Re uint64 `json:"re"`
	}

	// Regroup replaces the Group of Welcome, because its key is known to
	// somebody who is no member any more.
	Regroup struct {
		Group Group `json:"group"`
	}

	// Bye is the last message of a connection that the server ends.
	Bye struct {
		Code Code   `json:"code"`
		Text string `json:"text"` // for an operator, in English
	}
)

// Member is one account as others see it.
type Member struct {
	ID     uint64 `json:"id"` // 1 to MaxID, never reused
	Name   string `json:"name"`
	Online bool   `json:"online"`
}

// Conv is where the member stands in one conversation.
type Conv struct {
	Conv   string `json:"conv"`
	Newest uint64 `json:"newest"` // number of its newest message or offer, 0 if none
	Read   uint64 `json:"read"`   // read up to and with this number
	Unread int    `json:"unread"` // messages and offers of others after Read, counted up to MaxUnread
}

// MaxUnread bounds Conv.Unread; a client shows the bound as "999+".
const MaxUnread = 1000

// Group is what a member needs to open the multicast notices. Without
// multicast Addr is empty and the rest is absent.
type Group struct {
	Addr string `json:"addr"`          // "224.111.1.1:5007"
	ID   []byte `json:"id,omitempty"`  // 8 bytes that name the key
	Key  []byte `json:"key,omitempty"` // 32 bytes, AES-256-GCM
}

func (Register) Type() string { return "register" }
func (Login) Type() string    { return "login" }
func (Resume) Type() string   { return "resume" }
func (Sync) Type() string     { return "sync" }
func (Send) Type() string     { return "send" }
func (History) Type() string  { return "history" }
func (Read) Type() string     { return "read" }
func (Logout) Type() string   { return "logout" }
func (Ping) Type() string     { return "ping" }
func (Offer) Type() string    { return "offer" }
func (Respond) Type() string  { return "respond" }
func (Transfer) Type() string { return "transfer" }
func (Upload) Type() string   { return "upload" }
func (Download) Type() string { return "download" }
func (Taken) Type() string    { return "taken" }
func (Finish) Type() string   { return "finish" }
func (Ticket) Type() string   { return "ticket" }
func (Held) Type() string     { return "held" }
func (Finished) Type() string { return "finished" }
func (Welcome) Type() string  { return "welcome" }
func (Members) Type() string  { return "members" }
func (Convs) Type() string    { return "convs" }
func (Ready) Type() string    { return "ready" }
func (Sent) Type() string     { return "sent" }
func (Page) Type() string     { return "page" }
func (Synced) Type() string   { return "synced" }
func (Done) Type() string     { return "done" }
func (Pong) Type() string     { return "pong" }
func (Regroup) Type() string  { return "group" }
func (Bye) Type() string      { return "bye" }
func (Event) Type() string    { return "event" }
func (Fault) Type() string    { return "error" }

func (m Register) RequestID() uint64 { return m.ID }
func (m Login) RequestID() uint64    { return m.ID }
func (m Resume) RequestID() uint64   { return m.ID }
func (m Sync) RequestID() uint64     { return m.ID }
func (m Send) RequestID() uint64     { return m.ID }
func (m History) RequestID() uint64  { return m.ID }
func (m Read) RequestID() uint64     { return m.ID }
func (m Logout) RequestID() uint64   { return m.ID }
func (m Ping) RequestID() uint64     { return m.ID }
func (m Offer) RequestID() uint64    { return m.ID }
func (m Respond) RequestID() uint64  { return m.ID }
func (m Transfer) RequestID() uint64 { return m.ID }
func (m Upload) RequestID() uint64   { return m.ID }
func (m Download) RequestID() uint64 { return m.ID }
func (m Taken) RequestID() uint64    { return m.ID }
func (m Finish) RequestID() uint64   { return m.ID }
