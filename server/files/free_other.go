//go:build !(darwin || linux || windows)

package files

import "math"

// freeBytes takes the room for endless where the system is not asked.
func freeBytes(string) (int64, error) { return math.MaxInt64, nil }
