package session

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// failure is an error whose problem is known.
type failure struct {
	problem model.Problem
	cause   error
}

func (f *failure) Error() string { return string(f.problem.Code) + ": " + f.cause.Error() }
func (f *failure) Unwrap() error { return f.cause }

func fail(code wire.Code, cause error) *failure {
	p := model.Problem{Code: code, Field: model.FieldServer, Detail: cause.Error()}
	if errors.Is(cause, errNoAddress) {
		p.Reason = wire.ReasonEmpty
	}
	return &failure{problem: p, cause: cause}
}

// problemOf returns what an error says to a person: unless it is known better,
// the connection broke, or the server fell silent.
func problemOf(err error) model.Problem {
	var f *failure
	switch {
	case errors.As(err, &f):
	case timedOut(err):
		f = fail(model.CodeTimeout, err)
	default:
		f = fail(model.CodeLost, err)
	}
	return f.problem
}

// errElsewhere means that a page was to dial another server than its own.
var errElsewhere = errors.New("a page can reach only the server that it came from")

func dialFailure(err error) error {
	var dns *net.DNSError
	switch {
	case errors.Is(err, errElsewhere):
		return fail(model.CodeElsewhere, err)
	case timedOut(err):
		return fail(model.CodeTimeout, err)
	case errors.As(err, &dns):
		return fail(model.CodeUnknownHost, err)
	}
	return fail(model.CodeUnreachable, err)
}

// handshakeFailure tells servers that are no Lobby from those that are and
// fail. What speaks another protocol answers with a length that no handshake
// has, or hangs up; a message of the right length that does not authenticate
// comes from another version of Lobby. known is whether a handshake with this
// server has succeeded before: then one that hangs up is only in trouble.
func handshakeFailure(err error, known bool) error {
	switch {
	case timedOut(err):
		return fail(model.CodeTimeout, err)
	case errors.Is(err, secure.ErrOversized), errors.Is(err, secure.ErrUndersized):
		return fail(model.CodeNotLobby, err)
	case errors.Is(err, secure.ErrTampered):
		return fail(model.CodeHandshake, err)
	case hungUp(err) && !known:
		return fail(model.CodeNotLobby, err)
	case hungUp(err):
		return fail(model.CodeLost, err)
	}
	return fail(model.CodeHandshake, err)
}

func timedOut(err error) bool {
	var n net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, &n) && n.Timeout()
}

func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) ||
		errors.Is(err, secure.ErrTruncated) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
