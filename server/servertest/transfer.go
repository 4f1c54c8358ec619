package servertest

import (
	"crypto/sha256"
	"testing"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Offer offers a file and waits until that is stored.
func (c *Client) Offer(conv, cid, name string, size int64) uint64 {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Offer{ID: id, Conv: conv, CID: cid, Name: name, Size: size})
	return Answer[wire.Sent](c, id).Seq
}

// Respond brings an offer to a state and waits until that is stored.
func (c *Client) Respond(offer uint64, to wire.State) {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Respond{ID: id, Offer: offer, State: to})
	Answer[wire.Done](c, id)
}

// Ticket asks for a ticket.
func (c *Client) Ticket(offer uint64, upload bool) []byte {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Transfer{ID: id, Offer: offer, Upload: upload})
	return Answer[wire.Ticket](c, id).Ticket
}

// AwaitState reads until an offer comes to a state.
func (c *Client) AwaitState(offer uint64, state wire.State) wire.Event {
	c.t.Helper()
	for _, e := range c.Events {
		if e.Kind == wire.KindFile && e.Offer == offer && e.State == state {
			return e
		}
	}
	return Await(c, func(e wire.Event) bool { return e.Kind == wire.KindFile && e.Offer == offer && e.State == state })
}

// Carrier is a connection that carries a file. Data counts the bytes of data
// records that went over it.
type Carrier struct {
	*Client
	Data int64
}

// Carry connects as the device of a key and begins a transfer.
func (s *Server) Carry(t testing.TB, key secure.Key, first wire.Request) *Carrier {
	t.Helper()
	c := &Carrier{Client: s.DialAs(t, key)}
	c.Write(first)
	return c
}

// Upload begins an upload and returns how much the server has.
func (s *Server) Upload(t testing.TB, c *Client, offer uint64) (*Carrier, int64) {
	t.Helper()
	up := s.Carry(t, c.Key, wire.Upload{ID: 1, Ticket: c.Ticket(offer, true)})
	return up, Answer[wire.Held](up.Client, 1).Held
}

// Download begins a download at an offset.
func (s *Server) Download(t testing.TB, c *Client, offer uint64, offset int64) *Carrier {
	t.Helper()
	down := s.Carry(t, c.Key, wire.Download{ID: 1, Ticket: c.Ticket(offer, false), Offset: offset})
	Answer[wire.Held](down.Client, 1)
	return down
}

// Send sends bytes of the file. It returns the error of a connection that has
// ended.
func (c *Carrier) Send(data []byte) error {
	for len(data) > 0 {
		n := min(len(data), wire.MaxData)
		if err := c.Conn.WriteRecord(append([]byte{wire.DataMark}, data[:n]...)); err != nil {
			return err
		}
		c.Data += int64(n)
		data = data[n:]
	}
	return nil
}

// Finish ends an upload with the SHA-256 of content and returns the answer.
func (c *Carrier) Finish(content []byte) wire.Message {
	c.t.Helper()
	sum := sha256.Sum256(content)
	c.Write(wire.Finish{ID: 2, SHA256: sum[:]})
	return c.Read()
}

// Fetch reads data until a message comes, and returns both. The message is nil
// when the connection ended.
func (c *Carrier) Fetch() (data []byte, end wire.Message) {
	c.t.Helper()
	for {
		record, err := c.Conn.ReadRecord()
		if err != nil {
			return data, nil
		}
		bytes, ok := wire.Data(record)
		if !ok {
			m, err := wire.DecodeAnswer(record)
			if err != nil {
				c.t.Fatalf("decode %q: %v", record, err)
			}
			if _, waiting := m.(wire.Held); waiting {
				continue
			}
			return data, m
		}
		c.Data += int64(len(bytes))
		data = append(data, bytes...)
	}
}
