package ledger

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"lobby/shared/wire"
)

// writerFolder is the environment variable that makes the test binary a writer
// of the log in that folder.
const writerFolder = "LEDGER_TEST_WRITER"

// writeUntilKilled appends for ever and prints the number and id of each event
// that is acknowledged.
func writeUntilKilled(dir string) int {
	l, err := Open(dir, Options{SegmentBytes: 8 << 10, Committed: func(done []Commit) {
		var out strings.Builder
		for _, c := range done {
			if c.Err != nil {
				fmt.Fprintln(os.Stderr, c.Err)
				os.Exit(1)
			}
			fmt.Fprintln(&out, c.Event.Seq, c.Event.CID)
			c.Tag.(chan struct{}) <- struct{}{}
		}
		fmt.Print(out.String())
	}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			stored := make(chan struct{}, 1)
			for n := 0; ; n++ {
				e := message(wire.Room, 1, n)
				e.CID = fmt.Sprintf("%d-%p-%d", os.Getpid(), stored, n)
				if l.Append(Draft{Event: e, Tag: stored}) != nil {
					return
				}
				<-stored
			}
		})
	}
	senders.Wait()
	return 0
}

func TestKilledWriterLosesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acknowledged := make(map[string]uint64)
	for _, after := range []int{1, 30, 77, 150, 400} {
		killWriter(t, dir, after, acknowledged)
		l := openLog(t, dir, Options{}, realDisk{})
		for cid, want := range acknowledged {
			if seq, _, err := l.Find(1, cid); err != nil || seq != want {
				t.Fatalf("event %d (%s) was acknowledged and is now %d, %v", want, cid, seq, err)
			}
		}
		l.all()
		l.Close()
	}
}

// killWriter runs a writer, kills it when it has acknowledged so many events,
// and adds all that it did acknowledge.
func killWriter(t *testing.T, dir string, after int, acknowledged map[string]uint64) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerFolder+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 1; lines.Scan(); n++ {
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		var seq uint64
		var cid string
		if _, err := fmt.Sscan(lines.Text(), &seq, &cid); err != nil {
			t.Fatalf("writer printed %q", lines.Text())
		}
		acknowledged[cid] = seq
	}
	if err := cmd.Wait(); cmd.ProcessState.Exited() {
		t.Fatalf("writer ended by itself: %v", err)
	}
}
