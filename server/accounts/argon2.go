package accounts

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params are the cost of one Argon2id hash.
type Params struct {
	MemoryKiB uint32 // 8 per thread to maxMemoryKiB
	Passes    uint32 // 1 to maxPasses
	Threads   uint8  // at least 1
}

// DefaultParams is the second choice of the OWASP Password Storage Cheat Sheet:
// 19 MiB, two passes, one thread.
var DefaultParams = Params{MemoryKiB: 19 * 1024, Passes: 2, Threads: 1}

const (
	saltBytes = 16
	hashBytes = 32

	// What a hash read from the file may cost at most, so that a file made by
	// someone else can't stall the server.
	maxMemoryKiB = 1024 * 1024
	maxPasses    = 64
)

func (p Params) valid() bool {
	return p.Threads >= 1 && p.Passes >= 1 && p.Passes <= maxPasses &&
		p.MemoryKiB >= 8*uint32(p.Threads) && p.MemoryKiB <= maxMemoryKiB
}

// passwordHash is a hashed password with all that is needed to check it.
type passwordHash struct {
	params Params
	salt   []byte
	sum    []byte
}

// HashFunc hashes a clean password with a salt into so many bytes.
type HashFunc func(password, salt []byte, p Params, bytes uint32) []byte

// Argon2id is the HashFunc that all others give the same results as. It takes some
// 20 ms of a core with DefaultParams, and the memory that p says.
func Argon2id(password, salt []byte, p Params, bytes uint32) []byte {
	return argon2.IDKey(password, salt, p.Passes, p.MemoryKiB, p.Threads, bytes)
}

// newHash hashes password with a new salt.
func newHash(hash HashFunc, password string, p Params) passwordHash {
	salt := randomBytes(saltBytes)
	return passwordHash{p, salt, hash([]byte(password), salt, p, hashBytes)}
}

// matches hashes password as h was made and compares in constant time.
func (h passwordHash) matches(hash HashFunc, password string) bool {
	sum := hash([]byte(password), h.salt, h.params, uint32(len(h.sum)))
	return subtle.ConstantTimeCompare(sum, h.sum) == 1
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // it never fails
	return b
}

var base64Hash = base64.RawStdEncoding.Strict()

// String returns the PHC form, $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
func (h passwordHash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.params.MemoryKiB, h.params.Passes, h.params.Threads,
		base64Hash.EncodeToString(h.salt), base64Hash.EncodeToString(h.sum))
}

// parseHash reads what String makes, and nothing that reads only similarly.
func parseHash(s string) (passwordHash, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return passwordHash{}, errors.New("not an Argon2id hash")
	}
	var h passwordHash
	var version int
	_, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d",
		&version, &h.params.MemoryKiB, &h.params.Passes, &h.params.Threads)
	if err != nil {
		return passwordHash{}, fmt.Errorf("read Argon2id parameters: %w", err)
	}
	if h.salt, err = base64Hash.DecodeString(parts[4]); err != nil {
		return passwordHash{}, fmt.Errorf("read salt: %w", err)
	}
	if h.sum, err = base64Hash.DecodeString(parts[5]); err != nil {
		return passwordHash{}, fmt.Errorf("read hash: %w", err)
	}
	if version != argon2.Version || !h.params.valid() || len(h.salt) < 8 || len(h.sum) < 16 || h.String() != s {
		return passwordHash{}, errors.New("Argon2id hash with a version, cost or length that is not usable")
	}
	return h, nil
}
