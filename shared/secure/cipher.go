package secure

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"math"
)

// rekeyInterval is the number of records sealed under one key.
//
// RFC 8446, section 5.5, allows AES-GCM 2^24.5 records of 2^14 bytes under one
// key, 2^38.5 bytes, for a margin of 2^-57. 2^20 of our records of up to 2^16
// bytes are 2^36, below that by a factor of five. It also means that a key
// taken from memory opens nothing that was sent before its interval.
const rekeyInterval = 1 << 20

// tagSize is what sealing adds to a plaintext, in bytes.
const tagSize = 16

// direction is the state of one direction of a connection, as Noise's
// CipherState: a key and the number of the next record. It is written out here
// so that a record costs no allocation; nonce is a field because a slice of a
// local array would escape through the cipher's interface.
type direction struct {
	aead     cipher.AEAD
	count    uint64 // of records so far; would take centuries to reach 2^64
	interval uint64
	nonce    [12]byte
}

func newDirection(key [32]byte) (direction, error) {
	aead, err := newAEAD(key[:])
	return direction{aead: aead, interval: rekeyInterval}, err
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal appends the frame of one record to dst. The plaintext may lie in dst's
// free space already, where it would stand in the frame: headerSize bytes on.
func (d *direction) seal(dst, plaintext []byte) ([]byte, error) {
	if err := d.advance(); err != nil {
		return nil, err
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(plaintext)+tagSize))
	return d.aead.Seal(dst, d.nonce[:], plaintext, nil), nil
}

// open decrypts one record in place.
func (d *direction) open(record []byte) ([]byte, error) {
	number := d.count
	if err := d.advance(); err != nil {
		return nil, err
	}
	plaintext, err := d.aead.Open(record[:0], d.nonce[:], record, nil)
	if err != nil {
		return nil, fmt.Errorf("record %d: %w", number, ErrTampered)
	}
	return plaintext, nil
}

// advance sets the nonce for the next record and counts it. Every interval it
// changes the key first; the numbers go on.
func (d *direction) advance() error {
	if d.count > 0 && d.count%d.interval == 0 {
		if err := d.rekey(); err != nil {
			return err
		}
	}
	d.setNonce(d.count)
	d.count++
	return nil
}

// rekey is Noise's REKEY (revision 34, section 4.2): the new key is the first
// 32 bytes of what sealing 32 zeros under the greatest nonce gives.
func (d *direction) rekey() error {
	var zeros [32]byte
	d.setNonce(math.MaxUint64)
	key := d.aead.Seal(nil, d.nonce[:], zeros[:], nil)[:32]
	aead, err := newAEAD(key)
	if err != nil {
		return fmt.Errorf("rekey: %w", err)
	}
	d.aead = aead
	clear(key)
	return nil
}

// setNonce writes n as Noise does for AES-GCM: four zero bytes, then n.
func (d *direction) setNonce(n uint64) {
	binary.BigEndian.PutUint64(d.nonce[4:], n)
}
