package model

import (
	"bytes"
	"testing"
	"time"

	"lobby/shared/wire"
)

// Whatever a server says, in whatever order, the client shows each row once, in
// order, in the member's own conversations, and counts no nonsense.
func FuzzApply(f *testing.F) {
	f.Add([]byte(`{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":2,"cid":"a","text":"x"}
{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"d2-3","from":2,"cid":"a","text":"x"}
{"type":"event","seq":9007199254740991,"time":"2026-11-22T03:04:05.678Z","kind":"read","conv":"r1","from":1,"upto":9007199254740991}
{"type":"event","seq":3,"time":"2026-11-22T03:04:05.678Z","kind":"joined","conv":"d1-2","members":[1,2,2]}`), byte(0))
	f.Add([]byte(`{"type":"members","members":[{"id":1,"name":"me","online":true},{"id":0,"name":""}]}
{"type":"convs","convs":[{"conv":"r1","newest":9,"read":99,"unread":-5},{"conv":"d7-8","newest":1,"read":0,"unread":1}]}
{"type":"ready","re":1}
{"type":"page","re":1,"conv":"r1","events":[{"type":"event","seq":0,"kind":"message","conv":"d1-9"}],"last":true,"more":true}
{"type":"synced","re":1,"through":5,"gap":true}
{"type":"sent","re":1,"cid":"own","seq":4,"time":"2026-11-22T03:04:05.678Z"}
{"type":"error","re":1,"code":"wait","retry_ms":-1}`), byte(3))
	f.Add([]byte(`{"type":"welcome","re":1,"member":{"id":1,"name":"me"},"server":"s","seq":3,"group":{"addr":""}}`), byte(1))
	f.Fuzz(func(t *testing.T, said []byte, order byte) {
		s := New()
		s.Apply(Started{})
		s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me, Name: "me"}, Seq: uint64(order % 4)}})
		s.Apply(Received{wire.Ready{}})
		asked := s.Do(SendText{Conv: wire.Room, Text: "own", CID: "own", Now: time.Unix(1, 0)})
		for line := range bytes.Lines(said) {
			m, err := wire.DecodeAnswer(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil || m == nil {
				continue
			}
			effects := sayTo(s, m, asked)
			asked = append(asked, effects...)
			if len(s.Convs) > 0 && order%3 == 0 {
				asked = append(asked, s.Do(LoadOlder{wire.Room})...)
				asked = append(asked, s.Do(Seen{wire.Room, uint64(order)})...)
			}
			checkSane(t, s)
		}
	})
}

// sayTo hands a message to the client the way the session does: an answer with
// each request that it can be for.
func sayTo(s *State, m wire.Message, asked []Effect) (out []Effect) {
	switch m := m.(type) {
	case wire.Welcome:
		return s.Apply(Welcomed{Server: online, Welcome: m})
	case wire.Event:
		s.Apply(Heard{m})
		return s.Apply(Received{m})
	case wire.Sent, wire.Page, wire.Synced, wire.Done, wire.Fault:
		for _, r := range requests(asked) {
			out = append(out, s.Apply(Answered{Request: r, Message: m})...)
		}
		return out[:min(len(out), 8)]
	case wire.Bye:
		s.Apply(Lost{Problem{Code: m.Code}})
		return nil
	}
	return s.Apply(Received{m})
}

func checkSane(t *testing.T, s *State) {
	t.Helper()
	if s.Convs[s.Active] == nil {
		t.Fatalf("%q is shown and is none", s.Active)
	}
	for id, c := range s.Convs {
		if _, ok := wire.Other(id, s.Self.ID); !ok && id != wire.Room {
			t.Fatalf("%q is no conversation of member %d", id, s.Self.ID)
		}
		if c.Unread < 0 || c.Unread > wire.MaxUnread {
			t.Fatalf("%s: %d unread", id, c.Unread)
		}
		for i, r := range c.Rows {
			if i > 0 && r.Seq <= c.Rows[i-1].Seq {
				t.Fatalf("%s: row %d after row %d", id, r.Seq, c.Rows[i-1].Seq)
			}
			if r.Kind != wire.KindMessage && r.Kind != wire.KindJoined && r.Kind != wire.KindLeft {
				t.Fatalf("%s: row %+v", id, r)
			}
		}
	}
}
