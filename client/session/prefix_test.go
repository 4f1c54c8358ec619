//go:build !js

package session

import (
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// prefixOf hashes the first n bytes of a file or folder, and returns what is read
// behind them.
func prefixOf(t *testing.T, p *prefix, path string, n int64, want string) (rest []byte) {
	t.Helper()
	file, err := examineFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	src, err := openSource(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	sum, err := p.upTo(t.Context(), src, n)
	if err != nil {
		t.Fatal(err)
	}
	if of := sha256.Sum256([]byte(want)); !bytes.Equal(sum.Sum(nil), of[:]) {
		t.Errorf("the hash of %d bytes is not that of %.20q", n, want)
	}
	if rest, err = io.ReadAll(src); err != nil {
		t.Fatal(err)
	}
	return rest
}

// What was hashed at an attempt is not read at the next, unless the server has less.
func TestPrefixIsReadOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := new(prefix)
	for _, step := range []struct {
		content string
		n       int64
		hashed  string
	}{
		{"onetwothree", 0, ""},
		{"onetwothree", 3, "one"},
		{"ONEtwothree", 6, "onetwo"}, // that the change goes unnoticed shows that it is not read
		{"ONETWOthree", 4, "ONET"},
		{"ONETWOthree", 11, "ONETWOthree"},
	} {
		write(step.content)
		if rest := prefixOf(t, p, path, step.n, step.hashed); string(rest) != step.content[step.n:] {
			t.Errorf("behind %d bytes comes %q", step.n, rest)
		}
	}
	if n := p.size; n != 11 {
		t.Errorf("%d bytes are kept", n)
	}
}

// The archive of a folder has no places to go to: it is made anew.
func TestPrefixOfAnArchive(t *testing.T) {
	folder := fillFolder(t, "a.txt", "b.txt", "相片/")
	whole := prefixOf(t, new(prefix), folder, 0, "")
	p := new(prefix)
	for _, n := range []int64{10, 40, int64(len(whole))} {
		if rest := prefixOf(t, p, folder, n, string(whole[:n])); !bytes.Equal(rest, whole[n:]) {
			t.Errorf("behind %d bytes of the archive comes something else", n)
		}
	}
}
