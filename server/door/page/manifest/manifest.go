// Package manifest describes the files that the browser fetches: what the pack
// command writes beside them and the page's server reads.
package manifest

import (
	"encoding/json"
	"fmt"
	"io/fs"
)

// FileName is the manifest's own name, beside the files.
const FileName = "manifest.json"

// File is one file. It lies in up to three forms beside the manifest: plain under
// its name, and compressed with the ending of [Encoding.Suffix].
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`  // plain size
	SHA256 string `json:"sha256"` // of the plain content, in hex
	// Quality is the brotli quality, 0 to 11, that it was compressed with.
	Quality int `json:"quality"`
	// Forms lists the encodings in which it lies there, the smallest first. A
	// file that compression gains nothing on has Identity alone, every other
	// file has no plain form but Gzip, which the server can undo.
	Forms []Encoding `json:"forms"`
}

// Encoding is a content coding by its name in HTTP.
type Encoding string

// The encodings.
const (
	Brotli   Encoding = "br"
	Gzip     Encoding = "gzip"
	Identity Encoding = "identity"
)

// Suffix returns the ending of a file in this form.
func (e Encoding) Suffix() string {
	switch e {
	case Brotli:
		return ".br"
	case Gzip:
		return ".gz"
	}
	return ""
}

// Read returns the files of the folder's manifest. The error is fs.ErrNotExist,
// wrapped, for a folder that has none.
func Read(folder fs.FS) ([]File, error) {
	data, err := fs.ReadFile(folder, FileName)
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	var files []File
	if err := json.Unmarshal(data, &files); err != nil {
		return nil, fmt.Errorf("reading %s: %w", FileName, err)
	}
	return files, nil
}
