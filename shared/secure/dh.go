package secure

import (
	"crypto/ecdh"
	"crypto/subtle"
	"io"
	"sync/atomic"

	"github.com/flynn/noise"
)

// curve is Noise's Diffie-Hellman on Curve25519 for one handshake. It computes
// the same as noise.DH25519, which takes private keys as bytes and has their
// public halves computed anew each time it uses one: seven multiplications in a
// handshake, of which this one needs four. They are most of what a handshake
// costs.
type curve struct{ static, ephemeral *privateKey }

// privateKey is a private key together with its bytes.
type privateKey struct {
	bytes [32]byte
	key   *ecdh.PrivateKey
}

func newPrivateKey(bytes [32]byte) (*privateKey, error) {
	key, err := ecdh.X25519().NewPrivateKey(bytes[:])
	if err != nil {
		return nil, err
	}
	return &privateKey{bytes, key}, nil
}

func (k *privateKey) is(bytes []byte) bool {
	return subtle.ConstantTimeCompare(k.bytes[:], bytes) == 1
}

// newest is the static key of the newest handshake: a process, and above all a
// server, has one for all its connections.
var newest atomic.Pointer[privateKey]

func newCurve(static [32]byte) (*curve, error) {
	if k := newest.Load(); k != nil && k.is(static[:]) {
		return &curve{static: k}, nil
	}
	k, err := newPrivateKey(static)
	if err != nil {
		return nil, err
	}
	newest.Store(k)
	return &curve{static: k}, nil
}

// GenerateKeypair makes the handshake's ephemeral key.
func (c *curve) GenerateKeypair(random io.Reader) (noise.DHKey, error) {
	var bytes [32]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return noise.DHKey{}, err
	}
	k, err := newPrivateKey(bytes)
	if err != nil {
		return noise.DHKey{}, err
	}
	c.ephemeral = k
	return noise.DHKey{Private: bytes[:], Public: k.key.PublicKey().Bytes()}, nil
}

// DH fails when the public key is a point of low order, from which anyone could
// tell the result.
func (c *curve) DH(private, public []byte) ([]byte, error) {
	k := c.static
	if c.ephemeral != nil && c.ephemeral.is(private) {
		k = c.ephemeral
	}
	peer, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, err
	}
	return k.key.ECDH(peer)
}

// DHLen is the size of what DH returns, in bytes.
func (*curve) DHLen() int { return 32 }

// DHName is Noise's name of the curve.
func (*curve) DHName() string { return "25519" }
