package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/andybalholm/brotli"

	"lobby/server/door/page/manifest"
)

func noise(n int) []byte {
	random := rand.NewChaCha8([32]byte{})
	data := make([]byte, n)
	_, _ = random.Read(data) // never fails
	return data
}

func packInto(t *testing.T, folder string, quality int, sources ...source) []manifest.File {
	t.Helper()
	if err := pack(folder, sources, quality); err != nil {
		t.Fatal(err)
	}
	files, err := manifest.Read(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestPack(t *testing.T) {
	folder := t.TempDir()
	text, image := bytes.Repeat([]byte("again and "), 1000), noise(10_000)
	files := packInto(t, folder, 5, source{"text.js", text}, source{"image.ttf", image})

	want := []string{"image.ttf", "manifest.json", "text.js.br", "text.js.gz"}
	if got := names(t, folder); !slices.Equal(got, want) {
		t.Fatalf("the folder holds %v, want %v", got, want)
	}
	if files[0].Bytes != int64(len(text)) || len(files[0].SHA256) != 64 || files[1].Forms[0] != manifest.Identity {
		t.Errorf("the manifest says %+v", files)
	}

	read := func(name string, open func(io.Reader) (io.Reader, error)) []byte {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := open(f)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(text, read("text.js.gz", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) })) {
		t.Error("the gzip form is not the text")
	}
	if !bytes.Equal(text, read("text.js.br", func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil })) {
		t.Error("the brotli form is not the text")
	}
}

func TestPackAgain(t *testing.T) {
	folder := t.TempDir()
	text := source{"text.js", bytes.Repeat([]byte("again and "), 1000)}
	packInto(t, folder, 5, text, source{"old.js", text.data})

	// A form with another content shows whether it was made again.
	marked := filepath.Join(folder, "text.js.br")
	mark := func() {
		t.Helper()
		if err := os.WriteFile(marked, []byte("mark"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	remade := func() bool {
		t.Helper()
		data, err := os.ReadFile(marked)
		if err != nil {
			t.Fatal(err)
		}
		return string(data) != "mark"
	}

	mark()
	packInto(t, folder, 5, text)
	if remade() {
		t.Error("what had not changed was packed again")
	}
	if slices.Contains(names(t, folder), "old.js.gz") {
		t.Error("a file that is no longer named stayed")
	}
	packInto(t, folder, 9, text)
	if !remade() {
		t.Error("a better quality was asked for in vain")
	}
	mark()
	packInto(t, folder, 5, source{text.name, append(text.data, '!')})
	if !remade() {
		t.Error("a change was not packed")
	}
	if err := os.Remove(marked); err != nil {
		t.Fatal(err)
	}
	packInto(t, folder, 5, source{text.name, append(text.data, '!')})
	if !remade() {
		t.Error("a lost form was not made again")
	}
}
