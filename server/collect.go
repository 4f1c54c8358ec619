package main

import (
	"os"
	"runtime"
)

// spareHeap is how much garbage may lie about before it is collected, in bytes, beside
// as much as is in use. A small server has so little in use that otherwise a few
// hundred messages bring the next collection, which takes all cores for some
// milliseconds, in which messages wait.
const spareHeap = 32 << 20

// collectLess has garbage collected less often, until restore is called, unless the
// operator has said how often. The collector goes by the size of the heap: memory that
// nobody ever touches makes the heap larger, and is none of the machine's.
func collectLess() (restore func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	untouched := make([]byte, spareHeap)
	return func() { runtime.KeepAlive(untouched) }
}
