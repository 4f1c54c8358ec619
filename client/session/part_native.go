//go:build !js

package session

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"lobby/shared/wire"
	"lobby/shared/writeback"
)

// OwnWindow is that of Config.Window which suits the system: none, as TCP holds
// back who sends too fast.
const OwnWindow = 0

// MaxGathered is the size of the largest file that can be fetched without a place
// that the user chose, in bytes; 0 for any.
const MaxGathered = 0

// partFile is a part on the disk, in a file of another name beside its place.
type partFile struct {
	path   string // while it is not whole
	dir    string
	name   string // clean
	chosen bool   // by the user, who was asked if it may take another file's place

	file *os.File // while it is open
	disk *writeback.File
	size int64
	hash hash.Hash // of that much, from one attempt to the next; nil while unknown
}

// newPart returns where an offer's file goes. The part's name is the same at
// every attempt, after a restart too, and no other server's, account's or
// device's.
func (s *Session) newPart(offer uint64, file wire.File, as string, fresh bool) *partFile {
	p := &partFile{dir: s.cfg.Downloads, name: wire.CleanFileName(file.Name)}
	if as != "" {
		p.dir, p.name, p.chosen = filepath.Dir(as), filepath.Base(as), !fresh
	}
	server := ""
	if s.keeper != nil {
		server = s.keeper.addr.name
	}
	mark := sha256.Sum256(append(s.key.Public[:], server...))
	end := fmt.Sprintf(".%d-%s.part", offer, hex.EncodeToString(mark[:4]))
	p.path = filepath.Join(p.dir, "."+atMost(p.name, maxName-len(".")-len(end))+end)
	return p
}

// maxName is how long the name of a file may be, in bytes: NAME_MAX of Linux and macOS.
// Windows counts 255 UTF-16 units, which are never more.
const maxName = 255

// atMost cuts a name that is longer than so many bytes, between two characters.
func atMost(name string, bytes int) string {
	if len(name) <= bytes {
		return name
	}
	for bytes > 0 && !utf8.RuneStart(name[bytes]) {
		bytes--
	}
	return name[:bytes]
}

// open reads what there is, to have its hash, unless that is known of the attempt
// before: to read a large part takes longer than the server waits for what follows a
// handshake.
func (p *partFile) open(ctx context.Context) error {
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(p.path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	if end, err := f.Seek(0, io.SeekEnd); p.hash == nil || err != nil || end != p.size {
		if err := p.read(ctx, f); err != nil {
			p.hash = nil
			return errors.Join(err, f.Close())
		}
	}
	p.file, p.disk = f, writeback.Follow(f, p.size)
	return nil
}

// read takes in the size and the hash of what there is.
func (p *partFile) read(ctx context.Context, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	var err error
	p.hash = sha256.New()
	p.size, err = io.Copy(p.hash, untilDone{ctx, f})
	return err
}

func (p *partFile) Write(data []byte) (int, error) {
	n, err := p.file.Write(data)
	p.hash.Write(data[:n])
	p.size += int64(n)
	return n, cmp.Or(err, p.disk.Wrote(p.size))
}

// Close has what there is on the disk. What may not be there is read again.
func (p *partFile) Close() error {
	err := errors.Join(p.disk.Stop(), p.file.Sync(), p.file.Close())
	if err != nil {
		p.hash = nil
	}
	return err
}

func (p *partFile) have() int64 { return p.size }
func (p *partFile) sum() []byte { return p.hash.Sum(nil) }

func (p *partFile) empty() error {
	p.hash, p.size = sha256.New(), 0
	if err := p.disk.Stop(); err != nil {
		return err
	}
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	p.disk = writeback.Follow(p.file, 0)
	_, err := p.file.Seek(0, io.SeekStart)
	return err
}

func (p *partFile) drop() error { return removeIfThere(p.path) }

// land gives the whole file its name, which it has from one moment to the next.
// A file that has the name already keeps it, and this one gets a number; only a
// place that the user chose is taken. A file of the same name and content is taken for
// this one: so it ends where the program was killed after a landing, and before it was
// noted that nothing is to be fetched any more.
func (p *partFile) land(ctx context.Context) (string, error) {
	if p.chosen {
		path := filepath.Join(p.dir, p.name)
		if err := os.Rename(p.path, path); err != nil {
			return "", err
		}
		return path, syncFolder(p.dir)
	}
	for n := 1; ; n++ {
		path := filepath.Join(p.dir, withNumber(p.name, n))
		err := moveNew(p.path, path)
		if errors.Is(err, fs.ErrExist) {
			if p.is(ctx, path) {
				return path, p.drop()
			}
			continue
		}
		if err != nil {
			return "", err
		}
		return path, syncFolder(p.dir)
	}
}

// is reports whether a file has the part's content. One that can't be read has
// another.
func (p *partFile) is(ctx context.Context, path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != p.size {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, untilDone{ctx, f})
	return err == nil && bytes.Equal(sum.Sum(nil), p.sum())
}

// withNumber is a name with a number from 2 on before its extension.
func withNumber(name string, n int) string {
	if n == 1 {
		return name
	}
	ext := filepath.Ext(name)
	end := fmt.Sprintf(" (%d)%s", n, ext)
	return atMost(strings.TrimSuffix(name, ext), max(0, maxName-len(end))) + end
}

// moveNew renames a file to a name that no file has. Where the system has hard
// links that is one step; elsewhere the name is taken by an empty file first.
func moveNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// syncFolder has a folder's new entry on the disk. Windows has no such call,
// and needs none.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
