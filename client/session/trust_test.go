package session

import (
	"testing"

	"lobby/client/model"
	"lobby/shared/secure"
)

func admitAll(p *peer) {
	p.admit()
	p.drain()
}

func TestChangedKeyStopsUntilItIsTrusted(t *testing.T) {
	server := newScripted(t, admitAll)
	old := server.key
	store := tempStore(t)
	c := startClient(t, store, "", server.use)
	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	c.awaitUp()
	if got := awaitEvent[model.Pinned](c, nil).Known; len(got) != 1 || got[0].Words != secure.Fingerprint(old.Public) {
		t.Errorf("pinned %+v", got)
	}
	c.close()

	server.setKey(newKey(t))
	again := startClient(t, store, "host", server.use)
	again.await("the warning", func(s *model.State) bool { return s.Phase == model.PhaseKeyChanged })
	again.in(func(s *model.State) {
		k := s.KeyChange
		if k.KnownWords != secure.Fingerprint(old.Public) || k.SeenWords != secure.Fingerprint(server.key.Public) || k.Server != "host" {
			t.Errorf("%+v", k)
		}
	})
	again.session.Do(model.Redial{})
	again.session.Do(model.ProbeServer{Server: "host"})
	probed := awaitEvent[model.Probed](again, nil)
	if probed.Known || probed.Problem == nil || probed.Problem.Code != model.CodeKeyChanged {
		t.Errorf("probe: %+v", probed)
	}
	if dialed, shaken := server.counts(); dialed != 3 || shaken != 1 {
		t.Errorf("%d dialled and %d handshakes finished, want 3 and 1: it goes on by itself, or shows its own key", dialed, shaken)
	}

	again.do(model.TrustNewKey{})
	again.awaitUp()
	again.close()
	third := startClient(t, store, "host", server.use)
	third.awaitUp()
	if n := count[model.KeyMismatch](third); n != 0 {
		t.Error("the trusted key was not kept")
	}
}

func TestRefusedKeyIsNotPinned(t *testing.T) {
	server := newScripted(t, admitAll)
	store := tempStore(t)
	c := startClient(t, store, "", server.use)
	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	c.awaitUp()
	c.close()

	server.setKey(newKey(t))
	again := startClient(t, store, "host", server.use)
	again.await("the warning", func(s *model.State) bool { return s.Phase == model.PhaseKeyChanged })
	again.do(model.RefuseNewKey{})
	again.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	again.await("the warning again", func(s *model.State) bool { return s.Phase == model.PhaseKeyChanged })
	again.do(model.RefuseNewKey{})
	again.close()
	if k := again.session.keeper; k != nil {
		t.Error("the keeper, and the password with it, was kept")
	}
}

func TestProbeShowsTheKeyAndNotTheDevice(t *testing.T) {
	server := newScripted(t, admitAll)
	c := startClient(t, tempStore(t), "", server.use)
	c.do(model.Probe{Server: "host"})
	got := awaitEvent[model.Probed](c, nil)
	if got.Words != secure.Fingerprint(server.key.Public) || got.Known || got.Problem != nil {
		t.Errorf("%+v", got)
	}
	if _, shaken := server.counts(); shaken != 0 {
		t.Error("the server learned the device's key")
	}

	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	c.awaitUp()
	c.do(model.Probe{Server: "HOST:7070"})
	got = awaitEvent(c, func(e model.Probed) bool { return e.Server == "HOST:7070" })
	if !got.Known {
		t.Errorf("the same server under another spelling: %+v", got)
	}
}

func TestLoginHoldsTheServerToTheKeyThatWasShown(t *testing.T) {
	server := newScripted(t, admitAll)
	c := startClient(t, tempStore(t), "", server.use)
	c.do(model.Probe{Server: "host"})
	awaitEvent[model.Probed](c, nil)
	server.setKey(newKey(t))
	c.do(model.LogIn{Server: "host", Name: "小明", Password: password})
	c.await("the warning", func(s *model.State) bool { return s.Phase == model.PhaseKeyChanged })
}
