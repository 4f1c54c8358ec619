package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lobby/client/ui"
)

// window is a native client in a window of its own X server.
type window struct {
	t       testing.TB
	label   string
	display display
	program string
	config  string
	socket  string
	args    []string // after the folder of the configuration
	env     []string
	cmd     *exec.Cmd
	log     *output
	id      string // the X window
	width   int
	height  int

	told chan struct{} // closed when the program that ran last tells nothing more

	mu      sync.Mutex
	last    inspection
	changed chan struct{}
}

// inspection is what the client tells about a frame.
type inspection struct {
	Width, Height, Scale float32
	Nodes                []ui.Node
}

// openWindow starts a client on an X server of its own, which its window fills.
func openWindow(t testing.TB, label string, width, height int, args ...string) *window {
	t.Helper()
	w := newWindow(t, label, width, height, args...)
	w.open()
	return w
}

// newWindow is a client that does not run yet.
func newWindow(t testing.TB, label string, width, height int, args ...string) *window {
	t.Helper()
	dir := t.TempDir()
	return &window{
		t: t, label: label, display: startDisplay(t, width, height), program: lobbyBin, config: filepath.Join(dir, "config"),
		socket: filepath.Join(dir, "s"), args: args, changed: make(chan struct{}), width: width, height: height,
	}
}

// open starts the client, until the end of the test.
func (w *window) open() {
	w.t.Helper()
	w.start()
	w.t.Cleanup(w.kill)
}

// start runs the client, with the configuration of its last run.
func (w *window) start() {
	w.t.Helper()
	os.Remove(w.socket)
	w.rememberPlace()
	w.log = &output{t: w.t, name: w.label}
	w.cmd = exec.Command(w.program, append([]string{"--config", w.config}, w.args...)...)
	w.cmd.Env = w.display.env(append([]string{"LOBBY_INSPECT=" + w.socket, "LANG=zh_TW.UTF-8", "LC_ALL=", "TZ=Asia/Taipei"}, w.env...)...)
	w.cmd.Stdout, w.cmd.Stderr = w.log, w.log
	if err := w.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	conn := w.dial()
	w.told = make(chan struct{})
	go w.read(conn, w.told)
	wait(w.t, w, "anything", func(nodes []ui.Node) bool { return len(nodes) > 0 })
	w.id = strings.Fields(w.display.run(w.t, "xdotool", "search", "--sync", "--onlyvisible", "--class", "."))[0]
	w.display.run(w.t, "xdotool", "windowmove", w.id, "0", "0", "windowfocus", "--sync", w.id)
	w.resize(w.width, w.height)
}

// rememberPlace has the client open its window as large as the test wants it: a size
// that it is given from outside may be overruled, a moment later, by the one that the
// engine begins with.
func (w *window) rememberPlace() {
	w.t.Helper()
	if err := os.MkdirAll(w.config, 0o700); err != nil {
		w.t.Fatal(err)
	}
	place := fmt.Sprintf(`{"x":0,"y":0,"width":%d,"height":%d}`, w.width, w.height)
	if err := os.WriteFile(filepath.Join(w.config, "window.json"), []byte(place), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// resize gives the window another size, no larger than the X server's screen,
// and waits until it is laid out anew. It asks again where nothing comes of it:
// for a moment after its start the engine sets a size of its own.
func (w *window) resize(width, height int) {
	w.t.Helper()
	w.width, w.height = width, height
	ctx := patient(w.t)
	for !w.hasSize(float32(width), float32(height)) {
		if ctx.Err() != nil {
			w.t.Fatalf("%s does not take a size of %d x %d", w.label, width, height)
		}
		w.display.run(w.t, "xdotool", "windowsize", w.id, fmt.Sprint(width), fmt.Sprint(height))
		_, changed := w.nodes()
		select {
		case <-changed:
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (w *window) hasSize(width, height float32) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last.Width == width && w.last.Height == height
}

// dial connects to the socket on which the client tells what it shows.
func (w *window) dial() net.Conn {
	w.t.Helper()
	ctx := patient(w.t)
	for {
		conn, err := net.Dial("unix", w.socket)
		if err == nil {
			return conn
		}
		if ctx.Err() != nil {
			w.t.Fatalf("%s does not start: %v\n%s", w.label, err, w.log)
		}
		time.Sleep(10 * time.Millisecond) // a socket that is not there yet can't be waited on
	}
}

func (w *window) read(conn net.Conn, told chan<- struct{}) {
	defer close(told)
	defer conn.Close()
	lines := bufio.NewReader(conn)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var next inspection
		if err := json.Unmarshal(line, &next); err != nil {
			w.t.Errorf("%s told %q: %v", w.label, line, err)
			return
		}
		w.mu.Lock()
		w.last = next
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
	}
}

// kill ends the client as a crash would. From then on it shows nothing: a test must
// not take what it had shown for what it shows after its next start.
func (w *window) kill() {
	if w.cmd != nil {
		w.cmd.Process.Kill()
		w.cmd.Wait()
		w.cmd = nil
		if w.told != nil {
			<-w.told
		}
		w.mu.Lock()
		w.last = inspection{}
		w.mu.Unlock()
		if w.t.Failed() {
			w.t.Log(w.log)
		}
	}
}

func (w *window) nodes() ([]ui.Node, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last.Nodes, w.changed
}

func (w *window) click(at ui.Point) {
	w.t.Helper()
	w.mu.Lock()
	scale := w.last.Scale
	w.mu.Unlock()
	x, y := fmt.Sprint(int(at.X*scale)), fmt.Sprint(int(at.Y*scale))
	w.display.run(w.t, "xdotool", "mousemove", "--window", w.id, x, y, "click", "1")
}

// typeText types what a keyboard can and pastes the rest.
func (w *window) typeText(text string) {
	w.t.Helper()
	if strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		w.display.run(w.t, "xdotool", "type", "--delay", "15", "--", text)
		return
	}
	clip := exec.Command("xclip", "-selection", "clipboard", "-in")
	clip.Env = w.display.env()
	clip.Stdin = strings.NewReader(text)
	if err := clip.Run(); err != nil {
		w.t.Fatalf("xclip: %v", err)
	}
	w.press("ctrl+v")
}

func (w *window) press(keys string) {
	w.t.Helper()
	w.display.run(w.t, "xdotool", "key", "--delay", "15", keys)
}

func (w *window) picture() image.Image {
	w.t.Helper()
	return w.display.picture(w.t, w.width, w.height)
}

func (w *window) name() string             { return w.label }
func (w *window) context() context.Context { return w.t.Context() }
