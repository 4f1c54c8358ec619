package session

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"lobby/client/model"
)

// prefix is what the server already has of a file that is sent: its hash, and at times
// the file, read so far. It outlives the attempts to send it: to read much takes longer
// than the server waits for what follows.
type prefix struct {
	size int64
	sum  hash.Hash
	src  source // read up to size; nil where it is to be opened
}

// open returns the file, and how much of it was read already. It is the caller's to
// close.
func (p *prefix) open(ctx context.Context, file model.LocalFile) (src source, at int64, err error) {
	if src, p.src = p.src, nil; src != nil {
		return src, p.size, nil
	}
	src, err = openSource(ctx, file)
	return src, 0, err
}

// errFurther means that more of a file was read than the server has by now.
var errFurther = errors.New("the server has less of the file than it said before")

// upTo returns the hash of the first n bytes of a source of which the first at were
// read, and has it read on from there. What an attempt before has read is left out.
func (p *prefix) upTo(ctx context.Context, src source, at, n int64) (hash.Hash, error) {
	if at > n {
		return nil, errFurther
	}
	if p.sum == nil || p.size > n {
		p.size, p.sum = 0, sha256.New()
	}
	if p.size > at {
		if err := src.skip(ctx, p.size); err != nil {
			return nil, err
		}
	}
	read, err := io.CopyN(p.sum, untilDone{ctx, src}, n-p.size)
	p.size += read
	if err != nil {
		return nil, err
	}
	return p.sum.(hash.Cloner).Clone()
}

// keep has the next attempt go on with a source that was read up to size.
func (p *prefix) keep(src source) { p.src = src }

// close lets go of the file, when nothing sends it any more, or not for long.
func (p *prefix) close() {
	if p.src != nil {
		p.src.Close()
		p.src = nil
	}
}
