package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	// probeName is the file in the log's folder that Ready writes. One that is
	// left behind by a crash is written over.
	probeName = "probe"

	// probeBytes is a block of most file systems.
	probeBytes = 4096

	// probeKept is for how long an answer of Ready is given again.
	probeKept = time.Second
)

// readiness is what Ready found last.
type readiness struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// Ready says whether events could be stored now, by writing and syncing a file
// beside them, and removing it. However often it is called, it does so once a
// second at most.
func (l *Ledger) Ready() error {
	r := &l.ready
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.at.IsZero() && time.Since(r.at) < probeKept {
		return r.err
	}
	r.err = l.probe()
	r.at = time.Now()
	return r.err
}

func (l *Ledger) probe() error {
	path := filepath.Join(l.dir, probeName)
	f, err := l.disk.open(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("events can't be stored: %w", err)
	}
	_, err = f.WriteAt(make([]byte, probeBytes), 0)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close(), l.disk.remove(path)); err != nil {
		return fmt.Errorf("events can't be stored: %w", err)
	}
	return nil
}
