package accounts

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"lobby/server/durable"
)

// journal is the accounts file, open for appending. It is not safe for
// concurrent use.
type journal struct {
	path   string
	create func(path string) (file, error)
	file   file
	size   int64 // bytes that are on the disk for certain

	// unsure is set when that is not all that the file may hold, because a
	// write failed and could not be undone. It must be written anew then.
	unsure bool
}

// file is what a journal needs of an *os.File.
type file interface {
	io.WriteCloser
	Sync() error
	Truncate(size int64) error
}

func createFile(path string) (file, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
}

// open readies the file, which is in order, for appending.
func (j *journal) open() error {
	f, err := os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("open accounts: %w", err)
	}
	info, err := f.Stat()
	if err == nil && runtime.GOOS != "windows" {
		err = f.Chmod(0o600) // a copy may have been made readable for others
	}
	if err != nil {
		return errors.Join(fmt.Errorf("open accounts: %w", err), f.Close())
	}
	j.file, j.size = f, info.Size()
	return nil
}

// settle makes durable what a process that was killed may have left in memory
// only, and has the disk itself answer for it from then on. There need not be a
// file.
func settle(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open accounts: %w", err)
	}
	err = f.Sync()
	durable.Forget(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("sync accounts: %w", err)
	}
	return nil
}

// append adds lines and returns when they are on the disk. When it fails, the
// file is as it was, or unsure is set.
func (j *journal) append(lines []byte) error {
	_, err := j.file.Write(lines)
	if err == nil {
		// What a failed sync left in memory may never reach the disk, and a
		// second sync would not say so: the lines are taken back.
		err = j.file.Sync()
		j.unsure = err != nil
	}
	if err != nil {
		if undo := j.file.Truncate(j.size); undo != nil {
			j.unsure = true
		}
		return fmt.Errorf("append to accounts: %w", err)
	}
	j.size += int64(len(lines))
	return nil
}

// rewrite puts a file with only these lines in the place of the old one. The
// old one is there until the new one is on the disk.
func (j *journal) rewrite(lines []byte) error {
	next := j.path + ".new"
	f, err := j.create(next)
	if err != nil {
		return fmt.Errorf("write accounts anew: %w", err)
	}
	_, err = f.Write(lines)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write accounts anew: %w", err), os.Remove(next))
	}
	// Windows renames only over a file that is closed.
	if err := j.close(); err != nil {
		return err
	}
	j.unsure = true
	if err := os.Rename(next, j.path); err != nil {
		return fmt.Errorf("write accounts anew: %w", err)
	}
	if err := durable.SyncDir(filepath.Dir(j.path)); err != nil {
		return fmt.Errorf("write accounts anew: %w", err)
	}
	if err := j.open(); err != nil {
		return err
	}
	j.unsure = false
	return nil
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	if err != nil {
		return fmt.Errorf("close accounts: %w", err)
	}
	return nil
}
