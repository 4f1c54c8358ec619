// Command testsum reads what `go test -json` prints and shows what a person needs:
// the line of each package, everything that a failed test said, and at the end
// which tests were skipped and why, and how many there were. It exits with 1 when
// anything failed or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	if !summarise(os.Stdin, os.Stdout) {
		os.Exit(1)
	}
}

// event is a line of `go test -json`; see `go doc test2json`.
type event struct {
	Action  string
	Package string
	Test    string // empty for the package as a whole
	Output  string
}

// test is one test's place in the tally.
type test struct{ pkg, name string }

type tally struct {
	passed, failed int
	skipped        []string
	brokenPackages int
	said           map[test][]string // what each test has printed so far
}

// summarise reports whether all is well.
func summarise(in io.Reader, out io.Writer) bool {
	start := time.Now()
	t := tally{said: make(map[test][]string)}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.take(line, out)
		}
		if err != nil {
			break
		}
	}

	if len(t.skipped) > 0 {
		fmt.Fprintln(out, "\nSkipped:")
		for _, s := range t.skipped {
			fmt.Fprintln(out, "  "+s)
		}
	}
	verdict := "all well"
	ok := t.failed == 0 && t.brokenPackages == 0 && t.passed > 0
	if !ok {
		verdict = "FAILED"
	}
	fmt.Fprintf(out, "\n%s: %d passed, %d failed, %d skipped in %.0f s\n",
		verdict, t.passed, t.failed, len(t.skipped), time.Since(start).Seconds())
	return ok
}

// take counts one line and prints what of it a person should see now.
func (t *tally) take(line string, out io.Writer) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		fmt.Fprint(out, line) // go itself, not a test, said something
		return
	}
	key := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(out, e.Output)
	case "output":
		switch {
		case e.Test != "" || strings.HasPrefix(e.Output, "-test.shuffle"): // wanted if it fails
			t.said[key] = append(t.said[key], e.Output)
		case strings.HasPrefix(e.Output, "PASS"), strings.Contains(e.Output, "[no test files]"):
		default:
			fmt.Fprint(out, e.Output)
		}
	case "pass", "fail", "skip":
		t.end(e, key, out)
	}
}

// end counts the end of a test or of a package.
func (t *tally) end(e event, key test, out io.Writer) {
	said := t.said[key]
	delete(t.said, key)
	switch {
	case e.Test == "" && e.Action == "fail":
		t.brokenPackages++
		fmt.Fprint(out, strings.Join(said, ""))
		t.tellUnfinished(e.Package, out)
	case e.Test == "":
		return
	case e.Action == "pass":
		t.passed++
	case e.Action == "fail":
		t.failed++
		fmt.Fprint(out, strings.Join(said, ""))
	default:
		t.skipped = append(t.skipped, fmt.Sprintf("%s %s: %s", e.Package, e.Test, reason(said)))
	}
}

// tellUnfinished prints what the tests said that were running when their package's
// process ended, as by a panic or a timeout.
func (t *tally) tellUnfinished(pkg string, out io.Writer) {
	for key, said := range t.said {
		if key.pkg == pkg {
			fmt.Fprint(out, strings.Join(said, ""))
			delete(t.said, key)
		}
	}
}

// reason finds in a skipped test's output what it gave to t.Skip.
func reason(said []string) string {
	var words []string
	for _, line := range said {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ") {
			continue
		}
		// "file_test.go:12: why"
		if _, after, found := strings.Cut(line, ".go:"); found {
			if _, why, found := strings.Cut(after, ": "); found {
				line = why
			}
		}
		words = append(words, line)
	}
	return strings.Join(words, " ")
}
