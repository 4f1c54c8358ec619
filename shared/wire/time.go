package wire

import (
	"fmt"
	"time"
)

// Time is a moment in UTC to the millisecond. In JSON it is a string such as
// "2026-11-22T03:04:05.678Z", always of that length.
type Time struct{ time.Time }

const timeLayout = `"2006-01-02T15:04:05.000Z"`

// At returns t as a Time, in UTC and cut to the millisecond.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// MarshalJSON writes the string form.
func (t Time) MarshalJSON() ([]byte, error) {
	return t.appendJSON(make([]byte, 0, len(timeLayout))), nil
}

func (t Time) appendJSON(dst []byte) []byte {
	return t.UTC().AppendFormat(dst, timeLayout)
}

// UnmarshalJSON reads the string form and nothing else.
func (t *Time) UnmarshalJSON(b []byte) error {
	parsed, ok := parseTime(b)
	if !ok {
		return fmt.Errorf("time %s is not of the form %s", b, timeLayout)
	}
	*t = parsed
	return nil
}

// parseTime is written out because a client reads a time with every message, and
// time.Parse takes a comma for the point and an hour of one digit too.
func parseTime(b []byte) (t Time, ok bool) {
	if len(b) != len(timeLayout) {
		return t, false
	}
	for i, c := range []byte(timeLayout) {
		if digit := b[i]-'0' <= 9; digit != (c-'0' <= 9) || !digit && b[i] != c {
			return t, false
		}
	}
	number := func(from, to int) (n int) {
		for _, c := range b[from:to] {
			n = 10*n + int(c-'0')
		}
		return n
	}
	year, month, day := number(1, 5), time.Month(number(6, 8)), number(9, 11)
	hour, minute, second := number(12, 14), number(15, 17), number(18, 20)
	t.Time = time.Date(year, month, day, hour, minute, second, number(21, 24)*int(time.Millisecond), time.UTC)
	// Date takes the 30th of February for the 2nd of March.
	y, m, d := t.Date()
	return t, y == year && m == month && d == day && hour < 24 && minute < 60 && second < 60
}
