package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"lobby/shared/wire"
)

// bareRelay carries a file as a client, a server and another client do, with the least
// that each of them must do with every byte, in one process and without a protocol: what
// the machine can do of that is the bound for Lobby. The sender reads, hashes, seals
// and sends; the server opens, hashes and writes, reads behind that, seals and sends;
// the receiver opens, hashes and writes. Nothing waits for the disk but the two ends.
type bareRelay struct {
	size           int64 // bytes
	source         *os.File
	spool, arrived *os.File
	toServer       [2]net.Conn // where it is written, where it is read
	toReceiver     [2]net.Conn
	held           chan int64 // how much is in the spool
}

// measureRelay returns how many bytes of a file the machine carries in a second, the
// median of some runs.
func measureRelay(dir, path string, runs int) (float64, error) {
	var rates []float64
	for range runs {
		rate, err := relayOnce(dir, path)
		if err != nil {
			return 0, fmt.Errorf("carry a file without a protocol: %w", err)
		}
		rates = append(rates, rate)
	}
	return median(rates), nil
}

func relayOnce(dir, path string) (rate float64, err error) {
	source, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return 0, err
	}
	r := &bareRelay{size: info.Size(), source: source, held: make(chan int64, 1)}
	for name, f := range map[string]**os.File{"bare-spool": &r.spool, "bare-arrived": &r.arrived} {
		if *f, err = os.Create(filepath.Join(dir, name)); err != nil {
			return 0, err
		}
		defer os.Remove((*f).Name())
		defer (*f).Close()
	}
	if r.toServer, err = loopbackPair(); err != nil {
		return 0, err
	}
	defer hangUp(r.toServer)
	if r.toReceiver, err = loopbackPair(); err != nil {
		return 0, err
	}
	defer hangUp(r.toReceiver)
	begun := time.Now()
	var all errgroup.Group
	for _, part := range []func() error{r.send, r.takeIn, r.giveOut, r.receive} {
		all.Go(func() error {
			err := part()
			if err != nil {
				hangUp(r.toServer) // nobody else is to wait for it
				hangUp(r.toReceiver)
			}
			return err
		})
	}
	err = all.Wait()
	return float64(r.size) / time.Since(begun).Seconds(), err
}

func hangUp(pair [2]net.Conn) {
	pair[0].Close()
	pair[1].Close()
}

func (r *bareRelay) send() error {
	sum, out := sha256.New(), newBareSeal(r.toServer[0])
	return r.pieces(func(piece []byte, _ int64) error {
		if _, err := io.ReadFull(r.source, piece); err != nil {
			return err
		}
		sum.Write(piece)
		return out.write(piece)
	})
}

func (r *bareRelay) takeIn() error {
	defer close(r.held)
	if err := r.store(r.toServer[1], r.spool, func(held int64) {
		select {
		case <-r.held: // it is outdated
		default:
		}
		r.held <- held
	}); err != nil {
		return err
	}
	return r.spool.Sync()
}

func (r *bareRelay) giveOut() error {
	held, out := int64(0), newBareSeal(r.toReceiver[0])
	return r.pieces(func(piece []byte, at int64) error {
		for end := at + int64(len(piece)); held < end; {
			var ok bool
			if held, ok = <-r.held; !ok {
				return errors.New("the upload has ended before its time")
			}
		}
		if _, err := r.spool.ReadAt(piece, at); err != nil {
			return err
		}
		return out.write(piece)
	})
}

func (r *bareRelay) receive() error {
	if err := r.store(r.toReceiver[1], r.arrived, func(int64) {}); err != nil {
		return err
	}
	return r.arrived.Sync()
}

// store opens and hashes what comes, and writes it to a file.
func (r *bareRelay) store(from net.Conn, to *os.File, stored func(int64)) error {
	sum, in := hash.Hash(sha256.New()), newBareSeal(from)
	return r.pieces(func(piece []byte, at int64) error {
		piece, err := in.read(len(piece))
		if err != nil {
			return err
		}
		if _, err := to.WriteAt(piece, at); err != nil {
			return err
		}
		sum.Write(piece)
		stored(at + int64(len(piece)))
		return nil
	})
}

// pieces calls step for each record's piece of the file, with room for it.
func (r *bareRelay) pieces(step func(piece []byte, at int64) error) error {
	room := make([]byte, wire.PieceSize)
	for at := int64(0); at < r.size; {
		piece := room[:min(int64(len(room)), r.size-at)]
		if err := step(piece, at); err != nil {
			return err
		}
		at += int64(len(piece))
	}
	return nil
}

// bareSeal is one end of a connection on which all records but the last are as large.
type bareSeal struct {
	conn  net.Conn
	aead  cipher.AEAD
	nonce []byte
	frame []byte
}

func newBareSeal(conn net.Conn) *bareSeal {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		panic(err) // the key has the right length
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return &bareSeal{conn, aead, make([]byte, aead.NonceSize()), make([]byte, wire.PieceSize+aead.Overhead())}
}

func (s *bareSeal) write(piece []byte) error {
	_, err := s.conn.Write(s.aead.Seal(s.frame[:0], s.nonce, piece, nil))
	return err
}

func (s *bareSeal) read(size int) ([]byte, error) {
	frame := s.frame[:size+s.aead.Overhead()]
	if _, err := io.ReadFull(s.conn, frame); err != nil {
		return nil, err
	}
	return s.aead.Open(frame[:0], s.nonce, frame, nil)
}
