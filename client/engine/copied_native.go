//go:build !js

package engine

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// maxPasted is the largest picture that is taken from the clipboard, in bytes.
const maxPasted = 64 << 20

// copiedFiles returns what was copied elsewhere and is to be sent: the files that a
// file manager has put on the clipboard, or a picture, which becomes a file in a
// folder. There is nothing where the clipboard has text, and on systems other
// than Linux, where no program that comes with them tells what it has.
func copiedFiles(folder string) ([]string, error) {
	read, kinds := clipboardReader()
	if read == nil || folder == "" {
		return nil, nil
	}
	if paths := filesOf(read, kinds); len(paths) > 0 {
		return paths, nil
	}
	if kinds["image/png"] && !kinds["text/plain"] && !kinds["UTF8_STRING"] && !kinds["STRING"] {
		picture, err := read("image/png")
		if err != nil || len(picture) == 0 || len(picture) > maxPasted {
			return nil, errors.Join(err, fmt.Errorf("a copied picture of %d bytes", len(picture)))
		}
		path, err := keepPasted(folder, picture, time.Now())
		if err != nil {
			return nil, err
		}
		return []string{path}, nil
	}
	return nil, nil
}

// clipboardReader returns what reads the clipboard as a kind, and the kinds that
// it offers; nil where there is no program for that.
func clipboardReader() (read func(kind string) ([]byte, error), kinds map[string]bool) {
	list, get := []string{"xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"}, []string{"xclip", "-selection", "clipboard", "-o", "-t"}
	if _, err := exec.LookPath("wl-paste"); err == nil && os.Getenv("WAYLAND_DISPLAY") != "" {
		list, get = []string{"wl-paste", "--list-types"}, []string{"wl-paste", "--no-newline", "--type"}
	}
	said, err := exec.Command(list[0], list[1:]...).Output()
	if err != nil {
		return nil, nil // no such program, or nothing was copied
	}
	kinds = map[string]bool{}
	for _, kind := range strings.Fields(string(said)) {
		kinds[strings.TrimSuffix(kind, ";charset=utf-8")] = true
	}
	return func(kind string) ([]byte, error) {
		return exec.Command(get[0], append(get[1:len(get):len(get)], kind)...).Output()
	}, kinds
}

// filesOf returns the copied files, or nothing if not all that was copied is files
// of this computer: then it is text, such as links.
func filesOf(read func(string) ([]byte, error), kinds map[string]bool) (paths []string) {
	if !kinds["text/uri-list"] {
		return nil
	}
	list, err := read("text/uri-list") // RFC 2483
	if err != nil {
		return nil
	}
	for line := range bytes.Lines(list) {
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "file" || u.Path == "" {
			return nil
		}
		if _, err := os.Stat(u.Path); err != nil {
			return nil
		}
		paths = append(paths, u.Path)
	}
	return paths
}

// keepPasted makes a file of a picture, named by the time.
func keepPasted(folder string, picture []byte, now time.Time) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	stem := "picture " + now.Format("2006-01-02 15.04.05")
	for n := 1; ; n++ {
		name := stem
		if n > 1 {
			name = fmt.Sprintf("%s (%d)", stem, n)
		}
		path := filepath.Join(folder, name+".png")
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(picture)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return "", errors.Join(err, os.Remove(path))
		}
		return path, nil
	}
}
