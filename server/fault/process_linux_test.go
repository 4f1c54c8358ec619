package fault

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// usage is what a process holds at a moment.
type usage struct {
	rss     int // bytes of memory
	peak    int // the most bytes of memory so far
	threads int
	files   int // open descriptors: connections and all others
	beside  int // the most bytes of memory of each process that it has started, together
}

// usageOf asks the system about a process.
func usageOf(pid int) (u usage, err error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return u, err
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		name, rest, _ := strings.Cut(s.Text(), ":")
		fields := strings.Fields(rest)
		if len(fields) == 0 {
			continue
		}
		n, err := strconv.Atoi(fields[0])
		switch name {
		case "VmRSS":
			u.rss = n << 10
		case "VmHWM":
			u.peak = n << 10
		case "Threads":
			u.threads = n
		default:
			continue
		}
		if err != nil {
			return u, fmt.Errorf("%s of process %d: %w", name, pid, err)
		}
	}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	u.files = len(files)
	if err != nil {
		return u, err
	}
	started, err := childrenOf(pid)
	if err != nil {
		return u, err
	}
	for _, child := range started {
		c, err := usageOf(child)
		if err != nil {
			return u, err
		}
		u.beside += c.peak + c.beside
	}
	return u, nil
}

// childrenOf returns the processes that a process has started, and that are not over.
func childrenOf(pid int) (children []int, err error) {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return nil, err
	}
	for _, path := range lists {
		list, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a thread that has just ended
		}
		if err != nil {
			return nil, err
		}
		for _, field := range strings.Fields(string(list)) {
			child, err := strconv.Atoi(field)
			if err != nil {
				return nil, err
			}
			children = append(children, child)
		}
	}
	return children, nil
}

func (u usage) String() string {
	return fmt.Sprintf("%d MiB, at most %d MiB, %d MiB beside it, %d threads, %d open files",
		u.rss>>20, u.peak>>20, u.beside>>20, u.threads, u.files)
}
