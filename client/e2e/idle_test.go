package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkIdleWindow prints what a window costs in which nothing happens, with
// the caret blinking in its field. A tick is a hundredth of a second of CPU.
func BenchmarkIdleWindow(b *testing.B) {
	w := openWindow(b, "window", 1080, 720, "--server", freeAddr(b))
	const settle, span = 2 * time.Second, 5 * time.Second
	for b.Loop() {
		time.Sleep(settle)
		before := ticks(b, w.cmd.Process.Pid)
		time.Sleep(span)
		used := ticks(b, w.cmd.Process.Pid) - before
		b.ReportMetric(float64(used)/span.Seconds(), "%CPU")
	}
}

// ticks is the CPU time that a process has used, in user and kernel mode.
func ticks(tb testing.TB, pid int) int {
	tb.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		tb.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // behind the name, which may hold anything
	fields := strings.Fields(rest)
	const utime, stime = 11, 12 // proc(5) has them as 14 and 15, counted from 1 and with what was cut
	sum := 0
	for _, i := range []int{utime, stime} {
		n, err := strconv.Atoi(fields[i])
		if err != nil {
			tb.Fatal(err)
		}
		sum += n
	}
	return sum
}
