package door

import "sync/atomic"

// Traffic counts the bytes of all connections of a door, as they are on the
// wire.
type Traffic struct{ In, Out atomic.Uint64 }

// Traffic returns the door's counters, which go on counting.
func (d *Door) Traffic() *Traffic { return &d.traffic }

// Connections is how many are open.
func (d *Door) Connections() int {
	d.counts.mu.Lock()
	defer d.counts.mu.Unlock()
	return d.counts.all
}

// Write counts what it writes.
func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.door.traffic.Out.Add(uint64(n))
	return n, err
}
