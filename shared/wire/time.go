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
	parsed, err := time.Parse(timeLayout, string(b))
	if err != nil {
		return err
	}
	// Parse also takes a comma for the point and an hour of one digit.
	if string(parsed.AppendFormat(nil, timeLayout)) != string(b) {
		return fmt.Errorf("time %s is not of the form %s", b, timeLayout)
	}
	t.Time = parsed
	return nil
}
