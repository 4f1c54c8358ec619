package engine

import "strings"

// webAddress reports whether target is what may be opened: whatever a program
// asks for, nothing but a page of the web is handed to the system.
func webAddress(target string) bool {
	return strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://")
}
