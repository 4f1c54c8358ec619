package session

import (
	"context"
	"io"
)

// source is a file of the user's that is read, from its beginning, to be sent.
// A read says errChanged where it finds that the file was written to.
type source interface {
	io.ReadCloser

	// skip leaves out the first n bytes, before anything was read.
	skip(ctx context.Context, n int64) error

	// check reports a file that is not the one any more that was offered.
	check(ctx context.Context) error
}

// untilDone reads from r until ctx ends: a large file takes minutes to be hashed.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
