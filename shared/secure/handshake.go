package secure

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/flynn/noise"
)

// Config says who one side of a connection is and how long it waits.
type Config struct {
	// Static is this side's own key.
	Static Key

	// Prologue names the protocol and its version. Both sides must give the
	// same, or the handshake fails.
	Prologue string

	// Verify, if set, is called with the other side's static key once that is
	// known. An error ends the handshake, and is wrapped by what Client or
	// Server returns. A client has not sent its own static key by then.
	Verify func(peer [32]byte) error

	// Turn, if set, must call each work that it is called with, and may let it
	// wait before: the parts of the handshake that keep a core busy, up to three
	// of some 0.1 ms, during which nothing is waited for.
	Turn func(work func())

	// HandshakeTimeout bounds the whole handshake. ReadTimeout bounds the wait
	// for each record to arrive in full, WriteTimeout each write to the
	// net.Conn. Zero means no bound.
	HandshakeTimeout, ReadTimeout, WriteTimeout time.Duration

	random io.Reader // of the ephemeral key; nil outside tests
}

// Client runs the handshake as the side that speaks first. When it fails, nc is
// closed and the error wraps ErrHandshake.
func Client(nc net.Conn, cfg Config) (*Conn, error) { return connect(nc, cfg, true) }

// Server runs the handshake as the side that answers. When it fails, nc is
// closed and the error wraps ErrHandshake.
func Server(nc net.Conn, cfg Config) (*Conn, error) { return connect(nc, cfg, false) }

func connect(nc net.Conn, cfg Config, initiator bool) (*Conn, error) {
	c, err := handshake(nc, cfg, initiator)
	if err != nil {
		nc.Close()
		return nil, fmt.Errorf("%w: %w", ErrHandshake, err)
	}
	return c, nil
}

// newSuite is Noise's 25519_AESGCM_SHA256 for one handshake with a static key.
func newSuite(static [32]byte) (noise.CipherSuite, error) {
	c, err := newCurve(static)
	if err != nil {
		return nil, err
	}
	return noise.NewCipherSuite(c, noise.CipherAESGCM, noise.HashSHA256), nil
}

// messageSizes are the lengths of the handshake's messages in bytes: an
// ephemeral key; an ephemeral key, a sealed static key and a tag; a sealed
// static key and a tag.
var messageSizes = [...]int{32, 32 + 32 + tagSize + tagSize, 32 + tagSize + tagSize}

func handshake(nc net.Conn, cfg Config, initiator bool) (*Conn, error) {
	if cfg.random == nil {
		cfg.random = rand.Reader
	}
	if cfg.Turn == nil {
		cfg.Turn = func(work func()) { work() }
	}
	suite, err := newSuite(cfg.Static.Private)
	if err != nil {
		return nil, err
	}
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite:   suite,
		Random:        cfg.random,
		Pattern:       noise.HandshakeXX,
		Initiator:     initiator,
		Prologue:      []byte(cfg.Prologue),
		StaticKeypair: noise.DHKey{Private: cfg.Static.Private[:], Public: cfg.Static.Public[:]},
	})
	if err != nil {
		return nil, err
	}
	nc.SetDeadline(after(cfg.HandshakeTimeout))
	c := &Conn{nc: nc, frames: newFrameReader(nc), writeTimeout: cfg.WriteTimeout}
	c.SetReadTimeout(cfg.ReadTimeout)
	if err := c.exchange(state, cfg, initiator); err != nil {
		c.frames.release()
		return nil, err
	}
	nc.SetDeadline(time.Time{})
	return c, nil
}

// exchange sends and receives the three messages in turn, and takes from the
// last one the keys of both directions.
func (c *Conn) exchange(state *noise.HandshakeState, cfg Config, initiator bool) error {
	var toServer, toClient *noise.CipherState // nil until the last message
	for i, size := range messageSizes {
		var err error
		if mine := i%2 == 0; mine == initiator {
			toServer, toClient, err = c.sendMessage(state, cfg.Turn)
		} else {
			toServer, toClient, err = c.receiveMessage(state, size, cfg.Turn)
			if peer := state.PeerStatic(); err == nil && peer != nil && cfg.Verify != nil {
				err = cfg.Verify([32]byte(peer))
			}
		}
		if err != nil {
			return fmt.Errorf("message %d of %d: %w", i+1, len(messageSizes), err)
		}
	}
	in, out := toServer, toClient
	if initiator {
		in, out = toClient, toServer
	}
	c.peer = [32]byte(state.PeerStatic())
	var errIn, errOut error
	c.in, errIn = newDirection(in.UnsafeKey())
	c.out, errOut = newDirection(out.UnsafeKey())
	return errors.Join(errIn, errOut)
}

func (c *Conn) sendMessage(state *noise.HandshakeState, turn func(func())) (toServer, toClient *noise.CipherState, err error) {
	var frame []byte
	turn(func() { frame, toServer, toClient, err = state.WriteMessage(make([]byte, headerSize), nil) })
	if err != nil {
		return nil, nil, err
	}
	binary.BigEndian.PutUint16(frame, uint16(len(frame)-headerSize))
	_, err = c.nc.Write(frame)
	return toServer, toClient, err
}

func (c *Conn) receiveMessage(state *noise.HandshakeState, size int, turn func(func())) (toServer, toClient *noise.CipherState, err error) {
	message, err := c.frames.next(size, size)
	if err != nil {
		return nil, nil, err
	}
	turn(func() { _, toServer, toClient, err = state.ReadMessage(nil, message) })
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrTampered, err)
	}
	return toServer, toClient, nil
}

// after returns the moment d from now, or none when d is zero.
func after(d time.Duration) time.Time {
	if d <= 0 {
		return time.Time{}
	}
	return time.Now().Add(d)
}
