//go:build !js

package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"sync"

	"lobby/client/ui"
)

// mirror tells programs outside what the window shows: on a Unix socket each
// client reads one line of JSON at once and one after every change. A client
// that reads slowly misses changes, never the newest. While there is no client,
// frames cost a comparison and no more.
type mirror struct {
	listener net.Listener
	path     string

	mu    sync.Mutex
	shown state
	frame uint64        // of shown, 0 before the first
	drawn uint64        // frames so far
	next  chan struct{} // closed when shown is replaced
}

// report is one line. Lengths are logical pixels.
type report struct {
	Frame   uint64    `json:"frame"`
	Width   float32   `json:"width"`
	Height  float32   `json:"height"`
	Scale   float64   `json:"scale"`
	Focused bool      `json:"focused"`
	Nodes   []ui.Node `json:"nodes"`
}

// newMirror listens at the path of o, if there is one. What an earlier run
// left there is removed.
func newMirror(o Options) (*mirror, error) {
	m := &mirror{next: make(chan struct{})}
	if o.Inspect == "" {
		return m, nil
	}
	if err := os.Remove(o.Inspect); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("making room for the inspection socket: %w", err)
	}
	listener, err := net.Listen("unix", o.Inspect)
	if err != nil {
		return nil, fmt.Errorf("opening the inspection socket: %w", err)
	}
	m.listener, m.path = listener, o.Inspect
	go m.accept()
	return m, nil
}

func (m *mirror) close() {
	if m.listener != nil {
		m.listener.Close()
	}
}

func (m *mirror) accept() {
	for {
		client, err := m.listener.Accept()
		if err != nil {
			return
		}
		go m.serve(client)
	}
}

func (m *mirror) serve(client net.Conn) {
	defer client.Close()
	for {
		m.mu.Lock()
		s, frame, next := m.shown, m.frame, m.next
		m.mu.Unlock()
		if frame > 0 {
			line, err := json.Marshal(report{frame, s.w, s.h, s.scale, s.focused, s.nodes})
			if err != nil {
				return // only a rectangle that is not a number could do this
			}
			if _, err := client.Write(append(line, '\n')); err != nil {
				return
			}
		}
		<-next
	}
}

// show publishes a frame's state if it changed.
func (m *mirror) show(s state) {
	if m.listener == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drawn++
	if m.frame > 0 && s.equal(m.shown) {
		return
	}
	s.nodes = append([]ui.Node{}, s.nodes...) // never nil, which JSON would tell as null
	m.shown, m.frame = s, m.drawn
	close(m.next)
	m.next = make(chan struct{})
}

// take returns what was pressed by name; programs outside only look.
func (m *mirror) take() []ui.Event { return nil }
