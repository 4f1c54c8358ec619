package accounts

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

// writeLines makes a file of these headers and records.
func writeLines(t *testing.T, path string, lines ...any) {
	t.Helper()
	var data []byte
	for _, v := range lines {
		line, err := encodeLine(v)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, line...)
	}
	writeFile(t, path, string(data))
}

func writeFile(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// threeMembers returns the file of a store with three members.
func threeMembers(t *testing.T) (path, data string) {
	t.Helper()
	path = newPath(t)
	s := open(t, path, Options{})
	for i, name := range []string{"Ann", "Bob", "Carl"} {
		register(t, s, name, phone(byte(i)))
	}
	closeStore(t, s)
	return path, readFile(t, path)
}

func names(s *Store) (names []string) {
	for _, m := range s.Members() {
		names = append(names, m.Name)
	}
	return names
}

// records returns a file's lines without its header.
func records(data string) string {
	_, rest, _ := strings.Cut(data, "\n")
	return rest
}

// However short the last line was cut, the start keeps the whole lines before
// it, and puts what is left of it beside.
func TestTornLastLine(t *testing.T) {
	_, data := threeMembers(t)
	begin := strings.LastIndex(data[:len(data)-1], "\n") + 1
	for _, cut := range []int{1, 20, len(data) - begin - 2} {
		path := newPath(t)
		writeFile(t, path, data[:begin+cut])
		var log bytes.Buffer
		s := open(t, path, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		if diff := cmp.Diff([]string{"Ann", "Bob"}, names(s)); diff != "" {
			t.Error(diff)
		}
		if got := readFile(t, path); records(got) != records(data[:begin]) {
			t.Errorf("after %d bytes the file is\n%s", cut, got)
		}
		kept, err := filepath.Glob(path + ".torn-*")
		if err != nil || len(kept) != 1 || readFile(t, kept[0]) != data[begin:begin+cut] {
			t.Errorf("kept beside: %v, %v", kept, err)
		}
		if !strings.Contains(log.String(), "cut off") {
			t.Errorf("log: %s", log.String())
		}
		register(t, s, "Carl", phone(1))
	}
}

// An editor that takes the last newline away takes no member away.
func TestMissingLastNewline(t *testing.T) {
	path, data := threeMembers(t)
	writeFile(t, path, strings.TrimSuffix(data, "\n"))
	s := open(t, path, Options{})
	if diff := cmp.Diff([]string{"Ann", "Bob", "Carl"}, names(s)); diff != "" {
		t.Error(diff)
	}
	if got := readFile(t, path); records(got) != records(data) {
		t.Errorf("the file is\n%s", got)
	}
}

// flip changes one bit of data.
func flip(data string, at int) string {
	b := []byte(data)
	b[at] ^= 4
	return string(b)
}

func TestDamageIsRefused(t *testing.T) {
	path, data := threeMembers(t)
	lines := strings.SplitAfter(data, "\n")
	member := func(change func(*record)) string {
		l, err := load(path)
		if err != nil {
			t.Fatal(err)
		}
		r := l.accounts[2].record()
		change(&r)
		line, err := encodeLine(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	head := func(h any) string {
		line, err := encodeLine(h)
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	for name, tt := range map[string]struct {
		data string
		line int
	}{
		"empty file":         {"", 0},
		"bit in header":      {flip(data, 10), 1},
		"bit in a record":    {flip(data, len(lines[0])+30), 2},
		"bit in the last":    {flip(data, len(data)-40), 4},
		"bit in a checksum":  {flip(data, len(lines[0])+len(lines[1])-5), 2},
		"half a line":        {lines[0] + lines[1][:40] + "\n" + lines[2], 2},
		"empty line":         {lines[0] + "\n" + lines[1], 2},
		"zeros":              {lines[0] + strings.Repeat("\x00", 100) + "\n" + lines[1], 2},
		"no header":          {lines[1] + lines[2], 1},
		"only half a header": {lines[0][:20], 1},
		"other file":         {head(header{Type: "log", Schema: 1, Next: 1}), 1},
		"schema 0":           {head(header{Type: "accounts", Next: 1}), 1},
		"no next id":         {head(header{Type: "accounts", Schema: 1}), 1},
		"id 0":               {lines[0] + member(func(r *record) { r.ID = 0 }), 2},
		"id too great":       {lines[0] + member(func(r *record) { r.ID = wire.MaxID + 1 }), 2},
		"type":               {lines[0] + member(func(r *record) { r.Type = "group" }), 2},
		"no name":            {lines[0] + member(func(r *record) { r.Name = "" }), 2},
		"no hash":            {lines[0] + member(func(r *record) { r.Hash = "" }), 2},
		"short key":          {lines[0] + member(func(r *record) { r.Devices[0].Key = []byte{1} }), 2},
		"many devices":       {lines[0] + member(func(r *record) { r.Devices = make([]deviceRecord, maxDevices+1) }), 2},
		"unknown field":      {lines[0] + head(map[string]any{"type": "member", "colour": "red"}), 2},
		"one name twice":     {data + member(func(r *record) { r.ID = 9; r.Name = "ANN" }), 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			writeFile(t, path, tt.data)
			_, err := Open(path, Options{Params: cheap})
			damage, ok := errors.AsType[*DamageError](err)
			if !ok || damage.Line != tt.line || damage.File != path || !strings.Contains(err.Error(), "backup") {
				t.Fatalf("got %v, want damage in line %d", err, tt.line)
			}
			if readFile(t, path) != tt.data {
				t.Error("the damaged file was changed")
			}
			if others, _ := os.ReadDir(filepath.Dir(path)); len(others) != 1 {
				t.Errorf("left beside it: %v", others)
			}
		})
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := newPath(t)
	writeLines(t, path, map[string]any{"type": "accounts", "schema": schema + 1, "shards": 3})
	before := readFile(t, path)
	_, err := Open(path, Options{Params: cheap})
	if newer, ok := errors.AsType[*NewerError](err); !ok || newer.Schema != schema+1 || newer.File != path {
		t.Errorf("got %v", err)
	}
	if readFile(t, path) != before {
		t.Error("the file was changed")
	}
}

func TestFileIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes on Windows")
	}
	path, _ := threeMembers(t)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, path, Options{})
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A crash between the writing of the new file and its renaming leaves both.
func TestUnfinishedRewrite(t *testing.T) {
	path, data := threeMembers(t)
	writeFile(t, path+".new", "half of")
	s := open(t, path, Options{})
	if diff := cmp.Diff([]string{"Ann", "Bob", "Carl"}, names(s)); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(path + ".new"); !errors.Is(err, fs.ErrNotExist) || readFile(t, path) != data {
		t.Errorf("new file: %v; accounts:\n%s", err, readFile(t, path))
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "none", "accounts.jsonl"), Options{Params: cheap})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// faultyFile is a file on a disk with faults. A full one takes half of what is
// written.
type faultyFile struct {
	file
	full, noSync, noTruncate bool
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if !f.full {
		return f.file.Write(p)
	}
	n, err := f.file.Write(p[:len(p)/2])
	return n, errors.Join(err, syscall.ENOSPC)
}

func (f *faultyFile) Sync() error {
	if f.noSync {
		return syscall.EIO
	}
	return f.file.Sync()
}

func (f *faultyFile) Truncate(size int64) error {
	if f.noTruncate {
		return syscall.EIO
	}
	return f.file.Truncate(size)
}

// What could not be stored is not there, neither now nor after a restart, and
// when the disk works again so does the store.
func TestDiskFaults(t *testing.T) {
	for name, fault := range map[string]faultyFile{
		"full":              {full: true},
		"full, stuck":       {full: true, noTruncate: true},
		"sync fails":        {noSync: true},
		"sync fails, stuck": {noSync: true, noTruncate: true},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			s := open(t, path, Options{})
			ann := register(t, s, "Ann", phone(1))
			good := s.journal.file
			fault.file = good
			s.journal.file = &fault
			s.journal.create = func(string) (file, error) { return nil, syscall.ENOSPC }

			for range 2 {
				_, err := s.Register(t.Context(), home, "Bob", goodPassword, "", phone(2))
				wantFault(t, err, wire.CodeNotStored)
				_, err = s.Forget(ann.ID, key(1))
				wantFault(t, err, wire.CodeNotStored)
			}
			if diff := cmp.Diff([]string{"Ann"}, names(s)); diff != "" {
				t.Error(diff)
			}
			if _, err := s.Resume("Ann", key(1)); err != nil {
				t.Errorf("resume: %v", err)
			}
			if m, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(7)); err != nil || m != ann {
				t.Errorf("login: %v, %v", m, err)
			}
			if _, err := s.Resume("Ann", key(7)); err != nil {
				t.Errorf("resume by the device that could not be stored: %v", err)
			}

			// Only a file that took and lost nothing may be appended to again.
			renewed := false
			s.journal.create = func(path string) (file, error) {
				renewed = true
				return createFile(path)
			}
			s.journal.file = good
			bob := register(t, s, "Bob", phone(2))
			if want := fault.noSync || fault.noTruncate; renewed != want {
				t.Errorf("file written anew: %v, want %v", renewed, want)
			}
			closeStore(t, s)
			s = open(t, path, Options{})
			if diff := cmp.Diff([]Member{ann, bob}, s.Members()); diff != "" {
				t.Error(diff)
			}
			for _, n := range []byte{1, 7} {
				if _, err := s.Resume("Ann", key(n)); err != nil {
					t.Errorf("resume by device %d: %v", n, err)
				}
			}
		})
	}
}

