package secure

import "sync"

// bufferSizes are the sizes that buffers come in, in bytes. The first is what a
// connection keeps while nothing arrives: enough for a ping or a line of chat.
// The last holds the largest frame.
var bufferSizes = [...]int{256, 2 << 10, 16 << 10, 72 << 10}

const (
	smallest = 0
	largest  = len(bufferSizes) - 1
)

// buffer is borrowed from a pool shared by all connections, so that only
// connections with something to do hold more than the smallest.
type buffer struct {
	bytes []byte
	class int // index into bufferSizes
}

var pools [len(bufferSizes)]sync.Pool

func takeBuffer(class int) *buffer {
	if b, ok := pools[class].Get().(*buffer); ok {
		return b
	}
	return &buffer{bytes: make([]byte, bufferSizes[class]), class: class}
}

func (b *buffer) release() { pools[b.class].Put(b) }

// classFor returns the class of the smallest buffer with room for size bytes,
// or the largest class when there is none.
func classFor(size int) int {
	for class, s := range bufferSizes {
		if size <= s {
			return class
		}
	}
	return largest
}
