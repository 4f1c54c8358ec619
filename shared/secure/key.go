package secure

import (
	"crypto/ecdh"
	"fmt"
	"io"
)

// Key is a Curve25519 key pair. It is the identity of a server or of a device.
type Key struct{ Private, Public [32]byte }

// GenerateKey makes a new key from 32 bytes of random, which must be a
// cryptographic source such as crypto/rand.Reader.
func GenerateKey(random io.Reader) (Key, error) {
	var private [32]byte
	if _, err := io.ReadFull(random, private[:]); err != nil {
		return Key{}, fmt.Errorf("generate key: %w", err)
	}
	return NewKey(private)
}

// NewKey completes a private key with its public half. Every 32 bytes are a
// private key.
func NewKey(private [32]byte) (Key, error) {
	k, err := ecdh.X25519().NewPrivateKey(private[:])
	if err != nil {
		return Key{}, fmt.Errorf("derive public key: %w", err)
	}
	return Key{Private: private, Public: [32]byte(k.PublicKey().Bytes())}, nil
}
