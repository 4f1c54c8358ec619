package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// text makes an event of the room about 150 bytes long as it is sent.
const text = "a line of a conversation"

// client is one member's connection, with a goroutine that takes in and counts
// what comes. It looks at that no more closely than counting and checking need,
// because it shares the machine with the server.
type client struct {
	member uint64
	conn   *secure.Conn

	messages atomic.Int64  // that arrived
	acked    atomic.Int64  // of its own that are stored
	seq      atomic.Uint64 // of the newest event that arrived, or the login's
	ready    chan struct{} // closed when it is logged in
	wake     chan struct{} // something was acknowledged
	paged    chan struct{} // a page of history has arrived in full

	// gapless is set where every event on the server concerns this member, so
	// that their numbers must follow each other.
	gapless bool

	// floods is set where messages are expected to be refused, which refused
	// counts.
	floods  bool
	refused atomic.Int64

	// arrived, if set, is called by the reader with the id of each message.
	arrived func(cid []byte)

	// What follows is of the goroutine that sends.

	sent    int64
	request uint64 // id of the last
	out     []byte
}

// dial connects a member's device to a server. Run logs it in.
func dial(addr string, member uint64, key secure.Key) (*client, error) {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	conn, err := secure.Client(nc, secure.Config{Static: key, Prologue: wire.Prologue, HandshakeTimeout: patience, WriteTimeout: patience})
	if err != nil {
		return nil, err
	}
	c := newClient()
	c.member, c.conn = member, conn
	return c, nil
}

func newClient() *client {
	return &client{ready: make(chan struct{}), wake: make(chan struct{}, 1), paged: make(chan struct{}, 1)}
}

// run takes in what comes until the connection ends, and says why it did.
func (c *client) run() error {
	if err := c.ask(wire.Resume{ID: c.nextID(), Name: memberName(int(c.member))}); err != nil {
		return err
	}
	for {
		record, err := c.conn.ReadRecord()
		if err != nil {
			return err
		}
		if err := c.take(record); err != nil {
			return err
		}
	}
}

func (c *client) ask(r wire.Request) error {
	line, err := wire.Append(nil, r)
	if err != nil {
		return err
	}
	return c.conn.WriteRecord(line)
}

func (c *client) nextID() uint64 {
	c.request++
	return c.request
}

var (
	eventStart   = []byte(`{"type":"event","seq":`)
	sentStart    = []byte(`{"type":"sent",`)
	membersStart = []byte(`{"type":"members",`)
	pageStart    = []byte(`{"type":"page",`)
	lastPart     = []byte(`"last":true`)
	cidStart     = []byte(`"cid":"`)
)

// take counts the messages of a record.
func (c *client) take(record []byte) error {
	var messages, acked int64
	for len(record) > 0 {
		end := bytes.IndexByte(record, '\n')
		if end < 0 {
			return fmt.Errorf("a record ends inside a message: %q", record)
		}
		line := record[:end]
		record = record[end+1:]
		var err error
		switch {
		case bytes.HasPrefix(line, eventStart):
			var message bool
			if message, err = c.takeEvent(line); message {
				messages++
			}
		case bytes.HasPrefix(line, sentStart):
			acked++
		default:
			err = c.takeOther(line)
		}
		if err != nil {
			return err
		}
	}
	c.messages.Add(messages)
	if acked > 0 {
		c.acked.Add(acked)
		notify(c.wake)
	}
	return nil
}

// takeEvent checks that an event is one that should come now, and says whether
// it is a message.
func (c *client) takeEvent(line []byte) (message bool, err error) {
	const kindAt = len(`,"time":"2026-11-22T03:04:05.678Z","kind":"`)
	seq, rest := uint64(0), line[len(eventStart):]
	for len(rest) > 0 && rest[0]-'0' <= 9 {
		seq = seq*10 + uint64(rest[0]-'0')
		rest = rest[1:]
	}
	switch last := c.seq.Load(); {
	case seq <= last:
		return false, fmt.Errorf("event %d came after event %d", seq, last)
	case c.gapless && seq != last+1:
		return false, fmt.Errorf("events %d to %d are missing", last+1, seq-1)
	case len(rest) <= kindAt:
		return false, fmt.Errorf("an event without a kind: %q", line)
	}
	c.seq.Store(seq)
	message = rest[kindAt] == 'm'
	if message && c.arrived != nil {
		_, cid, _ := bytes.Cut(rest, cidStart)
		cid, _, _ = bytes.Cut(cid, []byte(`"`))
		c.arrived(cid)
	}
	return message, nil
}

func (c *client) takeOther(line []byte) error {
	if bytes.HasPrefix(line, membersStart) {
		return nil
	}
	if bytes.HasPrefix(line, pageStart) {
		if bytes.Contains(line[max(0, len(line)-64):], lastPart) {
			notify(c.paged)
		}
		return nil
	}
	var m struct {
		Type string
		Seq  uint64
		Code wire.Code
	}
	if err := json.Unmarshal(line, &m); err != nil {
		return err
	}
	switch m.Type {
	case "welcome":
		c.seq.Store(m.Seq)
	case "ready":
		close(c.ready)
	case "error":
		if c.floods && m.Code == wire.CodeWait {
			c.refused.Add(1)
			return nil
		}
		return errors.New("the server says " + string(line))
	case "bye":
		return errors.New("the server says " + string(line))
	}
	return nil
}

// notify wakes the one who waits, now or next.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// send sends so many messages in one record. Their ids count up.
func (c *client) send(conv string, count int64) error {
	c.out = c.out[:0]
	for range count {
		c.sent++
		c.out = append(c.out, `{"type":"send","id":`...)
		c.out = strconv.AppendUint(c.out, c.nextID(), 10)
		c.out = append(append(c.out, `,"conv":"`...), conv...)
		c.out = append(c.out, `","cid":"`...)
		c.out = strconv.AppendInt(c.out, c.sent, 10)
		c.out = append(append(c.out, `","text":"`...), text...)
		c.out = append(c.out, "\"}\n"...)
	}
	return c.conn.WriteRecord(c.out)
}

// maxTogether is the most messages that are sent in one record.
const maxTogether = 256

// sendOn keeps so many messages outstanding until stop is closed.
func (c *client) sendOn(conv string, window int64, stop <-chan struct{}) error {
	for {
		free := window - (c.sent - c.acked.Load())
		if free > 0 {
			if err := c.send(conv, min(free, maxTogether)); err != nil {
				return err
			}
		}
		if free > maxTogether {
			continue
		}
		select {
		case <-c.wake:
		case <-stop:
			return nil
		}
	}
}

// settled waits until everything that was sent is acknowledged.
func (c *client) settled(stop <-chan struct{}) {
	for c.acked.Load() < c.sent {
		select {
		case <-c.wake:
		case <-stop:
			return
		}
	}
}

// page asks for history and returns how long the answer took.
func (c *client) page(conv string, before uint64, limit int, stop <-chan struct{}) (time.Duration, error) {
	begun := time.Now()
	if err := c.ask(wire.History{ID: c.nextID(), Conv: conv, Before: before, Limit: limit}); err != nil {
		return 0, err
	}
	select {
	case <-c.paged:
	case <-stop:
	}
	return time.Since(begun), nil
}
