package session

import "io"

// source is a file of the user's that is read, from its beginning, to be sent.
// A read says errChanged where it finds that the file was written to.
type source interface {
	io.ReadCloser

	// check reports a file that is not the one any more that was offered.
	check() error
}
