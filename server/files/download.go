package files

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lobby/shared/wire"
)

// Download is one connection's reading of a spool. It is for one goroutine.
type Download struct {
	hold   *holder
	offset int64
}

// Download begins a download at an offset, with a ticket that the device of
// that key was given. Close must follow. Errors that are the client's are a
// *wire.Fault.
func (s *Store) Download(ticket []byte, device [32]byte, offset int64) (*Download, error) {
	h, err := s.admit(ticket, device, false)
	if err != nil {
		return nil, err
	}
	d := &Download{h, offset}
	if err := h.spool.open(); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if offset > h.spool.size {
		f := &wire.Fault{Code: wire.CodeMismatch, Field: "offset", Text: fmt.Sprintf("the file has %d bytes", h.spool.size)}
		return nil, errors.Join(f, d.Close())
	}
	return d, nil
}

// Held is how many bytes of the file there are.
func (d *Download) Held() int64 {
	p := d.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

// Next reads the next bytes into buf, at least one. Where there are none yet it
// waits for them, and returns 0 without an error when that took so long as
// patience. At the end of a file that is whole it returns its SHA-256.
func (d *Download) Next(ctx context.Context, buf []byte, patience time.Duration) (n int, sum []byte, err error) {
	p := d.hold.spool
	var timer <-chan time.Time
	for {
		if f := d.hold.admitted(); f != nil {
			return 0, nil, f
		}
		ready, sum, changed, err := d.look()
		if err != nil || sum != nil {
			return 0, sum, err
		}
		if ready > 0 {
			n := int(min(ready, int64(len(buf))))
			if _, err := p.file.ReadAt(buf[:n], d.offset); err != nil {
				if _, _, _, ended := d.look(); ended != nil {
					return 0, nil, ended // and has closed the file
				}
				return 0, nil, fmt.Errorf("read a spool: %w", err)
			}
			d.offset += int64(n)
			p.store.sent.Add(int64(n))
			return n, nil, nil
		}
		if timer == nil {
			timer = time.After(patience)
		}
		select {
		case <-changed:
		case <-timer:
			return 0, nil, nil
		case <-ctx.Done():
			return 0, nil, context.Cause(ctx)
		}
	}
}

// look says how many bytes can be read, or the SHA-256 when all were, and gives
// a channel that is closed when that may have changed.
func (d *Download) look() (ready int64, sum []byte, changed <-chan struct{}, err error) {
	p := d.hold.spool
	p.mu.Lock()
	defer p.mu.Unlock()
	ready = p.held - d.offset
	if p.err == nil && p.complete && d.offset == p.size {
		sum = p.hash.Sum(nil)
	}
	return ready, sum, p.changed, p.err
}

// Close ends the download. Its errors are those of Upload.Close.
func (d *Download) Close() error { return d.hold.leave() }
