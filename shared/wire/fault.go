package wire

import "fmt"

// Code names what went wrong. A client chooses its own words by it, in the
// user's language.
type Code string

// The codes of a Fault or Bye.
const (
	CodeBadMessage  Code = "bad_message"    // not a message of this protocol, or a field beyond its limit
	CodeUnknownType Code = "unknown_type"   // a type that the server does not know; Text names it
	CodeNotLoggedIn Code = "not_logged_in"  // the request needs a login first
	CodeLoggedIn    Code = "logged_in"      // the connection is logged in already
	CodeName        Code = "name"           // the name can't be used; Reason says why
	CodeNameTaken   Code = "name_taken"     // the name, or one that looks the same, has an account
	CodePassword    Code = "password"       // the password can't be used; Reason says why
	CodeDenied      Code = "denied"         // no such name or wrong password
	CodeDevice      Code = "unknown_device" // Resume with a device that the member does not have
	CodeWait        Code = "wait"           // too many attempts; try again after RetryMS
	CodeBusy        Code = "busy"           // the server has too much to do; try again after RetryMS
	CodeInvite      Code = "invite"         // registering needs a code, or another than this one
	CodeClosed      Code = "closed"         // nobody may register
	CodeDisabled    Code = "disabled"       // the account is disabled; also in Bye
	CodeConv        Code = "conv"           // no such conversation, or not the member's
	CodeText        Code = "text"           // the text can't be sent; Reason says why
	CodeNotStored   Code = "not_stored"     // the server could not write it to its disk
	CodeOffer       Code = "offer"          // no such offer, not the member's, or it does not stand so
	CodeTicket      Code = "ticket"         // the ticket is none, was used, is another device's, or too old
	CodeQuota       Code = "quota"          // the member, or the server, has no room for the file
	CodeMismatch    Code = "mismatch"       // the bytes are not those that were offered
	CodeSlow        Code = "slow"           // Bye: the client did not read fast enough
	CodeStopping    Code = "stopping"       // Bye: the server stops
	CodeSilent      Code = "silent"         // Bye: nothing came in time
	CodeLoggedOut   Code = "logged_out"     // Bye: the device was logged out
	CodeInternal    Code = "internal"       // the server failed; its operator's log says more
)

// Reason says more about a CodeName, CodePassword, CodeInvite or CodeText fault.
type Reason string

// The reasons.
const (
	ReasonEmpty      Reason = "empty"      // nothing, or only spaces
	ReasonShort      Reason = "short"      // below the least length
	ReasonLong       Reason = "long"       // beyond the greatest length
	ReasonCharacters Reason = "characters" // control or otherwise forbidden characters
	ReasonMixed      Reason = "mixed"      // letters of scripts that are easily confused
	ReasonEncoding   Reason = "encoding"   // not valid UTF-8
)

// Fault is the answer to a request that failed. It is also the error that the
// server's packages return for what a client got wrong.
type Fault struct {
	Re      uint64 `json:"re,omitempty"` // the request; absent when it could not be told
	Code    Code   `json:"code"`
	Reason  Reason `json:"reason,omitempty"`
	Field   string `json:"field,omitempty"`    // the request's field concerned
	RetryMS int64  `json:"retry_ms,omitempty"` // try again after so many milliseconds
	Text    string `json:"text,omitempty"`     // for a developer or operator, in English
}

// Error describes the fault for a log.
func (f *Fault) Error() string {
	s := string(f.Code)
	if f.Reason != "" {
		s += "/" + string(f.Reason)
	}
	if f.Field != "" {
		s += " in " + f.Field
	}
	if f.Text != "" {
		s += ": " + f.Text
	}
	if f.RetryMS > 0 {
		s += fmt.Sprintf(" (try again in %d ms)", f.RetryMS)
	}
	return s
}
