package main

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
func milli(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// median returns the middle value, the upper of two. It sorts values.
func median[T cmp.Ordered](values []T) T { return quantile(values, 0.5) }

// quantile returns the value that the share q of all values lies below. It
// sorts values, of which there must be one.
func quantile[T cmp.Ordered](values []T, q float64) T {
	slices.Sort(values)
	return values[min(len(values)-1, int(q*float64(len(values))))]
}

// thousands writes a count with commas, rounded to three digits.
func thousands(n float64) string {
	unit := 1.0
	for n/unit >= 1000 {
		unit *= 10
	}
	s := strconv.FormatInt(int64(n/unit+0.5)*int64(unit), 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
