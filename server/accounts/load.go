package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lobby/server/durable"
)

// DamageError says that the file has something that can't be trusted. Nothing
// was changed.
type DamageError struct {
	File   string
	Line   int   // 1 is the first; 0 when it is not about one line
	Offset int64 // of the line's first byte
	Reason string
}

// Error names the file and the line, and what the operator can do.
func (e *DamageError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s is damaged: %s; restore it from a backup", e.File, e.Reason)
	}
	return fmt.Sprintf("%s is damaged in line %d: %s; restore it from a backup, or move that line to another file to go on without it",
		e.File, e.Line, e.Reason)
}

// NewerError says that a newer version of the program wrote the file. Nothing
// was changed.
type NewerError struct {
	File   string
	Schema int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer Lobby: it has schema %d, and this one knows those up to %d", e.File, e.Schema, schema)
}

// loaded is what a file says.
type loaded struct {
	accounts map[uint64]*account
	invites  map[string]Invite
	next     uint64 // the id of the next new member
	torn     []byte // a last line whose writing was cut off
	untidy   bool   // writing the file anew would change it
}

func newLoaded() loaded {
	return loaded{accounts: make(map[uint64]*account), invites: make(map[string]Invite), next: 1}
}

// load reads the accounts file at path and changes nothing.
func load(path string) (loaded, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return loaded{}, fmt.Errorf("read accounts: %w", err)
	}
	if len(data) == 0 {
		return loaded{}, &DamageError{File: path, Reason: "it is empty"}
	}
	l := newLoaded()
	offset := int64(0)
	for number := 1; len(data) > 0; number++ {
		line, rest, ended := bytes.Cut(data, []byte("\n"))
		if !ended {
			l.untidy = true
			if _, err := openLine(line); err != nil && number > 1 {
				l.torn = line
				break
			}
		}
		if err := l.read(number, line); err != nil {
			if newer, ok := errors.AsType[*NewerError](err); ok {
				newer.File = path
				return loaded{}, newer
			}
			return loaded{}, &DamageError{path, number, offset, err.Error()}
		}
		data = rest
		offset += int64(len(line) + 1)
	}
	return l, l.check(path)
}

func (l *loaded) read(number int, line []byte) error {
	if number == 1 {
		return l.readHeader(line)
	}
	object, err := openLine(line)
	if err != nil {
		return err
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(object, &kind); err != nil {
		return err
	}
	switch kind.Type {
	case "member":
		return l.readMember(line)
	case "invite":
		return l.readInvite(line)
	}
	return fmt.Errorf("unknown type %.40q", kind.Type)
}

func (l *loaded) readMember(line []byte) error {
	var r record
	if err := decodeLine(line, &r); err != nil {
		return err
	}
	a, err := r.account()
	if err != nil {
		return err
	}
	if l.accounts[a.ID] != nil {
		l.untidy = true
	}
	l.accounts[a.ID] = a
	l.next = max(l.next, a.ID+1)
	return nil
}

func (l *loaded) readHeader(line []byte) error {
	object, err := openLine(line)
	if err != nil {
		return err
	}
	var version struct {
		Type   string `json:"type"`
		Schema int    `json:"schema"`
	}
	if err := json.Unmarshal(object, &version); err != nil || version.Type != "accounts" {
		return errors.New("not the header of an accounts file")
	}
	if version.Schema > schema {
		return &NewerError{Schema: version.Schema}
	}
	var h header
	if err := decodeLine(line, &h); err != nil {
		return err
	}
	if h.Schema < 1 || h.Next == 0 {
		return errors.New("header without its schema or the next id")
	}
	l.untidy = l.untidy || h.Schema < schema
	l.next = h.Next
	return nil
}

// check refuses what no single line shows: two members by one name.
func (l *loaded) check(path string) error {
	owners := make(map[string]uint64)
	for id, a := range l.accounts {
		key := keyOfClean(a.Name)
		if other, taken := owners[key]; taken {
			return &DamageError{File: path, Reason: fmt.Sprintf("members %d and %d have the same name", min(id, other), max(id, other))}
		}
		owners[key] = id
	}
	return nil
}

// keepTorn puts what is about to be cut off the file at path into a new file
// beside it and returns that file's name.
func keepTorn(path string, torn []byte) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".torn-*")
	if err != nil {
		return "", fmt.Errorf("keep the torn line: %w", err)
	}
	_, err = f.Write(torn)
	if err = errors.Join(err, f.Sync(), f.Close(), durable.SyncDir(filepath.Dir(path))); err != nil {
		return "", fmt.Errorf("keep the torn line: %w", err)
	}
	return f.Name(), nil
}
