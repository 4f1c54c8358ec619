package e2e

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"lobby/client/ui"
)

// dragSource is another program, from which files are dragged to a window. It speaks
// version 5 of XDND.
type dragSource struct {
	t      testing.TB
	x      *xgb.Conn
	root   xproto.Window
	own    xproto.Window
	target xproto.Window
	atoms  map[string]xproto.Atom
}

// dropFiles drags files from another program to a place in a window, and drops them.
func dropFiles(t testing.TB, w *window, at ui.Point, paths ...string) {
	t.Helper()
	s := newDragSource(t, w)
	defer s.x.Close()
	stop := context.AfterFunc(patient(t), s.x.Close) // which ends a wait for what never comes
	defer stop()
	var list strings.Builder
	for _, path := range paths {
		list.WriteString((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
	}
	const version, copied = 5, "XdndActionCopy"
	s.tell("XdndEnter", version<<24, uint32(s.atom("text/uri-list")))
	x, y := uint32(at.X), uint32(at.Y) // the window fills the display
	w.display.run(t, "xdotool", "mousemove", fmt.Sprint(x), fmt.Sprint(y))
	s.tell("XdndPosition", 0, x<<16|y, xproto.TimeCurrentTime, uint32(s.atom(copied)))
	if taken := s.awaits("XdndStatus", ""); taken&1 == 0 {
		t.Fatalf("%s takes no files", w.label)
	}
	s.tell("XdndDrop", 0, xproto.TimeCurrentTime)
	// The engine answers with the length of the list in place of the flag for yes.
	if taken := s.awaits("XdndFinished", list.String()); taken == 0 {
		t.Fatalf("%s did not take the files", w.label)
	}
}

func newDragSource(t testing.TB, w *window) *dragSource {
	t.Helper()
	xgb.Logger.SetOutput(io.Discard) // it tells of every connection that ends
	x, err := xgb.NewConnDisplay(w.display.name)
	if err != nil {
		t.Fatal(err)
	}
	s := &dragSource{t: t, x: x, root: xproto.Setup(x).DefaultScreen(x).Root, atoms: map[string]xproto.Atom{}}
	var target uint32
	if _, err := fmt.Sscan(w.id, &target); err != nil {
		t.Fatal(err)
	}
	s.target = xproto.Window(target)
	if s.own, err = xproto.NewWindowId(x); err != nil {
		t.Fatal(err)
	}
	s.check(xproto.CreateWindowChecked(x, 0, s.own, s.root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check())
	s.check(xproto.SetSelectionOwnerChecked(x, s.own, s.atom("XdndSelection"), xproto.TimeCurrentTime).Check())
	return s
}

func (s *dragSource) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *dragSource) atom(name string) xproto.Atom {
	s.t.Helper()
	if a, ok := s.atoms[name]; ok {
		return a
	}
	reply, err := xproto.InternAtom(s.x, false, uint16(len(name)), name).Reply()
	s.check(err)
	s.atoms[name] = reply.Atom
	return reply.Atom
}

// tell sends the window a message of the protocol, which begins with who sends it.
func (s *dragSource) tell(message string, data ...uint32) {
	s.t.Helper()
	all := make([]uint32, 5)
	all[0] = uint32(s.own)
	copy(all[1:], data)
	s.send(s.target, xproto.ClientMessageEvent{
		Format: 32, Window: s.target, Type: s.atom(message), Data: xproto.ClientMessageDataUnionData32New(all),
	})
}

func (s *dragSource) send(to xproto.Window, e xgb.Event) {
	s.t.Helper()
	s.check(xproto.SendEventChecked(s.x, false, to, xproto.EventMaskNoEvent, string(e.Bytes())).Check())
}

// awaits waits for a message from the window and returns its flags. Meanwhile it gives
// the list of files to who asks.
func (s *dragSource) awaits(message, list string) (flags uint32) {
	s.t.Helper()
	for {
		event, err := s.x.WaitForEvent()
		switch e := event.(type) {
		case nil:
			s.t.Fatalf("no %s came: %v", message, err)
		case xproto.SelectionRequestEvent:
			s.give(e, list)
		case xproto.ClientMessageEvent:
			if e.Type == s.atom(message) {
				return e.Data.Data32[1]
			}
		}
	}
}

// give answers a request for what is dragged.
func (s *dragSource) give(e xproto.SelectionRequestEvent, list string) {
	s.t.Helper()
	s.check(xproto.ChangePropertyChecked(s.x, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(list)), []byte(list)).Check())
	s.send(e.Requestor, xproto.SelectionNotifyEvent{
		Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property,
	})
}
