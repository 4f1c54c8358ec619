package wire

import (
	"encoding/base64"
	"strconv"
)

// File is what an offer says of a file.
type File struct {
	Name string `json:"name"`           // as CleanFileName gives it
	Size int64  `json:"size"`           // bytes, 0 to MaxFile
	Mime string `json:"mime,omitempty"` // media type, as the sender's system tells it; "" if unknown

	// Of a picture, as the sender tells them: nobody has checked that the file
	// is one, or that Preview can be decoded.
	Width   int    `json:"width,omitempty"` // pixels, 1 to MaxSide; 0 if unknown, as Height then is
	Height  int    `json:"height,omitempty"`
	Preview []byte `json:"preview,omitempty"` // a small JPEG, at most MaxPreview bytes

	Files int64 `json:"files,omitempty"` // that an archive holds, as the sender tells it; 0 if unknown
}

// State says how far an offer has come.
type State string

// The states that an offer comes to. The first one that ends it counts; what
// comes after that changes nothing.
const (
	// StateAccepted: the other member of a pair wants the file.
	StateAccepted State = "accepted"
	// StateReady: the server has all of the file, and its SHA-256 is right.
	StateReady State = "ready"
	// StateReceived: the other member of a pair has the file. Ends the offer.
	StateReceived State = "received"
	// StateDeclined: the other member of a pair does not want it. Ends the offer.
	StateDeclined State = "declined"
	// StateCancelled: the sender takes it back. Ends the offer.
	StateCancelled State = "cancelled"
	// StateExpired: the server keeps it no longer. Ends the offer.
	StateExpired State = "expired"
)

// Ends reports whether nothing can happen to an offer in this state any more.
func (s State) Ends() bool {
	switch s {
	case StateReceived, StateDeclined, StateCancelled, StateExpired:
		return true
	}
	return false
}

// Standing is where an offer stands: its events of KindFile, taken in order.
// The zero value is a new offer.
type Standing struct {
	Accepted bool
	Ready    bool
	End      State  // "" while it is open
	SHA256   []byte // once Ready
}

// Take adds one event of the offer.
func (s *Standing) Take(e Event) {
	if s.End != "" {
		return
	}
	switch {
	case e.State == StateAccepted:
		s.Accepted = true
	case e.State == StateReady:
		s.Ready, s.SHA256 = true, e.SHA256
	case e.State.Ends():
		s.End = e.State
	}
}

// appendFileFields writes what only the events about files have.
func appendFileFields(dst []byte, e *Event) []byte {
	if e.File != nil {
		dst = append(dst, `,"file":{"name":`...)
		dst = appendString(dst, e.File.Name)
		dst = append(dst, `,"size":`...)
		dst = strconv.AppendInt(dst, e.File.Size, 10)
		if e.File.Mime != "" {
			dst = appendField(dst, "mime", e.File.Mime)
		}
		dst = appendPicture(dst, e.File)
		if e.File.Files != 0 {
			dst = append(dst, `,"files":`...)
			dst = strconv.AppendInt(dst, e.File.Files, 10)
		}
		dst = append(dst, '}')
	}
	if e.Offer != 0 {
		dst = append(dst, `,"offer":`...)
		dst = strconv.AppendUint(dst, e.Offer, 10)
	}
	if e.State != "" {
		dst = appendField(dst, "state", string(e.State))
	}
	return appendBinary(dst, "sha256", e.SHA256)
}

// appendPicture writes what only a picture has.
func appendPicture(dst []byte, f *File) []byte {
	if f.Width != 0 {
		dst = append(dst, `,"width":`...)
		dst = strconv.AppendInt(dst, int64(f.Width), 10)
	}
	if f.Height != 0 {
		dst = append(dst, `,"height":`...)
		dst = strconv.AppendInt(dst, int64(f.Height), 10)
	}
	return appendBinary(dst, "preview", f.Preview)
}

// appendBinary writes a field of bytes, or nothing where there are none.
func appendBinary(dst []byte, name string, data []byte) []byte {
	if len(data) == 0 {
		return dst
	}
	dst = append(append(append(dst, `,"`...), name...), `":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, data)
	return append(dst, '"')
}
