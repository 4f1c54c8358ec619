package engine

import (
	"os"
	"runtime"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// onScreen says that the tests run inside a frame, where images can be drawn
// and read.
var onScreen bool

// loop runs the tests in the first frame of a real window.
type loop struct {
	m    *testing.M
	code int
}

func (l *loop) Update() error {
	onScreen = true
	l.code = l.m.Run()
	return ebiten.Termination
}

func (l *loop) Draw(*ebiten.Image) {}

func (l *loop) Layout(int, int) (int, int) { return 320, 240 }

func TestMain(m *testing.M) {
	if child := os.Getenv("ENGINE_TEST_CHILD"); child != "" {
		os.Exit(children[child]())
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" {
		os.Exit(m.Run())
	}
	l := &loop{m: m}
	if err := ebiten.RunGame(l); err != nil {
		println("the window of the tests:", err.Error())
		os.Exit(1)
	}
	os.Exit(l.code)
}

func needScreen(t *testing.T) {
	t.Helper()
	if !onScreen {
		t.Skip("drawing needs a display, and DISPLAY is not set: run under xvfb-run")
	}
}
