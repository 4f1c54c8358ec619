//go:build !linux

package durable

import "os"

// Forget asks the system to drop what it has in memory of a file. There is no
// such request here.
func Forget(*os.File) {}
