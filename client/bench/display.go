//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// The size of the X server's screen, which each window fills.
const screenWidth, screenHeight = 1080, 720

// display is an X server whose picture lies in a file. Reading the picture from
// memory costs those who draw it nothing.
type display struct {
	name   string // ":7"
	cmd    *exec.Cmd
	x      *xgb.Conn
	root   xproto.Window
	memory []byte // the file
	pixels []byte // the picture in it: blue, green, red and one byte more each
	stride int    // bytes from one line to the next
}

func startDisplay(ctx context.Context, dir string) (d *display, err error) {
	ready, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ready.Close()
	d = &display{cmd: exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0",
		fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-fbdir", dir, "-nocursor", "-nolisten", "tcp", "-noreset")}
	d.cmd.ExtraFiles = []*os.File{w}
	if err := errors.Join(d.cmd.Start(), w.Close()); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.stop()
		}
	}()
	number, err := bufio.NewReader(ready).ReadString('\n') // written when the server is ready
	if err != nil {
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	d.name = ":" + strings.TrimSpace(number)
	xgb.Logger = log.New(io.Discard, "", 0) // it tells of every connection that ends
	if d.x, err = xgb.NewConnDisplay(d.name); err != nil {
		return nil, err
	}
	if err := xtest.Init(d.x); err != nil {
		return nil, err
	}
	d.root = xproto.Setup(d.x).DefaultScreen(d.x).Root
	return d, d.mapPicture(filepath.Join(dir, "Xvfb_screen0"))
}

// mapPicture maps the X window dump that the server draws into: a header of
// numbers of 32 bits, the colours of a palette that is not used, and the lines.
func (d *display) mapPicture(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if d.memory, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED); err != nil {
		return err
	}
	const headerSize, bytesPerLine, colours, colourSize = 0, 12, 19, 12
	field := func(i int) int { return int(binary.BigEndian.Uint32(d.memory[4*i:])) }
	d.stride = field(bytesPerLine)
	d.pixels = d.memory[field(headerSize)+field(colours)*colourSize:]
	return nil
}

func (d *display) stop() {
	if d.x != nil {
		d.x.Close()
	}
	d.cmd.Process.Kill()
	d.cmd.Wait() // it says that it was killed
	if d.memory != nil {
		syscall.Munmap(d.memory)
	}
}

// env is the environment of a program on the display.
func (d *display) env(extra ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "XMODIFIERS=@im=none",
		"LANG=zh_TW.UTF-8", "LC_ALL=", "TZ=Asia/Taipei"), extra...)
}

// settle waits for the largest window, lets it fill the screen and gives it the
// keyboard.
func (d *display) settle(ctx context.Context) error {
	for {
		if w, ok := d.largest(); ok {
			place := []uint32{0, 0, screenWidth, screenHeight}
			mask := uint16(xproto.ConfigWindowX | xproto.ConfigWindowY | xproto.ConfigWindowWidth | xproto.ConfigWindowHeight)
			if err := xproto.ConfigureWindowChecked(d.x, w, mask, place).Check(); err != nil {
				return err
			}
			if err := xproto.SetInputFocusChecked(d.x, xproto.InputFocusPointerRoot, w, xproto.TimeCurrentTime).Check(); err != nil {
				return err
			}
			return xtest.FakeInputChecked(d.x, xproto.MotionNotify, 0, 0, d.root, screenWidth/2, screenHeight/2, 0).Check()
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("waiting for a window: %w", err)
		}
	}
}

// largest returns the largest window that is shown, if one is more than a speck.
func (d *display) largest() (found xproto.Window, ok bool) {
	tree, err := xproto.QueryTree(d.x, d.root).Reply()
	if err != nil {
		return 0, false
	}
	most := 10_000
	for _, w := range tree.Children {
		attributes, err := xproto.GetWindowAttributes(d.x, w).Reply()
		if err != nil || attributes.MapState != xproto.MapStateViewable {
			continue
		}
		if g, err := xproto.GetGeometry(d.x, xproto.Drawable(w)).Reply(); err == nil && int(g.Width)*int(g.Height) > most {
			found, ok, most = w, true, int(g.Width)*int(g.Height)
		}
	}
	return found, ok
}

// Key codes of the keyboard that Xvfb has.
const (
	keyReturn    = 36
	keyA         = 38
	keyBackspace = 22
	keyEscape    = 9
	keyControl   = 37
	keyAlt       = 64
	keyK         = 45
	keyComma     = 59
	keyUp        = 111
	keyDown      = 116
)

// press presses a key and lets it go.
func (d *display) press(code byte) error {
	for _, kind := range []byte{xproto.KeyPress, xproto.KeyRelease} {
		if err := xtest.FakeInputChecked(d.x, kind, code, 0, d.root, 0, 0, 0).Check(); err != nil {
			return err
		}
	}
	return nil
}

// chord presses a key while another is held.
func (d *display) chord(held, code byte) error {
	hold := func(kind byte) error { return xtest.FakeInputChecked(d.x, kind, held, 0, d.root, 0, 0, 0).Check() }
	if err := hold(xproto.KeyPress); err != nil {
		return err
	}
	return errors.Join(d.press(code), hold(xproto.KeyRelease))
}

// Buttons of the mouse.
const (
	buttonLeft      = 1
	buttonWheelUp   = 4
	buttonWheelDown = 5
)

// click presses a button of the mouse at a place, or turns its wheel there.
func (d *display) click(button byte, at image.Point) error {
	if err := xtest.FakeInputChecked(d.x, xproto.MotionNotify, 0, 0, d.root, int16(at.X), int16(at.Y), 0).Check(); err != nil {
		return err
	}
	for _, kind := range []byte{xproto.ButtonPress, xproto.ButtonRelease} {
		if err := xtest.FakeInputChecked(d.x, kind, button, 0, d.root, 0, 0, 0).Check(); err != nil {
			return err
		}
	}
	return nil
}
