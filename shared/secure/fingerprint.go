package secure

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"github.com/tyler-smith/go-bip39/wordlists"
)

// A fingerprint has six words of eleven bits each: at 66 bits, finding a second
// key with the same words takes some 2^66 tries, and six words can still be
// read out over a telephone.
const (
	fingerprintWords = 6
	bitsPerWord      = 11 // the list has 2,048 words
)

// Fingerprint names a public key in six English words, separated by spaces, for
// people to compare: the first 66 bits of the key's SHA-256, eleven for each
// word of the BIP-39 list.
func Fingerprint(public [32]byte) string {
	sum := sha256.Sum256(public[:])
	words := make([]string, fingerprintWords)
	for i := range words {
		bit := i * bitsPerWord
		window := binary.BigEndian.Uint32(sum[bit/8:])
		words[i] = wordlists.English[window<<(bit%8)>>(32-bitsPerWord)]
	}
	return strings.Join(words, " ")
}
