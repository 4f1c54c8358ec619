//go:build linux

package main

import (
	"image"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"
)

func TestAreaSeesItsOwnLinesAlone(t *testing.T) {
	d := &display{stride: 4 * screenWidth, pixels: make([]byte, 4*screenWidth*screenHeight)}
	a := d.area(image.Rect(10, 20, 30, 40), 5)
	touch := func(x, y int) bool {
		d.pixels[y*d.stride+4*x]++
		return a.changed()
	}
	for _, at := range []image.Point{{9, 20}, {30, 20}, {10, 21}, {10, 19}, {10, 40}} {
		if touch(at.X, at.Y) {
			t.Errorf("a change at %v is seen", at)
		}
	}
	for _, at := range []image.Point{{10, 20}, {29, 35}} {
		if !touch(at.X, at.Y) {
			t.Errorf("a change at %v is not seen", at)
		}
	}
	if a.changed() {
		t.Error("a change is seen twice")
	}
}

func TestProcesses(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		child.Process.Kill()
		child.Wait()
	}()
	found, err := childrenOf(os.Getpid(), "60")
	if err != nil || !slices.Equal(found, []int{child.Process.Pid}) {
		t.Errorf("children %v, %v; want %d", found, err, child.Process.Pid)
	}
	before, err := cpuOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for n := range 1_000_000 {
		sum += n
	}
	after, err := cpuOf(os.Getpid())
	if err != nil || after <= before {
		t.Errorf("%d additions took from %v to %v, %v", sum, before, after, err)
	}
}

func TestQuantile(t *testing.T) {
	values := []time.Duration{5, 1, 4, 2, 3}
	if got := []time.Duration{quantile(values, 0), median(values), quantile(values, 0.9), quantile(values, 1)}; !slices.Equal(got, []time.Duration{1, 3, 5, 5}) {
		t.Errorf("got %v", got)
	}
	if got := thousands(1234567) + thousands(999) + thousands(1000); got != "1,234,567"+"999"+"1,000" {
		t.Errorf("got %s", got)
	}
}
