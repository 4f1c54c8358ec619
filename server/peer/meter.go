package peer

import "lobby/shared/wire"

// Meter counts what connections do. Its methods may be called from any goroutine
// and must not block.
type Meter interface {
	// Handshake counts a handshake that succeeded or failed.
	Handshake(ok bool)

	// Login counts an attempt by a type of request, such as "resume". code is
	// empty when it succeeded.
	Login(by string, code wire.Code)

	// Overflow counts a client that did not read fast enough.
	Overflow()
}

// NoMeter counts nothing.
type NoMeter struct{}

// Handshake does nothing.
func (NoMeter) Handshake(bool) {}

// Login does nothing.
func (NoMeter) Login(string, wire.Code) {}

// Overflow does nothing.
func (NoMeter) Overflow() {}
