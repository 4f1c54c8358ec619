//go:build linux

package main

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
	"time"

	"lobby/client/ui"
)

// window is the program in a window.
type window struct {
	display *display
	cmd     *exec.Cmd
	socket  string
	began   time.Time
}

// startWindow starts a program on a display of its own.
func (l *lab) startWindow(ctx context.Context, program string, args ...string) (*window, error) {
	dir, err := os.MkdirTemp(l.dir, "window-")
	if err != nil {
		return nil, err
	}
	d, err := startDisplay(ctx, dir)
	if err != nil {
		return nil, err
	}
	logs, err := os.Create(filepath.Join(dir, "log.txt"))
	if err != nil {
		d.stop()
		return nil, err
	}
	defer logs.Close() // the child has its own
	w := &window{display: d, cmd: exec.CommandContext(ctx, program, args...), socket: filepath.Join(dir, "nodes")}
	w.cmd.Env = d.env("LOBBY_INSPECT=" + w.socket)
	w.cmd.Stderr = logs
	w.began = time.Now()
	if err := w.cmd.Start(); err != nil {
		d.stop()
		return nil, err
	}
	return w, nil
}

func (w *window) stop() {
	w.cmd.Process.Kill()
	w.cmd.Wait() // it says that it was killed
	w.display.stop()
}

// nodes asks once, and hangs up: telling each frame would be work of its own.
func (w *window) nodes(ctx context.Context) ([]ui.Node, error) {
	for {
		conn, err := net.Dial("unix", w.socket)
		if err != nil {
			if err := pause(ctx, 10*time.Millisecond); err != nil {
				return nil, fmt.Errorf("waiting for the window: %w", err)
			}
			continue
		}
		line, err := bufio.NewReader(conn).ReadBytes('\n')
		conn.Close()
		if err != nil {
			return nil, err
		}
		var told struct{ Nodes []ui.Node }
		return told.Nodes, json.Unmarshal(line, &told)
	}
}

// place has nothing to do where a logical pixel is one of the display's.
func (w *window) place(r ui.Rect) image.Rectangle {
	return image.Rect(int(r.X), int(r.Y), int(r.Right()), int(r.Bottom()))
}

func (w *window) processes() ([]int, error) { return []int{w.cmd.Process.Pid}, nil }
func (w *window) shown() *display           { return w.display }
