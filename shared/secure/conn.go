package secure

import (
	"errors"
	"fmt"
	"math"
	"net"
	"sync/atomic"
	"time"
)

// MaxPlaintext is the most that one record carries, in bytes: what a frame's
// length can count, less the tag.
const MaxPlaintext = math.MaxUint16 - tagSize

// Conn is a connection after its handshake.
//
//   - ReadRecord is for one goroutine at a time.
//   - WriteRecord and WriteChunks are for one goroutine at a time.
//   - One may read while another writes, and the other methods are for any
//     goroutine at any time.
//   - An error in reading is final for reading, one in writing for writing:
//     later calls return it again. A record that is damaged ends both.
type Conn struct {
	nc   net.Conn
	peer [32]byte

	readTimeout  atomic.Int64 // nanoseconds
	writeTimeout time.Duration

	frames  frameReader
	in      direction
	readErr error

	out      direction
	writeErr error
}

// Peer returns the other side's static public key, which the handshake proved.
func (c *Conn) Peer() [32]byte { return c.peer }

// RemoteAddr returns the address of the other side.
func (c *Conn) RemoteAddr() net.Addr { return c.nc.RemoteAddr() }

// Close closes the net.Conn. Reads and writes that wait return an error.
func (c *Conn) Close() error { return c.nc.Close() }

// SetReadTimeout changes Config.ReadTimeout from the next record on.
func (c *Conn) SetReadTimeout(d time.Duration) { c.readTimeout.Store(int64(d)) }

// ReadRecord returns the plaintext of the next record, valid until the next
// call. It is io.EOF when the connection ended between records. ErrTruncated,
// ErrUndersized and ErrTampered close the connection.
func (c *Conn) ReadRecord() ([]byte, error) {
	if c.readErr != nil {
		return nil, c.readErr
	}
	plaintext, err := c.readRecord()
	if err != nil {
		c.readErr = err
		c.frames.release()
		if errors.Is(err, ErrTampered) || errors.Is(err, ErrTruncated) || errors.Is(err, ErrUndersized) {
			c.nc.Close()
		}
		return nil, err
	}
	return plaintext, nil
}

func (c *Conn) readRecord() ([]byte, error) {
	if !c.frames.buffered() {
		// A net.Conn takes no deadline only when it is closed already; the
		// read then says how. The same holds wherever one is set here.
		c.nc.SetReadDeadline(after(time.Duration(c.readTimeout.Load())))
	}
	record, err := c.frames.next(tagSize, math.MaxUint16)
	if err != nil {
		return nil, err
	}
	return c.in.open(record)
}

// WriteRecord sends p, of at most MaxPlaintext bytes, as one record. A longer
// one is refused with ErrOversized, and nothing is sent.
func (c *Conn) WriteRecord(p []byte) error {
	if c.writeErr != nil {
		return c.writeErr
	}
	if len(p) > MaxPlaintext {
		return fmt.Errorf("record of %d bytes: %w", len(p), ErrOversized)
	}
	buf := takeBuffer(classFor(headerSize + len(p) + tagSize))
	defer buf.release()
	return c.send(buf, p)
}

// WriteChunks sends the chunks in order, as many to a record as fit, and each
// record with one write: a queue of small messages costs one seal and one system
// call for 64 KiB. A chunk is never divided between records; one of more than
// MaxPlaintext bytes is refused with ErrOversized, and then nothing is sent. The
// chunks are not kept.
func (c *Conn) WriteChunks(chunks [][]byte) error {
	if c.writeErr != nil {
		return c.writeErr
	}
	for _, chunk := range chunks {
		if len(chunk) > MaxPlaintext {
			return fmt.Errorf("chunk of %d bytes: %w", len(chunk), ErrOversized)
		}
	}
	for len(chunks) > 0 {
		count, size := fill(chunks)
		if err := c.sendChunks(chunks[:count], size); err != nil {
			return err
		}
		chunks = chunks[count:]
	}
	return nil
}

// fill returns how many of the chunks go into one record, and their size.
func fill(chunks [][]byte) (count, size int) {
	for count < len(chunks) && size+len(chunks[count]) <= MaxPlaintext {
		size += len(chunks[count])
		count++
	}
	return count, size
}

// sendChunks gathers the chunks where seal encrypts them in place.
func (c *Conn) sendChunks(chunks [][]byte, size int) error {
	buf := takeBuffer(classFor(headerSize + size + tagSize))
	defer buf.release()
	plaintext := buf.bytes[headerSize:headerSize]
	for _, chunk := range chunks {
		plaintext = append(plaintext, chunk...)
	}
	return c.send(buf, plaintext)
}

// send seals one record into buf and writes it.
func (c *Conn) send(buf *buffer, plaintext []byte) error {
	frame, err := c.out.seal(buf.bytes[:0], plaintext)
	if err == nil {
		c.nc.SetWriteDeadline(after(c.writeTimeout))
		_, err = c.nc.Write(frame)
	}
	c.writeErr = err
	return err
}
