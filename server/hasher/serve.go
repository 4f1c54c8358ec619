package hasher

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"runtime"

	"lobby/server/accounts"
)

// job is what a process is asked for: one hash.
type job struct {
	Password, Salt []byte
	Params         accounts.Params
	Bytes          uint32
}

// Serve makes the hashes that a Pool at the other ends of in and out asks for, one
// after another, until in ends.
func Serve(in io.Reader, out io.Writer) error {
	jobs, sums := gob.NewDecoder(in), gob.NewEncoder(out)
	for {
		var j job
		if err := jobs.Decode(&j); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read what to hash: %w", err)
		}
		if err := sums.Encode(accounts.Argon2id(j.Password, j.Salt, j.Params, j.Bytes)); err != nil {
			return fmt.Errorf("answer with a hash: %w", err)
		}
		runtime.GC() // so that the next takes this one's memory
	}
}
