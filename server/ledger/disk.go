package ledger

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"

	"lobby/server/durable"
)

// disk is what the ledger needs of a file system, so that tests can fill it or
// break it.
type disk interface {
	// open is os.OpenFile.
	open(path string, flag int, perm fs.FileMode) (file, error)
	// remove is os.Remove, and rename os.Rename.
	remove(path string) error
	rename(from, to string) error
	// syncDir makes the folder's names durable.
	syncDir(path string) error
}

type file interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Stat() (fs.FileInfo, error)
	Sync() error
	Truncate(size int64) error
	// forget has what is read next come from the disk; see durable.Forget.
	forget()
}

// realFile is an open file of the operating system's.
type realFile struct{ *os.File }

func (f realFile) forget() { durable.Forget(f.File) }

// settle makes a file durable, and has the disk itself answer from then on for
// what is in it. A sync alone does not: one that failed before, perhaps of a
// process that was killed since, has the system take for clean, and show, what
// never reached the disk.
func settle(f file) error {
	if err := f.Sync(); err != nil {
		return err
	}
	f.forget()
	return nil
}

// realDisk is the operating system's.
type realDisk struct{}

func (realDisk) open(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := os.OpenFile(path, flag, perm)
	if err != nil {
		return nil, err // not f, which would be a file that is not nil
	}
	return realFile{f}, nil
}

func (realDisk) remove(path string) error     { return os.Remove(path) }
func (realDisk) rename(from, to string) error { return os.Rename(from, to) }

func (realDisk) syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil // a folder can't be synced there; NTFS journals its names
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
