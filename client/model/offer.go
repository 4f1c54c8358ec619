package model

import (
	"slices"
	"time"

	"lobby/shared/wire"
)

// Offer is a file that a member offers to others.
type Offer struct {
	Seq      uint64 // its number
	Conv     string
	From     uint64
	File     wire.File // its name is clean: it came over the network
	Accepted bool      // in a pair: the other wants it
	Ready    bool      // the server has all of it
	End      wire.State
	SHA256   []byte    // once Ready
	Transfer *Transfer // what this client has to do with its bytes; nil for nothing

	endSeq uint64 // of the event that gave End
}

// TransferStatus says how the carrying of a file stands.
type TransferStatus int

// The states of a transfer.
const (
	TransferWaiting TransferStatus = iota // for the other member, the connection, or its turn
	TransferRunning
	TransferPaused
	TransferFailed // Problem says why; ResumeTransfer tries again
	TransferDone
)

// Transfer is one file on its way from this client to the server, or from there
// to this client.
type Transfer struct {
	Upload  bool
	Status  TransferStatus
	Done    int64   // bytes
	Rate    float64 // bytes a second, 0 while nothing moves
	Problem *Problem
	Path    string // upload: of the file; download: where it is, once TransferDone

	asked  bool   // for a ticket, or has one
	told   bool   // since it was asked for, something was heard of the offer
	barred bool   // there is none as the offer stands: something has to be heard of it first
	unsure bool   // upload: it may be wanted, and nobody was here to hear that
	failed int    // attempts that have broken in a row
	as     string // download: the path that the user chose; "" for the folder of downloads
	fresh  bool   // and that no other file is to lose its place there
}

// LocalFile is a file of the user's that is to be sent.
type LocalFile struct {
	Conv     string    `json:"conv"`
	CID      string    `json:"cid"`             // of its offer
	Offer    uint64    `json:"offer,omitempty"` // number of its offer, once that is stored
	Path     string    `json:"path"`            // in a page the handle of a File; "" where it was lost and has to be chosen again
	Name     string    `json:"name"`
	Mime     string    `json:"mime,omitempty"`
	Size     int64     `json:"size"`     // bytes
	Modified time.Time `json:"modified"` // as it was when it was chosen

	// Of a picture, as in wire.File.
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
	Preview []byte `json:"preview,omitempty"`

	// Of a folder that is sent as an archive: how many files it has, what tells
	// whether it has changed, and what of it can't be sent.
	Files   int64    `json:"files,omitempty"`
	Mark    []byte   `json:"mark,omitempty"`
	LeftOut []string `json:"-"`
}

// file is what the offer of f says.
func (f LocalFile) file() wire.File {
	return wire.File{Name: f.Name, Size: f.Size, Mime: f.Mime, Width: f.Width, Height: f.Height, Preview: f.Preview, Files: f.Files}
}

// Fetch is a file that the user wants.
type Fetch struct {
	Offer uint64    `json:"offer"`
	Conv  string    `json:"conv"`
	From  uint64    `json:"from"`
	File  wire.File `json:"file"`
	As    string    `json:"as,omitempty"`    // the path that the user chose
	Fresh bool      `json:"fresh,omitempty"` // a file that is there already keeps its place
	Path  string    `json:"path,omitempty"`  // where it is, once it is there
}

// Cargo is what one member has still to send to one server and to fetch from
// there, and what was carried.
type Cargo struct {
	Server  string      `json:"server"`
	Member  uint64      `json:"member"`
	Log     string      `json:"log,omitempty"` // which log the numbers of offers are of, "" if that is not known
	Sends   []LocalFile `json:"sends,omitempty"`
	Fetches []Fetch     `json:"fetches,omitempty"`
	Kept    []Kept      `json:"kept,omitempty"` // the newest last
}

// Empty reports whether there is nothing to remember.
func (c Cargo) Empty() bool { return len(c.Sends)+len(c.Fetches)+len(c.Kept) == 0 }

// Unfinished reports whether files have still to be sent or fetched that only this
// run of the program has, as a page that is left loses them.
func (s *State) Unfinished() bool {
	return slices.ContainsFunc(s.cargo.Sends, func(f LocalFile) bool { return f.Path != "" }) ||
		slices.ContainsFunc(s.cargo.Fetches, func(f Fetch) bool { return f.Path == "" })
}

