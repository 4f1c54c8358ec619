package session

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"lobby/client/model"
)

// The names of the stored files. Each holds one JSON value.
const (
	deviceFile   = "device.json"   // the device's private key
	serversFile  = "servers.json"  // the pinned keys
	settingsFile = "settings.json" // model.Settings
	sessionFile  = "session.json"  // lastLogin
	outboxFile   = "outbox.json"   // model.Outbox, one for each account
	cargoFile    = "cargo.json"    // model.Cargo, one for each account
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
	dirty map[string][]byte
}

func newFiles(store Store, push func(model.Event)) *files {
	f := &files{store: store, push: push, ready: make(chan struct{}, 1), dirty: map[string][]byte{}}
	f.ctx, f.close = context.WithCancel(context.Background())
	return f
}

// save has v stored soon, as JSON.
func (f *files) save(name string, v any) {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		f.failed(fmt.Errorf("encode %s: %w", name, err))
		return
	}
	f.mu.Lock()
	f.dirty[name] = append(data, '\n')
	f.mu.Unlock()
	poke(f.ready)
}

func (f *files) run() {
	for {
		select {
		case <-f.ready:
			f.flush()
		case <-f.ctx.Done():
			f.flush()
			return
		}
	}
}

// flush stores what is waiting, in the order of the names.
func (f *files) flush() {
	f.mu.Lock()
	dirty := f.dirty
	f.dirty = map[string][]byte{}
	f.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(dirty)) {
		if err := f.store.Save(name, dirty[name]); err != nil {
			f.failed(err)
		}
	}
}

func (f *files) failed(err error) {
	f.push(model.Failed{Problem: model.Problem{Code: model.CodeStore, Detail: err.Error()}})
}
