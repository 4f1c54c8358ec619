package door

import (
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"lobby/server/household"
)

// conn is a connection whose first byte has been looked at.
type conn struct {
	net.Conn
	door   *Door
	from   netip.Addr
	first  [1]byte
	unread bool // first is still to be read
	closed atomic.Bool
}

// peek waits for the first byte, at most so long, and leaves it to be read.
func (c *conn) peek(timeout time.Duration) (byte, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(timeout)); err != nil {
		return 0, err
	}
	if _, err := c.Conn.Read(c.first[:]); err != nil {
		return 0, err
	}
	c.unread = true
	c.door.traffic.In.Add(1)
	return c.first[0], c.Conn.SetReadDeadline(time.Time{})
}

// Read gives the first byte by itself, so that the reader's own buffer is the
// only one.
func (c *conn) Read(p []byte) (int, error) {
	if c.unread && len(p) > 0 {
		c.unread = false
		p[0] = c.first[0]
		return 1, nil
	}
	n, err := c.Conn.Read(p)
	c.door.traffic.In.Add(uint64(n))
	return n, err
}

// CloseWrite ends the outgoing direction alone.
func (c *conn) CloseWrite() error {
	half, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok {
		return fmt.Errorf("%T can't be closed by halves", c.Conn)
	}
	return half.CloseWrite()
}

// Close closes the connection and gives its place away.
func (c *conn) Close() error {
	err := c.Conn.Close()
	if c.closed.CompareAndSwap(false, true) {
		c.door.forget(c)
	}
	return err
}

func (d *Door) forget(c *conn) {
	d.counts.leave(household.Of(c.from))
	d.mu.Lock()
	delete(d.conns, c)
	d.mu.Unlock()
	d.running.Done()
}

// counts are the connections at this moment.
type counts struct {
	limits Limits

	mu        sync.Mutex
	all       int
	addresses map[netip.Prefix]int
}

// enter counts one more, or says why it is one too many.
func (n *counts) enter(from netip.Prefix) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case n.all >= n.limits.Connections:
		return fmt.Errorf("%d connections are the most", n.limits.Connections)
	case n.addresses[from] >= n.limits.PerAddress:
		return fmt.Errorf("%d connections are the most from one address", n.limits.PerAddress)
	}
	n.all++
	n.addresses[from]++
	return nil
}

func (n *counts) leave(from netip.Prefix) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all--
	if n.addresses[from]--; n.addresses[from] == 0 {
		delete(n.addresses, from)
	}
}
