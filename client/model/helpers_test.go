package model

import (
	"testing"
	"time"

	"lobby/shared/wire"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// chat returns a client that is logged in and has nothing under way.
func chat(t *testing.T) *sim {
	t.Helper()
	m := newSim(t)
	m.connect()
	m.settle()
	return m
}

// requests returns what effects transmit.
func requests(effects []Effect) []wire.Request {
	var out []wire.Request
	for _, e := range effects {
		if e, ok := e.(Transmit); ok {
			out = append(out, e.Request)
		}
	}
	return out
}

func (m *sim) room() *Conv { return m.state.Convs[wire.Room] }

func (m *sim) send(text, cid string) []Effect {
	return m.state.Do(SendText{Conv: wire.Room, Text: text, CID: cid, Now: noon})
}
