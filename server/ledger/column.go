package ledger

// columnChunk is the number of values in a chunk of a column.
const columnChunk = 1 << 14

// column is an array that only grows, in chunks, so that growing never copies
// more than one chunk however long it has become.
type column[T any] struct {
	chunks [][]T // all full but the last
}

func (c *column[T]) len() int {
	if len(c.chunks) == 0 {
		return 0
	}
	return (len(c.chunks)-1)*columnChunk + len(c.chunks[len(c.chunks)-1])
}

func (c *column[T]) at(i int) T { return c.chunks[i/columnChunk][i%columnChunk] }

func (c *column[T]) append(v T) {
	last := len(c.chunks) - 1
	switch {
	case last < 0:
		c.chunks = append(c.chunks, []T{v}) // most columns stay short
	case len(c.chunks[last]) < columnChunk:
		c.chunks[last] = append(c.chunks[last], v)
	default:
		c.chunks = append(c.chunks, append(make([]T, 0, columnChunk), v))
	}
}
