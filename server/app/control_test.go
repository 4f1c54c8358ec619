package app_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lobby/server/accounts"
	"lobby/server/admin"
	"lobby/server/app"
	. "lobby/server/servertest"
	"lobby/shared/wire"
)

// perform has a request carried out that must succeed.
func perform(t *testing.T, s *Server, r admin.Request) admin.Answer {
	t.Helper()
	answer, err := admin.Perform(t.Context(), s.Config.Data, r, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("%s: %v", r.Do, err)
	}
	return answer
}

// shortData puts the data where the control socket's path is not too long.
func shortData(t *testing.T) func(*app.Config) {
	dir, err := os.MkdirTemp("", "lobby")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return func(c *app.Config) { c.Data = dir }
}

func TestDisableWhileRunning(t *testing.T) {
	s := Start(t, shortData(t), func(c *app.Config) { c.Multicast = "224.111.1.1:5007" })
	ann, bob := s.Register(t, "Ann"), s.Register(t, "Bob")
	perform(t, s, admin.Request{Do: admin.UserDisable, User: "bob"})
	if bye := bob.Ended(); bye.Code != wire.CodeDisabled {
		t.Errorf("the disabled member was told %+v", bye)
	}
	if old := ann.Welcome.Group; old.Addr != "" { // else this machine has no multicast
		renewed := Await[wire.Regroup](ann, nil).Group
		if string(renewed.Key) == string(old.Key) || renewed.Addr != old.Addr {
			t.Errorf("the group was %+v and is %+v", old, renewed)
		}
	}
	again := s.DialAs(t, bob.Key)
	if f := again.Refused(wire.Resume{ID: 1, Name: "Bob"}); f.Code != wire.CodeDisabled {
		t.Errorf("a disabled member that comes back is told %v", &f)
	}
	users := perform(t, s, admin.Request{Do: admin.UserList}).Users
	if len(users) != 2 || users[0].Disabled || !users[1].Disabled || users[1].Devices != 1 {
		t.Errorf("users %+v", users)
	}
	perform(t, s, admin.Request{Do: admin.UserEnable, User: "Bob"})
	s.Resume(t, "Bob", bob.Key)
}

func TestDevicesWhileRunning(t *testing.T) {
	s := Start(t, shortData(t))
	phone := s.Register(t, "Ann")
	tablet := s.Dial(t)
	tablet.LogIn(wire.Login{ID: tablet.NextID(), Name: "Ann", Password: Password, Device: "tablet"})
	devices := perform(t, s, admin.Request{Do: admin.DeviceList, User: "Ann"}).Devices
	if len(devices) != 2 || devices[0].Label != "tablet" {
		t.Fatalf("devices %+v", devices)
	}
	perform(t, s, admin.Request{Do: admin.DeviceRevoke, User: "Ann", Device: strings.ToUpper(devices[0].ID[:12])})
	if bye := tablet.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the revoked device was told %+v", bye)
	}
	phone.Ping()
	if f := s.DialAs(t, tablet.Key).Refused(wire.Resume{ID: 1, Name: "Ann"}); f.Code != wire.CodeDevice {
		t.Errorf("the revoked device that comes back is told %v", &f)
	}
	perform(t, s, admin.Request{Do: admin.UserReset, User: "Ann", Password: "quite another password"})
	if bye := phone.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("after a reset the other device was told %+v", bye)
	}
	phone = s.DialAs(t, phone.Key)
	phone.LogIn(wire.Login{ID: phone.NextID(), Name: "Ann", Password: "quite another password"})
}

