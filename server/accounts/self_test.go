package accounts

import (
	"testing"
	"time"

	"lobby/shared/wire"
)

const newPassword = "another fine password"

func TestChangePassword(t *testing.T) {
	path := newPath(t)
	s := open(t, path, Options{})
	ann := register(t, s, "Ann", phone(1))
	if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(2)); err != nil {
		t.Fatal(err)
	}
	change := func(old, fresh string, only *[32]byte) (bool, error) {
		return s.ChangePassword(t.Context(), home, ann.ID, PasswordChange{old, fresh, only})
	}
	for _, tt := range []struct {
		old, fresh string
		code       wire.Code
		field      string
	}{
		{"wrong password", newPassword, wire.CodeDenied, "old"},
		{"", newPassword, wire.CodeDenied, "old"},
		{goodPassword, "short", wire.CodePassword, "new"},
		{goodPassword, "", wire.CodePassword, "new"},
	} {
		_, err := change(tt.old, tt.fresh, nil)
		if f := wantFault(t, err, tt.code); f.Field != tt.field {
			t.Errorf("%q to %q: the field is %q", tt.old, tt.fresh, f.Field)
		}
	}
	if _, err := login(s, home, "Ann", goodPassword); err != nil {
		t.Errorf("the password was changed by what was refused: %v", err)
	}
	if forgot, err := change(goodPassword, newPassword, nil); err != nil || forgot {
		t.Fatal(forgot, err)
	}
	if _, err := s.Resume("Ann", key(1)); err != nil {
		t.Errorf("a device that was to stay: %v", err)
	}
	mine := key(2)
	for _, others := range []bool{true, false} {
		if forgot, err := change(newPassword, newPassword, &mine); err != nil || forgot != others {
			t.Fatalf("devices were forgotten: %v, %v", forgot, err)
		}
	}
	if _, err := change(newPassword, goodPassword, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, Options{})
	if _, err := s.Resume("Ann", key(2)); err != nil {
		t.Errorf("the device that asked: %v", err)
	}
	_, err := s.Resume("Ann", key(1))
	wantFault(t, err, wire.CodeDevice)
	_, err = login(s, home, "Ann", newPassword)
	wantFault(t, err, wire.CodeDenied)
	if _, err := login(s, home, "Ann", goodPassword); err != nil {
		t.Error(err)
	}
}

// Who sits at an open window guesses the password no faster than at the login.
func TestChangePasswordIsGuarded(t *testing.T) {
	clock := newHandClock()
	s := open(t, newPath(t), Options{Clock: clock.Now, NameDelay: Delay{2, time.Minute, time.Minute, time.Hour}})
	ann := register(t, s, "Ann", phone(1))
	guess := func() error {
		_, err := s.ChangePassword(t.Context(), home, ann.ID, PasswordChange{Old: "wrong password", New: newPassword})
		return err
	}
	for range 3 {
		wantFault(t, guess(), wire.CodeDenied)
	}
	wantFault(t, guess(), wire.CodeWait)
	_, err := login(s, home, "Ann", goodPassword)
	wantFault(t, err, wire.CodeWait)
}

func TestDevicesOfMember(t *testing.T) {
	s := open(t, newPath(t), Options{})
	ann := register(t, s, "Ann", phone(1))
	if _, err := s.Login(t.Context(), home, "Ann", goodPassword, phone(2)); err != nil {
		t.Fatal(err)
	}
	if got := s.Devices(ann.ID); len(got) != 2 || got[0].Key != key(1) || got[1].Key != key(2) {
		t.Errorf("devices %+v", got)
	}
	if got := s.Devices(99); got != nil {
		t.Errorf("devices of nobody: %+v", got)
	}
}
