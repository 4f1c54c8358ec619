//go:build !js

package engine

// wayBack is for pages: a window has no history.
type wayBack struct{}

func (wayBack) follow(bool) {}
