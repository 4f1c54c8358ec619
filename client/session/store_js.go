package session

import (
	"fmt"
	"io/fs"
	"sync"
	"syscall/js"
)

// storage is a Store in the page's local storage. Where the browser refuses
// that, as some do in private windows, it lives as long as the page.
type storage struct {
	prefix string

	mu     sync.Mutex
	memory map[string][]byte // nil where there is local storage
}

// OpenStore returns the page's store. Names in it begin with dir, or "lobby".
func OpenStore(dir string) (Store, error) {
	if dir == "" {
		dir = "lobby"
	}
	s := &storage{prefix: dir + "/"}
	if err := s.try(func(local js.Value) { local.Call("getItem", s.prefix) }); err != nil {
		s.memory = map[string][]byte{}
	}
	return s, nil
}

func (s *storage) Load(name string) ([]byte, error) {
	if s.memory != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if data, ok := s.memory[name]; ok {
			return data, nil
		}
		return nil, fmt.Errorf("load %s: %w", name, fs.ErrNotExist)
	}
	var item js.Value
	if err := s.try(func(local js.Value) { item = local.Call("getItem", s.prefix+name) }); err != nil {
		return nil, fmt.Errorf("load %s: %w", name, err)
	}
	if item.IsNull() {
		return nil, fmt.Errorf("load %s: %w", name, fs.ErrNotExist)
	}
	return []byte(item.String()), nil
}

func (s *storage) Save(name string, data []byte) error {
	if s.memory != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.memory[name] = data
		return nil
	}
	if err := s.try(func(local js.Value) { local.Call("setItem", s.prefix+name, string(data)) }); err != nil {
		return fmt.Errorf("save %s: %w", name, err)
	}
	return nil
}

// try turns what JavaScript throws into an error: a full or forbidden storage.
func (s *storage) try(f func(local js.Value)) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("local storage: %v", r)
		}
	}()
	f(js.Global().Get("localStorage"))
	return nil
}
