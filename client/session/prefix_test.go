//go:build !js

package session

import (
	"bytes"
	"crypto/sha256"
	"errors"
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
	sum, err := p.upTo(t.Context(), src, 0, n)
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

// A source that was kept goes on where it stands, and is closed when nobody wants it.
func TestPrefixKeepsTheSource(t *testing.T) {
	folder := fillFolder(t, "a.txt", "b.txt", "相片/")
	file, err := examineFile(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	whole := prefixOf(t, new(prefix), folder, 0, "")
	p := new(prefix)
	at := int64(0)
	for _, n := range []int64{20, 20, 50} {
		src, begun, err := p.open(t.Context(), file)
		if err != nil || begun != at {
			t.Fatalf("it stands at %d, not at %d: %v", begun, at, err)
		}
		sum, err := p.upTo(t.Context(), src, begun, n)
		if of := sha256.Sum256(whole[:n]); err != nil || !bytes.Equal(sum.Sum(nil), of[:]) {
			t.Errorf("the hash of %d bytes is another: %v", n, err)
		}
		p.keep(src)
		at = n
	}
	src, begun, err := p.open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.upTo(t.Context(), src, begun, 10); !errors.Is(err, errFurther) {
		t.Errorf("it goes back: %v", err)
	}
	if rest, err := io.ReadAll(src); err != nil || !bytes.Equal(rest, whole[50:]) {
		t.Errorf("behind 50 bytes comes something else: %v", err)
	}
	p.keep(src)
	p.close() // or its goroutine is found at the end
}
