package e2e

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// display is an X server without a screen.
type display struct {
	name   string // ":7"
	screen string // the file that the X server keeps its picture in
}

// startDisplay runs an Xvfb of its own for a test, so that every window has the
// keyboard to itself.
func startDisplay(t testing.TB, width, height int) display {
	t.Helper()
	need(t, "Xvfb", "xdotool", "xclip")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height),
		"-fbdir", dir, "-nocursor", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		r.Close()
	})
	line, err := bufio.NewReader(r).ReadString('\n') // written when the server is ready
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	return display{name: ":" + line[:len(line)-1], screen: filepath.Join(dir, "Xvfb_screen0")}
}

// env is the environment of a program on the display.
func (d display) env(extra ...string) []string {
	return append(append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "XMODIFIERS=@im=none"), extra...)
}

// run runs a program of the display's, such as xdotool, and returns its output.
func (d display) run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(patient(t), name, args...)
	cmd.Env = d.env()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// picture is what the X server shows, cut to a window's size in its corner. The
// file is an X window dump: a header of 25 numbers of 32 bits, a name, the
// colours of a palette that is not used, and the lines, of blue, green, red and
// one byte more for each pixel.
func (d display) picture(t testing.TB, width, height int) *image.NRGBA {
	t.Helper()
	dump, err := os.ReadFile(d.screen)
	if err != nil {
		t.Fatal(err)
	}
	const headerSize, colours, bitsPerPixel, bytesPerLine, colourSize = 0, 19, 11, 12, 12
	field := func(i int) int { return int(binary.BigEndian.Uint32(dump[4*i:])) }
	if bits := field(bitsPerPixel); bits != 32 {
		t.Fatalf("the X server keeps %d bits for a pixel, want 32", bits)
	}
	lines, stride := dump[field(headerSize)+field(colours)*colourSize:], field(bytesPerLine)
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			from, to := lines[y*stride+4*x:], picture.Pix[picture.PixOffset(x, y):]
			to[0], to[1], to[2], to[3] = from[2], from[1], from[0], 0xff
		}
	}
	return picture
}
