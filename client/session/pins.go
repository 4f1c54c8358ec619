package session

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"lobby/client/model"
	"lobby/shared/secure"
)

// pins holds the key of each server that was met. Its methods are for any
// goroutine.
type pins struct {
	mu     sync.Mutex
	pinned map[string][32]byte // by address.name
	shown  map[string][32]byte // keys that a probe showed to the user, not pinned yet
}

// keyMismatch is the error of a server whose key is not the expected one.
type keyMismatch struct{ model.KeyChange }

func (k *keyMismatch) Error() string { return "the server's key has changed" }

// check returns a *keyMismatch unless key is what is expected of the server:
// the pinned key, or at the first login the one whose words the user saw.
func (p *pins) check(server string, key [32]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	want, ok := p.pinned[server]
	if !ok {
		want, ok = p.shown[server]
	}
	if !ok || want == key {
		return nil
	}
	return &keyMismatch{model.KeyChange{
		Server: server, KnownWords: secure.Fingerprint(want),
		SeenWords: secure.Fingerprint(key), SeenKey: key,
	}}
}

// show remembers what a probe showed. It reports whether the key is the pinned
// one, and whether another one is.
func (p *pins) show(server string, key [32]byte) (known, changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pinned, ok := p.pinned[server]
	if !ok {
		p.shown[server] = key
	}
	return ok && pinned == key, ok && pinned != key
}

func (p *pins) has(server string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.pinned[server]
	return ok
}

// pin sets a server's key and reports whether that is news.
func (p *pins) pin(server string, key [32]byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if old, ok := p.pinned[server]; ok && old == key {
		return false
	}
	p.pinned[server] = key
	delete(p.shown, server)
	return true
}

// unpin forgets a server's key and reports whether there was one.
func (p *pins) unpin(server string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, was := p.pinned[server]
	delete(p.pinned, server)
	delete(p.shown, server)
	return was
}

// known lists the pinned servers by name.
func (p *pins) known() []model.KnownServer {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []model.KnownServer
	for _, name := range slices.Sorted(maps.Keys(p.pinned)) {
		out = append(out, model.KnownServer{Server: name, Words: secure.Fingerprint(p.pinned[name])})
	}
	return out
}

// pinsFile is servers.json. The words are for people who look into it.
type pinsFile struct {
	Servers map[string]pinEntry `json:"servers"`
}

type pinEntry struct {
	Key   string `json:"key"` // base64
	Words string `json:"words"`
}

func (p *pins) encode() pinsFile {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := pinsFile{Servers: map[string]pinEntry{}}
	for name, key := range p.pinned {
		f.Servers[name] = pinEntry{Key: base64.StdEncoding.EncodeToString(key[:]), Words: secure.Fingerprint(key)}
	}
	return f
}

func decodePins(data []byte) (*pins, error) {
	p := &pins{pinned: map[string][32]byte{}, shown: map[string][32]byte{}}
	var f pinsFile
	if err := json.Unmarshal(data, &f); err != nil {
		return p, err
	}
	for name, entry := range f.Servers {
		key, err := decodeKey(entry.Key)
		if err != nil {
			return p, fmt.Errorf("server %q: %w", name, err)
		}
		p.pinned[name] = key
	}
	return p, nil
}

func decodeKey(text string) ([32]byte, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return [32]byte{}, fmt.Errorf("key: %w", err)
	}
	if len(b) != 32 {
		return [32]byte{}, fmt.Errorf("key of %d bytes, want 32", len(b))
	}
	return [32]byte(b), nil
}
