//go:build !js

package engine

import "sync"

// breath has nothing to do: a window's frames hold up no one else.
type breath struct{}

func (breath) begin() {}

func (breath) take(sync.Locker) {}
