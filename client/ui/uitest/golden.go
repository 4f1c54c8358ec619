package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lobby/client/ui"
)

var update = flag.Bool("update", false, "write the golden files of draw lists anew")

// Golden compares what a frame shows with testdata/NAME.golden, which -update writes.
func Golden(t testing.TB, name string, out ui.Output) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := Describe(out)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatalf("uitest: make the folder of a golden file: %v", err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatalf("uitest: write a golden file: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("uitest: read a golden file (go test -update writes it): %v", err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update accepts it):\n%s", path, firstDifference(string(want), got))
	}
}

// firstDifference shows the first line in which two texts differ, with those before it.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		if i < len(w) && i < len(g) && w[i] == g[i] {
			continue
		}
		line := func(s []string) string {
			if i < len(s) {
				return s[i]
			}
			return "(end)"
		}
		before := strings.Join(g[max(0, i-3):i], "\n")
		return fmt.Sprintf("line %d, after\n%s\nwant %s\ngot  %s", i+1, before, line(w), line(g))
	}
	return ""
}

// Describe writes a frame as text: its commands and then its widgets, a line each.
// A clip is written where it changes.
func Describe(out ui.Output) string {
	var b strings.Builder
	var clip ui.Rect
	for _, cmd := range out.List {
		if cmd.Clip != clip {
			clip = cmd.Clip
			fmt.Fprintf(&b, "clip %s\n", rect(clip))
		}
		writeCmd(&b, cmd)
	}
	for _, n := range out.Nodes {
		writeNode(&b, n)
	}
	return b.String()
}

func writeCmd(b *strings.Builder, cmd ui.Cmd) {
	switch cmd.Kind {
	case ui.CmdText:
		bold := ""
		if cmd.Font.Weight == ui.Bold {
			bold = " bold"
		}
		fmt.Fprintf(b, "text %q at %s baseline %s size %s%s %s\n", cmd.Text, rect(cmd.Rect),
			number(cmd.Rect.Y+cmd.Baseline), number(cmd.Font.Size), bold, color(cmd.Color))
		return
	case ui.CmdShadow:
		fmt.Fprintf(b, "shadow %s blur %s", rect(cmd.Rect), number(cmd.Blur))
	case ui.CmdIcon:
		fmt.Fprintf(b, "icon %d %s stroke %s %s\n", cmd.Icon, rect(cmd.Rect), number(cmd.Border), color(cmd.Color))
		return
	case ui.CmdPicture:
		fmt.Fprintf(b, "picture %016x.%d %s radius %s\n", uint64(cmd.Picture.ID), cmd.Picture.Version, rect(cmd.Rect), number(cmd.Radius))
		return
	default:
		fmt.Fprintf(b, "rect %s", rect(cmd.Rect))
	}
	fmt.Fprintf(b, " %s", color(cmd.Color))
	if cmd.Color2.A > 0 {
		fmt.Fprintf(b, " to %s", color(cmd.Color2))
	}
	if cmd.Radius > 0 {
		fmt.Fprintf(b, " radius %s", number(cmd.Radius))
	}
	if cmd.Border > 0 {
		fmt.Fprintf(b, " border %s %s", number(cmd.Border), color(cmd.BorderColor))
	}
	b.WriteString("\n")
}

func rect(r ui.Rect) string {
	return number(r.X) + "," + number(r.Y) + " " + number(r.W) + "x" + number(r.H)
}

// number writes x with at most two decimals.
func number(x float32) string {
	s := strconv.FormatFloat(float64(x), 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func color(c ui.Color) string {
	if c.A == 0xff {
		return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	}
	return fmt.Sprintf("#%02x%02x%02x%02x", c.R, c.G, c.B, c.A)
}
