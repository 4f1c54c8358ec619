//go:build !js

package session

import "os"

// flushEvery is after how many bytes what was written is brought to the disk,
// beside what still arrives. Otherwise all of it is when the last byte has come,
// and nothing else happens meanwhile: for 1 GiB that was 0.7 s of 3.3.
const flushEvery = 32 << 20

// flusher writes to a file and has it brought to the disk beside. It is for one
// goroutine.
type flusher struct {
	file    *os.File
	written int64      // since the last flush began
	flush   chan error // of the one under way, nil while there is none
}

func (f *flusher) Write(data []byte) (int, error) {
	n, err := f.file.Write(data)
	f.written += int64(n)
	if err == nil && f.written >= flushEvery {
		err = f.begin()
	}
	return n, err
}

// begin begins a flush, unless one is under way.
func (f *flusher) begin() error {
	select {
	case err := <-f.flush:
		f.flush = nil
		if err != nil {
			return err
		}
	default:
	}
	if f.flush == nil {
		f.written, f.flush = 0, make(chan error, 1)
		go func(done chan<- error) { done <- f.file.Sync() }(f.flush)
	}
	return nil
}

// end returns when no flush is under way. What the system says about a failed one
// it says only once, so that it has to be heard here.
func (f *flusher) end() error {
	if f.flush == nil {
		return nil
	}
	err := <-f.flush
	f.flush = nil
	return err
}
