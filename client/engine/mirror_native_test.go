//go:build !js

package engine

import (
	"bufio"
	"encoding/json"
	"net"
	"path/filepath"
	"testing"

	"lobby/client/ui"
)

func TestMirrorTellsEveryClient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inspect")
	m, err := newMirror(Options{Inspect: path})
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	node := func(value string) []ui.Node {
		return []ui.Node{{ID: 1 << 63, Role: ui.RoleTextbox, Label: "Name", Value: value, Rect: ui.Rect{X: 1, Y: 2, W: 3, H: 4}}}
	}
	m.show(state{w: 800, h: 600, scale: 2, focused: true, nodes: node("a")})

	read := func(lines *bufio.Scanner) report {
		t.Helper()
		var r report
		if !lines.Scan() {
			t.Fatal("the socket was closed:", lines.Err())
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	dial := func() *bufio.Scanner {
		t.Helper()
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return bufio.NewScanner(c)
	}
	first := dial()
	r := read(first)
	if r.Width != 800 || r.Scale != 2 || !r.Focused || len(r.Nodes) != 1 || r.Nodes[0].ID != 1<<63 || r.Nodes[0].Value != "a" {
		t.Errorf("at connect: %+v", r)
	}
	next := m.next
	m.show(state{w: 800, h: 600, scale: 2, focused: true, nodes: node("a")})
	if m.next != next {
		t.Error("a frame without a change is told")
	}
	m.show(state{w: 800, h: 600, scale: 2, focused: true, nodes: node("b")})
	if r := read(first); r.Nodes[0].Value != "b" || r.Frame != 3 {
		t.Errorf("after a change: %+v", r)
	}
	if r := read(dial()); r.Nodes[0].Value != "b" {
		t.Errorf("a later client reads %+v", r)
	}
}

func TestMirrorReplacesAnOldSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "inspect")
	for range 2 {
		if _, err := newMirror(Options{Inspect: path}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := newMirror(Options{Inspect: filepath.Join(path, "below")}); err == nil {
		t.Error("a place that cannot be gives no error")
	}
}
