package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

func TestLoginIsCheckedBeforeItIsSent(t *testing.T) {
	long := strings.Repeat("名", wire.MaxName)
	for _, c := range []struct {
		name           string
		user, password string
		login, enrol   *Problem
	}{
		{name: "good", user: "小明", password: "correct horse"},
		{name: "longest", user: long, password: strings.Repeat("密", wire.MaxPassword)},
		{name: "no name", password: "correct horse",
			login: &Problem{Code: wire.CodeName, Reason: wire.ReasonEmpty, Field: FieldName},
			enrol: &Problem{Code: wire.CodeName, Reason: wire.ReasonEmpty, Field: FieldName}},
		{name: "name without form", user: "\u200b \u3000", password: "correct horse",
			login: &Problem{Code: wire.CodeName, Reason: wire.ReasonEmpty, Field: FieldName},
			enrol: &Problem{Code: wire.CodeName, Reason: wire.ReasonEmpty, Field: FieldName}},
		{name: "long name", user: long + "字字", password: "correct horse",
			login: &Problem{Code: wire.CodeName, Reason: wire.ReasonLong, Field: FieldName, Over: 2},
			enrol: &Problem{Code: wire.CodeName, Reason: wire.ReasonLong, Field: FieldName, Over: 2}},
		{name: "no password", user: "小明",
			login: &Problem{Code: wire.CodePassword, Reason: wire.ReasonEmpty, Field: FieldPassword},
			enrol: &Problem{Code: wire.CodePassword, Reason: wire.ReasonEmpty, Field: FieldPassword}},
		{name: "short password", user: "小明", password: "七個字還太短",
			enrol: &Problem{Code: wire.CodePassword, Reason: wire.ReasonShort, Field: FieldPassword}},
		{name: "long password", user: "小明", password: strings.Repeat("x", wire.MaxPassword+5),
			login: &Problem{Code: wire.CodePassword, Reason: wire.ReasonLong, Field: FieldPassword, Over: 5},
			enrol: &Problem{Code: wire.CodePassword, Reason: wire.ReasonLong, Field: FieldPassword, Over: 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New()
			got := s.Do(LogIn{Server: " host ", Name: c.user, Password: c.password})
			checkAttempt(t, s, got, Dial{Server: "host", Name: c.user, Password: c.password}, c.login)

			s = New()
			got = s.Do(Register{Server: "host", Name: c.user, Password: c.password})
			checkAttempt(t, s, got, Dial{Server: "host", Name: c.user, Password: c.password, Register: true}, c.enrol)
		})
	}
}

func checkAttempt(t *testing.T, s *State, got []Effect, dial Dial, want *Problem) {
	t.Helper()
	if d := cmp.Diff(want, s.Login.Problem); d != "" {
		t.Errorf("problem (-want +got):\n%s", d)
	}
	if s.Login.Busy != (want == nil) {
		t.Errorf("busy: %v", s.Login.Busy)
	}
	if want == nil {
		if d := cmp.Diff([]Effect{dial}, got); d != "" {
			t.Errorf("effects (-want +got):\n%s", d)
		}
	} else if got != nil {
		t.Errorf("effects in spite of a problem: %v", got)
	}
}

func TestRefusedLoginIsShownBesideItsField(t *testing.T) {
	s := New()
	s.Do(LogIn{Server: "host", Name: "a", Password: "b"})
	s.Apply(LoginFailed{FromFault(wire.Fault{Code: wire.CodeDenied})})
	if s.Login.Busy || s.Phase != PhaseLogin || s.Login.Problem.Field != FieldPassword || s.Login.Problem.Code != wire.CodeDenied {
		t.Errorf("%+v", s.Login)
	}
	s.Do(LogIn{Server: "host", Name: "a", Password: "c"})
	if s.Login.Problem != nil || !s.Login.Busy {
		t.Errorf("the next attempt keeps the problem: %+v", s.Login)
	}
}