// A rewrite that fails leaves the old file.
func TestRewriteFails(t *testing.T) {
	path, data := threeMembers(t)
	for name, fault := range map[string]faultyFile{"full": {full: true}, "sync fails": {noSync: true}} {
		t.Run(name, func(t *testing.T) {
			s := open(t, path, Options{})
			s.journal.create = func(path string) (file, error) {
				f, err := createFile(path)
				fault.file = f
				return &fault, err
			}
			if err := s.rewrite(changes{}); err == nil {
				t.Fatal("no error")
			}
			if readFile(t, path) != data {
				t.Error("the old file was changed")
			}
			if _, err := os.Stat(path + ".new"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("new file is left: %v", err)
			}
		})
	}
}

func FuzzDecodeRecord(f *testing.F) {
	path := filepath.Join(f.TempDir(), "accounts.jsonl")
	s, err := Open(path, Options{Params: cheap})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := s.Register(f.Context(), home, "Ann \"<王>", goodPassword, "", phone(1)); err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		object, err := openLine(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(object)
	}
	f.Add([]byte(`{"type":"member","id":1,"name":"a","hash":"$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA","created":"2026-01-02T03:04:05.678Z"}`))
	f.Fuzz(func(t *testing.T, object []byte) {
		// Sealed first, since fuzzing finds no checksums.
		line, ok := bytes.CutSuffix(object, []byte("}"))
		if !ok {
			if _, err := openLine(object); err == nil {
				t.Fatalf("%q has a checksum", object)
			}
			return
		}
		line = seal(line)
		var r record
		if decodeLine(bytes.TrimSuffix(line, []byte("\n")), &r) != nil {
			return
		}
		a, err := r.account()
		if err != nil {
			return
		}
		again, err := encodeLine(a.record())
		if err != nil {
			t.Fatal(err)
		}
		var r2 record
		if err := decodeLine(bytes.TrimSuffix(again, []byte("\n")), &r2); err != nil {
			t.Fatalf("%q became %q: %v", line, again, err)
		}
		b, err := r2.account()
		if err != nil {
			t.Fatalf("%q became %q: %v", line, again, err)
		}
		if diff := cmp.Diff(a.record(), b.record()); diff != "" {
			t.Error(diff)
		}
	})
}
