package hasher

import (
	"encoding/gob"
	"io"
	"os/exec"
	"time"

	"lobby/server/yielding"
)

// worker is a process that hashes.
type worker struct {
	process *exec.Cmd
	stdin   io.Closer
	jobs    *gob.Encoder
	sums    *gob.Decoder
	bored   *time.Timer // ends it when it stays free
}

// startWorker starts a process in which Serve has its standard input and output.
func startWorker(command *exec.Cmd) (*worker, error) {
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := yielding.Start(command); err != nil {
		return nil, err
	}
	return &worker{process: command, stdin: stdin, jobs: gob.NewEncoder(stdin), sums: gob.NewDecoder(stdout)}, nil
}

// hash has one hash made within a time. After an error the worker is of no more use.
func (w *worker) hash(j job, patience time.Duration) (sum []byte, err error) {
	late := time.AfterFunc(patience, func() { _ = w.process.Process.Kill() }) // which ends the reading
	defer late.Stop()
	if err := w.jobs.Encode(j); err != nil {
		return nil, err
	}
	err = w.sums.Decode(&sum)
	return sum, err
}

// end lets the process end, and waits for it.
func (w *worker) end() error {
	_ = w.stdin.Close() // its jobs are at their end
	return w.process.Wait()
}
