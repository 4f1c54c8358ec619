package engine

import "testing"

func TestWindowStaysOnItsMonitor(t *testing.T) {
	for _, c := range []struct{ was, want Place }{
		{Place{X: 100, Y: 50, Width: 1080, Height: 720}, Place{X: 100, Y: 50, Width: 1080, Height: 720}},
		{Place{X: 3000, Y: -200, Width: 1080, Height: 720}, Place{X: 200, Y: 0, Width: 1080, Height: 720}},
		{Place{X: 10, Y: 10, Width: 5000, Height: 5000, Maximized: true}, Place{Width: 1280, Height: 800, Maximized: true}},
		{Place{Width: 1, Height: -1}, Place{Width: 360, Height: 480}},
	} {
		if got := c.was.within(1280, 800, 360, 480); got != c.want {
			t.Errorf("%+v comes back as %+v, want %+v", c.was, got, c.want)
		}
	}
}
