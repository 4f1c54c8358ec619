package session

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net"
	"strings"
	"time"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// finishTimeout is how long a server may take to bring the end of a file to its
// disk.
const finishTimeout = 60 * time.Second

// findingTime is how long an upload may take to find the place from which it goes on: a
// server takes one of which nothing comes for gone.
const findingTime = wire.PeerTimeout / 2

// errReady means that it took too long to find the place from which an upload goes on.
var errReady = errors.New("the file is read up to where the server has it, for the next attempt")

var errChanged = errors.New("the file is not as it was when it was offered")

func changed() error {
	return &failure{problem: model.Problem{Code: model.CodeChanged, Detail: errChanged.Error()}, cause: errChanged}
}

// examinedEvery is after how long what was found is told, though there is more to
// look at: a folder of photographs takes a while to be decoded.
const examinedEvery = 200 * time.Millisecond

// examine looks at what the user wants to send.
func (s *Session) examine(e model.Examine) {
	none := model.Examined{Era: e.Era, Conv: e.Conv, Offer: e.Offer}
	found, told := none, time.Now()
	for _, path := range e.Paths {
		if s.ctx.Err() != nil {
			return
		}
		if len(found.Files) > 0 && time.Since(told) > examinedEvery {
			s.push(found)
			found, told = none, time.Now()
		}
		file, err := examineFile(s.ctx, path)
		if err != nil {
			if found.Problem == nil {
				p := problemOf(err)
				p.Field = ownName(path)
				found.Problem = &p
			}
			continue
		}
		if len(file.LeftOut) > 0 && found.Problem == nil {
			found.Problem = leftOut(file.LeftOut)
		}
		file.LeftOut = nil // told
		describePicture(&file)
		file.Conv, file.CID = e.Conv, rand.Text()
		found.Files = append(found.Files, file)
	}
	s.push(found)
}

// shownLeftOut is how many of the things are named that a folder was sent without.
const shownLeftOut = 3

func leftOut(names []string) *model.Problem {
	shown := strings.Join(names[:min(len(names), shownLeftOut)], ", ")
	if len(names) > shownLeftOut {
		shown += fmt.Sprintf(" (+%d)", len(names)-shownLeftOut)
	}
	return &model.Problem{Code: model.CodeLeftOut, Field: shown, Detail: fmt.Sprintf("%d links and special files are left out", len(names))}
}

// plainType is a media type without its parameters, or "" where it is none that
// can be offered.
func plainType(full string) string {
	if plain, _, err := mime.ParseMediaType(full); err == nil && len(plain) <= wire.MaxMime {
		return plain
	}
	return ""
}

// upload sends the file, from where the server has it.
func (c *carry) upload(ctx context.Context, nc net.Conn, conn *secure.Conn) error {
	src, at, err := c.sent.open(ctx, c.Local)
	if err != nil {
		return err
	}
	defer func() {
		if src != nil {
			src.Close()
		}
	}()
	if err := src.check(ctx); err != nil {
		return err
	}
	held, err := ask(conn, wire.Upload{ID: 1, Ticket: c.Ticket, Window: c.session.cfg.Window})
	if err != nil {
		return err
	}
	asked := time.Now()
	sum, err := c.sent.upTo(ctx, src, at, held)
	switch {
	case errors.Is(err, errFurther):
		return fail(model.CodeLost, err)
	case err != nil:
		return orChanged(err)
	case held > at && time.Since(asked) > c.session.cfg.finding:
		c.sent.keep(src)
		src = nil
		return fail(model.CodeLost, errReady)
	}
	c.done.Store(held)

	// The server speaks when something is wrong, and at the end.
	conn.SetReadTimeout(0)
	answer, further := make(chan error, 1), make(chan int64, 1)
	go func() { answer <- awaitDone(conn, further) }()
	err = c.sendAll(ctx, src, conn, sum, held, further)
	if err == nil {
		cut := time.AfterFunc(finishTimeout, func() { nc.Close() })
		defer cut.Stop()
		return <-answer
	}
	nc.Close()
	var refused *failure
	if said := <-answer; errors.As(said, &refused) && refused.problem.Code != model.CodeLost {
		return said
	}
	return err
}

// sendAll sends the bytes from where the server has them on, and the hash of
// all. With a window it keeps within that of what further says.
func (c *carry) sendAll(ctx context.Context, src source, conn *secure.Conn, sum hash.Hash, held int64, further <-chan int64) error {
	record := make([]byte, 1+wire.PieceSize)
	record[0] = wire.DataMark
	window := c.session.cfg.Window
	for at := held; at < c.Local.Size; {
		n := min(int64(wire.PieceSize), c.Local.Size-at)
		data := record[1 : 1+n]
		if _, err := io.ReadFull(src, data); err != nil {
			return orChanged(err)
		}
		sum.Write(data)
		for window > 0 && at+n > held+window {
			var ok bool
			if held, ok = <-further; !ok {
				return errSilenced
			}
		}
		if err := conn.WriteRecord(record[:1+n]); err != nil {
			return err
		}
		at += n
		c.done.Store(at)
	}
	if err := src.check(ctx); err != nil {
		return err
	}
	return tell(conn, wire.Finish{ID: 2, SHA256: sum.Sum(nil)})
}

// errSilenced means that the server has ended an upload before its time. What it
// said then counts more.
var errSilenced = errors.New("the server takes no more of the file")

// orChanged tells a file that has changed under our hands, as one that has become
// shorter, from one that can't be read.
func orChanged(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errChanged) {
		return changed()
	}
	return fileFailure(err)
}

// awaitDone reads until the server has taken the file, or says why not. How much
// it has meanwhile goes to further, which is closed at the end.
func awaitDone(conn *secure.Conn, further chan int64) error {
	defer close(further)
	for {
		m, err := readMessage(conn)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case wire.Held:
			select {
			case <-further: // it is outdated
			default:
			}
			further <- m.Held
		case wire.Done:
			return nil
		default:
			return unexpected(m)
		}
	}
}
