package peer_test

import (
	"testing"

	. "lobby/server/servertest"
	"lobby/shared/wire"
)

// Whatever a member sends in its records, its connection answers a ping
// afterwards, or ends with the code of what was wrong, and nobody else notices.
func FuzzRecords(f *testing.F) {
	f.Add([]byte(`{"type":"send","id":1,"conv":"r1","cid":"a","text":"x"}`+"\n"), 10)
	f.Add([]byte(`{"type":"sync","id":1,"after":0}`+"\n"+`{"type":"history","id":2,"conv":"r1","before":9007199254740991,"limit":200}`+"\n"), 40)
	f.Add([]byte(`{"type":"read","id":1,"conv":"d1-2","upto":9007199254740991}`+"\n"), 1)
	f.Add([]byte("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"), 5)
	f.Add([]byte(`{"type":"login","id":1,"name":"Ann","password":"x"}`+"\n"+`{"type":"logout"}`), 7)
	s := Start(f)
	s.Register(f, "Ben").Close()
	s.Register(f, "Ann").Close()
	f.Fuzz(func(t *testing.T, sent []byte, split int) {
		other, c := s.Dial(t), s.Dial(t)
		defer other.Close()
		defer c.Close()
		other.LogIn(wire.Login{ID: other.NextID(), Name: "Ann", Password: Password})
		c.LogIn(wire.Login{ID: 1 << 50, Name: "Ben", Password: Password})
		sent = sent[:min(len(sent), 60_000)]
		split = max(0, min(split, len(sent)))
		// The connection may be ended after the first record.
		c.Conn.WriteRecord(sent[:split])
		c.Conn.WriteRecord(sent[split:])
		line, _ := wire.Append(nil, wire.Ping{ID: 1<<50 + 1})
		c.Conn.WriteRecord(line)
		for {
			m, err := c.TryRead()
			if err != nil {
				t.Fatalf("ended without a word: %v", err)
			}
			switch m := m.(type) {
			case wire.Pong:
				if m.Re == 1<<50+1 {
					other.Ping()
					return
				}
			case wire.Bye:
				switch m.Code {
				case wire.CodeBadMessage, wire.CodeUnknownType, wire.CodeLoggedIn, wire.CodeLoggedOut:
				default:
					t.Errorf("ended with %+v", m)
				}
				return
			case wire.Fault:
				if m.Code == wire.CodeInternal {
					t.Errorf("answered with %v", &m)
				}
			}
		}
	})
}
