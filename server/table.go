package main

import (
	"bufio"
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// table writes rows in columns, which two spaces part. A tab stands between two
// cells. Names are as wide as a terminal shows them, in Chinese too.
func table(out io.Writer, head string, rows []string) error {
	var cells [][]string
	var widths []int
	for _, row := range append([]string{head}, rows...) {
		split := strings.Split(row, "\t")
		cells = append(cells, split)
		for i, cell := range split {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	w := bufio.NewWriter(out)
	for _, row := range cells {
		for i, cell := range row {
			if i > 0 {
				w.WriteString(strings.Repeat(" ", widths[i-1]-uniseg.StringWidth(row[i-1])+2))
			}
			w.WriteString(cell)
		}
		w.WriteByte('\n')
	}
	return w.Flush()
}
