package engine

import "log/slog"

// openLink opens a web address in a page of its own, which gets no hold of this
// one.
func openLink(target string, _ *slog.Logger) {
	if webAddress(target) {
		window.Call("open", target, "_blank", "noopener,noreferrer")
	}
}
