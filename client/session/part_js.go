package session

import (
	"context"
	"crypto/sha256"
	"hash"
	"syscall/js"

	"lobby/shared/wire"
)

// OwnWindow is that of Config.Window which suits the system: as much as crosses a
// room in the time that it takes to be worked on.
const OwnWindow = 1 << 20

// MaxGathered is the size of the largest file that can be fetched without a place
// that the user chose, in bytes: until it is whole, the browser has to keep it.
const MaxGathered = 512 << 20

// writePiece is how much is handed to the browser at a time, in bytes.
const writePiece = 1 << 20

// pagePart is a part that the browser keeps, outside of the program's memory.
type pagePart struct {
	sink   sink
	piece  js.Value // Uint8Array of writePiece bytes
	filled int      // bytes of piece that the sink has not had
	size   int64
	hash   hash.Hash
	broken bool // a write failed: what there is may have a gap
}

// sink takes a part's pieces.
type sink interface {
	begin() error             // makes ready, where that was not done before
	put(piece js.Value) error // adds a Uint8Array, which is free again afterwards
	empty() error
	land() (string, error)
	drop() error
}

// newPart returns where an offer's file goes: to the browser's downloads, or to
// the place that the user chose. Both see to it that no other file is lost.
func (s *Session) newPart(_ uint64, file wire.File, as string, _ bool) *pagePart {
	p := &pagePart{hash: sha256.New()}
	if as == "" {
		p.sink = &gathering{name: wire.CleanFileName(file.Name), mime: file.Mime}
	} else {
		p.sink = &saving{handle: as, mime: file.Mime}
	}
	return p
}

func (p *pagePart) open(context.Context) error {
	if p.piece.IsUndefined() {
		p.piece = js.Global().Get("Uint8Array").New(writePiece)
	}
	if err := p.sink.begin(); err != nil {
		return err
	}
	if p.broken {
		return p.empty()
	}
	return nil
}

func (p *pagePart) Write(data []byte) (int, error) {
	for rest := data; len(rest) > 0; {
		n := js.CopyBytesToJS(p.piece.Call("subarray", p.filled), rest)
		rest = rest[n:]
		if p.filled += n; p.filled == writePiece {
			if err := p.flush(); err != nil {
				return 0, err
			}
		}
	}
	p.hash.Write(data)
	p.size += int64(len(data))
	breathe()
	return len(data), nil
}

func (p *pagePart) flush() error {
	if p.filled == 0 {
		return nil
	}
	if err := p.sink.put(p.piece.Call("subarray", 0, p.filled)); err != nil {
		p.broken = true
		return err
	}
	p.filled = 0
	return nil
}

func (p *pagePart) Close() error { return nil }
func (p *pagePart) have() int64  { return p.size }
func (p *pagePart) sum() []byte  { return p.hash.Sum(nil) }

func (p *pagePart) empty() error {
	p.hash, p.size, p.filled = sha256.New(), 0, 0
	if err := p.sink.empty(); err != nil {
		return err
	}
	p.broken = false
	return nil
}

func (p *pagePart) land(context.Context) (string, error) {
	if err := p.flush(); err != nil {
		return "", err
	}
	where, err := p.sink.land()
	p.broken = err != nil
	return where, err
}

func (p *pagePart) drop() error { return p.sink.drop() }