func TestStart(t *testing.T) {
	known := Settings{Server: "host", Name: "小明", Language: "ja"}
	for _, c := range []struct {
		name string
		in   Started
		want []Effect
		busy bool
	}{
		{name: "first time", in: Started{}},
		{name: "a server is known", in: Started{Settings: known}, want: []Effect{ProbeServer{"host"}}},
		{name: "still logged in", in: Started{Settings: known, Resume: true}, busy: true,
			want: []Effect{Dial{Server: "host", Name: "小明", Resume: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New()
			if d := cmp.Diff(c.want, s.Apply(c.in)); d != "" {
				t.Errorf("effects (-want +got):\n%s", d)
			}
			if s.Login.Busy != c.busy || !cmp.Equal(s.Settings, c.in.Settings) {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestResumeWaitsForAServerThatIsDown(t *testing.T) {
	s := New()
	s.Apply(Started{Settings: Settings{Server: "host", Name: "a"}, Resume: true})
	s.Apply(Connecting{Server: "host", Attempt: 1})
	s.Apply(Waiting{RetryAt: noon, Attempt: 1, Cause: Problem{Code: CodeUnreachable, Field: FieldServer}})
	if s.Login.Busy || s.Login.Problem.Code != CodeUnreachable || s.Link.Status != LinkWaiting || !s.Link.RetryAt.Equal(noon) {
		t.Errorf("%+v %+v", s.Login, s.Link)
	}
	if d := cmp.Diff([]Effect{Redial{}}, s.Do(ReconnectNow{})); d != "" {
		t.Error(d)
	}
}

func TestForgottenDeviceAsksForThePassword(t *testing.T) {
	m := chat(t)
	m.say(2, wire.Room)
	m.settle()
	m.cut()
	got := m.state.Apply(LoginFailed{Problem{Code: wire.CodeDevice}})
	if d := cmp.Diff([]Effect{ForgetSession{}}, got); d != "" {
		t.Error(d)
	}
	if m.state.Phase != PhaseLogin || m.state.Login.Problem.Code != wire.CodeDevice {
		t.Errorf("%+v", m.state.Login)
	}
}

func TestLogOut(t *testing.T) {
	m := chat(t)
	m.send("still here", "c1")
	got := m.state.Do(LogOut{})
	if d := cmp.Diff([]Effect{Transmit{Request: wire.Logout{}}, Disconnect{}, ForgetSession{}}, got); d != "" {
		t.Error(d)
	}
	s := m.state
	if s.Phase != PhaseLogin || s.Self.ID != 0 || len(s.Members) != 0 || s.Unsent() != 0 {
		t.Errorf("the account is still there: %+v", s)
	}

	s.Do(LogIn{Server: online, Name: "me", Password: "correct horse"})
	m.connect()
	m.settle()
	if len(m.log) != 1 || m.log[0].CID != "c1" {
		t.Errorf("what was written before was not sent after the next login: %v", m.log)
	}
}

func TestLogOutWithoutAConnection(t *testing.T) {
	m := chat(t)
	m.cut()
	if d := cmp.Diff([]Effect{Disconnect{}, ForgetSession{}}, m.state.Do(LogOut{})); d != "" {
		t.Error(d)
	}
}

// What was shown when the program ended is shown at the next start, unless it is not
// there any more or the server is another one.
func TestTheSameConversationAfterARestart(t *testing.T) {
	for _, c := range []struct{ name, opened, server, want string }{
		{"a member", wire.Pair(me, 3), online, wire.Pair(me, 3)},
		{"another server", wire.Pair(me, 3), "elsewhere", wire.Room},
		{"a member who is gone", wire.Pair(me, 9), online, wire.Room},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := chat(t)
			m.do(m.state.Do(Open{Conv: c.opened}))
			m.settings.Server = c.server
			m.restart()
			m.connect()
			m.settle()
			if m.state.Active != c.want {
				t.Errorf("shows %s, want %s", m.state.Active, c.want)
			}
			if shown := m.state.Shown(); shown == nil || !shown.Loaded {
				t.Errorf("its rows were not asked for: %+v", shown)
			}
		})
	}
}

func TestAnotherMemberSeesNothingOfTheFirst(t *testing.T) {
	m := chat(t)
	m.say(2, wire.Pair(me, 2))
	m.settle()
	m.do(m.send("mine", "c1"))
	m.cut()
	m.state.Apply(Connecting{Server: online, Attempt: 1})
	m.state.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: 3, Name: "other"}, Seq: 1}})
	m.state.Apply(Received{wire.Ready{}})
	s := m.state
	if len(s.Convs) != 1 || len(s.room().Rows) != 0 || s.Unsent() != 0 {
		t.Errorf("%+v", s.Convs)
	}
}

func (s *State) room() *Conv { return s.Convs[wire.Room] }

func TestEndedByTheServer(t *testing.T) {
	m := chat(t)
	got := m.state.Apply(Ended{Problem{Code: wire.CodeLoggedOut}})
	if d := cmp.Diff([]Effect{ForgetSession{}}, got); d != "" {
		t.Error(d)
	}
	if m.state.Phase != PhaseLogin || m.state.Login.Problem.Code != wire.CodeLoggedOut || m.state.Self.ID != 0 {
		t.Errorf("%+v", m.state)
	}
}

func TestCancelLogin(t *testing.T) {
	s := New()
	s.Do(LogIn{Server: "host", Name: "a", Password: "b"})
	s.Apply(Connecting{Server: "host", Attempt: 1})
	if d := cmp.Diff([]Effect{Disconnect{}}, s.Do(CancelLogin{})); d != "" {
		t.Error(d)
	}
	if s.Login.Busy || s.Link.Status != LinkDown {
		t.Errorf("%+v %+v", s.Login, s.Link)
	}
	for _, e := range []Event{Welcomed{Server: "host"}, Received{wire.Ready{}}, Answered{wire.Sync{}, wire.Synced{Gap: true}}} {
		if got := s.Apply(e); got != nil || s.Phase != PhaseLogin {
			t.Errorf("%T that was on its way: %v, phase %v", e, got, s.Phase)
		}
	}
}