// Direct reports whether the offer is to one member, who is asked.
func (o *Offer) Direct() bool { return o.Conv != wire.Room }

// Open reports whether the file can still be had.
func (o *Offer) Open() bool { return o.End == "" }

// offer returns an offer, beginning it if need be: the events about an offer
// may be known before the offer itself.
func (s *State) offer(seq uint64) *Offer {
	o := s.Offers[seq]
	if o == nil {
		o = &Offer{Seq: seq}
		s.Offers[seq] = o
	}
	return o
}

// heard notes that something is known of the offer that may make a ticket possible.
func (o *Offer) heard() {
	if t := o.Transfer; t != nil {
		t.told, t.barred = true, false
	}
}

// noteFile keeps what an event of kind offer or file tells, whether or not its
// row is shown. Events may come in any order, and more than once.
func (s *State) noteFile(e wire.Event) []Effect {
	switch e.Kind {
	case wire.KindOffer:
		if e.File == nil {
			return nil
		}
		o := s.offer(e.Seq)
		o.Conv, o.From, o.File = e.Conv, e.From, *e.File
		o.File.Name = wire.CleanFileName(o.File.Name)
		if o.From == s.Self.ID {
			s.ownOffer(o, e.CID)
		}
	case wire.KindFile:
		o := s.offer(e.Offer)
		switch {
		case e.State == wire.StateAccepted:
			o.Accepted = true
		case e.State == wire.StateReady:
			o.Ready, o.SHA256 = true, e.SHA256
		case e.State.Ends() && (o.End == "" || e.Seq < o.endSeq):
			o.End, o.endSeq = e.State, e.Seq
		}
		o.heard()
		return s.standingChanged(o)
	}
	return nil
}

// ownOffer finds the file that an own offer is of.
func (s *State) ownOffer(o *Offer, cid string) {
	for i := range s.cargo.Sends {
		f := &s.cargo.Sends[i]
		if f.CID == cid {
			f.Offer = o.Seq
			if o.Transfer == nil {
				o.Transfer = uploadOf(*f)
			}
		}
	}
}

// uploadOf is the transfer that a file begins with.
func uploadOf(f LocalFile) *Transfer {
	t := &Transfer{Upload: true, Path: f.Path}
	if f.Path == "" {
		t.Status, t.Problem = TransferFailed, &Problem{Code: CodeGone}
	}
	return t
}

// standingChanged ends what has no use any more, and begins what may begin.
func (s *State) standingChanged(o *Offer) []Effect {
	if o.Open() && !(o.Ready && o.From == s.Self.ID) {
		return s.carryNext()
	}
	s.Asking = slices.DeleteFunc(s.Asking, func(seq uint64) bool { return seq == o.Seq })
	t := o.Transfer
	if t == nil || t.Status == TransferDone {
		return s.dropCargo(o.Seq)
	}
	if t.Upload && o.Ready {
		t.Status, t.Done, t.Rate, t.Problem = TransferDone, o.File.Size, 0, nil
		s.keep(o)
		return append(s.dropCargo(o.Seq), s.carryNext()...)
	}
	if o.Open() {
		return nil
	}
	o.Transfer = nil
	out := append([]Effect{Halt{Offer: o.Seq, Discard: true, File: o.File, As: t.as}}, s.dropCargo(o.Seq)...)
	return append(out, s.carryNext()...)
}

// dropCargo forgets what was to be carried for an offer.
func (s *State) dropCargo(seq uint64) []Effect {
	before := len(s.cargo.Sends) + len(s.cargo.Fetches)
	s.cargo.Sends = slices.DeleteFunc(s.cargo.Sends, func(f LocalFile) bool { return f.Offer == seq })
	s.cargo.Fetches = slices.DeleteFunc(s.cargo.Fetches, func(f Fetch) bool { return f.Offer == seq })
	if len(s.cargo.Sends)+len(s.cargo.Fetches) == before {
		return nil
	}
	return s.saveCargo()
}

func (s *State) saveCargo() []Effect {
	c := s.cargo
	c.Server, c.Member, c.Log = s.server, s.Self.ID, s.log
	c.Sends, c.Fetches, c.Kept = slices.Clone(c.Sends), slices.Clone(c.Fetches), slices.Clone(c.Kept)
	return []Effect{SaveCargo{Cargo: c}}
}