func TestUsersWhileRunning(t *testing.T) {
	s := Start(t, shortData(t))
	ann := s.Register(t, "Ann")
	added := perform(t, s, admin.Request{Do: admin.UserAdd, Name: "Bob", Password: Password, Admin: true}).Users[0]
	Await(ann, func(m wire.Members) bool { return m.Members[0] == wire.Member{ID: added.ID, Name: "Bob"} })
	bob := s.Dial(t)
	bob.LogIn(wire.Login{ID: bob.NextID(), Name: "Bob", Password: Password})
	perform(t, s, admin.Request{Do: admin.UserRename, User: "Bob", Name: "Robert"})
	Await(ann, func(m wire.Members) bool { return m.Members[0].ID == added.ID && m.Members[0].Name == "Robert" })
	bob.Ping() // renaming ends nothing

	for name, r := range map[string]admin.Request{
		"no user \"Bob\"":    {Do: admin.UserDisable, User: "Bob"},
		"this name":          {Do: admin.UserRename, User: "Ann", Name: "robert"},
		"at least 8":         {Do: admin.UserAdd, Name: "Carl", Password: "short"},
		"does not know":      {Do: "user sing"},
		"no invite":          {Do: admin.InviteRevoke, Code: "0000"},
		"0 devices of Ann":   {Do: admin.DeviceRevoke, User: "Ann"},
		"1 to 1000000 accou": {Do: admin.InviteAdd, Lasting: time.Hour},
	} {
		if _, err := admin.Perform(t.Context(), s.Config.Data, r, s.Config.Log); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%+v was answered with %v", r, err)
		}
	}
	if info, err := os.Stat(filepath.Join(s.Config.Data, "control.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the control socket: %v, %v", info, err)
	}
}

// What is changed while no server runs is true when one starts.
func TestUsersWhileStopped(t *testing.T) {
	s := Start(t, shortData(t), func(c *app.Config) { c.Accounts.Registration = accounts.ByInvite })
	code := s.SetupCode()
	s.Stop(t)
	invite := perform(t, s, admin.Request{Do: admin.InviteAdd, Count: 1, Lasting: time.Hour}).Invites[0]
	perform(t, s, admin.Request{Do: admin.UserAdd, Name: "Bob", Password: Password})
	s.Restart(t)
	if f := s.Dial(t).Refused(wire.Register{ID: 1, Name: "Ann", Password: Password, Code: code}); f.Code != wire.CodeInvite {
		t.Errorf("the code of the start before: %v", &f)
	}
	ann := s.Dial(t)
	ann.LogIn(wire.Register{ID: 1, Name: "Ann", Password: Password, Code: strings.ToLower(s.SetupCode())})
	carl := s.Dial(t)
	carl.LogIn(wire.Register{ID: 1, Name: "Carl", Password: Password, Code: invite.Code})
	users := perform(t, s, admin.Request{Do: admin.UserList}).Users
	if len(users) != 3 || users[0].Name != "Bob" || !users[1].Admin || users[2].Admin || s.SetupCode() != "" {
		t.Errorf("users %+v, setup code %q", users, s.SetupCode())
	}
	if left := perform(t, s, admin.Request{Do: admin.InviteList}).Invites; left != nil {
		t.Errorf("invites %+v", left)
	}
}

// A log without its accounts would give the old members' ids to new ones.
func TestAccountsMissing(t *testing.T) {
	s := Start(t, shortData(t))
	ann := s.Register(t, "Ann")
	ann.Say(wire.Room, "1", "hello")
	ann.Close()
	s.Stop(t)
	file := filepath.Join(s.Config.Data, admin.AccountsFile)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	_, err := app.Start(s.Config)
	if err == nil || !strings.Contains(err.Error(), "accounts.jsonl") {
		t.Errorf("a log without accounts: %v", err)
	}
	_, err = admin.Perform(context.Background(), s.Config.Data, admin.Request{Do: admin.UserAdd, Name: "Eve", Password: Password}, s.Config.Log)
	if err == nil {
		t.Error("an account was added to a log without accounts")
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file was made anew")
	}
}

// Accounts that are older than the log give no id away twice.
func TestAccountsOlderThanLog(t *testing.T) {
	s := Start(t, shortData(t))
	s.Register(t, "Ann").Close()
	file := filepath.Join(s.Config.Data, admin.AccountsFile)
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bob := s.Register(t, "Bob")
	bob.Say(wire.Room, "1", "hello")
	bob.Close()
	s.Stop(t)
	if err := os.WriteFile(file, older, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Restart(t)
	if eve := s.Register(t, "Eve"); eve.ID() <= bob.ID() {
		t.Errorf("a new member got the id %d of one in the log", eve.ID())
	}
}
