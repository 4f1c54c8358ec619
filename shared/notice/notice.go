// Package notice seals and opens the datagrams by which a server tells the
// members on its network, by UDP multicast, who joined and who left.
//
// A datagram is
//
//	"LBY1"  4 bytes
//	key id  8 bytes, names the group key
//	seq     8 bytes, the event's number, big endian
//	sealed  the event's JSON under AES-256-GCM, with its tag of 16 bytes
//
// The nonce is 4 zero bytes and seq; the 20 bytes in front of the sealed part
// are authenticated with it. A nonce must never serve twice under one key: the
// log numbers an event once, and the key is new at each start of a server.
package notice

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"lobby/shared/wire"
)

// Sizes of a group key and of the id that names it, in bytes.
const (
	KeySize = 32
	IDSize  = 8
)

const (
	magic      = "LBY1"
	headerSize = len(magic) + IDSize + 8
	tagSize    = 16
)

// What Open returns for a datagram that is not a notice of the group.
var (
	// ErrForeign: not a notice, or sealed under another key. Normal on a
	// network with several servers.
	ErrForeign = errors.New("datagram of another group")

	// ErrForged: it names the group's key and does not open with it, or what
	// it holds is not the presence event that it announces.
	ErrForged = errors.New("datagram does not open")
)

// Seal returns the datagram that announces e, a joined or left event with its
// number, under the group key of KeySize bytes that the IDSize bytes of id name.
// It fails when e does not fit into wire.MaxDatagram bytes.
func Seal(key, id []byte, e wire.Event) ([]byte, error) {
	if len(id) != IDSize {
		return nil, fmt.Errorf("group key id of %d bytes, want %d", len(id), IDSize)
	}
	if !isPresence(e.Kind) {
		return nil, fmt.Errorf("event %d of kind %q is no notice", e.Seq, e.Kind)
	}
	aead, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	d := make([]byte, 0, wire.MaxDatagram)
	d = append(d, magic...)
	d = append(d, id...)
	d = binary.BigEndian.AppendUint64(d, e.Seq)
	d = aead.Seal(d, nonce(e.Seq), wire.AppendEvent(nil, &e), d)
	if len(d) > wire.MaxDatagram {
		return nil, fmt.Errorf("notice of event %d takes %d bytes, at most %d are allowed", e.Seq, len(d), wire.MaxDatagram)
	}
	return d, nil
}

// Open returns the event that a datagram announces. It fails with ErrForeign or
// ErrForged; other errors mean that key or id are not usable.
func Open(key, id, datagram []byte) (wire.Event, error) {
	aead, err := newAEAD(key)
	if err != nil {
		return wire.Event{}, err
	}
	header, sealed, ok := split(datagram)
	if !ok || !bytes.Equal(header[len(magic):len(magic)+IDSize], id) {
		return wire.Event{}, ErrForeign
	}
	seq := binary.BigEndian.Uint64(header[len(magic)+IDSize:])
	plain, err := aead.Open(nil, nonce(seq), sealed, header)
	if err != nil {
		return wire.Event{}, ErrForged
	}
	var e wire.Event
	if err := json.Unmarshal(plain, &e); err != nil || e.Seq != seq || !isPresence(e.Kind) {
		return wire.Event{}, ErrForged
	}
	return e, nil
}

func split(datagram []byte) (header, sealed []byte, ok bool) {
	if len(datagram) < headerSize+tagSize || len(datagram) > wire.MaxDatagram || string(datagram[:len(magic)]) != magic {
		return nil, nil, false
	}
	return datagram[:headerSize], datagram[headerSize:], true
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("group key of %d bytes, want %d", len(key), KeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("group key: %w", err)
	}
	return cipher.NewGCM(block)
}

func nonce(seq uint64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 4, 12), seq)
}

func isPresence(k wire.Kind) bool { return k == wire.KindJoined || k == wire.KindLeft }
