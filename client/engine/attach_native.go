//go:build !js

package engine

import "log/slog"

// attach has nothing to do: Ebitengine tells all that a window hears.
func (g *game) attach() {}

// takeKeyboard has nothing to do: a window has one keyboard focus.
func takeKeyboard(_, _ bool) (changed bool) { return false }

// fetch has nothing to do: all faces are embedded.
func (t *Text) fetch(*slog.Logger) {}
