package yielding

import (
	"testing"

	"golang.org/x/sys/unix"
)

// Only the goroutine that yields does so, and nobody after it.
func TestOnlyTheCallerYields(t *testing.T) {
	priority := func() int {
		n, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
		if err != nil {
			t.Error(err)
		}
		return 20 - n // what the system call returns instead of a niceness
	}
	before := priority()
	within := make(chan int)
	go func() {
		Yield()
		within <- priority()
	}()
	if got := <-within; got != max(before, niceness) {
		t.Errorf("a goroutine that yields has the niceness %d, want %d", got, niceness)
	}
	for range 100 {
		go func() { within <- priority() }()
		if got := <-within; got != before {
			t.Fatalf("another goroutine has the niceness %d, want %d", got, before)
		}
	}
}
