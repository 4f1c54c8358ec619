package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var change = KeyChange{Server: "host", KnownWords: "old words", SeenWords: "new words", SeenKey: [32]byte{7}}

func TestKeyChangeWhileChatting(t *testing.T) {
	m := chat(t)
	m.cut()
	m.state.Apply(KeyMismatch{change})
	if m.state.Phase != PhaseKeyChanged || *m.state.KeyChange != change {
		t.Fatalf("%+v", m.state.KeyChange)
	}
	got := m.state.Do(TrustNewKey{})
	if d := cmp.Diff([]Effect{Trust{Server: "host", Key: change.SeenKey}}, got); d != "" {
		t.Error(d)
	}
	if m.state.Phase != PhaseChat || m.state.KeyChange != nil || m.state.Login.Busy {
		t.Errorf("%+v", m.state)
	}
}

func TestKeyChangeAtLogin(t *testing.T) {
	s := New()
	s.Do(LogIn{Server: "host", Name: "a", Password: "b"})
	s.Apply(KeyMismatch{change})
	if s.Login.Busy {
		t.Error("it goes on by itself")
	}
	s.Do(TrustNewKey{})
	if s.Phase != PhaseLogin || !s.Login.Busy {
		t.Errorf("%+v", s.Login)
	}
}

func TestRefusedKey(t *testing.T) {
	s := New()
	s.Do(LogIn{Server: "host", Name: "a", Password: "b"})
	s.Apply(KeyMismatch{change})
	if d := cmp.Diff([]Effect{Disconnect{}}, s.Do(RefuseNewKey{})); d != "" {
		t.Error(d)
	}
	if s.Phase != PhaseLogin || s.Login.Problem.Code != CodeKeyChanged || s.Login.Problem.Field != FieldServer {
		t.Errorf("%+v", s.Login)
	}
}

func TestKeyQuestionWithoutAKeyChange(t *testing.T) {
	s := New()
	if s.Do(TrustNewKey{}) != nil || s.Do(RefuseNewKey{}) != nil {
		t.Error("an answer to no question has an effect")
	}
}

func TestProbe(t *testing.T) {
	s := New()
	if d := cmp.Diff([]Effect{ProbeServer{"a"}}, s.Do(Probe{" a "})); d != "" {
		t.Error(d)
	}
	s.Do(Probe{"b"})
	s.Apply(Probed{Server: "a", Words: "of a"})
	if s.Login.Probe.Words != "" || !s.Login.Probe.Busy {
		t.Errorf("the answer of another server is shown: %+v", s.Login.Probe)
	}
	s.Apply(Probed{Server: "b", Words: "of b", Known: true})
	if d := cmp.Diff(ProbeState{Server: "b", Words: "of b", Known: true}, s.Login.Probe); d != "" {
		t.Error(d)
	}
	s.Apply(Pinned{Known: []KnownServer{{Server: "b", Words: "of b"}}})
	if len(s.Known) != 1 {
		t.Errorf("%v", s.Known)
	}
}

// Who comes back to the form after a first login is not told that it is the first.
func TestProbeOfAServerThatIsPinnedMeanwhile(t *testing.T) {
	s := New()
	s.Do(Probe{"b"})
	s.Apply(Probed{Server: "b", Words: "of b"})
	s.Apply(Pinned{Known: []KnownServer{{Server: "a:7070", Words: "of a"}}})
	if s.Login.Probe.Known {
		t.Error("another server is taken for this one")
	}
	s.Apply(Pinned{Known: []KnownServer{{Server: "a:7070", Words: "of a"}, {Server: "b:7070", Words: "of b"}}})
	if !s.Login.Probe.Known {
		t.Error("the server is taken for a new one")
	}
	s.Apply(Pinned{Known: []KnownServer{{Server: "a:7070", Words: "of a"}}})
	if s.Login.Probe.Known {
		t.Error("a server that was forgotten is taken for a known one")
	}
}
