package session

import (
	"context"
	"io"
)

// part is a file that is fetched: what there is of it, and where it goes. It
// outlives the attempts to fetch it.
type part interface {
	// open makes the part ready to take what comes behind what there is, or ends
	// with ctx. Close follows, and leaves what there is for the next attempt.
	open(ctx context.Context) error

	io.WriteCloser // adds bytes

	have() int64 // how many bytes there are
	sum() []byte // their SHA-256

	empty() error // throws away what there is, and stays open

	// land gives the part, which is closed and whole, its name, which it has
	// from one moment to the next. It returns where the file is.
	land(ctx context.Context) (string, error)

	drop() error // throws everything away; nothing follows
}
