package session

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"lobby/client/model"
)

// The names of the stored files. Each holds one JSON value.
const (
	deviceFile   = "device.json"   // the device's private key
	serversFile  = "servers.json"  // the pinned keys
	settingsFile = "settings.json" // model.Settings
	sessionFile  = "session.json"  // lastLogin
	outboxFile   = "outbox.json"   // model.Outbox, one for each account
	draftsFile   = "drafts.json"   // model.Drafts, one for each account
	cargoFile    = "cargo.json"    // model.Cargo, one for each account
)

// After something was stored there is a rest, of restFactor times as long as that
// took. A thousand files that are carried in one go change cargo.json some
// thousands of times, and each time it is written whole: so that takes a tenth of
// the time and not all of it. What changes after a rest is stored at once.
const (
	restFactor  = 9
	longestRest = 300 * time.Millisecond
)

// files stores without keeping its callers waiting for the disk. Of several
// versions of a file only the newest need reach it.
type files struct {
	store Store
	push  func(model.Event)
	ready chan struct{} // has a value when there may be something to store
	ctx   context.Context
	close context.CancelFunc // ends run once everything is stored

	mu    sync.Mutex
	dirty map[string]any // values, which nobody changes any more
}

func newFiles(store Store, push func(model.Event)) *files {
	f := &files{store: store, push: push, ready: make(chan struct{}, 1), dirty: map[string]any{}}
	f.ctx, f.close = context.WithCancel(context.Background())
	return f
}

// save has v stored soon, as JSON. What v leads to must not change any more.
func (f *files) save(name string, v any) {
	f.mu.Lock()
	f.dirty[name] = v
	f.mu.Unlock()
	poke(f.ready)
}

func (f *files) run() {
	for {
		select {
		case <-f.ready:
			begun := time.Now()
			f.flush()
			f.rest(min(longestRest, restFactor*time.Since(begun)))
		case <-f.ctx.Done():
			f.flush()
			return
		}
	}
}

// rest lets time pass, or everything end.
func (f *files) rest(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.ctx.Done():
	}
}

// flush stores what is waiting, in the order of the names.
func (f *files) flush() {
	f.mu.Lock()
	dirty := f.dirty
	f.dirty = map[string]any{}
	f.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(dirty)) {
		if err := f.write(name, dirty[name]); err != nil {
			f.failed(err)
		}
	}
}

func (f *files) write(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	return f.store.Save(name, append(data, '\n'))
}

func (f *files) failed(err error) {
	f.push(model.Failed{Problem: model.Problem{Code: model.CodeStore, Detail: err.Error()}})
}
