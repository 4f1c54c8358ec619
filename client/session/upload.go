package session

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"mime"
	"net"
	"os"
	"path/filepath"
	"time"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// finishTimeout is how long a server may take to bring the end of a file to its
// disk.
const finishTimeout = 60 * time.Second

var errChanged = errors.New("the file is not as it was when it was offered")

func changed() error {
	return &failure{problem: model.Problem{Code: model.CodeChanged, Detail: errChanged.Error()}, cause: errChanged}
}

// examine looks at what the user wants to send.
func (s *Session) examine(e model.Examine) {
	found := model.Examined{Conv: e.Conv}
	for _, path := range e.Paths {
		file, err := examineFile(path)
		if err != nil {
			if found.Problem == nil {
				p := problemOf(err)
				p.Field = filepath.Base(path)
				found.Problem = &p
			}
			continue
		}
		file.Conv, file.CID = e.Conv, rand.Text()
		found.Files = append(found.Files, file)
	}
	s.push(found)
}

func examineFile(path string) (model.LocalFile, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return model.LocalFile{}, fileFailure(err)
	case info.IsDir():
		err := fmt.Errorf("%s is a folder", path)
		return model.LocalFile{}, &failure{problem: model.Problem{Code: model.CodeFolder, Detail: err.Error()}, cause: err}
	case !info.Mode().IsRegular():
		return model.LocalFile{}, fileFailure(fmt.Errorf("%s is no file", path))
	}
	name := wire.CleanFileName(filepath.Base(path))
	return model.LocalFile{
		Path: path, Name: name, Size: info.Size(), Modified: info.ModTime(),
		Mime: mediaType(name),
	}, nil
}

// mediaType is what the system takes a file of this name for, without
// parameters.
func mediaType(name string) string {
	full := mime.TypeByExtension(filepath.Ext(name))
	if plain, _, err := mime.ParseMediaType(full); err == nil && len(plain) <= wire.MaxMime {
		return plain
	}
	return ""
}

// upload sends the file, from where the server has it.
func (c *carry) upload(nc net.Conn, conn *secure.Conn) error {
	f, err := os.Open(c.Local.Path)
	if err != nil {
		return fileFailure(err)
	}
	defer f.Close()
	if err := c.unchanged(f); err != nil {
		return err
	}
	held, err := ask(conn, wire.Upload{ID: 1, Ticket: c.Ticket})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if n, err := io.CopyN(sum, f, held); n < held {
		return orChanged(err)
	}
	c.done.Store(held)

	// The server speaks when something is wrong, and at the end.
	conn.SetReadTimeout(0)
	answer := make(chan error, 1)
	go func() { answer <- awaitDone(conn) }()
	err = c.sendAll(f, conn, sum, held)
	if err == nil {
		cut := time.AfterFunc(finishTimeout, func() { nc.Close() })
		defer cut.Stop()
		return <-answer
	}
	nc.Close()
	var refused *failure
	if said := <-answer; errors.As(said, &refused) && refused.problem.Code != model.CodeLost {
		return said
	}
	return err
}

// sendAll sends the bytes from an offset on, and the hash of all.
func (c *carry) sendAll(f *os.File, conn *secure.Conn, sum hash.Hash, from int64) error {
	record := make([]byte, 1+wire.MaxData)
	record[0] = wire.DataMark
	for at := from; at < c.Local.Size; {
		n := min(int64(wire.MaxData), c.Local.Size-at)
		data := record[1 : 1+n]
		if _, err := io.ReadFull(f, data); err != nil {
			return orChanged(err)
		}
		sum.Write(data)
		if err := conn.WriteRecord(record[:1+n]); err != nil {
			return err
		}
		at += n
		c.done.Store(at)
	}
	if err := c.unchanged(f); err != nil {
		return err
	}
	line, err := wire.Append(nil, wire.Finish{ID: 2, SHA256: sum.Sum(nil)})
	if err != nil {
		return err
	}
	return conn.WriteRecord(line)
}

// unchanged reports a file that is not the one any more that was offered: it,
// or what its path leads to, has another size or was written to.
func (c *carry) unchanged(f *os.File) error {
	opened, err := f.Stat()
	if err != nil {
		return fileFailure(err)
	}
	named, err := os.Stat(c.Local.Path)
	if err != nil || !os.SameFile(opened, named) {
		return changed()
	}
	if opened.Size() != c.Local.Size || !opened.ModTime().Equal(c.Local.Modified) {
		return changed()
	}
	return nil
}

// orChanged tells a file that has become shorter from one that can't be read.
func orChanged(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return changed()
	}
	return fileFailure(err)
}

// awaitDone reads until the server has taken the file, or says why not.
func awaitDone(conn *secure.Conn) error {
	m, err := readMessage(conn)
	if err != nil {
		return err
	}
	if _, ok := m.(wire.Done); ok {
		return nil
	}
	return unexpected(m)
}
