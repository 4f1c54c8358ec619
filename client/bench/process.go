//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// cpuOf is the processor's time that processes have used, all their threads
// together, to the nanosecond. The system keeps a clock of it for each process,
// whose number clock_getcpuclockid(3) computes in this way.
func cpuOf(pids ...int) (total time.Duration, err error) {
	const scheduled = 2
	for _, pid := range pids {
		var t unix.Timespec
		if err := unix.ClockGettime(int32(^pid<<3|scheduled), &t); err != nil {
			return 0, fmt.Errorf("the processor's time of process %d: %w", pid, err)
		}
		total += time.Duration(t.Nano())
	}
	return total, nil
}

// residentOf is how many bytes of a process are in the machine's memory.
func residentOf(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "Rss:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			return kib << 10, err
		}
	}
	return 0, errors.New("smaps_rollup has no Rss")
}

// commands lists the running processes with the words of their command lines.
func commands() (map[int][]string, error) {
	paths, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return nil, err
	}
	found := make(map[int][]string)
	for _, path := range paths {
		line, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ESRCH) {
			continue // it has ended meanwhile
		}
		if err != nil {
			return nil, err
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			return nil, err
		}
		// A browser's helpers write over their line, and leave its words apart by spaces.
		found[pid] = strings.FieldsFunc(string(line), func(r rune) bool { return r == 0 || r == ' ' })
	}
	return found, nil
}

// childrenOf returns the processes below one that have a word in their command
// line.
func childrenOf(parent int, word string) ([]int, error) {
	all, err := commands()
	if err != nil {
		return nil, err
	}
	var found []int
	for pid, words := range all {
		if slices.Contains(words, word) && isBelow(pid, parent) {
			found = append(found, pid)
		}
	}
	return found, nil
}

// isBelow reports whether a process was started by another, or by one that was.
func isBelow(pid, ancestor int) bool {
	for pid > 1 {
		if pid == ancestor {
			return true
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return false
		}
		_, rest, _ := strings.Cut(string(stat), ") ") // behind the name, which may hold anything
		fields := strings.Fields(rest)
		if len(fields) < 2 {
			return false
		}
		if pid, err = strconv.Atoi(fields[1]); err != nil {
			return false
		}
	}
	return false
}
