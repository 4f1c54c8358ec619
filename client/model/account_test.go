package model

import (
	"testing"

	"lobby/shared/wire"
)

func TestDevices(t *testing.T) {
	m := chat(t)
	s := m.state
	sent := requests(s.Do(ListDevices{}))
	if len(sent) != 1 || sent[0] != (wire.Devices{}) || !s.Devices.Busy {
		t.Fatalf("asked %v, %+v", sent, s.Devices)
	}
	s.Apply(Answered{sent[0], wire.Known{Devices: []wire.Device{{Key: []byte{1}, This: true}, {Key: []byte{2}}}}})
	if s.Devices.Busy || !s.Devices.Had || len(s.Devices.List) != 2 {
		t.Fatalf("devices %+v", s.Devices)
	}
	forget := requests(s.Do(ForgetDevice{Key: []byte{2}}))
	if len(forget) != 1 {
		t.Fatalf("asked %v", forget)
	}
	before := s.Devices.List
	s.Apply(Answered{forget[0], wire.Fault{Code: wire.CodeNotStored}})
	if s.Devices.Problem == nil || len(s.Devices.List) != 2 {
		t.Errorf("what was not forgotten: %+v", s.Devices)
	}
	s.Do(ForgetDevice{Key: []byte{2}})
	s.Apply(Answered{forget[0], wire.Done{}})
	if len(s.Devices.List) != 1 || s.Devices.Problem != nil || !s.Devices.List[0].This || len(before) != 2 {
		t.Errorf("what was forgotten: %+v", s.Devices)
	}
}

// What is asked for while there is no connection is asked for once there is one.
func TestDevicesLater(t *testing.T) {
	m := chat(t)
	s := m.state
	s.Apply(Lost{Problem{Code: CodeLost}})
	if sent := requests(s.Do(ListDevices{})); len(sent) != 0 || !s.Devices.Busy {
		t.Errorf("asked nobody for %v", sent)
	}
	if out := s.Do(ForgetDevice{Key: []byte{1}}); len(out) != 0 || s.Devices.Problem == nil {
		t.Errorf("forgot without a connection: %v", out)
	}
	s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Seq: s.LastSeq}})
	asked := 0
	for _, r := range requests(s.Apply(Received{wire.Ready{}})) {
		if r == (wire.Devices{}) {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestChangePassword(t *testing.T) {
	m := chat(t)
	s := m.state
	for _, c := range []struct {
		i      ChangePassword
		field  string
		reason wire.Reason
	}{
		{ChangePassword{New: "12345678"}, FieldOld, wire.ReasonEmpty},
		{ChangePassword{Old: "x"}, FieldNew, wire.ReasonEmpty},
		{ChangePassword{Old: "x", New: "1234567"}, FieldNew, wire.ReasonShort},
		{ChangePassword{Old: "x", New: string(make([]byte, wire.MaxPassword+1))}, FieldNew, wire.ReasonLong},
	} {
		out := s.Do(c.i)
		if p := s.Password.Problem; len(out) != 0 || p == nil || p.Field != c.field || p.Reason != c.reason {
			t.Errorf("%+v: %v, %+v", c.i, out, p)
		}
	}
	change := ChangePassword{Old: "x", New: "12345678", Everywhere: true}
	sent := requests(s.Do(change))
	if len(sent) != 1 || sent[0] != (wire.ChangePassword{Old: "x", New: "12345678", Everywhere: true}) || !s.Password.Busy {
		t.Fatalf("asked %v, %+v", sent, s.Password)
	}
	s.Apply(Answered{sent[0], wire.Fault{Code: wire.CodeDenied, Field: "old"}})
	if p := s.Password.Problem; s.Password.Busy || p == nil || p.Code != CodeOldPassword || p.Field != FieldOld {
		t.Errorf("a wrong password: %+v", p)
	}
	s.Do(change)
	again := requests(s.Apply(Answered{sent[0], wire.Done{}}))
	if !s.Password.Done || s.Password.Busy || len(again) != 1 {
		t.Errorf("changed: %+v, asked %v", s.Password, again)
	}
	s.Do(change)
	s.Apply(Lost{Problem{Code: CodeLost}})
	if s.Password.Busy || s.Password.Problem == nil {
		t.Errorf("after the line broke: %+v", s.Password)
	}
	if out := s.Do(change); len(out) != 0 || s.Password.Problem == nil {
		t.Errorf("without a connection: %v", out)
	}
	if s.Do(EndChange{}); s.Password != (PasswordState{}) {
		t.Errorf("at the end: %+v", s.Password)
	}
}

func TestForgetServer(t *testing.T) {
	s := chat(t).state
	if out := s.Do(ForgetServer{Server: online}); len(out) != 0 {
		t.Errorf("the server in use is forgotten: %v", out)
	}
	if out := s.Do(ForgetServer{Server: "other:7070"}); len(out) != 1 || out[0] != (Unpin{Server: "other:7070"}) {
		t.Errorf("effects %v", out)
	}
}

func TestChime(t *testing.T) {
	s := New()
	s.Apply(Welcomed{Welcome: wire.Welcome{Member: wire.Member{ID: 1, Name: "a"}, Seq: 5}, Server: "host"})
	s.Apply(Received{wire.Ready{}})
	seq := uint64(5)
	sounds := func(from uint64, conv string) (n int) {
		seq++
		for _, e := range s.Apply(Received{wire.Event{Seq: seq, Kind: wire.KindMessage, Conv: conv, From: from, Text: "hi"}}) {
			if _, ok := e.(Chime); ok {
				n++
			}
		}
		return n
	}
	pair := wire.Pair(1, 3)
	check := func(what string, from uint64, conv string, want int) {
		t.Helper()
		if got := sounds(from, conv); got != want {
			t.Errorf("%s: %d sounds, want %d", what, got, want)
		}
	}
	check("what is being read", 2, wire.Room, 0)
	check("another conversation", 3, pair, 1)
	check("an own message from another device", 1, pair, 0)
	s.Do(Focus{On: false})
	check("nobody looks", 2, wire.Room, 1)
	s.Do(SetMuted{Conv: wire.Room, On: true})
	check("muted", 2, wire.Room, 0)
	s.Do(SetSilent{On: true})
	check("without sound", 3, pair, 0)
}
