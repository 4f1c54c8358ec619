package peer

import (
	"context"
	"os"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// pace listens to the client of a download, whose leaving it notices at once, and
// holds the download back where the client names a window. Pages do: a browser
// takes in whatever comes, however much of it waits to be worked on.
type pace struct {
	window  int64         // bytes; 0 is without bounds
	taken   int64         // how much of the file the client has worked on
	silence time.Duration // after which it is taken for gone
	heard   chan int64    // the latest word of it; closed with the last one
	drained chan error    // has why reading ended, once it has
	err     error         // why there is no more of it, once heard is closed
}

// newPace begins to read what the client says, until the connection ends. With
// the first thing that is wrong, or when the client leaves, it calls end.
func newPace(conn *secure.Conn, req wire.Download, silence time.Duration, end func(error)) *pace {
	w := &pace{window: req.Window, taken: req.Offset, silence: silence, heard: make(chan int64, 1), drained: make(chan error, 1)}
	conn.SetReadTimeout(0) // while the sender pauses there is nothing to be said
	go func() {
		w.err = w.listen(conn)
		close(w.heard)
		end(w.err)
		w.drained <- readOut(conn)
	}()
	return w
}

// listen passes on how much was taken, until something else comes or nothing
// does any more.
func (w *pace) listen(conn *secure.Conn) error {
	for {
		record, err := conn.ReadRecord()
		if err != nil {
			return hungUp{err}
		}
		message, err := wire.DecodeRequest(record)
		if err != nil {
			return err
		}
		taken, ok := message.(wire.Taken)
		if !ok {
			return &wire.Fault{Code: wire.CodeBadMessage, Field: "type", Text: "only taken follows download"}
		}
		select {
		case <-w.heard: // it is outdated
		default:
		}
		w.heard <- taken.Taken
	}
}

// room waits until something may be sent beyond what was sent, and returns how
// much.
func (w *pace) room(ctx context.Context, sent int64) (int64, error) {
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	if w.window == 0 {
		return wire.PieceSize, nil
	}
	var late <-chan time.Time
	for {
		if room := w.taken + w.window - sent; room > 0 {
			return room, nil
		}
		if late == nil {
			late = time.After(w.silence)
		}
		select {
		case taken, ok := <-w.heard:
			if !ok {
				return 0, w.err
			}
			w.taken = min(taken, sent)
		case <-late:
			return 0, hungUp{os.ErrDeadlineExceeded}
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}
