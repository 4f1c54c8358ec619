package main

import (
	"os"
	"runtime"
)

// threadsPerCore is how many threads for each core may run Go code at a time.
const threadsPerCore = 4

// shareCores lets the system, and not Go alone, divide the cores between what
// waits for them. Go runs what is ready in turn, each for up to 10 ms; the system
// lets who has slept long run before who has not. With a thread for each core, a
// message that arrives, or is on the disk at last, waits until none of the
// transfers that keep these threads busy has more to do at the moment: beside four
// transfers at full speed half of the messages took more than 60 ms, and 9 with
// this. What it costs without transfers is in BENCHMARKS.md. Whoever has set
// GOMAXPROCS knows better. It returns how many cores there are, which GOMAXPROCS no
// longer tells.
func shareCores() (cores int) {
	cores = runtime.GOMAXPROCS(0)
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(threadsPerCore * cores)
	}
	return cores
}
