package ledger

import "bytes"

const (
	// readGap is how many bytes that nobody asked for are read to spare a
	// second read.
	readGap = 4 << 10

	// readMost is about how much is read at once. A line is never split.
	readMost = 1 << 20
)

// readLines reads the events at extents, which are in order, checks them, and
// returns each as its JSON without a newline. Neighbours are read together.
func readLines(extents []extent) ([][]byte, error) {
	lines := make([][]byte, 0, len(extents))
	for len(extents) > 0 {
		n := together(extents)
		first, last := extents[0], extents[n-1]
		buf := make([]byte, last.end()-first.offset)
		if err := first.in.readAt(buf, first.offset); err != nil {
			return nil, err
		}
		for _, e := range extents[:n] {
			at := e.offset - first.offset
			line, covered, err := e.check(buf[at : at+e.length])
			if err != nil {
				return nil, err
			}
			lines = append(lines, unsealed(line, covered))
		}
		extents = extents[n:]
	}
	return lines, nil
}

// together is how many of the first extents are read at once.
func together(extents []extent) int {
	first := extents[0]
	for i := 1; i < len(extents); i++ {
		e := extents[i]
		if e.in != first.in || e.offset-extents[i-1].end() > readGap || e.end()-first.offset > readMost {
			return i
		}
	}
	return len(extents)
}

// readRecord reads and decodes one event.
func readRecord(e extent) (record, error) {
	var r record
	buf := make([]byte, e.length)
	if err := e.in.readAt(buf, e.offset); err != nil {
		return r, err
	}
	_, covered, err := e.check(buf)
	if err != nil {
		return r, err
	}
	if err := r.decode(covered); err != nil {
		return r, e.damaged(err.Error())
	}
	return r, nil
}

// check splits what was read of an extent into its line without the newline,
// and the bytes that the seal covers.
func (e extent) check(raw []byte) (line, covered []byte, err error) {
	line, ended := bytes.CutSuffix(raw, []byte("\n"))
	covered, ok := body(line)
	if !ended || !ok {
		return nil, nil, e.damaged("the line does not match its checksum")
	}
	return line, covered, nil
}

// damaged describes the extent's line as it is now; it was whole at start, or
// when it was written.
func (e extent) damaged(reason string) error {
	return e.in.damaged(int(e.seq-e.in.first)+2, e.offset, reason)
}
