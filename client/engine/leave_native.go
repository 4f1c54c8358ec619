//go:build !js

package engine

// AskBeforeLeaving is for pages: a window goes on where it was when it is opened
// again.
func AskBeforeLeaving(bool) {}
