package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// download fetches the file, from where it is already here. It returns where the
// file is.
func (c *carry) download(ctx context.Context, conn *secure.Conn) (string, error) {
	if err := c.part.open(ctx); err != nil {
		return "", fileFailure(err)
	}
	err := c.fetch(conn)
	if closeErr := c.part.Close(); err == nil && closeErr != nil {
		err = fileFailure(closeErr)
	}
	if err != nil {
		return "", err
	}
	path, err := c.part.land(ctx)
	if err != nil {
		return "", fileFailure(err)
	}
	return path, nil
}

var errOtherContent = errors.New("what has arrived is not what was sent")

// fetch fetches what is not in the part yet.
func (c *carry) fetch(conn *secure.Conn) error {
	have := c.part.have()
	if have > c.File.Size {
		return c.discard()
	}
	c.done.Store(have)
	want, err := c.receive(conn, have)
	if err != nil {
		if p := problemOf(err); p.Code == wire.CodeMismatch {
			return errors.Join(err, c.discard())
		}
		return err
	}
	if !bytes.Equal(c.part.sum(), want) {
		return c.discard()
	}
	return nil
}

// discard empties the part: the next attempt begins from the start.
func (c *carry) discard() error {
	if err := c.part.empty(); err != nil {
		return fileFailure(err)
	}
	return &failure{problem: model.Problem{Code: wire.CodeMismatch, Detail: errOtherContent.Error()}, cause: errOtherContent}
}

// receive adds what comes to what there is, and returns the SHA-256 that the
// whole is to have.
func (c *carry) receive(conn *secure.Conn, have int64) ([]byte, error) {
	window := c.session.cfg.Window
	if _, err := ask(conn, wire.Download{ID: 1, Ticket: c.Ticket, Offset: have, Window: window}); err != nil {
		return nil, err
	}
	conn.SetReadTimeout(wire.ServerTimeout)
	for told := have; ; {
		record, err := conn.ReadRecord()
		if err != nil {
			return nil, err
		}
		data, ok := wire.Data(record)
		if !ok {
			sum, err := c.finished(record)
			if sum != nil || err != nil {
				return sum, err
			}
			continue
		}
		if have += int64(len(data)); have > c.File.Size {
			return nil, c.discard()
		}
		if _, err := c.part.Write(data); err != nil {
			return nil, fileFailure(err)
		}
		c.done.Store(have)
		if window > 0 && have-told >= window/2 {
			told = have
			if err := tell(conn, wire.Taken{ID: 2, Taken: told}); err != nil {
				return nil, err
			}
		}
	}
}

// finished returns the SHA-256 of the whole, or nil when the record says only
// that the server waits for the sender.
func (c *carry) finished(record []byte) ([]byte, error) {
	m, err := wire.DecodeAnswer(record)
	if err != nil {
		return nil, fmt.Errorf("understand the server: %w", err)
	}
	switch m := m.(type) {
	case wire.Held:
		return nil, nil
	case wire.Finished:
		return m.SHA256, nil
	}
	return nil, unexpected(m)
}
