//go:build !js

package engine

import (
	"runtime"
	"testing"
)

func TestRestGivesMemoryBack(t *testing.T) {
	var r rest
	r.giveBack()
	before := r.held.Load()
	garbage := make([]byte, 4*spare)
	for i := range garbage {
		garbage[i] = 1
	}
	runtime.KeepAlive(garbage)
	if grown := heldMemory(); grown < before+spare {
		t.Fatalf("%d bytes are held after %d, so there is nothing to give back", grown, before)
	}
	garbage = nil
	r.giveBack()
	if after := heldMemory(); after > before+spare {
		t.Errorf("%d bytes are held at rest, %d before", after, before)
	}
}
