package session

import (
	"context"
	"crypto/sha256"
	"hash"
	"io"
)

// prefix is the hash of what the server already has of a file that is sent. It
// outlives the attempts to send it: to read much takes longer than the server waits
// for what follows.
type prefix struct {
	size int64
	sum  hash.Hash
}

// upTo returns the hash of the first n bytes of a source that nothing was read of yet,
// and has it read on from there. What an attempt before has read is left out.
func (p *prefix) upTo(ctx context.Context, src source, n int64) (hash.Hash, error) {
	if p.sum == nil || p.size > n {
		p.size, p.sum = 0, sha256.New()
	}
	if p.size > 0 {
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
