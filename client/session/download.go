package session

import (
	"bytes"
	"cmp"
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

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// place is where a file that is fetched goes.
type place struct {
	part   string // while it is not whole
	dir    string
	name   string // clean
	chosen bool   // by the user, who was asked if it may take another file's place
}

// placeFor returns where an offer's file goes. The part's name is the same at
// every attempt, and no other server's, account's or device's.
func (s *Session) placeFor(offer uint64, file wire.File, as string) place {
	p := place{dir: s.cfg.Downloads, name: wire.CleanFileName(file.Name)}
	if as != "" {
		p.dir, p.name, p.chosen = filepath.Dir(as), filepath.Base(as), true
	}
	server := ""
	if s.keeper != nil {
		server = s.keeper.addr.name
	}
	mark := sha256.Sum256(append(s.key.Public[:], server...))
	p.part = filepath.Join(p.dir, fmt.Sprintf(".%s.%d-%s.part", p.name, offer, hex.EncodeToString(mark[:4])))
	return p
}

// download fetches the file, from where it is already here.
func (c *carry) download(conn *secure.Conn) (string, error) {
	if err := os.MkdirAll(c.place.dir, 0o755); err != nil {
		return "", fileFailure(err)
	}
	f, err := os.OpenFile(c.place.part, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return "", fileFailure(err)
	}
	err = c.fetchInto(f, conn)
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = fileFailure(closeErr)
	}
	if err != nil {
		return "", err
	}
	path, err := c.place.land()
	if err != nil {
		return "", fileFailure(err)
	}
	return path, nil
}

var errOtherContent = errors.New("what has arrived is not what was sent")

// fetchInto fetches what is not in the part file yet, and has it on the disk.
func (c *carry) fetchInto(f *os.File, conn *secure.Conn) error {
	sum := sha256.New()
	have, err := io.Copy(sum, f)
	if err != nil {
		return fileFailure(err)
	}
	if have > c.File.Size {
		return c.discard(f)
	}
	c.done.Store(have)
	if _, err := ask(conn, wire.Download{ID: 1, Ticket: c.Ticket, Offset: have}); err != nil {
		if p := problemOf(err); p.Code == wire.CodeMismatch {
			return errors.Join(err, c.discard(f))
		}
		return err
	}
	conn.SetReadTimeout(wire.ServerTimeout)
	out := &flusher{file: f}
	want, err := c.receive(out, conn, sum)
	if flushErr := out.end(); flushErr != nil {
		err = cmp.Or(err, fileFailure(flushErr))
	}
	if err != nil {
		if p := problemOf(err); p.Code == wire.CodeMismatch {
			return errors.Join(err, c.discard(f))
		}
		return err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return c.discard(f)
	}
	if err := f.Sync(); err != nil {
		return fileFailure(err)
	}
	return nil
}

// discard empties the part file: the next attempt begins from the start.
func (c *carry) discard(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return fileFailure(err)
	}
	return &failure{problem: model.Problem{Code: wire.CodeMismatch, Detail: errOtherContent.Error()}, cause: errOtherContent}
}

// receive writes what comes behind what is there, and returns the SHA-256 that
// the whole is to have.
func (c *carry) receive(out *flusher, conn *secure.Conn, sum hash.Hash) ([]byte, error) {
	for {
		record, err := conn.ReadRecord()
		if err != nil {
			return nil, err
		}
		data, ok := wire.Data(record)
		if ok {
			if c.done.Load()+int64(len(data)) > c.File.Size {
				return nil, c.discard(out.file)
			}
			if _, err := out.Write(data); err != nil {
				return nil, fileFailure(err)
			}
			sum.Write(data)
			c.done.Add(int64(len(data)))
			continue
		}
		m, err := wire.DecodeAnswer(record)
		if err != nil {
			return nil, fmt.Errorf("understand the server: %w", err)
		}
		switch m := m.(type) {
		case wire.Held: // it waits for the sender
		case wire.Finished:
			return m.SHA256, nil
		default:
			return nil, unexpected(m)
		}
	}
}

// land gives the whole file its name, which it has from one moment to the next.
// A file that has the name already keeps it, and this one gets a number; only a
// place that the user chose is taken.
func (p place) land() (string, error) {
	if p.chosen {
		path := filepath.Join(p.dir, p.name)
		if err := os.Rename(p.part, path); err != nil {
			return "", err
		}
		return path, syncFolder(p.dir)
	}
	for n := 1; ; n++ {
		path := filepath.Join(p.dir, withNumber(p.name, n))
		err := moveNew(p.part, path)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		return path, syncFolder(p.dir)
	}
}

// withNumber is a name with a number from 2 on before its extension.
func withNumber(name string, n int) string {
	if n == 1 {
		return name
	}
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
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
