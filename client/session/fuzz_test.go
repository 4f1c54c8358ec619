package session

import (
	"testing"

	"lobby/client/model"
	"lobby/shared/secure"
)

// Whatever the stored files hold, a client starts with it, tells of what it can't
// read, and has a key that works.
func FuzzStored(f *testing.F) {
	f.Add([]byte(`{"private":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}`), []byte(`{"servers":{"host":{"key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","words":"a"}}}`),
		[]byte(`{"language":"ja","theme":"dark","server":"host","name":"Ann"}`), []byte(`{"server":"host","name":"Ann"}`),
		[]byte(`[{"server":"host","member":1,"rows":[{"conv":"r1","cid":"a","text":"x","at":"2026-11-22T03:04:05Z"}]}]`))
	f.Add([]byte(`{"private":""}`), []byte(`{"servers":{"":{"key":"AA=="}}}`), []byte(`null`), []byte(`[]`), []byte(`[null,{"rows":[{}]}]`))
	f.Add([]byte(`[`), []byte(`{"servers":null}`), []byte(`{"server":["host"]}`), []byte(`{"name":1}`), []byte(`{"rows":[]}`))
	f.Fuzz(func(t *testing.T, device, servers, settings, last, outbox []byte) {
		store := memory{deviceFile: device, serversFile: servers, settingsFile: settings, sessionFile: last, outboxFile: outbox}
		s := New(Config{Store: store, Inbox: NewInbox(func() {})})
		started := s.load("")
		if key, err := secure.NewKey(s.key.Private); err != nil || key != s.key {
			t.Errorf("the device's key is no key: %v", err)
		}
		state := model.New()
		state.Apply(started)
		if state.Phase != model.PhaseLogin {
			t.Errorf("phase %v", state.Phase)
		}
		if again := New(Config{Store: store, Inbox: NewInbox(func() {})}); len(again.load("").Known) != len(started.Known) {
			t.Error("the pinned servers differ the second time")
		}
	})
}

// memory is a Store that is gone with the test.
type memory map[string][]byte

func (m memory) Load(name string) ([]byte, error)    { return m[name], nil }
func (m memory) Save(name string, data []byte) error { m[name] = data; return nil }
