package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"lobby/server/door/page/manifest"
)

// source is a file to pack.
type source struct {
	name string
	data []byte
}

// worth is the part of its size that a file may have left for its compressed form
// to be kept. A face of PNG images has 99 % left.
const worth = 0.95

// pack writes the compressed forms of the sources into the folder, drops what an
// earlier run left there under other names, and writes the manifest last. Forms
// that were made of the same bytes with at least this quality stay.
func pack(folder string, sources []source, quality int) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	known := packedBefore(folder)
	var files []manifest.File
	keep := map[string]bool{"README.md": true, manifest.FileName: true}
	for _, s := range sources {
		sum := sha256.Sum256(s.data)
		f, ok := known[s.name]
		if !ok || f.SHA256 != hex.EncodeToString(sum[:]) || f.Quality < quality {
			f = manifest.File{Name: s.name, Bytes: int64(len(s.data)), SHA256: hex.EncodeToString(sum[:]), Quality: quality}
			var err error
			if f.Forms, err = writeForms(folder, s, quality); err != nil {
				return fmt.Errorf("packing %s: %w", s.name, err)
			}
		}
		for _, form := range f.Forms {
			keep[f.Name+form.Suffix()] = true
		}
		files = append(files, f)
	}
	if err := removeOthers(folder, keep); err != nil {
		return err
	}
	data, err := json.MarshalIndent(files, "", "\t")
	if err != nil {
		return err
	}
	return replace(filepath.Join(folder, manifest.FileName), append(data, '\n'))
}

// packedBefore returns the files of the folder's manifest whose forms are all
// still there, by name. A folder without a readable manifest has none.
func packedBefore(folder string) map[string]manifest.File {
	known := make(map[string]manifest.File)
	files, err := manifest.Read(os.DirFS(folder))
	if err != nil {
		return known
	}
	for _, f := range files {
		complete := len(f.Forms) > 0
		for _, form := range f.Forms {
			_, err := os.Stat(filepath.Join(folder, f.Name+form.Suffix()))
			complete = complete && err == nil
		}
		if complete {
			known[f.Name] = f
		}
	}
	return known
}

// writeForms writes a source's compressed forms or, where they gain nothing, its
// plain one.
func writeForms(folder string, s source, quality int) ([]manifest.Encoding, error) {
	packed, err := gzipped(s.data)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, s.name)
	if float64(len(packed)) > worth*float64(len(s.data)) {
		return []manifest.Encoding{manifest.Identity}, replace(path, s.data)
	}
	if err := replace(path+manifest.Gzip.Suffix(), packed); err != nil {
		return nil, err
	}
	if packed, err = brotlied(s.data, quality); err != nil {
		return nil, err
	}
	return []manifest.Encoding{manifest.Brotli, manifest.Gzip}, replace(path+manifest.Brotli.Suffix(), packed)
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	err = writeAll(w, data)
	return out.Bytes(), err
}

// window is the size of brotli's window, 16 MiB, as a power of two; the largest that
// browsers take.
const window = 24

func brotlied(data []byte, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := writeAll(brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: window}), data)
	return out.Bytes(), err
}

func writeAll(w io.WriteCloser, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

// removeOthers removes the files that the next server would embed for nothing.
func removeOthers(folder string, keep map[string]bool) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if keep[e.Name()] || e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a file so that it is there whole or not at all.
func replace(path string, data []byte) error {
	if err := os.WriteFile(path+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
