package peer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// filingFactor is how many more Offers, Responds and Transfers a member may make
// than Sends: a file takes several, and a folder has many files.
const filingFactor = 20

// file hands a request about an offer to the hub.
func (p *peer) file(req wire.Request) {
	switch req := req.(type) {
	case wire.Offer:
		p.session.Offer(req)
	case wire.Respond:
		p.session.Respond(req)
	case wire.Transfer:
		p.session.Transfer(req)
	}
}

// spendFiling takes one of them from what the member has left.
func (p *peer) spendFiling() *wire.Fault {
	limits := p.Limits
	limits.Rate *= filingFactor
	limits.Burst *= filingFactor
	return p.rates.spend("file", p.member, p.from, limits)
}

// carrier returns what carries a file over this connection, if its first record
// asks for that. Such a connection does nothing else.
func (p *peer) carrier(record []byte) func() error {
	line, rest, _ := bytes.Cut(record, []byte("\n"))
	if len(rest) > 0 || p.Files == nil {
		return nil
	}
	req, err := wire.DecodeRequest(line)
	if err != nil {
		return nil // answered where all requests are
	}
	var run func() error
	switch req := req.(type) {
	case wire.Upload:
		run = func() error { return p.upload(req) }
	case wire.Download:
		run = func() error { return p.download(req) }
	default:
		return nil
	}
	return func() error { return p.endTransfer(req.RequestID(), run()) }
}

// upload takes a file in.
func (p *peer) upload(req wire.Upload) error {
	u, err := p.Files.Upload(req.Ticket, p.conn.Peer())
	if err != nil {
		return err
	}
	defer p.closeTransfer(u)
	told := u.Held()
	if err := p.tell(wire.Held{Re: req.ID, Held: told}); err != nil {
		return err
	}
	for {
		record, err := p.conn.ReadRecord()
		if err != nil {
			return hungUp{err}
		}
		if data, ok := wire.Data(record); ok {
			if err := p.Pacer.Wait(p.ctx, len(data)); err != nil {
				return err
			}
			if err := u.Write(data); err != nil {
				return err
			}
			if held := u.Held(); req.Window > 0 && held-told >= req.Window/2 {
				told = held
				if err := p.tell(wire.Held{Re: req.ID, Held: told}); err != nil {
					return err
				}
			}
			continue
		}
		message, err := wire.DecodeRequest(record)
		if err != nil {
			return err
		}
		finish, ok := message.(wire.Finish)
		if !ok {
			return &wire.Fault{Code: wire.CodeBadMessage, Field: "type", Text: "only data and finish follow upload"}
		}
		if err := u.Finish(finish.SHA256); err != nil {
			return err
		}
		return p.tell(wire.Done{Re: finish.ID})
	}
}

// download gives a file out, as far as it is there and then as it comes.
func (p *peer) download(req wire.Download) error {
	d, err := p.Files.Download(req.Ticket, p.conn.Peer(), req.Offset)
	if err != nil {
		return err
	}
	defer p.closeTransfer(d)
	if err := p.tell(wire.Held{Re: req.ID, Held: d.Held()}); err != nil {
		return err
	}
	ctx, end := context.WithCancelCause(p.ctx)
	defer end(nil)
	p.pace = newPace(p.conn, req, p.Limits.Silence, end)
	record := make([]byte, 1+wire.PieceSize)
	record[0] = wire.DataMark
	for sent := req.Offset; ; {
		room, err := p.pace.room(ctx, sent)
		if err != nil {
			return err
		}
		n, sum, err := d.Next(ctx, record[1:1+min(room, wire.PieceSize)], wire.HeldEvery)
		sent += int64(n)
		switch {
		case err != nil:
			return err
		case sum != nil:
			return p.tell(wire.Finished{Re: req.ID, SHA256: sum})
		case n > 0:
			if err := p.Pacer.Wait(ctx, n); err != nil {
				return err
			}
			err = p.conn.WriteRecord(record[:1+n])
		default:
			err = p.tell(wire.Held{Re: req.ID, Held: d.Held()})
		}
		if err != nil {
			return hungUp{err}
		}
	}
}

// closeTransfer closes an upload or a download. What goes wrong with that is the
// operator's to know: the client has had its answer, or has gone.
func (p *peer) closeTransfer(c io.Closer) {
	if err := c.Close(); err != nil {
		p.Log.Error("what was carried last may not be on the disk", "error", err)
	}
}

// tell writes one message. The queue is not used: nothing else is written.
func (p *peer) tell(m wire.Message) error {
	line, err := wire.Append(nil, m)
	if err == nil {
		err = p.conn.WriteRecord(line)
	}
	if err != nil {
		return hungUp{err}
	}
	return nil
}

// hungUp is an error of the connection: nobody is there to be told.
type hungUp struct{ error }

func (h hungUp) Unwrap() error { return h.error }

// endTransfer tells the client why a transfer ended before its time, and lets
// what was written reach it: what the client still sends is read and dropped
// for a while, because closing with it unread would cut off our last word. It
// returns why the connection ended, never nil.
func (p *peer) endTransfer(re uint64, err error) error {
	var lost hungUp
	if errors.As(err, &lost) {
		return err
	}
	if err != nil {
		var f *wire.Fault
		if !errors.As(err, &f) {
			if p.ctx.Err() != nil {
				return err // the server stops, and closes the connection
			}
			p.Log.Error("a transfer failed", "from", p.from, "error", err)
			f = &wire.Fault{Code: wire.CodeNotStored, Text: "the server could not keep the file"}
		}
		told := *f
		told.Re = re
		if p.tell(told) != nil {
			return err
		}
	}
	cut := time.AfterFunc(p.Limits.End, func() { p.queue.nc.Close() })
	defer cut.Stop()
	closeWriting(p.queue.nc)
	if p.pace != nil {
		return cmp.Or(err, <-p.pace.drained) // it reads already
	}
	return cmp.Or(err, readOut(p.conn))
}

// readOut reads until the connection ends, and returns why it did.
func readOut(conn *secure.Conn) error {
	for {
		if _, err := conn.ReadRecord(); err != nil {
			return err
		}
	}
}
