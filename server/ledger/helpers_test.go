package ledger

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"lobby/shared/wire"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerFolder); dir != "" {
		os.Exit(writeUntilKilled(dir))
	}
	goleak.VerifyTestMain(m)
}

// testLog is a ledger whose commits the test receives.
type testLog struct {
	*Ledger
	t       testing.TB
	commits chan Commit
}

// openLog opens a ledger that is closed with the test.
func openLog(t testing.TB, dir string, o Options, d disk) *testLog {
	t.Helper()
	l, err := tryLog(t, dir, o, d)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return l
}

func tryLog(t testing.TB, dir string, o Options, d disk) (*testLog, error) {
	log := &testLog{t: t, commits: make(chan Commit, 1<<12)}
	o.Committed = func(done []Commit) {
		for _, c := range done {
			log.commits <- c
		}
	}
	l, err := open(dir, o, d)
	log.Ledger = l
	return log, err
}

// add appends events and returns what became of them.
func (l *testLog) add(events ...wire.Event) []Commit {
	l.t.Helper()
	for _, e := range events {
		if err := l.Append(Draft{Event: e}); err != nil {
			l.t.Fatalf("append: %v", err)
		}
	}
	done := make([]Commit, len(events))
	for i := range done {
		done[i] = <-l.commits
	}
	return done
}

// store appends events that must all be stored, and returns them.
func (l *testLog) store(events ...wire.Event) []wire.Event {
	l.t.Helper()
	var stored []wire.Event
	for _, c := range l.add(events...) {
		if c.Err != nil {
			l.t.Fatalf("store: %v", c.Err)
		}
		stored = append(stored, c.Event)
	}
	return stored
}

// all returns every event that the log holds.
func (l *testLog) all() []wire.Event {
	l.t.Helper()
	lines, through, more, err := l.Since(0, math.MaxInt, func(string, wire.Kind, uint64) bool { return true })
	if err != nil || more || through != l.Last() {
		l.t.Fatalf("since 0: through %d of %d, more %t, error %v", through, l.Last(), more, err)
	}
	return decodeAll(l.t, lines)
}

func decodeAll(t testing.TB, lines [][]byte) []wire.Event {
	t.Helper()
	var events []wire.Event
	for _, line := range lines {
		var e wire.Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		events = append(events, e)
	}
	return events
}

// noSync is the real disk without fsync, for tests that open thousands of logs.
type noSync struct{ realDisk }

type noSyncFile struct{ file }

func (noSync) syncDir(string) error { return nil }
func (noSyncFile) Sync() error      { return nil }
func (d noSync) open(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := d.realDisk.open(path, flag, perm)
	if err != nil {
		return nil, err
	}
	return noSyncFile{f}, nil
}

func message(conv string, from uint64, n int) wire.Event {
	return wire.Event{Kind: wire.KindMessage, Conv: conv, From: from, CID: fmt.Sprintf("c%d", n), Text: fmt.Sprintf("第 %d 句 \"嗨\" 🙂", n)}
}

// folder is what a log folder consists of, but for the index files, which hold
// nothing that is not in the segments.
func folder(t testing.TB, dir string) map[string]string {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, name := range names {
		if isIndex(name.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, name.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[name.Name()] = string(content)
	}
	return files
}

// isIndex reports whether a path is an index file's, whole or not.
func isIndex(path string) bool {
	return strings.HasSuffix(strings.TrimSuffix(path, unfinishedSuffix), indexSuffix)
}

// fill makes a new folder of files.
func fill(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
