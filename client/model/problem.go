package model

import (
	"time"

	"lobby/shared/wire"
)

// Codes of problems that the client finds itself. The others are wire's.
const (
	CodeUnreachable wire.Code = "unreachable"  // nothing listens there, or no route
	CodeTimeout     wire.Code = "timeout"      // no answer in time
	CodeUnknownHost wire.Code = "unknown_host" // the name has no address
	CodeBadAddress  wire.Code = "bad_address"  // not "host" or "host:port"; Reason empty: nothing given
	CodeNotLobby    wire.Code = "not_lobby"    // something else answers there
	CodeElsewhere   wire.Code = "elsewhere"    // a page can reach only the server that it came from
	CodeHandshake   wire.Code = "handshake"    // the encrypted connection could not be agreed on
	CodeLost        wire.Code = "lost"         // the connection broke
	CodeKeyChanged  wire.Code = "key_changed"  // the server's key is not the pinned one
	CodeOldPassword wire.Code = "old_password" // the password until now is another one
	CodeChanged     wire.Code = "changed"      // a file is not the one any more that was offered
	CodeGone        wire.Code = "gone"         // a page that was loaded again has lost a file that was chosen in it
	CodeOther       wire.Code = "other_file"   // what was chosen is not the file that was offered
	CodeFile        wire.Code = "file"         // a file can't be read or written; Detail says more
	CodeLeftOut     wire.Code = "left_out"     // links and special files of a folder, which Field names, are not sent
	CodeForbidden   wire.Code = "forbidden"    // a folder may not be looked into; Field names it
	CodeNoFolder    wire.Code = "no_folder"    // there is no such folder any more; Field names it
	CodeStore       wire.Code = "store"        // settings or keys can't be read or written; Detail says more
)

// Fields of the forms, as in Problem.Field. They are the names of wire's
// fields where there is one.
const (
	FieldServer   = "server"
	FieldName     = "name"
	FieldPassword = "password"
	FieldCode     = "code"
	FieldOld      = "old" // of the two of a change, the password until now
	FieldNew      = "new"
	FieldText     = "text"
)

// Problem says what is wrong, for the view to put into words.
type Problem struct {
	Code    wire.Code   `json:"code"`
	Reason  wire.Reason `json:"reason,omitempty"`   // CodeName, CodePassword, CodeInvite, CodeText, CodeBadAddress
	Field   string      `json:"field,omitempty"`    // the field to show it beside; "" for none
	Over    int         `json:"over,omitempty"`     // ReasonLong: code points too many, 0 if unknown
	RetryMS int64       `json:"retry_ms,omitempty"` // it is worth trying again after so many milliseconds
	Detail  string      `json:"detail,omitempty"`   // for an expert, in English
}

// FromFault turns a server's fault into a Problem. What another password, or
// one at all, would mend is shown beside the password.
func FromFault(f wire.Fault) Problem {
	p := Problem{Code: f.Code, Reason: f.Reason, Field: f.Field, RetryMS: f.RetryMS, Detail: f.Text}
	if (f.Code == wire.CodeDenied || f.Code == wire.CodeDevice) && p.Field == "" {
		p.Field = FieldPassword
	}
	return p
}

// defaultRetry is waited when a passing fault does not say for how long.
const defaultRetry = 2 * time.Second

// passing reports whether the same request may succeed later, and after what
// time it is worth trying.
func (p Problem) passing() (time.Duration, bool) {
	switch p.Code {
	case wire.CodeBusy, wire.CodeWait:
		if p.RetryMS > 0 {
			return time.Duration(p.RetryMS) * time.Millisecond, true
		}
		return defaultRetry, true
	}
	return 0, false
}

// diskRetry is after how long a request is made again that the server's disk did
// not take.
const diskRetry = 5 * time.Second

// again is passing for requests that wait where nobody sees them, without a button
// that would make them again: they outlast a disk that stores nothing.
func (p Problem) again() (time.Duration, bool) {
	if p.Code == wire.CodeNotStored {
		return diskRetry, true
	}
	return p.passing()
}

// Notice is a passing remark at the composer.
type Notice struct {
	Problem
	Conv string // the conversation that it concerns; "" for none
	File string // the name of the file that it concerns; "" for none
}
