package secure

import "errors"

// The errors that a connection can end with beside those of the net.Conn
// itself. They are wrapped; use errors.Is.
var (
	// ErrHandshake wraps every error of Client and Server. The cause is
	// wrapped too: ErrTampered when the other side speaks another protocol or
	// version, what Verify returned, or an error of the net.Conn.
	ErrHandshake = errors.New("secure handshake failed")

	// ErrTampered means that a message did not authenticate: it was altered,
	// repeated, left out or moved, or was sealed under another key.
	ErrTampered = errors.New("message is not authentic")

	// ErrTruncated means that the connection ended inside a frame.
	ErrTruncated = errors.New("connection ended inside a message")

	// ErrOversized means a frame of the handshake that is longer than its
	// message is, or a plaintext beyond MaxPlaintext.
	ErrOversized = errors.New("message too long")

	// ErrUndersized means a frame that is too short for its message: less
	// than an authentication tag, or less than the handshake's keys.
	ErrUndersized = errors.New("message too short")
)
