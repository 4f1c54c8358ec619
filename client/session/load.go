package session

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"lobby/client/model"
	"lobby/shared/secure"
)

// lastLogin is session.json: where the device is logged in. It is empty after
// a logout.
type lastLogin struct {
	Server string `json:"server"`
	Name   string `json:"name"`
}

// deviceKey is device.json.
type deviceKey struct {
	Private string `json:"private"` // base64
}

// load reads what was stored. server, if not empty, is preferred to the last
// one.
func (s *Session) load(server string) model.Started {
	var started model.Started
	s.readJSON(settingsFile, &started.Settings)
	s.readJSON(outboxFile, &s.outboxes)
	s.readJSON(draftsFile, &s.drafts)
	if s.readJSON(cargoFile, &s.cargos) { // else nobody knows what of it is still to be sent
		s.clearPasted()
	}
	s.cargos = carriedOn(s.cargos)
	var last lastLogin
	s.readJSON(sessionFile, &last)
	s.loadPins()
	fresh := s.loadKey()

	if server == "" {
		server = started.Settings.Server
	}
	if server == "" {
		server = ownServer()
	}
	if addr, err := parseAddress(server, defaultPort()); err == nil {
		server = addr.name
	}
	started.Settings.Server = server
	if last.Server == server && last.Name != "" && !fresh {
		started.Settings.Name = last.Name
		started.Resume = true
	}
	started.Known = s.pins.known()
	started.Outboxes = slices.Clone(s.outboxes) // both sides change theirs
	started.Drafts = slices.Clone(s.drafts)
	started.Cargo = slices.Clone(s.cargos)
	return started
}

// clearPasted removes files that were pasted and never offered: the process ended
// before.
func (s *Session) clearPasted() {
	if s.cfg.Pasted == "" {
		return
	}
	wanted := map[string]bool{}
	for _, c := range s.cargos {
		for _, f := range c.Sends {
			wanted[f.Path] = true
		}
	}
	entries, err := os.ReadDir(s.cfg.Pasted)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.cfg.Log.Warn("what was pasted before could not be looked through", "error", err)
	}
	for _, e := range entries {
		if path := filepath.Join(s.cfg.Pasted, e.Name()); !wanted[path] {
			s.forget(path)
		}
	}
}

func (s *Session) loadPins() {
	data, err := s.read(serversFile)
	s.pins, _ = decodePins([]byte("{}"))
	if err != nil {
		return
	}
	if s.pins, err = decodePins(data); err != nil {
		s.setAside(serversFile, data, err)
	}
}

// loadKey reads the device's key, or makes one and reports that it is fresh.
func (s *Session) loadKey() (fresh bool) {
	data, err := s.read(deviceFile)
	if err == nil {
		if s.key, err = decodeDevice(data); err == nil {
			return false
		}
		s.setAside(deviceFile, data, err)
	}
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		s.files.failed(err)
	}
	s.key = key
	s.files.save(deviceFile, deviceKey{Private: base64.StdEncoding.EncodeToString(key.Private[:])})
	return true
}

func decodeDevice(data []byte) (secure.Key, error) {
	var d deviceKey
	if err := json.Unmarshal(data, &d); err != nil {
		return secure.Key{}, err
	}
	private, err := decodeKey(d.Private)
	if err != nil {
		return secure.Key{}, err
	}
	return secure.NewKey(private)
}

// readJSON fills v from a file. A file that is not there leaves v as it is. It
// reports whether v is what was stored.
func (s *Session) readJSON(name string, v any) bool {
	data, err := s.read(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if err := json.Unmarshal(data, v); err != nil {
		s.setAside(name, data, err)
		return false
	}
	return true
}

// read loads a file, and tells the user when it is there and can't be read.
func (s *Session) read(name string) ([]byte, error) {
	data, err := s.cfg.Store.Load(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.files.failed(fmt.Errorf("load %s: %w", name, err))
	}
	return data, err
}

// setAside keeps what could not be understood under another name, as a new
// file will take its place.
func (s *Session) setAside(name string, data []byte, cause error) {
	aside := name + ".damaged"
	err := fmt.Errorf("%s is damaged and was kept as %s: %w", name, aside, cause)
	if saveErr := s.cfg.Store.Save(aside, data); saveErr != nil {
		err = fmt.Errorf("%s is damaged: %w", name, errors.Join(cause, saveErr))
	}
	s.files.failed(err)
}
