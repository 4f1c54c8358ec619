package secure

import (
	"testing"

	"github.com/tyler-smith/go-bip39/wordlists"
)

func TestFingerprint(t *testing.T) {
	if n := len(wordlists.English); n != 1<<bitsPerWord {
		t.Fatalf("the list has %d words", n)
	}
	var counting [32]byte
	for i := range counting {
		counting[i] = byte(i)
	}
	tests := []struct {
		public [32]byte
		want   string
	}{
		{[32]byte{}, "grid duck problem valid cloth roof"},
		{counting, "glide hover engage snow drip rebuild"},
	}
	for _, test := range tests {
		if got := Fingerprint(test.public); got != test.want {
			t.Errorf("%x: %q, want %q", test.public, got, test.want)
		}
	}
}
