package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Where standard output is systemd's journal, which others may read and which is
// kept, the link for the first administrator is not in it, but how to make one is.
func TestNoCodeInTheJournal(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	var stat syscall.Stat_t
	if err := syscall.Fstat(int(write.Fd()), &stat); err != nil {
		t.Fatal(err)
	}
	p := command(t, "serve", "--listen", "127.0.0.1:0", "--multicast", "off", "--data", filepath.Join(t.TempDir(), "data"))
	p.Stdout = write
	p.Env = append(p.Env, fmt.Sprintf("JOURNAL_STREAM=%d:%d", stat.Dev, stat.Ino))
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		p.Process.Kill()
		p.Wait()
	}()
	write.Close()
	out := bufio.NewReader(read)
	first, _ := out.ReadString('\n')
	second, err := out.ReadString('\n')
	if err != nil || strings.Contains(first+second, "code=") {
		t.Errorf("the journal has %q, %v", first+second, err)
	}
	says(t, second, "no administrator", "lobbyd user add", "--admin")
}
