package secure

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/flynn/noise"
)

// A direction must seal as Noise's own CipherState does, before a rekey and after.
func TestDirectionIsNoiseCipherState(t *testing.T) {
	ours := testDirection(t)
	ours.interval = 3
	suite := noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256)
	theirs := noise.UnsafeNewCipherState(suite, testKey, 0)
	for number := range 10 {
		if number == 3 || number == 6 || number == 9 {
			theirs.Rekey()
		}
		plaintext := fmt.Appendf(nil, "record %d", number)
		want, err := theirs.Encrypt(nil, nil, plaintext)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ours.seal(nil, plaintext)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got[headerSize:], want) {
			t.Fatalf("record %d: %x, want %x", number, got[headerSize:], want)
		}
	}
}

func TestRekeyHappensAtTheInterval(t *testing.T) {
	if rekeyInterval != 1_048_576 {
		t.Errorf("rekeyInterval is %d, but both sides of every connection agree on 1,048,576", rekeyInterval)
	}
	var plaintexts []string
	for i := range 20 {
		plaintexts = append(plaintexts, fmt.Sprint(i))
	}
	out, in := testDirection(t), testDirection(t)
	out.interval, in.interval = 4, 4
	for i, p := range plaintexts {
		before := out.aead
		frame, err := out.seal(nil, []byte(p))
		if err != nil {
			t.Fatal(err)
		}
		if changed := out.aead != before; changed != (i > 0 && i%4 == 0) {
			t.Errorf("record %d: key changed %t", i, changed)
		}
		got, err := in.open(frame[headerSize:])
		if err != nil || string(got) != p {
			t.Fatalf("record %d: %q, %v", i, got, err)
		}
	}
}

// A reader that does not change its key with the writer fails at once.
func TestRekeyLocksOldKeyOut(t *testing.T) {
	out := testDirection(t)
	out.interval = 2
	var stream []byte
	for i := range 3 {
		var err error
		if stream, err = out.seal(stream, fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := openAll(t, stream, 1<<20)
	if err == nil || err == io.EOF || !slices.Equal(got, []string{"0", "1"}) {
		t.Errorf("got %q, %v; want the two records before the new key", got, err)
	}
}
