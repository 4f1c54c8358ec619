package fault

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lobby/client/model"
)

// porter is a client that carries files: one process after the other on the same
// folder. Its methods are for one goroutine.
type porter struct {
	t         *testing.T
	name      string
	to        int
	proxy     *proxy
	config    string
	downloads string
	log       serverLog

	cmd  *exec.Cmd
	in   io.WriteCloser
	said chan string
}

func newPorter(t *testing.T, name string, to int, server *lobbyd, downloads string) *porter {
	t.Helper()
	p := &porter{t: t, name: name, to: to, proxy: newProxy(t, server.Addr), config: t.TempDir(), downloads: downloads}
	p.start()
	t.Cleanup(p.kill)
	p.await("up ")
	return p
}

func (p *porter) start() {
	p.t.Helper()
	p.cmd = exec.Command(porterBin, "--server", p.proxy.addr(), "--config", p.config, "--downloads", p.downloads,
		"--name", p.name, "--password", "correct horse "+p.name, "--to", strconv.Itoa(p.to))
	p.cmd.Stderr = &p.log
	in, inErr := p.cmd.StdinPipe()
	out, outErr := p.cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, p.cmd.Start()); err != nil {
		p.t.Fatal(err)
	}
	p.in, p.said = in, make(chan string, 1024)
	go func(said chan<- string) {
		defer close(said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			said <- lines.Text()
		}
	}(p.said)
}

// kill ends the process as kill -9 does, at whatever it is doing.
func (p *porter) kill() {
	p.cmd.Process.Kill()
	for range p.said { // until it is gone
	}
	p.cmd.Wait()
}

func (p *porter) tell(line string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		p.t.Fatal(err)
	}
}

// await reads what the porter says until a line begins so, and returns the rest.
func (p *porter) await(beginning string) string {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case line, ok := <-p.said:
			if !ok {
				p.t.Fatalf("%s ended: %s", p.name, p.log.tail())
			}
			if rest, found := strings.CutPrefix(line, beginning); found {
				return rest
			}
		case <-late:
			p.t.Fatalf("%s never said %q: %s", p.name, beginning, p.log.tail())
		}
	}
}

// sends tells whether the porter has written down that it has still to send a file.
func (p *porter) sends(t *testing.T, path string) bool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.config, "cargo.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	var accounts []model.Cargo
	if err == nil {
		err = json.Unmarshal(data, &accounts)
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(accounts, func(c model.Cargo) bool {
		return slices.ContainsFunc(c.Sends, func(f model.LocalFile) bool { return f.Path == path })
	})
}

// waitUntil looks again and again until something is so.
func waitUntil(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain for " + what)
		}
	}
}
