package fault

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// usage is what a process holds at a moment.
type usage struct {
	rss     int // bytes of memory
	peak    int // the most bytes of memory so far
	threads int
	files   int // open descriptors: connections and all others
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
	return u, err
}

func (u usage) String() string {
	return fmt.Sprintf("%d MiB, at most %d MiB, %d threads, %d open files", u.rss>>20, u.peak>>20, u.threads, u.files)
}
