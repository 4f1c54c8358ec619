package accounts

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"lobby/server/durable"
	"lobby/shared/wire"
)

// maxHeader bounds the first line of a file in bytes; it has about 60.
const maxHeader = 4096

// Contents is what is good in an accounts file.
type Contents struct{ loaded loaded }

// Inspect reads all lines of an accounts file, which is at path and says data,
// past whatever is damaged, and changes nothing. It fails with a *NewerError.
func Inspect(path string, data []byte, damage func(*DamageError)) (Contents, error) {
	c := Contents{newLoaded()}
	if len(data) == 0 {
		damage(&DamageError{File: path, Reason: "it is empty"})
	}
	offset := int64(0)
	for number := 1; len(data) > 0; number++ {
		line, rest, ended := bytes.Cut(data, []byte("\n"))
		err := c.loaded.read(number, line)
		if newer, ok := errors.AsType[*NewerError](err); ok {
			newer.File = path
			return Contents{}, newer
		}
		if err != nil {
			if !ended {
				err = fmt.Errorf("%w: a write that was interrupted, which the next start moves aside", err)
			}
			damage(&DamageError{path, number, offset, err.Error()})
		}
		data = rest
		offset += int64(len(line) + 1)
	}
	c.nameApart(path, damage)
	return c, nil
}

// CheckSchema refuses, with a *NewerError, an accounts file that a newer version
// wrote. It changes nothing, and reads the first line alone: whatever else is wrong,
// Inspect tells.
func CheckSchema(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	line, _ := bufio.NewReader(io.LimitReader(f, maxHeader)).ReadBytes('\n')
	l := newLoaded()
	if newer, ok := errors.AsType[*NewerError](l.readHeader(bytes.TrimSuffix(line, []byte("\n")))); ok {
		newer.File = path
		return newer
	}
	return nil
}

// nameApart gives a member another name that has the same as one after it: the
// later one got it when the earlier had another, which was in a damaged line.
func (c Contents) nameApart(path string, damage func(*DamageError)) {
	accounts := c.loaded.accounts
	owners := make(map[string]uint64)
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(accounts))) {
		a := accounts[id]
		if other, taken := owners[keyOfClean(a.Name)]; taken {
			renamed := a.clone()
			renamed.Name = fmt.Sprintf("member %d", id)
			accounts[id] = renamed
			damage(&DamageError{File: path, Reason: fmt.Sprintf(
				"members %d and %d have the same name; a repaired copy calls the first %q", id, other, renamed.Name)})
			a = renamed
		}
		owners[keyOfClean(a.Name)] = id
	}
}

// Members returns the members, by id.
func (c Contents) Members() []Member {
	var members []Member
	for _, id := range slices.Sorted(maps.Keys(c.loaded.accounts)) {
		members = append(members, c.loaded.accounts[id].Member)
	}
	return members
}

// Next is the id that the next new member gets.
func (c Contents) Next() uint64 { return c.loaded.next }

// Named returns the member that a login by this name would find.
func (c Contents) Named(name string) (Member, bool) {
	key, ok := nameKey(name)
	if !ok {
		return Member{}, false
	}
	for _, a := range c.loaded.accounts {
		if keyOfClean(a.Name) == key {
			return a.Member, true
		}
	}
	return Member{}, false
}

// WriteNew writes the contents to a new file at path, from which nobody gets an
// id below next, and returns when it is on the disk.
func (c Contents) WriteNew(path string, next uint64) error {
	if next > wire.MaxID {
		return fmt.Errorf("member ids end at %d", uint64(wire.MaxID))
	}
	lines, err := encodeFile(max(next, c.loaded.next), c.loaded.accounts, c.loaded.invites)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write accounts: %w", err)
	}
	_, err = f.Write(lines)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = durable.SyncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write accounts: %w", err)
	}
	return nil
}
