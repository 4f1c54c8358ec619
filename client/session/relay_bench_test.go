package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// BenchmarkRelay sends a sparse file from one client through a server to
// another, encrypted on both ways, spooled, and hashed at all three, with
// everything in this one process. Beside it stand the limits of the machine that
// count most: every byte is sealed and opened twice, hashed three times, and
// written to the disk twice.
func BenchmarkRelay(b *testing.B) {
	for _, size := range []int64{1 << 20, 100 << 20, 1 << 30} {
		b.Run(fmt.Sprintf("%dMiB", size>>20), func(b *testing.B) { benchRelay(b, size) })
	}
	b.Run("machine/seal", benchSeal)
	b.Run("machine/sha256", benchHash)
	b.Run("machine/disk", benchDisk)
}

func benchRelay(b *testing.B, size int64) {
	server := servertest.Start(b)
	addr := server.Addr().String()
	ann, ben := startCarrier(b, addr, "Ann"), startCarrier(b, addr, "Ben")
	path := filepath.Join(b.TempDir(), "sparse")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := f.Truncate(size); err != nil {
		b.Fatal(err)
	}
	f.Close()
	b.SetBytes(size)
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{path}})
		var seq uint64
		ben.await("the offer", func(s *model.State) bool {
			if len(s.Asking) > 0 {
				seq = s.Asking[0]
			}
			return seq != 0
		})
		b.StartTimer()
		ben.do(model.AcceptOffer{Offer: seq})
		got := ben.awaitDone(seq)
		b.StopTimer()
		os.Remove(got)
		ann.awaitOffer("the receipt", seq, func(o *model.Offer) bool { return !o.Open() })
	}
	b.ReportMetric(residentMiB(b), "RSS-MiB")
}

// residentMiB is the most memory that this process has had.
func residentMiB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip(err)
	}
	var kib float64
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kib)
		}
	}
	return kib / 1024
}

func benchSeal(b *testing.B) {
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		b.Fatal(err)
	}
	plain, sealed, nonce := make([]byte, wire.MaxMessage), make([]byte, 0, 1<<17), make([]byte, 12)
	b.SetBytes(wire.MaxMessage)
	for range b.N {
		aead.Seal(sealed, nonce, plain, nil)
	}
}

func benchHash(b *testing.B) {
	data := make([]byte, wire.PieceSize)
	b.SetBytes(wire.PieceSize)
	for range b.N {
		sha256.Sum256(data)
	}
}

func benchDisk(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "f"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	data := make([]byte, 16<<20)
	b.SetBytes(int64(len(data)))
	for i := range b.N {
		if _, err := f.WriteAt(data, int64(i%64)*int64(len(data))); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}
