package peer_test

import (
	"bytes"
	"slices"
	"testing"

	. "lobby/server/servertest"
	"lobby/shared/wire"
)

const another = "quite another password"

// logIn logs in as Ann from a new device.
func logIn(t *testing.T, s *Server, label string) *Client {
	t.Helper()
	c := s.Dial(t)
	c.LogIn(wire.Login{ID: c.NextID(), Name: "Ann", Password: Password, Device: label})
	return c
}

func devices(c *Client) []wire.Device {
	id := c.NextID()
	c.Write(wire.Devices{ID: id})
	return Answer[wire.Known](c, id).Devices
}

func TestDevices(t *testing.T) {
	s := Start(t)
	s.Register(t, "Bob")
	s.Register(t, "Ann").Close()
	phone, tablet := logIn(t, s, "phone"), logIn(t, s, "tablet")
	list := devices(phone)
	if len(list) != 3 {
		t.Fatalf("devices %+v", list)
	}
	for i, want := range []struct {
		label        string
		key          [32]byte
		online, this bool
	}{{label: "phone", key: phone.Key.Public, online: true, this: true}, {label: "tablet", key: tablet.Key.Public, online: true}} {
		d := list[i+1]
		if d.Label != want.label || !bytes.Equal(d.Key, want.key[:]) || d.Online != want.online || d.This != want.this {
			t.Errorf("device %+v, want %+v", d, want)
		}
		if d.Seen.Before(d.Added.Time) || d.Added.IsZero() {
			t.Errorf("added %v, seen %v", d.Added, d.Seen)
		}
	}

	id := phone.NextID()
	phone.Write(wire.Forget{ID: id, Key: list[2].Key})
	Answer[wire.Done](phone, id)
	if bye := tablet.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the forgotten device was told %+v", bye)
	}
	if f := s.DialAs(t, tablet.Key).Refused(wire.Resume{ID: 1, Name: "Ann"}); f.Code != wire.CodeDevice {
		t.Errorf("the forgotten device that comes back is told %v", &f)
	}
	if list := devices(phone); len(list) != 2 {
		t.Errorf("devices %+v", list)
	}

	// The same once more, and its own: the answer comes before the end.
	for _, key := range [][]byte{list[2].Key, list[1].Key} {
		id = phone.NextID()
		phone.Write(wire.Forget{ID: id, Key: key})
		Answer[wire.Done](phone, id)
	}
	if bye := phone.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the device that forgot itself was told %+v", bye)
	}
}

// A member's key is no use to another member.
func TestForgetsOwnDevicesOnly(t *testing.T) {
	s := Start(t)
	ann, bob := s.Register(t, "Ann"), s.Register(t, "Bob")
	id := bob.NextID()
	bob.Write(wire.Forget{ID: id, Key: ann.Key.Public[:]})
	Answer[wire.Done](bob, id)
	ann.Ping()
	if len(devices(ann)) != 1 {
		t.Error("another member has forgotten Ann's device")
	}
}

func TestChangePassword(t *testing.T) {
	s := Start(t)
	phone := s.Register(t, "Ann")
	tablet := logIn(t, s, "tablet")
	for _, c := range []struct {
		old, fresh string
		code       wire.Code
	}{
		{"wrong password", another, wire.CodeDenied},
		{Password, "short", wire.CodePassword},
	} {
		if f := phone.Refused(wire.ChangePassword{ID: phone.NextID(), Old: c.old, New: c.fresh}); f.Code != c.code {
			t.Errorf("%q to %q: %v", c.old, c.fresh, &f)
		}
	}
	change := func(old, fresh string, everywhere bool) {
		id := phone.NextID()
		phone.Write(wire.ChangePassword{ID: id, Old: old, New: fresh, Everywhere: everywhere})
		Answer[wire.Done](phone, id)
	}
	change(Password, another, false)
	tablet.Ping()
	change(another, Password+"!", true)
	if bye := tablet.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the other device was told %+v", bye)
	}
	phone.Ping()
	if f := s.Dial(t).Refused(wire.Login{ID: 1, Name: "Ann", Password: another}); f.Code != wire.CodeDenied {
		t.Errorf("the old password was answered with %v", &f)
	}
	again := s.Dial(t)
	again.LogIn(wire.Login{ID: again.NextID(), Name: "Ann", Password: Password + "!"})
	if list := devices(again); !slices.ContainsFunc(list, func(d wire.Device) bool { return bytes.Equal(d.Key, phone.Key.Public[:]) }) || len(list) != 2 {
		t.Errorf("devices %+v", list)
	}
}

// A change of the password costs the server much.
func TestOwnAccountHasARate(t *testing.T) {
	s := Start(t)
	ann := s.Register(t, "Ann")
	for range 20 {
		devices(ann)
	}
	for { // a slow machine has time for some more
		id := ann.NextID()
		ann.Write(wire.Devices{ID: id})
		if f, refused := Await(ann, func(m wire.Message) bool { return Re(m) == id }).(wire.Fault); refused {
			if f.Code != wire.CodeWait || f.RetryMS == 0 {
				t.Errorf("refused with %v", &f)
			}
			return
		}
	}
}

// A device that is connected does not make room for a newer one as long as one is
// away. Where it has to, it is not left connected.
func TestDeviceThatMakesRoom(t *testing.T) {
	s := Start(t)
	first := s.Register(t, "Ann")
	for range 14 {
		logIn(t, s, "one more")
	}
	away := logIn(t, s, "away")
	away.Close()
	for online(first, away.Key.Public) {
	}
	logIn(t, s, "another")
	first.Ping()
	if f := s.DialAs(t, away.Key).Refused(wire.Resume{ID: 1, Name: "Ann"}); f.Code != wire.CodeDevice {
		t.Errorf("the device that was away is told %v", &f)
	}
	logIn(t, s, "one too many")
	if bye := first.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the device that was forgotten was told %+v", bye)
	}
}

// online asks whether a device is, and says yes when it asks too often.
func online(c *Client, key [32]byte) bool {
	id := c.NextID()
	c.Write(wire.Devices{ID: id})
	known, ok := Await(c, func(m wire.Message) bool { return Re(m) == id }).(wire.Known)
	return !ok || slices.ContainsFunc(known.Devices, func(d wire.Device) bool { return d.Online && bytes.Equal(d.Key, key[:]) })
}
